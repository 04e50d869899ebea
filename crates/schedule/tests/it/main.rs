//! Tests of the scheduling engine as a whole: what its parts promise to each other.

mod build;
mod features;
