//! Each intent: the text before, the text after, and the proof that it is what was wanted.

use plan::table::{Flag, Key};
use plan::{
    Attribute, EditRefused, Intent, ItemRef, NewItem, Position, Settings, Slot, Target, TaskId,
};
use text::SourceFile;

/// The text after `intents`, if they are carried out and proved.
pub fn carry_out(text: &str, intents: &[Intent]) -> Result<String, EditRefused> {
    let before = [SourceFile::new("plan.md", text)];
    let outlines = [markup::parse(text)];
    let (plan, _) = plan::build(&before, &outlines, &Settings::default());
    let edits = plan::edit(&before, &outlines, &plan, intents)?;
    let changed = text::apply(text, &edits).expect("edits of one call do not overlap");
    let after = [SourceFile::new("plan.md", changed.clone())];
    let new_outlines = [markup::parse(&changed)];
    let done = plan::check_edit((&before, &outlines), (&after, &new_outlines), &plan, intents);
    assert!(done, "{intents:?} on\n{text}\ngave\n{changed}");
    Ok(changed)
}

fn check(before: &str, intents: &[Intent], after: &str) {
    assert_eq!(carry_out(before, intents).as_deref(), Ok(after), "{intents:?}");
}

fn id(id: &str) -> Target {
    Target::Id(id.to_owned())
}

fn pair(key: Key, value: &str) -> Attribute {
    Attribute::Pair(key, value.to_owned())
}

#[test]
fn attributes_are_set_in_place_or_at_the_end() {
    let set = |attribute| Intent::Set(id("a"), attribute);
    let text = "- [ ] A `{#a @ada  2d..3d}` note\n- [ ] B `{2d}`\n";
    check(
        text,
        &[set(Attribute::Estimate("5d".to_owned()))],
        "- [ ] A `{#a @ada  5d}` note\n- [ ] B `{2d}`\n",
    );
    check(
        text,
        &[set(pair(Key::Due, "2026-03-02"))],
        "- [ ] A `{#a @ada  2d..3d due=2026-03-02}` note\n- [ ] B `{2d}`\n",
    );
    check(
        text,
        &[set(Attribute::Who("@ben @cy|@dee".to_owned()))],
        "- [ ] A `{#a @ben  2d..3d @cy|@dee}` note\n- [ ] B `{2d}`\n",
    );
    check(
        text,
        &[set(Attribute::Flag(Flag::Cut))],
        "- [ ] A `{#a @ada  2d..3d cut}` note\n- [ ] B `{2d}`\n",
    );
}

#[test]
fn an_item_without_block_gets_one() {
    let plan = crate::draw::good("- [ ] A\n");
    let target = plan.target(ItemRef::Task(TaskId(0))).expect("it is there");
    let intents = [
        Intent::Set(target.clone(), Attribute::Id("a".to_owned())),
        Intent::Set(target, Attribute::Estimate("3d".to_owned())),
    ];
    check("- [ ] A\n", &intents, "- [ ] A `{#a 3d}`\n");
}

#[test]
fn attributes_are_taken_away() {
    let unset = |slot| Intent::Unset(id("a"), slot);
    check("- [ ] A `{#a @ada @ben cut}`\n", &[unset(Slot::Who)], "- [ ] A `{#a cut}`\n");
    check(
        "- [ ] A `{#a @ada @ben cut}`\n",
        &[unset(Slot::Flag(Flag::Cut))],
        "- [ ] A `{#a @ada @ben}`\n",
    );
    check("- [ ] A `{#a @ada}`\n", &[unset(Slot::Id), unset(Slot::Who)], "- [ ] A\n");
    check(
        "- [ ] A `{#a}`\n",
        &[unset(Slot::Id), Intent::Set(id("a"), pair(Key::Ticket, "X-1"))],
        "- [ ] A `{ticket=X-1}`\n",
    );
    check("- [ ] A `{#a}`\n", &[unset(Slot::Estimate)], "- [ ] A `{#a}`\n");
}

