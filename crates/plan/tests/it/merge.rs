//! Merges: what is kept of both sides, what collides, and that nothing is lost.

use std::collections::BTreeSet;

use plan::merge::{Clash, Collision, Side, errors_of_union, merge};
use plan::{Plan, What};
use proptest::prelude::*;

use crate::diff::{Built, change, changed, line, meaning, text_of};

const BASE: &str = "\
# P

## Work

- [ ] A `{#a @ada 2d}`
- [ ] B `{#b 3d after=a}`
  - [ ] B1 `{#b1}`
- [ ] C `{#c 1d}`

## Risks

- R `{#r p=30%}`
";

/// Merges what `ours` and `theirs` make of [`BASE`] by replacing texts, and compares the result and
/// what collides.
fn check(
    ours: &[(&str, &str)],
    theirs: &[(&str, &str)],
    expected: &[(&str, &str)],
    collide: &[(&str, Clash)],
) {
    let made = |changes: &[(&str, &str)]| {
        changes.iter().fold(BASE.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replacen(old, new, 1)
        })
    };
    let (ours, theirs) = (made(ours), made(theirs));
    let merged = merge(BASE, &ours, &theirs, &|_| None);
    assert_eq!(merged.text, made(expected));
    let found: Vec<(&str, Clash)> =
        merged.collisions.iter().map(|found| (found.name.as_str(), found.what.clone())).collect();
    assert_eq!(found, collide);
    assert_eq!(merged.open, collide.len());
}

#[test]
fn neighbors_and_different_keys_do_not_collide() {
    check(
        &[("2d", "4d"), ("[ ] B1", "[x] B1")],
        &[
            ("@ada", "@ben"),
            ("[ ] B ", "[x] B "),
            ("B1 `{#b1}`", "B one `{#b1}`"),
            ("C `{#c 1d}`", "C `{#c}` note"),
        ],
        &[
            ("@ada 2d", "@ben 4d"),
            ("[ ] B ", "[x] B "),
            ("[ ] B1 `{#b1}`", "[x] B one `{#b1}`"),
            ("C `{#c 1d}`", "C `{#c}` note"),
        ],
        &[],
    );
    check(
        &[("after=a", "after=a,c")],
        &[("after=a", "after=a,r2")],
        &[("after=a", "after=a,c,r2")],
        &[],
    );
}

#[test]
fn items_come_and_go_side_by_side() {
    check(
        &[("- [ ] C", "- [ ] N `{#n}`\n- [ ] C")],
        &[("- [ ] C", "- [ ] M `{#m}`\n- [ ] C")],
        &[("- [ ] C", "- [ ] M `{#m}`\n- [ ] N `{#n}`\n- [ ] C")],
        &[],
    );
    check(
        &[("- [ ] C `{#c 1d}`\n", "")],
        &[
            ("  - [ ] B1 `{#b1}`\n", "  - [ ] B1 `{#b1}`\n  - [ ] B2\n"),
            ("p=30%}`\n", "p=30%}`\n- S `{p=10%}`\n"),
        ],
        &[
            ("  - [ ] B1 `{#b1}`\n- [ ] C `{#c 1d}`\n", "  - [ ] B1 `{#b1}`\n  - [ ] B2\n"),
            ("p=30%}`\n", "p=30%}`\n- S `{p=10%}`\n"),
        ],
        &[],
    );
    check(
        &[("  - [ ] B1 `{#b1}`\n", ""), ("- [ ] A", "- [ ] B1 `{#b1}`\n- [ ] A")],
        &[("`{#b1}`", "`{#b1 5d}`")],
        &[("  - [ ] B1 `{#b1}`\n", ""), ("- [ ] A", "- [ ] B1 `{#b1 5d}`\n- [ ] A")],
        &[],
    );
}

