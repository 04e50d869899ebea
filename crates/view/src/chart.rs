//! Drawings made of characters, from plain values.
//!
//! In: counts, shares and columns; the caller has mapped moments to columns already. Out: lines.
//! It must not know what a plan is, nor what a date is beyond the label it is given.

mod axis;
mod bar;
mod dots;
mod histogram;
mod lanes;
mod spark;
mod trend;

pub use axis::{Mark, marks};
pub use bar::{bar, progress, towards, two_sided};
pub use dots::dots;
pub use histogram::{HistogramRow, histogram};
pub use lanes::{Bar, Lane, Lanes, gutter, lanes};
pub use spark::spark;
pub use trend::trend;
