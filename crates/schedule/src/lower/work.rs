//! Items to activities: effort, ways to staff it, progress, rank. Links come later.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Moment, Work, end_of_day, start_of_day};
use jiff::civil::Date;
use plan::table::Key;
use plan::{
    Decision, Duration, Item, ItemRef, PersonId, Plan, Settings, Task, TaskId, Unit, Unknown, codes,
};
use text::Diagnostic;

use super::LowerOptions;
use super::people::{Crew, People, Team, idle_mode, index};
use super::record::effort_between;
use crate::problem::{
    Activity, ActivityId, CalendarId, Effort, HandOver, Mode, Modes, Progress, Range, Rank,
};

/// An open decision or obstacle without a date, or past it, is expected to be settled at the end
/// of this many working days, today counting as the first.
const SETTLED_WITHIN_DAYS: u32 = 5;

/// What finding out takes when nobody said.
const DEFAULT_TIMEBOX: Duration = Duration { amount: 1.0, unit: Unit::Day };

/// The activities, with the items they stand for.
pub(super) struct Works {
    pub(super) activities: Vec<Activity>,
    pub(super) items: Vec<Option<ItemRef>>,
    /// Which activities only tie links together.
    pub(super) is_joint: Vec<bool>,
    pub(super) positions: Positions,
}

/// Where the activities of each kind of item begin: they stand kind by kind, joints last.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    unknowns: u32,
    milestones: u32,
    decisions: u32,
    obstacles: u32,
    features: u32,
    end: u32,
}

impl Positions {
    fn new(plan: &Plan) -> Self {
        let unknowns = index(plan.tasks.len());
        let milestones = unknowns + index(plan.unknowns.len());
        let decisions = milestones + index(plan.milestones.len());
        let obstacles = decisions + index(plan.decisions.len());
        let features = obstacles + index(plan.obstacles.len());
        let end = features + index(plan.features.len());
        Self { unknowns, milestones, decisions, obstacles, features, end }
    }

    /// The activity that stands for `item`; `None` for kinds that are never scheduled.
    pub(super) fn of(&self, item: ItemRef) -> Option<ActivityId> {
        let position = match item {
            ItemRef::Task(id) => id.0,
            ItemRef::Unknown(id) => self.unknowns + id.0,
            ItemRef::Milestone(id) => self.milestones + id.0,
            ItemRef::Decision(id) => self.decisions + id.0,
            ItemRef::Obstacle(id) => self.obstacles + id.0,
            ItemRef::Feature(id) => self.features + id.0,
            _ => return None,
        };
        Some(ActivityId(position))
    }
}

impl Works {
    /// The activity that stands for `item`.
    pub(super) fn of(&self, item: ItemRef) -> ActivityId {
        self.positions.of(item).expect("BUG: a link to an item that is never scheduled")
    }

    /// How far what stands for `item` is.
    pub(super) fn progress(&self, item: ItemRef) -> Progress {
        self.activities[self.of(item).index()].progress
    }

    /// Adds a joint that stands for no item.
    pub(super) fn push_joint(&mut self, people: &People<'_>) -> ActivityId {
        let id = ActivityId(index(self.activities.len()));
        self.activities.push(joint(people, 0));
        self.items.push(None);
        self.is_joint.push(true);
        id
    }

    fn push(&mut self, item: ItemRef, activity: Activity, is_joint: bool) {
        debug_assert_eq!(self.of(item).index(), self.activities.len(), "BUG: {item:?}");
        self.activities.push(activity);
        self.items.push(Some(item));
        self.is_joint.push(is_joint);
    }
}

/// The leaves under a task, itself if it is one, that are not cut; in the order of the text.
pub(super) fn leaves_of(plan: &Plan, root: TaskId) -> Vec<TaskId> {
    let mut leaves = Vec::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let task = plan.task(id);
        open.extend(task.children.iter().rev());
        if task.is_leaf() && !task.cut {
            leaves.push(id);
        }
    }
    leaves
}

/// An activity without work that only ties links together.
fn joint(people: &People<'_>, key: u64) -> Activity {
    Activity {
        key,
        effort: Effort::Exact(Work(0)),
        modes: people.nobody.clone(),
        release: None,
        progress: Progress::Planned,
        rank: Rank::default(),
    }
}

