//! `fore why ID --json`.

use jiff::ToSpan;
use plan::ItemRef;
use schedule::Cause;
use serde::Serialize;

use super::{Named, finish_day, named};
use crate::facts::Facts;
use crate::pause::{Pause, leave_within, pause};
use crate::screens::{chain, holder};

/// `fore why --json`.
#[derive(Debug, Serialize)]
pub struct Why {
    plan: String,
    today: String,
    #[serde(flatten)]
    item: Named,
    p50: Option<String>,
    p80: Option<String>,
    chain: Vec<StepJson>,
}

#[derive(Debug, Serialize)]
struct StepJson {
    #[serde(flatten)]
    item: Named,
    start_p50: Option<String>,
    finish_p50: Option<String>,
    causes: Vec<CauseJson>,
    pause: Option<PauseJson>,
    leave_within: Option<PauseJson>,
}

#[derive(Debug, Serialize)]
struct PauseJson {
    kind: &'static str,
    person: Option<String>,
    until: String,
}

#[derive(Debug, Serialize)]
struct CauseJson {
    kind: &'static str,
    by: Option<Named>,
    share: f64,
}

/// What `item` waits for, from the end back to today.
#[must_use]
pub fn why(facts: &Facts, item: ItemRef) -> Why {
    let finish = facts.played(item).map(|played| played.finish).unwrap_or_default();
    let steps =
        facts.lowered.activity_of(item).map_or_else(Vec::new, |activity| chain(facts, activity));
    let chain = steps.into_iter().map(|step| {
        let played = &facts.forecast.activities[step.activity.index()];
        let causes = step.causes.iter().map(|(cause, share)| CauseJson {
            kind: kind_of_cause(*cause),
            by: holder(facts, *cause)
                .and_then(|by| facts.lowered.item_of(by))
                .map(|by| named(facts, by)),
            share: *share,
        });
        StepJson {
            item: named(facts, step.item),
            start_p50: played.start.p50.map(|start| facts.start_date(start).to_string()),
            finish_p50: finish_day(facts, played.finish.p50),
            causes: causes.collect(),
            pause: pause(facts, step.activity).map(|pause| pause_json(facts, pause)),
            leave_within: leave_within(facts, step.activity).map(|leave| pause_json(facts, leave)),
        }
    });
    Why {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        item: named(facts, item),
        p50: finish_day(facts, finish.p50),
        p80: finish_day(facts, finish.p80),
        chain: chain.collect(),
    }
}

fn kind_of_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Nothing => "nothing",
        Cause::Release => "date",
        Cause::Link(_) => "link",
        Cause::Busy(_) => "busy",
    }
}

fn pause_json(facts: &Facts, pause: Pause) -> PauseJson {
    let (kind, person, until) = match pause {
        Pause::Joins(person, first) => ("joins", Some(person), first.saturating_sub(1.day())),
        Pause::Away(person, last) => ("away", Some(person), last),
        Pause::DaysOff(_, last) => ("days-off", None, last),
    };
    PauseJson {
        kind,
        person: person.map(|person| facts.person(person).to_owned()),
        until: until.to_string(),
    }
}
