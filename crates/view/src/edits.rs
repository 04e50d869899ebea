//! The edits between two versions of a plan, in words of the plan.
//!
//! In: what is different about one item, and both versions. Out: [`Edit`]s as screens, comments and
//! JSON show them. Which edit moved the date by how much is found elsewhere.

use plan::table::Key;
use plan::{Change, Impact, ItemRef, Slot, TaskId, What};

use crate::facts::Facts;
use crate::words;

/// What sort of edit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// An item is new.
    Added,
    /// An item is gone.
    Removed,
    /// An item says something else.
    Changed,
    /// A risk is new or says something else.
    Risk,
    /// `fore.toml` says something else.
    Settings,
    /// What no single item says: the order of the work, the order of the items.
    Order,
}

impl EditKind {
    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            EditKind::Added => "added",
            EditKind::Removed => "removed",
            EditKind::Changed => "changed",
            EditKind::Risk => "risk",
            EditKind::Settings => "settings",
            EditKind::Order => "order",
        }
    }
}

/// What happened to one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What sort of edit it is.
    pub kind: EditKind,
    /// The id of the item, a person's with `@`.
    pub id: Option<String>,
    /// Its title, the newer one.
    pub title: String,
    /// The edit in words, ids between backticks: `4d..9d → 5d..12d`.
    pub text: String,
    /// Its id, if it is open work of the newer version, so that somebody can ask what holds it.
    pub scheduled_id: Option<String>,
    /// Mean working days of work that the item and its parts have more, or less; `None` if it is
    /// no work.
    pub work_days: Option<f64>,
    /// Its share of the working minutes by which P80 moves; `None` where that is not known.
    pub p80_minutes: Option<i64>,
    /// How far off that may be, because only some orders of the edits and some runs were played.
    pub doubt_minutes: i64,
    /// Working minutes by which P80 would come sooner without this edit and what needs it.
    pub without_minutes: Option<i64>,
    /// Whether it is new work of which some has no estimate.
    pub is_unestimated: bool,
    /// Whether it is new work that waits for nothing and that nothing waits for.
    pub is_unlinked: bool,
}

impl Edit {
    /// The id, else the title.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.title)
    }

    /// How it stands in a sentence: the id in backticks, else the title in quotes.
    #[must_use]
    pub fn mention(&self) -> String {
        match &self.id {
            Some(id) => format!("`{id}`"),
            None => format!("“{}”", self.title),
        }
    }

    /// Another order of work, which no item asked for.
    #[must_use]
    pub fn of_order(minutes: i64) -> Self {
        let text = "work goes in another order, chosen for this version";
        Edit {
            p80_minutes: Some(minutes),
            ..Self::bare(EditKind::Order, "order of work", text.to_owned())
        }
    }

    /// What no item, no setting and no order of work explains.
    #[must_use]
    pub fn of_other(minutes: i64) -> Self {
        let text = "the order of the items, and what else no single edit explains".to_owned();
        Edit { p80_minutes: Some(minutes), ..Self::bare(EditKind::Order, "order", text) }
    }

    fn bare(kind: EditKind, title: &str, text: String) -> Self {
        Edit {
            kind,
            id: None,
            title: title.to_owned(),
            text,
            scheduled_id: None,
            work_days: None,
            p80_minutes: None,
            doubt_minutes: 0,
            without_minutes: None,
            is_unestimated: false,
            is_unlinked: false,
        }
    }
}

