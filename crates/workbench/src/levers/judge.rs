//! Where a plan stands with a set of levers: what a forecast says of it once they are written.
//!
//! In: a plan with its dates, a goal, levers. Out: stands, and whether the goal is reached. It must not
//! know how levers are searched for.
//!
//! # Practice
//! The changed plan is read and played as `fore forecast` would: in the order of work that is best for it,
//! in as many runs as it takes. Catching up on work that changes hands is counted, which the text does not
//! remember; so where it costs anything, a goal is reached only if the text alone reaches it too. Of large
//! plans the stands are played in fewer runs and in the order of the plan as it is, and the answer is
//! confirmed by a forecast.

use std::sync::Mutex;

use calendar::{Moment, end_of_day};
use forecast::{Forecast, t_half_width};
use plan::{Lever, LeverKind};

use super::aim::{Goal, intents};
use super::cut::Stand;
use super::price::Pricer;
use crate::apply::{Applied, rewrite};
use crate::dates::{finish_in_chosen_order, runs_at_most};
use crate::{Dates, PlayOptions, Snapshot, handed_over, runs_for_price};

/// Tells where a plan stands with levers.
pub(super) struct Judge<'a> {
    snapshot: &'a Snapshot,
    options: PlayOptions,
    goal: Goal,
    end: Moment,
    now: Judged,
    /// Of a large plan: fewer runs of it.
    few: Option<Pricer<'a>>,
    /// What has been played: the same few sets come up again and again.
    known: Mutex<Vec<(Vec<LeverKind>, Judged)>>,
    /// Which sets reach the goal as the text has them.
    confirmed: Mutex<Vec<(Vec<LeverKind>, bool)>>,
}

/// A stand, and by scramble what it is made of: to tell a difference from chance.
#[derive(Clone, Debug)]
struct Judged {
    stand: Stand,
    chances: Vec<f64>,
    p80s: Vec<Option<Moment>>,
}

/// Activities times runs up to which each stand is a whole forecast: measured, a twentieth of a second
/// with the choice of an order, and there are some twenty on a screen.
const WHOLE_MAX: u64 = 600_000;

