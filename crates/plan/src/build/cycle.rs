//! Cycles: items that wait for each other.
//!
//! # Theory
//! Every item that can wait has two nodes, where its waiting ends (*in*) and where it is finished
//! (*out*). Of a leaf, in → out. Of a task with parts, in → in of each part and out of each part
//! → out: it is a hub, so that a link between two parents costs one arc, not one for each pair of
//! leaves. A link of `y` to `x`, whatever ends it ties, is out(x) → in(y): one item of a cycle
//! would have to be placed before itself. The plan has a cycle exactly if this graph has one.
//! In each strongly connected component one shortest cycle through its first node is reported.
//! `O(items + links)`.
//!
//! Obstacles wait for nothing, so no cycle runs through one.

use text::Place;

use super::graph::{Arc, Graph};
use super::names::quoted;
use super::report::Report;
use crate::{DecisionId, ItemRef, Link, MilestoneId, Plan, StepId, TaskId, UnknownId, codes};

/// Reports each group of items that wait for each other, and each link of a task to itself, to
/// one of its parts or to a task that it is part of.
pub fn report_cycles(plan: &Plan, report: &mut Report) {
    let waits = Waits::new(plan, report);
    for component in waits.graph.components() {
        let cycle = waits.shortest_cycle(&component);
        report_cycle(plan, &cycle, report);
    }
}

/// A link on a cycle: `waiter` waits for `awaited`.
struct Wait {
    awaited: ItemRef,
    waiter: ItemRef,
    place: Place,
}

/// So many members of a cycle are named; a longer one is said to be longer.
const NAMED_MAX: usize = 12;

fn report_cycle(plan: &Plan, cycle: &[Wait], report: &mut Report) {
    // The hand changes the link that stands last in the text: likely the newest.
    let Some(last) = (0..cycle.len()).max_by_key(|index| cycle[*index].place) else { return };
    let all_tasks = cycle.iter().all(|wait| matches!(wait.waiter, ItemRef::Task(_)));
    let noun = if all_tasks { "tasks" } else { "items" };
    let what = format!(
        "these {} {noun} wait for each other, so none can ever start",
        count_word(cycle.len())
    );
    report.error(codes::CYCLE, cycle[last].place, what, |diagnostic| {
        let in_order = || cycle[last..].iter().chain(&cycle[..last]);
        let links: Vec<&Wait> = in_order().collect();
        let mut chain = vec![name(plan, links[0].awaited)];
        for (index, wait) in links.iter().enumerate().take(NAMED_MAX) {
            let next = links[(index + 1) % links.len()];
            chain.push(via(plan, wait.waiter, next.awaited));
        }
        if links.len() > NAMED_MAX {
            chain.push("…".to_owned());
        }
        let (waiter, awaited) = (name(plan, cycle[last].waiter), name(plan, cycle[last].awaited));
        let labeled = in_order()
            .skip(1)
            .take(NAMED_MAX)
            .fold(diagnostic, |diagnostic, wait| diagnostic.label(wait.place, waits(plan, wait)));
        labeled.here(waits(plan, &cycle[last])).chain(chain).help(format!(
            "remove {awaited} here, or split {waiter}: a first pass before, a second pass after"
        ))
    });
}

/// A member of the chain: it waits under one name, and may be waited for under that of a part of
/// it or of a task that it is part of.
fn via(plan: &Plan, waiter: ItemRef, awaited: ItemRef) -> String {
    let (waiter_name, awaited_name) = (name(plan, waiter), name(plan, awaited));
    match (waiter, awaited) {
        (ItemRef::Task(a), ItemRef::Task(b)) if a < b => {
            format!("{waiter_name} (its part {awaited_name})")
        }
        (ItemRef::Task(a), ItemRef::Task(b)) if a > b => {
            format!("{waiter_name} (part of {awaited_name})")
        }
        _ => waiter_name,
    }
}

fn waits(plan: &Plan, wait: &Wait) -> String {
    format!("{} waits for {}", name(plan, wait.waiter), name(plan, wait.awaited))
}

fn name(plan: &Plan, item: ItemRef) -> String {
    match plan.item(item) {
        Some(item) => item.id.as_ref().map_or_else(|| quoted(&item.title), |id| format!("`{id}`")),
        None => "the plan".to_owned(),
    }
}

