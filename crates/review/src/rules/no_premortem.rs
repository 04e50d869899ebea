//! # What it finds
//! A plan of weeks whose failure nobody has imagined yet.
//!
//! # Why it matters
//! Asked "what could go wrong?", people are polite. Told "it is over, it failed, why?", the same
//! people name reasons that they had known for weeks. It takes half an hour and nothing else is as
//! cheap.
//!
//! # How it is computed
//! No premortem is written down, most open tasks have an estimate, the open work adds up to more than
//! fifteen days, and there are at least eight open tasks.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Cart `{#cart @ana 2d..5d}`
//! - [ ] Card payment `{#card @ana 3d..6d after=cart}`
//! - [ ] Invoice payment `{#bill @ana 2d..6d after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d}`
//! - [ ] Returns `{#returns @bo 3d..6d}`
//! - [ ] Stock `{#stock @bo 2d..6d}`
//! - [ ] Tests `{#tests @bo 3d..6d after=card,bill,returns,stock}`
//! - [ ] Release `{#release @ana 1d after=tests,mails}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Cart `{#cart @ana 2d..5d}`
//! - [ ] Card payment `{#card @ana 3d..6d after=cart}`
//! - [ ] Invoice payment `{#bill @ana 2d..6d after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d}`
//! - [ ] Returns `{#returns @bo 3d..6d}`
//! - [ ] Stock `{#stock @bo 2d..6d}`
//! - [ ] Tests `{#tests @bo 3d..6d after=card,bill,returns,stock}`
//! - [ ] Release `{#release @ana 1d after=tests,mails}`
//!
//! ## Premortem
//!
//! - It charged twice on the first Saturday `{@bo votes=3 harm=severe task=tests}`
//! ```
//!
//! # When to accept it
//! When the team has done the same thing before, and knows how it fails.

use plan::table::Key;
use plan::{Attribute, ItemRef};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-premortem",
    code: "Q801",
    family: Family::Finish,
    source: include_str!("no_premortem.rs"),
    check: Check::Dates(check),
};

/// Less work than this fails without drama.
const DAYS_MIN: f64 = 15.0;
/// So do fewer tasks.
const TASKS_MIN: usize = 8;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let open: Vec<ItemRef> = facts.open_work().map(|(id, _)| ItemRef::Task(id)).collect();
    let days = facts.days(open.iter().map(|item| played.effort(*item)).sum());
    let is_early = facts.plan.is_too_early();
    if is_early || !facts.plan.premortem.is_empty() || open.len() < TASKS_MIN || days < DAYS_MIN {
        return Vec::new();
    }
    let finish = |item: &ItemRef| played.of(*item).map(|of| of.finish.p50);
    let Some(last) = open.iter().copied().max_by_key(finish) else { return Vec::new() };
    let headline = "It is the day after the launch, and it went badly: why?";
    let finding = Finding::new(headline, Worth::Insurance)
    .evidence(format!(
        "{} in {} are ahead, and nobody has written down how it fails.",
        words::days(days),
        words::count(facts.plan.open_leaves().count(), "open task"),
    ))
    .evidence("Everybody writes alone for five minutes, then all read; it takes half an hour.")
    .way(first_reason(facts, last))
    .way(WayOut::talk("hold it with the whole team, and add what comes up under Premortem"));
    vec![finding]
}

/// A reason to begin with: the work that comes last was squeezed.
fn first_reason(facts: &Facts<'_>, last: ItemRef) -> WayOut {
    let title = "What came last was rushed, because all before it was late";
    let id = facts.plan.item(last).and_then(|item| item.id.clone());
    let task = id.map(|id| Attribute::Pair(Key::Task, id));
    facts.draft_in("Premortem", title, &task.into_iter().collect::<Vec<_>>())
}
