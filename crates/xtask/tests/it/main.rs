//! The house rules that a compiler does not keep.

mod crates;
mod pages;
mod texts;
