//! The dispatcher: one future, played in time order by a team that knows its priorities but not
//! what is to come.
//!
//! In: a problem, an order of priority, the middle efforts; then, for each run, the efforts that
//! come to pass. Out: a [`Schedule`]. It must not draw anything and must not look ahead: choices use
//! middle efforts, only what happens uses the run's.
//!
//! # Theory
//! A resource-based policy, the parallel schedule generation scheme (Kolisch 1996; Stork 2001) in
//! continuous time. At every moment at which somebody becomes free or is back at work, or something
//! becomes ready, the ready activities are considered in order of priority, and each starts if the
//! people of the mode that it is expected to finish first in are free and at work. With leads and
//! finish links, the start of an activity depends on a finish that lies ahead: that foresight is part
//! of their meaning.
//!
//! Of several modes, the one expected to finish first is decided anew at each such moment. A busy
//! person counts as free at the expected end of the work in hand (now, if that is past), and after
//! what waits for that person with higher priority: work that nobody else can do, and work with a
//! choice that has put that person down in the same round. On ties, who is free goes first.
//! So an activity may wait for a faster person, and does not count on one whom others wait for too.
//! A pool of several units counts as free when the activity that took units last is expected to end.
//!
//! # Practice
//! Most problems are plain: see [`plain`] for what that means and what it saves. The others are played
//! by [`general`], which can play all of them; that both agree is a test of this module.

mod general;
mod plain;
mod ranks;
mod table;

use calendar::Work;

use crate::{ActivityId, Entry, Minute, Outcome, Problem, Schedule, last_outcome};
use general::General;
use plain::Plain;
pub(crate) use plain::WorkingTime;
use table::Table;

/// Plays runs of one problem with one order of priority.
#[derive(Clone, Debug)]
pub struct Dispatcher<'p> {
    table: Table<'p>,
    /// For plain problems.
    plain: Option<Box<Plain<'p>>>,
    /// For the others, and for runs that go too far.
    general: Option<Box<General<'p>>>,
    /// What the general way came to.
    outcomes: Vec<Outcome>,
}

impl<'p> Dispatcher<'p> {
    /// Prepares runs in which `order` goes first to last (started work before it, what it leaves out
    /// after it) and `middle` is what each activity is expected to take, by index.
    ///
    /// **Cost.** `O(activities + links + modes)`. A clone costs less.
    #[must_use]
    pub fn new(problem: &'p Problem, order: &[ActivityId], middle: &[Work]) -> Self {
        let n = problem.activities().len();
        assert_eq!(middle.len(), n, "BUG: one middle effort an activity");
        let table = Table::new(problem, order, middle);
        let plain = plain::is_plain(&table).then(|| Box::new(Plain::new(table.clone())));
        Self { table, plain, general: None, outcomes: Vec::new() }
    }

    /// The same with another order, for less than a new one costs.
    #[must_use]
    pub fn in_order(&self, order: &[ActivityId]) -> Self {
        let mut other = self.clone();
        other.put_in_order(order);
        other
    }

    /// Takes another order, for less than a copy costs.
    pub(crate) fn put_in_order(&mut self, order: &[ActivityId]) {
        self.table.put_in_order(order);
        if let Some(plain) = &mut self.plain {
            plain.put_in_order(order);
        }
        self.general = None;
    }

    /// Returns what happens when each activity takes its effort in `efforts`, by index.
    ///
    /// **Meaning.** Working minutes at full share, before the cost of a hand-over.
    ///
    /// **Cost.** About `O(n log n)` for `n` activities, times those waiting at a moment at which
    /// somebody who could do one of them is free.
    pub fn run(&mut self, efforts: &[Work]) -> Schedule {
        let plain = self.plain.as_mut().and_then(|plain| plain.run(efforts));
        plain.unwrap_or_else(|| self.general().run(efforts).clone())
    }

    /// [`Dispatcher::run`] in short, by index: for those who play thousands.
    ///
    /// **Cost.** Nothing is allocated, but for work that is handed on.
    pub fn outcomes(&mut self, efforts: &[Work]) -> &[Outcome] {
        let is_played = self.plain.as_mut().is_some_and(|plain| plain.outcomes(efforts));
        if !is_played {
            self.play_generally(efforts);
        }
        match &self.plain {
            Some(plain) if is_played => &plain.outcomes,
            _ => &self.outcomes,
        }
    }

    /// Returns when the plan finishes: the last of [`Problem::finish`], never if one of them never does.
    ///
    /// **Cost.** Less than [`Dispatcher::outcomes`]: why anything starts when it does is not found out.
    pub fn finish(&mut self, efforts: &[Work]) -> Minute {
        self.tell_causes(false);
        let problem = self.table.problem;
        let last = last_outcome(problem, self.outcomes(efforts));
        self.tell_causes(true);
        last.map_or(Minute::NEVER, |(_, finish)| finish)
    }

    fn tell_causes(&mut self, tells_causes: bool) {
        if let Some(plain) = &mut self.plain {
            plain.tells_causes = tells_causes;
        }
    }

    fn play_generally(&mut self, efforts: &[Work]) {
        let today = self.table.problem.today();
        let mut outcomes = std::mem::take(&mut self.outcomes);
        outcomes.clear();
        let of = |entry: &Option<Entry>| {
            entry.as_ref().map_or(Outcome::NEVER, |entry| Outcome::of(entry, today))
        };
        outcomes.extend(self.general().run(efforts).entries.iter().map(of));
        self.outcomes = outcomes;
    }

    fn general(&mut self) -> &mut General<'p> {
        let table = &self.table;
        self.general.get_or_insert_with(|| Box::new(General::new(table.clone())))
    }
}
