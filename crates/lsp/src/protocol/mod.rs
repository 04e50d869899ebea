//! The language server protocol: the one place that knows its messages.
//!
//! In: what an editor sends. Out: [`Event`]s and [`Question`]s in our own terms; and what we say, in
//! the editor's. Everything else in this crate speaks of paths, offsets and plain values.

mod asked;
mod client;
mod said;

pub use asked::{Event, NoQuestion, Question, event};
pub use client::{Client, watch};
pub use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
pub use said::{Encoder, no_diagnostics};
