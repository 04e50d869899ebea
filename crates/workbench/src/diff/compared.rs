//! Two versions side by side: played in the same futures, with the edits between them, what each
//! edit costs, and what would pay for them.
//!
//! In: two snapshots with their dates. Out: a [`Compared`], from which every surface makes the same
//! diff. It must not know where the versions come from.

use calendar::Moment;
use forecast::Distribution;
use view::Facts;
use view::difference::{Pair, Shift, difference};
use view::edits::edit;
use view::screens::Lever;

use super::kept::if_kept;
use super::{Attribution, attribute, edits};
use crate::levers::{Cut, LeverCost, LeverKind, PricedLever, Step, best};
use crate::{Dates, PlayOptions, Snapshot, as_often, facts, ladder};

/// So many single levers are priced for one comparison.
const LEVERS_MAX: usize = 3;

/// How what would make the newer plan faster is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Single levers: soon enough for a command.
    Single,
    /// What the ladder of the newer plan to its due date begins with, as its pages advise it; single
    /// levers where there is no ladder. Takes about as long as the rest of a comparison.
    Ladder,
}

/// Two versions of a plan, and what lies between them.
#[derive(Debug)]
pub struct Compared {
    /// The older version; `None` if there was no plan, or nothing in it to schedule.
    pub before: Option<(Snapshot, Dates)>,
    /// The newer version.
    pub after: (Snapshot, Dates),
    /// The edits in words, each with its share of the move of P80 where that is known.
    pub edits: Vec<view::edits::Edit>,
    /// Working minutes by which P80 moves; `None` where it is not known of both versions.
    pub p80_minutes: Option<i64>,
    /// How P80 would move if everybody kept their tasks; only where more work seems to be sooner.
    pub if_kept: Option<Shift>,
    /// What would make the newer plan faster, the best first; empty if it is no slower.
    pub levers: Vec<Lever>,
}

impl Compared {
    /// The older version as surfaces speak of it.
    #[must_use]
    pub fn base(&self) -> Option<Facts<'_>> {
        self.before.as_ref().map(|(snapshot, dates)| facts(snapshot, dates))
    }

    /// The newer version as surfaces speak of it.
    #[must_use]
    pub fn head(&self) -> Facts<'_> {
        facts(&self.after.0, &self.after.1)
    }
}

/// Compares two versions. Where one was played more often than the other, the other is played as
/// often, in the same futures: else they could not be subtracted.
///
/// **Cost.** Dozens of plays in few runs for the shares of the edits, some more for the levers.
#[must_use]
pub fn compared(
    before: Option<(Snapshot, Dates)>,
    after: (Snapshot, Dates),
    play: PlayOptions,
    advice: Advice,
) -> Compared {
    let (after, dates) = after;
    let runs = before.as_ref().map_or(0, |(_, dates)| dates.forecast.runs);
    let dates = as_often(&after, dates, runs);
    let runs = dates.forecast.runs;
    let before = before.map(|(snapshot, dates)| {
        let dates = as_often(&snapshot, dates, runs);
        (snapshot, dates)
    });
    let (edits, p80_minutes) = match &before {
        Some((snapshot, old)) => edited((snapshot, old), (&after, &dates), play),
        None => (Vec::new(), None),
    };
    // What costs nothing needs nothing to pay for it.
    let levers = match p80_minutes {
        Some(1..) => match advice {
            Advice::Ladder => laddered(&after, &dates, play),
            Advice::Single => None,
        }
        .unwrap_or_else(|| single(&after, &dates, play)),
        _ => Vec::new(),
    };
    let if_kept = before.as_ref().and_then(|(snapshot, old)| {
        let (base, head) = (facts(snapshot, old), facts(&after, &dates));
        is_odd(&base, &head).then(|| kept_shift((snapshot, old), (&after, &dates))).flatten()
    });
    Compared { before, after: (after, dates), edits, p80_minutes, if_kept, levers }
}

/// Whether the newer version has more work and is yet sooner, as far as the screen shows.
fn is_odd(base: &Facts<'_>, head: &Facts<'_>) -> bool {
    const WORK_DAYS: f64 = 0.5;
    let figures = difference(base, head);
    let is_sooner = |shift: Shift| shift.working_days.is_some_and(|days| days < 0);
    figures.work_days.head - figures.work_days.base >= WORK_DAYS
        && (is_sooner(figures.p50) || is_sooner(figures.p80))
}

/// How P80 moves if everybody keeps their tasks; `None` if that is sooner too, so that the change
/// itself explains it.
fn kept_shift(before: (&Snapshot, &Dates), after: (&Snapshot, &Dates)) -> Option<Shift> {
    let [base, head] = if_kept(before, after)?;
    let date = |finish: Distribution| Some(after.0.finish_date(finish.percentile(80)?));
    let (from, to) = (date(base)?, date(head)?);
    let working_days = after.0.lowered.as_ref()?.working_days(from, to);
    let date = Pair { base: Some(from), head: Some(to) };
    (working_days >= 0).then_some(Shift { date, working_days: Some(working_days) })
}