/// Turns every item that takes time, or is a moment, into an activity, in the order of the text.
pub(super) fn activities<'p>(
    plan: &'p Plan,
    options: &LowerOptions,
    people: &mut People<'p>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Works {
    let today = options.today;
    let status = start_of_day(today, &plan.zone);
    let positions = Positions::new(plan);
    let count = positions.end as usize;
    let mut works = Works {
        activities: Vec::with_capacity(count),
        items: Vec::with_capacity(count),
        is_joint: Vec::with_capacity(count),
        positions,
    };
    let mut maker = Maker {
        plan,
        today,
        status,
        people,
        diagnostics,
        occupied: BTreeSet::new(),
        staffed: BTreeMap::new(),
        kept: BTreeSet::new(),
    };
    for (id, task) in (0..).map(TaskId).zip(&plan.tasks) {
        let works_on_it = task.is_leaf() && !task.cut;
        let activity = if works_on_it {
            maker.task(task, options.catching_up.get(&id))
        } else {
            joint(maker.people, task.item.key)
        };
        works.push(ItemRef::Task(id), activity, !works_on_it);
    }
    for (id, unknown) in (0..).map(plan::UnknownId).zip(&plan.unknowns) {
        works.push(ItemRef::Unknown(id), maker.unknown(unknown), false);
    }
    for (id, milestone) in (0..).map(plan::MilestoneId).zip(&plan.milestones) {
        let reached = plan.is_reached(id).then(|| maker.past_end(plan.reached_on(id)));
        works.push(ItemRef::Milestone(id), maker.moment(&milestone.item, reached, None), false);
    }
    for (id, decision) in (0..).map(plan::DecisionId).zip(&plan.decisions) {
        works.push(ItemRef::Decision(id), maker.decision(decision), false);
    }
    for (id, obstacle) in (0..).map(plan::ObstacleId).zip(&plan.obstacles) {
        let gone = obstacle.item.ticked.then_some(status);
        let expected = maker.settled_at(obstacle.by);
        let activity = maker.moment(&obstacle.item, gone, Some(expected));
        works.push(ItemRef::Obstacle(id), activity, false);
    }
    for (id, feature) in (0..).map(plan::FeatureId).zip(&plan.features) {
        works.push(ItemRef::Feature(id), joint(maker.people, feature.item.key), true);
    }
    works
}

/// What is needed to turn one item after the other into an activity.
struct Maker<'a, 'p> {
    plan: &'p Plan,
    today: Date,
    status: Moment,
    people: &'a mut People<'p>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// People who already have started work.
    occupied: BTreeSet<PersonId>,
    /// Who does, first of all, and in which ways, what says it in the same words.
    staffed: BTreeMap<Words<'p>, (Option<Team>, Modes)>,
    /// The ways of all that has been turned: those that are equal are kept once.
    kept: BTreeSet<Modes>,
}

/// What a task says of who does it: who, with which skills, and whether it is over.
type Words<'p> = (&'p [Vec<PersonId>], &'p [String], bool);

