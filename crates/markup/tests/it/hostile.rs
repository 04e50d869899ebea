//! Texts that nobody writes: very deep, very long, very odd. They must be read without a crash and
//! in time that grows like their length; a quadratic step makes these tests hang, and what hangs is
//! stopped and fails.

/// Parses `text` and gives the number of its nodes.
fn parse(text: &str) -> usize {
    markup::parse(text).nodes.len()
}

#[test]
fn nesting_a_thousand_deep_is_read() {
    let lines =
        (0..1000).map(|depth| format!("{}- [ ] n{depth} `{{#n{depth}}}`\n", "  ".repeat(depth)));
    let text: String = lines.collect();
    let outline = markup::parse(&text);
    assert_eq!(outline.nodes.len(), 1000);
    assert_eq!(outline.problems, []);
    assert_eq!(outline.nodes[999].parent.map(markup::NodeId::index), Some(998));
    assert!(outline.nodes.iter().all(|node| node.range.end == text.len() - 1));
}

#[test]
fn one_line_opens_99_items_at_most() {
    let text = "- ".repeat(150) + "a";
    let outline = markup::parse(&text);
    assert_eq!(outline.nodes.len(), 99);
    assert_eq!(outline.nodes[98].title.of(&text), "- ".repeat(51) + "a");
}

#[test]
fn a_hundred_thousand_items_in_one_list_are_read() {
    let text = "- [ ] a `{5d}`\n".repeat(100_000);
    assert_eq!(parse(&text), 100_000);
}

#[test]
fn long_runs_are_read_in_time() {
    let size = 40_000;
    for unit in [
        ">", "> ", "- ", "`", "`{", "{#", "[", "](", "|", "*", "_a", "<!--", "\\`", "\r", "<",
        "\t", "#", "![a](", "&", "\"", "=\n", "|-", "- a\n\n", "1. ", "~", "<a>\n",
    ] {
        for start in ["", "- [ ] a ", "a\n", "- [ ] `{a=\""] {
            parse(&(start.to_owned() + &unit.repeat(size / unit.len())));
        }
    }
}

#[test]
fn what_looks_like_a_block_is_looked_at_once() {
    let size = 2_000_000;
    for unit in ["`{ ", "{@a} ", "{# ", "`{a} ` ", "\\`{ "] {
        parse(&unit.repeat(size / unit.len()));
    }
}

#[test]
fn runs_of_backticks_of_every_length_are_read_in_time() {
    let text: String = (1..1000).map(|length| "`".repeat(length) + "{# ").collect();
    parse(&text);
    parse(&"\\`` ".repeat(50_000));
}

#[test]
fn a_table_of_many_columns_and_rows_is_read_in_time() {
    let row = "|a".repeat(300) + "\n";
    parse(&(row.clone() + &"|-".repeat(300) + "\n" + &row.repeat(300) + &"|\n".repeat(3000)));
}

#[test]
fn blank_lines_in_a_deep_list_are_read_in_time() {
    let deep: String = (0..200).map(|depth| format!("{}- n\n", "  ".repeat(depth))).collect();
    parse(&(deep + &"\n".repeat(50_000)));
}
