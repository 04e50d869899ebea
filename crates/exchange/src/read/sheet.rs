//! Tables from a spreadsheet: cells between commas, semicolons or tabs, quoted or not.

use crate::draft::{Draft, Entry, Shape};
use crate::rich::Rich;

/// Reads `source`. The first row with a cell names the columns. The place of an entry is its row,
/// which is what a spreadsheet shows. `O(bytes)`.
pub fn read(source: &str, separator: char) -> Draft {
    let mut draft = Draft::new();
    let mut rows = rows(source, separator).into_iter();
    let Some((place, header)) = rows.next() else { return draft };
    let table = draft.push(Entry::new(Shape::Table { columns: header }, Some(0), place));
    for (place, cells) in rows {
        let cells = cells.iter().map(|cell| Rich::from_markdown(cell)).collect();
        draft.push(Entry::new(Shape::Row(cells), Some(table), place));
    }
    draft
}

/// The rows that are not empty, numbered from 1 with those that are; a quoted cell may go over
/// several lines.
fn rows(source: &str, separator: char) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    let mut number = 1;
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = source.chars().chain(['\n']).peekable();
    while let Some(character) = characters.next() {
        let cell = cells.last_mut().expect("a row has a cell");
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\n' if !quoted || characters.peek().is_none() => {
                let row = std::mem::replace(&mut cells, vec![String::new()]);
                if row.iter().any(|cell| !cell.trim().is_empty()) {
                    rows.push((number, row));
                }
                number += 1;
                quoted = false;
            }
            _ if character == separator && !quoted => cells.push(String::new()),
            _ => cell.push(character),
        }
    }
    rows
}
