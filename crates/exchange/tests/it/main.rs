//! Documents in, plans and tickets out, seen from outside.

mod documents;
mod forms;
mod properties;
mod sound;
mod tickets;
mod trackers;
