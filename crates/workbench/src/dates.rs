//! Playing: critical path, schedule, forecast of a snapshot.

use calendar::Work;
use forecast::precedence::with_enough_people;
use forecast::{
    Distribution, Emphasis, Factor, Finished, Forecast, Options, Ordered, Prior, Runs, Shape,
    choose_order, middle_efforts, runs_for, simulate, simulate_finish,
};
use plan::{ItemRef, Plan, RangeShape, Settings, Spread};
use schedule::{
    ActivityId, Crew, CriticalPath, LowerOptions, Lowered, Problem, Schedule, critical_path, lower,
    solve_in_order,
};
use view::facts::CrewForecast;

use crate::Snapshot;

/// What the user may decide about the runs; the settings of the plan say the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlayOptions {
    /// Number of runs, if not the plan's or as many as it takes.
    pub runs: Option<u32>,
    /// Seed, if not the plan's.
    pub seed: Option<u64>,
}

/// All that follows from a plan: one future at its middle estimates, and many.
#[derive(Clone, Debug)]
pub struct Dates {
    /// Early and late dates by precedence alone.
    pub critical_path: CriticalPath,
    /// One future: every estimate at its middle.
    pub schedule: Schedule,
    /// Many futures.
    pub forecast: Forecast,
    /// The finish if nobody ever had to wait for a person, in the same futures.
    pub enough_people: Distribution,
    /// The order of priority that both follow, where another than the usual one was chosen for P80.
    pub ordered: Option<Ordered>,
    /// The finish for one, two and three people, where nobody is named and it is too early for a
    /// date; else empty.
    pub crews: Vec<CrewForecast>,
}

/// The crews that are compared while nobody is named.
const CREWS: std::ops::RangeInclusive<u32> = 1..=3;

/// Plays `snapshot` out; `None` if it has errors or nothing to schedule.
///
/// The same snapshot and options give the same dates, at any number of threads.
#[must_use]
pub fn play(snapshot: &Snapshot, options: PlayOptions) -> Option<Dates> {
    let lowered = snapshot.lowered.as_ref()?;
    Some(play_in_chosen_order(snapshot, lowered, options, runs_for(&lowered.problem)))
}

/// [`play`], with fewer runs for large plans: for the price of an edit, while somebody waits. The
/// draws are those of the first runs of a full forecast.
#[must_use]
pub fn play_for_price(snapshot: &Snapshot, options: PlayOptions) -> Option<Dates> {
    let lowered = snapshot.lowered.as_ref()?;
    Some(play_in_chosen_order(snapshot, lowered, options, runs_for_price(snapshot)?))
}

/// [`play`], with as few runs as a first answer has, which a full one follows.
#[must_use]
pub fn play_first(snapshot: &Snapshot, options: PlayOptions) -> Option<Dates> {
    let lowered = snapshot.lowered.as_ref()?;
    Some(play_in_chosen_order(snapshot, lowered, options, runs_for_first(snapshot)?))
}

fn play_in_chosen_order(
    snapshot: &Snapshot,
    lowered: &Lowered,
    options: PlayOptions,
    most: u32,
) -> Dates {
    let ordered = choose(&snapshot.plan, lowered, options);
    let emphasis = ordered.as_ref().map(|ordered| ordered.emphasis.clone()).unwrap_or_default();
    Dates { ordered, ..play_at_most(snapshot, lowered, options, most, &emphasis) }
}

/// The order of priority that is better for P80 than the usual one, if there is one.
fn choose(plan: &Plan, lowered: &Lowered, options: PlayOptions) -> Option<Ordered> {
    let most = runs_for(&lowered.problem);
    let options = forecast_options(plan, lowered, options, most, &Emphasis::default());
    choose_order(&lowered.problem, &options)
}

/// [`play`] with an order of priority that is given, so that none was chosen: to compare a changed
/// plan with what it was, without comparing two choices of order.
#[must_use]
pub fn play_by(snapshot: &Snapshot, options: PlayOptions, emphasis: &Emphasis) -> Option<Dates> {
    let lowered = snapshot.lowered.as_ref()?;
    Some(play_at_most(snapshot, lowered, options, runs_for(&lowered.problem), emphasis))
}

/// `dates` of `snapshot` in at least `runs` runs: two versions of a plan can be subtracted only where
/// both were played in the same futures.
#[must_use]
pub fn as_often(snapshot: &Snapshot, dates: Dates, runs: u32) -> Dates {
    let Some(lowered) = snapshot.lowered.as_ref().filter(|_| dates.forecast.runs < runs) else {
        return dates;
    };
    let emphasis = &dates.forecast.emphasis;
    let options = PlayOptions { runs: Some(runs), seed: Some(dates.forecast.seed) };
    let again = play_at_most(snapshot, lowered, options, runs, emphasis);
    Dates { ordered: dates.ordered, ..again }
}