#[test]
fn boxes_are_ticked() {
    check("* [ ] A `{#a}`\r\n", &[Intent::Tick(id("a"))], "* [x] A `{#a}`\r\n");
    check("* [x] A `{#a}`\r\n", &[Intent::Untick(id("a"))], "* [ ] A `{#a}`\r\n");
    // What ends with a tick gets its box with it, where none was written.
    check(
        "## Obstacles\n\n- Procurement `{#p}`\n",
        &[Intent::Tick(id("p"))],
        "## Obstacles\n\n- [x] Procurement `{#p}`\n",
    );
    check(
        "1. A\n   `{#a}`\n   Note.\n",
        &[Intent::Tick(id("a"))],
        "1. [x] A\n   `{#a}`\n   Note.\n",
    );
    let refused = carry_out("## Part\n\n`{#w}`\n\n- [x] A\n", &[Intent::Tick(id("w"))]);
    assert_eq!(refused, Err(EditRefused::NoBox("Part".to_owned())));
    let refused = carry_out("## Risks\n\n- R `{#r}`\n", &[Intent::Tick(id("r"))]);
    assert_eq!(refused, Err(EditRefused::NoBox("R".to_owned())));
}

#[test]
fn links_come_and_go() {
    let text = "- [ ] A `{#a after=b,c:start}`\n- [ ] B `{#b}`\n- [ ] C `{#c}`\n";
    let rest = "\n- [ ] B `{#b}`\n- [ ] C `{#c}`\n";
    let add = |key, link: &str| Intent::AddLink(id("a"), key, link.to_owned());
    let remove = |to: &str| Intent::RemoveLink(id("a"), Key::After, to.to_owned());
    check(
        text,
        &[add(Key::After, "d:+2d")],
        &format!("- [ ] A `{{#a after=b,c:start,d:+2d}}`{rest}"),
    );
    check(
        text,
        &[add(Key::Ends, "b"), add(Key::Ends, "c")],
        &format!("- [ ] A `{{#a after=b,c:start ends=b,c}}`{rest}"),
    );
    check(text, &[remove("c")], &format!("- [ ] A `{{#a after=b}}`{rest}"));
    check(text, &[remove("c"), remove("b")], &format!("- [ ] A `{{#a}}`{rest}"));
    assert_eq!(carry_out(text, &[remove("d")]), Err(EditRefused::NoLink("d".to_owned())));
}

#[test]
fn titles_change() {
    let rename = |title: &str| Intent::Rename(id("a"), title.to_owned());
    check("- [ ] A `{#a}`\n", &[rename("Übung")], "- [ ] Übung `{#a}`\n");
    for title in ["", "two\nlines", "with `{block}`", "[x] ticked", "- list", "open `tick"] {
        let refused = carry_out("- [ ] A `{#a}`\n", &[rename(title)]);
        assert!(matches!(refused, Err(EditRefused::Invalid(..))), "{title}: {refused:?}");
    }
}

