//! What waits for what.
//!
//! In: items and the words in which they say what they wait for. Out: links between items, and the
//! words that name nothing, or more than one thing. A link is made only where its target is plain.

use std::collections::BTreeMap;

use crate::item::Item;
use crate::rich::one_line;
use crate::words::normalized;

/// The links of a document.
#[derive(Debug, Default)]
pub struct Waits {
    /// For each item the items that it waits for.
    pub after: Vec<Vec<usize>>,
    /// The items whose words were not understood, and those words.
    pub unresolved: Vec<(usize, String)>,
}

/// Resolves what the items wait for. `O(n log n)`.
pub fn resolve(items: &[Item]) -> Waits {
    let index = Index::of(items);
    let mut waits = Waits { after: vec![Vec::new(); items.len()], unresolved: Vec::new() };
    for (position, item) in items.iter().enumerate() {
        let named = item.waits.iter().map(|words| (words, false));
        for (words, is_before) in named.chain(item.blocks.iter().map(|words| (words, true))) {
            let mut targets = index.targets(words, position);
            for (_, target) in &mut targets {
                *target = target.filter(|target| is_apart(items, position, *target));
            }
            waits.unresolved.extend(unresolved(words, &targets).map(|words| (position, words)));
            for target in targets.into_iter().filter_map(|(_, target)| target) {
                let (first, second) =
                    if is_before { (position, target) } else { (target, position) };
                if !waits.after[second].contains(&first) {
                    waits.after[second].push(first);
                }
            }
        }
    }
    drop_circles(items, &mut waits);
    waits.unresolved.dedup();
    waits
}

/// What of `words` names nothing plain: all of them if no part does, else the parts that do not.
fn unresolved<'a>(
    words: &'a str,
    targets: &'a [(String, Option<usize>)],
) -> impl Iterator<Item = String> + 'a {
    let none = targets.iter().all(|(_, target)| target.is_none());
    let missing = targets.iter().filter(|(_, target)| target.is_none());
    missing.map(move |(name, _)| one_line(if none { words } else { as_written(words, name) }))
}

/// The place in `words` that says `name`, which is in small letters.
fn as_written<'a>(words: &'a str, name: &'a str) -> &'a str {
    let starts = words.char_indices().map(|(at, _)| at);
    let mut places = starts.filter_map(|at| words.get(at..at + name.len()));
    places.find(|place| place.to_lowercase() == *name).unwrap_or(name)
}

