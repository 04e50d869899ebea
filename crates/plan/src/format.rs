//! One spelling for what may be spelled in several ways: spaces inside blocks, the mark of a
//! ticked box; and ids for items that have none. Prose is never touched.

use std::collections::BTreeSet;

use markup::{NodeKind, Outline};
use text::{FileId, TextEdit};

use crate::{Attribute, Intent, ItemRef, Plan};

/// The longest id that is made from a title.
const ID_LENGTH_MAX: usize = 24;

/// The edits that bring `text` to its one spelling: one space between the tokens of a block and
/// none at its ends, `[x]` for a ticked box. None if it has it already.
#[must_use]
pub fn format(file: FileId, text: &str, outline: &Outline) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    for node in &outline.nodes {
        if let NodeKind::Item { check: Some(check), .. } = node.kind
            && check.ticked
            && check.mark.of(text) == "X"
        {
            edits.push(TextEdit { file, range: check.mark, text: "x".to_owned() });
        }
        if let Some(block) = &node.block {
            let tokens: Vec<&str> = block.tokens.iter().map(|token| token.range.of(text)).collect();
            let spelled = tokens.join(" ");
            if block.inner.of(text) != spelled {
                edits.push(TextEdit { file, range: block.inner, text: spelled });
            }
        }
    }
    edits
}

/// Intents that give an id, made from its title, to every item without one that a link could name.
#[must_use]
pub fn missing_ids(plan: &Plan) -> Vec<Intent> {
    let mut taken: BTreeSet<String> = plan.by_id.keys().cloned().collect();
    let mut intents = Vec::new();
    for (reference, item) in plan.items().filter(|(_, item)| item.id.is_none()) {
        if matches!(reference, ItemRef::Answer(_) | ItemRef::Premortem(_) | ItemRef::Line(_)) {
            continue;
        }
        let Some(target) = plan.target(reference) else { continue };
        let id = free_id(&item.title, &taken);
        taken.insert(id.clone());
        intents.push(Intent::Set(target, Attribute::Id(id)));
    }
    intents
}

/// An id made from `title` that is not in `taken`: its first words in lower case, joined by
/// dashes, with a number behind them if they are taken.
#[must_use]
pub fn free_id(title: &str, taken: &BTreeSet<String>) -> String {
    let mut id = String::new();
    for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let longer = id.len() + word.len() + usize::from(!id.is_empty());
        if !id.is_empty() && longer > ID_LENGTH_MAX {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(ID_LENGTH_MAX).map(|c| c.to_ascii_lowercase()));
    }
    if !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        id.insert_str(0, if id.is_empty() { "item" } else { "item-" });
    }
    let numbered = (2..).map(|n| format!("{id}-{n}"));
    let mut candidates = std::iter::once(id.clone()).chain(numbered);
    candidates.find(|candidate| !taken.contains(candidate)).expect("numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, expected: &str) {
        let outline = markup::parse(before);
        let edits = format(FileId(0), before, &outline);
        let after = text::apply(before, &edits).expect("disjoint edits");
        assert_eq!(after, expected);
        assert_eq!(format(FileId(0), &after, &markup::parse(&after)), []);
    }

    #[test]
    fn blocks_and_boxes_have_one_spelling_and_prose_keeps_its_own() {
        check(
            "- [X] A  b `{ #a   @ada\t2d }`  note,  as is\n",
            "- [x] A  b `{#a @ada 2d}`  note,  as is\n",
        );
        check("- [ ] A `{#a}`\n", "- [ ] A `{#a}`\n");
    }

    #[test]
    fn ids_are_the_first_words_of_a_title() {
        let taken = BTreeSet::from(["move-the-data".to_owned()]);
        assert_eq!(free_id("Move the data", &taken), "move-the-data-2");
        assert_eq!(free_id("7 years of „Übung“", &BTreeSet::new()), "item-7-years-of-bung");
        assert_eq!(free_id("Ünïcödé only: 日本", &BTreeSet::new()), "n-c-d-only");
        assert_eq!(free_id("日本", &BTreeSet::new()), "item");
        let long = free_id("Backfill seven years of invoices into the ledger", &BTreeSet::new());
        assert_eq!(long, "backfill-seven-years-of");
    }
}
