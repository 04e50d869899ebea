//! A problem without its people: steps in an order in which each comes after what it waits for.
//!
//! In go a problem and the calendar of its plan; out comes a [`Network`], in which time is counted
//! in working minutes of that calendar after the status date. What does not vary (dates, what is
//! over) has been folded into numbers. It must not know how much work anything is.
//!
//! # Theory
//! Let w(t) be the working minutes between the status date and t. Work that needs people takes its
//! effort, in the plan's hours: so a finish is a start plus an effort, and starts are maxima of
//! finishes and lags. What is not counted in those minutes (lags on the clock, waits on the clock,
//! outside teams with hours of their own) is looked up, from the earliest moment with that count: a
//! count forgets what happens while nobody works, and so is never later than the moment it stands
//! for.

use calendar::{Calendar, Moment, Span, Work};
use schedule::{
    Activity, ActivityId, CalendarId, Effort, Lag, Link, LinkKind, Mode, Problem, Progress,
};

/// Counts after every count of a run: never.
pub(super) const NEVER: f32 = f32::INFINITY;

/// What is played.
#[derive(Debug)]
pub(super) struct Network<'p> {
    problem: &'p Problem,
    calendar: &'p Calendar,
    plan_calendar: CalendarId,
    pub steps: Vec<Step>,
    ties: Vec<Tie>,
    /// How many rows the steps share.
    pub n_rows: usize,
    /// The last finish among what is over and belongs to the finish of the plan.
    over: Option<Moment>,
}

/// An activity that is not over.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub activity: ActivityId,
    /// Neither starts nor finishes before these counts.
    pub start_min: f32,
    pub finish_min: f32,
    first_tie: u32,
    n_plain: u32,
    n_ties: u32,
    /// Where its start and its finish are kept for later steps, if one asks.
    pub start_row: Option<u32>,
    pub finish_row: Option<u32>,
    /// Nobody of the team is busy with it, and its hours are not the plan's.
    pub has_own_hours: bool,
    /// The plan is not finished before it.
    pub ends_plan: bool,
}

/// What a step waits for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    /// In which row it is.
    pub row: u32,
    pub kind: LinkKind,
    pub lag: TieLag,
}

/// How long after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TieLag {
    /// In the plan's working minutes.
    Minutes(f32),
    /// As the link at this position says.
    Looked(u32),
}

impl<'p> Network<'p> {
    /// `problem`, with `plan_calendar` as everybody's.
    ///
    /// **Cost.** `O(activities + links)`.
    pub fn new(problem: &'p Problem, plan_calendar: CalendarId) -> Self {
        let is_over = |id: &ActivityId| finished(problem.activity(*id)).is_some();
        let over = problem.finish().iter().filter_map(|id| finished(problem.activity(*id)));
        let mut network = Network {
            problem,
            calendar: problem.calendar(plan_calendar),
            plan_calendar,
            steps: Vec::new(),
            ties: Vec::new(),
            n_rows: 0,
            over: over.max(),
        };
        let mut ends_plan = vec![false; problem.activities().len()];
        for id in problem.finish() {
            ends_plan[id.index()] = true;
        }
        for &id in problem.topological_order().iter().filter(|id| !is_over(id)) {
            network.push(id, ends_plan[id.index()]);
        }
        network.drop_dominated(&ends_plan);
        network.assign_rows();
        network
    }

    /// What `step` starts right after: rows of finishes.
    pub fn plain_ties(&self, step: &Step) -> &[Tie] {
        &self.ties[step.first_tie as usize..][..step.n_plain as usize]
    }

    /// What else `step` waits for.
    pub fn other_ties(&self, step: &Step) -> &[Tie] {
        &self.ties[step.first_tie as usize..][step.n_plain as usize..step.n_ties as usize]
    }

    /// The count at which the plan is finished at the earliest.
    pub fn is_over(&self) -> bool {
        self.steps.iter().all(|step| !step.ends_plan)
    }

