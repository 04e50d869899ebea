//! What holds for any text.

use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Plan};
use proptest::prelude::*;
use std::collections::BTreeSet;

use crate::draw::{build, draw};
use crate::edits::carry_out;

const SAMPLE: &str = include_str!("sample.md");

/// Every index of the plan is in range, every key its own, every parent before its child.
fn is_whole(plan: &Plan) -> Result<(), TestCaseError> {
    let mut keys = BTreeSet::new();
    for (_, item) in plan.items() {
        prop_assert!(keys.insert(item.key), "the key of {:?} is taken", item.title);
    }
    for (index, task) in plan.tasks.iter().enumerate() {
        prop_assert!(task.parent.is_none_or(|parent| parent.index() < index));
        for link in &task.own_links {
            prop_assert!(plan.item(link.to).is_some());
        }
        for person in task.who.people() {
            prop_assert!(person.index() < plan.people.len());
        }
    }
    for (id, item) in &plan.by_id {
        prop_assert!(plan.item(*item).is_some(), "{id}");
    }
    Ok(())
}

/// The sample with a few pieces cut out and others put in.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "`",
        "{",
        "}",
        "`{",
        "}`",
        "@",
        "#",
        "|",
        "=",
        ",",
        "..",
        ":",
        "\"",
        "\n",
        "\n\n",
        "  ",
        "- [ ] ",
        "## Risks\n",
        "after=",
        "@mia",
        "#import",
        "0d",
        "1e300d",
        "99999w",
        "2026-02-30",
        "é",
        "\u{202e}",
        "<<<<<<< a\n",
        "x1.5",
        "%",
    ]);
    let change = (0.0..1.0_f64, 0..12_usize, pieces);
    prop::collection::vec(change, 1..6).prop_map(|changes| {
        let mut text = SAMPLE.to_owned();
        for (at, length, piece) in changes {
            let start = text.floor_char_boundary((at * text.len() as f64) as usize);
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_built(text in "[-#@`{}=,.: \n\\[\\]xX0-9a-dé\"|%+]{0,200}") {
        let (plan, found) = build(&text);
        is_whole(&plan)?;
        draw(&text, &found);
    }

    #[test]
    fn any_mistake_is_survived(text in mutated()) {
        let (plan, found) = build(&text);
        is_whole(&plan)?;
        prop_assert!(found.len() < 1000);
        draw(&text, &found);
    }

    #[test]
    fn every_item_can_be_edited(which in any::<prop::sample::Index>(), brief in "[a-zA-Z \"\\\\,=@#{}|é-]{1,20}") {
        let plan = build(SAMPLE).0;
        let items: Vec<ItemRef> = plan.items().map(|(item, _)| item).chain([ItemRef::Plan]).collect();
        let item = *which.get(&items);
        let target = plan.target(item).expect("it is there");
        let text = plan::quote(&brief);
        prop_assume!(!brief.trim().is_empty());
        let changed = carry_out(SAMPLE, &[Intent::Set(target, Attribute::Pair(Key::Brief, text))]);
        let (after, found) = build(&changed.expect("a brief name goes everywhere"));
        prop_assert_eq!(found, vec![]);
        prop_assert_eq!(after.item(item).and_then(|item| item.brief.as_deref()), Some(brief.as_str()));
        is_whole(&after)?;
    }
}

#[test]
fn a_wall_of_mistakes_becomes_twenty_and_a_count() {
    let text = "- [ ] A `{after=nothing}`\n".repeat(10_000);
    let (_, found) = build(&text);
    assert_eq!(found.len(), 21);
    assert_eq!(found[20].what, "and 9980 more E105 in this file");
}

#[test]
fn a_long_cycle_is_one_error() {
    let text: String = (0..20_000)
        .map(|index| format!("- [ ] T `{{#t{index} after=t{}}}`\n", (index + 1) % 20_000))
        .collect();
    let (_, found) = build(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].what, "these 20000 tasks wait for each other, so none can ever start");
}

#[test]
fn parents_that_wait_for_parents_cost_a_link_each() {
    let mut text = String::new();
    for parent in 0..100 {
        let after = if parent == 0 { String::new() } else { format!(" after=p{}", parent - 1) };
        text += &format!("- [ ] P `{{#p{parent}{after}}}`\n");
        text += &"  - [ ] C\n".repeat(100);
    }
    let (plan, found) = build(&text);
    assert_eq!((plan.tasks.len(), found.len()), (10_100, 0));
}
