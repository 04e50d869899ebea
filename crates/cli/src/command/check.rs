//! `fore check`: is the plan sound?

use std::mem::ManuallyDrop;
use std::path::Path;

use text::Level;
use view::ci::{CiFormat, notes, report, strict};
use view::screens::Reviewed;
use workbench::Snapshot;

use super::review;
use crate::arguments::{Arguments, CheckOptions, ReportForm};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows what is wrong with the plan; exit code 1 if that keeps it from having dates, or if it is
/// looked at strictly.
pub fn run(
    options: CheckOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    // The process ends after this: giving back thousands of small pieces first only takes time.
    let opened = ManuallyDrop::new(open::plan(arguments)?);
    if options.strict || options.format.is_some() {
        return for_a_build(options, &opened.snapshot, arguments, terminal);
    }
    show(&opened.snapshot, terminal)
}

/// With the questions of the review; in the form of a build server, if one is named.
fn for_a_build(
    options: CheckOptions,
    snapshot: &Snapshot,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let dates = open::dates(snapshot, &arguments.read);
    let review = review::of(snapshot, dates.as_ref(), arguments);
    let errors = snapshot.diagnostics.iter().filter(|one| one.level == Level::Error).count();
    let reviewed = Reviewed {
        plan: &snapshot.plan,
        files: &snapshot.files,
        review: &review,
        facts: None,
        errors,
        today: snapshot.today,
    };
    let mut exit = match options.format {
        Some(form) => {
            let mut notes = notes(&snapshot.diagnostics, &reviewed);
            for note in &mut notes {
                note.file = from_here(&arguments.read.place, &note.file);
            }
            terminal.say(&report(form.into(), &notes))?;
            if errors > 0 { Exit::Plan } else { Exit::Fine }
        }
        None => show(snapshot, terminal)?,
    };
    let (warnings, questions) = strict(&snapshot.diagnostics, &reviewed);
    if options.strict && warnings + questions > 0 {
        exit = Exit::Plan;
    }
    if options.strict && options.format.is_none() && !terminal.json {
        terminal.say(&view::screens::strict(warnings, questions, &terminal.paint))?;
    }
    Ok(exit)
}

impl From<ReportForm> for CiFormat {
    fn from(form: ReportForm) -> Self {
        match form {
            ReportForm::Sarif => CiFormat::Sarif,
            ReportForm::Junit => CiFormat::Junit,
            ReportForm::Github => CiFormat::Github,
        }
    }
}

/// A file of the plan as it is found from the folder in which the command runs.
fn from_here(place: &Path, file: &str) -> String {
    let folder = if place.is_file() { place.parent().unwrap_or(place) } else { place };
    let path = folder.join(file);
    let path = path.strip_prefix(".").unwrap_or(&path);
    path.to_string_lossy().replace('\\', "/")
}

/// Shows what is wrong with a plan that has been read.
pub fn show(snapshot: &Snapshot, terminal: &Terminal) -> Result<Exit, Trouble> {
    let Snapshot { plan, diagnostics, files, .. } = snapshot;
    if terminal.json {
        terminal.say_json(&view::json::check(diagnostics, files))?;
    } else {
        terminal.say(&view::screens::check(plan, diagnostics, files, &terminal.paint))?;
    }
    Ok(if snapshot.has_errors() { Exit::Plan } else { Exit::Fine })
}
