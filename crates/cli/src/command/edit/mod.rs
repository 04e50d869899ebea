//! Commands that change the plan: words to intents, intents to the smallest text edits, those to
//! the disk, and what they do to the date.

mod add;
mod answer;
mod arrange;
mod progress;
mod set;
mod tokens;

use jiff::civil::Date;
use plan::{Intent, ItemRef, Plan, Target, find};
use view::screens::{Changed, Edited, Effect};
use workbench::{
    ChangedLines, Refused, Snapshot, another_order, carry_out, catching_up_beside, new_warnings,
};

use crate::arguments::{Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

pub use add::add;
pub use answer::answer;
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
    let futures = Some(open::futures(&arguments.read)).filter(|_| !options.no_price);
    let (applied, effect) = refuse(carry_out(before, &edit.intents, futures))?;
    if !options.dry_run {
        opened.write(&edit.title, &applied)?;
    }
    let lines = applied.changed_lines(before);
    let mut remarks = edit.remarks.clone();
    remarks.extend(another_order(before, effect.as_ref()));
    remarks.extend(catching_up_beside(before, &applied, effect.as_ref()));
    remarks.extend(new_warnings(before, &applied));
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

/// The item that a command names.
pub fn target(plan: &Plan, name: &str) -> Result<(ItemRef, Target), Trouble> {
    let item = find(plan, name).map_err(|error| Trouble::not_found(name, error))?;
    let target = plan.target(item).ok_or_else(|| Trouble::NoDate(name.to_owned()))?;
    Ok((item, target))
}

fn refuse<T>(result: Result<T, Refused>) -> Result<T, Trouble> {
    result.map_err(|refused| Trouble::Refused(Box::new(refused)))
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
            "p80_in_same_order": date(effect.in_same_order),
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
