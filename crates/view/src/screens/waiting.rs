//! What waits for a person rather than for work: decisions, unknowns, obstacles.

use jiff::ToSpan;
use jiff::civil::Date;
use plan::{ItemRef, Who};
use schedule::ActivityId;

use crate::Facts;
use crate::terminal::{Column, Line, Role, Table};
use crate::words;

/// An open decision, unknown or obstacle.
#[derive(Clone, Debug)]
pub struct Waiting<'a> {
    /// Which item.
    pub item: ItemRef,
    /// Its title.
    pub title: &'a str,
    /// Names of those who settle it; `the team` for everybody.
    pub who: Vec<String>,
    /// The date that is written.
    pub due: Option<Date>,
    /// The date that the plan counts with.
    pub expected: Option<Date>,
    /// What waits for it.
    pub holds: Vec<ItemRef>,
}

impl Waiting<'_> {
    /// Whether it is due within a week, late, or without a date.
    #[must_use]
    pub fn is_pressing(&self, today: Date) -> bool {
        self.due.is_none_or(|due| due <= today.saturating_add(7.days()))
    }
}

/// Everything open of these kinds, the earliest first, then in the order of the text.
#[must_use]
pub fn waiting<'a>(facts: &Facts<'a>) -> Vec<Waiting<'a>> {
    let plan = facts.plan;
    let mut all = Vec::new();
    for (id, decision) in (0..).map(plan::DecisionId).zip(&plan.decisions) {
        if !decision.is_made() {
            let who = if decision.by_team {
                vec!["the team".to_owned()]
            } else {
                names(facts, &decision.who)
            };
            all.push(entry(facts, ItemRef::Decision(id), &decision.item.title, who, decision.by));
        }
    }
    for (id, unknown) in (0..).map(plan::UnknownId).zip(&plan.unknowns) {
        if !unknown.item.ticked {
            let who = names(facts, &unknown.who);
            all.push(entry(facts, ItemRef::Unknown(id), &unknown.item.title, who, unknown.by));
        }
    }
    for (id, obstacle) in (0..).map(plan::ObstacleId).zip(&plan.obstacles) {
        if !obstacle.item.ticked {
            let who = names(facts, &obstacle.who);
            all.push(entry(facts, ItemRef::Obstacle(id), &obstacle.item.title, who, obstacle.by));
        }
    }
    all.sort_by_key(|waiting| waiting.due.or(waiting.expected));
    all
}

/// The work that waits for `items`, in minutes: of what they hold, and of all that follows from
/// that. What waits for several of them counts once.
#[must_use]
pub fn work_behind(facts: &Facts, items: &[ItemRef]) -> (f64, f64) {
    let problem = &facts.lowered.problem;
    let mut seen = vec![false; problem.activities().len()];
    let mut front: Vec<ActivityId> =
        items.iter().filter_map(|item| facts.lowered.activity_of(*item)).collect();
    let (mut held, mut behind, mut steps) = (0.0, 0.0, 0);
    while !front.is_empty() {
        let mut next = Vec::new();
        for activity in front {
            for (_, link) in problem.outgoing(activity).filter(|(_, link)| problem.holds(link)) {
                if !std::mem::replace(&mut seen[link.to.index()], true) {
                    next.push(link.to);
                }
            }
        }
        let minutes: f64 = next.iter().map(|activity| facts.effort_of_all(*activity)).sum();
        *(if steps == 0 { &mut held } else { &mut behind }) += minutes;
        steps += 1;
        front = next;
    }
    (held, behind)
}

/// One row an item: what, who, when, and what it holds.
pub(super) fn table(facts: &Facts, all: &[Waiting]) -> Table {
    let mut table = Table::new(["", "", "", ""].map(Column::left).to_vec());
    for waiting in all {
        table.row(vec![
            Line::plain(waiting.title),
            does(waiting),
            when(facts, waiting),
            holds(facts, waiting),
        ]);
    }
    table
}

/// `maya decides`; `ana and bo decide`; `nobody removes it`.
fn does(waiting: &Waiting) -> Line {
    let (one, several) = match waiting.item {
        ItemRef::Unknown(_) => ("finds out", "find out"),
        ItemRef::Obstacle(_) => ("removes it", "remove it"),
        _ => ("decides", "decide"),
    };
    match waiting.who.as_slice() {
        [] => Line::of(Role::Warn, &format!("nobody {one}")),
        [name] => Line::plain(&format!("{name} {one}")),
        names => Line::plain(&format!("{} {several}", words::list(names))),
    }
}

fn when(facts: &Facts, waiting: &Waiting) -> Line {
    let said = |date: Date| words::weekday(date, facts.today);
    match (waiting.due, waiting.expected) {
        (Some(due), Some(expected)) if due < facts.today => {
            Line::of(Role::Warn, &format!("was due {}, counted on {}", said(due), said(expected)))
        }
        (Some(due), _) => Line::plain(&format!("due {}", said(due))),
        (None, Some(expected)) => {
            Line::of(Role::Warn, &format!("no date, counted on {}", said(expected)))
        }
        (None, None) => Line::of(Role::Warn, "no date"),
    }
}

const HOLDS_MAX: usize = 2;

fn holds(facts: &Facts, waiting: &Waiting) -> Line {
    if waiting.holds.is_empty() {
        return Line::new();
    }
    let mut line = Line::plain("holds ");
    for (index, item) in waiting.holds.iter().take(HOLDS_MAX).enumerate() {
        line = if index == 0 { line } else { line.and(", ") }.and_prose(&facts.mention(*item));
    }
    match waiting.holds.len() - waiting.holds.len().min(HOLDS_MAX) {
        0 => line,
        more => line.and(&format!(" and {more} more")),
    }
}

fn entry<'a>(
    facts: &Facts<'a>,
    item: ItemRef,
    title: &'a str,
    who: Vec<String>,
    due: Option<Date>,
) -> Waiting<'a> {
    let expected = facts.entry(item).map(|entry| facts.finish_date(entry.finish));
    Waiting { item, title, who, due, expected, holds: held_by(facts, item) }
}

/// The items that wait for `item` and are not finished, in the order of the text.
fn held_by(facts: &Facts, item: ItemRef) -> Vec<ItemRef> {
    let Some(activity) = facts.lowered.activity_of(item) else { return Vec::new() };
    let problem = &facts.lowered.problem;
    let mut held: Vec<ItemRef> = problem
        .outgoing(activity)
        .filter(|(_, link)| problem.holds(link))
        .filter_map(|(_, link)| facts.lowered.item_of(link.to))
        .collect();
    held.sort_unstable();
    held.dedup();
    held
}

fn names(facts: &Facts, who: &Who) -> Vec<String> {
    who.people().map(|person| facts.person(person).to_owned()).collect()
}
