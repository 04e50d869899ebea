//! What is worth knowing about a plan that has dates: guesses that were made for it, work that
//! nobody can end, work that began out of order.

use calendar::last_worked_date;
use jiff::civil::Date;
use plan::{Item, ItemRef, LinkKind, PersonId, Plan, codes};
use text::Diagnostic;

use super::people::People;
use super::work::Works;
use crate::problem::{Effort, Link, Progress};

/// The warnings about `plan`, kind by kind.
pub(super) fn warnings(
    plan: &Plan,
    today: Date,
    people: &People<'_>,
    works: &Works,
    links: &[Link],
) -> Vec<Diagnostic> {
    let mut found = started_early(plan, works);
    found.extend(guessed_dates(plan, today, works, links));
    found.extend(unfinishable(plan, people, works));
    found
}

/// Work that goes on although something it waits for is still open.
fn started_early(plan: &Plan, works: &Works) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, task) in plan.leaves().filter(|(_, task)| !task.cut) {
        if !matches!(works.progress(ItemRef::Task(id)), Progress::Started { .. }) {
            continue;
        }
        let open = plan.links(id).filter(|link| {
            link.kind == LinkKind::FinishStart
                && !matches!(works.progress(link.to), Progress::Finished { .. })
        });
        for link in open {
            let what = format!(
                "{} has started before {} is finished",
                mention(&task.item),
                plan.item(link.to).map_or_else(|| "the plan".to_owned(), mention)
            );
            found.push(
                Diagnostic::warning(codes::STARTED_EARLY, link.place, what)
                    .why("it goes on: work that has started waits for nobody")
                    .help("take the link out, or tick what is finished"),
            );
        }
    }
    found
}

/// Open decisions and obstacles whose date had to be guessed, if anything waits for them.
fn guessed_dates(plan: &Plan, today: Date, works: &Works, links: &[Link]) -> Vec<Diagnostic> {
    let decisions = (0..).map(plan::DecisionId).map(ItemRef::Decision);
    let decisions = decisions.zip(plan.decisions.iter().map(|each| (&each.item, each.by, "made")));
    let obstacles = (0..).map(plan::ObstacleId).map(ItemRef::Obstacle);
    let obstacles = obstacles.zip(plan.obstacles.iter().map(|each| (&each.item, each.by, "gone")));
    let mut found = Vec::new();
    for (reference, (item, by, settled)) in decisions.chain(obstacles) {
        let activity = works.of(reference);
        let is_open = !matches!(works.progress(reference), Progress::Finished { .. });
        let is_dated = by.is_some_and(|date| date >= today);
        let is_waited_for = || links.iter().any(|link| link.from == activity);
        if !is_open || is_dated || !is_waited_for() {
            continue;
        }
        let name = mention(item);
        let what = match by {
            Some(date) => format!("{name} was to be {settled} by {date}, and is still open"),
            None => format!("{name} has no date by which it is {settled}"),
        };
        let moment = works.activities[activity.index()].release;
        let guess = moment.map_or(today, |moment| last_worked_date(moment, &plan.zone));
        found.push(
            Diagnostic::warning(codes::GUESSED_DATE, item.place, what)
                .why(format!("the dates count on {guess}, five working days from today"))
                .help("write `by=` with the day it will be"),
        );
    }
    found
}

/// Open work that nobody who may do it has the time to end before leaving.
fn unfinishable(plan: &Plan, people: &People<'_>, works: &Works) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, task) in plan.open_leaves() {
        let activity = &works.activities[works.of(ItemRef::Task(id)).index()];
        let effort = match activity.effort {
            Effort::Exact(work) => work.0 as f64,
            Effort::Range(range) => (range.likely - range.spent).max(1.0),
        };
        let fits = activity.modes.iter().any(|mode| {
            let minutes = effort * 100.0 / f64::from(mode.share_percent);
            let work = calendar::Work(minutes.ceil() as i64);
            people.calendar(mode.calendar).finish(people.today, work).is_some()
        });
        if fits {
            continue;
        }
        let who: Vec<&str> = task.who.people().map(|id| plan.people[id.index()].name()).collect();
        let what = format!(
            "{} is not finished before {} leaves, and nobody else may do it",
            mention(&task.item),
            if who.is_empty() { "everybody".to_owned() } else { who.join(" and ") }
        );
        let mut warning = Diagnostic::warning(codes::LEAVES_BEFORE_END, task.item.place, what)
            .why("as written it never ends, and neither does what waits for it")
            .help("name somebody who can finish it: `@…|@…`");
        for person in task.who.people().filter_map(|id: PersonId| plan.people.get(id.index())) {
            warning = warning.label(person.item.place, "leaves");
        }
        found.push(warning);
    }
    found
}

fn mention(item: &Item) -> String {
    match &item.id {
        Some(id) => format!("`{id}`"),
        None => format!("“{}”", item.title),
    }
}
