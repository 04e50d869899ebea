//! The charts of pages, files and paper, drawn as scenes.
//!
//! In: [`Facts`](crate::Facts), and how much room there is. Out: a [`Scene`](crate::scene::Scene).
//! What is shown is what the terminal shows: the same lanes, the same columns of working days, the
//! same fifty dots. Nothing is computed here but places.

mod axis;
mod choice;
mod distribution;
mod dots;
mod heads;
mod lines;
mod milestones;
mod pack;
mod record;
mod ridges;
mod swings;
mod timeline;
mod trend;

pub use choice::Choice;
pub use distribution::{Chance, chances, distribution};
pub use dots::dots;
pub use milestones::{Band, milestones};
pub use record::record;
pub use swings::swings;
pub use timeline::{Density, GroupBy, LinkOf, Timeline, timeline};
pub use trend::trend;
