//! Source lines with the tokens that a diagnostic is about underlined.

use std::collections::BTreeMap;

use text::{Diagnostic, Place, SourceFile, TextRange, escape_controls};
use unicode_width::UnicodeWidthStr;

use super::{chain, role};
use crate::terminal::{Line, Paint, Role, prefix};

/// The source lines of a diagnostic: the primary place first, then its other places in the order
/// of the text; after the first of them, why it matters.
pub(super) fn snippets(diagnostic: &Diagnostic, files: &[SourceFile], paint: &Paint) -> Vec<Line> {
    let is_cycle = chain::members(diagnostic).is_some();
    let primary = Token {
        place: diagnostic.place,
        text: diagnostic.here.as_deref(),
        role: role(diagnostic.level),
    };
    // The chain over the source says what a cycle's reason and other places would repeat.
    let why = diagnostic.why.as_ref().filter(|_| !is_cycle);
    let mut tokens = vec![primary];
    if !is_cycle {
        tokens.extend(diagnostic.labels.iter().map(|label| Token {
            place: label.place,
            text: Some(label.text.as_str()),
            role: Role::Label,
        }));
    }
    let mut by_line: BTreeMap<(bool, usize, usize), Vec<Token>> = BTreeMap::new();
    let first = line_of(diagnostic.place, files);
    for token in tokens {
        let at = line_of(token.place, files);
        if let Some((file, line)) = at {
            by_line.entry((at != first, file, line)).or_default().push(token);
        }
    }
    let digits =
        by_line.keys().map(|(_, _, line)| (line + 1).to_string().len()).max().unwrap_or(1).max(3);
    let mut lines = Vec::new();
    for ((is_later, file, line), tokens) in &by_line {
        let view = SourceView { file: &files[*file], line: *line, digits, paint };
        lines.extend(view.lines(tokens));
        if !is_later && let Some(why) = why {
            lines.extend(view.reason(why));
        }
    }
    if by_line.is_empty()
        && let Some(why) = why
    {
        lines.extend(paint.wrap(&Line::plain("        = ").and_prose(why), 10));
    }
    lines
}

struct Token<'a> {
    place: Place,
    text: Option<&'a str>,
    role: Role,
}

/// File and line (from 0) of a place; `None` if the place is not in the files.
fn line_of(place: Place, files: &[SourceFile]) -> Option<(usize, usize)> {
    let file = files.get(place.file.index())?;
    (place.range.start <= file.text.len())
        .then(|| (place.file.index(), file.lines.line_of(place.range.start)))
}

/// One source line, shown in a window that fits the screen.
struct SourceView<'a> {
    file: &'a SourceFile,
    line: usize,
    digits: usize,
    paint: &'a Paint,
}

const INDENT: usize = 4;

