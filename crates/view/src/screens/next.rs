//! `fore next`: what is going on, what can start, and what waits for a person.

use calendar::Moment;
use plan::{ItemRef, PersonId, TaskId};
use schedule::ActivityId;

use super::overview;
use super::waiting::{self, waiting};
use crate::facts::{Facts, Status};
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// What one person has in hand, and what comes then.
pub(crate) struct Desk {
    /// Who; `None` for unnamed people.
    pub(crate) person: Option<PersonId>,
    /// Tasks in progress, in the order in which they finish.
    pub(crate) now: Vec<TaskId>,
    /// The next task, with the middle of its start.
    pub(crate) then: Option<(TaskId, Moment)>,
}

/// What everybody has now and then, and what waits for a person.
#[must_use]
pub fn next(facts: &Facts, paint: &Paint) -> String {
    let desks = desks(facts);
    let mut page = Page::new(&headline(facts, &desks), paint);
    if let Some(crew) = overview::crew(facts) {
        page.wrapped(&Line::of(Role::Label, &crew), 0);
    }
    if !desks.is_empty() {
        page.gap();
        page.table(&table(facts, &desks), 2);
    }
    let waiting = waiting(facts);
    if !waiting.is_empty() {
        page.heading("Waiting on a person, not on work", "");
        page.table(&waiting::table(facts, &waiting), 4);
    }
    let first =
        desks.iter().find_map(|desk| desk.then).map(|(task, _)| facts.name(ItemRef::Task(task)));
    let why = first.map_or_else(|| "fore why".to_owned(), |name| format!("fore why {name}"));
    let mut commands = vec![("fore schedule", "everybody's weeks")];
    if first.is_some() {
        commands.push((&why, "what it waits for"));
    }
    page.next(&commands);
    page.render()
}

/// One desk a person with open work, in the order of the team; unnamed people last.
pub(crate) fn desks(facts: &Facts) -> Vec<Desk> {
    let mut open: Vec<(Moment, TaskId, ActivityId)> = facts
        .plan
        .open_leaves()
        .filter_map(|(id, _)| {
            let activity = facts.lowered.activity_of(ItemRef::Task(id))?;
            Some((facts.schedule.start(activity)?, id, activity))
        })
        .collect();
    open.sort_unstable();
    let people = (0..).map(PersonId).take(facts.plan.people.len()).map(Some);
    people.chain([None]).filter_map(|person| desk(facts, person, &open)).collect()
}

fn desk(
    facts: &Facts,
    person: Option<PersonId>,
    open: &[(Moment, TaskId, ActivityId)],
) -> Option<Desk> {
    let theirs = |activity: ActivityId| match person {
        Some(person) => facts.people(activity).contains(&person),
        None => is_unnamed(facts, activity),
    };
    let (mut now, mut then) = (Vec::new(), None);
    for (start, task, activity) in open.iter().filter(|(_, _, activity)| theirs(*activity)) {
        match facts.status(*task) {
            Status::InProgress => now.push(*task),
            _ if then.is_none() => {
                let middle = facts.forecast.activities[activity.index()].start.p50;
                then = Some((*task, middle.unwrap_or(*start)));
            }
            _ => {}
        }
    }
    now.sort_by_key(|task| facts.entry(ItemRef::Task(*task)).map(|entry| entry.finish));
    (!now.is_empty() || then.is_some()).then_some(Desk { person, now, then })
}

/// Whether somebody without a name works on it.
fn is_unnamed(facts: &Facts, activity: ActivityId) -> bool {
    let modes = &facts.lowered.problem.activity(activity).modes;
    facts.people(activity).is_empty() && modes.iter().any(|mode| !mode.demands.is_empty())
}

fn headline(facts: &Facts, desks: &[Desk]) -> String {
    let moving =
        facts.plan.open_leaves().filter(|(id, _)| facts.status(*id) == Status::InProgress).count();
    let startable = startable(facts);
    let mut text = match (moving, startable) {
        (0, 0) => "Nothing is moving, and nothing can start today.".to_owned(),
        (0, n) => format!("Nothing is moving. {} can start today.", words::count(n, "task")),
        (n, 0) => format!("{} moving; nothing more can start today.", things_are(n)),
        (n, m) => format!("{} moving, and {m} more can start today.", things_are(n)),
    };
    if let Some((name, date)) = first_free(facts, desks) {
        text.push_str(&format!(" {name} is free first, on {date}."));
    }
    text
}

