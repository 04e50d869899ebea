//! The style and the script, built into the program.

/// How everything looks.
pub const STYLE: &[u8] = include_bytes!("asset/style.css");

/// What the pages do besides being read.
pub const SCRIPT: &[u8] = include_bytes!("asset/script.js");
