//! Published instances with durations that nobody knows beforehand: how long projects take in the mean
//! under several policies, over the length of their longest path.
//!
//! In: a folder of instances. Out: a table, a row a distribution, and one JSON object an instance,
//! distribution and policy. Every policy is an order of priority, fixed before the first draw and
//! followed by the dispatcher of plans in every run; all of them live through the same draws, which no
//! policy has seen.
//!
//! # Source
//! The distributions are those of Ballestín and Leus (2009): of mean d, uniform between d ± √d (U1) and
//! between 0 and 2 d (U2), exponential (Exp), and beta between d/2 and 2 d with a variance of d/3 (B1) and
//! d²/3 (B2).

use std::fs;
use std::path::PathBuf;

use calendar::{Calendar, Moment, Work};
use clap::Args;
use forecast::{Emphasis, Options as Play, Prior, Runs, Shape, choose_order};
use schedule::{
    Activity, ActivityId, CalendarId, Demand, Dispatcher, Effort, HandOver, Lag, Link, LinkKind,
    Mode, Problem, ProblemParts, Progress, Range, Rank, Resource, ResourceId, critical_path,
    improve, last_outcome, usual_budget,
};
use serde::Serialize;

use super::instance::{Instance, read_all};
use crate::generate::Dice;
use crate::say;

/// What is run.
#[derive(Args)]
pub struct Options {
    /// Folder with `.sm` or `.rcp` files
    #[arg(long)]
    data: PathBuf,
    /// Runs in which the policies are compared
    #[arg(long, default_value_t = 1_000)]
    runs: u32,
    /// Only instances whose name matches this regular expression
    #[arg(long = "match", value_name = "REGEX")]
    pattern: Option<regex_lite::Regex>,
    /// Where the means go
    #[arg(long)]
    json: Option<PathBuf>,
}

/// How durations are distributed around their mean.
#[derive(Clone, Copy)]
enum Law {
    U1,
    U2,
    Exp,
    B1,
    B2,
}

const LAWS: [(Law, &str); 5] =
    [(Law::U1, "U1"), (Law::U2, "U2"), (Law::Exp, "Exp"), (Law::B1, "B1"), (Law::B2, "B2")];

/// The orders that are followed.
const POLICIES: [&str; 6] = [
    "random",
    "least slack",
    "latest finish",
    "longest path",
    "searched at middles",
    "chosen over runs",
];

#[derive(Serialize)]
struct Mean {
    name: String,
    law: &'static str,
    policy: &'static str,
    /// Percent above the longest path at mean durations.
    above: f64,
}

/// Plays every instance under every law and policy, and prints the means.
pub fn run(options: &Options) -> Result<(), String> {
    let mut means: Vec<Mean> = Vec::new();
    for instance in read_all(&options.data)? {
        if options.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(&instance.name)) {
            continue;
        }
        for (law, name) in LAWS {
            let above = played(&instance, law, options.runs)?;
            let row =
                |(policy, above)| Mean { name: instance.name.clone(), law: name, policy, above };
            means.extend(POLICIES.into_iter().zip(above).map(row));
        }
    }
    if let Some(out) = &options.json {
        let json = serde_json::to_string(&means).map_err(|error| error.to_string())?;
        fs::write(out, json).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    say(&table(&means));
    Ok(())
}

fn table(means: &[Mean]) -> String {
    let mut table =
        format!("| | {} |\n|---{}|", POLICIES.join(" | "), "|---".repeat(POLICIES.len()));
    for (_, law) in LAWS {
        table += &format!("\n| {law} |");
        for policy in POLICIES {
            let of_policy = means.iter().filter(|mean| mean.law == law && mean.policy == policy);
            let above: Vec<f64> = of_policy.map(|mean| mean.above).collect();
            table += &format!(" {:.2} % |", above.iter().sum::<f64>() / above.len().max(1) as f64);
        }
    }
    table
}

/// Minutes in one unit of time of an instance: fine enough for durations that are no whole numbers.
const UNIT: f64 = 1_000.0;
const SEED: u64 = 2009;

