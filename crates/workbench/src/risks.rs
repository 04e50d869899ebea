//! What each open risk does to the 80 % date: the one number that the brief and the page of risks
//! show.
//!
//! In: a snapshot, and dates that edits are priced against. Out: two dates a risk, in the same
//! futures.

use jiff::civil::Date;
use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, RiskId};
use view::brief::RiskSpan;

use crate::{Dates, Snapshot, price};

/// So many risks are priced, the first in the order of the text.
const RISKS_MAX: usize = 8;

/// Where the 80 % date lands without and with each open risk that has an effect; nothing while it is
/// too early for a date.
///
/// **Cost.** Two plays a risk, of at most eight, in the runs of `dates`.
#[must_use]
pub fn risk_spans(snapshot: &Snapshot, dates: &Dates) -> Vec<RiskSpan> {
    let plan = &snapshot.plan;
    let is_priced = |id: &RiskId| {
        let risk = &plan.risks[id.index()];
        plan.may_happen(*id) && !risk.effects.is_empty()
    };
    let ids = (0..).map(RiskId).take(plan.risks.len()).filter(is_priced);
    let ids = ids.filter(|_| !plan.is_too_early()).take(RISKS_MAX);
    let span = |risk| RiskSpan {
        risk,
        without: p80_if(snapshot, dates, risk, "gone"),
        with: p80_if(snapshot, dates, risk, "happened"),
    };
    ids.map(span).collect()
}

/// The 80 % date if a risk had this status.
fn p80_if(snapshot: &Snapshot, dates: &Dates, risk: RiskId, status: &str) -> Option<Date> {
    let target = snapshot.plan.target(ItemRef::Risk(risk))?;
    let set = Intent::Set(target, Attribute::Pair(Key::Status, status.to_owned()));
    let priced = price(snapshot, dates, &[set]).ok()?;
    let p80 = priced.dates.forecast.finish.percentile(80)?;
    Some(snapshot.lowered.as_ref()?.finish_date(p80))
}
