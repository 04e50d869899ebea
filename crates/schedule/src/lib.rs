//! From a plan to dates: the scheduling problem, the critical path, the dispatcher, a
//! search for a better order, the checker.
//!
//! In: a [`Problem`] and how much work each activity takes. Out: a [`Schedule`]. Nothing here draws
//! random numbers, reads clocks, or knows how dates are shown.

mod check;
mod critical_path;
mod dispatch;
mod finish_bound;
mod improve;
mod links;
mod lower;
mod order;
mod outcome;
mod problem;
mod random;
mod schedule;
pub mod search;
mod solve;
mod trace;

pub use check::{Violation, check_schedule};
pub use critical_path::{CriticalPath, critical_path};
pub use dispatch::Dispatcher;
pub use finish_bound::{Conflict, Overload, conflict, finish_bound};
pub use improve::{Changes, Finish, Improved, Moved, improve, usual_budget};
pub use lower::{CatchingUp, Crew, FinishedTask, LowerOptions, Lowered, Lowering, lower};
pub use order::priority_order;
pub use outcome::{CauseCode, Minute, Outcome, last_outcome};
pub use problem::{
    Activity, ActivityId, CalendarId, Demand, Effect, Effort, HandOver, Impact, Lag, Link,
    LinkKind, Member, Mode, Modes, Problem, ProblemError, ProblemParts, Progress, Range, Rank,
    Resource, ResourceId, Risk,
};
pub use schedule::{Cause, Entry, Schedule};
pub use solve::{solve, solve_in_order};
pub use trace::{before, binding_chain};
