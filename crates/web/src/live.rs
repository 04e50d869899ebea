//! What is being served: the newest state of the plan, kept up to date with its files.
//!
//! In: where the plan is. Out: the newest [`Reading`], and word of every newer one. A plan that
//! cannot be read any more keeps its last good forecast; what is wrong stands beside it.

use std::sync::{Arc, RwLock};

use jiff::civil::Date;
use tokio::sync::watch;
use workbench::PlayOptions;

use crate::board::{Board, Place, revision};
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

/// The status date, asked for again and again: a server may run for weeks.
pub type Today = Box<dyn Fn() -> Date + Send + Sync>;

/// The plan in its folder, as it changes.
pub struct Live {
    place: Place,
    options: PlayOptions,
    today: Today,
    newest: RwLock<Option<Reading>>,
    news: watch::Sender<String>,
}

impl Live {
    /// The plan at `place`, not read yet.
    #[must_use]
    pub fn new(place: Place, options: PlayOptions, today: Today) -> Self {
        let news = watch::Sender::new(String::new());
        Live { place, options, today, newest: RwLock::new(None), news }
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

    /// Looks at the files and, where they changed, reads and plays the plan. Blocks meanwhile.
    pub fn refresh(&self) {
        let today = self.today();
        let found = store::read(&self.place.plan);
        let last = self.peek();
        let name = match &found {
            Ok(plan) => {
                revision(&[plan.files.as_slice(), plan.settings.as_slice()].concat(), today)
            }
            Err(error) => format!("{error}"),
        };
        if last.as_ref().is_some_and(|last| last.revision == name) {
            return;
        }
        let before = last.and_then(|last| last.board);
        let (board, trouble) = match self.read(today) {
            Ok(board) => (Some(Arc::new(board)), None),
            Err(trouble) => (before, Some(Arc::new(trouble))),
        };
        let fresh = board.clone().filter(|_| trouble.is_none());
        self.publish(Reading { revision: name.clone(), board, trouble });
        if let Some(board) = fresh {
            board.work_out(&self.place);
            self.news.send_replace(format!("{name} complete"));
        }
    }

    fn read(&self, today: Date) -> Result<Board, Trouble> {
        let opened = workbench::open(&self.place.plan, &self.place.state, today)?;
        let snapshot = opened.snapshot.clone();
        Board::play(opened, self.options).ok_or_else(|| Trouble::of(snapshot))
    }

    fn publish(&self, reading: Reading) {
        let name = reading.revision.clone();
        *self.newest.write().expect("BUG: a thread died while publishing") = Some(reading);
        self.news.send_replace(name);
    }

    fn peek(&self) -> Option<Reading> {
        self.newest.read().expect("BUG: a thread died while publishing").clone()
    }
}
