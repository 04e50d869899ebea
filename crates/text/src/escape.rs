//! Control characters made visible, so that a title cannot talk to a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every control and bidirectional-override character shown as `\u{…}`.
///
/// A tab stays one space wide. Text without such characters is returned as it is.
#[must_use]
pub fn escape_controls(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\t' => shown.push(' '),
            c if is_dangerous(c) => {
                write!(shown, "\\u{{{:x}}}", u32::from(c)).expect("a String takes any text");
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// [`escape_controls`], but line breaks stay: for text of several lines.
#[must_use]
pub fn escape_lines(text: &str) -> String {
    let line = |line: &str| match line.strip_suffix('\n') {
        Some(line) => escape_controls(line).into_owned() + "\n",
        None => escape_controls(line).into_owned(),
    };
    text.replace("\r\n", "\n").split_inclusive('\n').map(line).collect()
}

/// Whether `character` could do something to a screen besides being shown: a control character, or one
/// that turns the direction of what follows.
#[must_use]
pub fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_become_visible() {
        assert_eq!(escape_controls("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(escape_controls("x\u{202e}y\tz"), "x\\u{202e}y z");
        assert_eq!(escape_lines("a\u{1b}\nb\r\n"), "a\\u{1b}\nb\n");
        assert!(matches!(escape_controls("Übung → fein"), Cow::Borrowed(_)));
    }
}
