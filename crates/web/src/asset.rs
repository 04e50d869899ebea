//! The style and the script, built into the program.

use view::scene::svg;

/// How the pages and their charts look, without the white space that is there for its readers.
#[must_use]
pub fn style() -> String {
    let pages = include_str!("asset/style.css");
    let shared = [svg::FALLBACK_FONT, svg::STYLE];
    let lines = pages.lines().chain(shared.into_iter().flat_map(str::lines)).map(str::trim);
    let told = lines.filter(|line| !line.is_empty() && !is_comment(line));
    let joined = told.fold(String::new(), |all, line| {
        // A declaration that goes on needs its space; after these a line may follow at once.
        let is_closed = all.ends_with(['{', '}', ';', ',']) || all.is_empty();
        all + if is_closed { "" } else { " " } + &tight(line)
    });
    joined.replace(";}", "}")
}

/// A line without what its punctuation does not need. In a selector a colon has no space after it.
fn tight(line: &str) -> String {
    let pairs = [
        ("; ", ";"),
        (": ", ":"),
        (", ", ","),
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        (" > ", ">"),
        (" + ", "+"),
        (" ~ ", "~"),
    ];
    pairs.into_iter().fold(line.to_owned(), |line, (from, to)| line.replace(from, to))
}

/// How the brief looks, which is as it looks on paper.
pub const BRIEF_STYLE: &str = view::brief::html::STYLE;

fn is_comment(line: &str) -> bool {
    line.starts_with("/*") && line.ends_with("*/")
}

/// What the pages do besides being read, without what is there for its readers.
#[must_use]
pub fn script() -> String {
    let lines = include_str!("asset/script.js").lines().map(str::trim);
    let told = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    // No text in it has an arrow.
    told.fold(String::new(), |all, line| all + &line.replace(" => ", "=>") + "\n")
}