/// The edits in words with their shares, and what they add up to.
fn edited(
    (before, base_dates): (&Snapshot, &Dates),
    (after, head_dates): (&Snapshot, &Dates),
    play: PlayOptions,
) -> (Vec<view::edits::Edit>, Option<i64>) {
    let (base, head) = (facts(before, base_dates), facts(after, head_dates));
    let found = edits(before, after);
    let mut said: Vec<view::edits::Edit> =
        found.iter().map(|one| edit(&one.changes, Some(&base), &head)).collect();
    let is_dated = !before.plan.is_too_early() && !after.plan.is_too_early();
    let shift = p80_shift(after, base_dates, head_dates).filter(|_| is_dated);
    let attribution = shift.and_then(|total| {
        let steps: Vec<_> = found.iter().map(|one| one.step.clone()).collect();
        attribute(before, after, &steps, total, play, [base_dates, head_dates])
    });
    if let Some(attribution) = attribution {
        let Attribution { steps, without, doubts, settings, order, other, .. } = attribution;
        for (index, one) in found.iter().enumerate() {
            let minutes = if one.is_settings() { settings } else { steps[index] };
            said[index].p80_minutes = Some(minutes);
            said[index].without_minutes = without[index];
            said[index].doubt_minutes = doubts[index];
        }
        let settings_unsaid = if found.iter().any(super::Edit::is_settings) { 0 } else { settings };
        if order != 0 {
            said.push(view::edits::Edit::of_order(order));
        }
        if other + settings_unsaid != 0 {
            said.push(view::edits::Edit::of_other(other + settings_unsaid));
        }
    }
    let p80_minutes = shift.filter(|_| said.iter().all(|edit| edit.p80_minutes.is_some()));
    (said, p80_minutes)
}

/// Working minutes of the newer plan by which P80 is later in it.
fn p80_shift(after: &Snapshot, base: &Dates, head: &Dates) -> Option<i64> {
    let p80 = |finish: &Distribution| finish.percentile(80);
    let (from, to) = (p80(&base.forecast.finish)?, p80(&head.forecast.finish)?);
    Some(after.lowered.as_ref()?.plan_calendar().work_between(from, to).0)
}

/// What would make the newer plan faster, each by itself.
fn single(after: &Snapshot, dates: &Dates, play: PlayOptions) -> Vec<Lever> {
    let now = dates.forecast.finish.percentile(80);
    let lever = |priced: PricedLever| {
        let working_days =
            if priced.helps() { days_sooner(after, now, priced.p80).max(0) } else { 0 };
        let kind = &priced.lever.kind;
        Lever {
            text: view::levers::said(&after.plan, kind, after.today),
            text_of_work: view::levers::said_of_work(&after.plan, kind, after.today),
            cost: view::levers::cost(&after.plan, kind),
            p80: priced.p80.map(|p80| after.finish_date(p80)),
            chance: priced.chance,
            working_days,
        }
    };
    // Leave that is taken when all is done is no way to be done.
    let end = dates.forecast.finish.percentile(95).map(|end| after.finish_date(end));
    let is_too_late = |priced: &PricedLever| match &priced.lever.kind {
        LeverKind::MoveLeave { moved, .. } => end.is_some_and(|end| moved.first > end),
        _ => false,
    };
    let levers = best(after, dates, play, LEVERS_MAX).into_iter();
    levers.filter(|priced| !is_too_late(priced)).map(lever).collect()
}

/// The steps of the ladder that cost no scope, taken together; without those its first step.
fn laddered(after: &Snapshot, dates: &Dates, play: PlayOptions) -> Option<Vec<Lever>> {
    let ladder: Cut = ladder(after, dates, play)?;
    let is_free = |step: &&Step| step.lever.kind.cost() == LeverCost::Free;
    let free = ladder.steps.iter().take_while(is_free).count();
    let steps = ladder.steps.get(..free.max(1))?;
    let kinds: Vec<&LeverKind> = steps.iter().map(|step| &step.lever.kind).collect();
    let said = kinds.iter().map(|kind| view::levers::said(&after.plan, kind, after.today));
    let (first, stand) = (kinds.first()?, steps.last()?.stand);
    Some(vec![Lever {
        text: view::words::list(&said.collect::<Vec<String>>()),
        text_of_work: view::levers::together_of_work(&after.plan, &kinds, after.today),
        cost: view::levers::cost(&after.plan, first),
        p80: stand.p80.map(|p80| after.finish_date(p80)),
        chance: Some(stand.chance),
        working_days: days_sooner(after, ladder.now.p80, stand.p80).max(0),
    }])
}

/// Working days between two finishes; none if one of them is never.
fn days_sooner(after: &Snapshot, now: Option<Moment>, then: Option<Moment>) -> i64 {
    let date = |moment: Option<Moment>| moment.map(|moment| after.finish_date(moment));
    date(now).zip(date(then)).map_or(0, |(now, then)| {
        let lowered = after.lowered.as_ref().expect("BUG: dates without a problem");
        lowered.plan_calendar().working_days(then, now, &after.plan.zone)
    })
}
