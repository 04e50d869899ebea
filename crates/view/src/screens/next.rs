//! `fore next`: what is going on, what can start, what has to be set going, and what waits for a person.

use calendar::Moment;
use jiff::civil::Date;
use plan::{ItemRef, PersonId};
use schedule::ActivityId;

use super::orders::{self, is_on_path, orders};
use super::overview;
use super::schedule::undated;
use super::waiting::{self, waiting};
use crate::facts::{Facts, Status};
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// What one person has in hand, and what comes then.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Who; `None` for unnamed people.
    pub person: Option<PersonId>,
    /// Tasks in progress, in the order in which they finish.
    pub now: Vec<ItemRef>,
    /// The next task or unknown, with the middle of its start.
    pub then: Option<(ItemRef, Moment)>,
}

/// What everybody has now and then, and what waits for a person.
#[must_use]
pub fn next(facts: &Facts, paint: &Paint) -> String {
    let desks = desks(facts);
    let mut page = Page::new(&answer(facts, &desks), paint);
    if facts.open_work().next().is_none() {
        page.next(&[("fore", "the plan at a glance")]);
        return page.render();
    }
    if let Some(crew) = overview::crew(facts) {
        page.wrapped(&Line::of(Role::Label, &crew), 0);
    }
    if !desks.is_empty() {
        page.gap();
        page.table(&table(facts, &desks), 2);
    }
    let orders = orders(facts, next_working_day(facts));
    if !orders.is_empty() {
        page.heading("Waits to be set going, or marked as begun", "");
        page.table(&orders::table(facts, &orders), 4);
    }
    let waiting = waiting(facts);
    if !waiting.is_empty() {
        page.heading("Waiting on a person, not on work", "");
        page.table(&waiting::table(facts, &waiting), 4);
    }
    let first = desks.iter().find_map(|desk| desk.then).map(|(item, _)| facts.name(item));
    let why = first.map(|name| format!("fore why {}", words::argument(name)));
    let begun =
        orders.first().map(|wait| format!("fore start {}", words::argument(facts.name(*wait))));
    let mut commands = Vec::new();
    if let Some(begun) = &begun {
        commands.push((begun.as_str(), "it has been set going"));
    }
    commands.push(("fore schedule", "everybody's weeks"));
    if let Some(why) = &why {
        commands.push((why, "what it waits for"));
    }
    page.next(&commands);
    page.render()
}

/// One desk a person of the team or with open work, in the order of the team; unnamed people last.
#[must_use]
pub fn desks(facts: &Facts) -> Vec<Desk> {
    let mut open: Vec<(Moment, ItemRef, ActivityId)> = facts
        .open_work()
        .filter(|(item, _)| !facts.is_wait(*item))
        .filter_map(|(item, activity)| Some((facts.schedule.start(activity)?, item, activity)))
        .collect();
    open.sort_unstable();
    let people = (0..).map(PersonId).take(facts.plan.people.len()).map(Some);
    people.chain([None]).filter_map(|person| desk(facts, person, &open)).collect()
}

fn desk(
    facts: &Facts,
    person: Option<PersonId>,
    open: &[(Moment, ItemRef, ActivityId)],
) -> Option<Desk> {
    let theirs = |activity: ActivityId| match person {
        Some(person) => facts.people(activity).contains(&person),
        None => is_unnamed(facts, activity),
    };
    let (mut now, mut then) = (Vec::new(), None);
    for (start, item, activity) in open.iter().filter(|(_, _, activity)| theirs(*activity)) {
        match facts.progress(*item) {
            Status::InProgress => now.push(*item),
            _ if then.is_none() => {
                let middle = facts.forecast.activities[activity.index()].start.p50;
                then = Some((*item, there(facts, person, middle.unwrap_or(*start))));
            }
            _ => {}
        }
    }
    now.sort_by_key(|item| facts.entry(*item).map(|entry| entry.finish));
    let is_there = person.is_some_and(|id| is_in_team(facts, id));
    (!now.is_empty() || then.is_some() || is_there).then_some(Desk { person, now, then })
}

