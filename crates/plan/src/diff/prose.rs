//! The changes of prose outside of items: what stands under headings, and bullets that are no
//! items.
//!
//! In: two plans, their rows and pairs. Out: one change for each heading under which it differs.

use std::collections::BTreeMap;

use markup::tree::{UnitKind, tree};

use super::items::Order;
use super::pairs::Pairs;
use super::rows::{Row, Sort, Version};
use super::{Change, What};
use crate::ItemRef;

/// The changes of prose.
pub fn changes(
    base: Version<'_>,
    head: Version<'_>,
    rows: (&[Row], &[Row]),
    pairs: &Pairs,
) -> Vec<(Order, Change)> {
    let (mut old, new) = (prose(base, rows.0), prose(head, rows.1));
    let mut found = Vec::new();
    let mut add = |order, heading: Option<String>, old: String, new: String| {
        if old != new {
            found.push((order, Change::of_no_item(What::Prose { heading, old, new })));
        }
    };
    for (heading, new) in new {
        let was = match heading {
            Some(at) => pairs.to_base[at].map(Some),
            None => Some(None),
        };
        let old = was.and_then(|was| old.remove(&was)).unwrap_or_default();
        let title = heading.map(|at| rows.1[at].title.clone());
        add((heading, None), title, old, new);
    }
    for (heading, old) in old {
        let title = heading.map(|at| rows.0[at].title.clone());
        let place = heading.and_then(|at| pairs.to_head[at]);
        add((place, heading), title, old, String::new());
    }
    found
}

/// The prose under each heading, by the row of the heading.
fn prose(version: Version<'_>, rows: &[Row]) -> BTreeMap<Option<usize>, String> {
    let mut prose: BTreeMap<Option<usize>, String> = BTreeMap::new();
    let mut first = 0;
    for (file, outline) in version.files.iter().zip(version.outlines) {
        let mut heading = None;
        let units = tree(&file.text, outline).map_or_else(Vec::new, |tree| tree.units);
        for unit in units {
            let at = unit.node.map(|node| first + node.index());
            if unit.kind == UnitKind::Heading {
                heading = at;
            }
            let said = match at.map(|at| &rows[at]) {
                None => unit.lines.of(&file.text).to_owned(),
                Some(row) if row.sort == Sort::Bullet => {
                    format!("{}\n{}", row.title, row.note)
                }
                Some(row) if row.sort == Sort::Heading || row.item == Some(ItemRef::Plan) => {
                    row.note.clone()
                }
                Some(_) => continue,
            };
            let lines = said.lines().map(str::trim_ascii).filter(|line| !line.is_empty());
            let text = prose.entry(heading).or_default();
            for line in lines {
                text.push_str(if text.is_empty() { "" } else { "\n" });
                text.push_str(line);
            }
        }
        first += outline.nodes.len();
    }
    prose
}
