//! The checker: says everything that is wrong with a schedule, by counting for itself.
//!
//! In: a problem, the efforts that came to pass, a schedule. Out: [`Violation`]s. It shares no code
//! with whatever makes schedules: durations, lags and capacities are worked out here a second time,
//! from [`Calendar::work_between`] alone.

use calendar::{Calendar, Moment, Work};

use crate::{
    ActivityId, Cause, Entry, Lag, Link, LinkKind, Mode, Problem, Progress, ResourceId, Schedule,
};

/// A way in which a schedule is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// There is not one entry an activity.
    Entries {
        /// How many there are.
        found: usize,
        /// How many activities there are.
        expected: usize,
    },
    /// It is said never to be finished, but somebody could.
    Missing(ActivityId),
    /// A mode does not exist.
    Mode(ActivityId),
    /// Its past dates, or those of finished work, are not what happened.
    Moved(ActivityId),
    /// Its remaining work begins before today, or before it started.
    BeforeToday(ActivityId),
    /// It starts before its release date.
    BeforeRelease(ActivityId),
    /// Its work begins at a moment at which nobody works in its mode.
    NotWorking(ActivityId),
    /// The working time between its dates is not what its effort takes in its mode, or is handed on
    /// at the wrong moment.
    Duration {
        /// Which.
        activity: ActivityId,
        /// What its effort takes in its (last) mode.
        needed: Work,
        /// What its dates leave.
        found: Work,
    },
    /// Its work is handed on by somebody who does not leave then.
    HandedOn(ActivityId),
    /// The link with this index is not kept.
    Link(u32),
    /// More units are in use than there are.
    Overload {
        /// Of what.
        resource: ResourceId,
        /// The first moment.
        at: Moment,
    },
    /// What is said to have held it cannot have.
    Cause(ActivityId),
}

/// Returns everything that is wrong with `schedule` if each activity takes its effort in `efforts`;
/// empty if it is right.
///
/// **Meaning.** Right is feasible: it need not be good. Links hold planned work, and started work if
/// they bind it; finished work is what it was.
///
/// **Cost.** `O(links + modes + n log n)`.
#[must_use]
pub fn check_schedule(problem: &Problem, efforts: &[Work], schedule: &Schedule) -> Vec<Violation> {
    let expected = problem.activities().len();
    assert_eq!(efforts.len(), expected, "BUG: one effort an activity");
    let found = schedule.entries.len();
    if found != expected {
        return vec![Violation::Entries { found, expected }];
    }
    let mut check = Check { problem, schedule, violations: Vec::new(), pieces: Vec::new() };
    for (id, entry) in problem.ids().zip(&schedule.entries) {
        match entry {
            None => check.missing(id),
            Some(entry) => check.entry(id, efforts[id.index()], entry),
        }
    }
    check.links();
    check.capacities();
    check.violations
}

struct Check<'a> {
    problem: &'a Problem,
    schedule: &'a Schedule,
    violations: Vec<Violation>,
    pieces: Vec<Piece>,
}

/// Some units of a resource in use in `[from, to)`.
struct Piece {
    resource: ResourceId,
    units: u32,
    from: Moment,
    to: Moment,
}

