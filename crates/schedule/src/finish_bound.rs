//! How soon the plan can be finished at all.
//!
//! In: a problem, efforts, the finish of some schedule. Out: a moment before which no schedule of the
//! problem finishes. It must not know how schedules are made.
//!
//! # Theory
//! Destructive improvement (Klein and Scholl 1999): suppose that the plan is finished by a moment, and
//! look for a contradiction; while there is one, every schedule finishes later. Two kinds are looked
//! for. Links and calendars leave an activity a latest start before its earliest. Or some people have
//! more work between two moments than working time: for each set of people, the activities that nobody
//! else can do (the energy of Baptiste, Le Pape and Nuijten 1999, with Hall's sets of people).
//!
//! Where people leave, the rest of their work may go to others. Such work is taken to last as long as
//! it does for the fastest who may do it, on the clock.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use calendar::{Calendar, Moment, Span, Work};

use crate::links::{Bound, bound};
use crate::problem::duration;
use crate::{ActivityId, HandOver, Lag, Link, LinkKind, Mode, Problem, Progress, ResourceId};

/// Returns a moment, at most `found`, before which nobody finishes the plan, in whatever order and by
/// whomever the work is done; `found` itself if nothing sooner is possible.
///
/// **Units.** `efforts` in working minutes at full share, by index; `found` is the finish of a schedule
/// with these efforts. The answer is within an hour of what these arguments can show.
///
/// **Cost.** `O(links + sets of people · activities)` for each of about twenty suppositions; no more
/// than 64 sets are looked at.
#[must_use]
pub fn finish_bound(problem: &Problem, efforts: &[Work], found: Moment) -> Moment {
    Possible::new(problem, efforts).bound(found)
}

/// Returns why `target` cannot be finished by `until`, whoever does what in whatever order: the fewest
/// causes found; `None` if it may be possible.
///
/// **Units.** `efforts` in working minutes at full share, by index.
///
/// **Cost.** As one supposition of [`finish_bound`].
#[must_use]
pub fn conflict(
    problem: &Problem,
    efforts: &[Work],
    target: ActivityId,
    until: Moment,
) -> Option<Conflict> {
    Possible::new(problem, efforts).conflict(target, until)
}

/// Why something cannot be finished by a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Even if nobody is ever busy.
    Chain {
        /// Each waits for the one before it.
        activities: Vec<ActivityId>,
        /// When the last one finishes at the earliest.
        finish: Moment,
    },
    /// Some people have more to do than they have time.
    Overload(Overload),
}

/// More work than time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overload {
    /// Nobody else can do it.
    pub people: Vec<ResourceId>,
    /// What they have to do, as few of it as are too much.
    pub work: Vec<ActivityId>,
    /// What that takes, in minutes of one person.
    pub needed: Work,
    /// What these people can work from when it can begin until it has to be done.
    pub time: Work,
}

const PRECISION: Span = Span(60);
/// The sets of people that are looked at, beside everybody: fewer where there is much work.
const TEAMS_MIN: usize = 4;
const TEAMS_MAX: usize = 64;
const TEAM_ACTIVITIES_MAX: usize = 100_000;
/// The moments from which on work is added up, for each set.
const WINDOWS_MAX: usize = 32;

/// The earliest dates of an activity, whoever else is busy.
#[derive(Clone, Copy, Debug)]
struct Head {
    /// As links count it: for started work, when it did.
    start: Moment,
    /// From when on it can be worked on.
    resumed: Moment,
    finish: Moment,
    /// What it waits for last, if it waits.
    after: Option<ActivityId>,
}

/// The latest dates that leave the plan a supposed finish; `None` for any.
#[derive(Clone, Copy, Debug, Default)]
struct Tail {
    start: Option<Moment>,
    finish: Option<Moment>,
}

/// People, and the activities that nobody else can do.
#[derive(Debug)]
struct Team {
    people: Vec<usize>,
    /// With what each takes at least, in minutes of one person.
    work: Vec<(ActivityId, i64)>,
}

/// What is possible at all, worked out once for any number of suppositions.
pub(crate) struct Possible<'p> {
    problem: &'p Problem,
    efforts: &'p [Work],
    heads: Vec<Head>,
    /// By resource: works whenever it does in any mode.
    hours: Vec<Cow<'p, Calendar>>,
    teams: Vec<Team>,
}

