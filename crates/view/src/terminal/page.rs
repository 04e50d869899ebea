//! A screen: the answer, blocks of evidence, the next commands.

use super::line::{Line, Role};
use super::paint::Paint;
use super::table::Table;

/// Where the text of a labeled row begins: two columns of indent and a label of eleven.
const LABEL_END: usize = 13;
/// Where the explanation of a command begins.
const COMMAND_END: usize = LABEL_END + 44;

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

    /// Adds a line with a label in the first column; what wraps stands under the text.
    pub fn labeled(&mut self, label: &str, text: Line) {
        let line = Line::plain("  ").with(Role::Label, label);
        let line = if label.is_empty() { line } else { line.and("  ") };
        self.wrapped(&line.padded(LABEL_END).and_line(text), LABEL_END);
    }

    /// Adds the block of next commands, the most useful first, each with what it shows.
    pub fn next(&mut self, commands: &[(&str, &str)]) {
        self.gap();
        let beside = self.paint.width >= COMMAND_END + 30;
        for (index, (command, shows)) in commands.iter().enumerate() {
            let label = if index == 0 { "Next" } else { "" };
            let text = Line::plain(command);
            let text = if beside {
                text.and("  ").padded(COMMAND_END - LABEL_END)
            } else {
                text.and("   ")
            };
            self.labeled(label, text.with(Role::Label, shows));
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
        let paint = Paint { color: false, charset: Charset::Unicode, plain: false, width: 40 };
        let mut page = Page::new("Done by 22 July.", &paint);
        page.gap();
        page.gap();
        page.labeled("Work", Line::plain("13 done · 5 in progress · 17 to go"));
        page.next(&[("fore next", "who can start what")]);
        let expected = "\
Done by 22 July.

  Work       13 done · 5 in progress ·
             17 to go

  Next       fore next   who can start
             what
";
        assert_eq!(page.render(), expected);
    }
}
