//! The plan in the browser: pages that are rendered here, on this machine, for who has the token.
//!
//! In: the plan's folder, and a port. Out: HTML, whose numbers and sentences come from `view` and
//! `workbench`; and edits, which go down the one write path of all front ends. A page is a pure
//! function of a [`Board`], an unchanging state of the plan with its dates, so the same functions
//! make the live pages and the files of an export. This crate must not compute what an engine
//! computes, and keeps nothing on disk.
//!
//! # To add a page
//! 1. `page/<name>.rs` with a `pub const PAGE: Page`: the question it answers, its key, when it is
//!    listed, and `render`, a function from the board to a [`Sheet`](page::Sheet): the answer, the
//!    reason, the rest.
//! 2. A line in the table [`page::PAGES`]; their order is the order of the rail.
//!
//! Build it from [`part`] (cards, rows, bars) and link with [`Medium::link`]. The content security
//! policy allows neither inline styles nor inline scripts: lengths are attributes of SVG, looks are
//! classes in `asset/style.css`. What can be changed in place is written with [`edit::field`] and its
//! neighbors, which show plain text in an export.

pub mod board;
pub mod edit;
pub mod page;
pub mod part;

mod asset;
mod change;
mod commit;
mod door;
mod draw;
mod first;
mod impatient;
mod live;
mod notes;
mod server;
mod shell;
mod trouble;

pub use asset::{BRIEF_STYLE, style};
pub use board::Board;
pub use live::Today;
pub use page::{Medium, PAGES, Page};
pub use server::{Options, ServeError, serve};
pub use shell::exported;
