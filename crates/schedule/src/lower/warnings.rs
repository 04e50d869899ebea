//! What is worth knowing about a plan that has dates: guesses that were made for it, work that
//! nobody can end, work that began out of order.

use calendar::{Work, last_worked_date};
use jiff::civil::Date;
use plan::table::Key;
use plan::{Item, ItemRef, LinkKind, Person, Plan, Task, codes};
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
    found.extend(reached_early(plan, works));
    found.extend(guessed_dates(plan, today, works, links));
    found.extend(unfinishable(plan, today, people, works));
    found
}

/// Work that goes on, or is over, although something it waits for is still open.
fn started_early(plan: &Plan, works: &Works) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, task) in plan.leaves().filter(|(_, task)| !task.cut) {
        let (happened, why) = match works.progress(ItemRef::Task(id)) {
            Progress::Planned => continue,
            Progress::Started { .. } => {
                ("has started", "it goes on: work that has started waits for nobody")
            }
            Progress::Finished { .. } => ("is finished", "one of the two cannot be so"),
        };
        for link in plan.links(id) {
            let before = works.progress(link.to);
            let missing = match link.kind {
                LinkKind::FinishStart if !matches!(before, Progress::Finished { .. }) => {
                    "is finished"
                }
                LinkKind::StartStart if before == Progress::Planned => "has started",
                _ => continue,
            };
            let what = format!(
                "{} {happened} before {} {missing}",
                task.item.mention(),
                plan.item(link.to).map_or_else(|| "the plan".to_owned(), Item::mention)
            );
            found.push(
                Diagnostic::warning(codes::STARTED_EARLY, link.place, what)
                    .why(why)
                    .help("take the link out, or tick what is finished"),
            );
        }
    }
    found
}

/// Milestones that are ticked although something they wait for is still open.
fn reached_early(plan: &Plan, works: &Works) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for milestone in plan.milestones.iter().filter(|milestone| milestone.item.ticked) {
        let is_open = |item| !matches!(works.progress(item), Progress::Finished { .. });
        let open: Vec<_> = milestone.links.iter().filter(|link| is_open(link.to)).collect();
        let Some(first) = open.first() else { continue };
        let what = match (plan.item(first.to).map(Item::mention), open.len()) {
            (Some(name), 1) => format!("{name} is open"),
            (Some(name), n) => format!("{name} and {} more are open", n - 1),
            (None, _) => "the plan is open".to_owned(),
        };
        let what =
            format!("{} is reached before what it waits for: {what}", milestone.item.mention());
        found.push(
            Diagnostic::warning(codes::STARTED_EARLY, first.place, what)
                .why("one of the two cannot be so; what is open moves this milestone no more")
                .help("tick what is finished, or take the link out"),
        );
    }
    found
}

/// Open decisions and obstacles whose date had to be guessed, if anything waits for them.
fn guessed_dates(plan: &Plan, today: Date, works: &Works, links: &[Link]) -> Vec<Diagnostic> {
    let decisions = (0..).map(plan::DecisionId).map(ItemRef::Decision);
    let decisions = decisions.zip(plan.decisions.iter().map(|each| (&each.item, each.by, "made")));
    let obstacles = (0..).map(plan::ObstacleId).map(ItemRef::Obstacle);
    let obstacles = obstacles.zip(plan.obstacles.iter().map(|each| (&each.item, each.by, "gone")));
    let mut is_waited_for = vec![false; works.activities.len()];
    for link in links {
        is_waited_for[link.from.index()] = true;
    }
    let mut found = Vec::new();
    for (reference, (item, by, settled)) in decisions.chain(obstacles) {
        let activity = works.of(reference);
        let is_open = !matches!(works.progress(reference), Progress::Finished { .. });
        let is_dated = by.is_some_and(|date| date >= today);
        if !is_open || is_dated || !is_waited_for[activity.index()] {
            continue;
        }
        let name = item.mention();
        let what = match by {
            Some(date) => {
                format!("{name} was to be {settled} by {}, and is still open", day(date, today))
            }
            None => format!("{name} has no date by which it is {settled}"),
        };
        let moment = works.activities[activity.index()].release;
        let guess = moment.map_or(today, |moment| last_worked_date(moment, &plan.zone));
        found.push(
            Diagnostic::warning(codes::GUESSED_DATE, item.place_of(Key::By), what)
                .why(format!(
                    "the dates count on {}, five working days from today",
                    day(guess, today)
                ))
                .help("write `by=` with the day it will be"),
        );
    }
    found
}