    /// When a run finishes whose last step does at `count`; `None` for never.
    pub fn finish(&self, count: f32) -> Option<Moment> {
        if self.is_over() {
            return self.over;
        }
        (count < NEVER).then(|| self.moment(count).max(self.over.unwrap_or(Moment(i64::MIN))))
    }

    /// What the looked-up lag of `link` makes of a count of the other end.
    #[cold]
    pub fn look(&self, link: u32, count: f32) -> f32 {
        if count == NEVER {
            return NEVER;
        }
        let link = &self.problem.links()[link as usize];
        let end = self.moment(count);
        // Work starts at the beginning of a working minute, a milestone at any moment.
        let is_work = self.problem.activity(link.from).effort != Effort::Exact(Work(0));
        let end = match end_of(link.kind) {
            START if is_work => self.calendar.next_working(end),
            _ => Some(end),
        };
        end.map_or(NEVER, |end| self.after(link, end))
    }

    /// The finish of `step`, which has its own hours, in the way that finishes first.
    #[cold]
    pub fn finish_in_own_hours(&self, step: &Step, start: f32, minutes: f32) -> f32 {
        if start == NEVER {
            return NEVER;
        }
        let start = self.moment(start);
        let finish_in = |mode: &Mode| {
            let hours = self.problem.calendar(mode.calendar);
            hours.finish(start, mode.duration(Work(minutes as i64)))
        };
        let modes = &self.problem.activity(step.activity).modes;
        modes.iter().filter_map(finish_in).min().map_or(NEVER, |finish| self.count(finish))
    }

    fn push(&mut self, id: ActivityId, ends_plan: bool) {
        let problem = self.problem;
        let activity = problem.activity(id);
        let release = activity.release.filter(|_| activity.progress == Progress::Planned);
        let mut step = Step {
            activity: id,
            start_min: release.map_or(0.0, |release| self.count(release).max(0.0)),
            finish_min: 0.0,
            first_tie: self.ties.len() as u32,
            n_plain: 0,
            n_ties: 0,
            start_row: None,
            finish_row: None,
            has_own_hours: self.has_own_hours(activity),
            ends_plan,
        };
        for (at, link) in problem.incoming(id).filter(|(_, link)| problem.holds(link)) {
            match self.known_end(link) {
                Some(end) => {
                    let count = self.after(link, end);
                    if asks_for_finish(link.kind) {
                        step.finish_min = step.finish_min.max(count);
                    } else {
                        step.start_min = step.start_min.max(count);
                    }
                }
                None => self.ties.push(self.tie(at, link)),
            }
        }
        let ties = &mut self.ties[step.first_tie as usize..];
        ties.sort_by_key(|tie| !tie.is_plain());
        step.n_ties = ties.len() as u32;
        step.n_plain = ties.iter().filter(|tie| tie.is_plain()).count() as u32;
        self.steps.push(step);
    }

    /// Whether `activity` is done in other hours than the plan's: nobody of the team is busy with
    /// it, and the clock or an outside team says how long it takes.
    fn has_own_hours(&self, activity: &Activity) -> bool {
        let is_plain = |mode: &Mode| {
            let minute = Work(1 << 20);
            mode.calendar == self.plan_calendar && mode.duration(minute) == minute
        };
        let moment = activity.effort == Effort::Exact(Work(0));
        let idle = |mode: &Mode| mode.demands.is_empty();
        !moment && activity.modes.iter().all(idle) && !activity.modes.iter().any(is_plain)
    }

    /// The end that `link` begins at, where it is the same in every run.
    fn known_end(&self, link: &Link) -> Option<Moment> {
        match self.problem.activity(link.from).progress {
            Progress::Finished { start, finish } => {
                Some(if end_of(link.kind) == START { start } else { finish })
            }
            Progress::Started { start } if self.problem.has_begun(link) => Some(start),
            _ => None,
        }
    }

    /// Its row is that of no step yet: the activity it comes from.
    fn tie(&self, at: u32, link: &Link) -> Tie {
        let lag = match link.lag {
            Lag::Elapsed(Span(0)) => TieLag::Minutes(0.0),
            Lag::Working(calendar, work) if calendar == self.plan_calendar => {
                TieLag::Minutes(work.0 as f32)
            }
            _ => TieLag::Looked(at),
        };
        Tie { row: link.from.0, kind: link.kind, lag }
    }