fn things_are(n: usize) -> String {
    if n == 1 { "1 task is".to_owned() } else { format!("{n} tasks are") }
}

/// How many tasks that are not begun start today in the one future.
fn startable(facts: &Facts) -> usize {
    let end = facts.end_of(facts.today);
    let starts_today =
        |id: TaskId| facts.entry(ItemRef::Task(id)).is_some_and(|entry| entry.start < end);
    facts
        .plan
        .open_leaves()
        .filter(|(id, _)| facts.status(*id) == Status::ToGo && starts_today(*id))
        .count()
}

/// Who has finished everything in hand first, by the middle of the runs.
fn first_free(facts: &Facts, desks: &[Desk]) -> Option<(String, String)> {
    let busy = desks.iter().filter(|desk| !desk.now.is_empty());
    let free = busy.filter_map(|desk| {
        let finishes = desk.now.iter().map(|task| facts.played(ItemRef::Task(*task))?.finish.p50);
        let last = finishes.collect::<Option<Vec<Moment>>>()?.into_iter().max()?;
        Some((last, desk.person?))
    });
    let (moment, person) = free.min()?;
    let date = words::weekday(facts.finish_date(moment), facts.today);
    Some((facts.person(person).to_owned(), date))
}

fn table(facts: &Facts, desks: &[Desk]) -> Table {
    let titles = ["", "now", "days left", "then", "can start", ""];
    let mut table = Table::new(titles.map(Column::left).to_vec());
    for desk in desks {
        let name = desk_name(facts, desk);
        let rows = desk.now.len().max(1);
        for row in 0..rows {
            let name = if row == 0 { Line::plain(&name) } else { Line::new() };
            let then = if row == 0 { then(facts, desk) } else { Vec::new() };
            let mut cells = vec![name];
            cells.extend(now(facts, desk.now.get(row).copied()));
            cells.extend(then);
            table.row(cells);
        }
    }
    table
}

fn desk_name(facts: &Facts, desk: &Desk) -> String {
    match desk.person {
        Some(id) if facts.plan.people[id.index()].outside => format!("@{}", facts.person(id)),
        Some(id) => facts.person(id).to_owned(),
        None => "somebody".to_owned(),
    }
}

fn now(facts: &Facts, task: Option<TaskId>) -> [Line; 2] {
    let Some(task) = task else { return [Line::of(Role::Label, "nothing"), Line::new()] };
    let name = Line::plain("● ").with(Role::Id, facts.name(ItemRef::Task(task))).truncated(32);
    [name, Line::plain(&days_left(facts, task))]
}

/// As written, else the mean of the runs.
fn days_left(facts: &Facts, task: TaskId) -> String {
    let settings = &facts.plan.settings;
    if let Some(left) = facts.plan.task(task).left {
        let range = left.range(settings);
        return if left.is_range() {
            words::days_range(facts.days(range.low), facts.days(range.high))
        } else {
            words::days(facts.days(range.likely))
        };
    }
    let mean = facts.played(ItemRef::Task(task)).map_or(0.0, |played| played.effort_mean);
    format!("about {}", words::days(facts.days(mean)))
}

fn then(facts: &Facts, desk: &Desk) -> Vec<Line> {
    let Some((task, start)) = desk.then else { return vec![Line::of(Role::Label, "nothing")] };
    let played = facts.played(ItemRef::Task(task));
    let on_path = played.is_some_and(|played| played.path_share >= 0.5);
    let date = facts.start_date(start);
    let date =
        if date <= facts.today { "today".to_owned() } else { words::weekday(date, facts.today) };
    let path = if on_path { Line::of(Role::Path, "▲ path") } else { Line::new() };
    vec![
        Line::of(Role::Id, facts.name(ItemRef::Task(task))).truncated(32),
        Line::plain(&date),
        path,
    ]
}
