//! Item: one task, or anything else that the plan names, with its notes and all that concerns it.

mod known;

use maud::{Markup, html};
use plan::table::{Flag, Key};
use plan::{Item, ItemRef, Plan, Slot, Task, TaskId};
use schedule::{ActivityId, LinkKind};
use view::screens::{self, Reasons};
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet, find, review, today};
use crate::Board;
use crate::edit::{self, Field, Verb, choose, field};
use crate::notes;
use crate::part::{card, named, titled};

/// The page of one item. It is reached from wherever the item is named, and not listed.
pub const PAGE: Page = Page {
    key: 'i',
    name: "item",
    title: "Item",
    question: "When, by whom, and why then?",
    group: Group::Main,
    listed: |_| false,
    count: |_| 0,
    render,
};

/// So many steps of the chain that holds the date are shown.
const STEPS_MAX: usize = 12;
/// So many items stand in a list.
const LISTED_MAX: usize = 12;

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let target = medium.asked("id").and_then(edit::target_of);
    let found = target.and_then(|target| facts.plan.resolve(&target));
    let found = found.and_then(|item| Some((item, facts.plan.item(item)?)));
    let Some((item, written)) = found else {
        return Sheet {
            answer: html! { "This is not in the plan any more." },
            reason: html! { "It was renamed, or taken out." },
            body: html! {},
        };
    };
    let reasons = screens::reasons(&facts, item, STEPS_MAX);
    Sheet {
        answer: html! { (written.title) },
        reason: reason(board, medium, &facts, item, reasons.as_ref()),
        body: html! {
            (edit::team(board))
            div.grid.wide-left {
                div.stack {
                    (noted(board, item, written))
                    (parts(board, medium, &facts, item))
                    @if let Some(reasons) = &reasons { (held(board, medium, reasons)) }
                    div.grid.halves { (linked(board, medium, &facts, item)) }
                }
                div.stack {
                    (set(board, medium, &facts, item))
                    (risks(board, medium, facts.plan, item))
                    (asked(board, medium, item))
                }
            }
        },
    }
}

/// When it will be done, and what it is part of.
fn reason(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    item: ItemRef,
    reasons: Option<&Reasons>,
) -> Markup {
    let parent = match item {
        ItemRef::Task(id) => facts.plan.task(id).parent,
        _ => None,
    };
    html! {
        @match reasons {
            Some(_) if facts.plan.is_too_early() => {
                "A " (item.kind().name()) ". It is too early for its date."
            }
            Some(reasons) => { (titled(facts.plan, &reasons.headline)) }
            None => { (words::capitalized(item.kind().name())) "." }
        }
        @if let Some(parent) = parent {
            " Part of " (named(board, medium, ItemRef::Task(parent))) "."
        }
    }
}

/// What is written under it.
fn noted(board: &Board, item: ItemRef, written: &Item) -> Markup {
    let snapshot = board.snapshot();
    let file = written.place.file.index();
    let source = &snapshot.files[file];
    let note = match item {
        ItemRef::Plan => String::new(),
        _ => markup::tree::note(&source.text, &snapshot.outlines[file], written.node),
    };
    let line = source.text[..written.place.range.start].matches('\n').count() + 1;
    let body = html! {
        @if note.trim().is_empty() {
            p.none { "No notes. What stands under it in the plan’s text is shown here." }
        } @else {
            div.notes { (notes::rendered(&note)) }
        }
    };
    card("Notes", &format!("{}:{line}", source.path), &body)
}

/// What holds it, from the end back to today.
fn held(board: &Board, medium: &Medium<'_>, reasons: &Reasons) -> Markup {
    if reasons.steps.is_empty() {
        return html! {};
    }
    let body = html! {
        ol.rows {
            @for step in &reasons.steps {
                li {
                    div {
                        span.name { (named(board, medium, step.item)) }
                        div.sub2 { (titled(&board.snapshot().plan, &words::capitalized(&step.causes))) }
                    }
                    span.end.mut { (step.dates) }
                }
            }
        }
    };
    card("Why then: what holds it, back to today", "start – finish, at even odds", &body)
}

/// The tasks that it consists of.
fn parts(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, item: ItemRef) -> Markup {
    let ItemRef::Task(id) = item else { return html! {} };
    let children = &facts.plan.task(id).children;
    let each: Vec<ItemRef> = children.iter().copied().map(ItemRef::Task).collect();
    listed(board, medium, facts, ("Its parts", ""), &each)
}

/// A card with items and when they are done; nothing of none.
fn listed(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    (title, remark): (&str, &str),
    items: &[ItemRef],
) -> Markup {
    if items.is_empty() {
        return html! {};
    }
    let body = html! {
        ul.rows {
            @for item in items.iter().take(LISTED_MAX) {
                li {
                    span { (named(board, medium, *item)) }
                    span.end.mut { (find::when(facts, *item)) }
                }
            }
        }
        @if items.len() > LISTED_MAX { p.cap { "and " (items.len() - LISTED_MAX) " more" } }
    };
    card(title, remark, &body)
}

