//! Risks of the plan to risks of the problem: a factor on a parent hits each of its leaves.

use plan::{Plan, RiskStatus};

use super::work::{Works, leaves_of};
use crate::problem::{Effect, Impact, Progress, Range, Risk};

/// A risk whose chance nobody wrote down.
const DEFAULT_PERCENT: u32 = 50;

/// The risks that can still hit something.
pub(super) fn risks(plan: &Plan, works: &Works) -> Vec<Risk> {
    let open = plan.risks.iter().filter(|risk| risk.status != RiskStatus::Gone);
    open.map(|risk| Risk {
        key: risk.item.key,
        probability: match risk.status {
            RiskStatus::Happened => 1.0,
            _ => f64::from(risk.percent.unwrap_or(DEFAULT_PERCENT)) / 100.0,
        },
        effects: risk.effects.iter().flat_map(|effect| effects(plan, works, effect)).collect(),
    })
    .filter(|risk| !risk.effects.is_empty())
    .collect()
}

fn effects(plan: &Plan, works: &Works, effect: &plan::Effect) -> Vec<Effect> {
    let impact = impact(plan, effect.impact);
    let hit = leaves_of(plan, effect.task).into_iter().map(|id| works.of(plan::ItemRef::Task(id)));
    let open = hit
        .filter(|id| !matches!(works.activities[id.index()].progress, Progress::Finished { .. }));
    open.map(|activity| Effect { activity, impact }).collect()
}

fn impact(plan: &Plan, impact: plan::Impact) -> Impact {
    match impact {
        plan::Impact::Add(estimate) => {
            let spread = estimate.range(&plan.settings);
            let (low, likely, high) = (spread.low, spread.likely, spread.high);
            Impact::Add(Range {
                low,
                likely,
                high,
                widened: estimate.is_range(),
                paced: false,
                spent: 0.0,
            })
        }
        plan::Impact::Multiply { low, high } => {
            Impact::Multiply { low, likely: (low * high).sqrt().clamp(low, high), high }
        }
    }
}
