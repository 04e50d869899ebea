//! Who does what and when: a lane a person (or deliverable), a bar a task.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::terminal::{Line, Role};

/// What a chart of lanes shows. All columns count from the left edge of the chart, not of the
/// terminal; what lies beyond `columns` is cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lanes {
    /// How many columns the names take before it: see [`gutter`].
    pub gutter: usize,
    /// How many columns the chart has.
    pub columns: usize,
    /// Labels over the chart: where each begins. One that would touch the one before is left out.
    pub ticks: Vec<(usize, String)>,
    /// The column of today.
    pub today: Option<usize>,
    /// The column of the deadline.
    pub deadline: Option<usize>,
    /// The lanes, in order.
    pub lanes: Vec<Lane>,
}

/// One person, team or deliverable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Whose it is.
    pub name: String,
    /// A remark beside the name: `28 of 39 d`.
    pub note: String,
    /// Away.
    pub leave: Vec<Range<usize>>,
    /// The work in it.
    pub bars: Vec<Bar>,
}

/// One task in a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its id or title.
    pub label: String,
    /// Whether it is in progress.
    pub in_progress: bool,
    /// Whether it can move the date.
    pub on_path: bool,
    /// From the middle start to the middle finish; at least one column is drawn.
    pub solid: Range<usize>,
    /// Until when it may take (P90), exclusive.
    pub fade_end: usize,
    /// Times inside it in which nobody works on it.
    pub gaps: Vec<Range<usize>>,
    /// Whether its end is the end of the plan or a milestone.
    pub ends_here: bool,
}

/// How many columns names take before the chart: `heads` are the lanes' names and remarks, `labels`
/// the bars'. Longer ones are cut.
#[must_use]
pub fn gutter<'a>(
    heads: impl Iterator<Item = (&'a str, &'a str)>,
    labels: impl Iterator<Item = &'a str>,
) -> usize {
    let heads = heads.map(|(name, note)| note_start(name) + note.width() + 2);
    let labels = labels.map(|label| INDENT + label.width() + 4);
    heads.chain(labels).max().unwrap_or(0).clamp(GUTTER_MIN, GUTTER_MAX)
}

/// The chart: the axis, then each lane with its bars.
#[must_use]
pub fn lanes(lanes: &Lanes) -> Vec<Line> {
    let gutter = lanes.gutter;
    let mut lines = vec![axis(lanes, gutter)];
    for lane in &lanes.lanes {
        lines.push(head(lanes, lane, gutter));
        lines.extend(lane.bars.iter().map(|bar| row(lanes, bar, gutter)));
    }
    lines
}

const INDENT: usize = 2;
const GUTTER_MIN: usize = 19;
const GUTTER_MAX: usize = 30;

type Cell = (char, Role);

fn axis(lanes: &Lanes, gutter: usize) -> Line {
    let mut line = Line::new();
    for (column, label) in &lanes.ticks {
        let start = gutter + column;
        if start + label.width() > gutter + lanes.columns
            || (line.width() > start.saturating_sub(2) && !line.is_empty())
        {
            continue;
        }
        line = line.padded(start).with(Role::Label, label);
    }
    line
}

fn head(lanes: &Lanes, lane: &Lane, gutter: usize) -> Line {
    let name =
        Line::plain(&lane.name).truncated(gutter.saturating_sub(lane.note.width() + 4).max(4));
    let gutter_text = if lane.note.is_empty() {
        name
    } else {
        name.and("  ")
            .padded(note_start(&lane.name))
            .with(Role::Label, &lane.note)
            .truncated(gutter - 2)
    };
    let mut cells = empty(lanes);
    for leave in &lane.leave {
        draw_leave(&mut cells, leave);
    }
    join(gutter_text.padded(gutter), &cells)
}

/// Remarks stand below each other where names are short.
fn note_start(name: &str) -> usize {
    (name.width() + 2).max(9)
}

