//! What a diff costs and how sure it is: processor time of the shares of edits; how far P80 wanders
//! from seed to seed, beside plain Monte Carlo; and how far a difference does, beside what it would
//! with dice of its own on either side. Spreads are in working hours: in hours on the clock, nights
//! and weekends would count.

use std::time::Duration;

use calendar::Moment;
use forecast::Emphasis;
use text::SourceFile;
use workbench::diff::{attribute, edits};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, play_by, read};

use super::program::own_ticks;
use crate::generate;
use crate::say;

const TASKS: usize = 200;
const PEOPLE: usize = 8;
const SEEDS: u64 = 24;
const RUNS: u32 = 2048;

/// Prints both tables.
pub fn run() -> Result<(), String> {
    let base = generate::plan(TASKS, PEOPLE, 1);
    say("| edits | shares, CPU ms | add up |\n|---|---|---|");
    for count in [1, 5, 20, 100] {
        let (milliseconds, adds_up) = shares(&base, &edited(&base, count))?;
        say(&format!("| {count} | {:.0} | {adds_up} |", milliseconds.as_millis()));
    }
    say(
        "\n| percentile | spread over seeds, h | of plain Monte Carlo, h | ratio |\n|---|---|---|---|",
    );
    let before = snapshot(&base)?;
    let order = dates(&before, 1)?.forecast.emphasis;
    let played: Vec<Vec<f64>> =
        (1..=SEEDS).map(|seed| hours_by_run(&before, seed, &order)).collect::<Result<_, _>>()?;
    for percent in [50, 80, 95] {
        let found: Vec<f64> =
            played.iter().map(|hours| percentile(hours.clone(), percent)).collect();
        let (own, plain) = (deviation(&found), plain_deviation(&played.concat(), percent));
        say(&format!("| P{percent} | {own:.1} | {plain:.1} | 1/{:.2} |", plain / own.max(0.01)));
    }
    say(
        "\n| change | spread of the difference, h | with dice of its own, h | ratio |\n|---|---|---|---|",
    );
    let ranges =
        [1, 5, 20].map(|count| (format!("{count} upper ends doubled"), edited(&base, count)));
    let exact = ("3 days of nothing but waiting more".to_owned(), held_up(&base));
    for (change, head) in ranges.into_iter().chain([exact]) {
        let (common, apart) = spread(&played, &snapshot(&head)?, &order)?;
        say(&format!(
            "| {change} | {common:.1} | {apart:.1} | 1/{:.1} |",
            apart / common.max(0.01)
        ));
    }
    Ok(())
}

/// The plan with the estimates of `count` tasks doubled at the upper end.
pub(super) fn edited(base: &str, count: usize) -> String {
    let mut left = count;
    let step = TASKS / count.min(TASKS);
    let lines = base.lines().enumerate().map(|(at, line)| {
        let range =
            line.find("..").filter(|_| line.starts_with("- [ ]") && left > 0 && at % step == 0);
        let Some(range) = range else { return line.to_owned() };
        let digits = line[range + 2..].chars().take_while(char::is_ascii_digit).count();
        let Ok(high) = line[range + 2..][..digits].parse::<u32>() else { return line.to_owned() };
        left -= 1;
        format!("{}{}{}", &line[..range + 2], 2 * high, &line[range + 2 + digits..])
    });
    lines.collect::<Vec<String>>().join("\n") + "\n"
}

fn snapshot(text: &str) -> Result<Snapshot, String> {
    let files = vec![SourceFile::new("plan.md", text)];
    let snapshot = read(Input::new(files, None, generate::START));
    if snapshot.has_errors() { Err("the plan has errors".to_owned()) } else { Ok(snapshot) }
}

fn dates(snapshot: &Snapshot, seed: u64) -> Result<Dates, String> {
    let options = PlayOptions { runs: Some(RUNS), seed: Some(seed) };
    play(snapshot, options).ok_or_else(|| "there are no dates".to_owned())
}

