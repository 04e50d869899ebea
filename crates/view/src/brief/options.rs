//! What we could do about the due date, each step with its price.

use plan::{Item, ItemRef, LeverCost, LeverKind, Plan, TaskId};

use super::{OptionRow, Options, Sources};
use crate::levers;
use crate::screens::cut::{Cut, Stand, Step};
use crate::words;

/// More rows than these are a list, not a choice; steps between are taken together.
const STEPS_MAX: usize = 5;
const COST_MAX: usize = 60;

/// The ladder from the plan as it is to the date of `cut`; `None` without a step.
#[must_use]
pub fn options(sources: &Sources<'_>, cut: &Cut<'_>) -> Option<Options> {
    let facts = sources.facts;
    if cut.steps.is_empty() {
        return None;
    }
    let row = |name: String, stand: &Stand, cost: String| OptionRow {
        name,
        sure: stand.p80,
        chance: stand.chance,
        cost,
        is_advised: false,
        steps: Vec::new(),
    };
    let mut rows = vec![row("Keep everything as it is".to_owned(), &cut.now, String::new())];
    let parts = parts(&cut.steps);
    for steps in &parts {
        let Some(last) = steps.last() else { continue };
        let name = steps.iter().map(|step| name(facts.plan, step.lever)).collect::<Vec<_>>();
        let name = match name.as_slice() {
            [one] => one.clone(),
            _ if is_free(last) => hand_overs(facts.plan, steps),
            several => format!("{} more steps", words::number(several.len())),
        };
        let name =
            if rows.len() == 1 { words::capitalized(&name) } else { format!("… and {name}") };
        let cost =
            if steps.len() == 1 { cost(sources, last) } else { usual_cost(facts.plan, last) };
        let mut row = row(name, &last.stand, cost);
        let said = |step: &Step<'_>| levers::said(facts.plan, step.lever, facts.today);
        row.steps = steps.iter().map(said).collect();
        row.is_advised = is_free(last);
        if row.is_advised {
            rows.iter_mut().for_each(|before| before.is_advised = false);
        }
        rows.push(row);
    }
    Some(Options { due: words::day(cut.by, facts.today), rows })
}

/// Several free steps together: the work that changes hands, by name.
fn hand_overs(plan: &Plan, steps: &[Step<'_>]) -> String {
    const NAMED_MAX: usize = 3;
    let tasks = steps.iter().filter_map(|step| match step.lever {
        LeverKind::HandOver { tasks, .. } => Some(tasks),
        _ => None,
    });
    let titles: Vec<String> =
        tasks.flatten().map(|task| title(plan, ItemRef::Task(*task))).collect();
    match titles.len() {
        0 => format!("{} moves that lose nothing", words::number(steps.len())),
        n if n <= NAMED_MAX => format!("hand over {}", words::list(&titles)),
        n => format!("hand over {} and {} more", titles[..2].join(", "), words::number(n - 2)),
    }
}

fn is_free(step: &Step<'_>) -> bool {
    step.lever.cost() == LeverCost::Free
}

/// The steps in rows: one each, or, if they are many, the free ones together and the last ones.
fn parts<'a, 'b>(steps: &'a [Step<'b>]) -> Vec<&'a [Step<'b>]> {
    if steps.len() <= STEPS_MAX {
        return steps.chunks(1).collect();
    }
    let free = steps.iter().take_while(|step| is_free(step)).count();
    let (free, rest) = steps.split_at(free);
    let mut parts: Vec<&[Step<'_>]> = Vec::new();
    parts.extend((!free.is_empty()).then_some(free));
    let room = STEPS_MAX - parts.len();
    let (alone, together) = rest.split_at(rest.len().min(room - 1));
    parts.extend(alone.chunks(1));
    parts.extend((!together.is_empty()).then_some(together));
    parts
}

/// What is done, without the names of people.
fn name(plan: &Plan, lever: &LeverKind) -> String {
    let task = |id: &TaskId| title(plan, ItemRef::Task(*id));
    match lever {
        LeverKind::HandOver { tasks, .. } if tasks.len() <= 2 => {
            let titles: Vec<String> = tasks.iter().map(task).collect();
            format!("hand over {}", words::list(&titles))
        }
        LeverKind::HandOver { tasks, .. } => {
            format!("hand over {} tasks in the team", words::number(tasks.len()))
        }
        LeverKind::StartSooner { task: id, .. } => format!("start sooner with {}", task(id)),
        LeverKind::DropLag { task: id, .. } => format!("no pause before {}", task(id)),
        LeverKind::Contract { provider, consumer } => {
            format!("a contract between {} and {}", task(provider), task(consumer))
        }
        LeverKind::MoveLeave { .. } => "another time of leave".to_owned(),
        LeverKind::AddPerson { .. } => "one more person".to_owned(),
        LeverKind::Learn { skill, .. } => format!("learn {skill}"),
        LeverKind::Smaller(id) => format!("a smaller form of {}", task(id)),
        LeverKind::Cut(id) => format!("leave out {}", task(id)),
    }
}

fn title(plan: &Plan, item: ItemRef) -> String {
    let name = plan.item(item).map_or(plan.name.as_str(), Item::public_name);
    // What stands before a colon is the name of the work.
    name.split(": ").next().unwrap_or(name).to_owned()
}

/// What the plan says about a simpler form or a cut, else what such a step takes.
fn cost(sources: &Sources<'_>, step: &Step<'_>) -> String {
    let note = step.note.replace('`', "");
    let note = note.split(". ").next().unwrap_or_default().trim_end_matches('.');
    // The row says already that it is the simpler form.
    let note = note.split_once("Simpler: ").map_or(note, |(_, how)| how);
    if note.is_empty() || note.chars().count() > COST_MAX {
        return usual_cost(sources.facts.plan, step);
    }
    note.to_owned()
}

fn usual_cost(plan: &Plan, step: &Step<'_>) -> String {
    match step.lever {
        LeverKind::HandOver { .. } => "no scope lost; time to catch up".to_owned(),
        LeverKind::Smaller(_) => "the simpler form".to_owned(),
        LeverKind::Cut(_) => "less scope".to_owned(),
        other => levers::cost(plan, other),
    }
}