fn draw_leave(cells: &mut [Cell], leave: &Range<usize>) {
    const WORD: &str = "leave";
    let (start, end) = (leave.start.min(cells.len()), leave.end.min(cells.len()));
    fill(cells, start..end, '·', Role::Label);
    if end - start >= WORD.len() {
        let from = start + (end - start - WORD.len()) / 2;
        for (cell, letter) in cells[from..].iter_mut().zip(WORD.chars()) {
            *cell = (letter, Role::Label);
        }
    }
}

fn row(lanes: &Lanes, bar: &Bar, gutter: usize) -> Line {
    let label = Line::plain(&" ".repeat(INDENT)).and(&bar.label).truncated(gutter - 4);
    let mark = if bar.in_progress { "●" } else { " " };
    let gutter_text = label.padded(gutter - 3).with(Role::Plain, mark).padded(gutter);
    let (solid, fade, role) =
        if bar.on_path { ('█', '░', Role::Path) } else { ('━', '╌', Role::Forecast) };
    let mut cells = empty(lanes);
    let end = bar.solid.end.max(bar.solid.start + 1);
    fill(&mut cells, end..bar.fade_end.max(end), fade, role);
    fill(&mut cells, bar.solid.start..end, solid, role);
    for gap in &bar.gaps {
        fill(&mut cells, gap.start.max(bar.solid.start)..gap.end.min(end), '·', Role::Label);
    }
    if bar.ends_here {
        fill(&mut cells, end - 1..end, '◆', role);
    }
    join(gutter_text, &cells)
}

/// A row without work: only the rules of today and of the deadline.
fn empty(lanes: &Lanes) -> Vec<Cell> {
    let mut cells = vec![(' ', Role::Plain); lanes.columns];
    if let Some(cell) = lanes.today.and_then(|column| cells.get_mut(column)) {
        *cell = ('┊', Role::Label);
    }
    if let Some(cell) = lanes.deadline.and_then(|column| cells.get_mut(column)) {
        *cell = ('│', Role::Deadline);
    }
    cells
}

fn fill(cells: &mut [Cell], columns: Range<usize>, character: char, role: Role) {
    let end = columns.end.min(cells.len());
    if columns.start < end {
        cells[columns.start..end].fill((character, role));
    }
}

fn join(mut line: Line, cells: &[Cell]) -> Line {
    let mut buffer = [0; 4];
    for (character, role) in cells {
        line.push(*role, character.encode_utf8(&mut buffer));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_rules_and_leave_share_the_grid() {
        let bar = |label: &str, on_path, solid: Range<usize>, fade_end| Bar {
            label: label.to_owned(),
            in_progress: solid.start == 0,
            on_path,
            solid,
            fade_end,
            gaps: Vec::new(),
            ends_here: false,
        };
        let chart = Lanes {
            gutter: 30,
            columns: 24,
            ticks: vec![
                (0, "13 Apr".to_owned()),
                (5, "20 Apr".to_owned()),
                (10, "27 Apr".to_owned()),
            ],
            today: Some(1),
            deadline: Some(20),
            lanes: vec![Lane {
                name: "ilse".to_owned(),
                note: "9 of 18 d".to_owned(),
                leave: vec![8..16, 22..30],
                bars: vec![
                    bar("backfill", false, 0..4, 8),
                    Bar {
                        gaps: vec![6..8, 40..50],
                        ends_here: true,
                        ..bar("移行する", true, 4..12, 30)
                    },
                    bar("a-very-long-name-without-end", false, 3..3, 0),
                ],
            }],
        };
        let texts: Vec<String> =
            lanes(&chart).iter().map(|l| l.text().trim_end().to_owned()).collect();
        let expected = [
            "                              13 Apr    27 Apr",
            "ilse     9 of 18 d             ┊      ·leave··    │ ··",
            "  backfill                 ●  ━━━━╌╌╌╌            │",
            "  移行する                     ┊  ██··███◆░░░░░░░░░░░░",
            "  a-very-long-name-withou…     ┊ ━                │",
        ];
        assert_eq!(texts, expected);
    }
}
