//! Change: what does this change cost, and can we afford it?

mod picture;

use std::collections::BTreeMap;

use maud::{Markup, html};
use view::Facts;
use view::difference::{Difference, Pair, difference};
use view::edits::{Edit, EditKind};
use view::parts::parts;
use view::screens::{Diff, diff_words as said};
use view::words;

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::part::{card, figure, prose, titled};

/// The page of a change.
pub const PAGE: Page = Page {
    key: 'c',
    name: "change",
    title: "Change",
    question: "What does this change cost, and can we afford it?",
    group: Group::Plan,
    listed: |board| !board.versions().is_empty(),
    count: |_| 0,
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let name = |key| medium.asked(key).map(str::trim).filter(|name| !name.is_empty());
    let (base, head) = (name("base"), name("head"));
    let change = match board.change(base, head) {
        Ok(change) => change,
        Err(why) => {
            let reason = html! { "Name two versions: branches, tags, or " code { "HEAD~3" } "." };
            let body = html! { div.grid { (picker(board, medium, [base, head])) } };
            return Sheet { answer: prose(&why), reason, body };
        }
    };
    let names = match (base, head) {
        (None, None) => [Some(change.base_name.as_str()), Some(change.head_name.as_str())],
        given => [given.0, given.1],
    };
    let (base, head) = (change.compared.base(), change.compared.head());
    let diff = change.diff(base.as_ref(), &head);
    let figures = base.as_ref().map(|base| difference(base, &head));
    match (&base, &figures) {
        (Some(base), Some(figures)) if !diff.edits.is_empty() => Sheet {
            answer: prose(&said::heading(&diff, figures, &name_of(&diff))),
            reason: reason(&diff),
            body: body(medium, &diff, base, figures, &picker(board, medium, names)),
        },
        _ => Sheet {
            answer: prose(&said::headline(&diff, figures.as_ref())),
            reason: reason(&diff),
            body: html! { div.grid { (picker(board, medium, names)) } },
        },
    }
}

/// A version by its name; what is in the folder has none.
fn name_of(diff: &Diff<'_>) -> String {
    if diff.head_name.contains(' ') {
        "This change".to_owned()
    } else {
        format!("`{}`", diff.head_name)
    }
}

fn reason(diff: &Diff<'_>) -> Markup {
    html! {
        code { (diff.head_name) } " against " code { (diff.base_name) } ". "
        @for remark in diff.remarks { (prose(remark)) " " }
        "The same " (words::thousands(diff.head.forecast.runs as usize))
        " runs on both sides, so the difference is the change and not the dice."
    }
}

fn body(
    medium: &Medium<'_>,
    diff: &Diff<'_>,
    base: &Facts<'_>,
    figures: &Difference,
    picker: &Markup,
) -> Markup {
    html! {
        div.grid.wide-left.flow {
            div.stack {
                section.card {
                    (key_figures(diff, figures))
                    (picture::picture(diff, base))
                }
                (edits(diff))
            }
            div.stack {
                (lands(base, diff.head))
                (breath(medium, diff, figures))
                (could_do(diff, figures))
                (picker)
            }
        }
    }
}

fn key_figures(diff: &Diff<'_>, figures: &Difference) -> Markup {
    let work = figures.work_days;
    let days = figures.p80.working_days.map_or_else(|| "–".to_owned(), signed);
    let is_sooner = figures.p80.working_days.is_some_and(|days| days < 0) && diff.if_kept.is_none();
    html! {
        div.figures {
            (figure(&days, "working days at P80", if is_sooner { "good" } else { "" }))
            (figure(&said::signed_days(work.head - work.base), &format!("of work, to {}", words::days(work.head)), ""))
            @if let Some(due) = figures.due()
                && let (Pair { base: Some(base), head: Some(head) }, Some(date)) = (due.chance, due.date.head)
            {
                @let class = if head < base { "bad" } else if head > base { "good" } else { "" };
                @let (from, to) = (words::percent(base), words::percent(head));
                (figure(
                    &format!("{} → {to}", from.trim_end_matches('%')),
                    &format!("chance of {}", words::day(date, diff.head.today)),
                    class,
                ))
            }
            @if let Some(holders) = path_holders(figures) {
                (figure(&holders, "mostly on the longest path", "words"))
            }
        }
    }
}