/// `moment`, or when whoever does it works again: in other runs others may do it.
fn there(facts: &Facts, person: Option<PersonId>, moment: Moment) -> Moment {
    let calendar = person.map(|id| facts.lowered.calendar_of_person(id));
    calendar.and_then(|calendar| calendar.next_working(moment)).unwrap_or(moment)
}

/// Whether somebody belongs to the team and has not left.
fn is_in_team(facts: &Facts, id: PersonId) -> bool {
    let person = &facts.plan.people[id.index()];
    person.is_inside() && person.until.is_none_or(|until| until >= facts.today)
}

/// Whether somebody without a name works on it.
fn is_unnamed(facts: &Facts, activity: ActivityId) -> bool {
    let modes = &facts.lowered.problem.activity(activity).modes;
    facts.people(activity).is_empty() && modes.iter().any(|mode| !mode.demands.is_empty())
}

/// How much is going on, and who is free first.
fn answer(facts: &Facts, desks: &[Desk]) -> String {
    format!("{} {}", moving(facts), free_first(facts, desks)).trim_end().to_owned()
}

/// How much is going on, and what can start.
#[must_use]
pub fn moving(facts: &Facts) -> String {
    if facts.open_work().next().is_none() {
        return "Everything is finished.".to_owned();
    }
    let at_work = facts.plan.open_leaves().filter(|(_, task)| !task.wait);
    let moving = at_work.filter(|(id, _)| facts.status(*id) == Status::InProgress).count();
    let day = next_working_day(facts);
    let on = if day == facts.today {
        "today".to_owned()
    } else {
        format!("on {}, the next working day", words::weekday_long(day, facts.today))
    };
    let startable = startable(facts, day);
    match (moving, startable.as_str()) {
        (0, "") if undated(facts).is_some() => {
            format!("Nothing is moving, and nothing that has a date can start {on}.")
        }
        (0, "") => format!("Nothing is moving, and nothing can start {on}."),
        (0, what) => format!("Nothing is moving. {what} can start {on}."),
        (n, "") => format!("{} moving; nothing more can start {on}.", things_are(n)),
        (n, what) => format!("{} moving, and {what} more can start {on}.", things_are(n)),
    }
}

/// Who is free first, and what has no date; empty if neither can be said.
#[must_use]
pub fn free_first(facts: &Facts, desks: &[Desk]) -> String {
    let first = first_free(facts, desks).map(|(name, date)| {
        // Whoever has nothing in hand is free now.
        let others_wait = desks.iter().any(|desk| desk.person.is_some() && desk.now.is_empty());
        let name = if others_wait { format!("Of those at work {name}") } else { name };
        format!("{name} is free first, on {date}.")
    });
    [first, undated(facts)].into_iter().flatten().collect::<Vec<String>>().join(" ")
}

fn things_are(n: usize) -> String {
    if n == 1 { "1 task is".to_owned() } else { format!("{} are", words::count(n, "task")) }
}

/// The first day on which anybody works by the plan's hours: today, unless it is a day off.
#[must_use]
pub fn next_working_day(facts: &Facts) -> Date {
    let next = facts.lowered.plan_calendar().next_working(facts.lowered.problem.today());
    next.map_or(facts.today, |moment| facts.start_date(moment))
}

/// What is not begun and starts by the end of `day` in the one future: `2 tasks, 1 wait and 1 question`.
fn startable(facts: &Facts, day: Date) -> String {
    let end = facts.end_of(day);
    let starts = facts.open_work().filter(|(item, activity)| {
        !facts.is_wait(*item)
            && facts.progress(*item) == Status::ToGo
            && facts.schedule.start(*activity).is_some_and(|start| start < end)
    });
    let (tasks, questions): (Vec<_>, Vec<_>) =
        starts.partition(|(item, _)| matches!(item, ItemRef::Task(_)));
    let waits = orders(facts, day).len();
    let counts = [(tasks.len(), "task"), (waits, "wait"), (questions.len(), "question")];
    let said: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| words::count(*n, noun)).collect();
    words::list(&said)
}