fn p80(dates: &Dates) -> Result<Moment, String> {
    dates.forecast.finish.percentile(80).ok_or_else(|| "the plan never ends".to_owned())
}

/// Processor time of the shares, and whether they add up.
fn shares(base: &str, head: &str) -> Result<(Duration, bool), String> {
    let (before, after) = (snapshot(base)?, snapshot(head)?);
    let (old, new) = (dates(&before, 1)?, dates(&after, 1)?);
    let calendar = after.lowered.as_ref().ok_or("there is no work")?.plan_calendar();
    let total = calendar.work_between(p80(&old)?, p80(&new)?).0;
    let steps: Vec<_> = edits(&before, &after).into_iter().map(|edit| edit.step).collect();
    let started = own_ticks()?;
    let options = PlayOptions { runs: None, seed: Some(1) };
    let found = attribute(&before, &after, &steps, total, options, [&old, &new]);
    let spent =
        Duration::from_secs_f64((own_ticks()? - started) / super::program::TICKS_PER_SECOND);
    Ok((spent, found.is_some_and(|found| found.total() == total)))
}

/// The plan with a lag of three days before its last task that follows something.
fn held_up(base: &str) -> String {
    let mut lines: Vec<String> = base.lines().map(str::to_owned).collect();
    let is_linked = |line: &String| line.starts_with("- [ ] Piece") && line.contains(" after=");
    if let Some(line) = lines.iter_mut().rev().find(|line| is_linked(line)) {
        let end = line.rfind('}').unwrap_or(line.len());
        let end = line[..end].trim_end_matches(" wait").len();
        line.insert_str(end, ":+3d");
    }
    lines.join("\n") + "\n"
}

/// Standard deviation over seeds of the difference of P80: with the same dice on both sides, and with
/// others. `played` is the older one by seed; both sides are worked on in its `order`.
fn spread(played: &[Vec<f64>], after: &Snapshot, order: &Emphasis) -> Result<(f64, f64), String> {
    let (mut common, mut apart) = (Vec::new(), Vec::new());
    for (seed, old) in (1..).zip(played) {
        let old = percentile(old.clone(), 80);
        let by = |seed| Ok::<_, String>(percentile(hours_by_run(after, seed, order)?, 80));
        common.push(by(seed)? - old);
        apart.push(by(seed + 1000)? - old);
    }
    Ok((deviation(&common), deviation(&apart)))
}

/// The order is that of the plan, whatever the seed: it is chosen once.
fn hours_by_run(snapshot: &Snapshot, seed: u64, order: &Emphasis) -> Result<Vec<f64>, String> {
    let options = PlayOptions { runs: Some(RUNS), seed: Some(seed) };
    hours(snapshot, &play_by(snapshot, options, order).ok_or("there are no dates")?)
}

/// Working hours from today to the finish of each run.
fn hours(snapshot: &Snapshot, dates: &Dates) -> Result<Vec<f64>, String> {
    let lowered = snapshot.lowered.as_ref().ok_or("there is no work")?;
    let (calendar, today) = (lowered.plan_calendar(), lowered.problem.today());
    let hours = |finish: Moment| calendar.work_between(today, finish).0 as f64 / 60.0;
    let finishes = dates.forecast.finishes.iter();
    finishes.map(|finish| finish.map(hours).ok_or("the plan never ends".to_owned())).collect()
}

fn percentile(mut hours: Vec<f64>, percent: usize) -> f64 {
    hours.sort_unstable_by(f64::total_cmp);
    hours[(percent * hours.len()).div_ceil(100) - 1]
}

/// Standard deviation of a percentile of as many runs drawn at random from all that were played.
fn plain_deviation(pool: &[f64], percent: usize) -> f64 {
    const SAMPLES: usize = 400;
    let mut dice = generate::Dice(7);
    let mut sample = || (0..RUNS).map(|_| pool[dice.below(pool.len())]).collect::<Vec<f64>>();
    let found: Vec<f64> = (0..SAMPLES).map(|_| percentile(sample(), percent)).collect();
    deviation(&found)
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0)).sqrt()
}
