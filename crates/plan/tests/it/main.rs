//! The build from text to plan, and back through intents.

mod diagnostics;
mod draw;
mod edits;
mod properties;
mod sample;