/// Who has finished everything in hand first, by the middle of the runs.
fn first_free(facts: &Facts, desks: &[Desk]) -> Option<(String, String)> {
    let busy = desks.iter().filter(|desk| !desk.now.is_empty());
    let free = busy.filter_map(|desk| {
        let finishes = desk.now.iter().map(|item| facts.played(*item)?.finish.p50);
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
        let mut before = facts.lowered.problem.today();
        for row in 0..rows {
            let name = if row == 0 { Line::plain(&name) } else { Line::new() };
            let then = if row == 0 { then(facts, desk) } else { Vec::new() };
            let mut cells = vec![name];
            match desk.now.get(row) {
                Some(item) => {
                    cells.push(Line::plain("● ").with(Role::Id, facts.name(*item)).truncated(32));
                    cells.push(Line::plain(&days_left(facts, desk.person, *item, &mut before)));
                }
                None => {
                    cells.extend([Line::of(Role::Label, &idle(facts, desk.person)), Line::new()]);
                }
            }
            cells.extend(then);
            table.row(cells);
        }
    }
    table
}

/// `nothing`, and why: not there yet, or away.
#[must_use]
pub fn idle(facts: &Facts, person: Option<PersonId>) -> String {
    let person = person.map(|id| &facts.plan.people[id.index()]);
    let joins = person.and_then(|person| person.from).filter(|from| *from > facts.today);
    let away = person.and_then(|person| {
        let mut away = person.away.iter();
        away.find(|range| range.first <= facts.today && facts.today <= range.last)
    });
    match (joins, away) {
        (Some(from), _) => format!("joins {}", words::weekday(from, facts.today)),
        (None, Some(range)) => format!("away until {}", words::weekday(range.last, facts.today)),
        (None, None) => "nothing".to_owned(),
    }
}

/// How a desk is called: a name, `@name` for a team outside, `somebody`.
#[must_use]
pub fn desk_name(facts: &Facts, desk: &Desk) -> String {
    match desk.person {
        Some(id) if facts.plan.people[id.index()].outside => format!("@{}", facts.person(id)),
        Some(id) => facts.person(id).to_owned(),
        None => "somebody".to_owned(),
    }
}

/// As written, else the working time of whoever has it up to the middle of its finish, counted from
/// `before`, which moves there: the same as the dates say.
pub fn days_left(
    facts: &Facts,
    person: Option<PersonId>,
    item: ItemRef,
    before: &mut Moment,
) -> String {
    let from = *before;
    let middle = facts.played(item).and_then(|played| played.finish.p50);
    *before = middle.unwrap_or(from).max(from);
    let settings = &facts.plan.settings;
    let written = match item {
        ItemRef::Task(id) => facts.plan.task(id).left,
        _ => None,
    };
    if let Some(left) = written {
        let range = left.range(settings);
        return if left.is_range() {
            words::days_range(facts.days(range.low), facts.days(range.high))
        } else {
            words::days(facts.days(range.likely))
        };
    }
    if middle.is_none() {
        return "more than there is time".to_owned();
    }
    let calendar = person
        .map_or(facts.lowered.plan_calendar(), |person| facts.lowered.calendar_of_person(person));
    let percent = person.map_or(100, |id| facts.plan.people[id.index()].time_percent);
    let work = calendar.work_between(from, *before).0 as f64 * f64::from(percent) / 100.0;
    format!("about {}", words::days(facts.days(work)))
}

fn then(facts: &Facts, desk: &Desk) -> Vec<Line> {
    let Some((item, start)) = desk.then else { return vec![Line::of(Role::Label, "nothing")] };
    let date = facts.start_date(start);
    let date =
        if date <= facts.today { "today".to_owned() } else { words::weekday(date, facts.today) };
    let path = if is_on_path(facts, item) { Line::of(Role::Path, "▲ path") } else { Line::new() };
    vec![Line::of(Role::Id, facts.name(item)).truncated(32), Line::plain(&date), path]
}
