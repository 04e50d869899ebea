//! A title as it is said: a link in it is the text that a reader sees.

use std::borrow::Cow;

/// `title` with each Markdown link `[text](target)` reduced to its text. Whatever is not quite a link
/// stays as it is.
pub fn said(title: &str) -> Cow<'_, str> {
    if !title.contains("](") {
        return Cow::Borrowed(title);
    }
    let mut said = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(start) = rest.find('[') {
        let Some((text, after)) = link(&rest[start..]) else {
            said.push_str(&rest[..=start]);
            rest = &rest[start + 1..];
            continue;
        };
        said.push_str(rest[..start].strip_suffix('!').unwrap_or(&rest[..start]));
        said.push_str(text);
        rest = after;
    }
    said.push_str(rest);
    if said.trim().is_empty() { Cow::Borrowed(title) } else { Cow::Owned(said) }
}

/// The text of the link that `rest` begins with, and what follows it.
fn link(rest: &str) -> Option<(&str, &str)> {
    let end = closing(rest, b'[', b']')?;
    let target = rest[end + 1..].strip_prefix('(').map(|_| &rest[end + 1..])?;
    let close = closing(target, b'(', b')')?;
    Some((&rest[1..end], &target[close + 1..]))
}

/// Links are shorter than this; it keeps a line of nothing but brackets from taking long.
const LINK_BYTES_MAX: usize = 2_000;

/// Where the bracket closes that `rest` begins with.
fn closing(rest: &str, open: u8, close: u8) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in rest.bytes().enumerate().take(LINK_BYTES_MAX) {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::said;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        assert_eq!(said(title), expected);
    }

    #[test]
    fn links_are_their_text() {
        check("Import the dump", "Import the dump");
        check("Read [the notes](https://example.org/a_(b)) first", "Read the notes first");
        check("[One](a) and [two](b)", "One and two");
        check("![shot](a.png) of it", "shot of it");
        check("[[Draft] Notes](a)", "[Draft] Notes");
    }

    #[test]
    fn what_is_no_link_stays() {
        check("f[0](", "f[0](");
        check("[a] (b)", "[a] (b)");
        check("a](b", "a](b");
        check("[](https://example.org)", "[](https://example.org)");
    }

    #[test]
    fn many_brackets_take_no_longer_than_they_should() {
        let title = "[".repeat(100_000) + "](";
        check(&title, &title);
    }
}
