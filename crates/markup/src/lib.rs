//! Parses a plan's Markdown into an outline: headings, list items, attribute blocks, all with
//! exact byte ranges.
//!
//! In: the text of one file. Out: an [`Outline`] and the [`Problem`]s of its form. Parsing never
//! fails and never changes a byte. This crate must not know what an attribute means: keys, kinds
//! and units are the business of `plan`.
//!
//! The steps: `pieces` asks a Markdown parser which lines are what; `build` makes nodes of that,
//! reading boxes (`check_box`), blocks (`code_span`) and tokens (`token`) from the raw text;
//! `conflict` looks for unfinished merges. [`splice`] goes the other way: the smallest changes of
//! a text, one for each thing that can happen to a node.

mod build;
mod check_box;
mod code_span;
mod conflict;
mod lines;
mod outline;
mod pieces;
pub mod splice;
mod token;
pub mod tree;

pub use outline::{
    Block, CheckBox, Node, NodeId, NodeKind, Outline, Problem, ProblemKind, Token, TokenKind,
    ValueToken,
};

/// Parses `text`. Cannot fail: what is not understood is in [`Outline::problems`], which are in
/// the order of the text.
///
/// Items may be nested as deep as one likes, but one line opens at most 99 of them; what would be
/// the next marker on that line is text. Cost: `O(bytes)` for texts that people write, at worst
/// `O(bytes · depth)`; nothing here recurses.
#[must_use]
pub fn parse(text: &str) -> Outline {
    let pieces = pieces::find(text);
    let mut outline = build::outline(text, &pieces);
    outline.problems.extend(conflict::find(text, &pieces));
    outline.problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
    outline
}