fn play_at_most(
    snapshot: &Snapshot,
    lowered: &Lowered,
    options: PlayOptions,
    most: u32,
    emphasis: &Emphasis,
) -> Dates {
    let problem = &lowered.problem;
    let middle = middle_efforts(problem);
    let forecast_options = forecast_options(&snapshot.plan, lowered, options, most, emphasis);
    let order = forecast_options.emphasis.order(problem);
    let forecast = simulate(problem, &forecast_options);
    let as_many = Options { runs: Runs::Fixed(forecast.runs), ..forecast_options };
    Dates {
        critical_path: critical_path(problem, &middle),
        schedule: solve_in_order(problem, &order, &middle),
        enough_people: with_enough_people(problem, lowered.plan_calendar_id(), &as_many),
        ordered: None,
        forecast,
        crews: crews(snapshot, lowered, options),
    }
}

/// Only the forecast of [`play`]: what it said, or would have said, word for word.
pub(crate) fn forecast_in_chosen_order(
    snapshot: &Snapshot,
    options: PlayOptions,
) -> Option<Forecast> {
    let lowered = snapshot.lowered.as_ref()?;
    let ordered = choose(&snapshot.plan, lowered, options);
    let emphasis = ordered.map(|ordered| ordered.emphasis).unwrap_or_default();
    forecast(snapshot, options, &emphasis)
}

/// Only the finish in it.
pub(crate) fn finish_in_chosen_order(
    snapshot: &Snapshot,
    options: PlayOptions,
) -> Option<Forecast> {
    let lowered = snapshot.lowered.as_ref()?;
    let ordered = choose(&snapshot.plan, lowered, options);
    let emphasis = ordered.map(|ordered| ordered.emphasis).unwrap_or_default();
    forecast_finish(snapshot, options, &emphasis)
}

/// Only the forecast of [`play_by`].
pub(crate) fn forecast(
    snapshot: &Snapshot,
    options: PlayOptions,
    emphasis: &Emphasis,
) -> Option<Forecast> {
    forecast_by(simulate, snapshot, options, emphasis)
}

/// Only the finish in it, for a price.
pub(crate) fn forecast_finish(
    snapshot: &Snapshot,
    options: PlayOptions,
    emphasis: &Emphasis,
) -> Option<Forecast> {
    forecast_by(simulate_finish, snapshot, options, emphasis)
}

/// The same of a snapshot with `dates`, in the order of priority that they follow: what was played for
/// them is not played again.
pub(crate) fn finish_again(
    snapshot: &Snapshot,
    options: PlayOptions,
    dates: &Dates,
) -> Option<Forecast> {
    let played = &dates.forecast;
    let seed = options.seed.unwrap_or(snapshot.plan.settings.seed);
    let known = options
        .runs
        .filter(|_| seed == played.seed)
        .and_then(|runs| played.of_first(&snapshot.lowered.as_ref()?.problem, runs));
    known.or_else(|| forecast_finish(snapshot, options, &played.emphasis))
}

fn forecast_by(
    simulate: impl Fn(&Problem, &Options) -> Forecast,
    snapshot: &Snapshot,
    options: PlayOptions,
    emphasis: &Emphasis,
) -> Option<Forecast> {
    let lowered = snapshot.lowered.as_ref()?;
    let most = runs_for(&lowered.problem);
    let options = forecast_options(&snapshot.plan, lowered, options, most, emphasis);
    Some(simulate(&lowered.problem, &options))
}

fn crews(snapshot: &Snapshot, lowered: &Lowered, options: PlayOptions) -> Vec<CrewForecast> {
    let plan = &snapshot.plan;
    if lowered.crew != Crew::OneUnnamed || !plan.is_too_early() {
        return Vec::new();
    }
    let finish = |people| {
        let as_many = LowerOptions { unnamed_people: people, ..LowerOptions::new(snapshot.today) };
        let lowered = lower(plan, &as_many).lowered?;
        let emphasis = Emphasis::default();
        let options = forecast_options(plan, &lowered, options, RUNS_FOR_A_SPAN, &emphasis);
        let played = simulate_finish(&lowered.problem, &options);
        Some(CrewForecast { people: people as usize, finish: played.finish })
    };
    CREWS.filter_map(finish).collect()
}

/// How many times [`play`] would play `snapshot` at most; `None` if it cannot.
#[must_use]
pub fn runs_at_most(snapshot: &Snapshot, options: PlayOptions) -> Option<u32> {
    let lowered = snapshot.lowered.as_ref()?;
    let most = runs_for(&lowered.problem);
    match runs_of(&snapshot.plan, options, most) {
        Runs::Fixed(runs) => Some(runs),
        Runs::UntilSure { most, .. } => Some(most),
    }
}

/// How many times a plan is played at most to price an edit while somebody waits: fewer for large
/// plans. The draws are those of the first runs of a full forecast.
#[must_use]
pub fn runs_for_price(snapshot: &Snapshot) -> Option<u32> {
    runs_while_waiting(snapshot, 1024)
}

