//! What the brief is made from: the answers of several engines about one plan, bounded in time.
//!
//! In: a snapshot and its dates, its past if it has one. Out: a [`Brief`] of finished sentences.

use plan::{ItemRef, Trend};
use store::HistoryError;
use view::brief::{Brief, Sources};
use view::sentence::Situation;

use crate::levers::{self, Goal};
use crate::{Dates, Past, PlayOptions, Snapshot, drivers, facts};

/// The chance that leadership is asked to pay for, in percent.
const WANTED_PERCENT: u32 = 80;
/// Plans with more activities than these are briefed without options: to search for them takes
/// longer than somebody waits for a page.
const ACTIVITIES_MAX: usize = 600;

/// What the plan says under an item, as one line; of the plan itself, the prose under its title.
#[must_use]
pub fn note(snapshot: &Snapshot, item: ItemRef) -> String {
    let Some(item) = snapshot.plan.item(item) else { return String::new() };
    let file = item.place.file.index();
    let node = &snapshot.outlines[file].nodes[item.node.index()];
    let notes = node.notes.iter().map(|note| note.of(&snapshot.files[file].text));
    let words: Vec<&str> = notes.flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// What would make the due date likely; `None` if it is likely, over, or not asked for, if there is
/// no date yet, or if the plan is too large to search.
#[must_use]
pub fn ladder(snapshot: &Snapshot, dates: &Dates, options: PlayOptions) -> Option<levers::Cut> {
    let activities = snapshot.lowered.as_ref()?.problem.activities().len();
    let due = snapshot.plan.due.filter(|due| due.date >= snapshot.today)?;
    let is_dated = matches!(facts(snapshot, dates).situation(), Situation::Dated { .. });
    if !is_dated || activities > ACTIVITIES_MAX {
        return None;
    }
    levers::cut(snapshot, dates, Goal { by: due.date, percent: WANTED_PERCENT }, options)
}

/// The brief of `snapshot`; `request` is what somebody asks for, and what it would do.
///
/// # Errors
/// [`HistoryError`] if old texts cannot be read.
pub fn brief(
    snapshot: &Snapshot,
    dates: &Dates,
    past: Option<&Past>,
    options: PlayOptions,
    request: Option<(&str, &str)>,
) -> Result<Brief, HistoryError> {
    let facts = facts(snapshot, dates);
    let found = ladder(snapshot, dates, options);
    let cut = found.as_ref().map(|found| levers::shown(found, &facts, snapshot));
    let drivers = match facts.situation() {
        Situation::Dated { .. } => drivers(snapshot, dates),
        _ => None,
    };
    let trend: Option<Trend> =
        past.map(|past| past.trend(snapshot, dates, options.seed)).transpose()?;
    let revision = past.and_then(Past::newest);
    Ok(view::brief::brief(&Sources {
        facts: &facts,
        note: &|item| note(snapshot, item),
        cut: cut.as_ref(),
        drivers: drivers.as_ref(),
        trend: trend.as_ref(),
        revision: revision.as_deref(),
        request,
    }))
}
