//! The ways to do an activity, kept once for all activities that can be done in the same ways: a plan of
//! many tasks, each of which anybody may do, must not take memory for every pair of them.

use std::borrow::Borrow;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::Mode;

/// Ways to do an activity, in the order of preference on ties. Copies share them until one is changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Modes(Arc<Vec<Mode>>);

impl Modes {
    /// A number that those who share the same ways have in common, as long as there are any; others may
    /// have equal ways and another number.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl From<Vec<Mode>> for Modes {
    fn from(modes: Vec<Mode>) -> Self {
        Modes(Arc::new(modes))
    }
}

/// Ordered as its ways are.
impl Borrow<[Mode]> for Modes {
    fn borrow(&self) -> &[Mode] {
        &self.0
    }
}

impl Deref for Modes {
    type Target = Vec<Mode>;

    fn deref(&self) -> &Vec<Mode> {
        &self.0
    }
}

impl DerefMut for Modes {
    fn deref_mut(&mut self) -> &mut Vec<Mode> {
        Arc::make_mut(&mut self.0)
    }
}

impl<'a> IntoIterator for &'a Modes {
    type Item = &'a Mode;
    type IntoIter = std::slice::Iter<'a, Mode>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
