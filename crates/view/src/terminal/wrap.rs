//! Breaking lines at spaces.

use unicode_width::UnicodeWidthStr;

use super::line::{Line, Role, prefix};
use crate::words;

/// Columns of the widest character; a piece always makes progress.
const WIDEST_CHARACTER: usize = 2;

/// `line` in pieces of at most `width` columns, broken at spaces but not within a date; a word
/// longer than that is cut.
/// Pieces after the first begin with `indent` spaces. `O(length)`.
pub(crate) fn wrap(line: &Line, width: usize, indent: usize) -> Vec<Line> {
    if line.width() <= width {
        return vec![line.clone()];
    }
    let mut wrapper = Wrapper {
        width: width.max(indent + 8),
        indent,
        done: Vec::new(),
        line: Line::new(),
        has_word: false,
    };
    let mut word = Line::new();
    for span in line.spans() {
        let mut parts = pieces(span.text()).peekable();
        let mut before = "";
        while let Some(piece) = parts.next() {
            let joins = piece == " "
                && parts.peek().is_some_and(|after| words::is_within_date(before, after));
            if piece.starts_with(' ') && !joins {
                wrapper.put_word(&std::mem::take(&mut word));
                wrapper.put_space(span.role(), piece);
            } else {
                word.push(span.role(), piece);
            }
            if piece != " " {
                before = piece;
            }
        }
    }
    wrapper.put_word(&word);
    wrapper.done.push(wrapper.line);
    wrapper.done
}

/// A text as alternating runs of spaces and of other characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c: char| (c == ' ') != (first == ' ')).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

struct Wrapper {
    width: usize,
    indent: usize,
    done: Vec<Line>,
    line: Line,
    /// Whether `line` holds more than the spaces it begins with.
    has_word: bool,
}

impl Wrapper {
    fn put_space(&mut self, role: Role, space: &str) {
        let leads_later_line = !self.has_word && !self.done.is_empty();
        if leads_later_line {
            return;
        }
        if self.line.width() + space.width() <= self.width {
            self.line.push(role, space);
        } else if self.has_word {
            self.break_line();
        }
    }

    /// Puts a word, which may be of several roles: an id and the comma after it stay together.
    fn put_word(&mut self, word: &Line) {
        if word.is_empty() {
            return;
        }
        if self.has_word && self.line.width() + word.width() > self.width {
            self.break_line();
        }
        for span in word.spans() {
            self.put_part(span.role(), span.text());
        }
        self.has_word = true;
    }

    fn put_part(&mut self, role: Role, part: &str) {
        let mut rest = part;
        while self.line.width() + rest.width() > self.width {
            let room = self.width.saturating_sub(self.line.width());
            let cut = prefix(rest, room.max(WIDEST_CHARACTER));
            self.line.push(role, cut);
            rest = &rest[cut.len()..];
            self.break_line();
        }
        self.line.push(role, rest);
    }

    fn break_line(&mut self) {
        let next = Line::plain(&" ".repeat(self.indent));
        self.done.push(std::mem::replace(&mut self.line, next));
        self.has_word = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, indent: usize, expected: &[&str]) {
        let lines = wrap(&Line::plain(text), width, indent);
        let texts: Vec<String> =
            lines.iter().map(|line| line.text().trim_end().to_owned()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn lines_break_at_spaces() {
        check("one two three", 20, 0, &["one two three"]);
        check("one two three", 9, 2, &["one two", "  three"]);
        check("  one two three", 10, 4, &["  one two", "    three"]);
        check("移行 移行 移行 移行", 10, 0, &["移行 移行", "移行 移行"]);
    }

    #[test]
    fn wide_gaps_do_not_vanish_at_the_end() {
        check("one two   x", 8, 0, &["one two", "x"]);
    }

    #[test]
    fn dates_are_not_broken() {
        check("live by Wed 22 July 2027, even", 20, 0, &["live by", "Wed 22 July 2027,", "even"]);
    }

    #[test]
    fn words_too_long_are_cut() {
        check("abcdefghijklmno", 10, 2, &["abcdefghij", "  klmno"]);
        check("a bcdefghijklmno", 10, 2, &["a", "  bcdefghi", "  jklmno"]);
    }

    #[test]
    fn words_of_several_roles_stay_together() {
        let line = Line::plain("needs ").and_id("invoice-json").and(", first");
        let lines = wrap(&line, 15, 0);
        assert_eq!(lines[1].spans()[0].role(), Role::Id);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["needs ", "`invoice-json`,", "first"]);
    }
}
