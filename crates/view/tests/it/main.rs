//! Golden drawings from plain values, at the widths and in the styles that people use.

mod charts;
mod diagnostics;
mod screens;
mod world;
