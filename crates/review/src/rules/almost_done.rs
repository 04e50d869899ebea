//! # What it finds
//! Tasks that were nearly done longer ago than they had left, or whose end was moved three times.
//!
//! # Why it matters
//! The last tenth of a task is where what was not known turns up. "Two more days", said every week,
//! is the most usual way in which a plan is late, and the one that is told last.
//!
//! # How it is computed
//! Tasks in progress with `left=`. Either more working days have passed since `left=` last changed
//! than its high end, or it has changed three times. What is left counts from today, whenever it was
//! said. So where it is too old to be true, the worth is what the plan still counts for it, times the
//! share of runs in which it is on the longest path; else by how much P80 would come nearer to P50 if
//! what is left were known.
//!
//! # Example
//! ```markdown 2026-03-23
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-16}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown 2026-03-30
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-16 left=1d..4d}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-16 left=1d..4d}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown 2026-03-23
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-16}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown 2026-04-10
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-16 left=1d..4d}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-16 left=1d..4d}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! # When to accept it
//! When whoever does it was on something else, and the plan may say so.

use jiff::civil::Date;
use plan::{Happening, ItemRef, Task, TaskId};

use crate::answers::subject;
use crate::{
    Check, Facts, Family, Finding, History, Played, Rule, WORTH_DAYS_MIN, WayOut, Worth,
};

/// The rule.
pub const RULE: Rule = Rule {
    name: "almost-done",
    code: "Q702",
    family: Family::Running,
    source: include_str!("almost_done.rs"),
    check: Check::Dates(check),
};

/// An end that was moved so often is not known.
const MOVES_MIN: usize = 3;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let open = facts.open_work();
    open.filter_map(|(id, task)| question(facts, played, id, task)).collect()
}

fn question(facts: &Facts<'_>, played: &Played<'_>, id: TaskId, task: &Task) -> Option<Finding> {
    let history = facts.history?;
    let left = task.left?.range(&facts.plan.settings);
    let said = said(history, task)?;
    let moves = history.count(&task.item, Happening::LeftChanged);
    let passed = played.lowered.working_days(said, facts.today);
    let range = words::days_range(facts.days(left.low), facts.days(left.high));
    let is_over = passed as f64 > facts.days(left.high);
    let reason = if is_over {
        format!(
            "On {} it had {range} left. That is {} ago, and it still says so, so it counts from today.",
            facts.day(said),
            words::count(usize::try_from(passed).unwrap_or(0), "working day"),
        )
    } else if moves >= MOVES_MIN {
        format!("What is left was said {moves} times, last on {}: {range}.", facts.day(said))
    } else {
        return None;
    };
    let item = ItemRef::Task(id);
    let named = facts.mention(item);
    let counted = played.effort(item) * played.path_share(item);
    let worth = if is_over && facts.days(counted) >= WORTH_DAYS_MIN {
        Worth::Minutes(counted)
    } else {
        facts.worth_of_knowing(&[item])
    };
    let finding = Finding::new(format!("What is in the way of the last bit of {named}?"), worth)
    .subject(subject(&task.item))
    .about([item])
    .evidence(reason)
    .rests_on(format!("{said} {moves}"))
    .way(WayOut::talk(format!("look at it together, then:  fore set {} left=…", facts.argument(item))))
    .way(WayOut::talk("finish what works, and make the rest a task of its own"));
    Some(finding)
}

/// When what is left was last said. Where no commit changed it, it came with the task, so it is no
/// newer than the last that happened to that, or than the plan.
fn said(history: &History, task: &Task) -> Option<Date> {
    let changed = history.last(&task.item, Happening::LeftChanged);
    changed.or_else(|| history.touched(&task.item)).or(history.days.map(|days| days.0))
}
