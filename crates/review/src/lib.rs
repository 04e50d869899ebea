//! What a good manager would ask about a plan: few questions, each with its evidence.
//!
//! In: what is known of a plan ([`Facts`]). Out: a [`Review`]: questions, what an answer to each is
//! worth, and ways out of it. The modules stand in the order of the work: what is known, the
//! rules that look at it ([`RULES`], one file each), what they find ([`Finding`]), what was answered
//! before ([`answers`]), which few are asked first. This crate must not know how a
//! question is shown, nor play a plan: where a price needs that, a finding says what to play.

pub mod answers;
mod ask;
mod command;
mod contract;
mod coverage;
mod facts;
mod finding;
mod history;
mod order;
mod rule;
pub mod rules;
mod topics;

pub use ask::ask;
pub use command::command;
pub use contract::could_agree;
pub use facts::{Facts, Played};
pub use finding::{Finding, WayOut, Worth};
pub use history::History;
pub use order::{Answered, Question, Review, SHOWN_MAX, WORTH_DAYS_MIN, not_now_until, order};
pub use rule::{Check, Family, HEADINGS, Rule, Section};
pub use rules::{RULES, WHO_ELSE, find};
