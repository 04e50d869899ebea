//! Working time as a whole: against an oracle that walks the minutes, there and back, on the days
//! on which the clocks change, and the holidays of known years.

mod clock_changes;
mod edges;
mod holidays;
mod oracle;
mod properties;
