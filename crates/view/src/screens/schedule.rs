//! `fore schedule`: who does what and when, in lanes.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::{Moment, start_of_day};
use jiff::ToSpan;
use jiff::civil::Date;
use plan::{ItemRef, PersonId, TaskId};
use schedule::ActivityId;

use super::columns::Columns;
use super::overview;
use crate::chart::{self, Bar, Lane, Lanes};
use crate::facts::{Facts, Status};
use crate::sentence::Situation;
use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// Who does what and when. With more open work than fits, what is on the longest path and what
/// starts within three weeks; with very much, one line a deliverable. `all` shows every task.
#[must_use]
pub fn schedule(facts: &Facts, all: bool, paint: &Paint) -> String {
    let lanes = lanes(facts, all);
    let mut page = Page::new(&headline(facts), paint);
    if let Some(crew) = overview::crew(facts) {
        page.wrapped(&Line::of(Role::Label, &crew), 0);
    }
    page.gap();
    if lanes.work.is_empty() {
        page.wrapped(&Line::plain("  Nothing is left to schedule."), 2);
    } else if paint.draws() {
        draw(&mut page, facts, &lanes);
    } else {
        list(&mut page, facts, &lanes);
    }
    read_this(&mut page, facts, &lanes);
    page.next(&[
        ("fore forecast", "the dates, and how sure"),
        ("fore next", "who can start what this morning"),
    ]);
    page.render()
}

/// More open tasks than this are not shown one by one …
const TASKS_MAX: usize = 60;
/// … and from here on not even those of the next weeks.
const SOON_MAX: usize = 500;
/// What starts within so many weeks is shown although the longest path does not run through it.
const SOON_WEEKS: i64 = 3;
/// A task is drawn dark from this path share on.
const PATH_SHARE_MIN: f64 = 0.5;

/// Everything that is drawn, before it is drawn.
struct Picture {
    work: Vec<Group>,
    /// Open tasks that are left out.
    hidden: usize,
    /// Finished tasks.
    finished: usize,
}

/// The work of one person, one team or one deliverable.
struct Group {
    name: String,
    person: Option<PersonId>,
    /// What is said of the lane when it belongs to no person: `other team`.
    note: &'static str,
    tasks: Vec<Mark>,
    /// Path shares times effort: the lane that holds most of the longest path comes first.
    weight: f64,
    /// Mean effort of all the open work, shown or not, in minutes.
    left: f64,
}

/// One task or deliverable.
struct Mark {
    name: String,
    start: Moment,
    middle: Moment,
    late: Moment,
    path_share: f64,
    in_progress: bool,
    ends_plan: bool,
}

fn lanes(facts: &Facts, all: bool) -> Picture {
    let open: Vec<TaskId> = facts.plan.open_leaves().map(|(id, _)| id).collect();
    let finished = facts.plan.leaves().filter(|(id, _)| facts.status(*id) == Status::Done).count();
    if !all && open.len() > SOON_MAX {
        return Picture { work: vec![deliverables(facts, &open)], hidden: 0, finished };
    }
    let is_shown = |mark: &Mark| {
        all || open.len() <= TASKS_MAX
            || mark.path_share >= PATH_SHARE_MIN
            || mark.in_progress
            || starts_soon(facts, mark)
    };
    let mut groups: BTreeMap<(bool, Option<PersonId>), Group> = BTreeMap::new();
    let mut hidden = 0;
    for id in &open {
        let Some((activity, mark)) = mark(facts, *id) else { continue };
        let effort = facts.forecast.activities[activity.index()].effort_mean;
        let is_shown = is_shown(&mark);
        hidden += usize::from(!is_shown);
        let mut mark = Some(mark);
        for owner in owners(facts, *id, activity) {
            let is_wait = owner.is_none() && facts.plan.task(*id).wait;
            let group =
                groups.entry((is_wait, owner)).or_insert_with(|| group(facts, owner, is_wait));
            group.left += effort;
            group.weight += effort * facts.forecast.activities[activity.index()].path_share;
            // Work of several people stands in the lane of the first of them.
            if is_shown && let Some(mark) = mark.take() {
                group.tasks.push(mark);
            }
        }
    }
    let mut work: Vec<Group> =
        groups.into_values().filter(|group| !group.tasks.is_empty()).collect();
    work.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    for group in &mut work {
        group.tasks.sort_by_key(|mark| (mark.start, mark.middle));
    }
    Picture { work, hidden, finished }
}

fn owners(facts: &Facts, task: TaskId, activity: ActivityId) -> Vec<Option<PersonId>> {
    let people = facts.people(activity);
    if people.is_empty() || facts.plan.task(task).wait {
        vec![None]
    } else {
        people.into_iter().map(Some).collect()
    }
}

