//! One state of a plan with all that follows from it: what every page is made from.
//!
//! In: a plan as read from its folder. Out: a value that never changes, so that any number of
//! requests can share it. What takes longer to work out than a page may take is worked out once,
//! in the background, and remembered here; until then a page does without.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::OnceLock;

use jiff::civil::Date;
use plan::Trend;
use text::SourceFile;
use view::Facts;
use workbench::{Dates, Opened, Past, PlayOptions, Snapshot, facts, play};

/// A sound plan with its dates.
#[derive(Debug)]
pub struct Board {
    /// The plan, and where it was read from.
    pub opened: Opened,
    /// When things happen.
    pub dates: Dates,
    /// How the plan was played.
    pub options: PlayOptions,
    /// Names this state: a fingerprint of the texts and the day.
    pub revision: String,
    extras: Extras,
}

/// What is worked out in the background.
#[derive(Debug, Default)]
struct Extras {
    trend: OnceLock<Option<Trend>>,
}

/// Where a plan is, and where its past is remembered.
#[derive(Clone, Debug)]
pub struct Place {
    /// A folder, or a Markdown file.
    pub plan: PathBuf,
    /// The folder in which the user's programs keep what they remember.
    pub state: PathBuf,
}

impl Board {
    /// The plan with its dates; `None` if it has errors, or nothing to schedule.
    #[must_use]
    pub fn play(opened: Opened, options: PlayOptions) -> Option<Self> {
        let dates = play(&opened.snapshot, options)?;
        let revision = revision(&opened.snapshot.files, opened.snapshot.today);
        Some(Board { opened, dates, options, revision, extras: Extras::default() })
    }

    /// The plan as it was read.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.opened.snapshot
    }

    /// The plan and its dates, in the terms in which every surface speaks of them.
    #[must_use]
    pub fn facts(&self) -> Facts<'_> {
        facts(&self.opened.snapshot, &self.dates)
    }

    /// How the date moved; `None` without commits, and while it is being worked out.
    #[must_use]
    pub fn trend(&self) -> Option<&Trend> {
        self.extras.trend.get()?.as_ref()
    }

    /// Works out what pages can do without. Takes seconds for a long history, the first time.
    pub fn work_out(&self, place: &Place) {
        self.extras.trend.get_or_init(|| {
            let past = Past::read(&place.plan, &place.state).ok().flatten()?;
            let has_commits = past.revisions() > 0;
            let seed = self.options.seed;
            has_commits.then(|| past.trend(self.snapshot(), &self.dates, seed).ok()).flatten()
        });
    }
}

/// The name of a state of the texts, as read on a day.
#[must_use]
pub fn revision(files: &[SourceFile], today: Date) -> String {
    let mut hasher = DefaultHasher::new();
    today.hash(&mut hasher);
    for file in files {
        (&file.path, &file.text).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}