impl<'p> Maker<'_, 'p> {
    fn task(&mut self, task: &'p Task, newcomers: Option<&BTreeSet<PersonId>>) -> Activity {
        self.refuse_future(task);
        let (team, modes) = self.staff(task, newcomers);
        let outside = team.as_ref().is_some_and(|team| self.is_outside(team));
        let progress = self.progress(task, &modes);
        Activity {
            key: task.item.key,
            effort: self.effort(task, team.as_ref(), outside, progress),
            modes,
            release: self.release(task),
            progress,
            rank: rank(self.plan, task),
        }
    }

    /// The team that is written first, if somebody does the task, and the ways to do it.
    fn staff(
        &mut self,
        task: &'p Task,
        newcomers: Option<&BTreeSet<PersonId>>,
    ) -> (Option<Team>, Modes) {
        let words = (task.who.together.as_slice(), &task.needs[..], task.ticked);
        let may_be_known = !task.wait && !task.is_started() && newcomers.is_none();
        if may_be_known && let Some(known) = self.staffed.get(&words) {
            return known.clone();
        }
        let mut teams = self.teams(task);
        if task.is_started() {
            self.put_doer_first(&mut teams);
        }
        let modes = self.modes(task, &teams, newcomers);
        let staff = (teams.first().cloned(), self.keep(modes));
        if may_be_known && !teams.is_empty() {
            self.staffed.insert(words, staff.clone());
        }
        staff
    }

    fn keep(&mut self, modes: Vec<Mode>) -> Modes {
        if let Some(known) = self.kept.get(modes.as_slice()) {
            return known.clone();
        }
        let modes = Modes::from(modes);
        self.kept.insert(modes.clone());
        modes
    }

    /// Who may do the task; reports it if nobody may.
    fn teams(&mut self, task: &Task) -> Vec<Team> {
        if task.wait || (self.people.crew == Crew::OneUnnamed && task.needs.is_empty()) {
            return Vec::new();
        }
        let mut teams = self.people.teams(task);
        if task.ticked {
            return teams;
        }
        if teams.is_empty() {
            self.diagnostics.push(nobody_can(task));
        } else if !teams.iter().any(|team| self.people.is_there(team)) {
            self.diagnostics.push(everybody_left(self.plan, task, &teams));
        }
        teams.retain(|team| self.people.is_there(team));
        teams
    }

    /// Started work is with whoever is written first; where the text leaves it open, with
    /// somebody who has not started anything else.
    fn put_doer_first(&mut self, teams: &mut [Team]) {
        let free = |team: &Team| !team.iter().any(|id| self.occupied.contains(id));
        if let Some(position) = teams.iter().position(free) {
            teams[..=position].rotate_right(1);
        }
        self.occupied.extend(teams.first().into_iter().flat_map(|team| team.iter()));
    }

    fn modes(
        &mut self,
        task: &Task,
        teams: &[Team],
        newcomers: Option<&BTreeSet<PersonId>>,
    ) -> Vec<Mode> {
        if task.wait {
            return vec![idle_mode(self.wait_calendar(task))];
        }
        if teams.is_empty() {
            return vec![match self.people.crew {
                Crew::OneUnnamed => self.people.unnamed_mode(),
                _ if task.ticked => idle_mode(self.people.plan_calendar),
                _ => self.people.never_mode(),
            }];
        }
        let cost = hand_over(&self.plan.settings);
        let is_new = |id: &PersonId| newcomers.is_some_and(|newcomers| newcomers.contains(id));
        let hand_over = |team: &Team| if team.iter().any(is_new) { cost } else { HandOver::NONE };
        teams.iter().map(|team| self.people.mode(team, hand_over(team))).collect()
    }

    /// A wait in hours and minutes runs on the clock, one in days and weeks in working time.
    fn wait_calendar(&self, task: &Task) -> CalendarId {
        let on_the_clock = match task.left.or(task.estimate) {
            Some(estimate) => estimate.durations().all(|part| !part.unit.is_working_time()),
            None => false,
        };
        if on_the_clock { self.people.clock } else { self.people.plan_calendar }
    }

    fn progress(&self, task: &Task, modes: &[Mode]) -> Progress {
        let begun = |date: Date| {
            let start = start_of_day(date, &self.plan.zone);
            self.people.calendar(modes[0].calendar).next_working(start).unwrap_or(start)
        };
        if task.ticked {
            let finish = self.past_end(task.done);
            let start = task.started.or(task.done).map_or(finish, begun).min(finish);
            return Progress::Finished { start, finish };
        }
        if task.is_started() {
            return Progress::Started {
                start: task.started.map_or(self.status, begun).min(self.status),
            };
        }
        Progress::Planned
    }

    fn effort(
        &self,
        task: &Task,
        team: Option<&Team>,
        outside: bool,
        progress: Progress,
    ) -> Effort {
        let settings = &self.plan.settings;
        let written = task.left.or(task.estimate);
        let spread = written.unwrap_or(settings.estimate).range(settings);
        let spent = match (progress, task.left) {
            (Progress::Started { start }, None) => self.spent(task, team, start),
            _ => 0.0,
        };
        Effort::Range(Range {
            low: spread.low,
            likely: spread.likely,
            high: spread.high,
            widened: written.is_some_and(|estimate| estimate.is_range()),
            paced: !task.wait && !outside,
            spent,
        })
    }

    /// Minutes already spent on started work: as written, else the working time since its start.
    fn spent(&self, task: &Task, team: Option<&Team>, start: Moment) -> f64 {
        if let Some(spent) = task.spent {
            return spent.minutes(&self.plan.settings);
        }
        match team {
            Some(team) => effort_between(self.people, team, |calendar| {
                calendar.work_between(start, self.status)
            }),
            None => {
                let calendar =
                    if task.wait { self.wait_calendar(task) } else { self.people.plan_calendar };
                self.people.calendar(calendar).work_between(start, self.status).0 as f64
            }
        }
    }

    /// Not before its own date, nor before the project begins.
    fn release(&self, task: &Task) -> Option<Moment> {
        let date = task.start.max(self.plan.start);
        date.filter(|date| *date > self.today).map(|date| start_of_day(date, &self.plan.zone))
    }

    fn unknown(&mut self, unknown: &Unknown) -> Activity {
        let teams = self.people.staff(&unknown.who, &[]);
        let modes = match (teams.is_empty(), self.people.crew) {
            (false, _) => teams.iter().map(|team| self.people.mode(team, HandOver::NONE)).collect(),
            (true, Crew::OneUnnamed) => vec![self.people.unnamed_mode()],
            (true, _) => vec![idle_mode(self.people.plan_calendar)],
        };
        let timebox = unknown.timebox.unwrap_or(DEFAULT_TIMEBOX);
        let answered = unknown.item.ticked.then(|| self.past_end(unknown.done));
        Activity {
            key: unknown.item.key,
            effort: Effort::Exact(Work(timebox.whole_minutes(&self.plan.settings))),
            modes: self.keep(modes),
            release: None,
            progress: over(answered),
            rank: Rank::default(),
        }
    }

    fn decision(&self, decision: &Decision) -> Activity {
        let made = decision.is_made().then(|| self.past_end(decision.on));
        self.moment(&decision.item, made, Some(self.settled_at(decision.by)))
    }

    /// A moment that takes no work: over at `past`, or not before `release`.
    fn moment(&self, item: &Item, past: Option<Moment>, release: Option<Moment>) -> Activity {
        Activity { release, progress: over(past), ..joint(self.people, item.key) }
    }

    /// The end of work on a date of the past, on a day off the end of the day; without a date the end
    /// of yesterday. What is over today is over as today begins.
    fn past_end(&self, date: Option<Date>) -> Moment {
        // The moment at which today begins is today's.
        let yesterday = Moment(self.status.0 - 1);
        let Some(date) = date else { return yesterday };
        if date >= self.today {
            return self.status;
        }
        let worked = self.people.end_of_work(date);
        let end = if worked > start_of_day(date, &self.plan.zone) {
            worked
        } else {
            end_of_day(date, &self.plan.zone)
        };
        end.min(yesterday)
    }

    /// The end of the day by which an open decision or obstacle is settled.
    fn settled_at(&self, by: Option<Date>) -> Moment {
        match by {
            Some(date) if date >= self.today => self.people.end_of_work(date).max(self.status),
            _ => self.people.end_of_working_day(SETTLED_WITHIN_DAYS),
        }
    }

    fn is_outside(&self, team: &[PersonId]) -> bool {
        team.iter().all(|id| self.plan.people[id.index()].outside)
    }

    fn refuse_future(&mut self, task: &Task) {
        for (date, key) in [(task.started, Key::Started), (task.done, Key::Done)] {
            if let Some(date) = date.filter(|date| *date > self.today) {
                let text = format!("{key} on {date}, which is after today ({})", self.today);
                self.diagnostics.push(
                    Diagnostic::error(codes::FUTURE_PROGRESS, task.item.place_of(key), text)
                        .help("if the date is wrong, correct it (work that is planned for a day is `start=`); if today is, leave out --today, or look at the commit of that day: what is known now was not known then"),
                );
            }
        }
    }
}

