//! What a diff costs and how sure it is: processor time of the shares of edits, and how far a
//! difference wanders from seed to seed, beside what it would with dice of its own on either side.

use std::time::Duration;

use calendar::Moment;
use text::SourceFile;
use workbench::diff::{attribute, edits};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, play_by, read};

use super::program::own_ticks;
use crate::generate;
use crate::say;

const TASKS: usize = 200;
const PEOPLE: usize = 8;
const SEEDS: u64 = 12;
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
        "\n| edits | spread of the difference, h | with dice of its own, h | ratio |\n|---|---|---|---|",
    );
    for count in [1, 5, 20] {
        let (common, apart) = spread(&base, &edited(&base, count))?;
        say(&format!("| {count} | {common:.1} | {apart:.1} | 1/{:.0} |", apart / common.max(0.01)));
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
    let snapshot = read(Input { files, settings: None, today: generate::START });
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
    let found = attribute(&before, &after, &steps, total, options, &new.forecast.emphasis);
    let spent =
        Duration::from_secs_f64((own_ticks()? - started) / super::program::TICKS_PER_SECOND);
    Ok((spent, found.is_some_and(|found| found.total() == total)))
}

/// Standard deviation over seeds, in hours, of the difference of P80: with the same dice on both
/// sides, and with others.
fn spread(base: &str, head: &str) -> Result<(f64, f64), String> {
    let (before, after) = (snapshot(base)?, snapshot(head)?);
    let (mut common, mut apart) = (Vec::new(), Vec::new());
    for seed in 1..=SEEDS {
        let old = dates(&before, seed)?;
        let by = |seed| {
            let options = PlayOptions { runs: Some(RUNS), seed: Some(seed) };
            let new = play_by(&after, options, &old.forecast.emphasis);
            p80(&new.ok_or("there are no dates")?)
        };
        let old = p80(&old)?;
        common.push((by(seed)? - old).0 as f64 / 60.0);
        apart.push((by(seed + 1000)? - old).0 as f64 / 60.0);
    }
    Ok((deviation(&common), deviation(&apart)))
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0)).sqrt()
}
