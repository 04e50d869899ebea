//! Plain lines whose indentation is their nesting, with or without bullets from elsewhere.

use super::DEPTH_MAX;
use crate::draft::{Draft, Entry, Shape};
use crate::rich::Rich;
use crate::title::take_box;

/// A tab goes on to the next multiple of so many columns.
const TAB: usize = 4;

/// Reads `source`. A single line with everything else below it is the title. `O(bytes)`.
pub fn read(source: &str) -> Draft {
    let mut draft = Draft::new();
    let lines: Vec<(usize, usize, &str)> = source
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, indent(line), line.trim()))
        .filter(|(_, _, text)| !text.is_empty())
        .collect();
    let least = lines.iter().map(|line| line.1).min().unwrap_or(0);
    let has_title = lines.len() > 1 && lines.iter().filter(|line| line.1 == least).count() == 1;
    let has_title = has_title && lines[0].1 == least;
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (position, (line, indent, text)) in lines.into_iter().enumerate() {
        let mut title = Rich::from_markdown(without_bullet(text));
        let tick = take_box(&mut title);
        if position == 0 && has_title && tick.is_none() {
            draft.entries[0].title = title;
            continue;
        }
        while open.last().is_some_and(|(above, _)| *above >= indent) {
            open.pop();
        }
        let parent = if open.is_empty() { 0 } else { open[(open.len() - 1).min(DEPTH_MAX)].1 };
        let entry = Entry::new(Shape::Item(None), Some(parent), line);
        let mut entry = Entry { title, list: 1, ..entry };
        entry.set_box(tick);
        let index = draft.push(entry);
        open.push((indent, index));
    }
    draft
}

fn indent(line: &str) -> usize {
    let mut columns = 0;
    for character in line.chars() {
        match character {
            '\t' => columns += TAB - columns % TAB,
            _ if character.is_whitespace() => columns += 1,
            _ => break,
        }
    }
    columns
}

fn without_bullet(text: &str) -> &str {
    let rest = text.trim_start_matches(['•', '◦', '▪', '–', '—', '·', '-', '*', '+', 'o']);
    if rest.len() < text.len() && rest.starts_with([' ', '\t']) { rest.trim_start() } else { text }
}
