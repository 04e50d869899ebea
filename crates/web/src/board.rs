//! One state of a plan with all that follows from it: what every page is made from.
//!
//! In: a plan as read from its folder. Out: a value that never changes, so that any number of
//! requests can share it. What takes longer to work out than a page may take is worked out once,
//! in the background, and remembered here; until then a page does without.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use calendar::Moment;
use forecast::{Drivers, Emphasis};
use jiff::civil::Date;
use markup::NodeKind;
use plan::{Item, Lever, LeverCost, Trend};
use review::Review;
use text::SourceFile;
use view::Facts;
use view::brief::{Brief, Options, RiskSpan};
use workbench::levers::{self, PricedLever};
use workbench::{
    Absences, Dates, Found, Opened, Past, PlayOptions, Snapshot, absences, facts, ladder,
    ladder_to, movers, play, play_by, play_for_price, risk_spans, runs_at_most, runs_for_first,
    runs_for_price, steps_of,
};

use crate::change::{self, Change, Changes};

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
    /// Whether this is a first answer, in fewer runs than the plan will be played.
    pub is_first: bool,
    extras: Arc<Extras>,
    /// What was worked out for the plan before, shown until it is known anew.
    kept: Option<Arc<Extras>>,
}

/// What is worked out in the background.
#[derive(Debug, Default)]
struct Extras {
    /// Of which state of the plan.
    revision: String,
    trend: OnceLock<Option<Trend>>,
    dates_for_price: OnceLock<Option<Dates>>,
    moves: OnceLock<Vec<Move>>,
    absences: OnceLock<Absences>,
    risks: OnceLock<Vec<RiskSpan>>,
    drivers: OnceLock<Option<Drivers>>,
    ladder: OnceLock<Option<levers::Cut>>,
    ladders: Mutex<Vec<(Date, Option<Options>)>>,
    commit: OnceLock<Option<String>>,
    review: OnceLock<Review>,
    versions: OnceLock<Vec<String>>,
    changes: Mutex<Changes>,
    /// Set once all of it was begun.
    is_complete: OnceLock<()>,
}

/// So many changes of the plan are priced for the pages.
const MOVES_MAX: usize = 4;

/// The steps to so many other days are remembered.
const LADDERS_MAX: usize = 16;