impl<'a> Judge<'a> {
    /// Of the plan whose dates are `dates`; `None` if it cannot be played.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        dates: &'a Dates,
        goal: Goal,
        options: PlayOptions,
    ) -> Option<Self> {
        let n = snapshot.lowered.as_ref()?.problem.activities().len() as u64;
        let end = end_of_day(goal.by, &snapshot.plan.zone);
        let is_large = n * u64::from(runs_at_most(snapshot, options)?) > WHOLE_MAX;
        let few = if is_large {
            let runs = options.runs.or_else(|| runs_for_price(snapshot));
            Some(Pricer::new(snapshot, dates, PlayOptions { runs, ..options })?)
        } else {
            None
        };
        let now = few.as_ref().map_or(&dates.forecast, Pricer::base);
        Some(Self {
            snapshot,
            options,
            goal,
            end,
            now: Judged::of(now, end, goal.percent),
            few,
            known: Mutex::default(),
            confirmed: Mutex::default(),
        })
    }

    /// The plan as it is.
    pub(super) fn now(&self) -> Stand {
        self.now.stand
    }

    /// The chance that is wanted.
    pub(super) fn wanted(&self) -> f64 {
        f64::from(self.goal.percent) / 100.0
    }

    /// Where the plan stands with `levers`.
    pub(super) fn stand(&self, levers: &[&Lever]) -> Stand {
        self.judged(levers).stand
    }

    /// Whether `levers` make the day as likely as is wanted.
    pub(super) fn is_enough(&self, levers: &[&Lever]) -> bool {
        self.stand(levers).chance >= self.wanted()
    }

    /// Whether `levers` that are enough are so for whoever reads no more than the text with them.
    pub(super) fn is_confirmed(&self, levers: &[&Lever]) -> bool {
        known(&self.confirmed, levers, || {
            let Ok(applied) = rewrite(self.snapshot, &intents(levers)) else { return false };
            let is_whole = self.few.is_none();
            if is_whole && handed_over(self.snapshot, &applied.after).is_empty() {
                return true;
            }
            self.is_enough_as_written(&applied)
        })
    }

    /// Whether somebody who sees `before` and `after` sees a gain: the chance in percent or the 80 % day
    /// is better, and by more than other draws might take away.
    pub(super) fn is_gain(&self, before: &[&Lever], after: &[&Lever]) -> bool {
        let (before, after) = (self.judged(before), self.judged(after));
        let percent = |stand: &Stand| (stand.chance * 100.0).round();
        let day = |stand: &Stand| stand.p80.map(|p80| self.snapshot.finish_date(p80));
        let is_likelier = percent(&after.stand) > percent(&before.stand) && {
            let pairs = before.chances.iter().zip(&after.chances);
            let gains: Vec<f64> = pairs.map(|(before, after)| after - before).collect();
            after.stand.chance - before.stand.chance > t_half_width(&gains)
        };
        is_likelier
            || match (day(&before.stand), day(&after.stand)) {
                (Some(old), Some(new)) if new < old => {
                    let pairs = before.p80s.iter().zip(&after.p80s);
                    let gains: Option<Vec<f64>> =
                        pairs.map(|(old, new)| Some(((*old)? - (*new)?).0 as f64)).collect();
                    let gain = before.stand.p80.zip(after.stand.p80).map(|(old, new)| old - new);
                    let is_sure = |gains: Vec<f64>| {
                        gain.is_some_and(|gain| gain.0 as f64 > t_half_width(&gains))
                    };
                    gains.is_none_or(is_sure)
                }
                (None, Some(_)) => true,
                _ => false,
            }
    }

    fn judged(&self, levers: &[&Lever]) -> Judged {
        if levers.is_empty() {
            return self.now.clone();
        }
        known(&self.known, levers, || self.play(levers))
    }

    fn play(&self, levers: &[&Lever]) -> Judged {
        let intents = intents(levers);
        let played = match &self.few {
            Some(few) => few.with(&intents),
            None => rewrite(self.snapshot, &intents)
                .ok()
                .and_then(|applied| finish_in_chosen_order(&applied.after, self.options)),
        };
        let judged = |played: Forecast| Judged::of(&played, self.end, self.goal.percent);
        played.map_or_else(Judged::never, judged)
    }

    fn is_enough_as_written(&self, applied: &Applied) -> bool {
        let played = finish_in_chosen_order(&applied.written(), self.options);
        played.is_some_and(|played| played.finish.chance_by(self.end) >= self.wanted())
    }
}

impl Judged {
    fn of(played: &Forecast, end: Moment, percent: u32) -> Self {
        Judged {
            stand: Stand::of(played, end, percent),
            chances: played.scrambles.iter().map(|one| one.chance_by(end)).collect(),
            p80s: played.scrambles.iter().map(|one| one.percentile(80)).collect(),
        }
    }

    fn never() -> Self {
        let (chances, p80s) = (vec![0.0; forecast::SCRAMBLES], vec![None; forecast::SCRAMBLES]);
        Judged { stand: Stand::NEVER, chances, p80s }
    }
}

/// What `known` has of a set of levers, in whatever order they come; found out if it has nothing.
fn known<T: Clone>(
    known: &Mutex<Vec<(Vec<LeverKind>, T)>>,
    levers: &[&Lever],
    find_out: impl FnOnce() -> T,
) -> T {
    let kinds = single_kinds(levers);
    let is_same = |other: &[LeverKind]| {
        other.len() == kinds.len() && kinds.iter().all(|kind| other.contains(kind))
    };
    let lock = || known.lock().expect("BUG: nobody panics while it is locked");
    let found = lock().iter().find(|(kinds, _)| is_same(kinds)).map(|(_, value)| value.clone());
    found.unwrap_or_else(|| {
        let value = find_out();
        lock().push((kinds, value.clone()));
        value
    })
}

/// What the levers are, hand-overs task by task.
fn single_kinds(levers: &[&Lever]) -> Vec<LeverKind> {
    let single = |lever: &&Lever| match &lever.kind {
        LeverKind::HandOver { tasks, to } => {
            let one = |task| LeverKind::HandOver { tasks: vec![task], to: *to };
            tasks.iter().copied().map(one).collect()
        }
        other => vec![other.clone()],
    };
    levers.iter().flat_map(single).collect()
}