#[test]
fn the_same_slot_collides() {
    check(
        &[("2d", "4d")],
        &[("2d", "5d"), ("@ada", "@ben")],
        &[(
            "- [ ] A `{#a @ada 2d}`\n",
            "<<<<<<< ours\n- [ ] A `{#a @ben 4d}`\n=======\n- [ ] A `{#a @ben 5d}`\n>>>>>>> theirs\n",
        )],
        &[("`a`", Clash::Attribute(plan::Slot::Estimate))],
    );
    check(
        &[("[ ] A", "[x] A"), ("2d", "2d done=2026-03-02")],
        &[("[ ] A", "[x] A"), ("2d", "2d done=2026-03-02")],
        &[("[ ] A", "[x] A"), ("2d", "2d done=2026-03-02")],
        &[],
    );
}

#[test]
fn removing_collides_with_changing() {
    check(
        &[("- [ ] B `{#b 3d after=a}`\n  - [ ] B1 `{#b1}`\n", "")],
        &[("#b1", "#b1 @cy")],
        &[(
            "- [ ] B `{#b 3d after=a}`\n  - [ ] B1 `{#b1}`\n",
            "<<<<<<< ours\n=======\n- [ ] B `{#b 3d after=a}`\n  - [ ] B1 `{#b1 @cy}`\n>>>>>>> theirs\n",
        )],
        &[("`b`", Clash::Removed(Side::Ours))],
    );
    check(
        &[("p=30%", "p=40%")],
        &[("\n## Risks\n\n- R `{#r p=30%}`\n", "")],
        &[(
            "## Risks\n\n- R `{#r p=30%}`",
            "<<<<<<< ours\n## Risks\n\n- R `{#r p=40%}`\n=======\n>>>>>>> theirs",
        )],
        &[("“Risks”", Clash::Removed(Side::Theirs))],
    );
}

#[test]
fn sides_are_taken_where_somebody_says_so() {
    let ours = BASE.replace("2d", "4d").replace("- [ ] C `{#c 1d}`\n", "");
    let theirs = BASE.replace("2d", "5d").replace("1d", "2d");
    let take = |side: Side| merge(BASE, &ours, &theirs, &move |_: &Collision| Some(side));
    assert_eq!((take(Side::Ours).text, take(Side::Ours).open), (ours.clone(), 0));
    assert_eq!(take(Side::Theirs).text, theirs);
    assert_eq!(take(Side::Theirs).collisions.len(), 2);
}

#[test]
fn bytes_that_nobody_touched_stay() {
    let base = "\u{feff}# P\r\n\r\n*  [ ]  A  `{ #a   2d }`  \r\n\t- [X] B\r\n\r\n\r\nText  \r\n";
    let ours = base.replace("2d", "3d");
    let theirs = base.replace("[X] B", "[X] B `{#b}`").replace("Text", "Texts");
    let merged = merge(base, &ours, &theirs, &|_| None);
    assert_eq!(merged.text, ours.replace("[X] B", "[X] B `{#b}`").replace("Text", "Texts"));
    let unix = base.replace("\r\n", "\n");
    let merged = merge(base, &ours, &unix, &|_| None);
    assert_eq!(merged.text, ours.replace("\r\n", "\n"));
}

