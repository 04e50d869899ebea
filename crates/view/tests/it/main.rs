//! Golden drawings from plain values, at the widths and in the styles that people use.

mod charts;
mod diagnostics;
mod drivers;
mod screens;
mod world;
