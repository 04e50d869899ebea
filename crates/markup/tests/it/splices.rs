//! Each splice, applied and parsed again, changes what it says and nothing else.

use markup::splice::{self, Splice};
use markup::{NodeId, Outline, parse};
use proptest::prelude::*;
use proptest::sample::Index;
use text::{FileId, TextEdit};

use crate::records::{self, Record, read, write};

fn apply(text: &str, splices: impl IntoIterator<Item = Splice>) -> String {
    let edits: Vec<TextEdit> =
        splices.into_iter().map(|splice| splice.in_file(FileId(0))).collect();
    text::apply(text, &edits).expect("splices of one text do not overlap")
}

/// Applies what `change` gives for the first node with `title`, and compares the text.
fn check(
    before: &str,
    title: &str,
    change: impl Fn(&str, &Outline, NodeId) -> Option<Splice>,
    after: &str,
) {
    let outline = parse(before);
    let position = outline.nodes.iter().position(|node| node.title.of(before) == title);
    let id = NodeId(u32::try_from(position.expect("the title is there")).expect("a small text"));
    let splice = change(before, &outline, id).expect("the splice is possible");
    assert_eq!(apply(before, [splice]), after);
}

#[test]
fn a_tick_flips_one_byte() {
    check("- [ ] A\n", "A", |_, outline, id| splice::tick(&outline.nodes[id.index()]), "- [x] A\n");
    check(
        "- [X] A\n",
        "A",
        |_, outline, id| splice::untick(&outline.nodes[id.index()]),
        "- [ ] A\n",
    );
}

#[test]
fn a_token_is_added_to_the_block_or_brings_one() {
    let append = |text: &str, outline: &Outline, id: NodeId| {
        splice::append_token(text, &outline.nodes[id.index()], "5d")
    };
    check("- A `{#a }` note\n", "A", append, "- A `{#a 5d }` note\n");
    check("- A `{}`\n", "A", append, "- A `{5d}`\n");
    check("- [ ] A\r\n  - B\r\n", "A", append, "- [ ] A `{5d}`\r\n  - B\r\n");
    check("- [ ]\n", "", append, "- [ ] `{5d}`\n");
    check("# A\r\nText\r\n", "A", append, "# A\r\n\r\n`{5d}`\r\n\r\nText\r\n");
}

#[test]
fn there_is_not_always_a_place_for_a_block() {
    for text in ["- - a\n", "- a ` b\n", "- ```\n  x\n  ```\n"] {
        assert_eq!(splice::append_token(text, &parse(text).nodes[0], "5d"), None, "{text:?}");
    }
}

#[test]
fn removed_tokens_take_their_space_along() {
    let text = "- A `{#a 5d  @b must}` note\n- B `{5d}`\n- C\n  `{5d}`\n\n# D\n\n`{5d}`\n\nText\n- E `{5d}` note\n";
    let outline = parse(text);
    let remove = |node: usize, which: &[usize]| {
        let after = apply(text, splice::remove_tokens(text, &outline.nodes[node], which));
        let same = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let line = after[..same].rfind('\n').map_or(0, |at| at + 1);
        after[line..].lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(remove(0, &[0]), "- A `{5d  @b must}` note");
    assert_eq!(remove(0, &[0, 1]), "- A `{@b must}` note");
    assert_eq!(remove(0, &[1, 3]), "- A `{#a  @b}` note");
    assert_eq!(remove(1, &[0]), "- B");
    assert_eq!(remove(4, &[0]), "- E `{}` note");
    let after = apply(text, splice::remove_tokens(text, &outline.nodes[3], &[0]));
    assert!(after.contains("# D\n\nText"), "{after}");
}

#[test]
fn a_new_item_looks_like_its_neighbor() {
    let after =
        |text: &str, outline: &Outline, id| splice::insert_after(text, outline, id, "[ ] N");
    check(
        "- [ ] A `{}`\n  note\n- [ ] B\n",
        "A",
        after,
        "- [ ] A `{}`\n  note\n- [ ] N\n- [ ] B\n",
    );
    check("1. A\r\n2. B", "B", after, "1. A\r\n2. B\r\n3. [ ] N");
    check("1. A\n1. B\n", "A", after, "1. A\n1. [ ] N\n1. B\n");
    check("*\tA\n\n*\tB\n", "B", after, "*\tA\n\n*\tB\n\n*\t[ ] N\n");
    check("- A\n  - B\n    - C\n- D\n", "B", after, "- A\n  - B\n    - C\n  - [ ] N\n- D\n");
    check("- A\n  ```\n  ```\nText\n", "A", after, "- A\n  ```\n  ```\n- [ ] N\n\nText\n");
    check("\u{feff}- A\n", "A", after, "\u{feff}- A\n- [ ] N\n");
}

#[test]
fn a_first_child_is_indented_to_its_parents_text() {
    let child = |text: &str, outline: &Outline, id| {
        splice::insert_last_child(text, outline, id, "[ ] N\nnote")
    };
    check("- [ ] A\n- B\n", "A", child, "- [ ] A\n  - [ ] N\n    note\n- B\n");
    check("10) A\n\n    note\n", "A", child, "10) A\n\n    note\n    1) [ ] N\n       note\n");
    check("-\tA\n", "A", child, "-\tA\n\t- [ ] N\n\t  note\n");
    check("- A\n  - B\n", "A", child, "- A\n  - B\n  - [ ] N\n    note\n");
}

#[test]
fn a_new_item_under_a_heading_goes_to_the_end_of_its_list() {
    let under =
        |text: &str, outline: &Outline, id| splice::insert_under_heading(text, outline, id, "N");
    check("# A\n\n* B\n  * C\n\n# D\n", "A", under, "# A\n\n* B\n  * C\n* N\n\n# D\n");
    check(
        "# A\n\n`{#a}`\n\nText\n\n# D\n\n* B\n",
        "A",
        under,
        "# A\n\n`{#a}`\n\nText\n\n* N\n\n# D\n\n* B\n",
    );
    check("# A\nD\n===\n", "A", under, "# A\n\n- N\n\nD\n===\n");
    check("# A", "A", under, "# A\n\n- N");
}

/// What a splice is to do, and to which node.
#[derive(Clone, Debug)]
enum Change {
    Tick,
    Untick,
    Append,
    Replace(Index),
    Remove(Index),
    InsertAfter,
    InsertChild,
    InsertUnder,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Tick),
        Just(Change::Untick),
        Just(Change::Append),
        any::<Index>().prop_map(Change::Replace),
        any::<Index>().prop_map(Change::Remove),
        Just(Change::InsertAfter),
        Just(Change::InsertChild),
        Just(Change::InsertUnder),
    ]
}

