//! Two branches of random edits of one plan, merged by lines and by item and key: how often each
//! leaves a conflict, and whether what is merged without one is what both branches wanted.
//!
//! What they wanted is known without a merge: the edits of one branch carried out on the other,
//! both ways round. Where that is not possible or not the same, there is a true collision.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use markup::Outline;
use plan::merge::merge;
use plan::table::Key;
use plan::{Attribute, Intent, NewItem, Plan, Position, Settings, Target, Version, What};
use text::SourceFile;

use crate::generate::{self, Dice};
use crate::say;

/// Runs `trials` merges of plans of `tasks` tasks with `edits` edits on each side, and prints a
/// table; an error if anything was merged wrongly.
pub fn run(trials: u32, tasks: usize, edits: u32, seed: u64) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("fore-merge-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut dice = Dice(seed);
    let mut counts = Counts::default();
    for trial in 0..trials {
        let base = generate::plan(tasks, 8, seed.wrapping_add(u64::from(trial)));
        let [ours, theirs] = [0, 1].map(|_| branch(&base, tasks, edits, &mut dice));
        one_trial(&base, &ours?, &theirs?, &folder, &mut counts)?;
    }
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    counts.print(trials, tasks, edits);
    if counts.wrong == 0 { Ok(()) } else { Err(format!("{} wrong merges", counts.wrong)) }
}

#[derive(Default)]
struct Counts {
    /// Both branches changed one thing differently.
    true_collisions: u32,
    git_conflicts: u32,
    git_wrong: u32,
    conflicts: u32,
    wrong: u32,
    /// A true collision that was merged without a word.
    missed: u32,
    time: Duration,
}

impl Counts {
    fn print(&self, trials: u32, tasks: usize, edits: u32) {
        let share =
            |count: u32| format!("{count} ({:.1} %)", 100.0 * f64::from(count) / f64::from(trials));
        say(&format!(
            "{trials} merges of two branches of {edits} random edits each, {tasks} tasks\n\n\
             | | conflicts | wrong without a conflict |\n|---|---|---|\n\
             | by lines (git merge-file) | {} | {} |\n| by item and key (fore merge) | {} | {} |\n\n\
             true collisions: {}, of which merged without a word: {}; {:.1} ms a merge",
            share(self.git_conflicts),
            self.git_wrong,
            share(self.conflicts),
            self.wrong,
            share(self.true_collisions),
            self.missed,
            self.time.as_secs_f64() * 1000.0 / f64::from(trials)
        ));
    }
}

/// A branch: its edits one after the other, and the text after them.
struct Branch {
    intents: Vec<Intent>,
    text: String,
}

fn branch(base: &str, tasks: usize, edits: u32, dice: &mut Dice) -> Result<Branch, String> {
    let mut branch = Branch { intents: Vec::new(), text: base.to_owned() };
    let name = dice.below(1_000_000);
    let mut done = 0;
    while done < edits {
        let wanted = intents(tasks, name * 100 + branch.intents.len(), dice);
        let Some(text) = carried_out(&branch.text, &wanted) else { continue };
        if errors(&text) > errors(base) {
            continue;
        }
        branch.text = text;
        branch.intents.extend(wanted);
        done += 1;
    }
    Ok(branch)
}

