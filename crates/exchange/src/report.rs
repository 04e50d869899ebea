//! What a plan does not hold of a document, as a short list.
//!
//! In: a draft, what of it is work, and the doubts of its items. Out: [`NotUnderstood`], each once.
//! Of a sheet, what has the same reason in the same column is one entry with all its rows.

use std::collections::BTreeMap;

use crate::draft::{Draft, Shape};
use crate::format::Format;
use crate::import::{NotUnderstood, description};
use crate::item::{Doubt, is_taken};
use crate::rich::one_line;
use crate::work::{Part, Work};

/// So many of the values that share a reason are shown.
const SHOWN_MAX: usize = 3;

/// Values longer than this are cut.
const LENGTH_MAX: usize = 40;

/// The doubts, each with its line or row. `are_grouped`: those of one column that have the same
/// reason are one entry. `O(n log n)`.
pub fn doubts(mut found: Vec<(usize, Doubt)>, are_grouped: bool) -> Vec<NotUnderstood> {
    found.sort_by_key(|(place, _)| *place);
    let mut list: Vec<(Vec<usize>, Vec<String>, Doubt)> = Vec::new();
    let mut known: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    for (place, doubt) in found {
        let key = (doubt.column.clone(), doubt.why);
        match known.get(&key).filter(|_| are_grouped) {
            Some(index) => {
                let (places, words, _) = &mut list[*index];
                if places.last() != Some(&place) {
                    places.push(place);
                }
                if !words.contains(&doubt.words) && words.len() <= SHOWN_MAX {
                    words.push(doubt.words);
                }
            }
            None => {
                known.insert(key, list.len());
                list.push((vec![place], vec![doubt.words.clone()], doubt));
            }
        }
    }
    list.into_iter()
        .map(|(places, words, doubt)| {
            let text = if are_grouped { shown(&words) } else { doubt.words };
            let text = match doubt.column.is_empty() {
                true => text,
                false => format!("{}: {text}", doubt.column),
            };
            NotUnderstood { places, text, why: doubt.why.to_owned() }
        })
        .collect()
}

/// What is left out of the sections of a document, one entry for each section. `O(entries)`.
pub fn left_out(draft: &Draft, work: &Work, format: Format) -> Vec<NotUnderstood> {
    let mut left: Vec<LeftOut> = vec![LeftOut::default(); draft.entries.len()];
    let mut kept = vec![false; draft.entries.len()];
    for index in (0..draft.entries.len()).rev() {
        let entry = &draft.entries[index];
        let is_kept = work.parts[index] != Part::Out;
        kept[index] |= is_kept;
        left[index].add_prose(draft, work, index);
        match &entry.shape {
            Shape::Item(_) if !is_kept => left[index].items += 1,
            // Of a sheet each row is listed by itself.
            Shape::Row(_) if !is_kept && !matches!(format, Format::Sheet(_)) => {
                left[index].rows += 1;
            }
            _ => {}
        }
        let Some(parent) = entry.parent else { continue };
        kept[parent] |= kept[index];
        let is_own_section = entry.shape == Shape::Heading
            && (kept[index] || parent == 0 || kept_above(draft, work, parent));
        if !is_own_section {
            let own = std::mem::take(&mut left[index]);
            left[parent].merge(&own);
        }
    }
    let mut report = Vec::new();
    for (index, left) in left.iter().enumerate() {
        let entry = &draft.entries[index];
        let Some(why) = left.words() else { continue };
        let why = match format {
            Format::Settings => format!("settings, not an outline: {why} left out"),
            _ => format!("not work: {why} left out"),
        };
        let text = one_line(&entry.title.plain());
        report.push(NotUnderstood { places: vec![entry.line], text, why });
    }
    report
}

/// The first of several values.
fn shown(words: &[String]) -> String {
    let mut shown: Vec<String> = words.iter().take(SHOWN_MAX).map(|words| clipped(words)).collect();
    if words.len() > SHOWN_MAX {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

fn clipped(words: &str) -> String {
    match words.char_indices().nth(LENGTH_MAX) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

/// Whether any section around `index`, itself included, has tasks.
fn kept_above(draft: &Draft, work: &Work, index: usize) -> bool {
    work.parts[index] != Part::Out || draft.entries[index].parent.is_none()
}

/// What of a section is left out.
#[derive(Clone, Default)]
struct LeftOut {
    lines: usize,
    items: usize,
    rows: usize,
}

impl LeftOut {
    fn add_prose(&mut self, draft: &Draft, work: &Work, index: usize) {
        let takes_text = is_taken(draft, work, index);
        let described = (index == 0 || !takes_text).then(|| description(draft)).flatten();
        for prose in &draft.entries[index].prose {
            let is_taken = match &prose.text {
                Some(text) => {
                    takes_text || described.is_some_and(|taken| std::ptr::eq(taken, text))
                }
                None => false,
            };
            self.lines += if is_taken { 0 } else { prose.lines };
        }
    }

    fn merge(&mut self, other: &Self) {
        self.lines += other.lines;
        self.items += other.items;
        self.rows += other.rows;
    }

    /// "12 lines of text and 3 list items", if it is anything.
    fn words(&self) -> Option<String> {
        let count = |number: usize, one: &str, many: &str| match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{number} {many}")),
        };
        let parts: Vec<String> = [
            count(self.lines, "line of text", "lines of text"),
            count(self.items, "list item", "list items"),
            count(self.rows, "row of a table", "rows of a table"),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
