//! The build from text to plan, and back through intents.

mod diagnostics;
mod diff;
mod draw;
mod edits;
mod merge;
mod properties;
mod sample;
