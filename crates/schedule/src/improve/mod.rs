//! Orders of work that finish sooner than the usual one, if everything takes its middle effort.
//!
//! In: a problem, middle efforts, a [`Budget`]. Out: an [`Improved`] order with its schedule. Schedules
//! are the dispatcher's. It must not know how sure anything is: that is the forecast's.
//!
//! # Theory
//! A local search over activity lists (Kolisch and Hartmann 1999). It begins at the best of a few: the
//! usual order; what comes of it when everything is pushed as late as its finish allows, and done in that
//! order again (justification; Valls, Ballestín and Quintanilla 2005); and, for large plans, orders by
//! rules that are drawn by lot. Then activities are drawn, most often from the chain that decides the finish, and
//! go sooner, alone or with what they wait for; what is no later than before is kept, so that the search
//! drifts where finishes are equal. Should a plain rule be sooner than all that, it is taken. The search
//! ends when the bound says that nothing is left to find.
//!
//! What was moved for nothing is put back in the end: of two orders that finish alike, the one closer
//! to the usual order is better, because then nearly equal plans have nearly equal orders.

mod change;
mod justify;
mod moved;
mod rules;

use calendar::{Moment, Work};

use crate::finish_bound::Possible;
use crate::search::Budget;
use crate::{ActivityId, Dispatcher, Problem, Schedule, priority_order};
pub use change::Changes;
use justify::justified;
pub use moved::Moved;
use rules::{N_PLAIN, Rules};

/// An order of work, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improved {
    /// All activities by priority, first to last.
    pub order: Vec<ActivityId>,
    /// The schedule in that order.
    pub schedule: Schedule,
    /// The finish of the plan in the usual order and in this one; `None` if it never finishes in the
    /// usual order.
    pub finish: Option<Finish>,
    /// Other orders that were the best for a while, first to last.
    pub earlier: Vec<Vec<ActivityId>>,
    /// How many schedules were generated.
    pub schedules: u64,
}

/// What an order bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finish {
    /// In the usual order.
    pub usual: Moment,
    /// In the best order found; never later.
    pub found: Moment,
}

/// Returns an order in which the plan finishes no later than in the usual one, nor by the latest finish,
/// nor in the order of the plan; the sooner the larger the budget, and as near the usual order as that
/// allows.
///
/// **Meaning.** The usual order is that of [`priority_order`]. Schedules are those of the
/// [`Dispatcher`] with the efforts in `middle`, by index.
///
/// **Cost.** At most `budget.schedules` runs (three are needed for the promise), and as many tests of the bound as
/// there are better and better orders.
///
/// **Determinism.** By the problem, the efforts and the budget.
#[must_use]
pub fn improve(problem: &Problem, middle: &[Work], budget: Budget) -> Improved {
    let usual = priority_order(problem, middle);
    let mut search = Search {
        problem,
        middle,
        dispatcher: Dispatcher::new(problem, &usual, middle),
        changes: Changes::new(problem, budget.seed),
        possible: Possible::new(problem, middle),
        seed: budget.seed,
        is_proved: false,
        left: budget.schedules,
        schedules: 0,
        earlier: Vec::new(),
    };
    let first = search.tried(usual.clone());
    let Some(finish) = first.finish else {
        let (order, schedule) = (first.order, first.schedule);
        return Improved { order, schedule, finish: None, earlier: Vec::new(), schedules: 1 };
    };
    let best = search.run(first, &usual);
    let found = best.finish.unwrap_or(finish);
    Improved {
        order: best.order,
        schedule: best.schedule,
        finish: Some(Finish { usual: finish, found }),
        earlier: search.earlier,
        schedules: search.schedules,
    }
}

/// Returns the budget that a plan of the size of `problem` is worth: so many runs of an activity, or one
/// schedule for each fifteen activities if that is more, within limits. A large plan has more to find.
#[must_use]
pub fn usual_budget(problem: &Problem) -> Budget {
    const ACTIVITY_RUNS: u64 = 6_000;
    const SCHEDULES_MIN: u64 = 24;
    const SCHEDULES_MAX: u64 = 200;
    let n = problem.activities().len().max(1) as u64;
    let schedules = (ACTIVITY_RUNS / n).max(n / 15);
    Budget { schedules: schedules.clamp(SCHEDULES_MIN, SCHEDULES_MAX), seed: 1 }
}

/// So many orders are kept on the way.
const EARLIER_MAX: usize = 4;
/// One schedule in so many is kept back for putting things back.
const RESERVE_PART: u64 = 4;
/// One schedule for so many activities, and at most one in so many, is by a rule that is drawn by lot.
const ACTIVITIES_A_RULE: u64 = 32;
const RULES_PART: u64 = 4;

