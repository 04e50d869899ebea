//! An edit and what it does to the date, in the terms in which every surface says it.

use calendar::{Moment, end_of_day};
use forecast::Distribution;
use jiff::civil::Date;
use plan::Intent;
pub use view::screens::Effect;

use crate::dates::{finish_in_chosen_order, forecast_finish, forecast_in_chosen_order};
use crate::{
    Applied, Dates, PlayOptions, Price, Refused, Snapshot, apply, handed_over, play_by,
    play_for_price, price, runs_at_most,
};

/// Carries `intents` out in memory. With `futures`, also what they do to the date, if there is one
/// before and after: for plans of up to about a hundred tasks the two dates that a forecast of the plan says before
/// and after, each in the order of work that is best for it, and what the edit does in the order that there
/// was; for larger ones the price, in fewer runs.
///
/// # Errors
/// As [`apply`].
pub fn carry_out(
    before: &Snapshot,
    intents: &[Intent],
    futures: Option<PlayOptions>,
) -> Result<(Applied, Option<Effect>), Refused> {
    if let Some(options) = futures.filter(|options| is_quick(before, *options)) {
        let applied = apply(before, intents)?;
        let effect = as_told(before, &applied, options);
        return Ok((applied, effect));
    }
    let Some(dates) = futures.and_then(|options| play_for_price(before, options)) else {
        return Ok((apply(before, intents)?, None));
    };
    match price(before, &dates, intents) {
        Ok(price) => {
            let effect = effect(before, &dates, &price);
            Ok((price.applied, effect))
        }
        Err(Refused::NothingLeft) => Ok((apply(before, intents)?, None)),
        Err(refused) => Err(refused),
    }
}

/// Activities times runs up to which an edit plays both plans in full: about half a second of work.
const TOLD_MAX: u64 = 512_000;

fn is_quick(before: &Snapshot, options: PlayOptions) -> bool {
    let activities = before.lowered.as_ref().map(|lowered| lowered.problem.activities().len());
    let runs = runs_at_most(before, options);
    activities.zip(runs).is_some_and(|(n, runs)| n as u64 * u64::from(runs) <= TOLD_MAX)
}

/// The effect as the forecasts of both plans tell it.
fn as_told(before: &Snapshot, applied: &Applied, options: PlayOptions) -> Option<Effect> {
    let after = &applied.after;
    if before.plan.is_too_early() || after.plan.is_too_early() {
        return None;
    }
    let written = applied.written();
    let old = forecast_in_chosen_order(before, options)?;
    let new = forecast_in_chosen_order(&written, options)?;
    let is_other_order = old.emphasis != new.emphasis;
    let kept = || forecast_finish(&written, options, &old.emphasis)?.finish.percentile(80);
    let in_same_order = is_other_order.then(kept).flatten().map(|p80| written.finish_date(p80));
    let caught_up = || forecast_in_chosen_order(after, options)?.finish.percentile(80);
    let is_handed_over = !handed_over(before, after).is_empty();
    let caught_up = is_handed_over.then(caught_up).flatten();
    let effect = between(before, after, (&old.finish, &new.finish), caught_up);
    Some(Effect { in_same_order: in_same_order.filter(|p80| Some(*p80) != effect.p80.1), ..effect })
}

/// How a change whose price is known moves the finish and the chance of the deadline: what the plan
/// says once the change is written. What catching up costs on work that changes hands is no part of
/// the text, so it is kept apart. `None` while it is too early for a date, before or after.
#[must_use]
pub fn effect(before: &Snapshot, dates: &Dates, price: &Price) -> Option<Effect> {
    if before.plan.is_too_early() || price.applied.after.plan.is_too_early() {
        return None;
    }
    let is_handed_over = !handed_over(before, &price.applied.after).is_empty();
    let written = is_handed_over.then(|| as_written(dates, &price.applied)).flatten();
    let new = written.as_ref().map_or(&price.dates, |written| written);
    let finishes = (&dates.forecast.finish, &new.forecast.finish);
    let caught_up = written.as_ref().and_then(|_| price.dates.forecast.finish.percentile(80));
    Some(between(before, &price.applied.after, finishes, caught_up))
}

