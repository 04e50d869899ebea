//! Finishes by week.

use unicode_width::UnicodeWidthStr;

use super::bar::bar;
use crate::terminal::{Line, Paint, Role};
use crate::words;

/// One week of a histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct HistogramRow {
    /// `15 Jun`, or `later`.
    pub label: String,
    /// Share of the runs that finish in it.
    pub share: f64,
    /// Share of the runs that have finished by its end.
    pub by_then: f64,
    /// Whether all of it meets the deadline.
    pub in_time: bool,
    /// What falls into it: `30 Jun deadline: 19%`, `P50 10 Jul`; with its role.
    pub notes: Vec<(String, Role)>,
}

/// The rows under `title` as bars with numbers, indented by `indent`; the longest bar takes the
/// room there is, 36 columns at most. As a list where nothing is drawn.
#[must_use]
pub fn histogram(title: &str, rows: &[HistogramRow], paint: &Paint, indent: usize) -> Vec<Line> {
    if !paint.draws() {
        let entries = rows.iter().map(|row| entry(row, indent));
        return entries.flat_map(|entry| paint.wrap(&entry, indent + 2)).collect();
    }
    let notes = rows.iter().map(|row| note(row).width()).max().unwrap_or(0);
    let label = rows.iter().map(|row| row.label.width()).max().unwrap_or(0).max(title.width());
    let fixed = indent + label + 2 + NUMBERS;
    let notes_beside = fixed + BAR_MIN + notes <= paint.width;
    let room = paint.width.saturating_sub(if notes_beside { fixed + notes } else { fixed });
    let width = room.clamp(BAR_MIN, BAR_MAX);
    let top = rows.iter().map(|row| row.share).fold(0.0, f64::max);
    let mut lines = vec![head(title, indent, label, width)];
    for row in rows {
        let role = if row.in_time { Role::Path } else { Role::Forecast };
        let share = if top > 0.0 { row.share / top } else { 0.0 };
        let line = Line::plain(&" ".repeat(indent))
            .and(&format!("{:>label$}  ", row.label))
            .with(role, &bar(share, width))
            .padded(indent + label + 2 + width)
            .and(&format!("{:>10}{:>10}", words::percent(row.share), words::percent(row.by_then)));
        if notes_beside {
            lines.push(line.and_line(note(row)));
        } else {
            lines.push(line);
            lines.extend(
                (!row.notes.is_empty())
                    .then(|| Line::new().padded(indent + label).and_line(note(row))),
            );
        }
    }
    lines
}

const BAR_MIN: usize = 8;
const BAR_MAX: usize = 36;
/// Two columns of numbers, ten wide each.
const NUMBERS: usize = 20;

fn head(title: &str, indent: usize, label: usize, width: usize) -> Line {
    let title = format!("{title:>label$}");
    Line::plain(&" ".repeat(indent))
        .with(Role::Label, &title)
        .padded(indent + label + 2 + width)
        .with(Role::Label, &format!("{:>10}{:>10}", "finishes", "by then"))
}

fn note(row: &HistogramRow) -> Line {
    let mut line = Line::new();
    for (index, (text, role)) in row.notes.iter().enumerate() {
        line.push(*role, if index == 0 { "    ◀ " } else { ", " });
        line.push(*role, text);
    }
    line
}

fn entry(row: &HistogramRow, indent: usize) -> Line {
    let mut line = Line::plain(&" ".repeat(indent)).and(&format!(
        "{}: {} finish, {} by then",
        row.label,
        words::percent(row.share),
        words::percent(row.by_then)
    ));
    for (text, role) in &row.notes {
        line = line.and("; ").with(*role, text);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Charset;

    fn check(width: usize, plain: bool, expected: &[&str]) {
        let row = |label: &str, share, by_then, in_time, note: &str| HistogramRow {
            label: label.to_owned(),
            share,
            by_then,
            in_time,
            notes: if note.is_empty() {
                Vec::new()
            } else {
                vec![(note.to_owned(), Role::Forecast)]
            },
        };
        let rows = [
            row("22 Jun", 0.1, 0.1, true, ""),
            row("29 Jun", 0.22, 0.32, false, "P50 10 Jul"),
            row("later", 0.004, 0.999, false, ""),
        ];
        let paint = Paint { color: false, charset: Charset::Unicode, plain, width };
        let texts: Vec<String> = histogram("week of", &rows, &paint, 4)
            .iter()
            .map(|l| l.text().trim_end().to_owned())
            .collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn bars_scale_to_the_longest() {
        check(
            80,
            false,
            &[
                "    week of                                   finishes   by then",
                "     22 Jun  ██████████████▏                       10%       10%",
                "     29 Jun  ███████████████████████████████       22%       32%    ◀ P50 10 Jul",
                "      later  ▋                                     <1%      >99%",
            ],
        );
    }

    #[test]
    fn narrow_and_plain_screens_get_a_list() {
        let list = [
            "    22 Jun: 10% finish, 10% by then",
            "    29 Jun: 22% finish, 32% by then; P50 10 Jul",
            "    later: <1% finish, >99% by then",
        ];
        check(59, false, &list);
        check(100, true, &list);
    }
}
