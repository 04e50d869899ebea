//! Whether the forecast holds what it promises, for teams whose ways are known.

use calendar::Moment;
use schedule::{Effort, Range};

use super::{PLAIN, Sketch, UNIT, options};
use crate::draw::{Purpose, SCRAMBLES, Stream};
use crate::quantile::normal_quantile;
use crate::{Finished, Options, Prior, TwoPiece, simulate};

/// Unrelated standard normal scores: one a scramble, so that nothing is stratified.
fn scores(seed: u64, n: usize) -> Vec<f64> {
    let lanes = |key| {
        let mut lanes = [0.0; SCRAMBLES];
        Stream::new(seed, key, Purpose::Effort).fill(0, &mut lanes);
        lanes.map(normal_quantile)
    };
    (0..n.div_ceil(SCRAMBLES) as u64).flat_map(lanes).take(n).collect()
}

const FINISHED: usize = 30;
const LEFT: usize = 40;

/// In how many of a hundred teams what is left of the work ends between the 10th and 90th percentile.
///
/// Teams take 1.15 times as long as they say, times a factor of their own with τ = 0.2, and are surer
/// than they should be by 1.5.
fn coverage(prior: Prior) -> f64 {
    const TEAMS: u64 = 500;
    let (bias, tau, sureness) = (1.15, 0.2, 1.5);
    let truth = TwoPiece::through(2.5, 4.0, 7.0, sureness);
    let stated = Effort::Range(Range {
        low: 2.5 * UNIT,
        likely: 4.0 * UNIT,
        high: 7.0 * UNIT,
        widened: true,
        paced: true,
        spent: 0.0,
    });
    let problem = Sketch { efforts: vec![stated; LEFT], ..Sketch::chain(LEFT) }.problem();
    let holds = |team: &u64| {
        let scores = scores(1000 + team, 1 + FINISHED + LEFT);
        let log_factor = libm::log(bias) + tau * scores[0];
        let took = |score: &f64| truth.at_times(*score, log_factor);
        let finished = |score| Finished { low: 2.5, likely: 4.0, high: 7.0, actual: took(score) };
        let record = scores[1..=FINISHED].iter().map(finished).collect();
        let left: f64 = scores[1 + FINISHED..].iter().map(took).sum();
        let found = simulate(&problem, &Options { seed: *team, record, ..options(256, prior) });
        let by = |percent| {
            found.finish.percentile(percent).is_some_and(|Moment(at)| left * UNIT <= at as f64)
        };
        by(90) && !by(10)
    };
    100.0 * (0..TEAMS).filter(holds).count() as f64 / TEAMS as f64
}

#[test]
fn bands_of_what_is_left_hold_four_times_of_five() {
    // After 30 tasks ln F is known to 0.1 (0.2 √(10/40)) and 40 tasks have luck of their own of about
    // 0.65 / √40 = 0.1, so bands are ±1.28 · 0.14; what is learned is off by 0.1 and a quarter of the
    // bias. The standard error of the share is √(0.8 · 0.2 / 500) = 1.8 %.
    let found = coverage(Prior::USUAL);
    assert!((75.0..=85.0).contains(&found), "{found}");
}

#[test]
fn without_the_team_factor_they_do_not() {
    let found = coverage(Prior { pace_sd: 0.0, ..Prior::USUAL });
    assert!(found < 72.0, "{found}");
}

#[test]
fn running_work_moves_the_pace_of_all_work() {
    // Two running tasks of 2..4..8 that have taken 16 already: the work after them is slower too.
    let range = |spent: f64| {
        let (low, likely, high) = (2.0 * UNIT, 4.0 * UNIT, 8.0 * UNIT);
        Effort::Range(Range { low, likely, high, widened: false, paced: true, spent: spent * UNIT })
    };
    let pace = |spent: f64| {
        let sketch =
            Sketch { efforts: vec![range(spent), range(spent), range(0.0)], ..Sketch::free(3) };
        let mut parts = sketch.problem().parts().clone();
        for activity in &mut parts.activities[..2] {
            activity.progress = schedule::Progress::Started { start: Moment(0) };
        }
        let problem = schedule::Problem::new(parts).expect("still a problem");
        let prior = Prior { pace_sd: 0.2, ..PLAIN };
        simulate(&problem, &options(16, prior)).reading.pace.percentile(0.5)
    };
    assert!((pace(0.01) - 1.0).abs() < 1e-3, "{}", pace(0.01));
    assert!(pace(16.0) > 1.1, "{}", pace(16.0));
}
