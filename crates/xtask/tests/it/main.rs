//! The house rules that a compiler does not keep.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod crates;
mod pages;
mod texts;
