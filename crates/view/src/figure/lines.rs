//! The longest path as lines from bar to bar, as wide as the share of runs that go along them.

use std::collections::BTreeMap;

use schedule::ActivityId;

use crate::facts::Facts;
use crate::scene::{Ink, Mark};
use crate::screens::holder;
use crate::screens::picture::PATH_SHARE_MIN;

/// Where a bar begins and ends, and its middle line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) y: f64,
}

/// A line is drawn from this share of runs on.
const SHARE_MIN: f64 = 0.2;
/// The width of a line that all runs go along.
const WIDTH_MAX: f64 = 2.8;
const WIDTH_MIN: f64 = 0.8;

/// The lines between bars that have a place.
pub(super) fn lines(facts: &Facts, places: &BTreeMap<ActivityId, Place>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (activity, to) in places {
        let played = &facts.forecast.activities[activity.index()];
        for (cause, share) in &played.causes {
            let Some(by) = holder(facts, *cause) else { continue };
            let Some(from) = places.get(&by) else { continue };
            let before = facts.forecast.activities[by.index()].path_share;
            let share = share.min(played.path_share).min(before);
            if share >= SHARE_MIN {
                marks.push(line(*from, *to, share));
            }
        }
    }
    marks
}

/// Right out of the one, up or down, right into the other.
fn line(from: Place, to: Place, share: f64) -> Mark {
    let x = (from.end + 5.0).max(to.start.min(from.end + 5.0));
    let entry = to.start.max(x);
    let points = if entry - x < 8.0 {
        // Into it from above or below.
        let edge = if from.y < to.y { to.y - 5.0 } else { to.y + 5.0 };
        vec![(from.end, from.y), (x, from.y), (x, edge)]
    } else {
        vec![(from.end, from.y), (x, from.y), (x, to.y), (entry, to.y)]
    };
    let ink = if share >= PATH_SHARE_MIN { Ink::Strong } else { Ink::Mid };
    Mark::Path { points, fill: None, edge: Some((ink, (WIDTH_MAX * share).max(WIDTH_MIN))) }
}
