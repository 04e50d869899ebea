//! What takes long to work out, as numbers, by the content it was worked out from.
//!
//! A forecast follows from the texts, the day and the seed, so its name is made of those. Losing
//! what is kept costs time only.

use std::collections::BTreeMap;

use plan::{Point, TargetPoint};
use serde::{Deserialize, Serialize};
use store::History;

use super::causes::Piece;

/// The forecasts and shares that are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    points: BTreeMap<String, KeptPoint>,
    shares: BTreeMap<String, Vec<(Piece, f64)>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptPoint {
    date: String,
    p50: Option<String>,
    p80: Option<String>,
    due: Option<(String, f64)>,
    effort: f64,
    milestones: Vec<KeptTarget>,
}

/// A milestone: its key, then when it was wanted, what was promised, P50 and P80.
type KeptTarget = (u64, [Option<String>; 4]);

/// Another name whenever the same content gives other forecasts than it did.
const KEPT_AS: &str = "forecasts-6";

/// More forecasts than this are of days that nobody looks at any more.
const POINTS_MAX: usize = 400;
/// The same for shares, of which one is asked for a day.
const SHARES_MAX: usize = 30;

impl Kept {
    /// What is kept of a plan.
    pub fn read(history: &History) -> Self {
        history.remembered(KEPT_AS).unwrap_or_default()
    }

    /// Keeps it.
    pub fn write(&mut self, history: &History) {
        thin(&mut self.points, POINTS_MAX);
        thin(&mut self.shares, SHARES_MAX);
        history.remember(KEPT_AS, self);
    }

    /// The forecast of this name.
    pub fn point(&self, name: &str) -> Option<Point> {
        let kept = self.points.get(name)?;
        let date = |text: &Option<String>| text.as_ref().map(|text| text.parse()).transpose();
        let milestones = kept.milestones.iter().map(|(key, [wanted, promised, p50, p80])| {
            let (wanted, promised) = (date(wanted).ok()?, date(promised).ok()?);
            let (p50, p80) = (date(p50).ok()?, date(p80).ok()?);
            Some(TargetPoint { key: *key, wanted, promised, p50, p80 })
        });
        Some(Point {
            date: kept.date.parse().ok()?,
            p50: date(&kept.p50).ok()?,
            p80: date(&kept.p80).ok()?,
            due: match &kept.due {
                Some((due, chance)) => Some((due.parse().ok()?, *chance)),
                None => None,
            },
            effort: kept.effort,
            milestones: milestones.collect::<Option<_>>()?,
        })
    }

    /// Keeps a forecast under a name.
    pub fn keep_point(&mut self, name: String, point: &Point) {
        let text = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
        let milestones = point.milestones.iter();
        let kept = KeptPoint {
            date: point.date.to_string(),
            p50: text(point.p50),
            p80: text(point.p80),
            due: point.due.map(|(due, chance)| (due.to_string(), chance)),
            effort: point.effort,
            milestones: milestones
                .map(|one| (one.key, [one.wanted, one.promised, one.p50, one.p80].map(text)))
                .collect(),
        };
        self.points.insert(name, kept);
    }

    /// What each piece moved the date by, in days.
    pub fn shares(&self, name: &str) -> Option<&Vec<(Piece, f64)>> {
        self.shares.get(name)
    }

    /// Keeps shares under a name.
    pub fn keep_shares(&mut self, name: String, shares: Vec<(Piece, f64)>) {
        self.shares.insert(name, shares);
    }
}

/// Names begin with the day, so that the oldest go first.
fn thin<T>(all: &mut BTreeMap<String, T>, max: usize) {
    while all.len() > max {
        all.pop_first();
    }
}