/// A change of the plan that would help and costs no scope.
#[derive(Clone, Debug)]
pub struct Move {
    /// What it is.
    pub lever: Lever,
    /// Whether what it buys counts from the plan with all moves before it, not from the plan as it is.
    pub is_further: bool,
    /// The chance of the plan's due date with it; `None` without one.
    pub chance: Option<f64>,
    /// The 80 % finish without it.
    pub from: Option<Moment>,
    /// The 80 % finish with it.
    pub to: Option<Moment>,
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
        Some(Board::new(opened, dates, options, false))
    }

    /// [`Board::play`], for large plans in fewer runs and in the order of priority of what they were
    /// before, else the usual one: a first answer, while somebody waits.
    #[must_use]
    pub fn play_first(
        opened: Opened,
        options: PlayOptions,
        order: Option<&Emphasis>,
    ) -> Option<Self> {
        let snapshot = &opened.snapshot;
        let few = runs_for_first(snapshot)?;
        // What takes twice as long is no reason to say two things.
        if runs_at_most(snapshot, options)? <= 2 * few || options.runs.is_some() {
            return Board::play(opened, options);
        }
        let first = PlayOptions { runs: Some(few), ..options };
        let dates = play_by(snapshot, first, order.unwrap_or(&Emphasis::default()))?;
        Some(Board::new(opened, dates, options, true))
    }

    /// The same plan, played as often as it takes; `None` if it has been.
    #[must_use]
    pub fn in_full(&self) -> Option<Self> {
        let full = self.is_first.then(|| Board::play(self.opened.clone(), self.options))??;
        Some(Board { kept: self.kept.clone(), ..full })
    }

    /// The same plan, which shows what followed from the plan `before` until it knows better. What is
    /// about items that are not there any more is forgotten.
    #[must_use]
    pub fn after(self, before: Option<&Self>) -> Self {
        let keys = |board: &Self| -> Vec<u64> {
            board.snapshot().plan.items().map(|(_, item)| item.key).collect()
        };
        let before = before.filter(|before| keys(before) == keys(&self));
        let kept = before.and_then(|before| {
            let is_known = before.extras.review.get().is_some();
            if is_known { Some(Arc::clone(&before.extras)) } else { before.kept.clone() }
        });
        Board { kept, ..self }
    }

    /// Whether some of what is shown is of the plan before.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.is_first || self.kept.is_some() && self.extras.review.get().is_none()
    }

    /// What is known in the background, now or of the plan before.
    fn known<T>(&self, of: impl Fn(&Extras) -> Option<&T>) -> Option<&T> {
        of(&self.extras).or_else(|| of(self.kept.as_deref()?))
    }

    fn new(opened: Opened, dates: Dates, options: PlayOptions, is_first: bool) -> Self {
        let revision = revision(&opened.snapshot.files, opened.snapshot.today);
        let extras = Arc::new(Extras { revision: revision.clone(), ..Extras::default() });
        Board { opened, dates, options, revision, is_first, extras, kept: None }
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

    /// The value of an attribute of an item as it stands in the text: a key's, or the word itself of
    /// a flag; empty if it does not stand there.
    #[must_use]
    pub fn written(&self, item: &Item, word: &str) -> String {
        let snapshot = self.snapshot();
        let file = item.place.file.index();
        let text = &snapshot.files[file].text;
        let node = &snapshot.outlines[file].nodes[item.node.index()];
        let mut tokens = node.block.iter().flat_map(|block| &block.tokens);
        let value = tokens.find_map(|token| {
            let token = token.range.of(text);
            match token.split_once('=') {
                Some((key, value)) => (key == word).then_some(value),
                None => (token == word).then_some(token),
            }
        });
        value.unwrap_or_default().to_owned()
    }

    /// Whether an item has a box that can be ticked.
    #[must_use]
    pub fn has_open_box(&self, item: &Item) -> bool {
        let outline = &self.snapshot().outlines[item.place.file.index()];
        let kind = outline.nodes[item.node.index()].kind;
        matches!(kind, NodeKind::Item { check: Some(check), .. } if !check.ticked)
    }

    /// The dates that an edit is priced against: those of the page, or for large plans those of its
    /// first runs.
    #[must_use]
    pub fn dates_for_price(&self) -> &Dates {
        let fewer = || {
            let runs = runs_for_price(self.snapshot())?;
            let is_quick = self.dates.forecast.runs <= runs;
            if is_quick { None } else { play_for_price(self.snapshot(), self.options) }
        };
        self.extras.dates_for_price.get_or_init(fewer).as_ref().unwrap_or(&self.dates)
    }

    /// How the date moved; `None` without commits, and while it is being worked out.
    #[must_use]
    pub fn trend(&self) -> Option<&Trend> {
        self.known(|extras| extras.trend.get())?.as_ref()
    }

    /// What would help and costs no scope, best first: the first steps to the due date, as `fore cut`
    /// and the brief have them, else single moves. Empty while it is being worked out: what helped the
    /// plan before may be done by now.
    #[must_use]
    pub fn moves(&self) -> &[Move] {
        let own = |extras: &Extras| extras.revision == self.revision;
        let moves = self.known(|extras| extras.moves.get().filter(|_| own(extras)));
        moves.map_or(&[], Vec::as_slice)
    }

    /// What it does to the 80 % date that somebody is away; `None` while it is being worked out.
    #[must_use]
    pub fn absences(&self) -> Option<&Absences> {
        self.known(|extras| extras.absences.get())
    }

    /// What each open risk does to the 80 % date; empty while it is being worked out.
    #[must_use]
    pub fn risks(&self) -> &[RiskSpan] {
        self.known(|extras| extras.risks.get()).map_or(&[], Vec::as_slice)
    }

    /// What is worth asking; `None` while it is being worked out.
    #[must_use]
    pub fn review(&self) -> Option<&Review> {
        self.known(|extras| extras.review.get())
    }

    /// What is worth asking, worked out now if it has not been yet.
    pub fn review_now(&self, place: &Place) -> &Review {
        self.extras.review.get_or_init(|| {
            let past = Past::read(&place.plan, &place.state).ok().flatten();
            let history = past.map(|past| past.happenings(&self.snapshot().plan.zone));
            workbench::review(self.snapshot(), Some(&self.dates), history.as_ref())
        })
    }

    /// What moves the date; `None` where there is none, and while it is being worked out.
    #[must_use]
    pub fn drivers(&self) -> Option<&Drivers> {
        self.known(|extras| extras.drivers.get())?.as_ref()
    }

    /// What leadership is told, as far as it is worked out.
    #[must_use]
    pub fn brief(&self) -> Brief {
        let found = Found {
            ladder: self.known(|extras| extras.ladder.get()).and_then(Option::as_ref),
            risks: self.risks(),
            trend: self.trend(),
            revision: self.extras.commit.get().and_then(Option::as_deref),
            request: None,
        };
        workbench::brief(self.snapshot(), &self.dates, found)
    }

    /// What would make another day likely than the plan's due date, worked out once and remembered;
    /// that takes longer than a page may.
    #[must_use]
    pub fn steps_to(&self, by: Date) -> Option<Options> {
        let mut known = self.extras.ladders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, steps)) = known.iter().find(|(date, _)| *date == by) {
            return steps.clone();
        }
        let ladder = ladder_to(self.snapshot(), &self.dates, by, self.options);
        let steps = ladder.and_then(|found| steps_of(self.snapshot(), &self.dates, &found));
        if known.len() == LADDERS_MAX {
            known.remove(0);
        }
        known.push((by, steps.clone()));
        steps
    }

    /// The names of the versions that there are, the newest first; empty outside git.
    #[must_use]
    pub fn versions(&self) -> &[String] {
        self.extras.versions.get_or_init(|| change::versions(&self.opened.place))
    }

    /// What lies between two versions of the plan; without names those that are most worth
    /// comparing. Worked out once and remembered; that takes longer than a page may.
    ///
    /// # Errors
    /// Why there is nothing to compare, as a sentence.
    pub fn change(&self, base: Option<&str>, head: Option<&str>) -> Result<Arc<Change>, String> {
        let mut changes = self.extras.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.find(self, base, head)
    }

    /// Works out what pages can do without, and says whether that was still to do. Ends early once
    /// the plan `is_outdated`. Takes seconds for a long history, the first time.
    pub fn work_out(&self, place: &Place, is_outdated: &dyn Fn() -> bool) -> bool {
        let steps: [&dyn Fn(); 8] = [
            &|| {
                self.extras.drivers.get_or_init(|| movers(self.snapshot(), &self.dates));
            },
            &|| {
                self.extras
                    .risks
                    .get_or_init(|| risk_spans(self.snapshot(), self.dates_for_price()));
            },
            &|| {
                self.review_now(place);
            },
            &|| {
                self.extras.trend.get_or_init(|| self.past_trend(place));
            },
            &|| {
                let dates = self.dates_for_price();
                self.extras.absences.get_or_init(|| absences(self.snapshot(), dates));
            },
            &|| {
                self.ladder_now();
            },
            &|| {
                self.extras.moves.get_or_init(|| self.free_moves());
            },
            &|| self.last_change(),
        ];
        let is_new = self.extras.is_complete.set(()).is_ok();
        for step in steps {
            if is_outdated() {
                break;
            }
            step();
        }
        is_new
    }

    /// The same plan after a commit: what follows from its history is worked out anew.
    #[must_use]
    pub fn committed(&self) -> Self {
        let (opened, dates) = (self.opened.clone(), self.dates.clone());
        Board::new(opened, dates, self.options, self.is_first).after(Some(self))
    }

    fn past_trend(&self, place: &Place) -> Option<Trend> {
        let past = Past::read(&place.plan, &place.state).ok().flatten()?;
        self.extras.commit.get_or_init(|| past.newest());
        let has_commits = past.revisions() > 0;
        let seed = self.options.seed;
        has_commits.then(|| past.trend(self.snapshot(), &self.dates, seed).ok()).flatten()
    }

    /// Works out the change that is shown where none is named.
    fn last_change(&self) {
        if !self.versions().is_empty() {
            // A page that asks for it gets the reason again.
            let _ = self.change(None, None);
        }
    }

    fn ladder_now(&self) -> Option<&levers::Cut> {
        let ladder = || ladder(self.snapshot(), &self.dates, self.options);
        self.extras.ladder.get_or_init(ladder).as_ref()
    }

    /// The first steps of the ladder, so that no page recommends what another does not; where there
    /// is no ladder, single moves.
    fn free_moves(&self) -> Vec<Move> {
        if self.snapshot().plan.is_too_early() {
            return Vec::new();
        }
        if let Some(ladder) = self.ladder_now().filter(|ladder| !ladder.steps.is_empty()) {
            return first_steps(ladder);
        }
        let mut moves = levers::best(self.snapshot(), &self.dates, self.options, MOVES_MAX);
        moves.retain(|one| one.helps() && one.lever.kind.cost() == LeverCost::Free);
        let from = self.dates.forecast.finish.percentile(80);
        let single = |PricedLever { lever, chance, p80, .. }| Move {
            lever,
            is_further: false,
            chance,
            from,
            to: p80,
        };
        moves.into_iter().map(single).collect()
    }
}

/// The steps of a ladder that cost no scope.
fn first_steps(ladder: &levers::Cut) -> Vec<Move> {
    let mut from = ladder.now.p80;
    let free = ladder.steps.iter().take_while(|step| step.lever.kind.cost() == LeverCost::Free);
    let step = |(n, step): (usize, &levers::Step)| {
        let to = step.stand.p80;
        let before = std::mem::replace(&mut from, to);
        let (lever, chance) = (step.lever.clone(), Some(step.stand.chance));
        Move { lever, is_further: n > 0, chance, from: before, to }
    };
    free.enumerate().map(step).collect()
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
