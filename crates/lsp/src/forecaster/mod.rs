//! The dates, worked out beside the editing: a quick forecast for every state of a plan, and one as
//! thorough as everywhere else once nothing was edited for a moment.
//!
//! In: states of plans, as they come. Out: [`News`], in any order, each with the number of the state
//! that it is about. A state that a newer one overtakes before its turn is never played. Nothing here
//! holds up an answer to the editor.

mod latest;
mod memory;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use plan::CommitDates;
use store::History;
use workbench::{
    Dates, Input, Past, PlayOptions, Snapshot, play, play_by, play_first, read, review,
};

use self::latest::{Fetch, Jobs, Leave, latest};
use self::memory::{Memory, content};
use crate::outlook::{Against, Asked, Outlook, Played};

/// After so long without an edit a plan is played thoroughly, and its repository is looked at.
const PAUSE: Duration = Duration::from_millis(700);

/// What the dates of a plan are compared with.
#[derive(Debug)]
pub struct Committed {
    /// The commit; `None` is the plan as it was opened.
    pub commit: Option<String>,
    /// The plan in it.
    pub snapshot: Arc<Snapshot>,
}

/// A state of a plan whose dates are wanted.
#[derive(Clone, Debug)]
pub struct Job {
    /// Later states have higher numbers.
    pub number: u64,
    /// The folder of the plan.
    pub root: PathBuf,
    /// The plan.
    pub snapshot: Arc<Snapshot>,
    /// What it is compared with, once that is known.
    pub committed: Option<Arc<Committed>>,
}

/// The number of a state, and whether it was played thoroughly: what ranks higher is worth more.
pub type Rank = (u64, bool);

/// What was found out.
#[derive(Debug)]
pub enum News {
    /// The dates of a state.
    Outlook(Rank, PathBuf, Outlook),
    /// What is worth asking about a plan.
    Questions(PathBuf, Arc<Asked>),
    /// What a plan is compared with, and the dates that only its commits know.
    Past(PathBuf, Arc<Committed>, CommitDates),
}

/// Where the states go.
#[derive(Debug)]
pub struct Forecaster {
    quick: Leave,
    thorough: Leave,
}

impl Forecaster {
    /// Starts to wait for work. `state` is the folder in which the user's programs keep what they
    /// remember; `tell` is called with what was found out.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn start(
        futures: PlayOptions,
        state: PathBuf,
        tell: impl Fn(News) + Clone + Send + 'static,
    ) -> std::io::Result<Self> {
        let (quick, quick_jobs) = latest();
        let (thorough, thorough_jobs) = latest();
        let tell_too = tell.clone();
        thread::Builder::new()
            .name("quick forecasts".to_owned())
            .spawn(move || play_quickly(&quick_jobs, futures, tell))?;
        // The thorough forecast takes one core and leaves the others to what is typed meanwhile.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let pool = pool.map_err(std::io::Error::other)?;
        thread::Builder::new().name("thorough forecasts".to_owned()).spawn(move || {
            play_thoroughly(&thorough_jobs, futures, &state, &pool, tell_too);
        })?;
        Ok(Forecaster { quick, thorough })
    }

    /// Wants the dates of a state. Where a worker is gone after a fault of ours, the dates stay as they
    /// are and editing goes on.
    pub fn ask(&self, job: Job) {
        self.thorough.leave(job.clone());
        self.quick.leave(job);
    }
}

fn play_quickly(jobs: &Fetch, futures: PlayOptions, tell: impl Fn(News)) {
    let mut memory = Memory::default();
    while let Ok(jobs) = jobs.fetch() {
        for (root, job) in jobs {
            let played = guarded(|| quick_outlook(&job, futures, &mut memory));
            if let Some(Some(outlook)) = played {
                tell(News::Outlook((job.number, false), root, outlook));
            }
        }
    }
}

/// The dates with as few runs as make a first answer, in the order of priority of what they are compared
/// with: a choice of order for each keystroke would move dates for no reason of the plan's.
fn quick_outlook(job: &Job, futures: PlayOptions, memory: &mut Memory) -> Option<Outlook> {
    outlook(job, memory, &|snapshot, before| match before {
        Some(before) => {
            let runs = Some(before.forecast.runs);
            let same = PlayOptions { runs, seed: Some(before.forecast.seed) };
            play_by(snapshot, same, &before.forecast.emphasis)
        }
        None => play_first(snapshot, futures),
    })
}