/// What people do to a plan, in about the shares in which they do it.
fn intents(tasks: usize, new: usize, dice: &mut Dice) -> Vec<Intent> {
    let item = |dice: &mut Dice| Target::Id(format!("t{}", dice.below(tasks)));
    let target = item(dice);
    let days = |dice: &mut Dice| {
        let low = 1 + dice.below(9);
        format!("{low}d..{}d", low + 1 + dice.below(9))
    };
    match dice.below(20) {
        0..=4 => vec![Intent::Set(target, Attribute::Estimate(days(dice)))],
        5..=8 => {
            let done = format!("2026-01-{:02}", 5 + dice.below(20));
            vec![
                Intent::Tick(target.clone()),
                Intent::Set(target, Attribute::Pair(Key::Done, done)),
            ]
        }
        9..=10 => vec![Intent::Set(target, Attribute::Who(format!("@p{}", dice.below(8))))],
        11..=12 => vec![Intent::AddLink(target, Key::After, format!("t{}", dice.below(tasks)))],
        13..=14 => vec![Intent::Rename(target, format!("Piece of work, as of change {new}"))],
        15..=17 => {
            let attributes =
                vec![Attribute::Id(format!("n{new}")), Attribute::Estimate(days(dice))];
            let item = NewItem { title: format!("New piece {new}"), check_box: true, attributes };
            vec![Intent::Add(Position::After(target), item)]
        }
        18 => vec![Intent::Remove(target)],
        _ => vec![Intent::Move(target, Position::After(item(dice)))],
    }
}

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn one_trial(
    base: &str,
    ours: &Branch,
    theirs: &Branch,
    folder: &Path,
    counts: &mut Counts,
) -> Result<(), String> {
    let wanted = [(ours, theirs), (theirs, ours)].map(|(first, second)| {
        let mut text = first.text.clone();
        for intent in &second.intents {
            text = carried_out(&text, std::slice::from_ref(intent))?;
        }
        (errors(&text) <= errors(base)).then_some(text)
    });
    let wanted = match wanted {
        [Some(one), Some(other)] if says_the_same(&one, &other) => Some(one),
        _ => None,
    };
    counts.true_collisions += u32::from(wanted.is_none());
    let is_wanted = |text: &str| wanted.as_ref().is_some_and(|wanted| says_the_same(wanted, text));

    let started = Instant::now();
    let merged = merge(base, &ours.text, &theirs.text, &|_| None);
    counts.time += started.elapsed();
    let is_clean = merged.open == 0 && errors(&merged.text) <= errors(base);
    counts.conflicts += u32::from(!is_clean);
    if is_clean && !is_wanted(&merged.text) {
        if wanted.is_some() {
            counts.wrong += 1;
        } else {
            counts.missed += 1;
        }
    }
    let (text, is_clean) = by_git([base, &ours.text, &theirs.text], folder)?;
    counts.git_conflicts += u32::from(!is_clean);
    counts.git_wrong += u32::from(is_clean && !is_wanted(&text));
    Ok(())
}

/// What git's merge of lines makes of three texts, and whether it is without conflicts.
fn by_git(texts: [&str; 3], folder: &Path) -> Result<(String, bool), String> {
    let names = ["base", "ours", "theirs"];
    for (name, text) in names.iter().zip(texts) {
        fs::write(folder.join(name), text).map_err(|error| error.to_string())?;
    }
    let output = Command::new("git")
        .args(["merge-file", "-p", "ours", "base", "theirs"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("git: {error}"))?;
    Ok((String::from_utf8_lossy(&output.stdout).into_owned(), output.status.success()))
}

/// A plan of one file, with what it was built from.
struct Built {
    files: Vec<SourceFile>,
    outlines: Vec<Outline>,
    plan: Plan,
    errors: usize,
}

impl Built {
    fn version(&self) -> Version<'_> {
        Version { files: &self.files, outlines: &self.outlines, plan: &self.plan }
    }
}

fn built(text: &str) -> Built {
    let files = vec![SourceFile::new("plan.md", text)];
    let outlines = vec![markup::parse(text)];
    let (plan, found) = plan::build(&files, &outlines, &Settings::default());
    let errors = found.iter().filter(|found| found.level == text::Level::Error).count();
    Built { files, outlines, plan, errors }
}

fn errors(text: &str) -> usize {
    built(text).errors
}

fn carried_out(text: &str, intents: &[Intent]) -> Option<String> {
    let built = built(text);
    let edits = plan::edit(&built.files, &built.outlines, &built.plan, intents).ok()?;
    text::apply(text, &edits).ok()
}

/// Whether two plans differ in nothing but the order of what both branches put at one place.
fn says_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (built(one), built(other));
    plan::diff(one.version(), other.version())
        .iter()
        .all(|change| matches!(change.what, What::Moved { .. }) || is_order_of_links(change))
}

/// Links that both branches added to one item stand in the order in which they came.
fn is_order_of_links(change: &plan::Change) -> bool {
    let What::Attribute { old: Some(old), new: Some(new), .. } = &change.what else { return false };
    let sorted = |text: &str| {
        let mut values: Vec<String> = text.split(',').map(str::to_owned).collect();
        values.sort_unstable();
        values
    };
    sorted(old) == sorted(new)
}
