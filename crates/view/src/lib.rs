//! Facts to sentences, tables and charts; those to terminal text, SVG, PDF, HTML, Markdown and JSON.
//!
//! In: what the engines found about a plan. Out: strings and bytes. The modules stand in the order of
//! the work: [`words`] says a value, [`levers`] what would help, [`sentence`] the answer;
//! [`chart`] draws with characters, [`figure`] into a [`scene`] for pages and paper;
//! [`diagnostics`] shows what is wrong, and [`terminal`] lays lines out and paints them. This crate
//! must not read a clock, a file or the terminal, and must not compute what an engine should have
//! computed.

pub use words;

pub mod levers;

pub mod sentence;

pub mod terminal;

pub mod chart;

pub mod scene;

pub mod figure;

pub mod brief;

pub mod diagnostics;

pub mod facts;

pub mod parts;

pub mod load;

pub mod full;

pub mod launch;

pub mod map;
pub mod message;

pub mod systems;

pub mod difference;

pub mod edits;
pub mod effort;

pub mod limits;

mod record;

pub mod rows;

mod pause;

pub mod screens;

pub mod json;

pub mod ci;

pub mod comment;

mod export;

pub use export::{csv, mermaid, record_setting};
pub use facts::{Facts, Status};