fn play_thoroughly(
    jobs: &Fetch,
    futures: PlayOptions,
    state: &Path,
    pool: &rayon::ThreadPool,
    tell: impl Fn(News),
) {
    let mut memory = Memory::default();
    let mut waiting = Jobs::new();
    loop {
        let received = if waiting.is_empty() {
            jobs.fetch().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            jobs.fetch_within(PAUSE)
        };
        match received {
            Ok(newer) => {
                let is_new =
                    |job: &&Job| job.committed.is_none() && !waiting.contains_key(&job.root);
                for job in newer.values().filter(is_new) {
                    guarded(|| look_back(job, state, &tell));
                }
                waiting.extend(newer);
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                for (root, job) in std::mem::take(&mut waiting) {
                    guarded(|| look_back(&job, state, &tell));
                    let thorough = |snapshot: &Snapshot, _: Option<&Dates>| play(snapshot, futures);
                    let played = guarded(|| pool.install(|| outlook(&job, &mut memory, &thorough)));
                    let outlook = played.flatten();
                    let now = outlook.as_ref().map(|outlook| Arc::clone(&outlook.now));
                    if let Some(outlook) = outlook {
                        tell(News::Outlook((job.number, true), root.clone(), outlook));
                    }
                    let asked = guarded(|| pool.install(|| questions(&job, now.as_deref(), state)));
                    if let Some(asked) = asked {
                        tell(News::Questions(root, Arc::new(asked)));
                    }
                }
            }
        }
    }
}

/// The dates of a state and of what it is compared with, played by `play` or remembered.
fn outlook(
    job: &Job,
    memory: &mut Memory,
    play: &(dyn Fn(&Snapshot, Option<&Dates>) -> Option<Dates> + Sync),
) -> Option<Outlook> {
    let mut played = |snapshot: &Arc<Snapshot>, before: Option<&Arc<Played>>| {
        let key = (content(snapshot), before.map(|before| content(&before.snapshot)));
        memory.get_or_play(key, || {
            let dates = play(snapshot, before.map(|before| &before.dates))?;
            Some(Played { snapshot: Arc::clone(snapshot), dates })
        })
    };
    let before = job.committed.as_ref().and_then(|committed| played(&committed.snapshot, None));
    let now = played(&job.snapshot, before.as_ref())?;
    let is_commit = job.committed.as_ref().is_some_and(|committed| committed.commit.is_some());
    let against = if is_commit { Against::LastCommit } else { Against::AsOpened };
    Some(Outlook { now, before, against })
}

/// What is worth asking about a state, whose dates are `now` if it has any.
fn questions(job: &Job, now: Option<&Played>, state: &Path) -> Asked {
    let snapshot = Arc::clone(&job.snapshot);
    let past = Past::read(&job.root, state).ok().flatten();
    let history = past.map(|past| past.happenings(&snapshot.plan.zone));
    let review = match now {
        Some(played) => review(&played.snapshot, Some(&played.dates), history.as_ref()),
        None => review(&snapshot, None, history.as_ref()),
    };
    Asked { snapshot: now.map_or(snapshot, |played| Arc::clone(&played.snapshot)), review }
}

/// Tells what the plan is compared with, if that is not what it is compared with already.
fn look_back(job: &Job, state: &Path, tell: &impl Fn(News)) {
    let history = History::open(&job.root).ok().flatten();
    let head = history.as_ref().and_then(|history| history.commit_of("HEAD").ok());
    if job.committed.as_ref().is_some_and(|known| known.commit == head || head.is_none()) {
        return;
    }
    let now = &job.snapshot;
    let mut dates = now.commit_dates.clone();
    if now.plan.lacks_dates()
        && let Ok(Some(past)) = Past::read(&job.root, state)
    {
        dates = past.commit_dates(&now.plan.zone);
    }
    let at_head = history.zip(head).and_then(|(history, head)| {
        let files = history.plan_at(&head).ok()?;
        let input = Input {
            commit_dates: dates.clone(),
            ..Input::new(files.files, files.settings, now.today)
        };
        let snapshot = Arc::new(read(input));
        Some(Committed { commit: Some(head), snapshot })
    });
    if at_head.is_none() && job.committed.is_some() {
        return;
    }
    let as_opened = || Committed { commit: None, snapshot: Arc::clone(now) };
    tell(News::Past(job.root.clone(), Arc::new(at_head.unwrap_or_else(as_opened)), dates));
}

/// A fault in one forecast must not end those that come after it.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}
