//! What happened to the items of a plan between two revisions.
//!
//! In: two plans. Out: plain values. It must not know where
//! revisions come from.

mod backtest;
mod dates;
mod trend;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{Hearer, Item, Person, Plan, Someone, Task, Who};

pub use backtest::{Backtest, BacktestRow};
pub use dates::{CommitDate, CommitDates};
pub use trend::{Cause, Days, LeftOut, Moved, Point, Story, TargetPoint, Told, Trend};

/// The beginning of a commit's id, as people name it.
#[must_use]
pub fn short_id(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

/// Something that happened to an item between two revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The item's key, the later one if it changed.
    pub key: u64,
    /// The key it had before, if that was another: it was given an id, or lost it.
    pub key_before: Option<u64>,
    /// What happened.
    pub what: Happening,
}

/// What can happen to an item between two revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// It was not there before, or was cut.
    Added,
    /// It is not there any more, or was cut.
    Removed,
    /// Work on it began.
    Started,
    /// Its box, or that of a task it is part of, was ticked.
    Ticked,
    /// Its box was ticked before and is not now.
    Reopened,
    /// The estimate of a task changed; of a risk its chance, its effects or what became of it.
    Reestimated,
    /// What is said to be left of it changed.
    LeftChanged,
    /// Others do it now.
    Reowned,
    /// Somebody was told about it, or told again.
    Told,
    /// It was given an id, or lost it, and nothing else.
    Renamed,
}

impl Happening {
    /// All of them; the position of one never changes.
    pub const ALL: [Happening; 10] = [
        Happening::Added,
        Happening::Removed,
        Happening::Started,
        Happening::Ticked,
        Happening::Reopened,
        Happening::Reestimated,
        Happening::LeftChanged,
        Happening::Reowned,
        Happening::Told,
        Happening::Renamed,
    ];
}

/// Who changed a plan when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The commit's id.
    pub commit: String,
    /// The name of its author.
    pub author: String,
    /// When it was written, in seconds since the beginning of 1970 in UTC.
    pub seconds: i64,
    /// The first line of its message.
    pub subject: String,
}

/// What happened to the items of `before` on the way to `after`: tasks in the order of `after`, then
/// what is gone, then milestones, unknowns, decisions, risks and obstacles.
///
/// Items are the same if they have the same id, or without one the same titles from the outermost
/// item to this one. A task that was given an id in between is the same by its title.
#[must_use]
pub fn transitions(before: &Plan, after: &Plan) -> Vec<Transition> {
    let mut found = Vec::new();
    for (old, new) in pairs(before, after) {
        let happened = match (old, new) {
            (Some(old), Some(new)) => changes((before, old), (after, new)),
            (None, Some(_)) => vec![Happening::Added],
            _ => vec![Happening::Removed],
        };
        let Some(task) = new.or(old) else { continue };
        let key = task.item.key;
        let key_before = old.map(|old| old.item.key).filter(|before| *before != key);
        let renamed = key_before.map(|_| Happening::Renamed);
        let all = renamed.into_iter().chain(happened);
        found.extend(all.map(|what| Transition { key, key_before, what }));
    }
    found.extend(of_others(before, after));
    found
}

/// Each task of `after` with what it was in `before`, then the tasks of `before` that are gone.
#[must_use]
pub fn pairs<'a>(before: &'a Plan, after: &'a Plan) -> Vec<(Option<&'a Task>, Option<&'a Task>)> {
    let by_key: BTreeMap<u64, &Task> =
        before.tasks.iter().map(|task| (task.item.key, task)).collect();
    let keys_now: BTreeSet<u64> = after.tasks.iter().map(|task| task.item.key).collect();
    let mut gone: BTreeMap<&str, &Task> = BTreeMap::new();
    for task in before.tasks.iter().filter(|task| !keys_now.contains(&task.item.key)) {
        gone.insert(&task.item.title, task);
    }
    let mut found = Vec::with_capacity(after.tasks.len());
    for new in &after.tasks {
        let renamed = |old: &&&Task| old.item.id.is_none() != new.item.id.is_none();
        let old = by_key.get(&new.item.key).copied().or_else(|| {
            let twin = gone.get(new.item.title.as_str()).filter(renamed).copied()?;
            gone.remove(new.item.title.as_str());
            Some(twin)
        });
        found.push((old, Some(new)));
    }
    let is_matched: BTreeSet<u64> =
        found.iter().filter_map(|(old, _)| Some(old.as_ref()?.item.key)).collect();
    let rest = before.tasks.iter().filter(|task| !is_matched.contains(&task.item.key));
    found.extend(rest.map(|task| (Some(task), None)));
    found
}