#[test]
fn items_are_added() {
    let new = |title: &str, attributes: Vec<Attribute>| NewItem {
        title: title.to_owned(),
        check_box: true,
        attributes,
    };
    let add = |position, title: &str| {
        Intent::Add(position, new(title, vec![Attribute::Estimate("3d".to_owned())]))
    };
    let text = "# P\n\n## Work\n\n* [ ] A `{#a}`\n  + [ ] B\n* [ ] C `{#c}`\n";
    check(
        text,
        &[add(Position::After(id("a")), "N")],
        "# P\n\n## Work\n\n* [ ] A `{#a}`\n  + [ ] B\n* [ ] N `{3d}`\n* [ ] C `{#c}`\n",
    );
    check(
        text,
        &[add(Position::Inside(id("a")), "N")],
        "# P\n\n## Work\n\n* [ ] A `{#a}`\n  + [ ] B\n  + [ ] N `{3d}`\n* [ ] C `{#c}`\n",
    );
    check(
        text,
        &[add(Position::Section("Work".to_owned()), "N")],
        "# P\n\n## Work\n\n* [ ] A `{#a}`\n  + [ ] B\n* [ ] C `{#c}`\n* [ ] N `{3d}`\n",
    );

    let risk = NewItem {
        title: "Rain".to_owned(),
        check_box: false,
        attributes: vec![pair(Key::P, "30%"), pair(Key::Hits, "a:x1.5")],
    };
    let added = Intent::Add(Position::Section("Risks".to_owned()), risk);
    check(
        text,
        &[added],
        &format!("{text}\n## Risks\n\n- Rain `{{p=30% hits=a:x1.5}}`\n").replacen(
            "`{#c}`\n\n## R",
            "`{#c}`\n\n## R",
            1,
        ),
    );
    assert!(matches!(
        carry_out(text, &[add(Position::Section("Riks".to_owned()), "N")]),
        Err(EditRefused::NoSection(_))
    ));
    let bare = NewItem { title: "N".to_owned(), check_box: false, attributes: vec![] };
    assert!(matches!(
        carry_out(text, &[Intent::Add(Position::After(id("a")), bare)]),
        Err(EditRefused::Invalid(..))
    ));
}

#[test]
fn the_plan_itself_can_be_changed() {
    let set = Intent::Set(Target::Plan, pair(Key::Due, "2026-06-30"));
    check("# P\n\n- [ ] A\n", std::slice::from_ref(&set), "# P\n\n`{due=2026-06-30}`\n\n- [ ] A\n");
    assert_eq!(carry_out("- [ ] A\n", &[set]), Err(EditRefused::NotFound(Target::Plan)));
}

#[test]
fn what_a_block_cannot_hold_is_refused() {
    let attributes = [
        Attribute::Estimate("3d cut".to_owned()),
        Attribute::Estimate("soon".to_owned()),
        Attribute::Who("ada".to_owned()),
        Attribute::Who("@ada cut".to_owned()),
        Attribute::Id("A b".to_owned()),
        pair(Key::Due, "2026-02-30"),
        pair(Key::Due, "2026-02-03 hard"),
        pair(Key::P, "30%"),
        pair(Key::Brief, "\"a` b\""),
        pair(Key::Brief, "\"a}` - [ ] evil `{b\""),
        pair(Key::Brief, "\"two\nlines\""),
        Attribute::Flag(Flag::Lead),
    ];
    for attribute in attributes {
        let refused = carry_out("- [ ] A `{#a}`\n", &[Intent::Set(id("a"), attribute.clone())]);
        assert!(matches!(refused, Err(EditRefused::Invalid(..))), "{attribute:?}: {refused:?}");
    }
    let refused = carry_out("- [ ] A `{#a}`\n", &[Intent::Tick(id("b"))]);
    assert_eq!(refused, Err(EditRefused::NotFound(id("b"))));
}

#[test]
fn a_wrong_edit_is_noticed() {
    let file = |text: &str| ([SourceFile::new("plan.md", text)], [markup::parse(text)]);
    let (before, outlines) = file("- [ ] A `{#a}`\n- [ ] B `{#b}`\n");
    let (plan, _) = plan::build(&before, &outlines, &Settings::default());
    let intents = [Intent::Tick(id("a"))];
    let proved = |text: &str| {
        let (after, new_outlines) = file(text);
        plan::check_edit((&before, &outlines), (&after, &new_outlines), &plan, &intents)
    };
    assert!(proved("- [x] A `{#a}`\n- [ ] B `{#b}`\n"));
    assert!(!proved("- [ ] A `{#a}`\n- [ ] B `{#b}`\n"), "not done");
    assert!(!proved("- [x] A `{#a}`\n- [x] B `{#b}`\n"), "too much");
    assert!(!proved("- [x] A `{#a}`\n"), "an item went");
    assert!(!proved("- [x] A `{#a}`\n  - [ ] B `{#b}`\n"), "an item moved");
    assert!(!proved("- [x] A `{#a}`\n- [ ] B `{#b}`\n- [ ] C\n"), "an item came");
}
