//! Points at text: files, ranges, lines, edits, diagnostics. Plain values, no behavior that
//! knows what a plan is.
//!
//! In: the bytes of a file that somebody read. Out: values with which every later stage can say
//! *where*. This crate must not know the language of plans, nor touch a disk.

mod compare;
mod diagnostic;
mod edit;
mod escape;
mod hash;
mod range;
mod source;
mod suggest;

pub use compare::{Hunk, compare_lines, line_edits, lines, longest_rising};
pub use diagnostic::{Diagnostic, Fix, Label, Level, has_errors};
pub use edit::{EditError, TextEdit, apply, apply_to_files};
pub use escape::{escape_controls, escape_lines, is_dangerous};
pub use hash::{Hash, hash};
pub use range::{Place, TextRange};
pub use source::{FileId, LineColumn, LineIndex, NotText, SourceFile};
pub use suggest::closest;
