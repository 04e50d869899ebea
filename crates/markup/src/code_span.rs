//! Attribute blocks in running text, and what was meant to be one.
//!
//! In: the raw text of a paragraph. Out: its single-backtick code spans that begin with `{` and
//! end with `}`, and the mistakes near to that. Code spans are found as CommonMark says: a run of
//! backticks is closed by the next run of the same length, a backslash hides one backtick, and
//! comments are skipped. What may stand where is not known here.

use text::TextRange;

use crate::lines::{rest_of_line, trim};
use crate::token::Quotes;

/// Something that looks like a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// Where.
    pub range: TextRange,
    /// The block that was meant by a mistake, if that is plain.
    pub meant: Option<String>,
}

/// What a [`Span`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// A block.
    Block,
    /// A bare `{#…` or `{@…`.
    Bare,
    /// A backtick and a brace with no brace and backtick to close them.
    Unclosed,
}

/// Finds the blocks in `range` of `text`. `O(n log n)` for `n` bytes, however hostile.
pub fn find(text: &str, range: TextRange) -> Vec<Span> {
    let bytes = &text.as_bytes()[..range.end];
    let mut spans = Vec::new();
    let mut runs = None;
    let mut comments = true;
    let mut lines = LineEnds { limit: range.end, known: 0 };
    let mut at = range.start;
    while let Some(step) = bytes[at..].iter().position(|b| matches!(b, b'`' | b'{' | b'\\' | b'<'))
    {
        at += step;
        match bytes[at] {
            b'`' => {
                let length = run_length(bytes, at);
                let close = next_run(bytes, at + length).and_then(|(found, start)| {
                    if found == length {
                        return Some(start);
                    }
                    let runs = runs.get_or_insert_with(|| Runs::new(bytes, at));
                    runs.next(length, at + length)
                });
                let close = close.map(|start| start + length);
                let span = (length == 1).then(|| backticked(text, at, close, &mut lines)).flatten();
                at = span.as_ref().map_or(close.unwrap_or(at + length), |span| span.range.end);
                spans.extend(span);
            }
            b'{' if matches!(bytes.get(at + 1), Some(b'#' | b'@')) => {
                let span = bare(text, at, &mut lines);
                at = span.range.end;
                spans.push(span);
            }
            b'\\' => at += 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation)),
            b'<' if comments && bytes[at..].starts_with(b"<!--") => {
                let end = text[at..range.end].find("-->");
                comments = end.is_some();
                at += end.map_or(1, |end| end + 3);
            }
            _ => at += 1,
        }
    }
    spans
}

fn run_length(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == b'`').count()
}

/// The length of the next run of backticks at `from` or later, and where it begins.
fn next_run(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let start = from + bytes[from..].iter().position(|byte| *byte == b'`')?;
    Some((run_length(bytes, start), start))
}

/// The runs of backticks, by length and then by place.
struct Runs(Vec<(usize, usize)>);

impl Runs {
    fn new(bytes: &[u8], from: usize) -> Self {
        let mut runs = Vec::new();
        let mut at = from;
        while let Some((length, start)) = next_run(bytes, at) {
            runs.push((length, start));
            at = start + length;
        }
        runs.sort_unstable();
        Self(runs)
    }

    /// Where the next run of exactly `length` begins, at `from` or later.
    fn next(&self, length: usize, from: usize) -> Option<usize> {
        let next = self.0.partition_point(|run| *run < (length, from));
        self.0.get(next).filter(|run| run.0 == length).map(|run| run.1)
    }
}

/// Where lines end, each looked for once as the reading goes on.
struct LineEnds {
    limit: usize,
    known: usize,
}

impl LineEnds {
    /// From `from`, which is not before any asked for earlier, to the end of its line.
    fn rest(&mut self, text: &str, from: usize) -> TextRange {
        if from >= self.known {
            self.known = rest_of_line(text, from, self.limit).end;
        }
        TextRange::new(from, self.known)
    }
}

/// What the single backtick at `open` begins: a block, a mistake, or nothing of interest. `close`
/// is where its code span ends, if there is one.
fn backticked(text: &str, open: usize, close: Option<usize>, lines: &mut LineEnds) -> Option<Span> {
    if !text[open + 1..lines.limit].starts_with('{') {
        return None;
    }
    let line = lines.rest(text, open);
    if let Some(close) = close {
        let content = &text[open + 1..close - 1];
        if content.len() > 1 && content.ends_with('}') {
            let range = TextRange::new(open, close);
            return Some(Span { kind: SpanKind::Block, range, meant: None });
        }
        if close > line.end && !content.contains(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
    }
    let end = close.unwrap_or(line.end).min(line.end);
    let written = TextRange::new(open, brace_end(text, open + 1, end).unwrap_or(end));
    let written = trim(text, written);
    let inside = written.of(text)[1..].trim_end_matches('`').trim_ascii_end();
    if !inside.contains(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let brace = if inside.ends_with('}') { "" } else { "}" };
    let is_plain = !text[written.end..].starts_with('`');
    let meant = is_plain.then(|| format!("`{inside}{brace}`"));
    Some(Span { kind: SpanKind::Unclosed, range: written, meant })
}

/// The bare block at `open`: to its closing brace, else to the end of the line.
fn bare(text: &str, open: usize, lines: &mut LineEnds) -> Span {
    let line = lines.rest(text, open);
    match brace_end(text, open, line.end) {
        Some(end) => {
            let range = TextRange::new(open, end);
            // Between backticks that belong to something else two more would mean something new.
            let is_plain = !range.of(text).contains('`')
                && !text[..open].ends_with('`')
                && !text[end..].starts_with('`');
            let meant = is_plain.then(|| format!("`{}`", range.of(text)));
            Span { kind: SpanKind::Bare, range, meant }
        }
        None => Span { kind: SpanKind::Bare, range: trim(text, line), meant: None },
    }
}

/// Past the brace that closes the one at `open`, quotes heeded, if it stands before `end`.
fn brace_end(text: &str, open: usize, end: usize) -> Option<usize> {
    let mut quotes = Quotes::default();
    for (offset, byte) in text[open..end].bytes().enumerate() {
        if byte == b'}' && !quotes.open {
            return Some(open + offset + 1);
        }
        quotes.step(byte);
    }
    None
}
