//! One task as the text of a ticket.
//!
//! In: a plan, its files and a task. Out: Markdown that can be pasted into a tracker: what, why,
//! when it is done, what it waits for, whom to ask. A ticket has no dates: those change with the
//! forecast, and a ticket is read later.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use markup::{Node, NodeId, NodeKind, Outline};
use plan::{Goal, GoalId, ItemRef, PersonId, Plan, Task, TaskId};
use text::SourceFile;

/// Writes task `id` as a ticket.
///
/// `files` and `outlines` are those that `plan` was built from: notes are read from them. Where
/// the task does not say when it is done, the ticket has an empty prompt for it.
/// `O(items of the plan)`.
///
/// # Panics
/// If `id` is of another plan.
#[must_use]
pub fn ticket(plan: &Plan, files: &[SourceFile], outlines: &[Outline], id: TaskId) -> String {
    let task = plan.task(id);
    let remarks = Remarks::of(files, outlines, task);
    let mut ticket = Ticket { out: format!("# {}\n", one_line(&task.item.title)) };
    ticket.section("Why", &why(plan, id));
    ticket.section("Features", &features(plan, task));
    let criteria = match remarks.criteria.is_empty() {
        true => vec!["Done when: … (not written yet: the author fills this in)".to_owned()],
        false => remarks.criteria,
    };
    ticket.section("Done when", &criteria);
    ticket.section("Estimate", &estimate(task));
    ticket.section("Waits for", &waits_for(plan, id));
    ticket.section("Waiting for this", &waiting(plan, id));
    ticket.section("Ask", &people_to_ask(plan, id));
    ticket.section("Notes", &remarks.notes);
    ticket.out
}

struct Ticket {
    out: String,
}

impl Ticket {
    /// A section with a bullet for each line, if there is any.
    fn section(&mut self, title: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let _ = write!(self.out, "\n## {title}\n\n");
        for line in lines {
            let _ = writeln!(self.out, "- {line}");
        }
    }
}

/// What the text says about a task besides its block.
#[derive(Default)]
struct Remarks {
    criteria: Vec<String>,
    notes: Vec<String>,
}

impl Remarks {
    fn of(files: &[SourceFile], outlines: &[Outline], task: &Task) -> Self {
        let mut remarks = Self::default();
        let place = task.item.place.file.index();
        let (Some(file), Some(outline)) = (files.get(place), outlines.get(place)) else {
            return remarks;
        };
        let Some(node) = outline.nodes.get(task.item.node.index()) else { return remarks };
        for note in &node.notes {
            remarks.take(note.of(&file.text));
        }
        if matches!(node.kind, NodeKind::Item { .. }) {
            for bullet in bullets(outline, task.item.node) {
                remarks.take(bullet.title.of(&file.text));
            }
        }
        remarks
    }

    fn take(&mut self, text: &str) {
        let starts = ["done when", "definition of done", "acceptance criteria"];
        for line in paragraphs(text) {
            let lower = line.to_lowercase();
            let start = starts.iter().find(|start| lower.starts_with(**start));
            let rest = start.and_then(|start| line.get(start.len()..));
            match rest {
                Some(rest) => {
                    let rest = rest.trim_start_matches(" (met)").trim_start_matches([':', ' ']);
                    self.criteria.extend((!rest.is_empty()).then(|| rest.to_owned()));
                }
                None => self.notes.push(line),
            }
        }
    }
}

/// The bullets in an item that are no items of the plan.
fn bullets(outline: &Outline, item: NodeId) -> impl Iterator<Item = &Node> {
    let range = outline.nodes[item.index()].range;
    let inside = outline.nodes[item.index() + 1..].iter();
    inside
        .take_while(move |node| node.range.start < range.end)
        .filter(move |node| node.parent == Some(item) && !node.is_plan_item())
}

/// The lines of a note that begin something, each with the lines that go on with it.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let begins = line.to_lowercase().starts_with("done when");
        match paragraphs.last_mut() {
            Some(last) if !begins => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs
}

/// The goals that a task serves, directly or through its features; else the task it is part of.
fn why(plan: &Plan, id: TaskId) -> Vec<String> {
    let mut goals: Vec<GoalId> = Vec::new();
    for served in plan.task(id).serves.iter() {
        if let ItemRef::Goal(goal) = served {
            with_larger(plan, *goal, &mut goals);
        }
    }
    let mut lines: Vec<String> =
        goals.iter().map(|goal| goal_line(&plan.goals[goal.index()])).collect();
    let parents = plan.with_parents(id).skip(1);
    lines
        .extend(parents.map(|parent| format!("Part of {}", title_of(plan, ItemRef::Task(parent)))));
    lines
}

