//! What was edited in the plan since then: what waits for what, what is to be done, and where it ends.
//!
//! In: both plans. Out: for each edit what takes it back. How the work went is no edit; estimates,
//! hands, people, risks and settings are told elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use plan::{ItemRef, Link, Plan, Task, TaskId, Who};

use super::causes::{Piece, who_now};

/// What takes an edit back.
pub(super) enum Undo {
    /// The item waited for these.
    Wait(ItemRef, Vec<Link>),
    /// The item did not wait for these.
    Free(ItemRef, Vec<Link>),
    /// The task had these conditions; its progress, hands and links are left alone.
    Conditions(TaskId, Box<Task>),
    /// The task was to be done.
    Keep(TaskId),
    /// The plan ended elsewhere.
    Finish(Option<ItemRef>),
}

/// Both plans, and what is the same in them.
pub(super) struct Edits<'a> {
    old: &'a Plan,
    now: &'a Plan,
    /// The plan of now with the tasks that it has no longer behind its own, cut.
    pub plan: Plan,
    /// Tasks that are no longer to be done, with their id of then.
    pub gone: Vec<(TaskId, TaskId)>,
    /// Each item of then as it is in `plan`.
    same: BTreeMap<u64, ItemRef>,
}

impl<'a> Edits<'a> {
    /// `before` has each task of now that was there then, by its key.
    pub fn new(old: &'a Plan, now: &'a Plan, before: &BTreeMap<u64, TaskId>) -> Self {
        let mut plan = now.clone();
        let mut same: BTreeMap<u64, ItemRef> = BTreeMap::new();
        let by_key: BTreeMap<u64, ItemRef> =
            now.items().map(|(item, about)| (about.key, item)).collect();
        for (item, about) in old.items().filter(|(item, _)| !matches!(item, ItemRef::Task(_))) {
            same.extend(by_key.get(&about.key).map(|now| (item_key(old, item), *now)));
        }
        let mut gone = Vec::new();
        for (id, task) in (0..).map(TaskId).zip(&now.tasks) {
            let Some(was) = before.get(&task.item.key) else { continue };
            same.insert(old.task(*was).item.key, ItemRef::Task(id));
            if task.cut && task.is_leaf() && is_to_do(old.task(*was)) {
                gone.push((id, *was));
            }
        }
        for (was, task) in old.leaves().filter(|(_, task)| is_to_do(task)) {
            if same.contains_key(&task.item.key) {
                continue;
            }
            let id = TaskId(u32::try_from(plan.tasks.len()).expect("BUG: too many tasks"));
            same.insert(task.item.key, ItemRef::Task(id));
            gone.push((id, was));
            let who = who_now(old, now, &task.who).unwrap_or_default();
            plan.tasks.push(stranger(task, who));
        }
        let mut edits = Edits { old, now, plan, gone, same };
        edits.tie_strangers();
        edits
    }

    /// Each edit, and what takes it back.
    pub fn all(&self) -> Vec<(Piece, Undo)> {
        let mut found = Vec::new();
        for (id, _) in &self.gone {
            found.push((Piece::Gone(self.plan.task(*id).item.key), Undo::Keep(*id)));
        }
        for (was, about) in self.old.items() {
            let Some(is) = self.same.get(&about.key) else { continue };
            found.extend(self.links(was, *is));
            if let (ItemRef::Task(was), ItemRef::Task(is)) = (was, *is) {
                found.extend(self.conditions(was, is));
            }
        }
        let finish = self.old.finish.map(|item| self.of_then(item));
        if finish != Some(None) && finish.flatten() != self.now.finish {
            found.push((Piece::Finish, Undo::Finish(finish.flatten())));
        }
        found
    }

    fn of_then(&self, item: ItemRef) -> Option<ItemRef> {
        self.same.get(&self.old.item(item)?.key).copied()
    }

    /// What a task that is gone waited for, and what waited for it in any version of the plan.
    fn tie_strangers(&mut self) {
        let first = self.now.tasks.len();
        for (id, was) in self.gone.iter().filter(|(id, _)| id.index() >= first) {
            let links = self.old.links(*was).filter_map(|link| self.mapped(link)).collect();
            self.plan.tasks[id.index()].own_links = links;
        }
    }

    fn mapped(&self, link: &Link) -> Option<Link> {
        Some(Link { to: self.of_then(link.to)?, ..*link })
    }

