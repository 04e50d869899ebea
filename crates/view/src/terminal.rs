//! Styled text for terminals: lines, tables and pages; painted with or without color.
//!
//! In: texts with a role each. Out: a string for a terminal of a given width. Every text that
//! comes in is made harmless first, so that a title cannot talk to the terminal; widths are in
//! columns, so that wide characters line up. It must not know what a plan is.

mod glyph;
mod line;
mod page;
mod paint;
mod table;
mod wrap;

pub(crate) use line::prefix;
pub use line::{Line, Role, Span};
pub use page::Page;
pub use paint::{Charset, Paint};
pub use table::{Align, Column, Table};