/// `+7`, `−1`, `0`.
fn signed(days: i64) -> String {
    match days {
        0 => "0".to_owned(),
        1.. => format!("+{days}"),
        _ => format!("−{}", days.unsigned_abs()),
    }
}

/// Whose work most of the longest path is, before and after if that is not the same: as `fore diff`
/// says it.
fn path_holders(figures: &Difference) -> Option<String> {
    let Pair { base, head } = &figures.path;
    let head = &head.as_ref()?.by;
    match base {
        Some(base) if base.by != *head => Some(format!("{} → {}", base.by.said(), head.said())),
        _ => Some(head.said()),
    }
}

/// So many parts are shown, those that change first.
const PARTS_MAX: usize = 8;

/// Where the work of the change falls: days of open work by part, before and after.
fn lands(base: &Facts<'_>, head: &Facts<'_>) -> Markup {
    let key = |facts: &Facts<'_>, task: plan::TaskId| facts.plan.task(task).item.key;
    let before: BTreeMap<u64, f64> =
        parts(base).iter().map(|part| (key(base, part.task), part.work_days)).collect();
    let mut rows: Vec<(&str, f64, f64)> = Vec::new();
    let after = parts(head);
    for part in &after {
        let old = before.get(&key(head, part.task)).copied().unwrap_or(0.0);
        if old > 0.0 || part.work_days > 0.0 {
            rows.push((part.title, old, part.work_days));
        }
    }
    let change = |row: &(&str, f64, f64)| (row.2 - row.1).abs();
    rows.sort_by(|one, other| change(other).total_cmp(&change(one)));
    rows.truncate(PARTS_MAX);
    let most = rows.iter().map(|row| row.1.max(row.2)).fold(1.0, f64::max);
    let body = html! {
        table.bars {
            @for (title, old, new) in rows {
                tr {
                    td { (title) }
                    td.wide {
                        svg width="100%" height="12" aria-hidden="true" {
                            rect.track width="100%" height="12" rx="2" {}
                            rect.spent width=(share(old.min(new), most)) height="12" rx="2" {}
                            rect class=(if new < old { "less" } else { "path" }) x=(share(old.min(new), most))
                                width=(share((new - old).abs(), most)) height="12" {}
                        }
                    }
                    td.num.mut {
                        @if (old - new).abs() >= 0.5 { (format!("{old:.0} → {new:.0} d")) }
                        @else { (format!("{new:.0} d")) }
                    }
                }
            }
        }
    };
    card("Where it lands", "days of open work", &body)
}

fn share(part: f64, whole: f64) -> String {
    crate::draw::across(part / whole * 100.0)
}

fn breath(medium: &Medium<'_>, diff: &Diff<'_>, figures: &Difference) -> Markup {
    let path = diff.head.files.first().map_or("plan.md", |file| file.path.as_str());
    let body = html! {
        blockquote { (titled(diff.head.plan, &said::paragraph(diff, figures))) }
        @for sentence in said::unplanned(diff) { p.cap { (titled(diff.head.plan, &sentence)) } }
        @if medium.is_live() { button.p data-copy { "Copy as Markdown" } }
        details.over {
            summary { "As Markdown, for a pull request" }
            textarea.copy rows="8" readonly aria-label="The change as Markdown" {
                (view::comment::comment(diff, path))
            }
        }
    };
    card("In one breath", "", &body)
}

/// So many edits are listed; the rest is counted.
const EDITS_MAX: usize = 24;

fn edits(diff: &Diff<'_>) -> Markup {
    let sorted = said::by_weight(diff.edits);
    let rest = sorted.len().saturating_sub(EDITS_MAX);
    let body = html! {
        div.scroll tabindex="0" role="group" aria-label="Edits" { table.edits {
            thead { tr {
                th { span.sr { "kind" } } th { span.sr { "item" } } th { span.sr { "edit" } }
                th.num { "work" } th.num { "P80" }
            } }
            tbody {
                @for edit in sorted.iter().take(EDITS_MAX) { (edit_row(edit, diff)) }
                @if rest > 0 { tr { td {} td.mut colspan="4" { "and " (words::thousands(rest)) " more" } } }
                @if let Some(total) = diff.p80_minutes {
                    tr { td {} td.mut colspan="3" { "together, by the hour" } td.num.b5 { (said::days_moved(total, diff)) } }
                }
            }
        } }
    };
    let untouched = diff.head.plan.leaves().count().saturating_sub(diff.edits.len());
    card(
        "What changed in the plan",
        &format!("{} untouched", words::count(untouched, "task")),
        &body,
    )
}