#[test]
fn a_union_that_is_not_sound_is_found() {
    let ours = BASE.replace("#a @ada", "#a after=c @ada");
    let theirs = BASE.replace("#c 1d", "#c 1d after=b");
    let merged = merge(BASE, &ours, &theirs, &|_| None);
    assert_eq!(merged.open, 0);
    let found = errors_of_union("plan.md", [&ours, &theirs], &merged.text, &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code.to_string(), "E201");
    let ours = BASE.replace("- [ ] C `{#c 1d}`\n", "");
    let theirs = BASE.replace("after=a", "after=a,c");
    let merged = merge(BASE, &ours, &theirs, &|_| None);
    let found = errors_of_union("plan.md", [&ours, &theirs], &merged.text, &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
}

/// What a base became on two sides. Every item has an id of its own if `named`; else twins, which
/// nobody can tell apart, are among them.
fn three(named: bool) -> impl Strategy<Value = (String, String, String)> {
    let lines = prop::collection::vec(line(), 1..14);
    let changes = || prop::collection::vec(change(), 0..4);
    (lines, changes(), changes()).prop_map(move |(mut base, mut ours, mut theirs)| {
        if named {
            let new = ours.iter_mut().chain(&mut theirs).map(|change| &mut change.2);
            for (id, line) in (0..).zip(base.iter_mut().chain(new)) {
                line.2 = Some(id);
            }
        }
        let made = |changes: Vec<_>| text_of(&changed(base.clone(), changes));
        (text_of(&base), made(ours), made(theirs))
    })
}

/// What two plans differ in, each change in a line, with the item's place in the base.
fn changes(base: &str, head: &str) -> BTreeSet<String> {
    let (old, new) = (Built::new(base), Built::new(head));
    let changes = plan::diff(old.version(), new.version()).into_iter().filter_map(|change| {
        let place = |plan: &Plan, item| {
            plan.item(item).map(|item| (item.id.clone(), item.title.clone(), item.key))
        };
        match change.what {
            // These are compared by id: what comes with its parent is no change of its own.
            What::Moved { .. } | What::Added { .. } | What::Removed { .. } => None,
            what => {
                Some(format!("{:?} {what:?}", change.base.and_then(|item| place(&old.plan, item))))
            }
        }
    });
    changes.collect()
}

/// The ids in a text.
fn ids(text: &str) -> BTreeSet<String> {
    Built::new(text).plan.by_id.keys().filter(|id| !id.starts_with('@')).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn one_side_alone_is_taken_byte_for_byte((base, ours, theirs) in three(false)) {
        let merged = |base: &str, ours: &str, theirs: &str| merge(base, ours, theirs, &|_| None).text;
        prop_assert_eq!(&merged(&base, &base, &base), &base);
        prop_assert_eq!(&merged(&base, &base, &theirs), &theirs);
        prop_assert_eq!(&merged(&base, &ours, &base), &ours);
        prop_assert_eq!(&merged(&base, &ours, &ours), &ours);
    }

    #[test]
    fn sides_are_taken_also_among_twins((base, ours, theirs) in three(false)) {
        for side in [Side::Ours, Side::Theirs] {
            let merged = merge(&base, &ours, &theirs, &|_| Some(side));
            prop_assert_eq!(merged.open, 0);
            prop_assert!(!merged.text.contains("<<<<<<<"));
        }
    }

    /// Also in the order of what both sides put at one place.
    #[test]
    fn it_does_not_matter_who_merges_whom((base, ours, theirs) in three(true)) {
        let (one, other) = (merge(&base, &ours, &theirs, &|_| None), merge(&base, &theirs, &ours, &|_| None));
        prop_assert_eq!(one.open == 0, other.open == 0);
        if one.open == 0 {
            let said = |text: &str| {
                let mut said = meaning(text);
                said.sort_unstable();
                said
            };
            prop_assert_eq!(said(&one.text), said(&other.text), "{}\n--- ours ---\n{}\n--- theirs ---\n{}\n--- gave ---\n{}\n--- and ---\n{}", base, ours, theirs, one.text, other.text);
        }
    }

    #[test]
    fn no_change_is_lost_and_none_is_made_up((base, ours, theirs) in three(true)) {
        let merged = merge(&base, &ours, &theirs, &|_| None);
        if merged.open > 0 {
            let (mine, other) = (merge(&base, &ours, &theirs, &|_| Some(Side::Ours)), merge(&base, &ours, &theirs, &|_| Some(Side::Theirs)));
            prop_assert_eq!((mine.open, other.open), (0, 0));
            return Ok(());
        }
        let (wanted, also) = (changes(&base, &ours), changes(&base, &theirs));
        let made = changes(&base, &merged.text);
        let all: BTreeSet<String> = wanted.union(&also).cloned().collect();
        let (was, one, other, is) = (ids(&base), ids(&ours), ids(&theirs), ids(&merged.text));
        let expected: BTreeSet<String> = one
            .union(&other)
            .filter(|id| !was.contains(*id) || (one.contains(*id) && other.contains(*id)))
            .cloned()
            .collect();
        prop_assert_eq!(is, expected);
        prop_assert_eq!(made, all, "{}\n--- ours ---\n{}\n--- theirs ---\n{}\n--- gave ---\n{}", base, ours, theirs, merged.text);
    }
}
