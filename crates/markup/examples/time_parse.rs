//! Parses a generated plan of 20,000 items, or the file that is named, ten times, and prints how
//! long each took. Run with `cargo run --release -p markup --example time_parse [FILE]`.
#![allow(clippy::print_stdout, reason = "a program for people")]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

use std::fmt::Write as _;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let text = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => generated(20_000),
    };
    for _ in 0..10 {
        let start = Instant::now();
        let outline = markup::parse(&text);
        println!(
            "{} bytes, {} nodes, {} problems: {:.1} ms",
            text.len(),
            outline.nodes.len(),
            outline.problems.len(),
            start.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}

fn generated(n_items: usize) -> String {
    let mut text = String::from("# Plan\n\n`{#plan start=2026-03-02}`\n\n## Work\n\n");
    for item in 0..n_items {
        let indent = ["", "  ", "    "][item % 3];
        writeln!(
            text,
            "{indent}- [ ] Backfill seven years of *invoices* `{{#task-{item} @ben 5d..8d..20d after=task-{}}}`\n\
             {indent}  2019 rows have no currency column; see [the sample](data/2019.csv).",
            item.saturating_sub(1)
        )
        .expect("a String takes any text");
    }
    text
}
