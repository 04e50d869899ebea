//! The program as its users meet it: built, and run as a child process with a fixed today.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod bad_input;
mod brief;
mod comment_hosts;
mod cut;
mod demo;
mod demo_history;
mod diff;
mod editor;
mod edits;
mod exits;
mod export;
mod first_screens;
mod json;
mod manual;
mod merge;
mod program;
mod real_plans;
mod review;
mod same_bytes;
mod screens;
mod status;
