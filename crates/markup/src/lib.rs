//! Parses a plan's Markdown into an outline: headings, list items, attribute blocks, all with
//! exact byte ranges.
//!
//! In: the text of one file. Out: an [`Outline`] and the [`Problem`]s of its form. Parsing never
//! fails and never changes a byte. This crate must not know what an attribute means: keys, kinds
//! and units are the business of `plan`.

mod outline;

pub use outline::{
    Block, CheckBox, Node, NodeId, NodeKind, Outline, Problem, ProblemKind, Token, TokenKind,
    ValueToken,
};

/// Parses `text`. Cannot fail: what is not understood is in [`Outline::problems`]. Linear time.
#[must_use]
pub fn parse(_text: &str) -> Outline {
    unimplemented!()
}
