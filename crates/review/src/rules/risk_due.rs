//! # What it finds
//! A risk whose time has come: the work that it hits is under way, or the day to look at it again
//! is here.
//!
//! # Why it matters
//! Once the work has begun there is evidence, and the chance of the first day is out of date. A
//! risk that has happened and still counts as 30 % makes every date too early.
//!
//! # How it is computed
//! Open risks with a `watch=` that is today or over, or that hit a task in progress which has used at
//! least half of the work that its estimate says. The worth is how much sooner P80 would be
//! without the risk.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d started=2026-04-01 spent=8d left=2d..4d}`
//!
//! ## Risks
//!
//! - The card provider wants an audit first `{#audit @ana p=40% hits=checkout:+5d..15d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d started=2026-04-01 spent=8d left=2d..4d}`
//!
//! ## Risks
//!
//! - The card provider wants an audit first `{#audit @ana p=40% hits=checkout:+5d..15d status=gone}`
//! ```
//!
//! # When to accept it
//! When whoever watches it looked this week, and its chance is still what it was.

use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Risk, RiskId, RiskStatus, Task};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "risk-due",
    code: "Q403",
    family: Family::Unknowns,
    source: include_str!("risk_due.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let risks = (0..).map(RiskId).zip(&facts.plan.risks);
    let open = risks.filter(|(_, risk)| risk.status == RiskStatus::Open);
    open.filter_map(|(id, risk)| question(facts, played, id, risk)).collect()
}

fn question(facts: &Facts<'_>, played: &Played<'_>, id: RiskId, risk: &Risk) -> Option<Finding> {
    let reason = under_way(facts, risk).or_else(|| watched(facts, risk))?;
    let item = ItemRef::Risk(id);
    let minutes = played.without_risk(facts.plan, id).unwrap_or(0.0);
    let title = risk.item.title.trim_end_matches(['.', '?']);
    let set = |word: &str| {
        let status = Attribute::Pair(Key::Status, word.to_owned());
        facts.plan.target(item).map(|target| vec![Intent::Set(target, status)])
    };
    let way = |text: &str, word: &str| set(word).map(|intents| WayOut::edit(text, intents));
    let percent = risk.percent.unwrap_or(0);
    Some(
        Finding::new(format!("“{title}”: is it happening?"), Worth::Minutes(minutes))
            .subject(subject(&risk.item))
            .about([item])
            .evidence(format!("It counts with a chance of {percent}%. {reason}"))
            .rests_on(format!("{percent}% {:?}", risk.watch))
            .way_if(way("it has happened", "happened"))
            .way_if(way("it cannot happen any more", "gone")),
    )
}

/// A task that it hits has used at least half of what its estimate says.
fn under_way(facts: &Facts<'_>, risk: &Risk) -> Option<String> {
    let settings = &facts.plan.settings;
    let used = |task: &Task| -> Option<(f64, f64)> {
        let spent = task.spent?.minutes(settings);
        Some((spent, task.estimate?.range(settings).likely))
    };
    risk.effects.iter().find_map(|effect| {
        let task = facts.plan.task(effect.task);
        let (spent, likely) = used(task).filter(|_| task.is_started())?;
        (spent * 2.0 >= likely).then(|| {
            format!(
                "{} has used {} of a middle of {}, so there is evidence now.",
                facts.mention(ItemRef::Task(effect.task)),
                words::days(facts.days(spent)),
                words::days(facts.days(likely)),
            )
        })
    })
}

/// The day to look at it again is here.
fn watched(facts: &Facts<'_>, risk: &Risk) -> Option<String> {
    let watch = risk.watch.filter(|watch| *watch <= facts.today)?;
    Some(format!("It was to be looked at again on {}.", facts.day(watch)))
}