fn group(facts: &Facts, person: Option<PersonId>, is_wait: bool) -> Group {
    let (name, note) = match person {
        Some(id) if facts.plan.people[id.index()].outside => {
            (format!("@{}", facts.person(id)), "other team")
        }
        Some(id) => (facts.person(id).to_owned(), ""),
        None if is_wait => ("waits".to_owned(), ""),
        None => ("somebody".to_owned(), ""),
    };
    Group { name, person, note, tasks: Vec::new(), weight: 0.0, left: 0.0 }
}

/// A task that ends in at least half of the runs.
fn mark(facts: &Facts, id: TaskId) -> Option<(ActivityId, Mark)> {
    let activity = facts.lowered.activity_of(ItemRef::Task(id))?;
    let played = &facts.forecast.activities[activity.index()];
    let (start, middle) = (played.start.p50?, played.finish.p50?);
    let in_progress = facts.status(id) == Status::InProgress;
    let today = facts.lowered.problem.today();
    let mark = Mark {
        name: facts.name(ItemRef::Task(id)).to_owned(),
        start: if in_progress { today } else { start },
        middle,
        late: played.finish.p90.unwrap_or(middle),
        path_share: played.path_share,
        in_progress,
        ends_plan: activity == facts.lowered.finish,
    };
    Some((activity, mark))
}

fn starts_soon(facts: &Facts, mark: &Mark) -> bool {
    mark.start < facts.end_of(facts.today.saturating_add((SOON_WEEKS * 7).days()))
}

/// One mark a task without a parent that holds open work.
fn deliverables(facts: &Facts, open: &[TaskId]) -> Group {
    let mut roots: BTreeMap<TaskId, Mark> = BTreeMap::new();
    let mut left = 0.0;
    for id in open {
        let Some((activity, leaf)) = mark(facts, *id) else { continue };
        left += facts.forecast.activities[activity.index()].effort_mean;
        let root = facts.plan.with_parents(*id).last().unwrap_or(*id);
        let whole = roots.entry(root).or_insert_with(|| Mark {
            name: facts.name(ItemRef::Task(root)).to_owned(),
            ends_plan: false,
            path_share: 0.0,
            ..leaf
        });
        whole.start = whole.start.min(leaf.start);
        whole.middle = whole.middle.max(leaf.middle);
        whole.late = whole.late.max(leaf.late);
        whole.path_share = whole.path_share.max(leaf.path_share);
        whole.in_progress |= leaf.in_progress;
    }
    let mut tasks: Vec<Mark> = roots.into_values().collect();
    tasks.sort_by_key(|mark| (mark.start, mark.middle));
    Group { name: "deliverables".to_owned(), person: None, note: "", tasks, weight: 0.0, left }
}

/// The sum of middle estimates and how few runs get there: the warning that the bars are not it.
fn headline(facts: &Facts) -> String {
    let situation = facts.situation();
    let middle = facts.schedule.finish(facts.lowered.finish);
    let (Some(middle), Situation::Dated { .. }) = (middle, situation) else {
        return facts.answer();
    };
    let date = facts.finish_date(middle);
    let chance = facts.forecast.finish.chance_by(facts.end_of(date));
    let said = words::day(date, facts.today);
    if chance >= 0.45 {
        return format!(
            "Middle estimates add up to {said}, and half of the runs get there. Bars show the forecast."
        );
    }
    let few = words::odds(chance);
    match few.strip_prefix("about ") {
        Some(count) => format!(
            "Middle estimates add up to {said}, but only {count} runs get there. Bars show the forecast."
        ),
        None => format!(
            "Middle estimates add up to {said}, but hardly any run gets there. Bars show the forecast."
        ),
    }
}

fn draw(page: &mut Page, facts: &Facts, picture: &Picture) {
    let loads: Vec<String> = picture.work.iter().map(|group| load(facts, group)).collect();
    let heads =
        picture.work.iter().zip(&loads).map(|(group, load)| (group.name.as_str(), load.as_str()));
    let labels = picture.work.iter().flat_map(|group| &group.tasks).map(|mark| mark.name.as_str());
    let gutter = chart::gutter(heads, labels);
    let (from, to) = span(facts, picture);
    let room = page.paint().width.saturating_sub(gutter).max(COLUMNS_MIN);
    let columns = Columns::new(
        facts.lowered.plan_calendar(),
        &facts.lowered.zone,
        from,
        to,
        room + room / CUT_OFF,
    );
    let deadline =
        facts.plan.due.map(|due| facts.end_of(due.date)).filter(|end| columns.contain(*end));
    let lanes =
        picture.work.iter().zip(&loads).map(|(group, load)| lane(facts, &columns, group, load));
    let chart = Lanes {
        gutter,
        columns: columns.len().min(room),
        ticks: ticks(facts, &columns),
        today: Some(columns.of_start(facts.lowered.problem.today())),
        deadline: deadline.map(|end| columns.of_finish(end)),
        lanes: lanes.collect(),
    };
    page.drawn(chart::lanes(&chart));
    legend(page, facts, picture, &columns);
}

