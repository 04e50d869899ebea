//! The order chosen for P80 against the usual order, on generated team plans and fresh draws.

use std::fmt::Write as _;
use std::time::Instant;

use forecast::{Emphasis, Options, Prior, Runs, Shape, choose_order, compare, simulate};
use schedule::CalendarId;
use text::SourceFile;
use workbench::{Input, read};

use crate::{generate, say};

/// Runs in which the two orders are compared, with a seed that the choice has not seen.
const RUNS: u32 = 8192;
const FRESH_SEED: u64 = 99;

/// Chooses an order for each of `plans` generated plans, and prints a table of what it bought.
#[allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
pub fn run(plans: u64) -> Result<(), String> {
    let mut table = String::from(
        "plan  tasks  people  usual P80  chosen P80     gain   gain %       ±   search ms\n",
    );
    let (mut sum, mut changed, mut worse) = (0.0, 0, 0);
    for plan in 1..=plans {
        let (tasks, people) = size(plan);
        let text = generate::plan(tasks, people, plan);
        let input = Input::new(vec![SourceFile::new("plan.md", text)], None, generate::START);
        let snapshot = read(input);
        let lowered = snapshot.lowered.as_ref().ok_or("a generated plan is not sound")?;
        let problem = &lowered.problem;
        let begin = Instant::now();
        let searched = options(lowered.plan_calendar_id(), 1, Emphasis::default());
        let chosen = choose_order(problem, &searched);
        let search = begin.elapsed();
        let played = |emphasis: Emphasis| {
            simulate(problem, &options(lowered.plan_calendar_id(), FRESH_SEED, emphasis))
        };
        let usual = played(Emphasis::default());
        let other = chosen.clone().map_or_else(|| usual.clone(), |chosen| played(chosen.emphasis));
        let shift = compare(&usual, &other);
        let calendar = lowered.plan_calendar();
        let days = |from, to| calendar.work_between(from, to).0 as f64 / 480.0;
        let p80s = [&usual, &other].map(|forecast| forecast.finish.percentile(80));
        let [Some(before), Some(after)] = p80s else { return Err("it never ends".to_owned()) };
        let (from, to) = (days(problem.today(), before), days(problem.today(), after));
        let gain = 100.0 * (from - to) / from;
        let doubt =
            shift.p80_half_width.map_or(f64::NAN, |width| width.0 as f64 / 1440.0 * 5.0 / 7.0);
        sum += gain;
        changed += u32::from(chosen.is_some());
        worse += u32::from(to - from > doubt);
        writeln!(
            table,
            "{plan:4}  {tasks:5}  {people:6}  {from:7.1} d  {to:8.1} d  {:5.1} d  {gain:6.2} %  {doubt:5.1}  {:10.1}",
            from - to,
            search.as_secs_f64() * 1e3,
        )
        .expect("a String takes any text");
    }
    say(&table);
    say(&format!(
        "{changed} of {plans} plans get another order; {:.2} % sooner on average; {worse} later beyond their ±",
        sum / plans as f64
    ));
    if worse == 0 { Ok(()) } else { Err("an order made P80 later".to_owned()) }
}

/// How many tasks and people the generated plan of this number has.
pub(super) fn size(plan: u64) -> (usize, usize) {
    (25 + (plan as usize * 7) % 56, 3 + (plan as usize) % 5)
}

pub(super) fn options(calendar: CalendarId, seed: u64, emphasis: Emphasis) -> Options {
    Options {
        runs: Runs::Fixed(RUNS),
        calendar,
        seed,
        prior: Prior::USUAL,
        record: vec![],
        shape: Shape::LogNormal,
        factors: vec![],
        emphasis,
        keep: vec![],
    }
}