/// What is different about one item, or about the settings, in words. `changes` are all about the
/// same item. Without the older version, the item is new.
#[must_use]
pub fn edit(changes: &[Change], base: Option<&Facts>, head: &Facts) -> Edit {
    let (before, after) = changes.first().map_or((None, None), |one| (one.base, one.head));
    let side = match (after, before, base) {
        (Some(item), _, _) => Some((head, item)),
        (None, Some(item), Some(base)) => Some((base, item)),
        _ => None,
    };
    let Some((facts, item)) = side else {
        let said: Vec<String> = changes.iter().filter_map(changed).collect();
        return Edit::bare(EditKind::Settings, "fore.toml", said.join("; "));
    };
    let written = facts.plan.item(item);
    let title = written.map_or(facts.plan.name.as_str(), |written| &written.title);
    let (kind, text) = match (before, after) {
        (None, _) => (EditKind::Added, presence(facts, item, changes)),
        (_, None) => (EditKind::Removed, presence(facts, item, changes)),
        _ => {
            let said: Vec<String> = changes.iter().filter_map(changed).collect();
            (EditKind::Changed, said.join("; "))
        }
    };
    let is_risk = matches!(item, ItemRef::Risk(_)) && kind != EditKind::Removed;
    let work = |facts: Option<&Facts>, item: Option<ItemRef>| work_days(facts?, item?);
    let (old, new) = (work(base, before), work(Some(head), after));
    let is_new = kind == EditKind::Added;
    Edit {
        id: written.and_then(|written| named(item, written.id.as_deref())),
        scheduled_id: after
            .filter(|item| is_open(head, *item))
            .and_then(|item| head.plan.item(item)?.id.clone()),
        work_days: (old.is_some() || new.is_some())
            .then(|| new.unwrap_or(0.0) - old.unwrap_or(0.0)),
        is_unestimated: is_new && leaves(head, item).iter().any(|id| is_unestimated(head, *id)),
        is_unlinked: is_new && is_unlinked(head, item),
        ..Edit::bare(if is_risk { EditKind::Risk } else { kind }, title, text)
    }
}

fn named(item: ItemRef, id: Option<&str>) -> Option<String> {
    let id = id?;
    Some(if matches!(item, ItemRef::Person(_)) { format!("@{id}") } else { id.to_owned() })
}

/// An item that comes or goes: what it is, whose, and how big.
fn presence(facts: &Facts, item: ItemRef, changes: &[Change]) -> String {
    let title = facts.plan.item(item).map_or("", |written| &written.title);
    let mut said = match item {
        ItemRef::Task(_) | ItemRef::Risk(_) => vec![title.to_owned()],
        other => vec![format!("{}: {title}", other.kind().name())],
    };
    match item {
        ItemRef::Task(id) => said.extend(task_words(facts, id)),
        ItemRef::Risk(id) => said.extend(risk_words(facts, id)),
        _ => {}
    }
    let parts = changes.iter().find_map(|change| match change.what {
        What::Added { parts } | What::Removed { parts } if parts > 0 => Some(parts),
        _ => None,
    });
    said.extend(parts.map(|parts| words::count(parts, "part")));
    said.join(", ")
}

fn task_words(facts: &Facts, id: TaskId) -> Vec<String> {
    let task = facts.plan.task(id);
    let people = facts
        .lowered
        .activity_of(ItemRef::Task(id))
        .filter(|_| task.is_leaf())
        .map_or_else(Vec::new, |activity| facts.people(activity));
    let people: Vec<String> = people.iter().map(|id| facts.person(*id).to_owned()).collect();
    let size = task.left.or(task.estimate).map(|estimate| {
        let range = estimate.range(&facts.plan.settings);
        words::days_range(facts.days(range.low), facts.days(range.high))
    });
    let size = size.or_else(|| task.is_leaf().then(|| "no estimate".to_owned()));
    let people = (!people.is_empty()).then(|| people.join(" + "));
    people.into_iter().chain(size).collect()
}

/// `35%, +2–6 d on tiers`.
fn risk_words(facts: &Facts, id: plan::RiskId) -> Vec<String> {
    let risk = &facts.plan.risks[id.index()];
    let percent = risk.percent.map(|percent| words::percent(f64::from(percent) / 100.0));
    let effects = risk.effects.iter().map(|effect| {
        let hit = match effect.impact {
            Impact::Add(estimate) => {
                let range = estimate.range(&facts.plan.settings);
                format!("+{}", words::days_range(facts.days(range.low), facts.days(range.high)))
            }
            Impact::Multiply { low, high } if low == high => format!("×{low}"),
            Impact::Multiply { low, high } => format!("×{low}–{high}"),
        };
        format!("{hit} on {}", facts.mention(ItemRef::Task(effect.task)))
    });
    percent.into_iter().chain(effects).collect()
}