/// The same for a first answer, which a full one follows: so few that a plan of thousands of tasks is
/// there while the hand is still on the key.
#[must_use]
pub fn runs_for_first(snapshot: &Snapshot) -> Option<u32> {
    runs_while_waiting(snapshot, 256)
}

fn runs_while_waiting(snapshot: &Snapshot, least: u32) -> Option<u32> {
    // Measured, a tenth of a microsecond each, and an edit is played before and after: with reading and
    // choosing an order, 200 tasks keep within the 200 ms that are asked of a price.
    const ACTIVITY_RUNS_MAX: usize = 320_000;
    let problem = &snapshot.lowered.as_ref()?.problem;
    let full = runs_for(problem);
    let affordable = ACTIVITY_RUNS_MAX / problem.activities().len().max(1);
    let affordable = u32::try_from(affordable).unwrap_or(full).max(1);
    Some((1 << affordable.ilog2()).clamp(least.min(full), full))
}

const RUNS_FOR_A_SPAN: u32 = 512;

/// The user's number, else the plan's, else as many as it takes, up to `most`.
fn runs_of(plan: &Plan, options: PlayOptions, most: u32) -> Runs {
    match options.runs.or(plan.settings.runs) {
        Some(runs) => Runs::Fixed(runs),
        // While it is too early for a date a span in months is all that is said.
        None if plan.is_too_early() => Runs::Fixed(most.min(RUNS_FOR_A_SPAN)),
        None => Runs::UntilSure { within: Work(i64::from(plan.settings.day_minutes / 2)), most },
    }
}

pub(crate) fn forecast_options(
    plan: &Plan,
    lowered: &Lowered,
    options: PlayOptions,
    most: u32,
    emphasis: &Emphasis,
) -> Options {
    let settings = &plan.settings;
    Options {
        runs: runs_of(plan, options, most),
        calendar: lowered.plan_calendar_id(),
        seed: options.seed.unwrap_or(settings.seed),
        prior: Prior { overconfidence: settings.overconfidence, pace_sd: settings.pace },
        record: record(settings, lowered),
        shape: shape(settings.shape),
        factors: system_factors(plan),
        emphasis: emphasis.clone(),
        keep: kept(plan, lowered),
    }
}

/// What the team has finished: earlier, and of this plan.
fn record(settings: &Settings, lowered: &Lowered) -> Vec<Finished> {
    let earlier = settings.record.iter().map(|earlier| {
        let Spread { low, likely, high } = earlier.estimate.range(settings);
        finished((low, likely, high), earlier.estimate.is_range(), earlier.took.minutes(settings))
    });
    let here = lowered
        .record
        .iter()
        .map(|task| finished((task.low, task.likely, task.high), task.is_range, task.actual));
    earlier.chain(here).collect()
}

/// A single number says nothing about its own spread.
fn finished((low, likely, high): (f64, f64, f64), is_range: bool, actual: f64) -> Finished {
    let (low, high) = if is_range { (low, high) } else { (likely, likely) };
    Finished { low, likely, high, actual }
}

fn shape(shape: RangeShape) -> Shape {
    match shape {
        RangeShape::LogNormal => Shape::LogNormal,
        RangeShape::Pert => Shape::Pert,
        RangeShape::Triangular => Shape::Triangular,
        RangeShape::History => Shape::History,
        RangeShape::Fixed => Shape::Fixed,
    }
}

/// A factor for each system, shared by all that changes it, if the settings give systems a pace of
/// their own.
fn system_factors(plan: &Plan) -> Vec<Factor> {
    let sd = plan.settings.system_pace;
    if sd == 0.0 {
        return Vec::new();
    }
    let mut factors: Vec<Factor> = plan
        .systems
        .iter()
        .map(|system| Factor { key: system.item.key, sd, activities: Vec::new() })
        .collect();
    for (_, task) in plan.leaves() {
        for system in task.changes.iter() {
            factors[system.index()].activities.push(task.item.key);
        }
    }
    factors.retain(|factor| !factor.activities.is_empty());
    factors
}

/// Everything that somebody may ask the chance of: milestones, features, and tasks with a date.
fn kept(plan: &Plan, lowered: &Lowered) -> Vec<ActivityId> {
    let milestones =
        (0..).map(plan::MilestoneId).take(plan.milestones.len()).map(ItemRef::Milestone);
    let features = (0..).map(plan::FeatureId).take(plan.features.len()).map(ItemRef::Feature);
    let due = (0..).map(plan::TaskId).zip(&plan.tasks).filter(|(_, task)| task.due.is_some());
    let items = milestones.chain(features).chain(due.map(|(id, _)| ItemRef::Task(id)));
    items.filter_map(|item| lowered.activity_of(item)).collect()
}