fn changes((before, old): (&Plan, &Task), (after, new): (&Plan, &Task)) -> Vec<Happening> {
    let mut found = Vec::new();
    if old.cut != new.cut {
        found.push(if new.cut { Happening::Removed } else { Happening::Added });
    }
    if !old.is_started() && new.is_started() && !old.ticked {
        found.push(Happening::Started);
    }
    if old.ticked != new.ticked {
        found.push(if new.ticked { Happening::Ticked } else { Happening::Reopened });
    }
    if old.estimate != new.estimate {
        found.push(Happening::Reestimated);
    }
    if old.left != new.left && !new.ticked {
        found.push(Happening::LeftChanged);
    }
    if names(&before.people, &old.who) != names(&after.people, &new.who) {
        found.push(Happening::Reowned);
    }
    found
}

/// What an item that is no task says about itself: whether it is settled, what it may do, and to
/// whom it was told.
#[derive(PartialEq)]
struct State {
    is_settled: bool,
    chance: Option<u32>,
    effects: Vec<(u64, String)>,
    told: Vec<(String, Option<Date>)>,
}

fn of_others(before: &Plan, after: &Plan) -> Vec<Transition> {
    let (old, new) = (states(before), states(after));
    let mut found = Vec::new();
    let mut push = |key: &u64, what| found.push(Transition { key: *key, key_before: None, what });
    for (key, now) in &new {
        let Some(then) = old.get(key) else {
            push(key, Happening::Added);
            if !now.told.is_empty() {
                push(key, Happening::Told);
            }
            continue;
        };
        if then.is_settled != now.is_settled {
            push(key, if now.is_settled { Happening::Ticked } else { Happening::Reopened });
        }
        if (then.chance, &then.effects) != (now.chance, &now.effects) {
            push(key, Happening::Reestimated);
        }
        if then.told != now.told && !now.told.is_empty() {
            push(key, Happening::Told);
        }
    }
    old.keys().filter(|key| !new.contains_key(*key)).for_each(|key| push(key, Happening::Removed));
    found
}

fn states(plan: &Plan) -> BTreeMap<u64, State> {
    let state = |item: &Item, is_settled: bool, told: Vec<(String, Option<Date>)>| {
        (item.key, State { is_settled, chance: None, effects: Vec::new(), told })
    };
    let told =
        |to: &[Hearer]| to.iter().map(|one| (audience(plan, &one.who), one.on)).collect::<Vec<_>>();
    let milestones =
        plan.milestones.iter().map(|one| state(&one.item, one.item.ticked, told(&one.told)));
    let unknowns = plan.unknowns.iter().map(|one| state(&one.item, one.item.ticked, Vec::new()));
    let decisions =
        plan.decisions.iter().map(|one| state(&one.item, one.is_made(), told(&one.told)));
    let obstacles =
        plan.obstacles.iter().map(|one| state(&one.item, one.item.ticked, told(&one.told)));
    let risks = plan.risks.iter().map(|risk| {
        let effect = |effect: &crate::Effect| {
            (plan.task(effect.task).item.key, format!("{:?}", effect.impact))
        };
        let effects = risk.effects.iter().map(effect).collect();
        let is_settled = risk.status != crate::RiskStatus::Open;
        (risk.item.key, State { is_settled, chance: risk.percent, effects, told: Vec::new() })
    });
    milestones.chain(unknowns).chain(decisions).chain(obstacles).chain(risks).collect()
}