/// The splices for `change`; none if the node cannot take it.
fn splices(text: &str, outline: &Outline, at: usize, change: &Change) -> Vec<Splice> {
    let node = &outline.nodes[at];
    let id = NodeId(u32::try_from(at).expect("a small text"));
    let tokens = node.block.as_ref().map_or(&[][..], |block| &block.tokens);
    match change {
        Change::Tick => splice::tick(node).into_iter().collect(),
        Change::Untick => splice::untick(node).into_iter().collect(),
        Change::Append => splice::append_token(text, node, "new=1").into_iter().collect(),
        Change::Replace(_) | Change::Remove(_) if tokens.is_empty() => Vec::new(),
        Change::Replace(which) => vec![splice::replace_token(which.get(tokens), "new=1")],
        Change::Remove(which) => splice::remove_tokens(text, node, &[which.index(tokens.len())]),
        Change::InsertAfter => {
            splice::insert_after(text, outline, id, "[ ] New").into_iter().collect()
        }
        Change::InsertChild => {
            splice::insert_last_child(text, outline, id, "[ ] New").into_iter().collect()
        }
        Change::InsertUnder => {
            splice::insert_under_heading(text, outline, id, "[ ] New").into_iter().collect()
        }
    }
}

/// What the records are to be after `change`.
fn expected(records: &[Record], at: usize, change: &Change, in_paragraph: bool) -> Vec<Record> {
    let mut records = records.to_vec();
    let record = &mut records[at];
    match change {
        Change::Tick => record.check = Some(true),
        Change::Untick => record.check = Some(false),
        Change::Append => record.tokens.get_or_insert_default().push("new=1".to_owned()),
        Change::Replace(which) => {
            let tokens = record.tokens.as_mut().expect("it has tokens");
            let position = which.index(tokens.len());
            tokens[position] = "new=1".to_owned();
        }
        Change::Remove(which) => {
            let tokens = record.tokens.as_mut().expect("it has tokens");
            tokens.remove(which.index(tokens.len()));
            let note_follows = in_paragraph && !record.heading && !record.notes.is_empty();
            if tokens.is_empty() && !note_follows {
                record.tokens = None;
            }
        }
        Change::InsertAfter => insert_new(&mut records, at, 0),
        Change::InsertChild | Change::InsertUnder => insert_new(&mut records, at, 1),
    }
    records
}

/// Inserts the new item after what is nested in `at`; under a heading, before the next heading.
fn insert_new(records: &mut Vec<Record>, at: usize, deeper: usize) {
    let Record { depth, heading, .. } = records[at];
    let rest = &records[at + 1..];
    let nested =
        rest.iter().take_while(|other| if heading { !other.heading } else { other.depth > depth });
    let position = at + 1 + nested.count();
    let new = Record {
        depth: depth + deeper,
        heading: false,
        title: "New".to_owned(),
        check: Some(false),
        tokens: None,
        notes: Vec::new(),
    };
    records.insert(position, new);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_splice_changes_what_it_says_and_nothing_else(
        before in records::records(),
        style in records::style(),
        at in any::<Index>(),
        change in change(),
    ) {
        let text = write(&before, &style);
        let at = at.index(before.len());
        let splices = splices(&text, &parse(&text), at, &change);
        if splices.is_empty() {
            return Ok(());
        }
        let after = apply(&text, splices);
        let outline = parse(&after);
        prop_assert_eq!(&outline.problems, &[]);
        let expected = expected(&before, at, &change, style.note_in_paragraph);
        prop_assert_eq!(read(&after, &outline), expected, "{}", after);
        prop_assert_eq!(after.ends_with('\n'), text.ends_with('\n'));
        prop_assume!(text.contains(style.line_break));
        prop_assert!(!after.replace(style.line_break, "").contains(['\r', '\n']), "{:?}", after);
    }
}
