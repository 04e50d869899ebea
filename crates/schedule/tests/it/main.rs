//! Tests of the scheduling engine as a whole: what its parts promise to each other.

mod anomalies;
mod brute_force;
mod build;
mod critical_path;
mod features;
mod improve;
mod inconsistent;
mod meaning;
mod nobody;
mod search;
mod stability;
mod symmetry;
mod wrong;
