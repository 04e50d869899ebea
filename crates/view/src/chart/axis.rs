//! Marks under a chart: a tick at a column, what it is and when.

use unicode_width::UnicodeWidthStr;

use crate::terminal::{Line, Role};

/// Something to point at under a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The column it points at.
    pub column: usize,
    /// The tick: `│` for a deadline, `┬` for a percentile.
    pub tick: &'static str,
    /// When: `30 Jun`.
    pub when: String,
    /// What: `deadline`, `P50`.
    pub what: String,
    /// Its role.
    pub role: Role,
}

/// Three lines under a chart of any width: the ticks, when, and what. Labels stand centered under
/// their tick; where two would touch, they are pushed apart within `width` columns.
#[must_use]
pub fn marks(marks: &[Mark], width: usize) -> Vec<Line> {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| mark.column);
    let starts = label_starts(&sorted, width);
    let mut ticks = Line::new();
    let mut whens = Line::new();
    let mut whats = Line::new();
    for (mark, start) in sorted.iter().zip(starts) {
        if ticks.width() <= mark.column {
            ticks = ticks.padded(mark.column).with(mark.role, mark.tick);
        }
        let label = label_width(mark);
        whens = whens.padded(start + (label - mark.when.width()) / 2).with(mark.role, &mark.when);
        whats = whats.padded(start + (label - mark.what.width()) / 2).with(mark.role, &mark.what);
    }
    vec![ticks, whens, whats]
}

const GAP: usize = 2;

fn label_width(mark: &Mark) -> usize {
    mark.when.width().max(mark.what.width())
}

/// Where each label begins: centered, pushed right off the one before, then back into `width`.
fn label_starts(sorted: &[&Mark], width: usize) -> Vec<usize> {
    let mut starts = Vec::with_capacity(sorted.len());
    let mut free = 0;
    for mark in sorted {
        let start = mark.column.saturating_sub(label_width(mark) / 2).max(free);
        free = start + label_width(mark) + GAP;
        starts.push(start);
    }
    let mut limit = width;
    for (start, mark) in starts.iter_mut().zip(sorted).rev() {
        *start = (*start).min(limit.saturating_sub(label_width(mark)));
        limit = start.saturating_sub(GAP);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[usize], expected: &[&str]) {
        let all: Vec<Mark> = columns
            .iter()
            .enumerate()
            .map(|(index, column)| Mark {
                column: *column,
                tick: "┬",
                when: format!("{} Jul", index + 1),
                what: "P50".to_owned(),
                role: Role::Plain,
            })
            .collect();
        let texts: Vec<String> = marks(&all, 40).iter().map(Line::text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn labels_stand_under_their_ticks() {
        check(
            &[4, 20],
            &["    ┬               ┬", "  1 Jul           2 Jul", "   P50             P50"],
        );
    }

    #[test]
    fn labels_that_would_touch_are_pushed_apart() {
        check(&[4, 5], &["    ┬┬", "  1 Jul  2 Jul", "   P50    P50"]);
        check(
            &[39, 39],
            &[
                "                                       ┬",
                "                            1 Jul  2 Jul",
                "                             P50    P50",
            ],
        );
    }
}
