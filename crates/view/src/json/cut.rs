//! `fore cut --json`.

use jiff::civil::Date;
use plan::{LeverCost, LeverKind};
use serde::Serialize;

use crate::facts::Facts;
use crate::levers;
use crate::screens::cut::{Cut, Stand, Step, headline};

/// What makes a date likely enough.
#[derive(Debug, Serialize)]
pub struct CutJson {
    plan: String,
    today: String,
    answer: String,
    by: String,
    confidence: u32,
    enough: bool,
    runs: u32,
    now: StandJson,
    steps: Vec<StepJson>,
    instead_of_last: Vec<StepJson>,
    buys_nothing: Vec<LeverJson>,
    refusals: Vec<RefusalJson>,
    soonest: Option<SoonestJson>,
    branch: Option<String>,
}

#[derive(Debug, Serialize)]
struct StandJson {
    chance: f64,
    chance_least: f64,
    p50: Option<String>,
    p80: Option<String>,
    p95: Option<String>,
    at_confidence: Option<String>,
}

#[derive(Debug, Serialize)]
struct LeverJson {
    kind: &'static str,
    text: String,
    cost: String,
}

#[derive(Debug, Serialize)]
struct StepJson {
    #[serde(flatten)]
    lever: LeverJson,
    note: String,
    #[serde(flatten)]
    stand: StandJson,
}

#[derive(Debug, Serialize)]
struct RefusalJson {
    step: usize,
    enough: bool,
    instead: Vec<LeverJson>,
    spared: Vec<usize>,
    #[serde(flatten)]
    stand: StandJson,
}

#[derive(Debug, Serialize)]
struct SoonestJson {
    date: Option<String>,
    chain: Vec<String>,
    chain_working_days: f64,
    working_days_until: f64,
    fits: Vec<String>,
    open_tasks: usize,
}

/// The answer of `fore cut`.
#[must_use]
pub fn cut(facts: &Facts, cut: &Cut<'_>) -> CutJson {
    let lever = |kind: &&LeverKind| lever(facts, kind);
    let steps = |steps: &[Step<'_>]| steps.iter().map(|one| step(facts, one)).collect();
    CutJson {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        answer: headline(facts, cut),
        by: cut.by.to_string(),
        confidence: cut.percent,
        enough: cut.is_enough,
        runs: cut.runs,
        now: stand(&cut.now),
        steps: steps(&cut.steps),
        instead_of_last: steps(&cut.others),
        buys_nothing: cut.idle.iter().map(lever).collect(),
        refusals: cut
            .refusals
            .iter()
            .map(|refusal| RefusalJson {
                step: refusal.step,
                enough: refusal.is_enough,
                instead: refusal.instead.iter().map(lever).collect(),
                spared: refusal.spared.clone(),
                stand: stand(&refusal.stand),
            })
            .collect(),
        soonest: cut.soonest.as_ref().map(|soonest| SoonestJson {
            date: text(soonest.luckiest),
            chain: soonest.chain.clone(),
            chain_working_days: soonest.chain_days,
            working_days_until: soonest.days_until,
            fits: soonest.fits.clone(),
            open_tasks: soonest.open,
        }),
        branch: cut.written.clone(),
    }
}

fn step(facts: &Facts, step: &Step<'_>) -> StepJson {
    StepJson { lever: lever(facts, step.lever), note: step.note.clone(), stand: stand(&step.stand) }
}

fn lever(facts: &Facts, kind: &LeverKind) -> LeverJson {
    LeverJson {
        kind: match kind.cost() {
            LeverCost::Free => "free",
            LeverCost::People => "people",
            LeverCost::Simpler => "simpler",
            LeverCost::Scope => "scope",
        },
        text: levers::said(facts.plan, kind, facts.today),
        cost: levers::cost(facts.plan, kind),
    }
}

fn stand(stand: &Stand) -> StandJson {
    StandJson {
        chance: stand.chance,
        chance_least: stand.chance_least,
        p50: text(stand.p50),
        p80: text(stand.p80),
        p95: text(stand.p95),
        at_confidence: text(stand.wanted),
    }
}

fn text(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
