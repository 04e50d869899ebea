//! The block of `fore forecast` on how far to trust it: runs, record, what is left out.

use calendar::Work;
use forecast::{HISTORY_MIN, Shape};
use schedule::{ActivityId, Effort};

use crate::facts::Facts;
use crate::record;
use crate::terminal::{Line, Page};
use crate::words;

/// From so many finished tasks on, what they teach is not called few.
const RECORD_ENOUGH: usize = 20;

pub(super) fn trust(page: &mut Page, facts: &Facts) {
    page.heading("How far to trust this", "");
    let forecast = facts.forecast;
    let mut sentences = vec![format!(
        "{}, seed {}: the same answer every time.",
        words::count(forecast.runs as usize, "run"),
        forecast.seed
    )];
    sentences.extend(forecast.precision.p80.map(|half_width| {
        format!(
            "With another seed P80 stays within {} of its date, nineteen times of twenty.",
            half_width_days(facts, half_width)
        )
    }));
    sentences.push(learned(facts));
    sentences.extend(record::far_off(facts));
    sentences.extend(overrun(facts));
    sentences.extend(shape(facts));
    sentences.extend(record::differences(facts));
    sentences
        .push("Not included: new scope, and people who leave without being marked so.".to_owned());
    page.wrapped(&Line::plain("    ").and_prose(&sentences.join(" ")), 4);
}

/// How near P80 would stay with another seed, nineteen times of twenty: `±0.3 days`; `None` where it
/// never comes.
#[must_use]
pub fn within(facts: &Facts) -> Option<String> {
    let half_width = facts.forecast.precision.p80?;
    Some(format!("±{}", half_width_days(facts, half_width)))
}

/// `0.3 days`: half the width of an interval, in working days, never less than a tenth.
fn half_width_days(facts: &Facts, half_width: Work) -> String {
    let days = facts.days(half_width.0 as f64);
    let tenths = (10.0 * days).ceil().max(1.0) / 10.0;
    format!("{tenths:.1} {}", if tenths == 1.0 { "day" } else { "days" })
}

/// What finished tasks have taught about estimates, and what is used.
pub(super) fn learned(facts: &Facts) -> String {
    let forecast = facts.forecast;
    let calibration = &forecast.reading.calibration;
    let pace = |probability| forecast.reading.pace.percentile(probability);
    let Some(observed) = calibration.pace_observed else {
        return format!(
            "No finished task has taught it anything yet, so written ranges are widened by {:.1}, as is usual.",
            calibration.overconfidence
        );
    };
    let doubt = if calibration.finished < RECORD_ENOUGH {
        "so few tasks prove only part of it"
    } else {
        "eight runs of ten lie between"
    };
    let earlier = match facts.plan.settings.record.len() {
        0 => String::new(),
        n if n == calibration.finished => " of earlier plans".to_owned(),
        n => format!(", {n} of them of earlier plans"),
    };
    format!(
        "{} of {}{earlier} took longer than the middle of the estimate, and {} of {} ended inside the stated range. Work took {observed:.2} × the middle; the forecast uses {:.2} ×, and from {:.2} to {:.2} ×, since {doubt}. Written ranges are widened by {:.1}.",
        calibration.upper_half,
        words::count(calibration.finished, "finished task"),
        calibration.inside,
        calibration.ranges,
        pace(0.5),
        pace(0.1),
        pace(0.9),
        calibration.overconfidence,
    )
}

/// What open work that has overrun does to the pace: named, because its tick may have been forgotten.
pub(super) fn overrun(facts: &Facts) -> Option<String> {
    const NAMED_MAX: usize = 3;
    let activities = facts.lowered.problem.activities().iter().zip(0..);
    let overrun = activities.filter_map(|(activity, index)| match activity.effort {
        Effort::Range(range) if range.paced && range.spent > range.high => {
            let item = facts.lowered.item_of(ActivityId(index))?;
            let spent = words::days(facts.days(range.spent));
            let said = words::days_range(facts.days(range.low), facts.days(range.high));
            Some(format!("{} has taken {spent} of {said}", facts.mention(item)))
        }
        _ => None,
    });
    let mut named: Vec<String> = overrun.collect();
    if named.is_empty() {
        return None;
    }
    if named.len() > NAMED_MAX {
        let more = named.len() - NAMED_MAX;
        named.truncate(NAMED_MAX);
        named.push(format!("{more} more"));
    }
    Some(format!(
        "Open work that has overrun teaches the pace too, now {:.2} ×: {}. Tick it if it is done.",
        facts.forecast.reading.pace.percentile(0.5),
        words::list(&named),
    ))
}

/// How ranges are read, where it is not the usual way.
fn shape(facts: &Facts) -> Option<String> {
    let wanted = facts.plan.settings.shape;
    Some(match facts.forecast.reading.shape {
        Shape::LogNormal if wanted == plan::RangeShape::History => {
            format!("History needs {HISTORY_MIN} finished tasks; ranges are read as written.")
        }
        Shape::LogNormal => return None,
        Shape::Pert => "Ranges are read as PERT: nothing lies outside of them.".to_owned(),
        Shape::Triangular => "Ranges are read as triangles: nothing lies outside.".to_owned(),
        Shape::History => "Work is spread as that of the finished tasks was.".to_owned(),
        Shape::Fixed => "Work is its middle: only pace and risks are in doubt.".to_owned(),
    })
}
