//! The style and the script, built into the program.

/// How everything looks: the pages, the charts, the brief.
#[must_use]
pub fn style() -> String {
    let pages = include_str!("asset/style.css");
    [pages, view::scene::svg::STYLE, view::brief::html::STYLE].join("\n")
}

/// What the pages do besides being read.
pub const SCRIPT: &[u8] = include_bytes!("asset/script.js");