impl<'p> Possible<'p> {
    pub fn new(problem: &'p Problem, efforts: &'p [Work]) -> Self {
        assert_eq!(efforts.len(), problem.activities().len(), "BUG: one effort an activity");
        let mut network =
            Possible { problem, efforts, heads: Vec::new(), hours: Vec::new(), teams: Vec::new() };
        network.heads = vec![network.nowhere(); efforts.len()];
        for &id in problem.topological_order() {
            network.heads[id.index()] = network.head(id);
        }
        network.hours = hours(problem);
        network.teams = network.teams();
        network
    }

    /// [`finish_bound`].
    pub fn bound(&self, found: Moment) -> Moment {
        if self.is_best(found) {
            return found;
        }
        let mut possible = self.by_links();
        let mut open = found - Span(1);
        while open - possible > PRECISION {
            let middle = possible + Span((open - possible).0 / 2);
            if self.is_contradicted(middle) {
                possible = middle + Span(1);
            } else {
                open = middle;
            }
        }
        possible
    }

    /// Whether nobody finishes before `found`.
    pub fn is_best(&self, found: Moment) -> bool {
        self.by_links() >= found || self.is_contradicted(found - Span(1))
    }

    /// The finish if nobody ever waited for a person.
    fn by_links(&self) -> Moment {
        let ends = self.problem.finish().iter().map(|id| self.heads[id.index()].finish);
        ends.max().unwrap_or(self.problem.today())
    }

    fn nowhere(&self) -> Head {
        let today = self.problem.today();
        Head { start: today, resumed: today, finish: today, after: None }
    }

    fn head(&self, id: ActivityId) -> Head {
        let problem = self.problem;
        let activity = problem.activity(id);
        let (begun, mut start) = match activity.progress {
            Progress::Finished { start, finish } => {
                return Head { start, resumed: start, finish, after: None };
            }
            Progress::Started { start } => (Some(start), start),
            Progress::Planned => (None, activity.release.unwrap_or(problem.today())),
        };
        start = start.max(problem.today());
        let (mut held, mut after, mut held_by) = (start, None, None);
        for (_, link) in problem.incoming(id).filter(|(_, link)| problem.holds(link)) {
            let from = self.heads[link.from.index()];
            let Bound::At(at) = bound(problem, link, from.start, from.finish) else { continue };
            let (bound, last) = match link.kind {
                LinkKind::FinishStart | LinkKind::StartStart => (&mut start, &mut after),
                LinkKind::FinishFinish | LinkKind::StartFinish => (&mut held, &mut held_by),
            };
            if at > *bound {
                (*bound, *last) = (at, Some(link.from));
            }
        }
        let finish = match self.ways(id) {
            Ways::Whole(modes) => {
                modes.filter_map(|(calendar, work)| calendar.finish(start, work)).min()
            }
            Ways::InParts(work) => Some(start + Span(work.0)),
        };
        let finish = finish.unwrap_or(start);
        let after = if held > finish { held_by } else { after };
        Head { start: begun.unwrap_or(start), resumed: start, finish: finish.max(held), after }
    }

