//! Whether a change moves the date further than the plan's settings let pass unmarked.
//!
//! In: the limits of both versions and the figures of the diff. Out: which limits are passed, in
//! words. What follows from that, the caller decides.

use plan::DiffLimits;

use crate::difference::Difference;
use crate::screens::Diff;
use crate::words;

/// A limit that a change passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    is_later: bool,
    moved: u64,
    allowed: u32,
    is_percent: bool,
}

impl Excess {
    /// `P80 moves 7 working days later; up to 3 pass`.
    #[must_use]
    pub fn said(&self) -> String {
        let way = if self.is_later { "later" } else { "sooner" };
        if self.is_percent {
            return format!(
                "P80 moves {way} by {}% of the time that was left; up to {}% pass",
                self.moved, self.allowed
            );
        }
        let moved = usize::try_from(self.moved).unwrap_or(usize::MAX);
        format!(
            "P80 moves {} {way}; up to {} pass",
            words::count(moved, "working day"),
            self.allowed
        )
    }
}

/// The limits that hold for a change: of both versions the stricter, so that no change can loosen
/// what it is held against.
#[must_use]
pub fn limits(base: DiffLimits, head: DiffLimits) -> DiffLimits {
    let stricter = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
    DiffLimits {
        later_days: stricter(base.later_days, head.later_days),
        later_percent: stricter(base.later_percent, head.later_percent),
        sooner_days: stricter(base.sooner_days, head.sooner_days),
        sooner_percent: stricter(base.sooner_percent, head.sooner_percent),
        fails: base.fails || head.fails,
    }
}

/// The limits that a diff passes, days first.
#[must_use]
pub fn excess(diff: &Diff, figures: &Difference) -> Vec<Excess> {
    let (Some(base), Some(days)) = (diff.base, figures.p80.working_days) else { return Vec::new() };
    let limits = limits(base.plan.settings.diff, diff.head.plan.settings.diff);
    let is_later = days > 0;
    let (days_allowed, percent_allowed) = if is_later {
        (limits.later_days, limits.later_percent)
    } else {
        (limits.sooner_days, limits.sooner_percent)
    };
    let moved = days.unsigned_abs();
    let mut passed = Vec::new();
    if let Some(allowed) = days_allowed.filter(|allowed| moved > u64::from(*allowed)) {
        passed.push(Excess { is_later, moved, allowed, is_percent: false });
    }
    if let Some(allowed) = percent_allowed
        && let Some(left) = figures.p80.date.base.map(|p80| working_days_left(diff, p80))
    {
        // Rounded up: a limit of 5 % is passed by anything above it.
        let percent = (moved * 100).div_ceil(left);
        if moved * 100 > left * u64::from(allowed) {
            passed.push(Excess { is_later, moved: percent, allowed, is_percent: true });
        }
    }
    passed
}

/// Working days from today to a date, both included; at least one.
fn working_days_left(diff: &Diff, date: jiff::civil::Date) -> u64 {
    let lowered = diff.head.lowered;
    let yesterday = diff.head.today.yesterday().unwrap_or(diff.head.today);
    let days = lowered.plan_calendar().working_days(yesterday, date, &lowered.zone);
    days.max(1).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_limit_holds_and_none_is_loosened() {
        let base = DiffLimits { later_days: Some(3), fails: true, ..DiffLimits::default() };
        let head =
            DiffLimits { later_days: Some(9), sooner_days: Some(5), ..DiffLimits::default() };
        let both = limits(base, head);
        assert_eq!(
            (both.later_days, both.sooner_days, both.later_percent),
            (Some(3), Some(5), None)
        );
        assert!(both.fails);
    }
}
