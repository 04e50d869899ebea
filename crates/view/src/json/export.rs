//! `fore export --json`: everything that is known of a plan and its forecast.

use calendar::Moment;
use serde::Serialize;

use super::{Forecast, Overview, Schedule, forecast, overview, schedule};
use crate::Facts;

/// The overview, the forecast and the schedule in one document.
#[derive(Debug, Serialize)]
pub struct Export {
    overview: Overview,
    forecast: Forecast,
    schedule: Schedule,
}

/// The plan in one document; the same numbers as those of the commands.
#[must_use]
pub fn export(facts: &Facts, bound: Option<Moment>) -> Export {
    Export {
        overview: overview(facts, None),
        forecast: forecast(facts, None, &[]),
        schedule: schedule(facts, bound),
    }
}