    /// In what ways an activity can be done, and how long it takes in them.
    fn ways(&self, id: ActivityId) -> Ways<impl Iterator<Item = (&'p Calendar, Work)> + use<'p>> {
        let problem = self.problem;
        let effort = self.efforts[id.index()];
        if is_in_parts(problem, id) {
            return Ways::InParts(self.least(id, |_| 1));
        }
        let modes = modes_of(problem, id).iter();
        Ways::Whole(modes.map(move |mode| (problem.calendar(mode.calendar), mode.duration(effort))))
    }

    /// What an activity takes at least in any of its modes, times so much.
    fn least(&self, id: ActivityId, times: impl Fn(&Mode) -> i64) -> Work {
        let effort = self.efforts[id.index()];
        let minutes = |mode: &Mode| {
            duration(effort, mode.share_percent, HandOver::NONE).0.saturating_mul(times(mode))
        };
        Work(modes_of(self.problem, id).iter().map(minutes).min().unwrap_or(0))
    }

    /// Whether it is impossible to finish by `until`.
    fn is_contradicted(&self, until: Moment) -> bool {
        let Some(tails) = self.tails(self.problem.finish(), until) else { return true };
        self.teams.iter().any(|team| self.overload(team, &tails).is_some())
    }

    /// Why `target` cannot be finished by `until`; `None` if these arguments do not show it.
    pub fn conflict(&self, target: ActivityId, until: Moment) -> Option<Conflict> {
        let finish = self.heads[target.index()].finish;
        if finish > until {
            let before = |id: &ActivityId| self.heads[id.index()].after;
            let mut activities: Vec<ActivityId> =
                std::iter::successors(Some(target), before).collect();
            activities.reverse();
            return Some(Conflict::Chain { activities, finish });
        }
        let tails = self.tails(&[target], until)?;
        let overloads = self.teams.iter().filter_map(|team| self.overload(team, &tails));
        overloads
            .min_by_key(|overload| (overload.people.len(), overload.work.len()))
            .map(Conflict::Overload)
    }

    /// The latest dates that leave `targets` a finish by `until`; `None` if some activity cannot begin so
    /// early.
    fn tails(&self, targets: &[ActivityId], until: Moment) -> Option<Vec<Tail>> {
        let problem = self.problem;
        let mut tails = vec![Tail::default(); self.heads.len()];
        for id in targets {
            tails[id.index()].finish = Some(until);
        }
        for &id in problem.topological_order().iter().rev() {
            let progress = problem.activity(id).progress;
            if matches!(progress, Progress::Finished { .. }) {
                continue;
            }
            let mut tail = tails[id.index()];
            let waiting = |link: &Link| problem.holds(link) && !problem.has_begun(link);
            for (_, link) in problem.outgoing(id).filter(|(_, link)| waiting(link)) {
                let Some(at) = latest_end(problem, link, tails[link.to.index()]) else { continue };
                let end = match link.kind {
                    LinkKind::FinishStart | LinkKind::FinishFinish => &mut tail.finish,
                    LinkKind::StartStart | LinkKind::StartFinish => &mut tail.start,
                };
                *end = Some(end.map_or(at, |known| known.min(at)));
            }
            if let Some(finish) = tail.finish {
                let last = match self.ways(id) {
                    Ways::Whole(modes) => {
                        modes.filter_map(|(calendar, work)| calendar.start(finish, work)).max()?
                    }
                    Ways::InParts(work) => finish - Span(work.0),
                };
                tail.start = Some(tail.start.map_or(last, |start| start.min(last)));
            }
            let head = self.heads[id.index()];
            let is_late = |latest: Option<Moment>, earliest| latest.is_some_and(|at| at < earliest);
            if is_late(tail.start, head.resumed) || is_late(tail.finish, head.finish) {
                return None;
            }
            tails[id.index()] = tail;
        }
        Some(tails)
    }

    /// Work for `team` between some start and some finish that is more than it has time for.
    fn overload(&self, team: &Team, tails: &[Tail]) -> Option<Overload> {
        let mut work: Vec<Window> = team
            .work
            .iter()
            .filter_map(|&(id, minutes)| {
                let finish = tails[id.index()].finish?;
                Some(Window { id, start: self.heads[id.index()].resumed, finish, minutes })
            })
            .collect();
        work.sort_unstable_by_key(|one| (one.finish, one.id));
        let time: Vec<i64> = work.iter().map(|one| self.time(team, one.finish)).collect();
        let starts: BTreeSet<Moment> = work.iter().map(|one| one.start).collect();
        let step = starts.len().div_ceil(WINDOWS_MAX).max(1);
        starts.into_iter().step_by(step).find_map(|from| {
            let before = self.time(team, from);
            let mut sum = 0;
            let at = work.iter().zip(&time).position(|(one, &time)| {
                sum += if one.start >= from { one.minutes } else { 0 };
                one.start >= from && sum > time - before
            })?;
            let inside = work[..=at].iter().filter(|one| one.start >= from);
            Some(Overload::of(team, inside, time[at] - before))
        })
    }

    /// The minutes that the team can work from today until `at`.
    fn time(&self, team: &Team, at: Moment) -> i64 {
        let minutes = |&person: &usize| {
            let Work(minutes) = self.hours[person].work_between(self.problem.today(), at);
            i64::from(self.problem.resources()[person].capacity).saturating_mul(minutes)
        };
        team.people.iter().map(minutes).fold(0, i64::saturating_add)
    }

    /// The people who have most to do, with those who could help; those who have work in common, directly
    /// or through others; and everybody.
    fn teams(&self) -> Vec<Team> {
        let problem = self.problem;
        let units = |mode: &Mode| mode.demands.iter().map(|one| i64::from(one.units)).sum();
        let open = open_with_people(problem);
        let mut own: BTreeMap<&[usize], i64> = BTreeMap::new();
        for (id, people) in &open {
            let minutes = own.entry(people).or_default();
            *minutes = minutes.saturating_add(self.least(*id, units).0);
        }
        let load = |&(people, minutes): &(&[usize], i64)| minutes / people.len().max(1) as i64;
        let mut sets: Vec<(&[usize], i64)> =
            own.iter().map(|(people, minutes)| (*people, *minutes)).collect();
        sets.sort_by_key(|set| std::cmp::Reverse(load(set)));
        sets.truncate((TEAM_ACTIVITIES_MAX / open.len().max(1)).clamp(TEAMS_MIN, TEAMS_MAX));
        let known: Vec<&[usize]> = own.keys().copied().collect();
        let everybody: BTreeSet<usize> = known.iter().copied().flatten().copied().collect();
        let everybody: Vec<usize> = everybody.into_iter().collect();
        let sets = sets.into_iter().map(|(people, _)| people.to_vec());
        let sets = sets.chain(who_share_work(&known)).chain([everybody]);
        let team = |people: Vec<usize>| {
            let is_among = |one: &usize| people.binary_search(one).is_ok();
            let theirs = known.iter().copied().filter(|all| all.iter().all(is_among));
            let theirs: BTreeSet<&[usize]> = theirs.collect();
            let theirs = open.iter().filter(|(_, all)| theirs.contains(&**all));
            let work = theirs.map(|&(id, _)| (id, self.least(id, units).0)).collect();
            Team { people, work }
        };
        sets.map(team).collect()
    }
}

/// When an activity can be worked on, and for how long it has to be.
#[derive(Clone, Copy, Debug)]
struct Window {
    id: ActivityId,
    start: Moment,
    finish: Moment,
    minutes: i64,
}

impl Overload {
    /// The fewest of `inside` that are more than `time` minutes.
    fn of<'w>(team: &Team, inside: impl Iterator<Item = &'w Window>, time: i64) -> Self {
        let mut work: Vec<&Window> = inside.collect();
        work.sort_by_key(|one| (std::cmp::Reverse(one.minutes), one.id));
        let mut needed = 0;
        let enough = work.iter().take_while(|one| {
            let is_missing = needed <= time;
            needed += if is_missing { one.minutes } else { 0 };
            is_missing
        });
        let mut work: Vec<ActivityId> = enough.map(|one| one.id).collect();
        work.sort_unstable();
        let people = team.people.iter().map(|&person| ResourceId(person as u32)).collect();
        Overload { people, work, needed: Work(needed), time: Work(time) }
    }
}

