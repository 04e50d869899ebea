//! What we need from the reader: a word on the date, decisions, obstacles out of the way.

use plan::{ItemRef, Plan};

use super::gather::by;
use super::{Ask, Sources};
use crate::facts::Facts;
use crate::screens::waiting;
use crate::sentence::{Deadline, Situation};
use crate::words;

/// More asks than these are none.
const ASKS_MAX: usize = 3;
/// A deadline that is likelier than this needs no word.
pub(super) const LIKELY: f64 = 0.8;

/// The asks, each with its date and what follows.
pub(super) fn asks(sources: &Sources<'_>, situation: &Situation) -> Vec<Ask> {
    let facts = sources.facts;
    let mut asks = Vec::new();
    if let Situation::Dated { p80, deadline: Some(deadline), .. } = situation
        && deadline.chance < LIKELY
        && deadline.date >= facts.today
    {
        asks.extend(fixed_or_movable(sources, *deadline, *p80));
    }
    if matches!(situation, Situation::TooEarly { .. } | Situation::Backlog { .. }) {
        asks.extend(first_questions(facts));
    }
    let open = waiting(facts);
    let open = open.iter().filter(|one| !is_own(facts.plan, one.item));
    asks.extend(open.map(|one| {
        let when = one.due.or(one.expected);
        let holds: Vec<String> =
            one.holds.iter().take(2).map(|item| facts.public_name(*item).to_owned()).collect();
        let why = match holds.len() {
            0 => String::new(),
            _ => format!("It holds {}.", words::list(&holds)),
        };
        let name = facts.public_name(one.item);
        let what = match one.item {
            ItemRef::Obstacle(_) => format!("out of the way: {}", name.trim_end_matches('.')),
            _ => name.to_owned(),
        };
        let assumed = match (one.due, one.expected) {
            (None, Some(_)) => "No day is set for it; the plan counts on that one.",
            _ => "",
        };
        let why = [assumed, why.as_str()].join(" ").trim().to_owned();
        Ask {
            when: when.map_or_else(|| "Soon".to_owned(), |date| by(date, facts.today)),
            what: ended(&what),
            why,
        }
    }));
    asks.truncate(ASKS_MAX);
    asks
}

/// Whether it is for the team itself to settle: unknowns, and what the lead, who writes the brief,
/// decides alone.
fn is_own(plan: &Plan, item: ItemRef) -> bool {
    match item {
        ItemRef::Unknown(_) => true,
        ItemRef::Decision(id) => {
            let mut who = plan.decisions[id.index()].who.people().peekable();
            who.peek().is_some() && who.all(|person| plan.people[person.index()].lead)
        }
        _ => false,
    }
}

/// Whether the date is fixed or movable, and what each would mean; `None` if steps that lose nothing
/// make it likely, because then there is nothing to choose.
fn fixed_or_movable(
    sources: &Sources<'_>,
    deadline: Deadline,
    p80: jiff::civil::Date,
) -> Option<Ask> {
    let facts = sources.facts;
    let day = words::day(deadline.date, facts.today);
    let steps = sources.cut.map_or(&[][..], |cut| &cut.steps);
    let free = steps.iter().take_while(|step| step.lever.cost() == plan::LeverCost::Free).last();
    if free.is_some_and(|step| step.stand.chance >= LIKELY) {
        return None;
    }
    let fixed = match steps.last() {
        None => "Fixed has no step that helps.".to_owned(),
        Some(last) if last.stand.chance < REACHED_MIN => {
            "Fixed cannot be reached: no step above gets there.".to_owned()
        }
        Some(last) => {
            let sure = words::percent(last.stand.chance);
            let no_more = if last.stand.chance < LIKELY { " no more than" } else { "" };
            format!("Fixed takes every step above, and the date is then{no_more} {sure} sure.")
        }
    };
    let later = free.and_then(|step| step.stand.p80);
    let taken = if later.is_some() { "take the steps that lose nothing, " } else { "" };
    let planned = words::day(later.unwrap_or(p80), facts.today);
    Some(Ask {
        when: "This week".to_owned(),
        what: format!("is {day} fixed or movable?"),
        why: format!("{fixed} Movable: we {taken}plan for {planned} and keep everything."),
    })
}

/// Below this chance a date is out of reach.
const REACHED_MIN: f64 = 0.01;

/// What to settle before there can be a date.
fn first_questions(facts: &Facts) -> Vec<Ask> {
    let mut asks = Vec::new();
    let mut ask = |what: &str, why: &str| {
        asks.push(Ask { when: "First".to_owned(), what: what.to_owned(), why: why.to_owned() });
    };
    if !facts.plan.people.iter().any(plan::Person::is_inside) {
        ask("who will do it?", "Nobody is named yet.");
    }
    let open: Vec<_> = facts.plan.open_leaves().collect();
    let bare = open.iter().filter(|(_, task)| !task.is_estimated()).count();
    if bare > 0 {
        let said = format!("{bare} of {} have no size yet.", words::count(open.len(), "open task"));
        ask("how big are the largest pieces?", &said);
    }
    if facts.plan.due.is_none() {
        ask("is there a date that others count on?", "None is written.");
    }
    asks
}

/// With a mark at its end.
fn ended(text: &str) -> String {
    if text.ends_with(['?', '.', '!']) { text.to_owned() } else { format!("{text}.") }
}