/// One difference of an item that is in both versions; `None` for what an edit is called by anyway.
fn changed(change: &Change) -> Option<String> {
    Some(match &change.what {
        What::Added { .. } | What::Removed { .. } | What::Prose { .. } => return None,
        What::Moved { from, to } if from == to => "another place in the order".to_owned(),
        What::Moved { .. } => "part of something else".to_owned(),
        What::Retitled { old, .. } => format!("was called “{old}”"),
        What::Ticked => "done".to_owned(),
        What::Unticked => "not done".to_owned(),
        What::Notes { .. } => "other notes".to_owned(),
        What::Attribute { slot, old, new } => attribute(*slot, old.as_deref(), new.as_deref()),
        What::Setting { name, old, new } => {
            format!("`{name}` {}", arrow(old.as_deref(), new.as_deref()))
        }
    })
}

fn attribute(slot: Slot, old: Option<&str>, new: Option<&str>) -> String {
    match slot {
        Slot::Who | Slot::Estimate => arrow(old, new),
        Slot::Id => format!("id {}", arrow(old, new)),
        Slot::Flag(flag) if new.is_some() => flag.word().to_owned(),
        Slot::Flag(flag) => format!("not {}", flag.word()),
        Slot::Key(key) if is_list(key) => format!("{key} {}", list_change(old, new)),
        Slot::Key(key) => format!("{key} {}", arrow(old, new)),
    }
}

fn is_list(key: Key) -> bool {
    matches!(key, Key::After | Key::Ends | Key::For | Key::Changes)
}

/// `4d..9d → 5d..12d`, `none → 3d`.
fn arrow(old: Option<&str>, new: Option<&str>) -> String {
    format!("{} → {}", old.unwrap_or("none"), new.unwrap_or("none"))
}

/// What a list gained and lost: ``+`tiers` −`corpus` ``.
fn list_change(old: Option<&str>, new: Option<&str>) -> String {
    let parts = |text: Option<&'_ str>| -> Vec<String> {
        text.unwrap_or("").split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (old, new) = (parts(old), parts(new));
    let gained = new.iter().filter(|part| !old.contains(part)).map(|part| format!("+`{part}`"));
    let lost = old.iter().filter(|part| !new.contains(part)).map(|part| format!("−`{part}`"));
    let said: Vec<String> = gained.chain(lost).collect();
    if said.is_empty() { "in another order".to_owned() } else { said.join(" ") }
}

/// The tasks without parts in an item that is a task; itself if it has none.
fn leaves(facts: &Facts, item: ItemRef) -> Vec<TaskId> {
    let ItemRef::Task(outer) = item else { return Vec::new() };
    let inside = |id: TaskId| facts.plan.with_parents(id).any(|parent| parent == outer);
    facts.plan.open_leaves().map(|(id, _)| id).filter(|id| inside(*id)).collect()
}

/// Mean working days of work in an item and its parts; `None` for what is no work.
fn work_days(facts: &Facts, item: ItemRef) -> Option<f64> {
    let items: Vec<ItemRef> = match item {
        ItemRef::Task(_) => leaves(facts, item).into_iter().map(ItemRef::Task).collect(),
        ItemRef::Unknown(_) => vec![item],
        _ => return None,
    };
    let worked = items.into_iter().filter(|item| !facts.is_wait(*item));
    let activities = worked.filter_map(|item| facts.lowered.activity_of(item));
    Some(facts.days(activities.map(|activity| facts.effort_of_all(activity)).sum()))
}

fn is_open(facts: &Facts, item: ItemRef) -> bool {
    facts.open_work().any(|(open, _)| open == item)
}

fn is_unestimated(facts: &Facts, id: TaskId) -> bool {
    let task = facts.plan.task(id);
    !task.is_estimated() && !task.wait
}

/// Whether a task waits for nothing, nothing waits for it, and so for all of its parts.
fn is_unlinked(facts: &Facts, item: ItemRef) -> bool {
    let leaves = leaves(facts, item);
    let plan = facts.plan;
    let waited_for =
        |id: TaskId| plan.with_parents(id).any(|id| is_waited_for(facts, ItemRef::Task(id)));
    !leaves.is_empty()
        && leaves.iter().all(|id| plan.links(*id).next().is_none() && !waited_for(*id))
}

/// Whether a link of anything goes to `item`.
fn is_waited_for(facts: &Facts, item: ItemRef) -> bool {
    facts.plan.all_links().any(|link| link.to == item)
}
