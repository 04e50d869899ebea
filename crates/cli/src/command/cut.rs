//! `fore cut`: what makes a date likely enough, at the smallest loss.

use jiff::civil::Date;
use plan::Intent;
use store::write_branch;
use view::Facts;
use view::screens::cut::Cut;
use view::sentence::Situation;
use workbench::levers::{self, Goal};
use workbench::{Applied, Opened, Snapshot, apply, catching_up, facts};

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows what it takes to be done by a day, else by the deadline, with a chance of `percent`, and
/// writes it to a new `branch` if one is named; exit code 3 where nothing is enough.
pub fn run(
    by: Option<Date>,
    percent: u8,
    branch: Option<&str>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let opened = open::plan(arguments)?;
    let snapshot = &opened.snapshot;
    if snapshot.has_errors() {
        return super::check::show(snapshot, terminal);
    }
    let Some(dates) = open::dates(snapshot, &arguments.read) else {
        return super::nothing_to_schedule(snapshot, terminal);
    };
    let facts = facts(snapshot, &dates);
    let without_question = match facts.situation() {
        Situation::Done { .. } => Some(Exit::Fine),
        Situation::TooEarly { .. } | Situation::Backlog { .. } => Some(Exit::No),
        _ => None,
    };
    if let Some(exit) = without_question {
        if let Some(branch) = branch {
            terminal.complain(&not_written(branch));
        }
        return overview(&facts, terminal, exit);
    }
    let goal = goal(by, percent, snapshot)?;
    let options = open::futures(&arguments.read);
    let found = levers::cut(snapshot, &dates, goal, options).expect("BUG: dates without a problem");
    let mut cut = levers::shown(&found, &facts, snapshot);
    let usual = dates.forecast.runs;
    let runs = found.last().runs;
    if found.now.runs < usual {
        cut.remarks.push(format!(
            "All of this was played in {runs} runs, and the forecast in {usual}: a date may differ from \
             it by a little."
        ));
    }
    let intents: Vec<Intent> =
        found.steps.iter().flat_map(|step| step.lever.intents.iter().cloned()).collect();
    if cut.is_enough && !intents.is_empty() {
        let applied = apply(snapshot, &intents).map_err(|why| Trouble::Refused(Box::new(why)))?;
        cut.remarks.extend(catching_up(snapshot, &applied, branch.map(|_| options)));
        if let Some(branch) = branch {
            write(&opened, &applied, branch, &message(&facts, &cut))?;
            cut.written = Some(branch.to_owned());
        }
    } else if let Some(branch) = branch {
        cut.remarks.push(if cut.steps.is_empty() {
            not_written(branch)
        } else {
            format!(
                "No branch `{branch}` was written: these steps are not enough. With a date that \
                 they reach, --write writes them."
            )
        });
    }
    if terminal.json {
        terminal.say_json(&view::json::cut(&facts, &cut))?;
    } else {
        terminal.say(&view::screens::cut(&facts, &cut, &terminal.paint))?;
    }
    Ok(if cut.is_enough { Exit::Fine } else { Exit::No })
}

fn not_written(branch: &str) -> String {
    format!("No branch `{branch}` was written: there is nothing to put on it.")
}

/// Writes the plan with all steps to a new branch.
fn write(opened: &Opened, applied: &Applied, branch: &str, message: &str) -> Result<(), Trouble> {
    let pairs = opened.snapshot.files.iter().zip(&applied.after.files);
    let changed = pairs.filter(|(before, after)| before.text != after.text);
    let files: Vec<(String, String)> =
        changed.map(|(_, after)| (after.path.clone(), after.text.clone())).collect();
    Ok(write_branch(&opened.root, branch, message, &files)?)
}

/// What the commit says.
fn message(facts: &Facts<'_>, cut: &Cut<'_>) -> String {
    let mut message = format!("Plan to be done by {}, {}% sure\n\n", cut.by, cut.percent);
    for step in &cut.steps {
        let said = view::levers::said(facts.plan, step.lever, facts.today);
        message.push_str(&format!("- {said}\n"));
    }
    message
}

/// What is asked for: a day that is still to come.
fn goal(by: Option<Date>, percent: u8, snapshot: &Snapshot) -> Result<Goal, Trouble> {
    let due = snapshot.plan.due.map(|due| due.date);
    let by = by.or(due).ok_or(Trouble::NothingToDo(
        "this plan has no date to be done by; name one: fore cut --by 2026-06-30",
    ))?;
    if by < snapshot.today {
        return Err(Trouble::Past(by));
    }
    Ok(Goal { by, percent: u32::from(percent) })
}

/// A plan without a question: it is done, or it is too early for one.
fn overview(facts: &Facts<'_>, terminal: &Terminal, exit: Exit) -> Result<Exit, Trouble> {
    if terminal.json {
        terminal.say_json(&view::json::overview(facts, None))?;
    } else {
        terminal.say(&view::screens::overview(facts, None, &terminal.paint))?;
    }
    Ok(exit)
}
