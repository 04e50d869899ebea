//! An outline written out, a line for each node, so that a test can show what it expects.

use markup::{Node, NodeKind, Outline, TokenKind, ValueToken};
use text::TextRange;

/// The nodes of `outline`: indented by depth; mark or level, title, block, notes.
pub fn nodes(text: &str, outline: &Outline) -> String {
    outline.nodes.iter().map(|node| line(text, outline, node)).collect::<Vec<_>>().join("\n")
}

fn line(text: &str, outline: &Outline, node: &Node) -> String {
    let mut depth = 0;
    let mut parent = node.parent;
    while let Some(id) = parent {
        depth += 1;
        parent = outline.nodes[id.index()].parent;
    }
    let mark = match node.kind {
        NodeKind::Heading { level } => format!("h{level}"),
        NodeKind::Item { marker, check: None } => marker.of(text).to_owned(),
        NodeKind::Item { marker, check: Some(check) } => {
            format!("{} {}", marker.of(text), if check.ticked { "[x]" } else { "[ ]" })
        }
    };
    let title = node.title.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line = format!("{}{mark} {title}", "  ".repeat(depth));
    if let Some(block) = &node.block {
        let tokens: Vec<_> =
            block.tokens.iter().map(|token| self::token(text, token.range, &token.kind)).collect();
        line += &format!(" {{{}}}", tokens.join("; "));
    }
    for note in &node.notes {
        line += &format!(" | {}", note.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
    }
    line.trim_end().to_owned()
}

fn token(text: &str, range: TextRange, kind: &TokenKind) -> String {
    let value = |value: &ValueToken| match &value.quoted {
        Some(quoted) => format!("<{quoted}>"),
        None => value.range.of(text).to_owned(),
    };
    match kind {
        TokenKind::Id(name) => format!("id {}", name.of(text)),
        TokenKind::Who(names) => {
            format!(
                "who {}",
                names.iter().map(|name| name.of(text)).collect::<Vec<_>>().join(" or ")
            )
        }
        TokenKind::Estimate => format!("estimate {}", range.of(text)),
        TokenKind::Pair { key, values } => {
            format!(
                "{} = {}",
                key.of(text),
                values.iter().map(value).collect::<Vec<_>>().join(" & ")
            )
        }
        TokenKind::Flag => format!("flag {}", range.of(text)),
        TokenKind::Malformed(why) => format!("bad {}: {why}", range.of(text)),
    }
}

/// The problems of `outline`, a line for each: kind, the text it is about, and its replacement.
pub fn problems(text: &str, outline: &Outline) -> String {
    let lines = outline.problems.iter().map(|problem| {
        let fix = problem.fix.as_ref().map_or(String::new(), |fix| format!(" -> {fix:?}"));
        format!("{:?} {:?}{fix}", problem.kind, problem.range.of(text))
    });
    lines.collect::<Vec<_>>().join("\n")
}
