//! Differences: what is said about them, and that their intents make one plan of the other.

use plan::table::{Flag, Key};
use plan::{Change, Intent, ItemRef, Plan, Settings, Slot, Version, What, diff};
use proptest::prelude::*;
use text::SourceFile;

/// A plan of one file, with what it was built from.
pub struct Built {
    files: Vec<SourceFile>,
    outlines: Vec<markup::Outline>,
    pub plan: Plan,
}

impl Built {
    pub fn new(text: &str) -> Self {
        Self::with_settings(text, None)
    }

    fn with_settings(text: &str, settings: Option<&str>) -> Self {
        let mut files = vec![SourceFile::new("plan.md", text)];
        let outlines = vec![markup::parse(text)];
        let (plan, _) = plan::build(&files, &outlines, &Settings::default());
        files.extend(settings.map(|text| SourceFile::new("fore.toml", text)));
        Self { files, outlines, plan }
    }

    pub fn version(&self) -> Version<'_> {
        Version { files: &self.files, outlines: &self.outlines, plan: &self.plan }
    }
}

/// Each change in a line.
fn said(base: &Built, head: &Built) -> Vec<String> {
    let line = |change: Change| {
        let name = match (change.base, change.head) {
            (Some(item), _) => name_of(&base.plan, item),
            (None, Some(item)) => name_of(&head.plan, item),
            (None, None) => String::new(),
        };
        let what = match change.what {
            What::Added { parts } => format!("added with {parts}"),
            What::Removed { parts } => format!("removed with {parts}"),
            What::Moved { from, to } => format!(
                "moved from {} to {}",
                from.map_or_else(|| "-".to_owned(), |item| name_of(&base.plan, item)),
                to.map_or_else(|| "-".to_owned(), |item| name_of(&head.plan, item))
            ),
            What::Retitled { old, new } => format!("retitled {old} to {new}"),
            What::Ticked => "ticked".to_owned(),
            What::Unticked => "unticked".to_owned(),
            What::Attribute { slot, old, new } => format!("{slot:?} {old:?} to {new:?}"),
            What::Notes { old, new } => format!("notes {old:?} to {new:?}"),
            What::Setting { name, old, new } => format!("{name} {old:?} to {new:?}"),
            What::Prose { heading, old, new } => format!("prose {heading:?} {old:?} to {new:?}"),
        };
        format!("{name} {what}").trim().to_owned()
    };
    diff(base.version(), head.version()).into_iter().map(line).collect()
}

fn name_of(plan: &Plan, item: ItemRef) -> String {
    plan.item(item).map(plan::Item::mention).unwrap_or_default()
}

fn check(base: &str, head: &str, expected: &[&str]) {
    let (old, new) = (Built::new(base), Built::new(head));
    assert_eq!(said(&old, &new), expected);
    assert_eq!(meaning(&carried_out(base, head)), meaning(head), "{base}\n{head}");
}

/// `base` after all intents of its difference from `head`.
fn carried_out(base: &str, head: &str) -> String {
    let (old, new) = (Built::new(base), Built::new(head));
    let intents: Vec<Intent> =
        diff(old.version(), new.version()).into_iter().flat_map(|change| change.intents).collect();
    let edits = plan::edit(&old.files, &old.outlines, &old.plan, &intents)
        .unwrap_or_else(|refused| panic!("{refused}: {intents:#?}\n{base}\n--- to ---\n{head}"));
    let text = text::apply(base, &edits).expect("edits fit together");
    let after = Built::new(&text);
    let proven = plan::check_edit(
        (&old.files, &old.outlines),
        (&after.files, &after.outlines),
        &old.plan,
        &intents,
    );
    assert!(proven, "{intents:#?}\non\n{base}\n--- gave ---\n{text}\n--- for ---\n{head}");
    text
}

