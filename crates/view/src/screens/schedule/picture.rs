//! What a chart of lanes shows, before it is drawn: who has which work, and which of it is shown.

use std::collections::BTreeMap;

use calendar::Moment;
use jiff::ToSpan;
use plan::{ItemRef, PersonId};
use schedule::ActivityId;

use crate::difference::days_on_path;
use crate::facts::{Facts, Status};
use crate::load::{days_until_due, said, work_left};
use crate::words;

/// Everything that is drawn, before it is drawn.
pub(crate) struct Picture {
    pub(crate) work: Vec<Group>,
    /// Open tasks that are left out.
    pub(crate) hidden: usize,
    /// Finished tasks.
    pub(crate) finished: usize,
    /// Whether each line is a deliverable with all of its tasks.
    pub(crate) is_summary: bool,
}

/// The work of one person, one team or one deliverable.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) person: Option<PersonId>,
    /// What is said of the lane when it belongs to no person: `other team`.
    pub(crate) note: &'static str,
    pub(crate) tasks: Vec<Mark>,
    /// Days on the longest path: the lane that holds most of the longest path comes first.
    pub(crate) weight: f64,
}

/// One task, unknown or deliverable.
#[derive(Clone)]
pub(crate) struct Mark {
    pub(crate) item: ItemRef,
    pub(crate) name: String,
    pub(crate) start: Moment,
    pub(crate) middle: Moment,
    /// One of ten runs finishes it by then.
    pub(crate) early: Option<Moment>,
    /// Four of five runs finish it by then.
    pub(crate) p80: Option<Moment>,
    /// Nine of ten runs finish it by then.
    pub(crate) late: Option<Moment>,
    pub(crate) path_share: f64,
    pub(crate) in_progress: bool,
    /// An unknown: what is done is to find out.
    pub(crate) is_question: bool,
    pub(crate) ends_plan: bool,
}

/// More lines than this are not shown …
const LINES_MAX: usize = 60;
/// … and from so many open tasks on a line is a deliverable with all of its tasks.
const SUMMARY_MIN: usize = 500;
/// What starts within so many weeks is shown although the longest path does not run through it.
const SOON_WEEKS: i64 = 3;
/// A task is drawn dark from this path share on.
pub(crate) const PATH_SHARE_MIN: f64 = 0.5;

/// What is shown: everything open if `all` or if it is little.
pub(crate) fn picture(facts: &Facts, all: bool) -> Picture {
    let open: Vec<(ItemRef, ActivityId, Mark)> = facts
        .open_work()
        .filter_map(|(item, activity)| Some((item, activity, mark(facts, item, activity)?)))
        .collect();
    let finished = facts.plan.leaves().filter(|(id, _)| facts.status(*id) == Status::Done).count();
    if !all && open.len() > SUMMARY_MIN {
        let whole = deliverables(facts, &open);
        if whole.tasks.len() <= LINES_MAX {
            return Picture { work: vec![whole], hidden: 0, finished, is_summary: true };
        }
    }
    let shown = shown(facts, &open, all);
    let hidden = shown.iter().filter(|is_shown| !**is_shown).count();
    let mut groups: BTreeMap<(bool, Option<PersonId>), Group> = BTreeMap::new();
    for ((item, activity, mark), is_shown) in open.into_iter().zip(shown) {
        let is_wait = facts.is_wait(item);
        for owner in owners(facts, item, activity) {
            let group = groups
                .entry((is_wait && owner.is_none(), owner))
                .or_insert_with(|| group(facts, owner, is_wait));
            group.weight += days_on_path(facts, activity);
            if is_shown {
                group.tasks.push(mark.clone());
            }
        }
    }
    let mut work: Vec<Group> =
        groups.into_values().filter(|group| !group.tasks.is_empty()).collect();
    work.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    for group in &mut work {
        group.tasks.sort_by_key(|mark| (mark.start, mark.middle));
    }
    Picture { work, hidden, finished, is_summary: false }
}

/// All open work by the milestone that it leads to first: the earliest by even odds. What leads to
/// none comes last.
pub(crate) fn by_milestone(facts: &Facts) -> Picture {
    let leads_to = leads_to(facts);
    let mut groups: BTreeMap<(Option<Moment>, usize), Group> = BTreeMap::new();
    for (item, activity) in facts.open_work() {
        let Some(mark) = mark(facts, item, activity) else { continue };
        let milestone = leads_to[activity.index()];
        // What leads to no milestone has the key of no moment, after all others.
        let key = milestone.map_or((None, usize::MAX), |(at, id)| (Some(at), id));
        let name =
            milestone.map_or("Everything else", |(_, id)| &facts.plan.milestones[id].item.title);
        let group = groups.entry(key).or_insert_with(|| Group {
            name: name.to_owned(),
            person: None,
            note: "",
            tasks: Vec::new(),
            weight: 0.0,
        });
        group.tasks.push(mark);
    }
    let (last, first): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(key, _)| key.0.is_none());
    let mut work: Vec<Group> = first.into_iter().chain(last).map(|(_, group)| group).collect();
    for group in &mut work {
        group.tasks.sort_by_key(|mark| (mark.start, mark.middle));
    }
    Picture { work, hidden: 0, finished: 0, is_summary: false }
}