fn with_larger(plan: &Plan, goal: GoalId, goals: &mut Vec<GoalId>) {
    let mut next = vec![goal];
    while let Some(goal) = next.pop() {
        if !goals.contains(&goal) {
            goals.push(goal);
            next.extend(&plan.goals[goal.index()].serves);
        }
    }
}

fn goal_line(goal: &Goal) -> String {
    let mut line = one_line(&goal.item.title);
    if let Some(measure) = &goal.measure {
        let _ = write!(line, " ({measure}");
        match (&goal.from, &goal.to) {
            (Some(from), Some(to)) => {
                let _ = write!(line, ": from {from} to {to}");
            }
            (None, Some(to)) => {
                let _ = write!(line, ": to {to}");
            }
            _ => {}
        }
        line.push(')');
    }
    line
}

fn features(plan: &Plan, task: &Task) -> Vec<String> {
    let served = task.serves.iter().copied();
    served
        .filter(|item| matches!(item, ItemRef::Feature(_)))
        .map(|item| title_of(plan, item))
        .collect()
}

fn estimate(task: &Task) -> Vec<String> {
    let of = if task.wait { "of waiting" } else { "of work" };
    let mut lines = Vec::new();
    if let Some(left) = &task.left {
        lines.push(format!("{left} {of} left"));
    }
    lines.extend(task.estimate.map(|estimate| format!("{estimate} {of}")));
    if let Some(smaller) = &task.smaller {
        lines.push(format!("{smaller} in its simpler form"));
    }
    lines
}

fn waits_for(plan: &Plan, id: TaskId) -> Vec<String> {
    let mut seen = Vec::new();
    for link in plan.links(id) {
        if !seen.contains(&link.to) {
            seen.push(link.to);
        }
    }
    seen.into_iter().map(|item| title_of(plan, item)).collect()
}

/// What names this task, or a task around it, in a link.
fn waiting(plan: &Plan, id: TaskId) -> Vec<String> {
    let held: BTreeSet<ItemRef> = plan.with_parents(id).map(ItemRef::Task).collect();
    let waits = |links: &[plan::Link]| links.iter().any(|link| held.contains(&link.to));
    let tasks = plan.tasks.iter().filter(|task| waits(&task.own_links)).map(|task| &task.item);
    let milestones = plan.milestones.iter().filter(|one| waits(&one.links)).map(|one| &one.item);
    let unknowns = plan.unknowns.iter().filter(|one| waits(&one.links)).map(|one| &one.item);
    let decisions = plan.decisions.iter().filter(|one| waits(&one.links)).map(|one| &one.item);
    let all = tasks.chain(milestones).chain(unknowns).chain(decisions);
    all.map(|item| one_line(&item.title)).collect()
}

/// Who knows about it, who owns what it changes, who decides what it waits for.
fn people_to_ask(plan: &Plan, id: TaskId) -> Vec<String> {
    let task = plan.task(id);
    let mut asked: Vec<(PersonId, String)> = Vec::new();
    let mut ask = |person: PersonId, about: String| match asked
        .iter_mut()
        .find(|(known, _)| *known == person)
    {
        Some((_, reasons)) => {
            reasons.push_str(", ");
            reasons.push_str(&about);
        }
        None => asked.push((person, about)),
    };
    if let Some(expert) = task.expert {
        ask(expert, "knows about it".to_owned());
    }
    for system in task.changes.iter() {
        let system = &plan.systems[system.index()];
        for owner in &system.owners {
            ask(*owner, format!("owns {}", one_line(&system.item.title)));
        }
    }
    for link in plan.links(id) {
        if let ItemRef::Decision(decision) = link.to {
            let decision = &plan.decisions[decision.index()];
            for person in decision.who.people() {
                ask(person, format!("decides “{}”", one_line(&decision.item.title)));
            }
        }
    }
    let name = |person: PersonId| one_line(&plan.people[person.index()].item.title);
    asked.into_iter().map(|(person, about)| format!("{}: {about}", name(person))).collect()
}

fn title_of(plan: &Plan, item: ItemRef) -> String {
    plan.item(item).map_or_else(|| plan.name.clone(), |item| one_line(&item.title))
}

/// A title as written may go over several lines.
fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}