fn edit_row(edit: &Edit, diff: &Diff<'_>) -> Markup {
    let (mark, class, word) = match edit.kind {
        EditKind::Added => ("+", "good", "added"),
        EditKind::Removed => ("−", "bad", "removed"),
        EditKind::Changed => ("~", "wn", "changed"),
        EditKind::Risk => ("▲", "wn", "risk"),
        EditKind::Settings | EditKind::Order => ("·", "mut", "settings"),
    };
    html! {
        tr {
            td class=(class) { span aria-label=(word) role="img" { (mark) } }
            td.id { @if let Some(id) = &edit.id { code { (id) } } @else { (edit.title) } }
            td { (prose(&edit.text)) }
            td.num.mut { @if let Some(days) = edit.work_days { (said::signed_days(days)) } }
            td.num.b5 { @if let Some(minutes) = edit.p80_minutes { (said::days_moved(minutes, diff)) } }
        }
    }
}

fn could_do(diff: &Diff<'_>, figures: &Difference) -> Markup {
    let today = diff.head.today;
    let date =
        |date: Option<_>| date.map_or_else(|| "–".to_owned(), |it| words::day_month(it, today));
    let due = figures.due().and_then(|due| Some((due.date.head?, due.chance.head?)));
    let chance = |chance: Option<f64>| chance.map(words::percent).unwrap_or_default();
    let body = html! {
        table {
            thead { tr {
                th { span.sr { "what" } } th.num { "P80" }
                @if let Some((date, _)) = due { th.num { (words::day_month(date, today)) } }
            } }
            tbody {
                tr {
                    td { "Take it as it is" div.cap { (against(figures)) } }
                    td.num { (date(figures.p80.date.head)) }
                    @if let Some((_, now)) = due { td.num { (words::percent(now)) } }
                }
                @for lever in diff.levers {
                    @if let Some(text) = &lever.text_of_work {
                        tr {
                            td.b5 {
                                (titled(diff.head.plan, &words::capitalized(text)))
                                div.cap { (prose(&lever.cost)) }
                            }
                            td.num.b5 { (date(lever.p80)) }
                            @if due.is_some() { td.num { (chance(lever.chance)) } }
                        }
                    }
                }
                @if let Some(idle) = said::buys_nothing(diff) {
                    tr { td colspan="3" { (titled(diff.head.plan, &idle)) } }
                }
            }
        }
    };
    card("What you could do", "", &body)
}

fn against(figures: &Difference) -> String {
    match figures.p80.working_days {
        Some(days @ 1..) => {
            format!("{} later", words::count(days.unsigned_abs() as usize, "working day"))
        }
        Some(days @ ..0) => {
            format!("{} sooner", words::count(days.unsigned_abs() as usize, "working day"))
        }
        Some(0) => "the date stays".to_owned(),
        None => "no date to compare".to_owned(),
    }
}

/// The form with the two versions; in a file there is nobody to ask.
fn picker(board: &Board, medium: &Medium<'_>, names: [Option<&str>; 2]) -> Markup {
    let Medium::Live { .. } = medium else { return html! {} };
    let field = |label: &str, key: &str, value: Option<&str>| {
        // What is in the folder has no name.
        let value = value.filter(|value| !value.contains(' ')).unwrap_or_default();
        html! {
            label { (label)
                input name=(key) value=(value) list="versions" autocomplete="off" spellcheck="false"
                    placeholder=(if key == "base" { "HEAD" } else { "what is in the folder" });
            }
        }
    };
    let body = html! {
        form.row method="get" action=(medium.link(&PAGE)) {
            (field("before", "base", names[0]))
            (field("after", "head", names[1]))
            button { "Compare" }
        }
        datalist #versions { @for name in board.versions() { option value=(name) {} } }
    };
    card("Compare others", "branch, tag or commit", &body)
}