/// The effect between two finishes. A deadline that moved is asked for at its new day.
fn between(
    before: &Snapshot,
    after: &Snapshot,
    (old, new): (&Distribution, &Distribution),
    caught_up: Option<Moment>,
) -> Effect {
    let date = |moment| before.finish_date(moment);
    let p80 = (old.percentile(80).map(date), new.percentile(80).map(|p80| after.finish_date(p80)));
    let working_days = match p80 {
        (Some(old), Some(new)) => working_days(before, old, new),
        _ => 0,
    };
    let deadline = after.plan.due.or(before.plan.due).map(|due| {
        let end = end_of_day(due.date, &before.plan.zone);
        (due.date, old.chance_by(end), new.chance_by(end))
    });
    Effect { p80, working_days, deadline, caught_up: caught_up.map(date), in_same_order: None }
}

/// The dates of the plan after a change, read without knowing who had the work before, in the
/// futures of `dates`.
fn as_written(dates: &Dates, applied: &Applied) -> Option<Dates> {
    let plain = applied.written();
    let futures = PlayOptions { runs: Some(dates.forecast.runs), seed: Some(dates.forecast.seed) };
    play_by(&plain, futures, &dates.forecast.emphasis)
}

/// Which part of an effect is another order of work, as a sentence; `None` if that does not show.
#[must_use]
pub fn another_order(before: &Snapshot, effect: Option<&Effect>) -> Option<String> {
    let date = effect?.in_same_order?;
    Some(format!(
        "The order of work is another one after the edit. In the one that there was P80 would be {}; the \
         rest is not what you edited.",
        view::words::day(date, before.today)
    ))
}

/// What catching up costs where work changes hands, beside an effect that leaves it out, as a
/// sentence. `None` if nobody takes anything over.
#[must_use]
pub fn catching_up_beside(
    before: &Snapshot,
    applied: &Applied,
    effect: Option<&Effect>,
) -> Option<String> {
    let (tasks, cost) = hand_overs(before, applied)?;
    let date = effect.and_then(|effect| effect.caught_up);
    let with = date.map_or_else(String::new, |date| {
        format!(" With it P80 would be {}.", view::words::day(date, before.today))
    });
    Some(format!(
        "Catching up on {tasks} takes {cost}, which the text does not say.{with} Raise the estimate \
         to count it."
    ))
}

/// What it costs that somebody takes tasks over, beside dates that count it, as a sentence; with
/// `futures`, also the date that the plan says once it is forgotten who had them. `None` if nobody
/// takes anything over.
#[must_use]
pub fn catching_up(
    before: &Snapshot,
    applied: &Applied,
    futures: Option<PlayOptions>,
) -> Option<String> {
    let (tasks, cost) = hand_overs(before, applied)?;
    let mut remark = format!("For catching up on {tasks}, {cost} are counted in this.");
    if let Some(date) = futures.and_then(|options| p80_as_written(applied, options)) {
        remark.push_str(&format!(
            " The text does not remember who had it: as written it says {}. Raise the estimate \
             to keep the cost in.",
            view::words::day(date, before.today)
        ));
    }
    Some(remark)
}

/// The tasks that somebody takes over, and what that costs, in words.
fn hand_overs(before: &Snapshot, applied: &Applied) -> Option<(String, String)> {
    let tasks = handed_over(before, &applied.after);
    let cost = before.plan.settings.hand_over;
    let cost = format!("{} and {}%", cost.extra, cost.percent);
    (!tasks.is_empty()).then(|| (view::words::list(&tasks), cost))
}

/// The 80 % date of the plan after the edit, read without knowing what was before.
fn p80_as_written(applied: &Applied, options: PlayOptions) -> Option<Date> {
    let as_written = applied.written();
    let p80 = finish_in_chosen_order(&as_written, options)?.finish.percentile(80)?;
    Some(as_written.finish_date(p80))
}

/// Working days of the plan from the end of one day to the end of another; negative if that is
/// sooner.
pub(crate) fn working_days(snapshot: &Snapshot, from: Date, to: Date) -> i64 {
    let lowered = snapshot.lowered.as_ref().expect("BUG: dates without a problem");
    lowered.plan_calendar().working_days(from, to, &lowered.zone)
}
