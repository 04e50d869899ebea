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

/// Lines under a chart of any width: the ticks, then when and what. Each label stands under its tick,
/// within `width` columns if it can; one that would touch the label before it goes two lines lower.
#[must_use]
pub fn marks(marks: &[Mark], width: usize) -> Vec<Line> {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|mark| mark.column);
    let labels = placed(&sorted, width);
    let levels = labels.iter().map(|label| label.level + 1).max().unwrap_or(0);
    let mut lines = vec![ticks(&sorted)];
    for level in 0..levels {
        lines.push(row(&labels, level, |mark| &mark.when));
        lines.push(row(&labels, level, |mark| &mark.what));
    }
    lines
}

const GAP: usize = 2;

struct Label<'a> {
    mark: &'a Mark,
    start: usize,
    level: usize,
}

impl Label<'_> {
    fn width(&self) -> usize {
        label_width(self.mark)
    }
}

fn label_width(mark: &Mark) -> usize {
    mark.when.width().max(mark.what.width())
}

/// Where each label stands: centered, or pushed right as long as it still covers its tick; else in
/// the first lower level with room.
fn placed<'a>(sorted: &[&'a Mark], width: usize) -> Vec<Label<'a>> {
    let mut free: Vec<usize> = Vec::new();
    let mut labels = Vec::with_capacity(sorted.len());
    for mark in sorted {
        let size = label_width(mark);
        let centered = mark.column.saturating_sub(size / 2).min(width.saturating_sub(size));
        let fits = |free: &usize| *free <= centered.max(mark.column);
        let level = free.iter().position(fits).unwrap_or(free.len());
        if level == free.len() {
            free.push(0);
        }
        let start = centered.max(free[level]);
        let fits_in_width = start == centered || start + size <= width;
        let (level, start) = if fits_in_width {
            (level, start)
        } else {
            free.push(0);
            (free.len() - 1, centered)
        };
        free[level] = start + size + GAP;
        labels.push(Label { mark, start, level });
    }
    labels
}

fn ticks(sorted: &[&Mark]) -> Line {
    let mut line = Line::new();
    for mark in sorted {
        if line.width() <= mark.column {
            line = line.padded(mark.column).with(mark.role, mark.tick);
        }
    }
    line
}

/// One line of labels; where it leaves room, a rule leads on to the lower ones.
fn row<'a>(labels: &[Label<'a>], level: usize, text: impl Fn(&'a Mark) -> &'a str) -> Line {
    let mut parts: Vec<(usize, Role, &str)> = Vec::new();
    for label in labels {
        if label.level == level {
            let text = text(label.mark);
            let lead = (label.width() - text.width()) / 2;
            parts.push((label.start + lead, label.mark.role, text));
        } else if label.level > level && !covered(labels, level, label.mark.column) {
            parts.push((label.mark.column, label.mark.role, "│"));
        }
    }
    parts.sort_by_key(|(start, ..)| *start);
    let mut line = Line::new();
    for (start, role, text) in parts {
        if line.width() <= start {
            line = line.padded(start).with(role, text);
        }
    }
    line
}

/// Whether a label of `level` stands at `column` or beside it.
fn covered(labels: &[Label], level: usize, column: usize) -> bool {
    labels.iter().any(|label| {
        label.level == level && label.start <= column + 1 && column <= label.start + label.width()
    })
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
    fn labels_that_would_touch_go_lower() {
        check(
            &[4, 5, 20],
            &[
                "    ┬┬              ┬",
                "  1 Jul           3 Jul",
                "   P50             P50",
                "   2 Jul",
                "    P50",
            ],
        );
        check(&[4, 9], &["    ┬    ┬", "  1 Jul  2 Jul", "   P50    P50"]);
        check(
            &[39, 39],
            &[
                "                                       ┬",
                "                                   1 Jul",
                "                                    P50",
                "                                   2 Jul",
                "                                    P50",
            ],
        );
    }
}
