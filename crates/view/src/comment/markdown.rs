//! Text of a plan inside Markdown, made harmless.
//!
//! In: titles and sentences as somebody wrote them. Out: the same to the eye, in Markdown that
//! cannot begin a table cell, a link, a tag or a command, and that calls nobody: hosts look for
//! `@name` and `#12` in what is shown, so a character without width goes between.

/// Goes between a mark and the name that hosts would link: seen by programs only.
const APART: char = '\u{200b}';

/// `text` as ordinary text of a paragraph or a table cell.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    let mut before = '\n';
    for (offset, character) in text.char_indices() {
        let rest = &text[offset..];
        match character {
            // Less than a number opens no tag.
            '<' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) => safe.push('<'),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            // Neither a bare address nor a command at the start of a line.
            ':' if rest.starts_with("://") => safe.push_str("&#58;"),
            '.' if ends_with(&safe, "www") => safe.push_str("&#46;"),
            '/' if before == '\n' => safe.push_str("&#47;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' | '!' => {
                safe.push('\\');
                safe.push(character);
            }
            '-' | '+' | '=' if before == '\n' => {
                safe.push('\\');
                safe.push(character);
            }
            character if text::is_dangerous(character) => safe.push(' '),
            character => safe.push(character),
        }
        let is_short_name = character == '-' && ends_with(&safe, "gh-");
        if (is_short_name || "@#!%~$^".contains(character)) && calls(&rest[character.len_utf8()..])
        {
            safe.push(APART);
        }
        before = character;
    }
    safe
}

/// A sentence in which what stands between backticks is an id: ids become code, the rest is escaped.
pub(crate) fn prose(text: &str) -> String {
    let mut safe = String::new();
    let mut rest = text;
    while let Some((before, id, after)) = next_id(rest) {
        safe.push_str(&escaped(before));
        safe.push_str(&code(id));
        rest = after;
    }
    safe + &escaped(rest)
}

/// `text` as code in a line: nothing in it has a meaning. In a table cell a bar would still end the
/// cell, so bars become another bar.
pub(crate) fn code(text: &str) -> String {
    let inside: String = text
        .chars()
        .map(|character| match character {
            '`' => '\'',
            '|' => '¦',
            character if text::is_dangerous(character) => ' ',
            character => character,
        })
        .collect();
    format!("`{inside}`")
}

/// Whether the last letters are those of `end`, large or small.
fn ends_with(text: &str, end: &str) -> bool {
    let last = text.len().checked_sub(end.len()).and_then(|start| text.as_bytes().get(start..));
    last.is_some_and(|last| last.eq_ignore_ascii_case(end.as_bytes()))
}

/// Whether what stands behind a mark could be the name or number of something of the host.
fn calls(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric() || "_-\"{[".contains(c))
}

fn next_id(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (id, after) = rest.split_once('`')?;
    (!id.is_empty()).then_some((before, id, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn titles_cannot_become_anything_else() {
        check("Ask @ada about #12", "Ask @\u{200b}ada about \\#\u{200b}12");
        check("a | b <b>&amp;", "a \\| b &lt;b&gt;&amp;amp;");
        check("[x](http://e.org) *now* `rm`", "\\[x\\](http&#58;//e.org) \\*now\\* \\`rm\\`");
        check("as in GH-12 and gh-7, mid-5", "as in GH-\u{200b}12 and gh-\u{200b}7, mid-5");
        check("/close", "&#47;close");
        check("- one\n/two", "\\- one &#47;two");
        check("www.e.org and/or \u{202e}x", "www&#46;e.org and/or  x");
        check("--> <!-- </details>", "\\--&gt; &lt;\\!\u{200b}-- &lt;/details&gt;");
        check("27% of ~bug, 5%", "27% of \\~\u{200b}bug, 5%");
    }

    #[test]
    fn ids_are_code_and_stay_in_it() {
        assert_eq!(prose("`a|b` waits for @x"), "`a¦b` waits for @\u{200b}x");
        assert_eq!(prose("one ` alone"), "one \\` alone");
        assert_eq!(code("a`b"), "`a'b`");
    }
}
