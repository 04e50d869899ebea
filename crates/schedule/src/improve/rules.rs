//! Orders by other rules than the usual one.
//!
//! In: a problem and middle efforts. Out: orders. It must not know what they come to.
//!
//! # Theory
//! The plain rules are what must finish first if nobody were ever busy, and the order of the plan. The
//! drawn ones go by longest paths on which the work of an activity counts the more, the more there is to
//! do for those who may do it: many wait for the same person, which a path alone does not know
//! (TaskJuggler calls it the criticalness of a path). All but the first of them draw by lot how much each
//! person and each activity counts (sampling by biased priority rules; Kolisch 1996). Where there are
//! thousands of activities, one of a few such orders is often sooner than what moving one activity at a
//! time leads to.

use calendar::{Span, Work};

use crate::order::Paths;
use crate::random::Random;
use crate::{Activity, ActivityId, Problem, critical_path};

/// How many plain rules there are.
pub(super) const N_PLAIN: u64 = 2;
/// Everything counts up to so much more or less, by lot.
const SPREAD: f64 = 0.1;

/// Makes orders of one problem.
pub(super) struct Rules<'p> {
    problem: &'p Problem,
    middle: &'p [Work],
    paths: Paths<'p>,
    /// By resource: how much there is to do for it, over the mean of all.
    loads: Vec<f64>,
    random: Random,
    /// None was drawn yet.
    is_first: bool,
}

impl<'p> Rules<'p> {
    pub fn new(problem: &'p Problem, middle: &'p [Work], seed: u64) -> Self {
        let paths = Paths::new(problem, middle);
        let loads = loads(problem, &paths.expected);
        Rules { problem, middle, paths, loads, random: Random::new(seed), is_first: true }
    }

    /// The orders by plain rules.
    pub fn plain(&self) -> [Vec<ActivityId>; N_PLAIN as usize] {
        let path = critical_path(self.problem, self.middle);
        let mut by_finish: Vec<ActivityId> = self.problem.ids().collect();
        by_finish.sort_by_key(|id| (path.late_finish[id.index()], *id));
        [by_finish, self.problem.ids().collect()]
    }

    /// The next order by a rule that is drawn.
    ///
    /// **Determinism.** Lots are drawn by the place of a person and the key of an activity, so that the
    /// orders of a plan with one more task are nearly the same.
    ///
    /// **Cost.** `O(n log n + links + modes)`.
    pub fn drawn(&mut self) -> Vec<ActivityId> {
        let spread = if std::mem::take(&mut self.is_first) { 0.0 } else { SPREAD };
        let seed = self.random.bits();
        let lot = |address: u64| 1.0 + spread * (Random::new(seed ^ address).unit() * 2.0 - 1.0);
        let loads = (0..).zip(&self.loads).map(|(place, load)| load * lot(u64::MAX - place));
        let loads: Vec<f64> = loads.collect();
        let counted = |(activity, &Span(minutes)): (&Activity, &Span)| {
            Span((minutes as f64 * load(activity, &loads) * lot(activity.key)) as i64)
        };
        let activities = self.problem.activities().iter().zip(&self.paths.expected);
        let counted: Vec<Span> = activities.map(counted).collect();
        self.paths.order(&counted)
    }
}

/// How much there is to do for those who may do `activity`, in the mean.
fn load(activity: &Activity, loads: &[f64]) -> f64 {
    let demands = activity.modes.iter().flat_map(|mode| &mode.demands);
    let (sum, n) = demands
        .fold((0.0, 0.0), |(sum, n), demand| (sum + loads[demand.resource.index()], n + 1.0));
    if n == 0.0 { 1.0 } else { sum / n }
}

/// The expected work for each resource over its units, divided by the mean of those who have some.
fn loads(problem: &Problem, expected: &[Span]) -> Vec<f64> {
    let mut loads = vec![0.0; problem.resources().len()];
    for (activity, &Span(minutes)) in problem.activities().iter().zip(expected) {
        let share = minutes as f64 / activity.modes.len() as f64;
        for demand in activity.modes.iter().flat_map(|mode| &mode.demands) {
            let capacity = problem.resources()[demand.resource.index()].capacity;
            loads[demand.resource.index()] += share * f64::from(demand.units) / f64::from(capacity);
        }
    }
    let busy = loads.iter().filter(|&&load| load > 0.0).count();
    let mean = loads.iter().sum::<f64>() / busy.max(1) as f64;
    loads.iter().map(|load| if mean > 0.0 { load / mean } else { 1.0 }).collect()
}
