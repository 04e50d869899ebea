//! What holds for every text whatever.

use markup::{Block, NodeKind, Outline, parse};
use proptest::prelude::*;
use text::TextRange;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_has_a_sound_outline(text in "(?s).{0,200}") {
        assert_sound(&text);
    }

    #[test]
    fn any_heap_of_marks_has_a_sound_outline(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        assert_sound(&parts.concat());
    }

    #[test]
    fn a_damaged_plan_has_a_sound_outline(
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0usize..6, prop::sample::select(PARTS)), 1..12),
    ) {
        let mut characters: Vec<char> = include_str!("plan.md").chars().collect();
        for (at, length, part) in damages {
            let start = at.index(characters.len() + 1);
            let end = (start + length).min(characters.len());
            characters.splice(start..end, part.chars());
        }
        assert_sound(&characters.into_iter().collect::<String>());
    }
}

const PARTS: &[&str] = &[
    "- ",
    "* ",
    "1. ",
    "2) ",
    "[ ] ",
    "[x]",
    "[-] ",
    "`{",
    "}`",
    "{#a",
    "@b",
    "5d",
    "=",
    "\"",
    "\\",
    "`",
    "``",
    "```\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "  ",
    "    ",
    "\t",
    "# ",
    "## A\n",
    "===\n",
    "---\n",
    "> ",
    "| a |\n|---|\n",
    "|",
    "<b>\n",
    "<!--",
    "-->",
    "text",
    "ä→",
    "\u{feff}",
    "\0",
    "[a]: b\n",
    "[",
    "](c)",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "`{#a 5d}`",
    "- [ ] A `{#a}`\n",
    "}",
    "{",
    "*",
    "_",
    "~~~\n",
    "&",
    "\u{2028}",
    "\u{a0}",
    "-[ ] x\n",
    "\u{c}",
];

fn assert_sound(text: &str) {
    let outline = parse(text);
    let mut previous = None;
    for node in &outline.nodes {
        assert_inside(text, &[node.range, node.title], TextRange::new(0, text.len()));
        assert!(previous < Some(node.range.start), "nodes are in the order of the text: {text:?}");
        previous = Some(node.range.start);
        if let Some(block) = &node.block {
            assert_block(text, block);
        }
        if let NodeKind::Item { marker, check } = node.kind {
            assert_inside(text, &[marker, node.title], node.range);
            assert_inside(text, &node.notes, node.range);
            let block = node.block.as_ref().map(|block| block.range);
            let mark = check.map(|check| check.mark);
            assert_inside(text, block.as_slice(), node.range);
            assert_inside(text, mark.as_slice(), node.range);
        }
    }
    assert_nested(text, &outline);
    for problem in &outline.problems {
        assert_inside(text, &[problem.range], TextRange::new(0, text.len()));
        assert!(!problem.range.is_empty(), "{text:?}");
    }
}

fn assert_inside(text: &str, ranges: &[TextRange], outer: TextRange) {
    for range in ranges {
        assert!(text.get(range.start..range.end).is_some(), "{range:?} of {text:?}");
        assert!(outer.contains(*range), "{range:?} in {outer:?} of {text:?}");
    }
}

fn assert_block(text: &str, block: &Block) {
    let written = block.range.of(text);
    assert!(written.starts_with("`{") && written.ends_with("}`"), "{written:?} of {text:?}");
    assert_eq!(block.inner, TextRange::new(block.range.start + 2, block.range.end - 2));
    let mut end = block.inner.start;
    for token in &block.tokens {
        assert_inside(text, &[token.range], TextRange::new(end, block.inner.end));
        assert!(!token.range.is_empty());
        assert!(text[end..token.range.start].trim_ascii().is_empty(), "nothing is lost: {text:?}");
        end = token.range.end;
    }
    assert!(text[end..block.inner.end].trim_ascii().is_empty(), "nothing is lost: {text:?}");
}

fn assert_nested(text: &str, outline: &Outline) {
    let mut open: Vec<TextRange> = Vec::new();
    for (position, node) in outline.nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            assert!(parent.index() < position);
            let above = &outline.nodes[parent.index()];
            assert!(
                above.range.contains(node.range) || matches!(above.kind, NodeKind::Heading { .. }),
                "{text:?}"
            );
        }
        open.retain(|range| range.end > node.range.start);
        assert!(open.iter().all(|range| range.contains(node.range)), "{text:?}");
        open.push(node.range);
    }
}
