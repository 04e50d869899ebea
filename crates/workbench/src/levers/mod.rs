//! What would help: changes of a plan that might move its date, each with what it buys.
//!
//! In: a snapshot and its dates. Out: [`Lever`]s with prices, free moves first. Nothing is written
//! here, and nothing is decided: a lever is a question to the people it names.
//!
//! # Theory
//! Levers are searched for on draws of their own and priced on those of the plan. The best of many
//! looks better than it is on the draws that made it the best (the winner's curse), and on the
//! others it does not; and the prices that are shown belong to the dates that are shown.

mod aim;
mod candidates;
mod contracts;
mod cut;
mod desk;
mod free_moves;
mod hand_overs;
mod judge;
mod leave;
mod people;
mod pool;
mod price;
mod scope;
mod search;
mod shown;
mod smallest;
mod sooner;
mod soonest;

pub use aim::Goal;
pub use candidates::candidates;
pub use cut::{Cut, Refusal, Stand, Step, cut};
pub use plan::{Lever, LeverCost, LeverKind};
pub use price::PricedLever;
pub(crate) use price::Pricer;
pub use search::best;
pub use shown::shown;
pub use soonest::Soonest;
