//! The forms: values that can be clicked and typed over, and buttons.

use maud::{Markup, html};
use plan::ItemRef;

use super::{Deed, OF, Verb, word_of};
use crate::Board;
use crate::page::Medium;

/// A value that can be changed.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The item it belongs to.
    pub item: ItemRef,
    /// What is written.
    pub verb: Verb,
    /// What it is called, for who cannot see where it stands: “Estimate of Dry run”.
    pub label: &'a str,
    /// The key that opens it while its row has the focus.
    pub key: Option<char>,
    /// As it stands in the text; empty if it does not.
    pub written: &'a str,
}

/// `shown`, which becomes an input when it is clicked. In a file, just `shown`.
#[must_use]
pub fn field(medium: &Medium<'_>, board: &Board, field: Field<'_>, shown: &Markup) -> Markup {
    let Some(hidden) = hidden(medium, board, field.verb, field.item) else { return shown.clone() };
    html! {
        details.edit {
            summary title=(field.label) data-k=[field.key] { (shown) }
            form method="post" action="/edit" {
                (hidden)
                input name="value" value=(field.written) aria-label=(field.label) autocomplete="off"
                    spellcheck="false" list=[(field.verb == Verb::WHO).then_some("team")];
                button { "Write" }
                output {}
            }
        }
    }
}

/// A button that does something with an item. In a file, nothing.
#[must_use]
pub fn button(
    medium: &Medium<'_>,
    board: &Board,
    (deed, item): (Deed, ItemRef),
    key: Option<char>,
    shown: &str,
) -> Markup {
    choose(medium, board, (Verb::Deed(deed), item), "", (key, shown))
}

/// A button that writes `value` as what `verb` names. In a file, nothing.
#[must_use]
pub fn choose(
    medium: &Medium<'_>,
    board: &Board,
    (verb, item): (Verb, ItemRef),
    value: &str,
    (key, shown): (Option<char>, &str),
) -> Markup {
    let Some(hidden) = hidden(medium, board, verb, item) else { return html! {} };
    let name = board.facts().plan.item(item).map_or("", |item| item.title.as_str());
    html! {
        form.do method="post" action="/edit" {
            (hidden)
            @if !value.is_empty() { input type="hidden" name="value" value=(value); }
            button data-k=[key] aria-label={ (shown) ": " (name) } { (shown) }
        }
    }
}

/// A button that opens the question what was decided, with the options that are written.
#[must_use]
pub fn decide(medium: &Medium<'_>, board: &Board, decision: plan::DecisionId) -> Markup {
    let item = ItemRef::Decision(decision);
    let Some(hidden) = hidden(medium, board, Verb::Deed(Deed::Decide), item) else {
        return html! {};
    };
    let decision = &board.facts().plan.decisions[decision.index()];
    let label = format!("What was decided: {}", decision.item.title);
    let list = format!("options-{:x}", decision.item.key);
    html! {
        details.edit.asks {
            summary.btn data-k="Enter" aria-label={ "Decide: " (decision.item.title) } { "Decide" }
            form method="post" action="/edit" {
                (hidden)
                input name="value" aria-label=(label) placeholder="what was decided"
                    autocomplete="off" list=[(!decision.options.is_empty()).then_some(&list)];
                @if !decision.options.is_empty() {
                    datalist id=(list) { @for it in &decision.options { option value=(it) {} } }
                }
                button { "Write" }
                output {}
            }
        }
    }
}

/// The field that says what a form does to an item; `None` where nothing can be changed.
#[must_use]
pub fn hidden(medium: &Medium<'_>, board: &Board, verb: Verb, item: ItemRef) -> Option<Markup> {
    about(medium, board, verb, &word_of(&board.facts().plan.target(item)?))
}

/// The field that says what a form does to what is called `name`; `None` where nothing can be
/// changed.
#[must_use]
pub fn about(medium: &Medium<'_>, board: &Board, verb: Verb, name: &str) -> Option<Markup> {
    let Medium::Live { token, .. } = medium else { return None };
    let of = format!("{token} {} {verb} {name}", board.revision);
    Some(html! { input type="hidden" name=(OF) value=(of); })
}

/// The names to choose from, as the list `team`.
#[must_use]
pub fn team(board: &Board) -> Markup {
    let people = board.snapshot().plan.people.iter().filter(|person| person.is_inside());
    html! { datalist #team { @for person in people { option value={ "@" (person.name()) } {} } } }
}