impl Check<'_> {
    fn fault_if(&mut self, wrong: bool, violation: Violation) {
        if wrong {
            self.violations.push(violation);
        }
    }

    /// Nobody can finish it if all who may do it leave, or if what it waits for never comes.
    fn missing(&mut self, id: ActivityId) {
        let activity = self.problem.activity(id);
        let stays = |mode: &Mode| !ends(self.problem.calendar(mode.calendar));
        let mut held = self.problem.incoming(id).filter(|(_, link)| self.problem.holds(link));
        let waits_for_ever = held.any(|(_, link)| {
            let lag_ends = match link.lag {
                Lag::Elapsed(_) => false,
                Lag::Working(calendar, _) => ends(self.problem.calendar(calendar)),
            };
            lag_ends || self.end_before(link).is_none()
        });
        let finished = matches!(activity.progress, Progress::Finished { .. });
        let possible = activity.modes.iter().any(stays) && !waits_for_ever;
        self.fault_if(finished || possible, Violation::Missing(id));
    }

    fn entry(&mut self, id: ActivityId, effort: Work, entry: &Entry) {
        let activity = self.problem.activity(id);
        let last_mode = entry.handed_on.map_or(entry.mode, |(_, mode)| mode);
        let modes = [entry.mode, last_mode].map(|mode| activity.modes.get(mode as usize));
        let [Some(mode), Some(last_mode)] = modes else {
            self.violations.push(Violation::Mode(id));
            return;
        };
        match activity.progress {
            Progress::Finished { start, finish } => {
                let moved = (entry.start, entry.finish) != (start, finish);
                self.fault_if(moved || entry.handed_on.is_some(), Violation::Moved(id));
                return;
            }
            Progress::Started { start } => {
                self.fault_if(entry.start != start, Violation::Moved(id));
                self.fault_if(entry.resumed < start, Violation::BeforeToday(id));
                self.fault_if(entry.mode != 0, Violation::Mode(id));
            }
            Progress::Planned => {
                self.fault_if(entry.resumed != entry.start, Violation::Moved(id));
                let released = activity.release.is_none_or(|release| entry.start >= release);
                self.fault_if(!released, Violation::BeforeRelease(id));
            }
        }
        self.fault_if(entry.resumed < self.problem.today(), Violation::BeforeToday(id));
        self.work(id, effort, entry, mode, last_mode);
        self.cause(id, entry);
    }

    /// The pieces of work add up to the effort, and begin when somebody works.
    fn work(&mut self, id: ActivityId, effort: Work, entry: &Entry, mode: &Mode, last: &Mode) {
        let mut effort = effort;
        let mut from = entry.resumed;
        if let Some((at, _)) = entry.handed_on {
            let calendar = self.problem.calendar(mode.calendar);
            let needed = needed(mode, effort);
            let found = calendar.work_between(from, at);
            let leaves = calendar.next_working(at).is_none();
            let wrong = !leaves || found < Work(0) || found >= needed || at > entry.finish;
            self.fault_if(wrong, Violation::HandedOn(id));
            let idle = found > Work(0) && !is_working(calendar, from);
            self.fault_if(idle, Violation::NotWorking(id));
            effort = self.taken_over(share_of(effort, needed - found, needed));
            let until = calendar.end().unwrap_or(at);
            self.use_people(mode, from, until);
            from = at;
        }
        let calendar = self.problem.calendar(last.calendar);
        let needed = needed(last, effort);
        let found = calendar.work_between(from, entry.finish);
        let wrong = found != needed || entry.finish < from;
        self.fault_if(wrong, Violation::Duration { activity: id, needed, found });
        let idle = needed > Work(0) && !is_working(calendar, from);
        self.fault_if(idle, Violation::NotWorking(id));
        if needed > Work(0) {
            self.use_people(last, from, entry.finish);
        }
    }

    /// What `rest` takes somebody else: with the cost of the hand-over, rounded up.
    fn taken_over(&self, rest: Work) -> Work {
        let cost = self.problem.hand_over();
        let percent = i128::from(rest.0) * (100 + i128::from(cost.percent));
        let minutes = round_up(percent, 100) + i128::from(cost.extra.0);
        Work(minutes.min(i128::from(Problem::LONGEST.0)) as i64)
    }

    fn use_people(&mut self, mode: &Mode, from: Moment, to: Moment) {
        let pieces = mode.demands.iter().map(|demand| Piece {
            resource: demand.resource,
            units: demand.units,
            from,
            to,
        });
        self.pieces.extend(pieces);
    }

    fn cause(&mut self, id: ActivityId, entry: &Entry) {
        let possible = match entry.cause {
            Cause::Nothing => true,
            Cause::Release => self.problem.activity(id).release.is_some(),
            Cause::Link(link) => {
                let link = self.problem.links().get(link as usize);
                link.is_some_and(|link| link.to == id && self.problem.holds(link))
            }
            Cause::Busy(other) => {
                // What was left unfinished, or handed on, kept somebody busy without ending before.
                let other = self.schedule.entries.get(other.index());
                other.is_some_and(|other| {
                    other.is_none_or(|o| o.finish <= entry.resumed || o.handed_on.is_some())
                })
            }
        };
        self.fault_if(!possible, Violation::Cause(id));
    }

    fn links(&mut self) {
        for (index, link) in self.problem.links().iter().enumerate() {
            let Some(to) = self.schedule.entry(link.to) else { continue };
            let before = self.end_before(link);
            let kept = !self.problem.holds(link)
                || before.is_some_and(|before| self.is_kept(link, before, to));
            self.fault_if(!kept, Violation::Link(index as u32));
        }
    }

    /// The end of its predecessor that `link` begins at. What has begun has a start, even if it never
    /// ends.
    fn end_before(&self, link: &Link) -> Option<Moment> {
        let begins_at_start = matches!(link.kind, LinkKind::StartStart | LinkKind::StartFinish);
        match self.problem.activity(link.from).progress {
            Progress::Started { start } if begins_at_start => Some(start),
            _ if begins_at_start => self.schedule.start(link.from),
            _ => self.schedule.finish(link.from),
        }
    }

    fn is_kept(&self, link: &Link, before: Moment, to: &Entry) -> bool {
        let after = match link.kind {
            LinkKind::FinishStart | LinkKind::StartStart => to.resumed,
            LinkKind::FinishFinish | LinkKind::StartFinish => to.finish,
        };
        match link.lag {
            Lag::Elapsed(span) => after.0 - before.0 >= span.0,
            Lag::Working(_, Work(0)) => after >= before,
            Lag::Working(calendar, lag) => {
                let worked = self.problem.calendar(calendar).work_between(before, after);
                worked >= lag && (lag < Work(0) || after >= before)
            }
        }
    }

    /// Sweeps over the moments at which units are taken and given back, resource by resource.
    fn capacities(&mut self) {
        let mut changes: Vec<(ResourceId, Moment, i64)> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.from < piece.to) {
            changes.push((piece.resource, piece.from, i64::from(piece.units)));
            changes.push((piece.resource, piece.to, -i64::from(piece.units)));
        }
        changes.sort_unstable();
        for of_one in changes.chunk_by(|a, b| a.0 == b.0) {
            let resource = of_one[0].0;
            let capacity = i64::from(self.problem.resources()[resource.index()].capacity);
            let mut in_use = 0;
            let over = of_one.iter().find(|change| {
                in_use += change.2;
                in_use > capacity
            });
            if let Some(&(_, at, _)) = over {
                self.violations.push(Violation::Overload { resource, at });
            }
        }
    }
}

