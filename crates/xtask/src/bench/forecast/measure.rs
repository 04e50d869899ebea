//! Our own side: parts of the lanes, the dispatcher, two threads.

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use calendar::Work;
use forecast::draw::{Purpose, Stream};
use forecast::precedence::{Instructions, Part, play_part, read_rows};
use forecast::quantile::normal_quantiles;
use forecast::{Options, Prior, Runs, Shape, TwoPiece, middle_efforts, simulate};
use schedule::{CalendarId, Dispatcher, Problem, priority_order};

use super::Measurement;
use super::plans::{Network, TASKS, with_people};

const RUNS: u32 = 16_384;
const ROUNDS: u32 = 12;

/// Runs of the plan with people, each of which is played as often as it takes.
const RUNS_WITH_PEOPLE: u32 = 1_024;
const ROUNDS_WITH_PEOPLE: u32 = 4;

const PAIRS: u32 = 10;

/// The names of what is held against the rivals.
pub const PROPAGATION: &str = "propagation";
pub const WHOLE: &str = "precedence, everything sampled";

/// The parts of the network without people, and all of it with each set of instructions.
pub fn precedence(network: &Network) -> Vec<Measurement> {
    let (bare, linked) = (network.without_links(), network.without_risks());
    let risky = network.with_risks();
    let widest = Instructions::widest();
    let part = |name: &str, problem: &Problem, part, instructions| {
        let seconds = best_of(ROUNDS, || play(problem, part, instructions, RUNS));
        Measurement::new(name, TASKS as f64 * f64::from(RUNS), seconds)
    };
    let all = |problem, set: Instructions, what: &str| {
        part(&format!("{what}, {}", set.name()), problem, Part::All, set)
    };
    let whole = part(WHOLE, &linked, Part::All, widest);
    let propagation = part(PROPAGATION, &linked, Part::Propagation, widest);
    let bound = read_bound(network, widest);
    let plain = Instructions::available()[0];
    let propagation_plain = part("propagation, portable", &linked, Part::Propagation, plain);
    let portable = all(&linked, plain, WHOLE);
    let mut found = vec![
        part("draws", &bare, Part::Draws, widest),
        part("draws and quantiles", &bare, Part::All, widest),
        propagation.against(&bound),
        propagation.against(&propagation_plain),
        propagation_plain,
        bound,
        part("the same with 100 risks", &risky, Part::All, widest).against(&whole),
        whole,
    ];
    for set in Instructions::available().into_iter().skip(1) {
        found.push(all(&linked, set, WHOLE).against(&portable));
    }
    found.push(portable);
    found
}

/// A plan with people, shares of time and leave: dispatch alone, and all of the forecast.
pub fn dispatch() -> Result<Vec<Measurement>, String> {
    let lowered = with_people()?;
    let problem = &lowered.problem;
    let task_runs = problem.activities().len() as f64 * f64::from(RUNS_WITH_PEOPLE);
    let middle = middle_efforts(problem);
    let order = priority_order(problem, &middle);
    let runs = drawn_efforts(&middle);
    let dispatching = best_of(ROUNDS_WITH_PEOPLE, || {
        let mut dispatcher = Dispatcher::new(problem, &order, &middle);
        for efforts in runs.iter().cycle().take(RUNS_WITH_PEOPLE as usize) {
            black_box(dispatcher.outcomes(efforts));
        }
    });
    let whole = best_of(ROUNDS_WITH_PEOPLE, || {
        black_box(simulate(problem, &options(RUNS_WITH_PEOPLE)));
    });
    Ok(vec![
        Measurement::new("dispatch, 12 people", task_runs, dispatching),
        Measurement::new("forecast, 12 people", task_runs, whole),
    ])
}

/// Two threads against one, by the clock, in the quietest of several pairs.
pub fn two_threads(network: &Network) -> Vec<Measurement> {
    let problem = network.without_risks();
    let runs = 2 * RUNS;
    let on = |threads: usize| {
        let pool = pool(threads);
        let begin = now();
        pool.install(|| play(&problem, Part::All, Instructions::widest(), runs));
        begin.elapsed().as_secs_f64()
    };
    let pairs = (0..PAIRS).map(|_| (on(1), on(2)));
    let quietest = pairs.min_by(|one, other| (one.0 + one.1).total_cmp(&(other.0 + other.1)));
    let (one, two) = quietest.expect("BUG: there are pairs");
    let task_runs = TASKS as f64 * f64::from(runs);
    let one = Measurement::new("one thread, by the clock", task_runs, one);
    vec![Measurement::new("two threads, by the clock", task_runs, two).against(&one), one]
}

/// What reading the finishes of the links takes, were nothing else done.
fn read_bound(network: &Network, instructions: Instructions) -> Measurement {
    // A thousand rows of 512 bytes: half of a usual second cache.
    const PASSES: u32 = 200;
    let mut row_reads = 0.0;
    let seconds = best_of(ROUNDS, || row_reads = read_rows(TASKS, PASSES, instructions));
    let reads_per_task = network.n_links() as f64 / TASKS as f64;
    Measurement::new("reading from the second cache", row_reads / reads_per_task, seconds)
}

fn play(problem: &Problem, part: Part, instructions: Instructions, runs: u32) {
    black_box(play_part(problem, CalendarId(0), &options(runs), part, instructions));
}

fn options(runs: u32) -> Options {
    Options {
        runs: Runs::Fixed(runs),
        calendar: CalendarId(0),
        seed: 1,
        prior: Prior::USUAL,
        record: Vec::new(),
        shape: Shape::LogNormal,
        factors: Vec::new(),
        emphasis: forecast::Emphasis::default(),
        keep: Vec::new(),
    }
}

/// Some runs of efforts around `middle`.
fn drawn_efforts(middle: &[Work]) -> Vec<Vec<Work>> {
    const DRAWN: usize = 256;
    let mut runs = vec![vec![Work(0); middle.len()]; DRAWN];
    for (activity, &Work(likely)) in middle.iter().enumerate() {
        let spread = TwoPiece::through(0.6, 1.0, 2.0, 1.5);
        let mut scores = [0.0; DRAWN];
        Stream::new(1, activity as u64, Purpose::Effort).fill(0, &mut scores);
        normal_quantiles(&mut scores);
        for (run, score) in runs.iter_mut().zip(scores) {
            run[activity] = Work((likely as f64 * spread.at(score)) as i64);
        }
    }
    runs
}

/// The least processor seconds of one thread that `work` takes in so many rounds.
fn best_of(rounds: u32, mut work: impl FnMut() + Send) -> f64 {
    pool(1).install(|| {
        let mut best = f64::INFINITY;
        for _ in 0..rounds {
            let before = thread_seconds();
            work();
            best = best.min(thread_seconds() - before);
        }
        best
    })
}

fn pool(threads: usize) -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a thread or two can be started")
}

/// Processor seconds of this thread, from `/proc` (Linux); elsewhere seconds on the clock.
fn thread_seconds() -> f64 {
    // The figure there is as of the last time that the scheduler looked: this makes it look.
    std::thread::yield_now();
    let nanoseconds = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = nanoseconds.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| now().duration_since(start()).as_secs_f64(), |at| at / 1e9)
}

fn start() -> Instant {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    *START.get_or_init(now)
}

#[allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn now() -> Instant {
    Instant::now()
}
