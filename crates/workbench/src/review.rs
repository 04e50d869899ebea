//! What is worth asking about a plan: facts for the rules, and prices for what they find.
//!
//! In: a snapshot, its dates, its past. Out: a [`Review`]. Only questions that touch the longest
//! path are played, and no more than [`PRICED_MAX`] of them; what is asked is decided by `review`.

use calendar::Work;
use forecast::Drivers;
use plan::ItemRef;
use rayon::prelude::*;
use review::{Facts, Finding, History, Played, Review, Rule, Worth, ask, order};

use crate::levers::Pricer;
use crate::{Dates, PlayOptions, Snapshot, drivers, runs_for_price};

/// So many questions are priced by playing the plan again, those that are most often on the longest
/// path.
const PRICED_MAX: usize = 24;
/// In so many runs each at most: half a day of P80 can be told from chance in fewer.
const RUNS_MAX: u32 = 1024;

/// What is worth asking about `snapshot`, most worthwhile first. Without `dates` (a plan with errors,
/// or without work) only what needs none is asked; without `history` nothing about the past.
#[must_use]
pub fn review(snapshot: &Snapshot, dates: Option<&Dates>, history: Option<&History>) -> Review {
    let is_dated = !snapshot.plan.is_too_early();
    let drivers = dates.filter(|_| is_dated).and_then(|dates| drivers(snapshot, dates));
    let facts = facts(snapshot, dates, drivers.as_ref(), history);
    let found = ask(&facts);
    let prices = match dates.filter(|_| is_dated) {
        Some(dates) => prices(snapshot, dates, &facts, &found),
        None => vec![None; found.len()],
    };
    order(&facts, found, &prices)
}

fn facts<'a>(
    snapshot: &'a Snapshot,
    dates: Option<&'a Dates>,
    drivers: Option<&'a Drivers>,
    history: Option<&'a History>,
) -> Facts<'a> {
    let played = dates.zip(snapshot.lowered.as_ref()).map(|(dates, lowered)| Played {
        lowered,
        schedule: &dates.schedule,
        critical_path: &dates.critical_path,
        forecast: &dates.forecast,
        drivers,
    });
    Facts {
        plan: &snapshot.plan,
        files: &snapshot.files[..snapshot.outlines.len()],
        outlines: &snapshot.outlines,
        diagnostics: &snapshot.diagnostics,
        played,
        history,
        today: snapshot.today,
    }
}

/// The working minutes by which P80 is sooner, for each finding that asks for a price.
fn prices(
    snapshot: &Snapshot,
    dates: &Dates,
    facts: &Facts<'_>,
    found: &[(&'static Rule, Finding)],
) -> Vec<Option<f64>> {
    let mut prices = vec![None; found.len()];
    let mut wanted: Vec<(f64, usize)> = Vec::new();
    for (position, (_, finding)) in found.iter().enumerate() {
        if matches!(finding.worth, Worth::Price(_)) {
            wanted.push((path_share(facts, &finding.about), position));
        }
    }
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    wanted.truncate(PRICED_MAX);
    let runs = runs_for_price(snapshot).unwrap_or(RUNS_MAX).min(RUNS_MAX);
    let options = PlayOptions { runs: Some(runs), seed: Some(dates.forecast.seed) };
    if wanted.is_empty() {
        return prices;
    }
    let Some(pricer) = Pricer::new(snapshot, dates, options) else { return prices };
    let played: Vec<(usize, Option<f64>)> = wanted
        .into_par_iter()
        .map(|(_, position)| (position, price(snapshot, &pricer, &found[position].1)))
        .collect();
    for (position, price) in played {
        prices[position] = price;
    }
    prices
}

/// The largest share of runs in which anything that a finding is about is on the longest path.
fn path_share(facts: &Facts<'_>, about: &[ItemRef]) -> f64 {
    let share = |item: &ItemRef| facts.played.map_or(0.0, |played| played.path_share(*item));
    about.iter().map(share).fold(0.0, f64::max)
}

fn price(snapshot: &Snapshot, pricer: &Pricer<'_>, finding: &Finding) -> Option<f64> {
    let Worth::Price(intents) = &finding.worth else { return None };
    let before = pricer.base().finish.percentile(80)?;
    let after = pricer.with(intents)?.finish.percentile(80)?;
    let Work(minutes) = snapshot.lowered.as_ref()?.plan_calendar().work_between(after, before);
    Some(minutes as f64)
}