fn count_word(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// The graph of the module's theory.
struct Waits {
    items: Vec<ItemRef>,
    /// Labeled with the place of a link; arcs between a task and its parts have no place.
    graph: Graph<Option<Place>>,
}

/// How many nodes an item has.
const NODES: usize = 2;

/// Positions of the kinds that can wait, in the graph's list of items.
struct Layout {
    milestones: usize,
    unknowns: usize,
    decisions: usize,
    steps: usize,
}

impl Layout {
    fn new(plan: &Plan) -> Self {
        let milestones = plan.tasks.len();
        let unknowns = milestones + plan.milestones.len();
        let decisions = unknowns + plan.unknowns.len();
        Self { milestones, unknowns, decisions, steps: decisions + plan.decisions.len() }
    }

    fn position(&self, item: ItemRef) -> Option<usize> {
        Some(match item {
            ItemRef::Task(id) => id.index(),
            ItemRef::Milestone(id) => self.milestones + id.index(),
            ItemRef::Unknown(id) => self.unknowns + id.index(),
            ItemRef::Decision(id) => self.decisions + id.index(),
            ItemRef::Step(id) => self.steps + id.index(),
            _ => return None,
        })
    }
}

impl Waits {
    fn new(plan: &Plan, report: &mut Report) -> Self {
        let layout = Layout::new(plan);
        let items = waiting_items(plan);
        let mut arcs: Vec<Arc<Option<Place>>> = Vec::with_capacity(items.len() * 3);
        let mut add =
            |from: usize, to: usize, label: Option<Place>| arcs.push(Arc { from, to, label });
        let ends = subtree_ends(plan);
        for (position, item) in items.iter().enumerate() {
            let parts: &[TaskId] = match item {
                ItemRef::Task(id) => &plan.task(*id).children,
                _ => &[],
            };
            if parts.is_empty() {
                add(node_in(position), node_out(position), None);
            }
            for part in parts {
                add(node_in(position), node_in(part.index()), None);
                add(node_out(part.index()), node_out(position), None);
            }
            for link in plan.links_of(*item) {
                let Some(awaited) = layout.position(link.to) else { continue };
                if is_own_part(*item, link.to, &ends) {
                    report_own_part(plan, *item, link, report);
                } else {
                    add(node_out(awaited), node_in(position), Some(link.place));
                }
            }
        }
        let graph = Graph::new(items.len() * NODES, &arcs);
        Self { items, graph }
    }

    /// A shortest cycle through the first node of `component`, as its links.
    fn shortest_cycle(&self, component: &[usize]) -> Vec<Wait> {
        let wait = |arc: &Arc<Option<Place>>| {
            let (awaited, waiter) = (self.items[arc.from / NODES], self.items[arc.to / NODES]);
            arc.label.map(|place| Wait { awaited, waiter, place })
        };
        self.graph.shortest_cycle(component).iter().filter_map(wait).collect()
    }
}

fn node_in(position: usize) -> usize {
    position * NODES
}

fn node_out(position: usize) -> usize {
    position * NODES + 1
}

/// In the order of [`Layout`].
fn waiting_items(plan: &Plan) -> Vec<ItemRef> {
    let count = |length: usize| 0..length as u32;
    count(plan.tasks.len())
        .map(|id| ItemRef::Task(TaskId(id)))
        .chain(count(plan.milestones.len()).map(|id| ItemRef::Milestone(MilestoneId(id))))
        .chain(count(plan.unknowns.len()).map(|id| ItemRef::Unknown(UnknownId(id))))
        .chain(count(plan.decisions.len()).map(|id| ItemRef::Decision(DecisionId(id))))
        .chain(count(plan.steps.len()).map(|id| ItemRef::Step(StepId(id))))
        .collect()
}

/// For each task, one past the last task under it: tasks stand in the order of the text, so that
/// what is under a task follows it.
fn subtree_ends(plan: &Plan) -> Vec<usize> {
    let mut ends: Vec<usize> = (1..=plan.tasks.len()).collect();
    for index in (0..plan.tasks.len()).rev() {
        if let Some(parent) = plan.tasks[index].parent {
            ends[parent.index()] = ends[parent.index()].max(ends[index]);
        }
    }
    ends
}

fn is_own_part(waiter: ItemRef, awaited: ItemRef, ends: &[usize]) -> bool {
    match (waiter, awaited) {
        (ItemRef::Task(a), ItemRef::Task(b)) => {
            let (first, second) = (a.index().min(b.index()), a.index().max(b.index()));
            second < ends[first]
        }
        (a, b) => a == b,
    }
}

fn report_own_part(plan: &Plan, waiter: ItemRef, link: &Link, report: &mut Report) {
    let (waiter_name, awaited) = (name(plan, waiter), name(plan, link.to));
    let what = if waiter == link.to {
        format!("{waiter_name} waits for itself")
    } else if waiter > link.to {
        format!("{waiter_name} waits for {awaited}, and is part of it")
    } else {
        format!("{waiter_name} waits for its own part {awaited}")
    };
    report.error(codes::OWN_PART, link.place, what, |d| {
        if waiter == link.to {
            return d.help("remove the link");
        }
        d.why("a task with parts is finished when all its parts are")
            .help("remove the link; between parts, link one part to the other")
    });
}
