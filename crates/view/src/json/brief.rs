//! `fore brief --json`.

use serde::Serialize;

use crate::brief::Brief;

/// The brief with names.
#[derive(Debug, Serialize)]
pub struct BriefJson {
    plan: String,
    today: String,
    answer: String,
    deadline: Option<String>,
    why: Option<String>,
    gains: Vec<Gain>,
    milestones: Vec<Milestone>,
    options: Vec<OptionJson>,
    asks: Vec<AskJson>,
    moved: Option<MovedJson>,
    risks: Vec<RiskJson>,
    request: Option<Term>,
    terms: Vec<Term>,
    trust: String,
    stamp: String,
    fits: bool,
    leave_out: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Gain {
    goal: String,
    measure: String,
}

#[derive(Debug, Serialize)]
struct Milestone {
    name: String,
    p50: String,
    p80: String,
    planned: Option<String>,
    promised: bool,
}

#[derive(Debug, Serialize)]
struct OptionJson {
    name: String,
    p80: Option<String>,
    chance: f64,
    cost: String,
    advised: bool,
}

#[derive(Debug, Serialize)]
struct AskJson {
    when: String,
    what: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct MovedJson {
    title: String,
    causes: Vec<Term>,
}

#[derive(Debug, Serialize)]
struct RiskJson {
    name: String,
    chance: String,
    then: String,
}

#[derive(Debug, Serialize)]
struct Term {
    name: String,
    text: String,
}

/// The brief with names; `fits` says whether it is one page, `leave_out` what to leave out so that
/// it is.
#[must_use]
pub fn brief(brief: &Brief) -> BriefJson {
    let term = |(name, text): &(String, String)| Term { name: name.clone(), text: text.clone() };
    let sheets = crate::brief::sheets(brief);
    BriefJson {
        plan: brief.plan.clone(),
        today: brief.date.to_string(),
        answer: brief.answer.clone(),
        deadline: brief.deadline.clone(),
        why: brief.why.clone(),
        gains: brief
            .gains
            .iter()
            .map(|(goal, measure)| Gain { goal: goal.clone(), measure: measure.clone() })
            .collect(),
        milestones: brief
            .milestones
            .iter()
            .map(|row| Milestone {
                name: row.name.clone(),
                p50: row.even_odds.to_string(),
                p80: row.sure.to_string(),
                planned: row.planned.map(|date| date.to_string()),
                promised: row.is_promised,
            })
            .collect(),
        options: brief.options.iter().flat_map(|options| &options.rows).map(option).collect(),
        asks: brief
            .asks
            .iter()
            .map(|ask| AskJson {
                when: ask.when.clone(),
                what: ask.what.clone(),
                why: ask.why.clone(),
            })
            .collect(),
        moved: brief.moved.as_ref().map(|moved| MovedJson {
            title: moved.title.clone(),
            causes: moved.rows.iter().map(term).collect(),
        }),
        risks: brief.risks.iter().cloned().map(risk).collect(),
        request: brief.request.as_ref().map(term),
        terms: brief.terms.iter().map(term).collect(),
        trust: brief.trust.clone(),
        stamp: brief.stamp.clone(),
        fits: sheets.cut.is_empty(),
        leave_out: sheets.cut.into_iter().map(crate::brief::Block::name).collect(),
    }
}

fn option(row: &crate::brief::OptionRow) -> OptionJson {
    OptionJson {
        name: row.name.clone(),
        p80: row.sure.map(|date| date.to_string()),
        chance: row.chance,
        cost: row.cost.clone(),
        advised: row.is_advised,
    }
}

fn risk([name, chance, then]: [String; 3]) -> RiskJson {
    RiskJson { name, chance, then }
}
