//! What is being served: the newest state of the plan, kept up to date with its files.
//!
//! In: where the plan is. Out: the newest [`Reading`], and word of every newer one. A large plan is
//! there twice: soon in fewer runs, later in all. A plan that cannot be read any more keeps its last
//! good forecast; what is wrong stands beside it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::civil::Date;
use store::StoreError;
use tokio::sync::watch;
use workbench::{Input, PlayOptions, Snapshot};

use crate::board::{Board, Place, revision};
use crate::first;
use crate::trouble::Trouble;

/// What was found when the plan was looked at last.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Names what was found.
    pub revision: String,
    /// The newest sound plan, if there ever was one.
    pub board: Option<Arc<Board>>,
    /// Why the newest texts are not that plan.
    pub trouble: Option<Arc<Trouble>>,
}

/// So many states are remembered: more than anybody leaves a page open for while others edit.
const RECENT_MAX: usize = 64;

/// The status date, asked for again and again: a server may run for weeks.
pub type Today = Box<dyn Fn() -> Date + Send + Sync>;

/// The plan in its folder, as it changes.
pub struct Live {
    place: Place,
    options: PlayOptions,
    today: Today,
    newest: RwLock<Option<Reading>>,
    /// The texts of the last states, for edits from pages that show them.
    recent: Mutex<VecDeque<(String, Input)>>,
    /// Held while the plan is read, so that it is read once.
    reading: Mutex<()>,
    news: watch::Sender<String>,
}

impl Live {
    /// The plan at `place`, not read yet.
    #[must_use]
    pub fn new(place: Place, options: PlayOptions, today: Today) -> Self {
        let news = watch::Sender::new(String::new());
        let (recent, reading) = (Mutex::default(), Mutex::default());
        Live { place, options, today, newest: RwLock::new(None), recent, reading, news }
    }

    /// The status date.
    #[must_use]
    pub fn today(&self) -> Date {
        (self.today)()
    }

    /// The newest reading; waits for the first.
    pub async fn newest(&self) -> Reading {
        let mut news = self.news.subscribe();
        loop {
            if let Some(reading) = self.peek() {
                return reading;
            }
            // The sender lives as long as we do.
            let _ = news.changed().await;
        }
    }

