//! What one small edit does to everybody else's work, on generated team plans.

use forecast::{Options, choose_order, middle_efforts};
use schedule::{ActivityId, Lowered, Schedule, priority_order, solve_in_order};
use text::SourceFile;
use workbench::{Input, read};

use super::order::{options, size};
use crate::{generate, say};

/// Edits of each plan, one at a time.
const EDITS: usize = 4;

/// How much of the work that does not wait for an edited task stays as it was.
#[derive(Default)]
struct Kept {
    tasks: usize,
    people: usize,
    in_order: usize,
    unmoved: usize,
}

/// Says how many tasks keep their people and their order when another task takes a day more at the
/// upper end, in the chosen order and in the usual one.
pub fn run(plans: u64) -> Result<(), String> {
    let (mut chosen, mut usual) = (Kept::default(), Kept::default());
    for plan in 1..=plans {
        let (tasks, people) = size(plan);
        let text = generate::plan(tasks, people, plan);
        let before = lowered(&text)?;
        let as_before = [by_choice(&before), by_rule(&before)];
        for edit in 0..EDITS {
            let task = edit * tasks / EDITS;
            let after = lowered(&longer(&text, task).ok_or("a task without a range")?)?;
            let free = beside(&after, task)?;
            chosen.add(&before, &free, &as_before[0], &by_choice(&after));
            usual.add(&before, &free, &as_before[1], &by_rule(&after));
        }
    }
    say("\norder   tasks  same people  same order  same start");
    for (name, kept) in [("chosen", chosen), ("usual", usual)] {
        let share = |part: usize| 100.0 * part as f64 / kept.tasks as f64;
        say(&format!(
            "{name:6}  {:5}  {:9.1} %  {:8.1} %  {:8.1} %",
            kept.tasks,
            share(kept.people),
            share(kept.in_order),
            share(kept.unmoved)
        ));
    }
    Ok(())
}

fn lowered(text: &str) -> Result<Lowered, String> {
    let files = vec![SourceFile::new("plan.md", text)];
    let snapshot = read(Input::new(files, None, generate::START));
    snapshot.lowered.ok_or_else(|| "a generated plan is not sound".to_owned())
}

/// `text` with a day more at the upper end of a task.
fn longer(text: &str, task: usize) -> Option<String> {
    let line = text.lines().find(|line| line.contains(&format!("`{{#t{task} ")))?;
    let (low, rest) = line.split_once("..")?;
    let (high, rest) = rest.split_once('d')?;
    let high: u32 = high.parse().ok()?;
    Some(text.replace(line, &format!("{low}..{}d{rest}", high + 1)))
}

fn by_choice(lowered: &Lowered) -> Schedule {
    let options: Options = options(lowered.plan_calendar_id(), 1, forecast::Emphasis::default());
    let chosen = choose_order(&lowered.problem, &options);
    let emphasis = chosen.map(|chosen| chosen.emphasis).unwrap_or_default();
    let middle = middle_efforts(&lowered.problem);
    solve_in_order(&lowered.problem, &emphasis.order(&lowered.problem), &middle)
}

fn by_rule(lowered: &Lowered) -> Schedule {
    let middle = middle_efforts(&lowered.problem);
    let order = priority_order(&lowered.problem, &middle);
    solve_in_order(&lowered.problem, &order, &middle)
}

/// What does not wait for a task and is not the task itself.
fn beside(lowered: &Lowered, task: usize) -> Result<Vec<ActivityId>, String> {
    let problem = &lowered.problem;
    let id = lowered.activity_of(plan::ItemRef::Task(plan::TaskId(task as u32)));
    let mut waits = vec![false; problem.activities().len()];
    waits[id.ok_or("a task that is not scheduled")?.index()] = true;
    for &id in problem.topological_order() {
        waits[id.index()] |= problem.incoming(id).any(|(_, link)| waits[link.from.index()]);
    }
    let is_task = |id: &ActivityId| {
        matches!(lowered.item_of(*id), Some(plan::ItemRef::Task(_))) && !waits[id.index()]
    };
    Ok(problem.ids().filter(is_task).collect())
}

impl Kept {
    fn add(&mut self, lowered: &Lowered, free: &[ActivityId], before: &Schedule, after: &Schedule) {
        let problem = &lowered.problem;
        let mode = |schedule: &Schedule, id: ActivityId| schedule.entry(id).map(|entry| entry.mode);
        let people = |id: ActivityId| -> Vec<u32> {
            let mode = mode(before, id).map(|mode| &problem.activity(id).modes[mode as usize]);
            let demands = mode.into_iter().flat_map(|mode| &mode.demands);
            demands.map(|demand| demand.resource.0).collect()
        };
        self.tasks += free.len();
        self.people += free.iter().filter(|&&id| mode(before, id) == mode(after, id)).count();
        self.unmoved += free.iter().filter(|&&id| before.start(id) == after.start(id)).count();
        let mut queues: Vec<(Vec<u32>, Vec<ActivityId>)> = Vec::new();
        for &id in free {
            let who = people(id);
            match queues.iter_mut().find(|(known, _)| *known == who) {
                Some((_, queue)) => queue.push(id),
                None => queues.push((who, vec![id])),
            }
        }
        for (who, queue) in queues {
            self.in_order +=
                if who.is_empty() { queue.len() } else { common(&queue, before, after) };
        }
    }
}

/// The length of the longest part of a queue that is worked off in the same order.
fn common(queue: &[ActivityId], before: &Schedule, after: &Schedule) -> usize {
    let mut queue = queue.to_vec();
    queue.sort_by_key(|&id| (before.start(id), id));
    let mut longest: Vec<usize> = Vec::new();
    for (at, &id) in queue.iter().enumerate() {
        let earlier = queue[..at].iter().zip(&longest);
        let before = earlier.filter(|(other, _)| after.start(**other) <= after.start(id));
        longest.push(1 + before.map(|(_, length)| *length).max().unwrap_or(0));
    }
    longest.into_iter().max().unwrap_or(0)
}
