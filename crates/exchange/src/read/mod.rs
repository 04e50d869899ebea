//! Makes a draft of a text, whatever its format.
//!
//! In: a text. Out: a [`Draft`]. Readers see form only: what is a heading, an item, a row, a
//! paragraph. They must not know which of these are work.

mod html;
mod markdown;
mod org;
mod outline;
mod settings;
mod sheet;

use crate::draft::Draft;
use crate::format::Format;

/// Reads `source`, whose byte-order mark is gone and whose lines end with LF.
pub fn read(source: &str, format: Format) -> Draft {
    match format {
        Format::Markdown => markdown::read(source),
        Format::Org => org::read(source),
        Format::Outline => outline::read(source),
        Format::Sheet(separator) => sheet::read(source, separator),
        Format::Html => html::read(source),
        Format::Settings => settings::read(source),
    }
}

/// How deep lists may nest; what is deeper stands beside its parent.
const DEPTH_MAX: usize = 200;
