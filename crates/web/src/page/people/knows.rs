//! Who knows which part of the work, what two weeks without the only one who does would cost, and who
//! could join them.
//!
//! In: a board, its lanes and what is known of its parts. Out: a card. A number stands here only if
//! it is a week or more: a small one beside a part that one person does would be a score of them.

use maud::{Markup, html};
use plan::{ItemRef, PersonId, TaskId};
use view::load::{Known, Lane};
use view::{Facts, words};
use workbench::Absence;

use super::away::said;
use crate::Board;
use crate::edit::{self, Verb};
use crate::page::Medium;

/// So many people are columns; of larger teams the parts alone are listed.
const COLUMNS_MAX: usize = 8;
/// So many parts are listed.
const ROWS_MAX: usize = 16;
/// So many working days are worth saying.
const WEEK: i64 = 5;

/// The card.
pub fn who_knows(
    board: &Board,
    medium: &Medium<'_>,
    lanes: &[Lane],
    known: &[Known<'_>],
) -> Markup {
    let facts = &board.facts();
    let people: Vec<PersonId> = lanes.iter().map(|lane| lane.person).take(COLUMNS_MAX).collect();
    let mut rows: Vec<&Known<'_>> = known.iter().filter(|known| known.part.open > 0).collect();
    rows.truncate(ROWS_MAX);
    html! {
        section.card {
            div.hd { h2 { "Who knows which part" } span.cap.keys {
                span { i.sw.has {} "worked on it" } span { i.sw.will {} "planned" }
            } }
            div.scroll tabindex="0" role="group" aria-label="Parts and people" { table.knows {
                thead { tr {
                    th { "" }
                    @for id in &people { th { (facts.person(*id)) } }
                    th.num { "open" }
                    th.num { "two weeks" br; "without" }
                } }
                @for known in &rows {
                    tr {
                        td.b5[known.rests_on_one()] { (known.part.title) }
                        @for id in &people { td { (mark(known, *id)) } }
                        td.num.mut { (format!("{:.0} d", known.part.work_days)) }
                        td.num.b5 {
                            @if let Some(absence) = missed(board, known) {
                                span title={ "80% by " (words::day(absence.p80, facts.today)) } {
                                    "+" (absence.later) " d"
                                }
                            }
                        }
                    }
                }
            } }
            p.cap.over { "Bold: all that is left rests on one person. " (about(board)) }
            div.verbs.over { @for known in &rows { (pair(board, medium, facts, known)) } }
        }
    }
}

fn mark(known: &Known<'_>, id: PersonId) -> Markup {
    let (class, word) = match (known.worked.contains(&id), known.planned.contains(&id)) {
        (true, _) => ("has", "worked on it"),
        (_, true) => ("will", "planned"),
        _ => return html! { span.mut aria-hidden="true" { "·" } },
    };
    let only = known.rests_on_one();
    html! { i.sw.(class).only[only] role="img" aria-label=(word) {} }
}

/// What two weeks without the only one who knows a part would do, if that is a week or more.
fn missed<'a>(board: &'a Board, known: &Known<'_>) -> Option<&'a Absence> {
    let alone = known.alone()?;
    let mut all = board.absences()?.without.iter();
    all.find(|absence| absence.person == alone && absence.later >= WEEK)
}

/// Which two weeks, and what an empty column says.
fn about(board: &Board) -> String {
    let Some(absences) = board.absences() else {
        return "What two weeks without somebody cost is being worked out.".to_owned();
    };
    let Some(any) = absences.without.first() else { return String::new() };
    let when = said(&any.days, board.facts().today);
    let largest = absences.without.iter().map(|absence| absence.later).max();
    if largest < Some(WEEK) {
        return format!(
            "Two weeks without whoever alone has worked on a part, {when}, move the date by less than a week."
        );
    }
    format!(
        "Two weeks without whoever alone has worked on it: {when}, in working days of the 80% date, \
         said from a week on."
    )
}

/// A form that lets a second person join the task of a part that only one knows. It is on the
/// longest path more often than others, so that what is learned there is worth most.
fn pair(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, known: &Known<'_>) -> Markup {
    let Some((alone, task)) = missed(board, known)
        .and_then(|absence| Some((absence.person, task_of(facts, known, absence.person)?)))
    else {
        return html! {};
    };
    let item = ItemRef::Task(task);
    let Some(hidden) = edit::hidden(medium, board, Verb::WHO, item) else { return html! {} };
    let (title, knower) = (&facts.plan.task(task).item.title, facts.person(alone));
    let others = (0..).map(PersonId).zip(&facts.plan.people);
    let others = others.filter(|(id, person)| *id != alone && person.is_inside());
    html! {
        details.edit.asks.leading {
            summary.btn { "Pair on " (title.split(": ").next().unwrap_or(title)) "…" }
            form method="post" action="/edit" autocomplete="off" {
                (hidden)
                label { (knower) " and " select name="value" aria-label={ "Who joins at " (title) } {
                    option value={ "@" (knower) } { "nobody" }
                    @for (_, person) in others {
                        option value={ "@" (knower) " @" (person.name()) } { (person.name()) }
                    }
                } }
                button { "Write" }
                output {}
                p.cap { "Both are busy with it, in the hours they share." }
            }
        }
    }
}

/// The task of a part that somebody does alone and nobody has begun, which decides the date most often.
fn task_of(facts: &Facts<'_>, known: &Known<'_>, alone: PersonId) -> Option<TaskId> {
    let is_own = |id: &&TaskId| {
        let task = facts.plan.task(**id);
        let is_open = !task.ticked && !task.is_started() && !facts.is_wait(ItemRef::Task(**id));
        is_open && task.who.people().eq([alone])
    };
    let share = |id: TaskId| facts.played(ItemRef::Task(id)).map_or(0.0, |it| it.path_share);
    let own = known.part.leaves.iter().filter(is_own);
    own.copied().max_by(|one, other| share(*one).total_cmp(&share(*other)))
}
