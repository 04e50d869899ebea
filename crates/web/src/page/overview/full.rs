//! How full the time before the due date is, by part of the work.

use maud::{Markup, html};
use plan::ItemRef;
use view::full::full;
use view::{Facts, words};

use crate::Board;
use crate::page::Medium;
use crate::part::{bar, card, named};

/// So many parts are listed.
const PARTS_MAX: usize = 5;

/// The fullest parts; nothing without a date to be full before.
pub fn before_due(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let parts = full(facts);
    let Some(due) = facts.plan.due.filter(|_| parts.len() > 1) else { return html! {} };
    let body = html! {
        table.ships {
            thead.sr { tr { th { "part" } th { "how full" } th { "days of work in days free of other work" } } }
            tbody {
                @for part in parts.iter().take(PARTS_MAX) {
                    tr {
                        td { (named(board, medium, ItemRef::Task(part.task))) }
                        td.bar-cell { (bar(part.share())) }
                        td.num.mut[part.share() <= 1.0].b5[part.share() > 1.0] {
                            (format!("{:.0} of {:.0} d", part.work_days, part.free_days))
                        }
                    }
                }
            }
        }
    };
    let title = format!("Full before {}?", words::day(due.date, facts.today));
    card(&title, "days of work in days free", &body)
}