/// An order and what it came to.
#[derive(Clone, Debug)]
struct Tried {
    order: Vec<ActivityId>,
    schedule: Schedule,
    finish: Option<Moment>,
}

impl Tried {
    fn is_no_later_than(&self, other: &Tried) -> bool {
        match (self.finish, other.finish) {
            (Some(own), Some(other)) => own <= other,
            (own, other) => own.is_some() || other.is_none(),
        }
    }

    fn is_sooner_than(&self, other: &Tried) -> bool {
        !other.is_no_later_than(self)
    }
}

struct Search<'p> {
    problem: &'p Problem,
    middle: &'p [Work],
    dispatcher: Dispatcher<'p>,
    changes: Changes<'p>,
    possible: Possible<'p>,
    seed: u64,
    /// Nothing is left to find.
    is_proved: bool,
    left: u64,
    schedules: u64,
    earlier: Vec<Vec<ActivityId>>,
}

impl Search<'_> {
    fn run(&mut self, first: Tried, usual: &[ActivityId]) -> Tried {
        let drawn = (usual.len() as u64 / ACTIVITIES_A_RULE).min(self.left / RULES_PART);
        let reserve = self.left / RESERVE_PART + N_PLAIN;
        let mut rules = Rules::new(self.problem, self.middle, self.seed);
        let mut best = self.best_of(first.clone());
        self.justify(first, reserve, &mut best);
        for _ in 0..drawn {
            self.try_order(rules.drawn(), &mut best);
        }
        self.walk(best.clone(), reserve, &mut best);
        for order in rules.plain() {
            self.try_order(order, &mut best);
        }
        self.put_back(best, usual)
    }

    /// Does everything in the order in which it can wait longest, as long as that is sooner.
    fn justify(&mut self, mut at: Tried, reserve: u64, best: &mut Tried) {
        while self.left > reserve && !self.is_proved {
            let order = justified(self.problem, self.middle, &at.schedule);
            let next = self.tried(order);
            if !next.is_sooner_than(&at) {
                return;
            }
            self.keep(&next, best);
            at = next;
        }
    }

    /// Moves one thing after another sooner, and keeps what is no later.
    fn walk(&mut self, mut at: Tried, reserve: u64, best: &mut Tried) {
        while self.left > reserve && !self.is_proved {
            let order = self.changes.next(&at.order, &at.schedule);
            let next = self.tried(order);
            self.keep(&next, best);
            if next.is_no_later_than(&at) {
                at = next;
            }
        }
    }

    fn try_order(&mut self, order: Vec<ActivityId>, best: &mut Tried) {
        if self.left > 0 && !self.is_proved {
            let next = self.tried(order);
            self.keep(&next, best);
        }
    }

    fn keep(&mut self, next: &Tried, best: &mut Tried) {
        if next.is_sooner_than(best) {
            *best = self.best_of(next.clone());
        }
    }

    /// Keeps `next` in mind, the soonest so far.
    fn best_of(&mut self, next: Tried) -> Tried {
        self.earlier.push(next.order.clone());
        if self.earlier.len() > EARLIER_MAX {
            self.earlier.remove(0);
        }
        self.is_proved =
            self.changes.is_empty() || next.finish.is_some_and(|at| self.possible.is_best(at));
        next
    }

    fn tried(&mut self, order: Vec<ActivityId>) -> Tried {
        self.left = self.left.saturating_sub(1);
        self.schedules += 1;
        self.dispatcher.put_in_order(&order);
        let schedule = self.dispatcher.run(self.middle);
        let finish = schedule.last(self.problem).map(|(_, finish)| finish);
        Tried { order, schedule, finish }
    }

    /// Puts back what was moved for nothing, in ever smaller pieces, as far as the budget goes: where some
    /// of it is left over, each move that stays buys time by itself.
    ///
    /// **Source.** Delta debugging (Zeller and Hildebrandt 2002).
    fn put_back(&mut self, mut best: Tried, usual: &[ActivityId]) -> Tried {
        let mut moved = Moved::between(usual, &best.order);
        let mut piece = moved.len();
        while piece > 0 && self.left > 0 {
            let (mut from, before) = (0, moved.len());
            while from < moved.len() && self.left > 0 {
                let to = (from + piece).min(moved.len());
                let fewer = moved.without(from..to);
                let next = self.tried(fewer.applied(usual));
                if next.is_no_later_than(&best) {
                    (best, moved) = (next, fewer);
                } else {
                    from = to;
                }
            }
            let is_settled = piece > 1 || moved.len() == before;
            piece = if is_settled { piece / 2 } else { 1 };
        }
        best
    }
}
