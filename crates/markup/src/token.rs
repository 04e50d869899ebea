//! The words of an attribute block.
//!
//! In: the text between the braces. Out: its tokens with exact ranges. This is spelling only:
//! which keys there are and what a value must look like is not known here.

use text::TextRange;

use crate::outline::{Token, TokenKind, ValueToken};

/// Splits `inner` of `text` at white space outside quotes and reads each word. `O(bytes)`.
pub fn read(text: &str, inner: TextRange) -> Vec<Token> {
    let bytes = &text.as_bytes()[..inner.end];
    let mut tokens = Vec::new();
    let mut at = inner.start;
    while let Some(white) = bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace()) {
        let start = at + white;
        at = word_end(bytes, start);
        tokens.push(token(text, TextRange::new(start, at)));
    }
    tokens
}

/// The end of the word that begins at `start`.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut quotes = Quotes::default();
    let ends = |byte: &u8| {
        let is_outside = !quotes.open;
        quotes.step(*byte);
        is_outside && byte.is_ascii_whitespace()
    };
    bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length)
}

/// Whether a place in a block is inside quotes, byte by byte.
#[derive(Clone, Copy, Default)]
pub struct Quotes {
    /// Between an opening quote and its closing one.
    pub open: bool,
    escaped: bool,
}

impl Quotes {
    /// Goes past one byte.
    pub fn step(&mut self, byte: u8) {
        let escaped = std::mem::take(&mut self.escaped);
        match byte {
            b'"' if !escaped => self.open = !self.open,
            b'\\' => self.escaped = self.open && !escaped,
            _ => {}
        }
    }
}

fn token(text: &str, range: TextRange) -> Token {
    Token { range, kind: kind(text, range) }
}

fn kind(text: &str, range: TextRange) -> TokenKind {
    let word = range.of(text);
    match word.as_bytes()[0] {
        b'#' => id(text, range),
        b'@' => who(text, range),
        b'0'..=b'9' => match word.contains(['=', '"']) {
            true => TokenKind::Malformed("a key does not begin with a digit"),
            false => TokenKind::Estimate,
        },
        _ if word.contains('=') => pair(text, range),
        b'"' => TokenKind::Malformed("a quoted text needs a key before it"),
        _ => match wrong_word(word) {
            Some(problem) => TokenKind::Malformed(problem),
            None => TokenKind::Flag,
        },
    }
}

fn id(text: &str, range: TextRange) -> TokenKind {
    let name = TextRange::new(range.start + 1, range.end);
    match wrong_name(name.of(text)) {
        Some(problem) => TokenKind::Malformed(problem),
        None => TokenKind::Id(name),
    }
}

fn who(text: &str, range: TextRange) -> TokenKind {
    let mut names = Vec::new();
    let mut start = range.start;
    for part in range.of(text).split('|') {
        let end = start + part.len();
        let Some(name) = part.strip_prefix('@') else {
            return TokenKind::Malformed("each name between bars needs an @");
        };
        if let Some(problem) = wrong_name(name) {
            return TokenKind::Malformed(problem);
        }
        names.push(TextRange::new(start + 1, end));
        start = end + 1;
    }
    TokenKind::Who(names)
}

/// What is wrong with a name: a small letter, then small letters, digits and hyphens.
fn wrong_name(name: &str) -> Option<&'static str> {
    let mut bytes = name.bytes();
    match bytes.next() {
        None => return Some("a name is missing"),
        Some(b'a'..=b'z') => {}
        Some(_) => return Some("a name begins with a small letter"),
    }
    let right = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (!bytes.all(right)).then_some("a name has only small letters, digits and hyphens")
}

/// What is wrong with a word that stands alone, as a flag or a key.
fn wrong_word(word: &str) -> Option<&'static str> {
    if word.contains('"') {
        return Some("a quote stands only right after = or a comma");
    }
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some("a word begins with a letter");
    }
    let right = |c: char| c.is_ascii_alphanumeric() || "-_./#".contains(c);
    (!word.chars().all(right)).then_some("a character that no word has")
}

fn pair(text: &str, range: TextRange) -> TokenKind {
    let word = range.of(text);
    let key_length = word.find('=').expect("a pair has an equals sign");
    let key = TextRange::new(range.start, range.start + key_length);
    if key.is_empty() {
        return TokenKind::Malformed("a key is missing before =");
    }
    if let Some(problem) = wrong_word(key.of(text)) {
        return TokenKind::Malformed(problem);
    }
    match values(text, TextRange::new(key.end + 1, range.end)) {
        Ok(values) => TokenKind::Pair { key, values },
        Err(problem) => TokenKind::Malformed(problem),
    }
}

/// The values of a pair: `range` is what stands after the `=`.
fn values(text: &str, range: TextRange) -> Result<Vec<ValueToken>, &'static str> {
    let mut values = Vec::new();
    let mut start = range.start;
    let mut quotes = Quotes::default();
    for (offset, byte) in range.of(text).bytes().enumerate() {
        if byte == b',' && !quotes.open {
            values.push(value(text, TextRange::new(start, range.start + offset))?);
            start = range.start + offset + 1;
        }
        quotes.step(byte);
    }
    if quotes.open {
        return Err("a quote is not closed");
    }
    values.push(value(text, TextRange::new(start, range.end))?);
    Ok(values)
}

fn value(text: &str, range: TextRange) -> Result<ValueToken, &'static str> {
    let raw = range.of(text);
    if raw.is_empty() {
        return Err("a value is missing");
    }
    if !raw.contains('"') {
        return Ok(ValueToken { range, quoted: None });
    }
    let inside = raw.strip_prefix('"').ok_or("a quote stands only right after = or a comma")?;
    let mut resolved = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' if characters.as_str().is_empty() => {
                return Ok(ValueToken { range, quoted: Some(resolved) });
            }
            '"' => return Err("nothing may follow the closing quote but a comma"),
            '\n' | '\r' => return Err("a quoted text stays on one line"),
            '\\' => match characters.next() {
                Some(escaped @ ('"' | '\\')) => resolved.push(escaped),
                _ => return Err("a backslash stands only before a quote or a backslash"),
            },
            plain => resolved.push(plain),
        }
    }
    Err("a quote is not closed")
}
