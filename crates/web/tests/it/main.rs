//! The server as a browser meets it: HTTP on a free port, with a plan in a folder of its own.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod all;
mod answers;
mod browser;
mod change;
mod door;
mod edits;
mod load;
mod pages;