/// What `effort` takes in `mode`: with the cost of the hand-over, over the share, rounded up.
fn needed(mode: &Mode, effort: Work) -> Work {
    let limit = Problem::LONGEST.0;
    let effort = i128::from(effort.0.clamp(0, limit));
    let with_cost = effort * (100 + i128::from(mode.hand_over.percent))
        + i128::from(mode.hand_over.extra.0) * 100;
    let minutes = round_up(with_cost, i128::from(mode.share_percent));
    Work(minutes.min(i128::from(limit)) as i64)
}

/// `effort × part / whole`, rounded up.
fn share_of(effort: Work, part: Work, whole: Work) -> Work {
    Work(round_up(i128::from(effort.0) * i128::from(part.0), i128::from(whole.0.max(1))) as i64)
}

/// A quotient of positive numbers, rounded up.
fn round_up(dividend: i128, divisor: i128) -> i128 {
    (dividend + divisor - 1) / divisor
}

fn is_working(calendar: &Calendar, at: Moment) -> bool {
    calendar.work_between(at, Moment(at.0 + 1)) == Work(1)
}

/// Whether somebody leaves for ever, or never comes.
fn ends(calendar: &Calendar) -> bool {
    calendar.end().is_some() || calendar.next_working(Moment(0)).is_none()
}