    /// The count of what `link` asks for when the end it begins at is at `end`.
    fn after(&self, link: &Link, end: Moment) -> f32 {
        let (at, is_lead) = match link.lag {
            Lag::Elapsed(span) => (Some(end + span), false),
            Lag::Working(calendar, work) => {
                (self.problem.calendar(calendar).offset(end, work), work.0 < 0)
            }
        };
        match at {
            Some(at) => self.count(at),
            None if is_lead => 0.0,
            None => NEVER,
        }
    }

    /// Working minutes of the plan from the status date on.
    fn count(&self, at: Moment) -> f32 {
        self.calendar.work_between(self.problem.today(), at).0 as f32
    }

    /// The earliest moment with this count; not before the status date.
    fn moment(&self, count: f32) -> Moment {
        let today = self.problem.today();
        self.calendar.finish(today, Work(count as i64)).unwrap_or(today)
    }

    /// Leaves only those steps as ends of the plan that no other end comes after.
    fn drop_dominated(&mut self, ends_plan: &[bool]) {
        let mut is_followed = vec![false; ends_plan.len()];
        for step in self.steps.iter().filter(|step| ends_plan[step.activity.index()]) {
            for tie in self.plain_ties(step) {
                is_followed[tie.row as usize] = true;
            }
        }
        for step in &mut self.steps {
            step.ends_plan &= !is_followed[step.activity.index()];
        }
    }

    /// Gives each start and finish that is asked for a row, until the last step that asks.
    fn assign_rows(&mut self) {
        let n = self.problem.activities().len();
        let mut last_use: [Vec<Option<usize>>; 2] = [vec![None; n], vec![None; n]];
        for (at, step) in self.steps.iter().enumerate() {
            for tie in &self.ties[step.first_tie as usize..][..step.n_ties as usize] {
                last_use[tie.end()][tie.row as usize] = Some(at);
            }
        }
        let mut ending: Vec<Vec<u32>> = vec![Vec::new(); self.steps.len()];
        let mut free = Vec::new();
        let mut rows = [vec![0; n], vec![0; n]];
        for (at, step) in self.steps.iter_mut().enumerate() {
            for tie in &mut self.ties[step.first_tie as usize..][..step.n_ties as usize] {
                tie.row = rows[tie.end()][tie.row as usize];
            }
            free.append(&mut ending[at]);
            let mut row = |end: usize| {
                let until = last_use[end][step.activity.index()]?;
                let row = free.pop().unwrap_or_else(|| {
                    self.n_rows += 1;
                    self.n_rows as u32 - 1
                });
                ending[until].push(row);
                rows[end][step.activity.index()] = row;
                Some(row)
            };
            step.start_row = row(START);
            step.finish_row = row(FINISH);
        }
    }
}

const START: usize = 0;
const FINISH: usize = 1;

impl Step {
    /// Whether nothing but plain ties holds it, and its effort says how long it takes.
    pub fn is_simple(&self) -> bool {
        self.n_ties == self.n_plain && self.finish_min == 0.0 && !self.has_own_hours
    }
}

impl Tie {
    fn is_plain(&self) -> bool {
        self.kind == LinkKind::FinishStart && self.lag == TieLag::Minutes(0.0)
    }

    fn end(&self) -> usize {
        end_of(self.kind)
    }
}

/// Which end of the other activity links of this kind begin at.
fn end_of(kind: LinkKind) -> usize {
    match kind {
        LinkKind::StartStart | LinkKind::StartFinish => START,
        LinkKind::FinishStart | LinkKind::FinishFinish => FINISH,
    }
}

/// Whether links of this kind say when their successor may finish.
pub(super) fn asks_for_finish(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::FinishFinish | LinkKind::StartFinish)
}

fn finished(activity: &Activity) -> Option<Moment> {
    match activity.progress {
        Progress::Finished { finish, .. } => Some(finish),
        _ => None,
    }
}