/// Open work that nobody who may do it has the time to end before leaving; or may not have, if it
/// takes as long as it does one time in ten.
fn unfinishable(plan: &Plan, today: Date, people: &People<'_>, works: &Works) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if plan.people.iter().all(|person| person.until.is_none()) {
        return found;
    }
    for (id, task) in plan.open_leaves() {
        let activity = &works.activities[works.of(ItemRef::Task(id)).index()];
        if people.is_never(&activity.modes) {
            continue;
        }
        let (middle, high) = remaining(activity.effort);
        let fits = |effort: f64| {
            activity.modes.iter().any(|mode| {
                let minutes = effort * 100.0 / f64::from(mode.share_percent);
                let start = activity.release.map_or(people.today, |date| date.max(people.today));
                let work = Work(minutes.ceil() as i64);
                people.calendar(mode.calendar).finish(start, work).is_some()
            })
        };
        if !fits(high) {
            found.push(leaves_before_end(plan, today, task, fits(middle)));
        }
    }
    found
}

/// Minutes that remain: the middle, and what one time in ten exceeds once overconfidence has
/// widened it.
pub(super) fn remaining(effort: Effort) -> (f64, f64) {
    match effort {
        Effort::Exact(work) => (work.0 as f64, work.0 as f64),
        Effort::Range(range) => {
            // A range that somebody wrote is taken half as wide again: (high / likely)^1.5.
            let ratio = range.high / range.likely;
            let ratio = if range.widened { ratio * ratio.sqrt() } else { ratio };
            let high = range.likely * ratio;
            let rest = |minutes: f64| (minutes - range.spent).max(1.0);
            (rest(range.likely), rest(high))
        }
    }
}

fn leaves_before_end(plan: &Plan, today: Date, task: &Task, may_fit: bool) -> Diagnostic {
    let named: Vec<&Person> = task.who.people().map(|id| &plan.people[id.index()]).collect();
    let leavers: Vec<&Person> =
        named.iter().copied().filter(|person| person.until.is_some()).collect();
    let leaves = match leavers.as_slice() {
        [] if named.is_empty() => "everybody leaves".to_owned(),
        [] => "those who do it leave".to_owned(),
        people => {
            let leave = |person: &&Person| {
                let until = person.until.map_or_else(String::new, |date| day(date, today));
                format!("{} leaves on {until}", person.name())
            };
            people.iter().map(leave).collect::<Vec<_>>().join(" and ")
        }
    };
    let (is, why) = match may_fit {
        true => (
            "may not be finished",
            "where it takes longer it never ends, and neither does what waits for it",
        ),
        false => {
            ("is not finished", "as written it never ends, and neither does what waits for it")
        }
    };
    let what = format!("{} {is} before {leaves}, and nobody else may do it", task.item.mention());
    let warning = Diagnostic::warning(codes::LEAVES_BEFORE_END, task.item.place, what)
        .why(why)
        .help("name somebody who can finish it: `@…|@…`");
    leavers
        .into_iter()
        .fold(warning, |warning, person| warning.label(person.item.place_of(Key::Until), "leaves"))
}

/// "4 March", with its year unless that is this one.
pub(super) fn day(date: Date, today: Date) -> String {
    let format = if date.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    date.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Range;

    fn check(widened: bool, spent: f64, middle: f64, high: f64) {
        let range = Range { low: 240.0, likely: 480.0, high: 1920.0, widened, paced: true, spent };
        assert_eq!(remaining(Effort::Range(range)), (middle, high));
    }

    #[test]
    fn what_remains_one_time_in_ten_is_widened_if_somebody_wrote_the_range() {
        check(true, 0.0, 480.0, 3840.0); // 480 × 4^1.5 = 480 × 8
        check(false, 0.0, 480.0, 1920.0);
        check(true, 480.0, 1.0, 3360.0); // nothing of the middle is left, 3840 − 480 of the high end
        assert_eq!(remaining(Effort::Exact(Work(60))), (60.0, 60.0));
    }
}
