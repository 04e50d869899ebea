//! Which line of one plan is which line of another.
//!
//! In: the rows of both. Out: the pairs. An id decides; without one the path of titles, as it does
//! for draws. A renamed id, another title or another place is recognized only where nothing else
//! could be meant: a wrong pair would merge two tasks into one.

use std::collections::BTreeMap;

use super::rows::{Row, Sort};

/// Lists longer than this (their product) are not searched for changed titles.
const SEARCHED_MAX: usize = 10_000;

/// The rows of two plans that are the same line.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// For each row of the base its row in the head.
    pub to_head: Vec<Option<usize>>,
    /// For each row of the head its row in the base.
    pub to_base: Vec<Option<usize>>,
}

/// Finds the pairs. `O(n log n)`, and the product of what is left over in a list without ids.
pub fn pairs(base: &[Row], head: &[Row]) -> Pairs {
    let mut matcher = Matcher {
        base,
        head,
        inside: [children(base), children(head)],
        pairs: Pairs { to_head: vec![None; base.len()], to_base: vec![None; head.len()] },
        open: vec![(None, None)],
    };
    matcher.by_id();
    loop {
        while let Some((outer, new_outer)) = matcher.open.pop() {
            matcher.by_title(outer, new_outer);
            matcher.retitled(outer, new_outer);
        }
        matcher.moved();
        if matcher.open.is_empty() {
            return matcher.pairs;
        }
    }
}

type Children = BTreeMap<Option<usize>, Vec<usize>>;

fn children(rows: &[Row]) -> Children {
    let mut children = Children::new();
    for (at, row) in rows.iter().enumerate() {
        children.entry(row.parent).or_default().push(at);
    }
    children
}

struct Matcher<'a> {
    base: &'a [Row],
    head: &'a [Row],
    inside: [Children; 2],
    pairs: Pairs,
    /// Pairs whose insides have not been compared.
    open: Vec<(Option<usize>, Option<usize>)>,
}

impl Matcher<'_> {
    fn pair(&mut self, base: usize, head: usize) {
        self.pairs.to_head[base] = Some(head);
        self.pairs.to_base[head] = Some(base);
        self.open.push((Some(base), Some(head)));
    }

    fn by_id(&mut self) {
        let mut known: BTreeMap<(Sort, &str), usize> = BTreeMap::new();
        for (at, row) in self.base.iter().enumerate() {
            if let Some(id) = &row.id {
                known.entry((row.sort, id)).or_insert(at);
            }
        }
        for (at, row) in self.head.iter().enumerate() {
            let Some(id) = &row.id else { continue };
            if let Some(base) = known.remove(&(row.sort, id.as_str())) {
                self.pair(base, at);
            }
        }
        let plan =
            |rows: &[Row]| rows.iter().position(|row| row.item == Some(crate::ItemRef::Plan));
        if let (Some(base), Some(head)) = (plan(self.base), plan(self.head))
            && self.pairs.to_head[base].is_none()
            && self.pairs.to_base[head].is_none()
        {
            self.pair(base, head);
        }
    }

    /// What is still alone inside of a pair, on both sides.
    fn alone(&self, outer: Option<usize>, new_outer: Option<usize>) -> [Vec<usize>; 2] {
        let alone = |children: &Children, outer, paired: &[Option<usize>]| -> Vec<usize> {
            let inside = children.get(&outer).map_or(&[][..], Vec::as_slice);
            inside.iter().copied().filter(|at| paired[*at].is_none()).collect()
        };
        [
            alone(&self.inside[0], outer, &self.pairs.to_head),
            alone(&self.inside[1], new_outer, &self.pairs.to_base),
        ]
    }

    /// Pairs what stands at the same place with the same title. Of several of one title those that
    /// say the same come first; what is left is paired in order if it is as many.
    fn by_title(&mut self, outer: Option<usize>, new_outer: Option<usize>) {
        let [base, head] = self.alone(outer, new_outer);
        let mut groups: BTreeMap<(Sort, &str), [Vec<usize>; 2]> = BTreeMap::new();
        let (base_rows, head_rows) = (self.base, self.head);
        for at in base {
            groups.entry((base_rows[at].sort, &base_rows[at].title)).or_default()[0].push(at);
        }
        for at in head {
            groups.entry((head_rows[at].sort, &head_rows[at].title)).or_default()[1].push(at);
        }
        for [mut base, mut head] in groups.into_values() {
            if base.len() > 1 || head.len() > 1 {
                base.retain(|at| {
                    let same = |other: &usize| says_the_same(&base_rows[*at], &head_rows[*other]);
                    let Some(found) = head.iter().position(same) else { return true };
                    self.pair(*at, head.remove(found));
                    false
                });
            }
            if base.len() == head.len() {
                base.into_iter().zip(head).for_each(|(base, head)| self.pair(base, head));
            }
        }
    }

    /// Pairs lines that have another title but cannot be anything else.
    fn retitled(&mut self, outer: Option<usize>, new_outer: Option<usize>) {
        let [base, head] = self.alone(outer, new_outer);
        if base.len() * head.len() > SEARCHED_MAX {
            return;
        }
        let similar = |base: usize, head: usize| is_similar(&self.base[base], &self.head[head]);
        let mut found = Vec::new();
        for old in &base {
            let mut like = head.iter().filter(|new| similar(*old, **new));
            let (Some(new), None) = (like.next(), like.next()) else { continue };
            if base.iter().filter(|old| similar(**old, *new)).count() == 1 {
                found.push((*old, *new));
            }
        }
        found.into_iter().for_each(|(old, new)| self.pair(old, new));
    }

    /// Pairs items that stand elsewhere, if their title is the only one left on both sides.
    fn moved(&mut self) {
        let once = |rows: &[Row], paired: &[Option<usize>]| {
            let mut once: BTreeMap<(Sort, String), Option<usize>> = BTreeMap::new();
            for (at, row) in rows.iter().enumerate().filter(|(at, _)| paired[*at].is_none()) {
                let key = (row.sort, row.title.clone());
                once.entry(key).and_modify(|at| *at = None).or_insert(Some(at));
            }
            once
        };
        let base = once(self.base, &self.pairs.to_head);
        let head = once(self.head, &self.pairs.to_base);
        for (key, old) in base {
            if let (Some(old), Some(Some(new))) = (old, head.get(&key))
                && self.base[old].is_item()
            {
                self.pair(old, *new);
            }
        }
    }
}

fn says_the_same(one: &Row, other: &Row) -> bool {
    one.line == other.line && one.note == other.note
}

/// Whether two lines of different titles, both without id, are likely one: the same attributes and
/// notes, or half of the words.
fn is_similar(one: &Row, other: &Row) -> bool {
    if one.sort != other.sort
        || one.id.is_some()
        || other.id.is_some()
        || is_section(one)
        || is_section(other)
    {
        return false;
    }
    if !one.line.tokens.is_empty() && one.line.tokens == other.line.tokens && one.note == other.note
    {
        return true;
    }
    let words = |row: &Row| -> Vec<String> {
        row.title
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    common > 0 && 2 * common >= one.len().max(other.len())
}

fn is_section(row: &Row) -> bool {
    row.sort == Sort::Heading && crate::build::section(&row.title).is_some()
}