/// How an activity can be done.
enum Ways<I> {
    /// By one of those who may, each in a calendar of theirs for so long.
    Whole(I),
    /// Somebody may leave, so that the rest goes to others: so long on the clock at least.
    InParts(Work),
}

/// The ways in which an activity, or a part of it, may be done.
fn modes_of(problem: &Problem, id: ActivityId) -> &[Mode] {
    let activity = problem.activity(id);
    match activity.progress {
        Progress::Started { .. } if !is_in_parts(problem, id) => &activity.modes[..1],
        _ => &activity.modes,
    }
}

/// Whether somebody may have to leave it to others.
fn is_in_parts(problem: &Problem, id: ActivityId) -> bool {
    let activity = problem.activity(id);
    let at_first = match activity.progress {
        Progress::Started { .. } => &activity.modes[..1],
        _ => &activity.modes,
    };
    at_first.iter().any(|mode| {
        let calendar = problem.calendar(mode.calendar);
        calendar.end().is_some() || calendar.next_working(problem.today()).is_none()
    })
}

/// The open activities that need somebody, each with who may do it or any part of it, in order. What can
/// be done in the same ways has the same list.
fn open_with_people(problem: &Problem) -> Vec<(ActivityId, Rc<[usize]>)> {
    let is_open =
        |id: &ActivityId| !matches!(problem.activity(*id).progress, Progress::Finished { .. });
    let mut known: BTreeMap<(usize, usize), Option<Rc<[usize]>>> = BTreeMap::new();
    let mut people = |id: ActivityId| {
        let ways = (problem.activity(id).modes.address(), modes_of(problem, id).len());
        let people = || people_of(problem, id).map(Rc::from);
        known.entry(ways).or_insert_with(people).clone()
    };
    problem.ids().filter(is_open).filter_map(|id| Some((id, people(id)?))).collect()
}

