//! The past of a plan: what happened to its items, what would have been forecast when, and what
//! moved the date.
//!
//! In: the revisions that `store` reads, and the snapshot of today. Out: the plain values of
//! `plan`'s history. What takes long to work out is kept, by the content it was worked out from.

mod backtest;
mod causes;
mod course;
mod edits;
mod events;
mod kept;
mod since;
mod story;
mod trend;
mod week;

use std::cell::RefCell;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plan::{CommitDates, Evidence, Happening, Plan};
use store::{History, HistoryError, Revision};

pub use since::Since;

use events::Events;
use kept::Kept;

/// The revisions of one plan, and what is known about them.
#[derive(Debug)]
pub struct Past {
    history: History,
    revisions: Vec<Revision>,
    events: Events,
    kept: RefCell<Kept>,
}

impl Past {
    /// The past of the plan at `place`; `None` outside git. What is worked out is kept in the
    /// repository, or where that may not be written in `state_folder`.
    ///
    /// **Cost.** The first time each revision is parsed once; later a few files are read.
    ///
    /// # Errors
    /// [`HistoryError`] if git is missing or refuses the repository.
    pub fn read(place: &Path, state_folder: &Path) -> Result<Option<Self>, HistoryError> {
        let Some(history) = History::open(place)? else { return Ok(None) };
        let history = history.with_state_folder(state_folder);
        let revisions = history.revisions()?;
        let events = Events::read(&history, &revisions)?;
        let kept = RefCell::new(Kept::read(&history));
        Ok(Some(Past { history, revisions, events, kept }))
    }

    /// How many revisions changed the plan.
    #[must_use]
    pub fn revisions(&self) -> usize {
        self.revisions.len()
    }

    /// The short id of the newest commit that changed the plan.
    #[must_use]
    pub fn newest(&self) -> Option<String> {
        self.revisions.last().map(|newest| plan::short_id(&newest.commit).to_owned())
    }

    /// When commits began and finished tasks, in days of `zone`.
    ///
    /// A task that was finished when it came into the plan has no date: its commit did not finish
    /// it.
    #[must_use]
    pub fn commit_dates(&self, zone: &TimeZone) -> CommitDates {
        let mut dates = CommitDates::new();
        for event in &self.events.all {
            let date = date(self.revision_of(event).seconds, zone);
            let known = dates.entry(event.key).or_default();
            match event.what {
                Happening::Started => known.started = known.started.or(date),
                Happening::Ticked => known.done = date,
                Happening::Reopened => known.done = None,
                _ => {}
            }
        }
        dates.retain(|_, known| known.started.is_some() || known.done.is_some());
        dates
    }

    /// What happened to the items of the plan, in days of `zone`.
    #[must_use]
    pub fn happenings(&self, zone: &TimeZone) -> review::History {
        let day = |revision: Option<&Revision>| date(revision?.seconds, zone);
        let days = day(self.revisions.first()).zip(day(self.revisions.last()));
        let events = self.events.all.iter().filter_map(|event| {
            Some((event.key, date(self.revision_of(event).seconds, zone)?, event.what))
        });
        review::History::new(days, events)
    }

    /// The revision that made an event: of a merge, the one that it brought in.
    fn revision_of(&self, event: &events::Event) -> &Revision {
        let on_line = &self.revisions[event.revision as usize];
        event.merged.and_then(|merged| on_line.merged.get(merged as usize)).unwrap_or(on_line)
    }

    fn evidence(&self, event: &events::Event) -> Evidence {
        let revision = self.revision_of(event);
        Evidence {
            commit: revision.commit.clone(),
            author: revision.author.clone(),
            seconds: revision.seconds,
            subject: revision.subject().to_owned(),
        }
    }

    /// The newest revision written on `date` or before, in the order of the line.
    fn as_of(&self, date_of_day: Date, zone: &TimeZone) -> Option<usize> {
        self.revisions.iter().rposition(|revision| {
            date(revision.seconds, zone).is_some_and(|written| written <= date_of_day)
        })
    }
}

/// The day of a moment in `zone`; `None` outside the years that there are.
fn date(seconds: i64, zone: &TimeZone) -> Option<Date> {
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(zone.clone()).date())
}

/// The plan in `files`; `None` if it has errors.
fn plan_of(files: &store::PlanFiles) -> Option<Plan> {
    let outlines: Vec<_> = files.files.iter().map(|file| markup::parse(&file.text)).collect();
    let (settings, mut found) = match &files.settings {
        Some(file) => plan::Settings::parse(crate::snapshot::settings_id(&files.files), &file.text),
        None => Default::default(),
    };
    let (plan, diagnostics) = plan::build(&files.files, &outlines, &settings);
    found.extend(diagnostics);
    (!text::has_errors(&found)).then_some(plan)
}