/// Somebody who was told something, as others know them: `dana`, `team`, `the board`.
#[must_use]
pub fn audience(plan: &Plan, someone: &Someone) -> String {
    match someone {
        Someone::Person(id) => plan.people[id.index()].name().to_owned(),
        Someone::Team => "team".to_owned(),
        Someone::Other(name) => name.clone(),
    }
}

fn names(people: &[Person], who: &Who) -> Vec<Vec<String>> {
    let name = |id: &crate::PersonId| people[id.index()].name().to_owned();
    who.together.iter().map(|any| any.iter().map(name).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, build};
    use text::SourceFile;

    fn plan(tasks: &str) -> Plan {
        let text = format!("# P\n\n{tasks}\n");
        let outline = markup::parse(&text);
        build(&[SourceFile::new("plan.md", text)], &[outline], &Settings::default()).0
    }

    /// What happened, as `title: what`.
    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let (before, after) = (plan(before), plan(after));
        let title = |key: u64| {
            let items = after.items().chain(before.items());
            items.map(|(_, item)| item).find(|item| item.key == key).unwrap().title.clone()
        };
        let found: Vec<String> = transitions(&before, &after)
            .iter()
            .map(|one| format!("{}: {:?}", title(one.key), one.what))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_happens_to_a_task_is_told_apart() {
        check("- [ ] A `{2d}`", "- [ ] A `{2d}`\n- [ ] B", &["B: Added"]);
        check("- [ ] A\n- [ ] B", "- [ ] B", &["A: Removed"]);
        check("- [ ] A `{2d}`", "- [ ] A `{2d started=2026-03-02}`", &["A: Started"]);
        check("- [ ] A `{2d}`", "- [ ] A `{2d left=1d}`", &["A: Started", "A: LeftChanged"]);
        check("- [ ] A `{2d left=1d}`", "- [x] A `{2d}`", &["A: Ticked"]);
        check("- [x] A", "- [ ] A", &["A: Reopened"]);
        check("- [ ] A `{2d}`", "- [ ] A `{3d}`", &["A: Reestimated"]);
        check("- [ ] A `{@ana}`", "- [ ] A `{@bo|@cy}`", &["A: Reowned"]);
        check("- [ ] A `{2d}`", "- [ ] A `{2d cut}`", &["A: Removed"]);
    }

    #[test]
    fn a_task_is_the_same_under_its_id_and_when_it_is_given_one() {
        check("- [ ] A `{#a 2d}`", "- [ ] B `{#a 3d}`", &["B: Reestimated"]);
        check("- [ ] A `{2d}`", "- [ ] A `{#a 2d}`", &["A: Renamed"]);
        check("- [ ] A `{#a 2d}`", "- [ ] A `{#b 2d}`", &["A: Added", "A: Removed"]);
    }

    #[test]
    fn other_items_appear_are_settled_and_told() {
        let with = |items: &str| format!("- [ ] A `{{#a 2d}}`\n\n{items}");
        let check = |before: &str, after: &str, expected: &[&str]| {
            check(&with(before), &with(after), expected);
        };
        let risk = "## Risks\n\n- R `{#r p=40% hits=a:+2d}`\n";
        check("", risk, &["R: Added"]);
        check(risk, &risk.replace("40%", "60%"), &["R: Reestimated"]);
        check(risk, "", &["R: Removed"]);
        let milestone = "## Milestones\n\n- [ ] M `{#m after=a}`\n";
        check(milestone, &milestone.replace("[ ]", "[x]"), &["M: Ticked"]);
        let told = milestone.replace("after=a", "after=a told=Dana promised=2026-05-01");
        check(milestone, &told, &["M: Told"]);
        // Another promise is news; that somebody heard of it is written apart.
        check(&told, &told.replace("05-01", "06-01"), &[]);
        check(&told, &told.replace("Dana", "Dana:2026-04-20"), &["M: Told"]);
        check(&told, &told.replace("Dana", "\"Dana\""), &[]);
    }
}
