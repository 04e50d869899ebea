//! What was found about a date, as the screens and pages want it.

use calendar::Moment;
use plan::{ItemRef, Lever, LeverKind, TaskId};
use view::Facts;
use view::screens::cut as screen;

use super::{Cut, Stand, Step};
use crate::{Snapshot, note};

/// What was `found`, in the terms of the reader; without remarks, and not written anywhere.
#[must_use]
pub fn shown<'a>(found: &'a Cut, facts: &Facts<'_>, snapshot: &Snapshot) -> screen::Cut<'a> {
    let step = |step: &'a Step| screen::Step {
        lever: &step.lever.kind,
        note: note_on(snapshot, &step.lever.kind),
        stand: stand(&step.stand, facts),
    };
    let kinds = |levers: &'a [Lever]| levers.iter().map(|lever| &lever.kind).collect();
    let day = f64::from(snapshot.plan.settings.day_minutes);
    screen::Cut {
        by: found.goal.by,
        percent: found.goal.percent,
        runs: found.last().runs,
        now: stand(&found.now, facts),
        steps: found.steps.iter().map(step).collect(),
        is_enough: found.is_enough,
        others: found.others.iter().map(step).collect(),
        idle: kinds(&found.idle),
        refusals: found
            .refusals
            .iter()
            .map(|refusal| screen::Refusal {
                step: refusal.step + 1,
                instead: kinds(&refusal.instead),
                spared: refusal.spared.iter().map(|step| step + 1).collect(),
                stand: stand(&refusal.stand, facts),
                is_enough: refusal.is_enough,
            })
            .collect(),
        soonest: found.soonest.as_ref().map(|soonest| screen::Soonest {
            luckiest: soonest.luckiest.map(|finish| facts.finish_date(finish)),
            chain: soonest.chain.clone(),
            chain_days: soonest.chain_work.0 as f64 / day,
            days_until: soonest.work_until.0 as f64 / day,
            fits: soonest.fits.clone(),
            open: soonest.open,
        }),
        remarks: Vec::new(),
        written: None,
    }
}

fn stand(stand: &Stand, facts: &Facts<'_>) -> screen::Stand {
    let date = |finish: Option<Moment>| finish.map(|finish| facts.finish_date(finish));
    screen::Stand {
        chance: stand.chance,
        chance_least: stand.chance_least,
        wanted: date(stand.wanted),
        p50: date(stand.p50),
        p80: date(stand.p80),
        p95: date(stand.p95),
    }
}

/// What the plan says under a task that would be simpler or left out. The note of a task with a
/// smaller form is about that form, so it says nothing about doing without.
fn note_on(snapshot: &Snapshot, lever: &LeverKind) -> String {
    let is_about = |id: &TaskId| snapshot.plan.task(*id).smaller.is_none();
    match lever {
        LeverKind::Smaller(id) => note(snapshot, ItemRef::Task(*id)),
        LeverKind::Cut(id) if is_about(id) => note(snapshot, ItemRef::Task(*id)),
        _ => String::new(),
    }
}