const COLUMNS_MIN: usize = 20;
/// A sixth of the width may be cut off on the right, which is where unlikely ends are, before a
/// column stands for more days.
const CUT_OFF: usize = 6;

/// From the Monday of this week to the last P90; to the deadline if it is later and not far.
fn span(facts: &Facts, picture: &Picture) -> (Moment, Moment) {
    let today = facts.today;
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let from = start_of_day(monday, &facts.lowered.zone);
    let lates = picture.work.iter().flat_map(|group| &group.tasks).map(|mark| mark.late);
    let last = lates.max().unwrap_or(facts.lowered.problem.today());
    let due = facts.plan.due.map(|due| facts.end_of(due.date));
    let near = due.filter(|end| (*end - from).0 < 2 * (last - from).0);
    (from, near.map_or(last, |end| end.max(last)))
}

/// A label at the first column of each week, or at each column of a week and more.
fn ticks(facts: &Facts, columns: &Columns) -> Vec<(usize, String)> {
    let week = |day: Date| day.iso_week_date().week();
    let begins_week =
        |index: usize| index == 0 || week(columns.days[index]) != week(columns.days[index - 1]);
    (0..columns.len())
        .filter(|index| begins_week(*index))
        .map(|index| (index, words::day_month(columns.days[index], facts.today)))
        .collect()
}

fn lane(facts: &Facts, columns: &Columns, group: &Group, load: &str) -> Lane {
    let leave = leave(facts, columns, group.person);
    let bars = group.tasks.iter().map(|mark| {
        let solid = columns.of_start(mark.start)..columns.of_finish(mark.middle) + 1;
        Bar {
            label: mark.name.clone(),
            in_progress: mark.in_progress,
            on_path: mark.path_share >= PATH_SHARE_MIN,
            fade_end: columns.of_finish(mark.late) + 1,
            gaps: leave.clone(),
            solid,
            ends_here: mark.ends_plan,
        }
    });
    Lane {
        name: group.name.clone(),
        note: load.to_owned(),
        leave: leave.clone(),
        bars: bars.collect(),
    }
}

fn leave(facts: &Facts, columns: &Columns, person: Option<PersonId>) -> Vec<Range<usize>> {
    let Some(person) = person else { return Vec::new() };
    let away = facts.plan.people[person.index()].away.iter();
    away.filter_map(|range| {
        let first = start_of_day(range.first, &facts.lowered.zone);
        let end = facts.end_of(range.last);
        let is_shown =
            columns.edges().first() < Some(&end) && Some(&first) < columns.edges().last();
        let columns = columns.of_start_ceil(first)..columns.of_finish(end) + 1;
        (is_shown && columns.start < columns.end).then_some(columns)
    })
    .collect()
}

/// `28 of 39 d`: work left of the days available until the deadline, or `28 d` without one.
fn load(facts: &Facts, group: &Group) -> String {
    if !group.note.is_empty() {
        return group.note.to_owned();
    }
    let Some(person) = group.person else { return String::new() };
    let left = facts.days(group.left).round();
    match available(facts, person) {
        Some(available) => format!("{left:.0} of {available:.0} d"),
        None => format!("{left:.0} d"),
    }
}

/// Days of this person until the deadline, at their share.
fn available(facts: &Facts, person: PersonId) -> Option<f64> {
    let due = facts.plan.due.filter(|due| due.date >= facts.today)?;
    let calendar = facts.lowered.calendar_of_person(person);
    let work = calendar.work_between(facts.lowered.problem.today(), facts.end_of(due.date));
    let share = f64::from(facts.plan.people[person.index()].time_percent) / 100.0;
    Some((facts.days(work.0 as f64) * share).round())
}