/// The names of other items in a phrase such as "depends on 2, #3 and the importer".
pub fn references(words: &str) -> Vec<String> {
    let lower = words.to_lowercase();
    let mut rest = lower.as_str();
    let starts = [
        "depends on",
        "dependencies",
        "depends",
        "blocked by",
        "waits for",
        "waiting for",
        "requires",
        "after",
    ];
    while let Some(next) = starts.iter().find_map(|start| rest.strip_prefix(start)) {
        rest = next.trim_start_matches([':', ' ']);
    }
    let parts = rest.split([',', ';', '&']).flat_map(|part| part.split(" and "));
    parts
        .map(|part| part.trim().trim_end_matches('.').to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

/// The items by what one can call them; `None` where two share a name.
pub struct Index {
    titles: BTreeMap<String, Option<usize>>,
    numbers: BTreeMap<String, Option<usize>>,
    in_list: BTreeMap<(usize, String), usize>,
    lists: Vec<Option<usize>>,
}

impl Index {
    /// The names of `items`. `O(n log n)`.
    pub fn of(items: &[Item]) -> Self {
        let mut index = Self {
            titles: BTreeMap::new(),
            numbers: BTreeMap::new(),
            in_list: BTreeMap::new(),
            lists: items.iter().map(|item| item.number.as_ref().map(|number| number.0)).collect(),
        };
        for (position, item) in items.iter().enumerate() {
            let title = normalized(&item.title);
            if let Some(number) = number_of(&title) {
                add(&mut index.numbers, number, position);
            }
            if let Some((list, number)) = &item.number {
                index.in_list.entry((*list, number.clone())).or_insert(position);
                add(&mut index.numbers, number.to_lowercase(), position);
            }
            for id in item.ids.iter().chain(&item.names) {
                add(&mut index.numbers, id.to_lowercase(), position);
            }
            add(&mut index.titles, title, position);
        }
        index
    }

    /// Whether one item, and no other, is called `reference`.
    pub fn names_one(&self, reference: &str) -> bool {
        matches!(self.by_name(reference), Some(Some(_)))
    }

    /// Whether several items are called `reference`.
    pub fn names_several(&self, reference: &str) -> bool {
        matches!(self.by_name(reference), Some(None))
    }

    /// The names in `words`, in small letters, with what each names, `None` if it is not plain. Words that are the whole
    /// name of one item name that, even with a comma in them.
    fn targets(&self, words: &str, from: usize) -> Vec<(String, Option<usize>)> {
        let whole = words.to_lowercase();
        if let Some(found) = self.find(&whole, from) {
            return vec![(whole, Some(found))];
        }
        let found = |reference: String| {
            let target = self.find(&reference, from);
            (reference, target)
        };
        references(words).into_iter().map(found).collect()
    }

    /// The one item that `reference`, in small letters, names in the row or list item `from`.
    pub fn find(&self, reference: &str, from: usize) -> Option<usize> {
        let name = normalized(reference);
        let number = number_in(&name);
        if let Some(list) = self.lists[from]
            && let Some(found) = self.in_list.get(&(list, number.to_owned()))
        {
            return Some(*found);
        }
        self.by_name(reference).flatten()
    }

    /// The item that is called `reference`; `Some(None)` where several are.
    fn by_name(&self, reference: &str) -> Option<Option<usize>> {
        let name = normalized(reference);
        let by_number = self.numbers.get(reference).or_else(|| self.numbers.get(number_in(&name)));
        by_number.or_else(|| self.titles.get(&name)).copied()
    }
}

/// `name` without the kind before its number, as in "step 2".
fn number_in(name: &str) -> &str {
    let kinds = ["step ", "task ", "item ", "phase ", "milestone ", "story ", "no "];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

fn add(names: &mut BTreeMap<String, Option<usize>>, name: String, position: usize) {
    if !name.is_empty() {
        let found = names.entry(name).or_insert(Some(position));
        *found = found.filter(|one| *one == position);
    }
}

/// The number in a title such as "task 3 build it" or "t3 1 time".
fn number_of(title: &str) -> Option<String> {
    let mut words = title.split(' ');
    let first = words.next()?;
    if !crate::words::is_numbered_task(title) {
        return None;
    }
    let has_digit = first.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit { Some(first.to_owned()) } else { words.next().map(str::to_owned) }
}

/// Whether neither item holds the other.
fn is_apart(items: &[Item], one: usize, other: usize) -> bool {
    let holds = |outer: usize, inner: usize| {
        std::iter::successors(Some(inner), |item| items[*item].parent).any(|item| item == outer)
    };
    !holds(one, other) && !holds(other, one)
}

/// Takes out the links that make a circle. An item stands for two moments: its start comes before
/// the starts of its parts, its finish after their finishes, and a link puts a start after a
/// finish. Links to what stands earlier in the text never make a circle by themselves.
fn drop_circles(items: &[Item], waits: &mut Waits) {
    let (start, finish) = (|item: usize| item * 2, |item: usize| item * 2 + 1);
    let mut edges = Vec::new();
    for (index, item) in items.iter().enumerate() {
        edges.push((start(index), finish(index)));
        if let Some(parent) = item.parent {
            edges.push((start(parent), start(index)));
            edges.push((finish(index), finish(parent)));
        }
        edges.extend(waits.after[index].iter().map(|target| (finish(*target), start(index))));
    }
    let is_reached = passable(items.len() * 2, edges.iter().copied());
    let is_left = passable(items.len() * 2, edges.iter().map(|(from, to)| (*to, *from)));
    let may_circle = |moment: usize| !is_reached[moment] && !is_left[moment];
    for (index, after) in waits.after.iter_mut().enumerate() {
        let is_kept = |target: usize| {
            target < index || !may_circle(start(index)) || !may_circle(finish(target))
        };
        if after.iter().any(|target| !is_kept(*target)) {
            waits.unresolved.push((index, "waits in a circle".to_owned()));
        }
        after.retain(|target| is_kept(*target));
    }
}

/// For each moment whether no circle comes before it.
fn passable(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<bool> {
    let mut next = vec![Vec::new(); count];
    let mut waiting = vec![0_usize; count];
    for (from, to) in edges {
        next[from].push(to);
        waiting[to] += 1;
    }
    let mut ready: Vec<usize> = (0..count).filter(|moment| waiting[*moment] == 0).collect();
    let mut passed = vec![false; count];
    while let Some(moment) = ready.pop() {
        passed[moment] = true;
        for to in &next[moment] {
            waiting[*to] -= 1;
            if waiting[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    passed
}