/// Who does it and how much it is, each to be typed over; of other items what can be done to them.
fn set(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, item: ItemRef) -> Markup {
    let ItemRef::Task(id) = item else { return known::card_of(board, medium, facts, item) };
    let task = facts.plan.task(id);
    if !task.is_leaf() {
        return html! {};
    }
    let body = html! {
        table.set {
            tbody.row tabindex="0" {
                tr { th { "Who" } td { (today::owner(board, medium, facts, item, task, Some('@'))) } }
                @if task.is_started() {
                    @let left = task.left.map_or_else(|| "not said".to_owned(), |left| left.to_string());
                    tr { th { "Days left" } td { (today::left(board, medium, item, task, &left)) } }
                    tr { th { "Estimated" } td { (task.estimate.map_or_else(|| "no estimate".to_owned(), |it| it.to_string())) } }
                } @else {
                    tr { th { "Estimate" } td { (today::estimate(board, medium, item, task, Some('e'))) } }
                }
                @if !task.ticked || task.smaller.is_some() {
                    tr { th { "Simpler form" } td { (smaller(board, medium, item, task)) } }
                }
                (dates(board, medium, item, task))
                tr { th { "Waits for" } td { (after(board, medium, facts, id)) } }
                @if !task.ticked { tr { th { "May be cut" } td { (optional(board, medium, item, task)) } } }
            }
        }
        (find::deeds(board, medium, item, task))
    };
    card("In the plan", "click to change", &body)
}

/// Its estimate if it is done in the simpler form, which is a step of `fore cut`.
fn smaller(board: &Board, medium: &Medium<'_>, item: ItemRef, task: &Task) -> Markup {
    let written = task.smaller.map_or_else(String::new, |smaller| smaller.to_string());
    let label = format!("Simpler form of {}", task.item.title);
    let shown = if written.is_empty() { "none" } else { &written };
    let it =
        Field { item, verb: Verb::key(Key::Smaller), label: &label, key: None, written: &written };
    field(medium, board, it, &html! { (shown) })
}

fn dates(board: &Board, medium: &Medium<'_>, item: ItemRef, task: &Task) -> Markup {
    let dates = [(Key::Start, "Not before", task.start), (Key::Due, "Wanted by", task.due)];
    html! {
        @for (key, name, date) in dates {
            @let written = date.map_or_else(String::new, |date| date.to_string());
            @let label = format!("{name}: {}", task.item.title);
            @let shown = if written.is_empty() { "no date" } else { &written };
            tr {
                th { (name) }
                td { (field(medium, board, Field { item, verb: Verb::key(key), label: &label, key: None, written: &written }, &html! { (shown) })) }
            }
        }
    }
}

/// The ids after `after=`, to be typed over.
fn after(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, id: TaskId) -> Markup {
    let task = facts.plan.task(id);
    let written = board.written(&task.item, "after");
    let label = format!("What {} waits for", task.item.title);
    let shown = if written.is_empty() { "nothing".to_owned() } else { written.replace(',', ", ") };
    let it = Field {
        item: ItemRef::Task(id),
        verb: Verb::key(Key::After),
        label: &label,
        key: None,
        written: &written,
    };
    field(medium, board, it, &html! { code { (shown) } })
}

fn optional(board: &Board, medium: &Medium<'_>, item: ItemRef, task: &Task) -> Markup {
    html! {
        @if task.optional { "yes " } @else { "no " }
        @if board.written(&task.item, "optional").is_empty() {
            @if !task.optional { (choose(medium, board, (Verb::Set(Slot::Flag(Flag::Optional)), item), "yes", (None, "Make it optional"))) }
        } @else {
            (choose(medium, board, (Verb::Set(Slot::Flag(Flag::Optional)), item), "", (None, "Make it a must")))
        }
    }
}

/// What it waits for, and what waits for it.
fn linked(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, item: ItemRef) -> Markup {
    let Some(own) = facts.lowered.activity_of(item) else { return html! {} };
    let links = facts.lowered.problem.links();
    let others = |is_own: &dyn Fn(ActivityId, ActivityId) -> Option<ActivityId>| {
        let ends = links.iter().filter(|link| link.kind == LinkKind::FinishStart);
        let ends = ends.filter_map(|link| is_own(link.from, link.to));
        let mut items: Vec<ItemRef> = ends.filter_map(|id| facts.lowered.item_of(id)).collect();
        items.sort();
        items.dedup();
        items
    };
    let before = others(&|from, to| (to == own).then_some(from));
    let behind = others(&|from, to| (from == own).then_some(to));
    html! {
        (listed(board, medium, facts, ("Waits for", ""), &before))
        (listed(board, medium, facts, ("Waits for it", ""), &behind))
    }
}

/// What may happen to it.
fn risks(board: &Board, medium: &Medium<'_>, plan: &Plan, item: ItemRef) -> Markup {
    let ItemRef::Task(id) = item else { return html! {} };
    let hits = |risk: &plan::Risk| risk.effects.iter().any(|effect| effect.task == id);
    let all = (0..).map(plan::RiskId).zip(&plan.risks).filter(|(_, risk)| hits(risk));
    let all: Vec<(ItemRef, Option<u32>)> =
        all.map(|(id, risk)| (ItemRef::Risk(id), risk.percent)).collect();
    let body = html! {
        ul.rows {
            @for (item, percent) in &all {
                li {
                    span { (named(board, medium, *item)) }
                    span.end.mut { @if let Some(percent) = percent { (percent) "%" } }
                }
            }
        }
    };
    html! { @if !all.is_empty() { (card("What may happen to it", "chance", &body)) } }
}

/// The questions of the review that are about it.
fn asked(board: &Board, medium: &Medium<'_>, item: ItemRef) -> Markup {
    let questions = board.review().map_or(&[][..], |review| review.questions.as_slice());
    let about = questions.iter().enumerate();
    let about = about.filter(|(_, question)| question.finding.about.contains(&item));
    let about: Vec<_> = about.take(LISTED_MAX).collect();
    let body = html! {
        ul.rows {
            @for (n, question) in &about {
                li {
                    span { (titled(&board.snapshot().plan, &question.finding.headline)) }
                    @if medium.is_live() {
                        a.btn.end href={ (medium.link(&review::PAGE)) "?q=" (n + 1) } { "Open" }
                    }
                }
            }
        }
    };
    html! { @if !about.is_empty() { (card("Worth asking", "", &body)) } }
}
