//! A plan in plain words: what a test writes as text, and what it reads back from an outline.

use markup::{Node, NodeKind, Outline};
use proptest::prelude::*;
use text::TextRange;

/// A heading or an item with everything that a text says about it, white space made single.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub depth: usize,
    pub heading: bool,
    pub title: String,
    pub check: Option<bool>,
    pub tokens: Option<Vec<String>>,
    pub notes: Vec<String>,
}

/// How a text is written.
#[derive(Clone, Debug)]
pub struct Style {
    pub marker: &'static str,
    pub padding: &'static str,
    pub indent: &'static str,
    pub line_break: &'static str,
    pub blank_between: bool,
    pub block_on_own_line: bool,
    pub note_in_paragraph: bool,
    pub final_break: bool,
}

/// All records of `outline`.
pub fn read(text: &str, outline: &Outline) -> Vec<Record> {
    let mut depths = Vec::new();
    let mut records = Vec::new();
    for node in &outline.nodes {
        let depth = node.parent.map_or(0, |parent| depths[parent.index()] + 1);
        depths.push(depth);
        records.push(record(text, node, depth));
    }
    records
}

fn record(text: &str, node: &Node, depth: usize) -> Record {
    let words = |range: &TextRange| range.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let (heading, check) = match node.kind {
        NodeKind::Heading { .. } => (true, None),
        NodeKind::Item { check, .. } => (false, check.map(|check| check.ticked)),
    };
    let tokens = node
        .block
        .as_ref()
        .map(|block| block.tokens.iter().map(|token| token.range.of(text).to_owned()).collect());
    Record {
        depth,
        heading,
        title: words(&node.title),
        check,
        tokens,
        notes: node.notes.iter().map(words).collect(),
    }
}

/// Writes `records` in `style`; the first must be a heading, and no heading may be deeper than 6.
pub fn write(records: &[Record], style: &Style) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut item_depth = 0;
    for (position, record) in records.iter().enumerate() {
        if record.heading {
            item_depth = record.depth + 1;
            if position > 0 {
                lines.push(String::new());
            }
            lines.push(format!("{} {}", "#".repeat(record.depth + 1), record.title));
            let block = record.tokens.iter().map(|tokens| block(tokens));
            for paragraph in block.chain(record.notes.iter().cloned()) {
                lines.extend([String::new(), paragraph]);
            }
            lines.push(String::new());
        } else {
            let blank = style.blank_between && lines.last().is_some_and(|line| !line.is_empty());
            lines.extend(blank.then(String::new));
            lines.extend(item(record, record.depth - item_depth, style));
        }
    }
    let end = if style.final_break { style.line_break } else { "" };
    lines.join(style.line_break).trim_end().to_owned() + end
}

fn item(record: &Record, level: usize, style: &Style) -> Vec<String> {
    let indent = style.indent.repeat(level);
    let deeper = style.indent.repeat(level + 1);
    let check = match record.check {
        None => "",
        Some(false) => "[ ] ",
        Some(true) => "[x] ",
    };
    let mut lines =
        vec![format!("{indent}{}{}{check}{}", style.marker, style.padding, record.title)];
    if let Some(tokens) = &record.tokens {
        if style.block_on_own_line {
            lines.push(format!("{deeper}{}", block(tokens)));
        } else {
            lines[0] += &format!(" {}", block(tokens));
        }
    }
    for (position, note) in record.notes.iter().enumerate() {
        if position > 0 || !style.note_in_paragraph || record.tokens.is_none() {
            lines.push(String::new());
        }
        lines.push(format!("{deeper}{note}"));
    }
    lines
}

fn block(tokens: &[String]) -> String {
    format!("`{{{}}}`", tokens.join(" "))
}

/// Any way to write a text.
pub fn style() -> impl Strategy<Value = Style> {
    let marks = prop::sample::select(vec![
        ("-", " ", "  "),
        ("*", " ", "  "),
        ("+", "   ", "    "),
        ("1.", " ", "   "),
        ("1)", "  ", "    "),
        ("-", "\t", "\t"),
        ("-", " ", "   "),
    ]);
    let line_break = prop::sample::select(vec!["\n", "\r\n"]);
    (marks, line_break, any::<[bool; 4]>()).prop_map(|(mark, line_break, [a, b, c, d])| Style {
        marker: mark.0,
        padding: mark.1,
        indent: mark.2,
        line_break,
        blank_between: a,
        block_on_own_line: b,
        note_in_paragraph: c,
        final_break: d,
    })
}

/// Any plan: headings with items under them.
pub fn records() -> impl Strategy<Value = Vec<Record>> {
    let rows = prop::collection::vec((any::<bool>(), 0usize..4, row()), 1..12);
    rows.prop_map(|rows| {
        let mut records: Vec<Record> = Vec::new();
        let mut section = 0;
        for (position, (heading, depth, mut record)) in rows.into_iter().enumerate() {
            record.heading = position == 0 || (heading && depth == 0);
            if record.heading {
                record.depth = if position == 0 { 0 } else { (section + 1).min(1 + position % 3) };
                record.check = None;
                section = record.depth;
            } else {
                let above = records.last().map_or(0, |last| last.depth);
                record.depth = (section + 1 + depth).min(above + 1);
            }
            records.push(record);
        }
        records
    })
}

fn row() -> impl Strategy<Value = Record> {
    let word = prop::sample::select(vec![
        "Backfill", "*seven*", "years", "ä", "``{id}``", "a_b", "`code`", "→", "[x](y)", "3.5",
        "C#", "\\{#", "(", "&amp;", "🦀",
    ]);
    let words = move || {
        prop::collection::vec(word.clone(), 0..5)
            .prop_map(|words| ["Do"].into_iter().chain(words).collect::<Vec<_>>().join(" "))
    };
    let token = prop::sample::select(vec![
        "#core",
        "@ben",
        "@ada|@ben",
        "5d..8d",
        "after=a,b:+2d",
        "must",
        r#"undo="a \"b\", } c""#,
        "p=30%",
        "hits=a:x1.5",
    ]);
    let tokens = prop::option::of(prop::collection::vec(token.prop_map(str::to_owned), 0..4));
    let check = prop::option::of(any::<bool>());
    (words(), check, tokens, prop::collection::vec(words(), 0..3)).prop_map(
        |(title, check, tokens, notes)| Record {
            depth: 0,
            heading: false,
            title,
            check,
            tokens,
            notes,
        },
    )
}
