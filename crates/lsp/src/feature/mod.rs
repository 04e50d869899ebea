//! What can be asked about a document, one file a thing. Each reads a plan and answers in plain
//! values; none knows the protocol.

pub mod actions;
pub mod completion;
pub mod hints;
pub mod hover;
pub mod outline;
pub mod questions;
pub mod references;