/// What the items of a text say: sort, the titles around them, box, title, attributes in the order
/// of the alphabet, notes; kind by kind in the order of the text.
pub fn meaning(text: &str) -> Vec<String> {
    let built = Built::new(text);
    let outline = &built.outlines[0];
    let mut said: Vec<(ItemRef, String)> = Vec::new();
    for (item, found) in built.plan.items() {
        let node = &outline.nodes[found.node.index()];
        let words = |range: text::TextRange| {
            range.of(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
        };
        let mut path = Vec::new();
        let mut outer = node.parent;
        while let Some(parent) = outer {
            let parent = &outline.nodes[parent.index()];
            if parent.is_plan_item()
                || built.plan.tasks.iter().any(|task| task.item.place.range == parent.title)
            {
                path.push(words(parent.title));
            }
            outer = parent.parent;
        }
        let mut tokens: Vec<&str> = node
            .block
            .iter()
            .flat_map(|block| &block.tokens)
            .map(|token| token.range.of(text))
            .collect();
        tokens.sort_unstable();
        let notes: Vec<String> = node.notes.iter().map(|note| words(*note)).collect();
        said.push((
            item,
            format!(
                "{:?} {path:?} {} {} {tokens:?} {notes:?}",
                item.kind(),
                found.ticked,
                words(node.title)
            ),
        ));
    }
    said.sort_by_key(|(item, _)| *item);
    said.into_iter().map(|(_, said)| said).collect()
}

#[test]
fn lines_differ_key_by_key() {
    check(
        "# P\n\n- [ ] A `{#a @ada 2d after=b due=2026-03-02}` old\n- [x] B `{#b optional}`\n",
        "# Q\n\n`{due=2026-06-30}`\n\n- [x] A too `{#a @ben @cy 2d after=b,c}` new\n- [ ] B `{#b cut}`\n",
        &[
            "“P” retitled P to Q",
            "“P” Key(Due) None to Some(\"2026-06-30\")",
            "`a` retitled A to A too",
            "`a` ticked",
            "`a` Who Some(\"@ada\") to Some(\"@ben @cy\")",
            "`a` Key(After) Some(\"b\") to Some(\"b,c\")",
            "`a` Key(Due) Some(\"2026-03-02\") to None",
            "`a` notes \"old\" to \"new\"",
            "`b` unticked",
            "`b` Flag(Optional) Some(\"optional\") to None",
            "`b` Flag(Cut) None to Some(\"cut\")",
        ],
    );
}

#[test]
fn items_come_go_and_move() {
    check(
        "## Work\n\n- [ ] A `{#a}`\n  - [ ] A1\n  - [ ] A2\n- [ ] B `{#b}`\n- [ ] C `{#c}`\n",
        "## Work\n\n- [ ] N `{#n}`\n  - [ ] N1\n- [ ] C `{#c}`\n- [ ] A `{#a}`\n  - [ ] A2\n  - [ ] B `{#b}`\n",
        &[
            "`n` added with 1",
            "`c` moved from - to -",
            "“A1” removed with 0",
            "`b` moved from - to `a`",
        ],
    );
    check(
        "- [ ] A `{#a}`\n",
        "- [ ] A `{#a}`\n\n## Risks\n\n- R `{p=30%}`\n- S `{p=40%}`\n",
        &["“R” added with 0", "“S” added with 0"],
    );
}

#[test]
fn what_moves_into_an_added_item_comes_with_it() {
    check(
        "- [ ] A `{#a 1d}`\n- [ ] B `{#b}`\n- [ ] C `{#c}`\n",
        "- [ ] C `{#c}`\n- [ ] Group `{#g}`\n  - [ ] B `{#b}`\n  - [ ] A `{#a 2d}`\n",
        &[
            "`g` added with 2",
            "`b` moved from - to `g`",
            "`a` moved from - to `g`",
            "`a` Estimate Some(\"1d\") to Some(\"2d\")",
        ],
    );
    check(
        "- [ ] G `{#g}`\n  - [ ] A `{#a}`\n  - [ ] B `{#b}`\n- [ ] C `{#c}`\n",
        "- [ ] A `{#a}`\n- [ ] C `{#c}`\n- [ ] B `{#b}`\n",
        &["`g` removed with 0", "`a` moved from `g` to -", "`b` moved from `g` to -"],
    );
}

#[test]
fn ids_and_titles_may_change_where_it_is_plain() {
    check(
        "- [ ] A `{#a 1d}`\n- [ ] B\n",
        "- [ ] A `{#z 1d}`\n- [ ] B\n",
        &["`a` Id Some(\"a\") to Some(\"z\")"],
    );
    check(
        "- [ ] Copy the old data\n",
        "- [ ] Copy all the data\n",
        &["“Copy the old data” retitled Copy the old data to Copy all the data"],
    );
    check("- [ ] A\n- [ ] A\n", "- [ ] A\n- [x] A\n", &["“A” ticked"]);
    check("- [ ] A `{1d}`\n- [ ] A `{2d}`\n", "- [ ] A `{2d}`\n", &["“A” removed with 0"]);
    check(
        "- [ ] Red\n- [ ] Blue\n",
        "- [ ] Green\n- [ ] Blue\n",
        &["“Red” removed with 0", "“Green” added with 0"],
    );
}

#[test]
fn headings_are_items_too() {
    check(
        "# P\n\n## One\n\n`{#one}`\n\n- [ ] A\n\n## Two\n\n- [ ] B\n\n## Three\n\n- [ ] C\n",
        "# P\n\n## Three\n\n- [ ] C\n\n## One\n\n`{#one @ada}`\n\n- [x] A\n\n## Four\n\n- [ ] D\n",
        &[
            "“Three” moved from - to -",
            "`one` Who None to Some(\"@ada\")",
            "“A” ticked",
            "“Two” removed with 1",
            "“Four” added with 1",
        ],
    );
}

#[test]
fn settings_and_prose_are_changes_of_their_own() {
    let base =
        Built::with_settings("# P\n\nOld.\n\n- [ ] A\n- b\n", Some("[forecast]\nseed = 1\n"));
    let head = Built::with_settings(
        "# P\n\nNew.\n\n- [ ] A\n- b\n",
        Some("[forecast]\nseed = 2\nruns = 500\n"),
    );
    assert_eq!(
        said(&base, &head),
        [
            "prose Some(\"P\") \"Old.\\nb\" to \"New.\\nb\"",
            "forecast.runs None to Some(\"500\")",
            "forecast.seed Some(\"1\") to Some(\"2\")",
        ]
    );
    assert_eq!(said(&base, &base), [] as [&str; 0]);
}

#[test]
fn changes_name_their_slots() {
    let (base, head) = (Built::new("- [ ] A `{#a 1d cut}`\n"), Built::new("- [ ] A `{#a 2d}`\n"));
    let slots: Vec<Slot> = diff(base.version(), head.version())
        .into_iter()
        .filter_map(|change| match change.what {
            What::Attribute { slot, .. } => Some(slot),
            _ => None,
        })
        .collect();
    assert_eq!(slots, [Slot::Estimate, Slot::Flag(Flag::Cut)]);
    assert_ne!(slots[0], Slot::Key(Key::After));
}

/// A line of a plan: how deep, its title, its id, its attributes, its note.
pub type Line = (usize, usize, Option<u8>, usize, usize);

const TITLES: [&str; 7] =
    ["Move the data", "Copy", "Übung „x“", "Write tests", "Copy", "Read a book", "Call `x` twice"];
const ATTRIBUTES: [&str; 6] =
    ["", "1d..3d", "@ada @ben 2d", "optional due=2026-05-04", "@cy|@ada", "wait 2w"];
const NOTES: [&str; 4] = ["", " a note", "\n  Two lines\n  of text.", "\n\n  A paragraph."];

/// The text of a plan with these lines; an id stands once.
pub fn text_of(lines: &[Line]) -> String {
    let mut text = "# Plan\n\n## Work\n\n".to_owned();
    let mut depth = 0;
    let mut seen = [false; 40];
    for (deeper, title, id, attributes, note) in lines {
        depth = (*deeper).min(depth + 1);
        let indent = "  ".repeat(depth);
        let id = id.filter(|id| !std::mem::replace(&mut seen[usize::from(*id)], true));
        let mut block = id.map_or_else(String::new, |id| format!("#t{id} "));
        block.push_str(ATTRIBUTES[*attributes]);
        let block = block.trim();
        let block = if block.is_empty() { String::new() } else { format!(" `{{{block}}}`") };
        let note = if block.is_empty() && NOTES[*note].starts_with([' ', 'T']) {
            ""
        } else {
            NOTES[*note]
        };
        let note = if block.is_empty() && !note.starts_with("\n\n") { "" } else { note };
        let note =
            note.replace('\n', &format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
        let number = id.map_or_else(String::new, |id| format!(" {id}"));
        text += &format!("{indent}- [ ] {}{number}{block}{note}\n", TITLES[*title]);
        depth += 1;
    }
    text
}

/// Any line.
pub fn line() -> impl Strategy<Value = Line> {
    (
        0..3_usize,
        0..TITLES.len(),
        prop::option::weighted(0.7, 0..40_u8),
        0..ATTRIBUTES.len(),
        0..NOTES.len(),
    )
}

/// A line that goes, comes, changes or stands elsewhere.
type Mutation = (prop::sample::Index, u8, Line, prop::sample::Index);

/// What can happen to a line.
pub fn change() -> impl Strategy<Value = Mutation> {
    (any::<prop::sample::Index>(), 0..5_u8, line(), any::<prop::sample::Index>())
}

/// The lines after what happened to them.
pub fn changed(mut lines: Vec<Line>, changes: Vec<Mutation>) -> Vec<Line> {
    for (at, what, new, to) in changes {
        if lines.is_empty() {
            lines.push(new);
            continue;
        }
        let at = at.index(lines.len());
        match what {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, new),
            2 => {
                let moved = lines.remove(at);
                lines.insert(to.index(lines.len() + 1), moved);
            }
            3 => lines[at].3 = new.3,
            _ => (lines[at].0, lines[at].4) = (new.0, new.4),
        }
    }
    lines
}

/// A plan, and what became of it.
fn two() -> impl Strategy<Value = (String, String)> {
    let changes = prop::collection::vec(change(), 0..6);
    (prop::collection::vec(line(), 1..14), changes)
        .prop_map(|(base, changes)| (text_of(&base), text_of(&changed(base, changes))))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn intents_make_one_plan_of_the_other((base, head) in two()) {
        let made = carried_out(&base, &head);
        prop_assert_eq!(meaning(&made), meaning(&head), "{}\n--- to ---\n{}\n--- gave ---\n{}", base, head, made);
    }

    #[test]
    fn a_plan_does_not_differ_from_itself((base, _) in two()) {
        let built = Built::new(&base);
        prop_assert_eq!(diff(built.version(), built.version()), vec![]);
    }
}