/// The sets of people who have work in common, directly or through others, in `sets` of those who may do
/// the same; only as far as there are several such sets, and each is more than one of `sets`.
fn who_share_work(sets: &[&[usize]]) -> Vec<Vec<usize>> {
    let mut teams: Vec<BTreeSet<usize>> = Vec::new();
    for set in sets {
        let mut joined: BTreeSet<usize> = set.iter().copied().collect();
        teams.retain_mut(|team| {
            let is_apart = team.is_disjoint(&joined);
            if !is_apart {
                joined.append(team);
            }
            is_apart
        });
        teams.push(joined);
    }
    let teams = teams.into_iter().map(Vec::from_iter);
    let teams: Vec<Vec<usize>> = teams.filter(|team| !sets.contains(&&team[..])).collect();
    if teams.len() > 1 { teams } else { Vec::new() }
}

/// Who may do it or any part of it, in order; `None` if it can be done without anybody.
fn people_of(problem: &Problem, id: ActivityId) -> Option<Vec<usize>> {
    let modes = modes_of(problem, id);
    let needs_nobody = modes.iter().any(|mode| mode.demands.is_empty());
    let people: BTreeSet<usize> = modes
        .iter()
        .flat_map(|mode| mode.demands.iter().map(|demand| demand.resource.index()))
        .collect();
    (!needs_nobody).then(|| people.into_iter().collect())
}

/// The working time of each resource, in all modes together.
fn hours(problem: &Problem) -> Vec<Cow<'_, Calendar>> {
    let mut calendars = vec![BTreeSet::new(); problem.resources().len()];
    let mut known = BTreeSet::new();
    let all = problem.activities().iter().map(|activity| &activity.modes);
    for mode in all.filter(|modes| known.insert(modes.address())).flatten() {
        for demand in &mode.demands {
            calendars[demand.resource.index()].insert(mode.calendar);
        }
    }
    let covering = |of_one: BTreeSet<crate::CalendarId>| {
        let all: Vec<&Calendar> = of_one.into_iter().map(|id| problem.calendar(id)).collect();
        match all[..] {
            [one] => Cow::Borrowed(one),
            _ => Cow::Owned(Calendar::covering(&all)),
        }
    };
    calendars.into_iter().map(covering).collect()
}

/// The last moment for the predecessor's end of `link` after which its successor could not keep to
/// `to`; `None` if any will do.
fn latest_end(problem: &Problem, link: &Link, to: Tail) -> Option<Moment> {
    let end = match link.kind {
        LinkKind::FinishStart | LinkKind::StartStart => to.start?,
        LinkKind::FinishFinish | LinkKind::StartFinish => to.finish?,
    };
    match link.lag {
        Lag::Elapsed(span) => Some(end - span),
        Lag::Working(_, Work(0)) => Some(end),
        Lag::Working(calendar, work) if work.0 > 0 => problem.calendar(calendar).start(end, work),
        // A lead leads back over what is not worked, at either end.
        Lag::Working(calendar, lead) => {
            let calendar = problem.calendar(calendar);
            let end = calendar.next_working(end)?;
            calendar.next_working(calendar.finish(end, Work(-lead.0))?)
        }
    }
}
