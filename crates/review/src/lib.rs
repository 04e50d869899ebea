//! The questions that a good manager would ask about a plan.
