//! A screen: the answer, blocks of evidence, the next commands.

use super::line::{Line, Role};
use super::paint::Paint;
use super::table::Table;

/// Where the text of a labeled row begins: two columns of indent and a label of eleven.
const LABEL_END: usize = 13;
/// Where the explanation of a command begins at the latest.
const COMMAND_END: usize = LABEL_END + 44;
/// Below so many columns labels take a line of their own.
const LABELS_WIDTH_MIN: usize = 45;

/// A screen that is being laid out: line 1 is the answer, then come blocks with one blank line
/// between them, last the next commands.
#[derive(Clone, Debug)]
pub struct Page {
    paint: Paint,
    lines: Vec<Line>,
}

impl Page {
    /// A screen that begins with `answer`.
    #[must_use]
    pub fn new(answer: &str, paint: &Paint) -> Self {
        let mut page = Self { paint: *paint, lines: Vec::new() };
        page.wrapped(&Line::of(Role::Answer, answer), 0);
        page
    }

    /// Adds a line under what is there, wrapped; lines after the first are indented by `indent`.
    pub fn wrapped(&mut self, line: &Line, indent: usize) {
        self.lines.extend(self.paint.wrap(line, indent));
    }

    /// Adds lines as they are.
    pub fn drawn(&mut self, lines: Vec<Line>) {
        self.lines.extend(lines);
    }

    /// Adds a table, indented by `indent`.
    pub fn table(&mut self, table: &Table, indent: usize) {
        self.lines.extend(table.lines(&self.paint, indent));
    }

    /// Begins a new block: one blank line, however often it is asked for.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }

    /// Begins a new block under a heading, with a remark beside it.
    pub fn heading(&mut self, title: &str, remark: &str) {
        self.gap();
        let line = Line::plain("  ").with(Role::Label, title);
        let line = if remark.is_empty() { line } else { line.and("   ").with(Role::Label, remark) };
        self.wrapped(&line, 4);
    }

    /// Adds a line with a label in the first column; what wraps stands under the text. On narrow
    /// screens the label stands above the text.
    pub fn labeled(&mut self, label: &str, text: Line) {
        let line = Line::plain("  ").with(Role::Label, label);
        if self.paint.width < LABELS_WIDTH_MIN {
            if !label.is_empty() {
                self.lines.push(line);
            }
            self.wrapped(&Line::plain("    ").and_line(text), 4);
            return;
        }
        let line = if label.is_empty() { line } else { line.and("  ") };
        self.wrapped(&line.padded(LABEL_END).and_line(text), LABEL_END);
    }

    /// Adds the block of next commands, the most useful first, each with what it shows: beside each
    /// other where all fit, else what they show on a line of its own.
    pub fn next(&mut self, commands: &[(&str, &str)]) {
        self.gap();
        let width = |text: &str| Line::plain(text).width();
        let longest = |all: &mut dyn Iterator<Item = &str>| all.map(width).max().unwrap_or(0);
        let command_width = longest(&mut commands.iter().map(|(command, _)| *command));
        let shows_width = longest(&mut commands.iter().map(|(_, shows)| *shows));
        let room = self.paint.width.saturating_sub(LABEL_END + shows_width);
        let beside = room > command_width + 2;
        let shows_at = room.min(COMMAND_END - LABEL_END).min(command_width.max(20) + 4);
        for (index, (command, shows)) in commands.iter().enumerate() {
            let label = if index == 0 { "Next" } else { "" };
            let text = Line::plain(command);
            let shows = Line::of(Role::Label, shows);
            if beside {
                self.labeled(label, text.padded(shows_at.max(width(command) + 2)).and_line(shows));
            } else {
                self.labeled(label, text);
                let indent = if self.paint.width < LABELS_WIDTH_MIN { 6 } else { LABEL_END + 2 };
                self.wrapped(&Line::plain(&" ".repeat(indent)).and_line(shows), indent);
            }
        }
    }

    /// How the screen will be painted.
    #[must_use]
    pub fn paint(&self) -> &Paint {
        &self.paint
    }

    /// The screen as text.
    #[must_use]
    pub fn render(&self) -> String {
        self.paint.render(&self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::super::paint::Charset;
    use super::*;

    #[test]
    fn blocks_are_one_blank_line_apart_and_labels_hang() {
        let paint = Paint { color: false, charset: Charset::Unicode, plain: false, width: 46 };
        let mut page = Page::new("Done by 22 July.", &paint);
        page.gap();
        page.gap();
        page.labeled("Work", Line::plain("13 done · 5 in progress · 17 to go"));
        page.next(&[("fore next", "who can start what")]);
        let expected = "\
Done by 22 July.

  Work       13 done · 5 in progress · 17 to
             go

  Next       fore next      who can start what
";
        assert_eq!(page.render(), expected);
    }

    #[test]
    fn narrow_screens_have_labels_above() {
        let paint = Paint { color: false, charset: Charset::Unicode, plain: false, width: 24 };
        let mut page = Page::new("Done by 22 July.", &paint);
        page.next(&[("fore next", "who can start what")]);
        let expected = "\
Done by 22 July.

  Next
    fore next
      who can start what
";
        assert_eq!(page.render(), expected);
    }
}