    /// What an item waits for no longer, told of what is gone where that is why; and what it waits for
    /// now, but for what is new.
    fn links(&self, was: ItemRef, is: ItemRef) -> Vec<(Piece, Undo)> {
        let first = self.now.tasks.len();
        if matches!(is, ItemRef::Task(id) if id.index() >= first) {
            return Vec::new();
        }
        let Some(key) = self.now.item(is).map(|item| item.key) else { return Vec::new() };
        let then: Vec<Link> =
            self.old.links_of(was).iter().filter_map(|link| self.mapped(link)).collect();
        let now = self.now.links_of(is);
        let mut found = Vec::new();
        let (mut lost, mut gained) = (Vec::new(), Vec::new());
        for link in then.iter().filter(|link| !now.iter().any(|other| is_same(other, link))) {
            match link.to {
                ItemRef::Task(to) if to.index() >= first => {
                    let piece = Piece::Gone(self.plan.task(to).item.key);
                    found.push((piece, Undo::Wait(is, vec![*link])));
                }
                _ => lost.push(*link),
            }
        }
        let known: Vec<ItemRef> = self.same.values().copied().collect();
        for link in now.iter().filter(|link| !then.iter().any(|other| is_same(other, link))) {
            if known.contains(&link.to) {
                gained.push(*link);
            }
        }
        if !lost.is_empty() {
            found.push((Piece::Edit(key), Undo::Wait(is, lost)));
        }
        if !gained.is_empty() {
            found.push((Piece::Edit(key), Undo::Free(is, gained)));
        }
        found
    }

    fn conditions(&self, was: TaskId, is: TaskId) -> Option<(Piece, Undo)> {
        let now = self.now.tasks.get(is.index())?;
        let then = self.old.task(was);
        let is_same = (then.start, then.wait, then.optional, &then.needs)
            == (now.start, now.wait, now.optional, &now.needs);
        let undo = Undo::Conditions(is, Box::new(then.clone()));
        (!is_same && now.is_leaf()).then_some((Piece::Edit(now.item.key), undo))
    }
}

impl Undo {
    /// Takes the edit back in `plan`.
    pub fn apply(&self, plan: &mut Plan) {
        match self {
            Undo::Wait(item, links) => {
                if let Some(own) = links_mut(plan, *item) {
                    own.extend(links.iter().copied());
                }
            }
            Undo::Free(item, links) => {
                if let Some(own) = links_mut(plan, *item) {
                    own.retain(|link| !links.iter().any(|other| is_same(other, link)));
                }
            }
            Undo::Conditions(id, then) => {
                let task = &mut plan.tasks[id.index()];
                (task.start, task.wait, task.optional) = (then.start, then.wait, then.optional);
                task.needs = then.needs.clone();
            }
            Undo::Keep(id) => plan.tasks[id.index()].cut = false,
            Undo::Finish(finish) => plan.finish = *finish,
        }
    }
}

fn links_mut(plan: &mut Plan, item: ItemRef) -> Option<&mut Vec<Link>> {
    Some(match item {
        ItemRef::Task(id) => &mut plan.tasks[id.index()].own_links,
        ItemRef::Milestone(id) => &mut plan.milestones[id.index()].links,
        ItemRef::Feature(id) => &mut plan.features[id.index()].links,
        ItemRef::Unknown(id) => &mut plan.unknowns[id.index()].links,
        ItemRef::Decision(id) => &mut plan.decisions[id.index()].links,
        _ => return None,
    })
}

fn is_same(a: &Link, b: &Link) -> bool {
    (a.to, a.kind, a.lag) == (b.to, b.kind, b.lag)
}

fn is_to_do(task: &Task) -> bool {
    task.is_leaf() && !task.cut && !task.ticked
}

/// A task that the plan of now does not have: no part of anything, serving nothing.
fn stranger(task: &Task, who: Who) -> Task {
    Task {
        parent: None,
        who: Arc::new(who),
        needs: Arc::from([]),
        changes: Arc::from([]),
        serves: Arc::from([]),
        own_links: Vec::new(),
        expert: None,
        asked: Arc::from([]),
        cut: true,
        ..task.clone()
    }
}

fn item_key(plan: &Plan, item: ItemRef) -> u64 {
    plan.item(item).map_or(0, |item| item.key)
}
