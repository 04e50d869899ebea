//! How the estimates of a problem are read: what was learned, what is in doubt, in which shape.
//!
//! In go a problem and the options, out comes all that turns draws into efforts. A forecast keeps it,
//! so that changed problems can be played in the same futures.

use std::sync::Arc;

use schedule::{Effort, Problem, Progress, Range};

use crate::calibrate::{Calibration, Finished, calibrate, ratios};
use crate::marginal::{Marginals, Shape};
use crate::pace::{Pace, unticked};
use crate::simulate::Options;
use crate::two_piece::TwoPiece;

/// A factor that some of the work shares, besides the team's: all that changes one system, say.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Addresses its draws.
    pub key: u64,
    /// Standard deviation of its logarithm; its median is 1.
    pub sd: f64,
    /// Whose effort it multiplies, where that is paced: the keys of activities, so that it holds for
    /// changed problems too.
    pub activities: Vec<u64>,
}

/// How estimates are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What finished work has taught.
    pub calibration: Calibration,
    /// What is believed of the pace after finished and running work.
    pub pace: Pace,
    /// The shape of ranges of work that is used: [`Shape::History`] needs [`HISTORY_MIN`] finished
    /// tasks, else it is log-normal.
    pub shape: Shape,
    /// What some of the work shares.
    pub factors: Vec<Factor>,
    /// The ratios of actual effort to the middle, ascending; empty unless the shape needs them.
    ratios: Arc<[f64]>,
}

/// How many finished tasks are a history.
pub const HISTORY_MIN: usize = 5;

impl Reading {
    /// How `options` and the work that is running in `problem` say that estimates are to be read.
    #[must_use]
    pub fn new(problem: &Problem, options: &Options) -> Self {
        let calibration = calibrate(&options.record, options.prior);
        let (shape, ratios) = shape_and_ratios(options.shape, &options.record);
        let mut reading = Reading {
            pace: Pace::learned(&calibration),
            calibration,
            shape,
            factors: options.factors.clone(),
            ratios,
        };
        reading.pace = reading.after_running_work(problem, options.prior.own_sd());
        reading
    }

    /// Makes the distributions of ranges other than log-normal.
    pub(crate) fn marginals(&self) -> Marginals {
        Marginals::new(self.shape, &self.ratios)
    }

    /// By how much `range` is widened.
    pub(crate) fn widening(&self, range: &Range) -> f64 {
        if range.widened { self.calibration.overconfidence } else { 1.0 }
    }

    /// The log-normal that `range` is read as.
    pub(crate) fn spread(&self, range: &Range) -> TwoPiece {
        TwoPiece::through(range.low, range.likely, range.high, self.widening(range))
    }

    /// The pace, knowing that what is running has not been ticked in the time that it has taken; one
    /// task's own luck has a logarithm of standard deviation `own_sd`, or more.
    fn after_running_work(&self, problem: &Problem, own_sd: f64) -> Pace {
        let mut marginals = self.marginals();
        let running: Vec<_> = problem
            .activities()
            .iter()
            .filter(|activity| matches!(activity.progress, Progress::Started { .. }))
            .filter_map(|activity| match activity.effort {
                Effort::Range(range) if range.paced && range.spent > 0.0 => Some(range),
                _ => None,
            })
            .map(|range| {
                let spread = self.spread(&range);
                let marginal = marginals.of(&range, spread, self.widening(&range));
                (range.spent, spread.at_least_as_wide(own_sd), marginal)
            })
            .collect();
        if running.is_empty() {
            return self.pace.clone();
        }
        self.pace.clone().given(|log_factor| {
            let factor = libm::exp(log_factor);
            let of = |(spent, spread, marginal): &(f64, TwoPiece, Option<_>)| {
                let log_survival = match marginal {
                    None => spread.log_survival(spent / factor),
                    Some(marginal) => {
                        crate::marginal::Marginal::log_survival(marginal, spent / factor)
                    }
                };
                unticked(log_survival)
            };
            running.iter().map(of).sum()
        })
    }
}

fn shape_and_ratios(shape: Shape, record: &[Finished]) -> (Shape, Arc<[f64]>) {
    if shape != Shape::History {
        return (shape, [].into());
    }
    let ratios = ratios(record);
    if ratios.len() < HISTORY_MIN { (Shape::LogNormal, [].into()) } else { (shape, ratios.into()) }
}