/// How many percent above the longest path the mean finish is, by policy.
fn played(instance: &Instance, law: Law, runs: u32) -> Result<Vec<f64>, String> {
    let problem = problem(instance, law)
        .ok_or_else(|| format!("{}: this is no sound project", instance.name))?;
    let means: Vec<Work> = instance
        .activities
        .iter()
        .map(|activity| Work(activity.duration as i64 * UNIT as i64))
        .collect();
    let path = critical_path(&problem, &means);
    let end = path.early_finish.iter().max().ok_or("there is no work")?.0;
    let orders = orders(&problem, &means);
    let mut sums = vec![0.0; orders.len()];
    let mut dispatchers: Vec<Dispatcher<'_>> =
        orders.iter().map(|order| Dispatcher::new(&problem, order, &means)).collect();
    let mut dice = Dice(SEED);
    for _ in 0..runs {
        let durations = instance.activities.iter().map(|activity| f64::from(activity.duration));
        let efforts: Vec<Work> =
            durations.map(|mean| Work((law.draw(mean, &mut dice) * UNIT).round() as i64)).collect();
        for (sum, dispatcher) in sums.iter_mut().zip(&mut dispatchers) {
            let last = last_outcome(&problem, dispatcher.outcomes(&efforts));
            let (_, finish) = last.ok_or("a project never ends")?;
            *sum += f64::from(finish.0);
        }
    }
    let above = |sum: f64| 100.0 * (sum / f64::from(runs) / end as f64 - 1.0);
    Ok(sums.into_iter().map(above).collect())
}

/// The order of each policy.
fn orders(problem: &Problem, means: &[Work]) -> Vec<Vec<ActivityId>> {
    let path = critical_path(problem, means);
    let by = |key: &dyn Fn(ActivityId) -> i64| {
        let mut order: Vec<ActivityId> = problem.ids().collect();
        order.sort_by_key(|id| (key(*id), *id));
        order
    };
    let late = |id: ActivityId| path.late_finish[id.index()].0;
    let slack = |id: ActivityId| path.total_float[id.index()].0;
    let mut dice = Dice(SEED);
    let lots: Vec<i64> = means.iter().map(|_| dice.below(1 << 30) as i64).collect();
    let usual = Emphasis::default().order(problem);
    let play = Play {
        runs: Runs::Fixed(1024),
        calendar: CalendarId(0),
        seed: SEED,
        prior: Prior { overconfidence: 1.0, pace_sd: 0.0 },
        record: Vec::new(),
        shape: Shape::LogNormal,
        factors: Vec::new(),
        emphasis: Emphasis::default(),
        keep: Vec::new(),
    };
    let chosen = choose_order(problem, &play).map(|chosen| chosen.emphasis.order(problem));
    vec![
        by(&|id| lots[id.index()]),
        by(&slack),
        by(&late),
        usual.clone(),
        improve(problem, means, usual_budget(problem)).order,
        chosen.unwrap_or(usual),
    ]
}

/// The instance as plans are: one pool a resource, round the clock, each duration a range between the
/// tenth and the ninetieth percentile of its law.
fn problem(instance: &Instance, law: Law) -> Option<Problem> {
    let activity = |(at, of): (usize, &schedule::search::NetworkActivity)| {
        let units = of.demands.iter().enumerate().filter(|(_, units)| **units > 0);
        let demand = |(resource, units): (usize, &u32)| Demand {
            resource: ResourceId(resource as u32),
            units: *units,
        };
        Activity {
            key: at as u64 + 1,
            effort: law.effort(of.duration),
            modes: vec![Mode {
                calendar: CalendarId(0),
                share_percent: 100,
                demands: units.map(demand).collect(),
                hand_over: HandOver::NONE,
            }]
            .into(),
            release: None,
            progress: Progress::Planned,
            rank: Rank::default(),
        }
    };
    let link = |from: usize, to: usize| Link {
        from: ActivityId(from as u32),
        to: ActivityId(to as u32),
        kind: LinkKind::FinishStart,
        lag: Lag::ZERO,
        binds_started: false,
    };
    let activities = &instance.activities;
    let links = activities.iter().enumerate();
    Problem::new(ProblemParts {
        today: Moment(0),
        calendars: vec![Calendar::clock()],
        resources: instance
            .capacities
            .iter()
            .map(|capacity| Resource { capacity: *capacity })
            .collect(),
        activities: activities.iter().enumerate().map(activity).collect(),
        links: links
            .flat_map(|(from, of)| of.successors.iter().map(move |to| link(from, *to)))
            .collect(),
        hand_over: HandOver::NONE,
        risks: Vec::new(),
        finish: vec![ActivityId(activities.len() as u32 - 1)],
    })
    .ok()
}

