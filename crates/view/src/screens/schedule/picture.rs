//! What a chart of lanes shows, before it is drawn: who has which work, and which of it is shown.

use std::collections::BTreeMap;

use calendar::Moment;
use jiff::ToSpan;
use plan::{ItemRef, PersonId, TaskId};
use schedule::ActivityId;

use crate::facts::{Facts, Status};
use crate::words;

/// Everything that is drawn, before it is drawn.
pub(super) struct Picture {
    pub(super) work: Vec<Group>,
    /// Open tasks that are left out.
    pub(super) hidden: usize,
    /// Finished tasks.
    pub(super) finished: usize,
}

/// The work of one person, one team or one deliverable.
pub(super) struct Group {
    pub(super) name: String,
    pub(super) person: Option<PersonId>,
    /// What is said of the lane when it belongs to no person: `other team`.
    pub(super) note: &'static str,
    pub(super) tasks: Vec<Mark>,
    /// Path shares times effort: the lane that holds most of the longest path comes first.
    pub(super) weight: f64,
    /// Mean effort of all the open work, shown or not, in minutes.
    pub(super) left: f64,
}

/// One task or deliverable.
pub(super) struct Mark {
    pub(super) name: String,
    pub(super) start: Moment,
    pub(super) middle: Moment,
    /// Nine of ten runs finish it by then.
    pub(super) late: Option<Moment>,
    pub(super) path_share: f64,
    pub(super) in_progress: bool,
    pub(super) ends_plan: bool,
}

/// More open tasks than this are not shown one by one …
const TASKS_MAX: usize = 60;
/// … and from here on not even those of the next weeks.
const SOON_MAX: usize = 500;
/// What starts within so many weeks is shown although the longest path does not run through it.
const SOON_WEEKS: i64 = 3;
/// A task is drawn dark from this path share on.
pub(super) const PATH_SHARE_MIN: f64 = 0.5;

/// What is shown: every open task if `all` or if they are few.
pub(super) fn picture(facts: &Facts, all: bool) -> Picture {
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
        late: played.finish.p90,
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

/// `28 of 39 d`: work left of the days available until the deadline, or `28 d` without one.
pub(super) fn load(facts: &Facts, group: &Group) -> String {
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
pub(super) fn available(facts: &Facts, person: PersonId) -> Option<f64> {
    let due = facts.plan.due.filter(|due| due.date >= facts.today)?;
    let calendar = facts.lowered.calendar_of_person(person);
    let work = calendar.work_between(facts.lowered.problem.today(), facts.end_of(due.date));
    let share = f64::from(facts.plan.people[person.index()].time_percent) / 100.0;
    Some((facts.days(work.0 as f64) * share).round())
}

/// Whether the days of a lane's owner are said beside its work.
pub(super) fn is_counted(facts: &Facts, group: &Group) -> bool {
    group.note.is_empty() && group.person.is_some_and(|person| available(facts, person).is_some())
}

/// What is left out, as sentences.
pub(super) fn hidden(picture: &Picture) -> Vec<String> {
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
