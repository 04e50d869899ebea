//! Rows that say what they are part of, as a tree.
//!
//! In: items in the order of a table, some of which name the item around them. Out: the same items
//! with parents, a parent before its parts, the order of the table kept otherwise.

use crate::item::{Doubt, Item};
use crate::waits::Index;

/// Puts each item into the one that it names. What names itself, a part of itself or nothing that
/// is there stays where it is. `O(n log n)`.
pub fn nest(mut items: Vec<Item>) -> Vec<Item> {
    let names_parents =
        |item: &Item| !item.inside.is_empty() || item.around.is_some() || item.level.is_some();
    if !items.iter().any(names_parents) {
        return items;
    }
    let index = Index::of(&items);
    let by_level = by_level(&items);
    for position in 0..items.len() {
        let item = &items[position];
        let mut named = item.inside.iter().chain(&item.around);
        let found = named.find_map(|name| index.find(&name.to_lowercase(), position));
        let found = found.or(by_level[position]).filter(|parent| *parent != position);
        if found.is_none() && !item.inside.is_empty() {
            let words = item.inside.join(", ");
            let why = "what it is part of is no row here: it stands by itself";
            items[position].doubts.push(Doubt { column: String::new(), words, why });
        }
        items[position].parent = found.or(items[position].parent);
    }
    in_order(items)
}

/// Takes out the items for which `is_out`; their parts move up to what is around them. Returns
/// what was taken out.
pub fn take_out(items: Vec<Item>, is_out: impl Fn(&Item) -> bool) -> (Vec<Item>, Vec<Item>) {
    let (mut kept, mut taken) = (Vec::with_capacity(items.len()), Vec::new());
    // For each item its new position, or that of the nearest one around it that stays.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(items.len());
    for mut item in items {
        item.parent = item.parent.and_then(|parent| places[parent]);
        if is_out(&item) {
            places.push(item.parent);
            taken.push(item);
        } else {
            places.push(Some(kept.len()));
            kept.push(item);
        }
    }
    (kept, taken)
}

/// For each item with a level the last one before it with a lower level.
fn by_level(items: &[Item]) -> Vec<Option<usize>> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        let Some(level) = item.level else {
            parents.push(None);
            continue;
        };
        while open.last().is_some_and(|(above, _)| *above >= level) {
            open.pop();
        }
        parents.push(open.last().map(|(_, parent)| *parent));
        open.push((level, position));
    }
    parents
}

/// The items with each parent before its parts; one item of each circle becomes the outermost.
fn in_order(mut items: Vec<Item>) -> Vec<Item> {
    let mut parts = vec![Vec::new(); items.len()];
    for (position, item) in items.iter().enumerate() {
        if let Some(parent) = item.parent {
            parts[parent].push(position);
        }
    }
    let mut places: Vec<Option<usize>> = vec![None; items.len()];
    let mut order = Vec::with_capacity(items.len());
    let mut visit = |start: usize, items: &mut [Item]| {
        if places[start].is_some() {
            return;
        }
        items[start].parent = None;
        let mut open = vec![start];
        while let Some(position) = open.pop() {
            if places[position].is_none() {
                places[position] = Some(order.len());
                order.push(position);
                open.extend(parts[position].iter().rev());
            }
        }
    };
    let outermost: Vec<usize> =
        (0..items.len()).filter(|position| items[*position].parent.is_none()).collect();
    // After the outermost only circles are left.
    for start in outermost.into_iter().chain(0..items.len()) {
        visit(start, &mut items);
    }
    for item in &mut items {
        item.parent = item.parent.and_then(|parent| places[parent]);
    }
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|position| items[position].take()).collect()
}
