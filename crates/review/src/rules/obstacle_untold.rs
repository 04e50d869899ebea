//! # What it finds
//! Something stands in the way, and nobody was told of it; or the day on which it was to be gone
//! has passed.
//!
//! # Why it matters
//! Obstacles are what others can help with: a lent machine, a missing right, an answer. Nobody
//! helps with what they have not heard of, and most people who could are glad to.
//!
//! # How it is computed
//! Obstacles that are not ticked, without `told=` or with a `by=` before today.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Obstacles
//!
//! - [ ] The test cards are blocked `{#cards @ana since=2026-04-02 holds=checkout}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Obstacles
//!
//! - [ ] The test cards are blocked `{#cards @ana since=2026-04-02 told="card provider" holds=checkout by=2026-04-20}`
//! ```
//!
//! # When to accept it
//! When whoever is to remove it knows by other ways. Then say whom.

use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Obstacle, ObstacleId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "obstacle-untold",
    code: "Q703",
    family: Family::Running,
    source: include_str!("obstacle_untold.rs"),
    check: Check::Plan(check),
};

/// A new day for it, if nothing better is known.
const DAYS_MORE: i32 = 7;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let obstacles = (0..).map(ObstacleId).zip(&facts.plan.obstacles);
    let open = obstacles.filter(|(_, obstacle)| !obstacle.item.ticked);
    open.filter_map(|(id, obstacle)| question(facts, id, obstacle)).collect()
}

fn question(facts: &Facts<'_>, id: ObstacleId, obstacle: &Obstacle) -> Option<Finding> {
    let item = ItemRef::Obstacle(id);
    let title = obstacle.item.title.trim_end_matches(['.', '?', '!']);
    let argument = facts.argument(item);
    let (headline, way) = match obstacle.by.filter(|by| *by < facts.today) {
        Some(_) => {
            let by = facts.today.saturating_add(jiff::Span::new().days(DAYS_MORE));
            let by = Attribute::Pair(Key::By, by.to_string());
            let intents = facts.plan.target(item).map(|target| vec![Intent::Set(target, by)]);
            let way = WayOut::edit("give it a new day", intents.unwrap_or_default());
            (format!("“{title}”: who can get it out of the way now?"), way)
        }
        None if obstacle.told.is_empty() => {
            let way = format!("tell them, then:  fore set {argument} told=…");
            (format!("“{title}”: who could help, and do they know?"), WayOut::talk(way))
        }
        None => return None,
    };
    let since = obstacle.since.map_or_else(String::new, |day| format!(" since {}", facts.day(day)));
    let holds = match obstacle.holds.len() {
        0 => "holds nothing that is written".to_owned(),
        _ => format!("holds {}", facts.mentions(&obstacle.holds)),
    };
    let finding = Finding::new(headline, Worth::Insurance)
        .subject(subject(&obstacle.item))
        .about([item])
        .evidence(format!("It stands there{since} and {holds}."))
        .rests_on(format!("{:?} {:?}", obstacle.by, obstacle.told));
    let finding = match obstacle.by.filter(|by| *by < facts.today) {
        Some(by) => finding.evidence(format!("It was to be gone by {}.", facts.day(by))),
        None => finding.evidence("Nobody is named who was told."),
    };
    Some(finding.way(way).way(WayOut::talk(format!("it is gone:  fore done {argument}"))))
}