/// For each activity the earliest milestone that waits for it: its even odds and its index.
fn leads_to(facts: &Facts) -> Vec<Option<(Moment, usize)>> {
    let problem = &facts.lowered.problem;
    let mut first: Vec<Option<(Moment, usize)>> = vec![None; problem.activities().len()];
    for id in problem.topological_order().iter().rev() {
        let own = match facts.lowered.item_of(*id) {
            Some(ItemRef::Milestone(milestone)) => {
                let finish = facts.forecast.activities[id.index()].finish.p50;
                finish.map(|finish| (finish, milestone.index()))
            }
            _ => None,
        };
        let later = problem.outgoing(*id).filter_map(|(_, link)| first[link.to.index()]).min();
        first[id.index()] = own.or(later);
    }
    first
}

/// Which marks are shown: all of few; else what is in progress, on the longest path or starts soon,
/// the earliest first until there are enough.
fn shown(facts: &Facts, open: &[(ItemRef, ActivityId, Mark)], all: bool) -> Vec<bool> {
    if all || open.len() <= LINES_MAX {
        return vec![true; open.len()];
    }
    let mut chosen: Vec<usize> = (0..open.len())
        .filter(|index| {
            let mark = &open[*index].2;
            mark.path_share >= PATH_SHARE_MIN || mark.in_progress || starts_soon(facts, mark)
        })
        .collect();
    chosen.sort_by_key(|index| (!open[*index].2.in_progress, open[*index].2.start, *index));
    chosen.truncate(LINES_MAX);
    let mut shown = vec![false; open.len()];
    for index in chosen {
        shown[index] = true;
    }
    shown
}

fn owners(facts: &Facts, item: ItemRef, activity: ActivityId) -> Vec<Option<PersonId>> {
    let people = facts.people(activity);
    if people.is_empty() || facts.is_wait(item) {
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
    Group { name, person, note, tasks: Vec::new(), weight: 0.0 }
}

/// A task or unknown that ends in at least half of the runs.
fn mark(facts: &Facts, item: ItemRef, activity: ActivityId) -> Option<Mark> {
    let played = &facts.forecast.activities[activity.index()];
    let (start, middle) = (played.start.p50?, played.finish.p50?);
    let in_progress = facts.progress(item) == Status::InProgress;
    let today = facts.lowered.problem.today();
    let name = facts.name(item);
    let is_question = matches!(item, ItemRef::Unknown(_));
    Some(Mark {
        item,
        early: played.finish.p10,
        p80: played.finish.p80,
        name: if is_question { format!("? {name}") } else { name.to_owned() },
        start: if in_progress { today } else { start },
        middle,
        late: played.finish.p90,
        path_share: played.path_share,
        in_progress,
        is_question,
        ends_plan: activity == facts.lowered.finish,
    })
}

fn starts_soon(facts: &Facts, mark: &Mark) -> bool {
    mark.start < facts.end_of(facts.today.saturating_add((SOON_WEEKS * 7).days()))
}

/// One mark a task without a parent that holds open work.
fn deliverables(facts: &Facts, open: &[(ItemRef, ActivityId, Mark)]) -> Group {
    let mut roots: BTreeMap<ItemRef, Mark> = BTreeMap::new();
    for (item, _, leaf) in open {
        let root = match item {
            ItemRef::Task(id) => ItemRef::Task(facts.plan.with_parents(*id).last().unwrap_or(*id)),
            other => *other,
        };
        let whole = roots.entry(root).or_insert_with(|| Mark {
            item: root,
            name: facts.name(root).to_owned(),
            ends_plan: false,
            path_share: 0.0,
            ..leaf.clone()
        });
        whole.start = whole.start.min(leaf.start);
        whole.middle = whole.middle.max(leaf.middle);
        whole.early = whole.early.max(leaf.early);
        whole.p80 = whole.p80.max(leaf.p80);
        whole.late = whole.late.max(leaf.late);
        whole.path_share = whole.path_share.max(leaf.path_share);
        whole.in_progress |= leaf.in_progress;
    }
    let mut tasks: Vec<Mark> = roots.into_values().collect();
    tasks.sort_by_key(|mark| (mark.start, mark.middle));
    let name = "whole parts".to_owned();
    Group { name, person: None, note: "", tasks, weight: 0.0 }
}

/// The load of whose lane it is, in the words of every page: `28 of 39 d`.
pub(crate) fn load(facts: &Facts, group: &Group) -> String {
    if !group.note.is_empty() {
        return group.note.to_owned();
    }
    group.person.map_or_else(String::new, |person| said(facts, &work_left(facts), person))
}

/// Whether the days of a lane's owner are said beside its work.
pub(crate) fn is_counted(facts: &Facts, group: &Group) -> bool {
    group.note.is_empty()
        && group.person.is_some_and(|person| days_until_due(facts, person).is_some())
}

/// What is left out, as sentences.
pub(crate) fn hidden(picture: &Picture) -> Vec<String> {
    let mut notes = Vec::new();
    match picture.finished {
        0 => {}
        1 => notes.push("1 finished task is not shown.".to_owned()),
        n => notes.push(format!("{} finished tasks are not shown.", words::thousands(n))),
    }
    if picture.is_summary {
        notes.push(
            "A line is a part with all of its tasks; each task: fore schedule --all.".to_owned(),
        );
    }
    match picture.hidden {
        0 => {}
        1 => notes.push("1 later task is not shown: fore schedule --all.".to_owned()),
        n => notes.push(format!(
            "{} later tasks are not shown: fore schedule --all.",
            words::thousands(n)
        )),
    }
    notes
}