fn legend(page: &mut Page, facts: &Facts, picture: &Picture, columns: &Columns) {
    page.gap();
    let bars = Line::plain("  ")
        .with(Role::Forecast, "━━")
        .with(Role::Label, " P50 start to P50 finish  ")
        .with(Role::Forecast, "╌╌")
        .with(Role::Label, " to P90  ")
        .with(Role::Path, "██░░")
        .with(Role::Label, " on the longest path in most runs");
    page.wrapped(&bars, 2);
    let mut marks =
        format!("  ● in progress  ┊ today, {}", words::weekday(facts.today, facts.today));
    if let Some(due) = facts.plan.due {
        let word = if due.hard { "deadline" } else { "due" };
        marks.push_str(&format!("  │ {word}, {}", words::weekday(due.date, facts.today)));
    }
    let unit = match columns.unit {
        1 => "one column is one working day".to_owned(),
        n => format!("one column is {} working days", words::number(n)),
    };
    page.wrapped(&Line::of(Role::Label, &format!("{marks}  {unit}")), 2);
    let mut notes = hidden(picture);
    if let Some(due) = facts.plan.due
        && let Some(first) = picture.work.iter().find(|group| is_counted(facts, group))
    {
        let due = words::day(due.date, facts.today);
        notes.push(format!("{}: work left of the days available until {due}.", load(facts, first)));
    }
    if !notes.is_empty() {
        page.wrapped(&Line::of(Role::Label, &format!("  {}", notes.join("  "))), 2);
    }
}

/// Whether the days of a lane's owner are said beside its work.
fn is_counted(facts: &Facts, group: &Group) -> bool {
    group.note.is_empty() && group.person.is_some_and(|person| available(facts, person).is_some())
}

fn hidden(picture: &Picture) -> Vec<String> {
    let mut notes = Vec::new();
    match picture.finished {
        0 => {}
        1 => notes.push("1 finished task is not shown.".to_owned()),
        n => notes.push(format!("{} finished tasks are not shown.", words::thousands(n))),
    }
    if picture.hidden > 0 {
        let more = words::count(picture.hidden, "later task");
        notes.push(format!("{more} off the longest path: fore schedule --all."));
    }
    notes
}

fn list(page: &mut Page, facts: &Facts, picture: &Picture) {
    for group in &picture.work {
        let load = load(facts, group);
        let note = if load.is_empty() { String::new() } else { format!(" ({load})") };
        page.wrapped(&Line::plain(&format!("  {}{note}", group.name)), 4);
        for mark in &group.tasks {
            let said = |moment| words::weekday(facts.finish_date(moment), facts.today);
            let start = words::weekday(facts.start_date(mark.start), facts.today);
            let start = if mark.in_progress { "in progress".to_owned() } else { start };
            let path = if mark.path_share >= 0.005 {
                format!(", longest path in {} of runs", words::percent(mark.path_share))
            } else {
                String::new()
            };
            let text = format!("{start} – {}, 90% by {}{path}", said(mark.middle), said(mark.late));
            page.wrapped(&Line::plain("    ").with(Role::Id, &mark.name).and(": ").and(&text), 6);
        }
    }
    for note in hidden(picture) {
        page.wrapped(&Line::of(Role::Label, &format!("  {note}")), 2);
    }
}

/// The one or two things that the chart shows and that are easily missed.
fn read_this(page: &mut Page, facts: &Facts, picture: &Picture) {
    let mut sentences = Vec::new();
    let people =
        || picture.work.iter().filter(|group| group.person.is_some() && group.note.is_empty());
    if let Some(first) = people().next().filter(|first| first.weight > 0.0) {
        sentences.push(format!("The work of {} holds most of the longest path.", first.name));
    }
    let full = people().find(|group| {
        let available = group.person.and_then(|person| available(facts, person));
        available.is_some_and(|available| facts.days(group.left) > available)
    });
    if let Some(full) = full {
        sentences
            .push(format!("The work of {} is more than the days until the due date.", full.name));
    }
    if let Some((name, date)) = free_first(facts, picture) {
        sentences.push(format!("{name} is free from {date}."));
    }
    if !sentences.is_empty() {
        page.gap();
        page.labeled("Read this", Line::plain(&sentences.join(" ")));
    }
}

/// Who has nothing left first, by the middles, if several people work; only before the plan ends.
fn free_first(facts: &Facts, picture: &Picture) -> Option<(String, String)> {
    if picture.hidden > 0 || picture.work.len() < 2 {
        return None;
    }
    let inside =
        picture.work.iter().filter(|group| group.person.is_some() && group.note.is_empty());
    let last = |group: &Group| group.tasks.iter().map(|mark| mark.middle).max();
    let (moment, name) =
        inside.filter_map(|group| Some((last(group)?, group.name.clone()))).min()?;
    let is_early = facts.forecast.finish.percentile(50).is_some_and(|finish| moment < finish);
    is_early.then(|| (name, words::weekday(facts.finish_date(moment), facts.today)))
}
