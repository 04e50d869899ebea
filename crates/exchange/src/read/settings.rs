//! Settings files such as YAML: their title is all that a plan can use.

use crate::draft::{Draft, Prose};
use crate::rich::Rich;

/// Reads `source`: the value of a `title` or `name` at the start of a line. `O(bytes)`.
pub fn read(source: &str) -> Draft {
    let mut draft = Draft::new();
    let lines = source.lines().count();
    let title = source.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let is_title = matches!(key.trim().trim_matches('"'), "title" | "name");
        let value = value.trim().trim_matches(['"', '\'', ',']);
        (is_title && !value.is_empty()).then_some(value)
    });
    let root = &mut draft.entries[0];
    root.title = title.map(Rich::literal).unwrap_or_default();
    if lines > 0 {
        root.prose.push(Prose { line: 1, lines, text: None });
    }
    draft
}
