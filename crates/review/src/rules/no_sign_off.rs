//! # What it finds
//! Work where being wrong costs somebody money or worse, and nobody outside of the team says that
//! it is right; or a feature that somebody asked for and never confirmed.
//!
//! # Why it matters
//! The team finds out whether it works. Whether it is right, only those know who answer for the
//! books, the law or the patients, and they have other things to do in the week in which you need
//! them.
//!
//! # How it is computed
//! Titles of open tasks and features, and the kinds of systems that open work changes, suggest it;
//! a word about it anywhere in the plan, notes included, answers it. The words are in one table,
//! `crates/review/src/topics.rs`. Plans of fewer than five tasks, or with fewer than three open
//! ones, are not asked. A feature with `asked=` and without `confirmed=` is enough, too.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Price rules of 2027 `{#price-rules @ana 3d..6d}`
//! - [ ] Tax by country `{#tax @ana 4d..8d after=price-rules}`
//! - [ ] Invoice layout `{#layout @bo 2d..4d}`
//! - [ ] Tests with last year's orders `{#tests @bo 2d..4d after=tax}`
//! - [ ] Release `{#release @ana 1d after=tests,layout}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Price rules of 2027 `{#price-rules @ana 3d..6d}`
//! - [ ] Tax by country `{#tax @ana 4d..8d after=price-rules}`
//! - [ ] Invoice layout `{#layout @bo 2d..4d}`
//! - [ ] Tests with last year's orders `{#tests @bo 2d..4d after=tax}`
//! - [ ] Finance signs off fifty invoices `{#sign-off wait 3d after=tests,layout}`
//! - [ ] Release `{#release @ana 1d after=sign-off}`
//! ```
//!
//! # When to accept it
//! When those who answer for it sit in the team and do the work themselves.

use plan::{Feature, FeatureId, ItemRef, Someone};

use crate::coverage::{OPEN_MIN, ask, follow_up};
use crate::topics::SIGN_OFF;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-sign-off",
    code: "Q010",
    family: Family::Coverage,
    source: include_str!("no_sign_off.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = ask(facts, &SIGN_OFF, |named, first| {
        Finding::new("Who outside of the team says that it is right, and by when?", Worth::Missing)
            .subject("sign-off")
            .evidence(format!(
                "A mistake in {named} is dear, and no task or note says who signs it off."
            ))
            .way(follow_up(facts, "Show results to whoever answers for them, and get a yes", "1d..3d", &[first]))
            .way(WayOut::talk("ask them today how many days they need, and in which week"))
    });
    found.extend(unconfirmed(facts));
    found
}

/// Open features that somebody asked for and never said: yes, that is what I meant.
fn unconfirmed(facts: &Facts<'_>) -> Option<Finding> {
    if facts.open_work().count() < OPEN_MIN {
        return None;
    }
    let features: Vec<FeatureId> = (0..)
        .map(FeatureId)
        .zip(&facts.plan.features)
        .filter(|(_, feature)| !feature.item.ticked && feature.confirmed.is_none())
        .filter(|(_, feature)| !feature.asked.is_empty())
        .map(|(id, _)| id)
        .collect();
    let items: Vec<ItemRef> = features.iter().map(|id| ItemRef::Feature(*id)).collect();
    let first = facts.plan.features.get(features.first()?.index())?;
    let asked = first.asked.first().map_or_else(String::new, |who| name(facts, who));
    let named = facts.mentions(&items);
    let does = if items.len() == 1 { "Is" } else { "Are" };
    Some(
        Finding::new(
            format!("{does} {named} what {asked} meant, in their own words?"),
            Worth::Insurance,
        )
        .subject("confirmed")
        .about(items.clone())
        .evidence(said_back(&facts.plan.features))
        .rests_on(named)
        .way(WayOut::talk(format!(
            "say it back to {asked}, then:  fore set {} confirmed={}",
            facts.argument(items[0]),
            facts.today,
        ))),
    )
}

/// How many of the features that somebody asked for were said back to them.
fn said_back(features: &[Feature]) -> String {
    let asked = features.iter().filter(|feature| !feature.asked.is_empty());
    let (said, all) = asked.fold((0, 0), |(said, all), feature| {
        (said + usize::from(feature.confirmed.is_some()), all + 1)
    });
    match (said, all) {
        (0, 1) => "Nobody has said it back to whoever asked for it.".to_owned(),
        (0, all) => {
            format!("None of the {all} features that somebody asked for was said back to them.")
        }
        (said, all) => format!(
            "{said} of the {all} features that somebody asked for {} said back to them.",
            if said == 1 { "was" } else { "were" },
        ),
    }
}

fn name(facts: &Facts<'_>, who: &Someone) -> String {
    match who {
        Someone::Person(id) => facts.person(*id).to_owned(),
        Someone::Team => "the team".to_owned(),
        Someone::Other(words) => words.clone(),
    }
}