    /// Tells the revision of every newer reading.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<String> {
        self.news.subscribe()
    }

    /// Where the plan is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The newest plan.
    ///
    /// # Errors
    /// A sentence, if the newest texts are no sound plan.
    pub fn sound(&self) -> Result<Arc<Board>, String> {
        match self.peek() {
            Some(Reading { board: Some(board), trouble: None, .. }) => Ok(board),
            Some(Reading { trouble: Some(trouble), .. }) => Err(trouble.headline()),
            _ => Err("The plan is being read.".to_owned()),
        }
    }

    /// The plan as it was in a state that was shown not long ago.
    #[must_use]
    pub fn recent(&self, revision: &str) -> Option<Snapshot> {
        let recent = self.recent.lock().expect("BUG: a thread died while remembering");
        let found = recent.iter().find(|(name, _)| name == revision)?;
        Some(workbench::read(found.1.clone()))
    }

    /// Looks at the files and, where they changed, reads the plan and plays it, a large one in fewer
    /// runs first. Blocks meanwhile.
    pub fn refresh(&self) {
        let _alone = self.alone();
        let today = self.today();
        let name = match store::read(&self.place.plan) {
            Ok(plan) => {
                revision(&[plan.files.as_slice(), plan.settings.as_slice()].concat(), today)
            }
            Err(error) => error.to_string(),
        };
        let last = self.peek();
        if last.as_ref().is_some_and(|last| last.revision == name) {
            return;
        }
        let before = last.as_ref().and_then(|last| last.board.as_deref());
        match self.read(today, before) {
            Ok(board) => {
                self.remember(&board);
                self.publish_board(board);
            }
            Err(trouble) => {
                let board = last.and_then(|last| last.board);
                let trouble = if board.is_some() { trouble.of_known() } else { trouble };
                let news = name.clone();
                let trouble = Some(Arc::new(trouble));
                self.publish(Reading { revision: name, board, trouble }, news);
            }
        }
    }

    /// Makes a first plan of a document, and reads it.
    ///
    /// # Errors
    /// [`StoreError`] if there is a plan already, or it cannot be written.
    pub fn begin(&self, document: &str) -> Result<(), StoreError> {
        workbench::create(&self.place.plan, document)?;
        self.refresh();
        Ok(())
    }

    /// Writes the first lines of a plan that has none, and reads it. Returns whether they were.
    ///
    /// # Errors
    /// If the file cannot be written, or has changed meanwhile.
    pub fn begin_with(&self, posted: &[(String, String)]) -> Result<bool, StoreError> {
        let opened = workbench::open(&self.place.plan, &self.place.state, self.today())?;
        let is_empty = opened.snapshot.plan.leaves().next().is_none();
        let text = opened.snapshot.files.first().map_or("", |file| file.text.as_str());
        let Some(after) = first::lines(text, posted).filter(|_| is_empty) else {
            return Ok(false);
        };
        opened.write_first("first lines", &after)?;
        self.refresh();
        Ok(true)
    }

    /// Plays the newest plan as often as it takes if that has not been done, works out what else it
    /// lacks, and spreads the news. Blocks for seconds.
    pub fn work_out(&self) {
        let Ok(first) = self.sound() else { return };
        if let Some(full) = first.in_full() {
            self.replace(&first, full);
        }
        let Ok(board) = self.sound() else { return };
        if board.is_first {
            // Somebody edits: that has its turn.
            return;
        }
        let is_outdated = || self.peek().is_none_or(|newest| newest.revision != board.revision);
        if board.work_out(&self.place, &is_outdated) && !is_outdated() {
            self.news.send_if_modified(|news| {
                let is_newest = *news == board.revision;
                if is_newest {
                    news.push_str(" complete");
                }
                is_newest
            });
        }
    }

    /// Shows what a commit of the newest plan changes: its history.
    pub fn has_committed(&self) {
        let _alone = self.alone();
        if let Ok(board) = self.sound() {
            self.publish_board(board.committed());
        }
    }

    fn read(&self, today: Date, before: Option<&Board>) -> Result<Board, Trouble> {
        let opened = workbench::open(&self.place.plan, &self.place.state, today)?;
        let snapshot = opened.snapshot.clone();
        // Another choice of order for every edit would move dates for no reason of the plan's.
        let order = before.map(|board| &board.dates.forecast.emphasis);
        let board = Board::play_first(opened, self.options, order);
        board.map(|board| board.after(before)).ok_or_else(|| Trouble::of(snapshot))
    }

    /// Shows `full` in place of `first`, unless there is something newer.
    fn replace(&self, first: &Board, full: Board) {
        let _alone = self.alone();
        let newest = self.sound();
        if newest.is_ok_and(|newest| newest.is_first && newest.revision == first.revision) {
            self.publish_board(full);
        }
    }

    /// The right to read the plan. What a thread that broke left behind is looked at again from the
    /// start.
    fn alone(&self) -> MutexGuard<'_, ()> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn publish_board(&self, board: Board) {
        let (revision, is_first) = (board.revision.clone(), board.is_first);
        let news = if is_first { format!("{revision} first") } else { revision.clone() };
        self.publish(Reading { revision, board: Some(Arc::new(board)), trouble: None }, news);
    }

    fn remember(&self, board: &Board) {
        let mut recent = self.recent.lock().expect("BUG: a thread died while remembering");
        recent.push_back((board.revision.clone(), board.snapshot().input()));
        while recent.len() > RECENT_MAX {
            recent.pop_front();
        }
    }

    fn publish(&self, reading: Reading, news: String) {
        *self.newest.write().expect("BUG: a thread died while publishing") = Some(reading);
        self.news.send_replace(news);
    }

    fn peek(&self) -> Option<Reading> {
        self.newest.read().expect("BUG: a thread died while publishing").clone()
    }
}
