//! The picture of a terminal in the README: a screen of the sample plan as SVG.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::say;

/// What the picture shows, and as of when.
const COMMAND: &[&str] = &["--color", "--width", "100", "--today", "2026-04-14"];
const SAMPLE: &str = "examples/billing";
const PICTURE: &str = "docs/terminal.svg";

const CHARACTER_WIDTH: f64 = 8.4;
const LINE_HEIGHT: f64 = 18.0;
const MARGIN: f64 = 22.0;
const TITLE_BAR: f64 = 30.0;

/// Runs `fore` on the sample plan and writes what it shows.
pub fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--package", "cli", "--", "-C", SAMPLE])
        .args(COMMAND)
        .current_dir(&root)
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8(output.stdout).map_err(|error| error.to_string())?;
    fs::write(root.join(PICTURE), svg("fore", &text)).map_err(|error| error.to_string())?;
    say(&format!("wrote {PICTURE}"));
    Ok(())
}

/// Terminal text with colors as a picture, below a bar with the command.
fn svg(command: &str, text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let columns = lines.iter().map(|line| visible(line).chars().count()).max().unwrap_or(0);
    let width = columns as f64 * CHARACTER_WIDTH + 2.0 * MARGIN;
    let height = (lines.len() as f64 + 2.0) * LINE_HEIGHT + TITLE_BAR + MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>fore on the sample plan</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"#16191d\"/>\n\
         <g fill=\"#3a4047\"><circle cx=\"20\" cy=\"17\" r=\"5\"/><circle cx=\"38\" cy=\"17\" r=\"5\"/>\
         <circle cx=\"56\" cy=\"17\" r=\"5\"/></g>\n\
         <g font-family=\"ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"14\" fill=\"#d5dae0\" xml:space=\"preserve\">\n"
    );
    push_line(&mut svg, 0, &format!("\u{1b}[2m$\u{1b}[0m {command}"));
    for (index, line) in lines.iter().enumerate() {
        push_line(&mut svg, index + 1, line);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// One line as runs of one style each, every run at the column where it begins.
fn push_line(svg: &mut String, index: usize, line: &str) {
    let y = TITLE_BAR + MARGIN + index as f64 * LINE_HEIGHT;
    let (mut column, mut style, mut rest) = (0, "", line);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("\u{1b}[") {
            let end = after.find('m').unwrap_or(after.len());
            style = attributes(&after[..end]);
            rest = after.get(end + 1..).unwrap_or("");
            continue;
        }
        let end = rest.find('\u{1b}').unwrap_or(rest.len());
        let run = &rest[..end];
        if !run.trim().is_empty() {
            let indent = run.chars().take_while(|c| *c == ' ').count();
            let x = MARGIN + (column + indent) as f64 * CHARACTER_WIDTH;
            let length = run.trim().chars().count() as f64 * CHARACTER_WIDTH;
            let shown = run.trim().replace('&', "&amp;").replace('<', "&lt;");
            writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\"{style}>{shown}</text>"
            )
            .expect("a String takes any text");
        }
        column += run.chars().count();
        rest = &rest[end..];
    }
}

/// The look of an escape code that `view` writes.
fn attributes(code: &str) -> &'static str {
    match code {
        "1" => " font-weight=\"700\" fill=\"#ffffff\"",
        "2" => " fill=\"#939ba4\"",
        "34" => " fill=\"#559bdf\"",
        "1;34" => " font-weight=\"700\" fill=\"#a6d1fb\"",
        "31" | "9;31" => " fill=\"#ff7d61\"",
        "33" => " fill=\"#efb752\"",
        "32" => " fill=\"#74c69a\"",
        "36" => " fill=\"#7fd0d6\"",
        _ => "",
    }
}

fn visible(line: &str) -> String {
    let mut pieces = line.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('m').map_or("", |(_, rest)| rest))
}
