//! A milestone trend turned sideways: one row a day on which a forecast was made, a mark where half
//! of the runs finished then and one where eight of ten did. Straight down is a stable forecast,
//! drifting right is slip.

use crate::terminal::{Line, Role};

/// One row of a trend, `width` columns wide: the columns of P50 and P80, if there was a date, and
/// the deadline as a line through all rows.
#[must_use]
pub fn trend(ends: Option<(usize, usize)>, deadline: Option<usize>, width: usize) -> Line {
    let mut line = Line::new();
    for column in 0..width {
        let is_due = deadline == Some(column);
        let is_between = ends.is_some_and(|(p50, p80)| (p50..=p80).contains(&column));
        match ends {
            Some((_, p80)) if p80 == column => line.push(Role::Path, "●"),
            Some((p50, _)) if p50 == column => line.push(Role::Forecast, "○"),
            _ if is_due && is_between => line.push(Role::Deadline, "┼"),
            _ if is_due => line.push(Role::Deadline, "│"),
            _ if is_between => line.push(Role::Forecast, "─"),
            _ => line.push(Role::Plain, " "),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(p50: usize, p80: usize, expected: &str) {
        assert_eq!(trend(Some((p50, p80)), Some(4), 11).text(), expected);
    }

    #[test]
    fn a_row_reaches_from_p50_to_p80_and_the_deadline_goes_through() {
        check(0, 2, "○─● │      ");
        check(1, 10, " ○──┼─────●");
        check(4, 7, "    ○──●   ");
        check(6, 6, "    │ ●    ");
        assert_eq!(trend(None, None, 2).text(), "  ");
    }
}
