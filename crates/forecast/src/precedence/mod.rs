//! The finish if nobody ever had to wait for a person: a network of links alone, played many runs
//! at a time.
//!
//! In go a problem, the calendar of its plan and how the forecast is played; out comes when it would
//! be finished in each run. It must not know people.
//!
//! # Theory
//! Everything takes its effort in the plan's hours, full time, from the moment at which its links
//! and dates allow it (`network`). The efforts are those of the full forecast, the same draws in
//! single precision, rounded so that none is longer than there (`scores`, `lanes`, `efforts`). So where all
//! work is done in one calendar, no run finishes later than in the full forecast.
//!
//! The runs are played in blocks, lane by lane with the same instructions (`play`), with vectors as
//! wide as the machine has ([`Instructions`]); the bits do not depend on either.

mod efforts;
mod lanes;
mod network;
mod parts;
mod play;
mod scores;

use calendar::Moment;
use schedule::{CalendarId, Problem};

use crate::distribution::Distribution;
use crate::draw::SCRAMBLES;
use crate::effort::Sampler;
use crate::reading::Reading;
use crate::simulate::Options;

pub use crate::wide::Instructions;
#[cfg(test)]
pub(crate) use efforts::{Drawn, Room};
pub(crate) use efforts::{RowSampler, RowSource};
#[cfg(test)]
pub(crate) use lanes::{LANES, Row};
use network::Network;
pub use parts::{Part, play_part, read_rows};

/// Returns when `problem` is finished if there are enough people for everything.
///
/// **Meaning.** Nobody is waited for: what people do begins as soon as links, release dates and the
/// status date allow, and takes its effort in the working time of `plan_calendar`, full time,
/// without the cost of handing over. Waits and outside teams keep their own hours. Moments are
/// rounded down to the end of a working minute.
///
/// **Cost.** About a nanosecond an activity and run; memory of 512 bytes a thread and activity that
/// later ones still wait for.
///
/// **Determinism.** The same draws as [`crate::simulate()`] with the same options, and the same
/// bytes on any number of threads and with any instructions.
#[must_use]
pub fn with_enough_people(
    problem: &Problem,
    plan_calendar: CalendarId,
    options: &Options,
) -> Distribution {
    let reading = Reading::new(problem, options);
    let sampler = Sampler::new(problem, options.seed, &reading);
    let source = RowSampler::new(&sampler);
    let instructions = Instructions::widest();
    Distribution::new(finishes(
        problem,
        plan_calendar,
        options.runs.at_first(),
        &source,
        instructions,
    ))
}

/// When each run is finished, with efforts from anywhere; `None` for never.
pub(crate) fn finishes(
    problem: &Problem,
    plan_calendar: CalendarId,
    runs: u32,
    source: &impl RowSource,
    instructions: Instructions,
) -> Vec<Option<Moment>> {
    let network = Network::new(problem, plan_calendar);
    let runs = runs.max(1).next_multiple_of(SCRAMBLES as u32);
    let counts = play::counts(&network, source, runs, instructions);
    counts.into_iter().map(|count| network.finish(count)).collect()
}

#[cfg(test)]
mod tests;