impl Law {
    /// A duration of this mean.
    fn draw(self, mean: f64, dice: &mut Dice) -> f64 {
        if mean == 0.0 {
            return 0.0;
        }
        let beta = |variance: f64, dice: &mut Dice| {
            // Of the first parameter a and the second 2 a, so that the mean is a third of the way from
            // d/2 to 2 d; the variance is then d² / 2 / (3 a + 1).
            let first = (mean * mean / 2.0 / variance - 1.0) / 3.0;
            let (one, other) = (gamma(first, dice), gamma(2.0 * first, dice));
            mean / 2.0 + 1.5 * mean * one / (one + other)
        };
        match self {
            Law::U1 => mean + (2.0 * unit(dice) - 1.0) * mean.sqrt(),
            Law::U2 => 2.0 * mean * unit(dice),
            Law::Exp => -mean * libm::log(unit(dice)),
            Law::B1 => beta(mean / 3.0, dice),
            Law::B2 => beta(mean * mean / 3.0, dice),
        }
    }

    /// What an estimate of it would be: the percentiles of many draws.
    fn effort(self, duration: u32) -> Effort {
        const DRAWS: usize = 2_000;
        if duration == 0 {
            return Effort::Exact(Work(0));
        }
        let mut dice = Dice(SEED + u64::from(duration));
        let mut drawn: Vec<f64> = (0..DRAWS)
            .map(|_| (self.draw(f64::from(duration), &mut dice) * UNIT).max(1.0))
            .collect();
        drawn.sort_by(f64::total_cmp);
        let [low, likely, high] = [10, 50, 90].map(|percent| drawn[DRAWS * percent / 100]);
        Effort::Range(Range { low, likely, high, widened: false, paced: false, spent: 0.0 })
    }
}

/// Between 0 and 1, neither of them.
fn unit(dice: &mut Dice) -> f64 {
    const STEPS: usize = 1 << 30;
    (dice.below(STEPS) as f64 + 0.5) / STEPS as f64
}

/// A draw of the gamma distribution of this shape (Marsaglia and Tsang 2000).
fn gamma(shape: f64, dice: &mut Dice) -> f64 {
    if shape < 1.0 {
        return gamma(shape + 1.0, dice) * libm::pow(unit(dice), 1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let normal =
            (-2.0 * libm::log(unit(dice))).sqrt() * libm::cos(std::f64::consts::TAU * unit(dice));
        let v = (1.0 + c * normal).powi(3);
        if v > 0.0 && libm::log(unit(dice)) < 0.5 * normal * normal + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of many draws of mean 6; the standard error of the mean of 40,000 draws is at
    /// most 6 / 200 = 0.03, of the variance about 2 % of it, for exponential ones 8 / 200 of it.
    #[track_caller]
    fn check(law: Law, variance: f64) {
        const DRAWS: usize = 40_000;
        let mut dice = Dice(5);
        let drawn: Vec<f64> = (0..DRAWS).map(|_| law.draw(6.0, &mut dice)).collect();
        let mean = drawn.iter().sum::<f64>() / DRAWS as f64;
        let squares = drawn.iter().map(|one| (one - mean) * (one - mean));
        let found = squares.sum::<f64>() / DRAWS as f64;
        assert!((mean - 6.0).abs() < 0.12, "{mean}");
        assert!((found / variance - 1.0).abs() < 0.08, "{found}");
    }

    #[test]
    fn laws_have_the_mean_and_variance_of_the_literature() {
        // d/3, d²/3, d², d/3, d²/3 for d = 6.
        check(Law::U1, 2.0);
        check(Law::U2, 12.0);
        check(Law::Exp, 36.0);
        check(Law::B1, 2.0);
        check(Law::B2, 12.0);
    }
}