fn over(past: Option<Moment>) -> Progress {
    past.map_or(Progress::Planned, |finish| Progress::Finished { start: finish, finish })
}

/// What it costs that somebody takes over.
pub(super) fn hand_over(settings: &Settings) -> HandOver {
    HandOver {
        extra: Work(settings.hand_over.extra.whole_minutes(settings)),
        percent: settings.hand_over.percent,
    }
}

fn rank(plan: &Plan, task: &Task) -> Rank {
    let features = task.serves.iter().filter_map(|served| match served {
        ItemRef::Feature(id) => Some(&plan.features[id.index()]),
        _ => None,
    });
    let (mut must, mut value) = (false, 0.0_f64);
    for feature in features {
        must |= feature.must;
        value = value.max(feature.value.unwrap_or(0.0));
    }
    Rank { must, value: task.value.unwrap_or(value) }
}

fn nobody_can(task: &Task) -> Diagnostic {
    let what = "nobody is in the team who could do this";
    Diagnostic::warning(codes::NOBODY_CAN, task.item.place, what)
        .why(NEVER_ENDS)
        .help("name who does it, or put somebody into the team who is not `outside`")
}

fn everybody_left(plan: &Plan, task: &Task, teams: &[Team]) -> Diagnostic {
    let named = teams.iter().flat_map(|team| team.iter()).map(|id| &plan.people[id.index()]);
    let gone = named.clone().filter(|person| person.until.is_some());
    let what = match gone.clone().next() {
        Some(person) => format!("`{}` has left, and this is open", person.name()),
        None => "nobody who may do this has working time left, and this is open".to_owned(),
    };
    let diagnostic = Diagnostic::warning(codes::EVERYBODY_LEFT, task.item.place, what)
        .why(NEVER_ENDS)
        .help("name somebody else, or take the task out with `cut`");
    gone.fold(diagnostic, |diagnostic, person| {
        diagnostic.label(person.item.place_of(Key::Until), "worked until then")
    })
}

/// What it means that nobody is there to do a task.
const NEVER_ENDS: &str =
    "it never ends, and neither does what waits for it; everything else has dates";
