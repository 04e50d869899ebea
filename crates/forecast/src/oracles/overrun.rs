//! What is left of work that has overrun, by the model alone: pace, widening and luck integrated out.
//!
//! Shares no code with the draws. Of one task at a time: what a run makes of two is settled by the pace
//! that both have taught, and by no more than that their rests are drawn with one k.

use calendar::Moment;
use schedule::{ActivityId, Effort, Progress, Range};

use super::{Sketch, UNIT, options};
use crate::quantile::normal_cdf;
use crate::{Options, Prior, simulate};

/// A task in days: its range, and what is spent of it.
#[derive(Clone, Copy)]
struct Begun {
    low: f64,
    high: f64,
    spent: f64,
}

const TAU: f64 = 0.2;
const K: f64 = 1.5;
/// Degrees of freedom of k: the ten tasks that the prior is worth.
const FREEDOM: i32 = 10;
/// z₉₀, and z₉₀ / t₉₀ of ten degrees of freedom, by tables.
const Z90: f64 = 1.281_552;
const SCALE: f64 = Z90 / 1.372_184;

impl Begun {
    fn middle(self) -> f64 {
        (self.low * self.high).sqrt()
    }

    /// The chance that it takes more than `amount` at a pace of `factor`, its logarithm spread by `sd`.
    fn survival(self, amount: f64, factor: f64, sd: f64) -> f64 {
        normal_cdf(-libm::log(amount / factor / self.middle()) / sd)
    }

    /// The same, k being √(ν / χ²) times what is believed, over the density of χ² (up to a constant).
    fn survival_in_doubt(self, amount: f64, factor: f64) -> f64 {
        let sd = K * libm::log(self.high / self.middle()) / Z90;
        let of_square = |step: i32| {
            let square = f64::from(step) * 0.1;
            let density = libm::exp(-0.5 * square) * square.powi(FREEDOM / 2 - 1);
            let widening = SCALE * (f64::from(FREEDOM) / square).sqrt();
            density * self.survival(amount, factor, sd * widening)
        };
        (1..500).map(of_square).sum()
    }

    /// By how much it has not been ticked: forgotten once in fifty, else still running.
    fn is_open(self, factor: f64) -> f64 {
        let own = K * libm::log(self.high / self.middle()) / Z90;
        0.02 + 0.98 * self.survival(self.spent, factor, own.max(TAU * 10f64.sqrt()))
    }
}

/// The chance that no more than `rest` is left of `task`, all of `open` being still open.
fn chance(task: Begun, rest: f64, open: &[Begun]) -> f64 {
    let (mut within, mut all) = (0.0, 0.0);
    for step in -120..=120 {
        let score = f64::from(step) / 20.0;
        let factor = libm::exp(TAU * score);
        let weight: f64 = open.iter().map(|other| other.is_open(factor)).product();
        let weight = weight * libm::exp(-0.5 * score * score);
        let more = task.survival_in_doubt(task.spent + rest, factor)
            / task.survival_in_doubt(task.spent, factor);
        within += weight * (1.0 - more);
        all += weight;
    }
    within / all
}

/// Plays `open` side by side and holds the rest of each against the integral.
#[track_caller]
fn check(open: &[Begun]) {
    let range = |task: &Begun| {
        Effort::Range(Range {
            low: task.low * UNIT,
            likely: task.middle() * UNIT,
            high: task.high * UNIT,
            widened: true,
            paced: true,
            spent: task.spent * UNIT,
        })
    };
    let mut sketch = Sketch::free(open.len());
    sketch.efforts = open.iter().map(range).collect();
    let mut parts = sketch.problem().parts().clone();
    for activity in &mut parts.activities {
        activity.progress = Progress::Started { start: Moment(-1) };
    }
    let problem = schedule::Problem::new(parts).expect("as sound as before");
    let keep: Vec<ActivityId> = problem.ids().collect();
    let options = Options { keep, ..options(1 << 15, Prior::USUAL) };
    let forecast = simulate(&problem, &options);
    for (id, task) in problem.ids().zip(open) {
        for rest in [0.1, 0.5, 1.0, 2.0, 4.0] {
            let found = forecast.kept[&id].chance_by(Moment((rest * UNIT) as i64));
            let expected = chance(*task, rest, open);
            assert!(
                (found - expected).abs() < 0.012,
                "{rest} more after {}: {found:.4} instead of {expected:.4}",
                task.spent,
            );
        }
    }
}

fn four_to_five(spent: f64) -> Begun {
    Begun { low: 4.0, high: 5.0, spent }
}

#[test]
fn a_narrow_range_that_has_overrun() {
    for spent in [1.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0] {
        check(&[four_to_five(spent)]);
    }
}

#[test]
fn a_wide_range_that_has_overrun() {
    for spent in [5.0, 10.0, 30.0] {
        check(&[Begun { low: 4.0, high: 16.0, spent }]);
    }
}

#[test]
fn two_that_have_overrun_at_once() {
    check(&[four_to_five(8.0), Begun { low: 2.0, high: 4.0, spent: 7.0 }]);
    check(&[four_to_five(6.0); 2]);
}

#[test]
fn the_more_it_has_overrun_the_more_is_left() {
    // Far out it is half of what has gone by, not a few minutes.
    let left = |spent| 1.0 - chance(four_to_five(spent), 1.0, &[four_to_five(spent)]);
    assert!(left(8.0) < left(10.0) && left(10.0) < left(20.0));
}