impl SourceView<'_> {
    fn lines(&self, tokens: &[Token]) -> Vec<Line> {
        let range = self.file.lines.range_of(&self.file.text, self.line);
        let source = range.of(&self.file.text);
        let room = self.paint.width.saturating_sub(self.gutter_width()).max(20);
        let first = columns(source, range, tokens[0].place.range);
        let window = Window::around(source, first, room);
        let number = format!("{:>width$}", self.line + 1, width = INDENT + self.digits);
        let mut lines = vec![self.place(tokens[0].place)];
        lines.push(Line::of(Role::Label, &format!("{number} │ ")).and(&window.text));
        if self.paint.plain {
            lines.extend(
                tokens.iter().filter_map(|token| token.text).flat_map(|text| self.reason(text)),
            );
            return lines;
        }
        let mut marked: Vec<(usize, usize, &Token)> = tokens
            .iter()
            .map(|token| {
                let (start, end) = window.columns(columns(source, range, token.place.range));
                (start, end, token)
            })
            .collect();
        marked.sort_by_key(|(start, end, _)| (*start, *end));
        lines.extend(self.underlines(&marked));
        lines
    }

    /// Path and line; the column too where no underline shows it.
    fn place(&self, place: Place) -> Line {
        let at = self.file.line_column(place.range.start);
        let column = if self.paint.plain { format!(":{}", at.column) } else { String::new() };
        Line::of(
            Role::Label,
            &format!("{}{}:{}{column}", " ".repeat(INDENT), self.file.path, at.line),
        )
    }

    /// One row with every underline and the rightmost text, then a row for each other text.
    fn underlines(&self, marked: &[(usize, usize, &Token)]) -> Vec<Line> {
        let mut row = self.gutter('│');
        for (start, end, token) in marked {
            row = row.padded(self.gutter_width() + start);
            let from = row.width() - self.gutter_width();
            row = row.with(token.role, &"─".repeat(end.saturating_sub(from)));
        }
        let mut lines = Vec::new();
        for (index, (start, _, token)) in marked.iter().enumerate().rev() {
            let Some(text) = token.text else { continue };
            let is_last = index + 1 == marked.len();
            let before = if is_last {
                row.clone().and(" ")
            } else {
                self.gutter('│').padded(self.gutter_width() + start)
            };
            if before.width() + text.width() > self.paint.width {
                lines.extend(self.reason(text));
            } else if is_last {
                row = before.with(token.role, text);
            } else {
                lines.push(before.with(token.role, text));
            }
        }
        lines.insert(0, row);
        lines
    }

    fn reason(&self, text: &str) -> Vec<Line> {
        self.paint.wrap(&self.gutter('=').and_prose(text), self.gutter_width())
    }

    fn gutter(&self, sign: char) -> Line {
        Line::of(Role::Label, &format!("{}{sign} ", " ".repeat(INDENT + self.digits + 1)))
    }

    fn gutter_width(&self) -> usize {
        INDENT + self.digits + 3
    }
}

/// The columns of `token` in the shown form of the line `source`, which stands at `range`; at least one
/// wide. A token that goes on in the next line ends with this one.
fn columns(source: &str, range: TextRange, token: TextRange) -> (usize, usize) {
    let column = |offset: usize| {
        let offset = offset.clamp(range.start, range.end) - range.start;
        source.get(..offset).map_or(0, |before| escape_controls(before).width())
    };
    let start = column(token.start);
    (start, column(token.end).max(start + 1))
}

/// The part of a long line that is shown.
struct Window {
    text: String,
    /// The first shown column of the line.
    first: usize,
    /// How wide the shown text is.
    width: usize,
}

impl Window {
    /// The whole line if it fits into `room` columns; else the part around the token, with `…`
    /// where something is left out.
    fn around(source: &str, (start, end): (usize, usize), room: usize) -> Window {
        let shown = escape_controls(source);
        let total = shown.width();
        if total <= room {
            return Window { text: shown.into_owned(), first: 0, width: total };
        }
        let token = (end - start).min(room);
        let before = (room - token) * 2 / 3;
        let wanted = start.saturating_sub(before).min(total - room);
        let skipped = prefix(&shown, wanted);
        let first = skipped.width();
        let rest = &shown[skipped.len()..];
        let mut text = prefix(rest, room).to_owned();
        if first > 0 {
            text = replace_first(&text);
        }
        if prefix(rest, room).len() < rest.len() {
            text = replace_last(&text);
        }
        let width = text.width();
        Window { text, first, width }
    }

    fn columns(&self, (start, end): (usize, usize)) -> (usize, usize) {
        let start = start.saturating_sub(self.first).min(self.width);
        (start, end.saturating_sub(self.first).min(self.width.max(start + 1)))
    }
}

/// `…` in place of the first character, in as many columns.
fn replace_first(text: &str) -> String {
    let mut characters = text.chars();
    let gone = characters.next().map_or(1, |first| first.to_string().width());
    format!("…{}{}", " ".repeat(gone.saturating_sub(1)), characters.as_str())
}

/// `…` in place of the last character.
fn replace_last(text: &str) -> String {
    let mut characters = text.chars();
    characters.next_back();
    format!("{}…", characters.as_str())
}
