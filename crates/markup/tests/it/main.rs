//! Parsing and splicing, seen from outside.

mod forms;
mod hostile;
mod plans;
mod properties;
mod records;
mod round_trip;
mod show;
mod splices;
