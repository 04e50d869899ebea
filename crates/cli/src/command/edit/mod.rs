//! Commands that change the plan: words to intents, intents to the smallest text edits, those to
//! the disk, and what they do to the date.

mod add;
mod arrange;
mod progress;
mod set;
mod tokens;

use std::path::Path;

use calendar::{end_of_day, last_worked_date};
use jiff::civil::Date;
use plan::{Intent, ItemRef, Plan, Target, find};
use store::{Change, UndoLog};
use view::screens::{Changed, Edited, Effect};
use workbench::{
    Applied, ChangedLines, Dates, PlayOptions, Price, Refused, Snapshot, apply, changed_lines,
    price,
};

use crate::arguments::{Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::open::{self, Opened};
use crate::terminal::Terminal;

pub use add::add;
pub use arrange::{fmt, undo};
pub use progress::{Event, happened};
pub use set::set;

/// A change that a command wants.
pub struct Edit {
    /// What it is, for the first line and the undo log: "set cutover @priya".
    pub title: String,
    /// The change.
    pub intents: Vec<Intent>,
    /// What the reader should know besides.
    pub remarks: Vec<String>,
}

impl Edit {
    /// A change without remarks.
    pub fn new(title: impl Into<String>, intents: Vec<Intent>) -> Self {
        Self { title: title.into(), intents, remarks: Vec::new() }
    }
}

/// Reads the plan, carries out the change that `make` wants of it, writes it, and shows what it
/// did.
pub fn run(
    arguments: &Arguments,
    options: EditOptions,
    terminal: &Terminal,
    make: impl Fn(&Snapshot) -> Result<Edit, Trouble>,
) -> Result<Exit, Trouble> {
    let opened = open::plan(arguments)?;
    let before = &opened.snapshot;
    let edit = make(before)?;
    let (applied, effect) = carry_out(before, &edit, arguments, options)?;
    if !options.dry_run {
        write(&opened, &edit.title, &applied)?;
    }
    let lines = lines_changed(before, &applied);
    let mut remarks = edit.remarks.clone();
    remarks.extend(hand_over_remark(before, &applied, arguments, effect.is_some()));
    if terminal.json {
        terminal.say_json(&json(
            &edit.title,
            &remarks,
            &lines,
            effect.as_ref(),
            options.dry_run,
        ))?;
        return Ok(Exit::Fine);
    }
    let changed: Vec<Changed<'_>> = lines.iter().map(changed).collect();
    let screen = view::screens::edited(
        &Edited {
            title: &edit.title,
            effect,
            lines: &changed,
            remarks: &remarks,
            is_dry_run: options.dry_run,
            today: before.today,
        },
        &terminal.paint,
    );
    terminal.say(&screen)?;
    Ok(Exit::Fine)
}

/// What it costs that somebody takes tasks over, and what the plan says once it is forgotten who
/// had them.
pub fn hand_over_remark(
    before: &Snapshot,
    applied: &Applied,
    arguments: &Arguments,
    priced: bool,
) -> Option<String> {
    let tasks = workbench::handed_over(before, &applied.after);
    if tasks.is_empty() {
        return None;
    }
    let cost = before.plan.settings.hand_over;
    let tasks: Vec<String> = tasks.iter().map(|task| format!("`{task}`")).collect();
    let mut remark = format!(
        "For catching up on {}, {} and {}% are counted in this.",
        view::words::list(&tasks),
        cost.extra,
        cost.percent
    );
    let forgotten = if priced { p80_as_written(applied, arguments) } else { None };
    if let Some(date) = forgotten {
        remark.push_str(&format!(
            " The text does not remember who had it: as written it says {}. Raise the estimate \
             to keep the cost in.",
            view::words::day(date, before.today)
        ));
    }
    Some(remark)
}

/// The 80 % date of the plan after the edit, read without knowing what was before.
fn p80_as_written(applied: &Applied, arguments: &Arguments) -> Option<Date> {
    let as_written =
        workbench::read_dated(applied.after.input(), applied.after.commit_dates.clone());
    let dates = workbench::play_for_price(&as_written, play_options(arguments))?;
    let p80 = dates.forecast.finish.percentile(80)?;
    Some(last_worked_date(p80, &as_written.plan.zone))
}

fn play_options(arguments: &Arguments) -> PlayOptions {
    PlayOptions { runs: arguments.read.runs, seed: arguments.read.seed }
}

/// The item that a command names.
pub fn target(plan: &Plan, name: &str) -> Result<(ItemRef, Target), Trouble> {
    let item = find(plan, name).map_err(|error| Trouble::not_found(name, error))?;
    let target = plan.target(item).ok_or_else(|| Trouble::NoDate(name.to_owned()))?;
    Ok((item, target))
}

/// Carries the intents out in memory; with their effect on the date, if that was asked for and
/// there is one.
fn carry_out(
    before: &Snapshot,
    edit: &Edit,
    arguments: &Arguments,
    options: EditOptions,
) -> Result<(Applied, Option<Effect>), Trouble> {
    let play = || workbench::play_for_price(before, play_options(arguments));
    let dates = if options.no_price { None } else { play() };
    let Some(dates) = dates else {
        return Ok((refuse(apply(before, &edit.intents))?, None));
    };
    match price(before, &dates, &edit.intents) {
        Ok(price) => {
            let effect = effect(before, &dates, &price);
            Ok((price.applied, Some(effect)))
        }
        Err(Refused::NothingLeft) => Ok((refuse(apply(before, &edit.intents))?, None)),
        Err(refused) => Err(Trouble::Refused(Box::new(refused))),
    }
}

fn refuse<T>(result: Result<T, Refused>) -> Result<T, Trouble> {
    result.map_err(|refused| Trouble::Refused(Box::new(refused)))
}

fn effect(before: &Snapshot, dates: &Dates, price: &Price) -> Effect {
    let zone = &before.plan.zone;
    let (old, new) = (&dates.forecast.finish, &price.dates.forecast.finish);
    let (old_p80, new_p80) = (old.percentile(80), new.percentile(80));
    let date = |moment| last_worked_date(moment, zone);
    let working_days = match (old_p80, new_p80) {
        (Some(old), Some(new)) => working_days(before, date(old), date(new)),
        _ => 0,
    };
    let deadline = before.plan.due.map(|due| {
        let end = end_of_day(due.date, zone);
        (due.date, old.chance_by(end), new.chance_by(end))
    });
    Effect { p80: (old_p80.map(date), new_p80.map(date)), working_days, deadline }
}

/// Working days of the plan from the end of one day to the end of another; negative if that is
/// sooner.
fn working_days(snapshot: &Snapshot, from: Date, to: Date) -> i64 {
    let lowered = snapshot.lowered.as_ref().expect("BUG: dates without a problem");
    lowered.plan_calendar().working_days(from, to, &lowered.zone)
}

/// Writes what changed, so that it can be undone.
fn write(opened: &Opened, title: &str, applied: &Applied) -> Result<(), Trouble> {
    let pairs = opened.snapshot.files.iter().zip(&applied.after.files);
    let changes: Vec<Change> = pairs
        .filter(|(before, after)| before.text != after.text)
        .map(|(before, after)| Change {
            path: before.path.clone(),
            before: before.text.clone(),
            after: after.text.clone(),
        })
        .collect();
    Ok(log(&opened.root)?.write(title, &changes)?)
}

/// The log of edits of the plan at `root`.
fn log(root: &Path) -> Result<UndoLog, Trouble> {
    Ok(UndoLog::open(root, &open::state_folder())?)
}

fn lines_changed(before: &Snapshot, applied: &Applied) -> Vec<ChangedLines> {
    let files = before.files.iter().zip(&applied.after.files).enumerate();
    let each = files.flat_map(|(index, (old, new))| {
        let own: Vec<_> =
            applied.edits.iter().filter(|edit| edit.file.index() == index).cloned().collect();
        changed_lines(old, new, &own)
    });
    each.collect()
}

fn changed(lines: &ChangedLines) -> Changed<'_> {
    Changed { path: &lines.path, line: lines.line, before: &lines.before, after: &lines.after }
}

fn json(
    title: &str,
    remarks: &[String],
    lines: &[ChangedLines],
    effect: Option<&Effect>,
    is_dry_run: bool,
) -> serde_json::Value {
    let lines: Vec<_> = lines
        .iter()
        .map(|change| {
            serde_json::json!({
                "file": change.path, "line": change.line,
                "before": change.before, "after": change.after,
            })
        })
        .collect();
    let effect = effect.map(|effect| {
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        serde_json::json!({
            "p80": { "before": date(effect.p80.0), "after": date(effect.p80.1) },
            "working_days": effect.working_days,
            "deadline": effect.deadline.map(|(date, before, after)| serde_json::json!({
                "date": date.to_string(), "before": before, "after": after,
            })),
        })
    });
    serde_json::json!({
        "done": title, "dry_run": is_dry_run, "lines": lines, "effect": effect,
        "remarks": remarks,
    })
}
