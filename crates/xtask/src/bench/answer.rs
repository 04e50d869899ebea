//! Projects in neutral JSON (tasks with effort, allowed people and predecessors; people with
//! leave): to a plan in our language, through the whole program, to a list of who does what when.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use calendar::local;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plan::{ItemRef, TaskId};
use serde::{Deserialize, Serialize};
use text::SourceFile;
use workbench::{Input, Snapshot, read};

use crate::say;

#[derive(Deserialize)]
struct Project {
    start: Date,
    calendar: WorkingTime,
    resources: Vec<Person>,
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct WorkingTime {
    holidays: Vec<Date>,
}

#[derive(Deserialize)]
struct Person {
    id: String,
    leaves: Vec<(Date, Date)>,
}

#[derive(Deserialize)]
struct Task {
    id: String,
    name: String,
    effort_days: f64,
    deps: Vec<String>,
    allowed: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    id: String,
    people: Vec<String>,
    start: String,
    finish: String,
}

/// Schedules `project` at its middle estimates and writes the answer to `out`.
pub fn run(project: &Path, out: &Path) -> Result<(), String> {
    let snapshot = read_project(project)?;
    let lowered = snapshot.lowered.as_ref().ok_or("the plan is not sound")?;
    let middle = forecast::middle_efforts(&lowered.problem);
    let budget = schedule::usual_budget(&lowered.problem);
    let schedule = schedule::improve(&lowered.problem, &middle, budget).schedule;
    let found = schedule::check_schedule(&lowered.problem, &middle, &schedule);
    let mut answers = Vec::new();
    for (index, task) in snapshot.plan.tasks.iter().enumerate() {
        let id = TaskId(u32::try_from(index).expect("fewer than four billion tasks"));
        let activity = lowered.activity_of(ItemRef::Task(id)).expect("every task has an activity");
        let Some(entry) = schedule.entry(activity) else {
            return Err(format!("{} never ends", task.item.title));
        };
        let mode = &lowered.problem.activity(activity).modes[entry.mode as usize];
        let people = mode.demands.iter().filter_map(|demand| lowered.person_of(demand.resource));
        answers.push(Answer {
            id: task.item.id.clone().expect("every task has an id"),
            people: people.map(|id| snapshot.plan.people[id.index()].name().to_owned()).collect(),
            start: minute(entry.start),
            finish: minute(entry.finish),
        });
    }
    let json = serde_json::to_string(&answers).map_err(|error| error.to_string())?;
    fs::write(out, json).map_err(|error| format!("{}: {error}", out.display()))?;
    say(&format!(
        "{} tasks scheduled; our own checker finds {} violations",
        answers.len(),
        found.len()
    ));
    Ok(())
}

/// Reads a project as the plan that says the same.
pub fn read_project(path: &Path) -> Result<Snapshot, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let project: Project = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let files = vec![SourceFile::new("plan.md", plan_text(&project))];
    let settings = Some(SourceFile::new("fore.toml", settings_text(&project)));
    let snapshot = read(Input::new(files, settings, project.start));
    if snapshot.lowered.is_none() {
        return Err(format!("the plan is not sound: {:#?}", snapshot.diagnostics));
    }
    Ok(snapshot)
}

/// A moment as projects write it.
pub fn minute(moment: calendar::Moment) -> String {
    local(moment, &TimeZone::UTC).strftime("%Y-%m-%dT%H:%M").to_string()
}

fn settings_text(project: &Project) -> String {
    let holidays: Vec<String> =
        project.calendar.holidays.iter().map(|date| format!("\"{date}\"")).collect();
    format!("[calendar]\nhours = [\"09:00-17:00\"]\nholidays = [{}]\n", holidays.join(", "))
}

fn plan_text(project: &Project) -> String {
    let mut text = format!("# Project\n\n`{{start={}}}`\n\n## Team\n\n", project.start);
    for person in &project.resources {
        // Leave in the project ends before its second date; in a plan both ends are included.
        let away: Vec<String> = person
            .leaves
            .iter()
            .map(|(from, to)| format!("{from}..{}", to.saturating_sub(1.day())))
            .collect();
        let away =
            if away.is_empty() { String::new() } else { format!(" away={}", away.join(",")) };
        line(&mut text, format_args!("- {0} `{{@{0}{away}}}`", person.id));
    }
    text.push_str("\n## Work\n\n");
    for task in &project.tasks {
        let who: Vec<String> = task.allowed.iter().map(|id| format!("@{id}")).collect();
        let after = task.deps.join(",");
        let after = if after.is_empty() { String::new() } else { format!(" after={after}") };
        line(
            &mut text,
            format_args!(
                "- [ ] {} `{{#{} {} {}d{after}}}`",
                task.name,
                task.id,
                who.join("|"),
                task.effort_days
            ),
        );
    }
    text
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a String takes any text");
}
