//! Tables that fit the width: columns side by side, else wrapped under, else a list.

use std::borrow::Cow;

use super::line::{Line, Role};
use super::paint::Paint;

/// On which side a column's texts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Names.
    Left,
    /// Numbers.
    Right,
}

/// The head of a column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it says above; may be empty.
    pub title: Cow<'static, str>,
    /// On which side its texts stand.
    pub align: Align,
}

impl Column {
    /// A column of names.
    #[must_use]
    pub fn left(title: impl Into<Cow<'static, str>>) -> Self {
        Self { title: title.into(), align: Align::Left }
    }

    /// A column of numbers.
    #[must_use]
    pub fn right(title: impl Into<Cow<'static, str>>) -> Self {
        Self { title: title.into(), align: Align::Right }
    }
}

/// Rows of cells under titled columns. The first column names the row and gives way first.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Line>>,
}

/// Columns between cells.
const GAP: usize = 3;
/// The name column is not cut shorter than this to make room for the others.
const NAME_MIN: usize = 24;

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; missing cells are empty.
    pub fn row(&mut self, mut cells: Vec<Line>) {
        cells.resize(self.columns.len(), Line::new());
        self.rows.push(cells);
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table in `paint.width` columns, indented by `indent`. If the columns do not fit beside
    /// each other, the last of them go on a line of their own under the row, with their titles; in
    /// plain mode each row is a sentence-like list entry.
    #[must_use]
    pub fn lines(&self, paint: &Paint, indent: usize) -> Vec<Line> {
        if paint.plain {
            let entries = self.list(indent);
            return entries.iter().flat_map(|entry| paint.wrap(entry, indent + 4)).collect();
        }
        let room = paint.width.saturating_sub(indent);
        let mut widths = self.natural_widths();
        let beside = self.fit(&mut widths, room);
        let mut lines = Vec::new();
        if self.columns[..beside].iter().any(|column| !column.title.is_empty()) {
            let titles: Vec<Line> =
                self.columns.iter().map(|column| Line::of(Role::Label, &column.title)).collect();
            lines.push(self.side_by_side(&titles[..beside], &widths, indent));
        }
        for row in &self.rows {
            lines.push(self.side_by_side(&row[..beside], &widths, indent));
            let under = self.titled(row, beside);
            if !under.is_empty() {
                let under = Line::plain(&" ".repeat(indent + 4)).and_line(under);
                lines.extend(paint.wrap(&under, indent + 4));
            }
        }
        lines
    }

    fn natural_widths(&self) -> Vec<usize> {
        (0..self.columns.len())
            .map(|column| {
                let cells = self.rows.iter().map(|row| row[column].width());
                cells.chain([Line::plain(&self.columns[column].title).width()]).max().unwrap_or(0)
            })
            .collect()
    }

    /// Narrows the name column, then says how many columns fit side by side.
    fn fit(&self, widths: &mut [usize], room: usize) -> usize {
        let total =
            |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut beside = widths.len();
        loop {
            let wanted = total(&widths[..beside]);
            let over = wanted.saturating_sub(room);
            let spare = widths[0].saturating_sub(NAME_MIN);
            if over <= spare || beside <= 1 {
                widths[0] -= over.min(widths[0]);
                return beside;
            }
            beside -= 1;
        }
    }

    fn side_by_side(&self, cells: &[Line], widths: &[usize], indent: usize) -> Line {
        let mut line = Line::plain(&" ".repeat(indent));
        let mut column_start = indent;
        for (index, cell) in cells.iter().enumerate() {
            let cell = cell.clone().truncated(widths[index]);
            let lead = match self.columns[index].align {
                Align::Left => 0,
                Align::Right => widths[index] - cell.width(),
            };
            line = line.padded(column_start + lead).and_line(cell);
            column_start += widths[index] + GAP;
        }
        line
    }

    /// The cells from `first` on, each with its column's title.
    fn titled(&self, row: &[Line], first: usize) -> Line {
        let mut line = Line::new();
        for (cell, column) in row.iter().zip(&self.columns).skip(first) {
            if cell.is_empty() {
                continue;
            }
            if !line.is_empty() {
                line = line.and(", ");
            }
            if !column.title.is_empty() {
                line = line.with(Role::Label, &column.title).and(" ");
            }
            line = line.and_line(cell.clone());
        }
        line
    }

    fn list(&self, indent: usize) -> Vec<Line> {
        let title = self.columns.first().map_or("", |column| &*column.title);
        if title.is_empty() {
            return self.rows.iter().map(|row| self.entry(row, indent)).collect();
        }
        let head = Line::plain(&" ".repeat(indent)).and(title);
        let entries = self.rows.iter().map(|row| self.entry(row, indent + 2));
        std::iter::once(head).chain(entries).collect()
    }

    fn entry(&self, row: &[Line], indent: usize) -> Line {
        let line = Line::plain(&" ".repeat(indent)).and_line(row[0].clone());
        let rest = self.titled(row, 1);
        if rest.is_empty() { line } else { line.and(": ").and_line(rest) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paint::Charset;
    use super::*;

    fn check(width: usize, plain: bool, expected: &[&str]) {
        let mut table = Table::new(vec![
            Column::left("milestone"),
            Column::right("chance"),
            Column::left("P80"),
        ]);
        table.row(vec![
            Line::plain("Shadow run matches for a week"),
            Line::plain("4%"),
            Line::plain("28 May"),
        ]);
        table.row(vec![Line::plain("移行"), Line::plain("19%"), Line::plain("6 Jul")]);
        let paint = Paint { color: false, charset: Charset::Unicode, plain, width };
        let texts: Vec<String> =
            table.lines(&paint, 2).iter().map(|l| l.text().trim_end().to_owned()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn columns_stand_side_by_side_where_they_fit() {
        check(
            100,
            false,
            &[
                "  milestone                       chance   P80",
                "  Shadow run matches for a week       4%   28 May",
                "  移行                               19%   6 Jul",
            ],
        );
    }

    #[test]
    fn names_give_way_and_then_columns_wrap_under() {
        check(
            46,
            false,
            &[
                "  milestone                    chance   P80",
                "  Shadow run matches for a…        4%   28 May",
                "  移行                            19%   6 Jul",
            ],
        );
        check(
            40,
            false,
            &[
                "  milestone                       chance",
                "  Shadow run matches for a week       4%",
                "      P80 28 May",
                "  移行                               19%",
                "      P80 6 Jul",
            ],
        );
    }

    #[test]
    fn plain_tables_are_lists() {
        check(
            100,
            true,
            &[
                "  milestone",
                "    Shadow run matches for a week: chance 4%, P80 28 May",
                "    移行: chance 19%, P80 6 Jul",
            ],
        );
    }
}
