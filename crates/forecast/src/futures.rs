//! The futures of a forecast, for those who play many changed problems in them.
//!
//! In go a problem and its forecast, then changed problems; out come their finishes in the same futures.
//! What a changed problem has in common with the first one is drawn once: draws have addresses, so it
//! comes to the same as [`crate::replay`]. It must not know what was changed, nor why.

use std::collections::BTreeMap;

use calendar::Work;
use schedule::{Activity, Effort, Problem};

use crate::effort::{Drawn, EffortSource, Sampler};
use crate::simulate::{Forecast, as_in, simulate_finish_from};

/// A forecast, with what was drawn for it.
#[derive(Clone, Debug)]
pub struct Futures {
    forecast: Forecast,
    /// By the key of an activity that no risk hits: its range, and its efforts by run.
    drawn: BTreeMap<u64, (Effort, Vec<Work>)>,
}

/// No more than so many efforts are kept, 8 MB: the prices of large plans are few.
const KEPT_MAX: usize = 1 << 20;

impl Futures {
    /// The futures of `forecast`, which was played from `problem`.
    #[must_use]
    pub fn new(problem: &Problem, forecast: Forecast) -> Self {
        let runs = forecast.finishes.len();
        if problem.activities().len() * runs > KEPT_MAX {
            return Futures { forecast, drawn: BTreeMap::new() };
        }
        let sampler = Sampler::new(problem, forecast.seed, &forecast.reading);
        let efforts = Drawn::new(&sampler, runs);
        let column = |(index, activity): (usize, &Activity)| {
            let column = efforts.of_activity(index).collect();
            (!sampler.is_hit(index)).then_some((activity.key, (activity.effort, column)))
        };
        let drawn = problem.activities().iter().enumerate().filter_map(column).collect();
        Futures { forecast, drawn }
    }

    /// The forecast.
    #[must_use]
    pub fn forecast(&self) -> &Forecast {
        &self.forecast
    }

    /// [`crate::replay_finish`] of `changed`, to the same bytes, for less.
    #[must_use]
    pub fn finish(&self, changed: &Problem) -> Forecast {
        let sampler = Sampler::new(changed, self.forecast.seed, &self.forecast.reading);
        let known = |index: usize| {
            let activity = &changed.activities()[index];
            let (effort, column) = self.drawn.get(&activity.key)?;
            (*effort == activity.effort && !sampler.is_hit(index)).then_some(&column[..])
        };
        let known = (0..changed.activities().len()).map(known).collect();
        let source = Known { sampler: &sampler, known };
        simulate_finish_from(
            changed,
            &as_in(&self.forecast, &[]),
            self.forecast.reading.clone(),
            &source,
        )
    }
}

/// Efforts of which some are known already.
struct Known<'a> {
    sampler: &'a Sampler,
    /// By activity: its efforts by run.
    known: Vec<Option<&'a [Work]>>,
}

impl EffortSource for Known<'_> {
    fn efforts<'a>(&'a self, first_run: u32, runs: usize, room: &'a mut Vec<Work>) -> &'a [Work] {
        let known = |index: usize| Some(&self.known[index]?[first_run as usize..][..runs]);
        self.sampler.efforts_beside(first_run, runs, known, room);
        room
    }
}
