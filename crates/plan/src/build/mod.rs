//! From outlines to the plan.
//!
//! Sections give each item its kind, the table gives each token its type, names are resolved,
//! and tasks hand down what is inherited. What is wrong is reported and left out, and the rest of
//! the plan is still built, so that one mistake does not hide the next.

mod attributes;
mod cycle;
mod form;
mod graph;
mod hints;
mod items;
mod names;
mod prose;
mod reader;
mod report;
mod sections;
mod slips;
mod tasks;
mod title;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use markup::Outline;
use text::{Diagnostic, SourceFile, has_errors};

pub use self::attributes::complaint;
pub use self::names::TEAM;
pub use self::sections::{root_file, section, section_of};

use self::names::Names;
use self::reader::Reader;
use self::report::Report;
use crate::table::{Key, Kind};
use crate::{Impact, ItemRef, MilestoneId, Plan, Settings, codes};

/// Builds the plan of `files`, whose outlines are `outlines` in the same order.
///
/// Cannot fail: the plan is what could be understood, and if any diagnostic is an error no dates
/// may be computed from it. Diagnostics come in the order of the text. `O(n log n)` for `n`
/// items, attributes and links.
#[must_use]
pub fn build(
    files: &[SourceFile],
    outlines: &[Outline],
    settings: &Settings,
) -> (Plan, Vec<Diagnostic>) {
    debug_assert_eq!(files.len(), outlines.len(), "BUG: each file has its outline");
    let mut report = Report::default();
    for (index, (source, outline)) in files.iter().zip(outlines).enumerate() {
        form::report_problems(text::FileId(index as u32), source, &outline.problems, &mut report);
    }
    let sections = sections::read(files, outlines, &mut report);
    let mut attributes = Vec::with_capacity(sections.entries.len());
    for entry in &sections.entries {
        let text = &files[entry.file.index()].text;
        attributes.push(attributes::read(entry, text, &mut report));
        prose::check_title(entry, &mut report);
    }
    let names = Names::new(sections, attributes, &mut report);
    let mut plan = empty_plan(files, settings, &names);
    add_items(&mut plan, &names, &mut report);
    tasks::inherit(&mut plan.tasks);
    check_effects(&plan, &mut report);
    warn_of_idle_milestones(&plan, &mut report);
    cycle::report_cycles(&plan, &mut report);
    (plan, without_echoes(report.finish()))
}

fn empty_plan(files: &[SourceFile], settings: &Settings, names: &Names<'_>) -> Plan {
    Plan {
        name: root_file(files).map(|root| stem(&files[root].path)).unwrap_or_default(),
        heading: None,
        start: None,
        due: None,
        zone: TimeZone::UTC,
        finish: None,
        settings: settings.clone(),
        has_team: names.has_team,
        goals: Vec::new(),
        features: Vec::new(),
        people: Vec::new(),
        milestones: Vec::new(),
        tasks: Vec::new(),
        unknowns: Vec::new(),
        decisions: Vec::new(),
        lines: Vec::new(),
        risks: Vec::new(),
        obstacles: Vec::new(),
        systems: Vec::new(),
        steps: Vec::new(),
        premortem: Vec::new(),
        answers: Vec::new(),
        by_id: names.by_id(),
    }
}

/// A file's name without folders and ending: the name of a plan without heading.
fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

fn add_items(plan: &mut Plan, names: &Names<'_>, report: &mut Report) {
    let mut has_parts = vec![false; names.entries.len()];
    for parent in names.entries.iter().filter_map(|entry| entry.parent) {
        has_parts[parent] = true;
    }
    plan.tasks.reserve_exact(names.entries.iter().filter(|each| each.kind == Kind::Task).count());
    for (index, entry) in names.entries.iter().enumerate() {
        let mut reader = Reader::new(names, index, report);
        let reader = &mut reader;
        match entry.kind {
            Kind::Plan => add_plan(plan, reader),
            Kind::Goal => plan.goals.push(items::goal(reader)),
            Kind::Feature => plan.features.push(items::feature(reader)),
            Kind::Person => plan.people.push(items::person(reader)),
            Kind::Milestone => plan.milestones.push(items::milestone(reader)),
            Kind::Task => plan.tasks.push(tasks::task(reader, has_parts[index], &plan.settings)),
            Kind::Unknown => plan.unknowns.push(items::unknown(reader)),
            Kind::Decision => plan.decisions.push(items::decision(reader)),
            Kind::Line => plan.lines.push(items::line(reader)),
            Kind::Risk => plan.risks.push(items::risk(reader)),
            Kind::Obstacle => plan.obstacles.push(items::obstacle(reader)),
            Kind::System => plan.systems.push(items::system(reader)),
            Kind::Step => plan.steps.push(items::step(reader)),
            Kind::Premortem => plan.premortem.push(items::premortem(reader)),
            Kind::Answer => plan.answers.push(items::answer(reader)),
        }
    }
    for (person, key) in names.undeclared.iter().zip(&names.undeclared_keys) {
        let reader = Reader::new(names, person.entry, report);
        plan.people.push(items::undeclared_person(&reader, person, *key));
    }
}

fn add_plan(plan: &mut Plan, reader: &mut Reader<'_, '_>) {
    items::check_order(reader, Key::Start, Key::Due, "it is due before it starts");
    plan.name = reader.entry.title.to_owned();
    plan.heading = Some(reader.item());
    plan.start = reader.date(Key::Start);
    plan.due = reader.due();
    plan.zone = reader.zone(Key::Zone).unwrap_or(TimeZone::UTC);
    plan.finish = reader.items(Key::Finish).first().copied();
}

/// Days cannot be added to a task with parts.
fn check_effects(plan: &Plan, report: &mut Report) {
    for effect in plan.risks.iter().flat_map(|risk| &risk.effects) {
        let task = plan.task(effect.task);
        if task.is_leaf() || !matches!(effect.impact, Impact::Add(_)) {
            continue;
        }
        let what = format!(
            "a risk cannot add days to {}, which has parts",
            names::quoted(&task.item.title)
        );
        report.error(codes::EFFECT_ON_PARENT, effect.place, what, |d| {
            d.help("name the part that it hits, or write a factor such as x1.5 for all of them")
        });
    }
}

/// A milestone that nothing leads to is reached at once, however much work is open.
fn warn_of_idle_milestones(plan: &Plan, report: &mut Report) {
    let held: BTreeSet<ItemRef> =
        plan.obstacles.iter().flat_map(|obstacle| &obstacle.holds).copied().collect();
    for (id, milestone) in (0..).map(MilestoneId).zip(&plan.milestones) {
        let waits = !milestone.links.is_empty() || held.contains(&ItemRef::Milestone(id));
        if waits || milestone.item.ticked {
            continue;
        }
        let what = "this milestone waits for nothing, so it is reached at once";
        report.warning(codes::IDLE_MILESTONE, milestone.item.place, what, |d| {
            d.why("its date says nothing about the work")
                .help("write after= with what it stands for")
        });
    }
}

/// An unfinished merge makes everything double; only the conflicts are worth reading then.
fn without_echoes(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if has_errors(&diagnostics)
        && diagnostics.iter().any(|diagnostic| diagnostic.code == codes::CONFLICT)
    {
        diagnostics.retain(|diagnostic| diagnostic.code == codes::CONFLICT);
    }
    diagnostics
}
