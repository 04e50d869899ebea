//! The states that wait to be played: of each plan only the newest, so that a burst of keystrokes takes
//! no more memory than one.
//!
//! In: states, as they come. Out: the newest of each plan that nobody has taken yet. It must not know
//! what is done with them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Job;

/// By the folder of the plan.
pub type Jobs = BTreeMap<PathBuf, Job>;

/// Where states are left.
#[derive(Debug)]
pub struct Leave {
    waiting: Arc<Mutex<Jobs>>,
    bell: Sender<()>,
}

/// Where they are fetched.
#[derive(Debug)]
pub struct Fetch {
    waiting: Arc<Mutex<Jobs>>,
    bell: Receiver<()>,
}

/// Both ends; nothing waits.
pub fn latest() -> (Leave, Fetch) {
    let (ring, bell) = channel();
    let waiting = Arc::default();
    (Leave { waiting: Arc::clone(&waiting), bell: ring }, Fetch { waiting, bell })
}

impl Leave {
    /// Leaves `job` in the place of an older one of its plan. Where nobody fetches any more, it is never
    /// played.
    pub fn leave(&self, job: Job) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let overtaken = waiting.insert(job.root.clone(), job);
        drop(waiting);
        // A large plan, freed outside of the lock.
        drop(overtaken);
        let _ = self.bell.send(());
    }
}

impl Fetch {
    /// What waits, as soon as something came; nothing if it has been fetched with what came before it.
    ///
    /// # Errors
    /// If nobody leaves anything any more.
    pub fn fetch(&self) -> Result<Jobs, RecvError> {
        self.bell.recv().map(|()| self.take())
    }

    /// The same, if something comes within `pause`.
    ///
    /// # Errors
    /// If not, or if nobody leaves anything any more.
    pub fn fetch_within(&self, pause: Duration) -> Result<Jobs, RecvTimeoutError> {
        self.bell.recv_timeout(pause).map(|()| self.take())
    }

    fn take(&self) -> Jobs {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use workbench::{Input, read};

    fn job(number: u64, root: &str) -> Job {
        let input = Input::new(Vec::new(), None, date(2026, 3, 2));
        Job { number, root: root.into(), snapshot: Arc::new(read(input)), committed: None }
    }

    fn numbers(jobs: &Jobs) -> Vec<u64> {
        jobs.values().map(|job| job.number).collect()
    }

    #[test]
    fn of_each_plan_only_the_newest_is_kept() {
        let (leave, fetch) = latest();
        let overtaken = job(1, "a");
        let kept = Arc::downgrade(&overtaken.snapshot);
        leave.leave(overtaken);
        leave.leave(job(2, "b"));
        leave.leave(job(3, "a"));
        assert!(kept.upgrade().is_none(), "what is overtaken is freed at once");
        assert_eq!(numbers(&fetch.fetch().unwrap()), [3, 2]);
        // Two more bells rang for what has been fetched.
        assert!(fetch.fetch().unwrap().is_empty());
        assert!(fetch.fetch_within(Duration::ZERO).unwrap().is_empty());
        assert_eq!(fetch.fetch_within(Duration::ZERO).unwrap_err(), RecvTimeoutError::Timeout);
        drop(leave);
        assert!(fetch.fetch().is_err());
    }
}
