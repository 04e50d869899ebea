//! The program as its users meet it: built, and run as a child process with a fixed today.

mod bad_input;
mod demo;
mod demo_history;
mod exits;
mod first_screens;
mod json;
mod program;
mod same_bytes;
mod screens;
