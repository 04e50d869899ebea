//! What the brief is made from: the answers of several engines about one plan, bounded in time.
//!
//! In: a snapshot and its dates, and what was found out about them. Out: a [`Brief`] of finished
//! sentences.

use forecast::Drivers;
use jiff::civil::Date;
use plan::{ItemRef, Trend};
use view::brief::{Brief, Options, RiskSpan, Sources};
use view::sentence::Situation;

use crate::levers::{self, Goal};
use crate::{Dates, PlayOptions, Snapshot, drivers, facts};

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
    let due = snapshot.plan.due.filter(|due| due.date >= snapshot.today)?;
    ladder_to(snapshot, dates, due.date, options)
}

/// [`ladder`] to any date ahead.
#[must_use]
pub fn ladder_to(
    snapshot: &Snapshot,
    dates: &Dates,
    by: Date,
    options: PlayOptions,
) -> Option<levers::Cut> {
    let activities = snapshot.lowered.as_ref()?.problem.activities().len();
    let is_dated = matches!(facts(snapshot, dates).situation(), Situation::Dated { .. });
    if !is_dated || activities > ACTIVITIES_MAX || by < snapshot.today {
        return None;
    }
    levers::cut(snapshot, dates, Goal { by, percent: WANTED_PERCENT }, options)
}

/// The steps of a ladder with their prices, as the brief words them; `None` if it has none.
#[must_use]
pub fn steps_of(snapshot: &Snapshot, dates: &Dates, ladder: &levers::Cut) -> Option<Options> {
    let facts = facts(snapshot, dates);
    let cut = levers::shown(ladder, &facts, snapshot);
    let sources = Sources {
        facts: &facts,
        note: &|item| note(snapshot, item),
        cut: Some(&cut),
        risks: &[],
        trend: None,
        revision: None,
        request: None,
    };
    view::brief::options(&sources, &cut)
}

/// What several engines found out about a plan; what is missing is not said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found<'a> {
    /// What would make the due date likely.
    pub ladder: Option<&'a levers::Cut>,
    /// Where the 80 % date lands without and with each open risk.
    pub risks: &'a [RiskSpan],
    /// How the forecast came to be what it is.
    pub trend: Option<&'a Trend>,
    /// The short id of the commit that the plan is of.
    pub revision: Option<&'a str>,
    /// What somebody asks for, and what it would do.
    pub request: Option<(&'a str, &'a str)>,
}

/// The brief of `snapshot`, whose dates are `dates`.
#[must_use]
pub fn brief(snapshot: &Snapshot, dates: &Dates, found: Found<'_>) -> Brief {
    let facts = facts(snapshot, dates);
    let cut = found.ladder.map(|ladder| levers::shown(ladder, &facts, snapshot));
    view::brief::brief(&Sources {
        facts: &facts,
        note: &|item| note(snapshot, item),
        cut: cut.as_ref(),
        risks: found.risks,
        trend: found.trend,
        revision: found.revision,
        request: found.request,
    })
}

/// What moves the date of a plan that has one.
#[must_use]
pub fn movers(snapshot: &Snapshot, dates: &Dates) -> Option<Drivers> {
    let is_dated = matches!(facts(snapshot, dates).situation(), Situation::Dated { .. });
    if is_dated { drivers(snapshot, dates) } else { None }
}
