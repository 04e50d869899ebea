//! The bounds of all starts, and every step that narrowed one, with its reason.
//!
//! In: facts with reasons. Out: contradictions, and what they teach. It must not know resources.

use super::clauses::Clauses;

/// That a start lies on one side of a slot.
///
/// Sides 2a and 2a + 1 belong to activity a: on the first, it starts in slot `value` or later; on the
/// second, in slot −`value` or sooner. So a greater value always says more, and the opposite of a fact
/// is one too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub side: u32,
    pub value: i32,
}

impl Fact {
    pub fn opposite(self) -> Self {
        Fact { side: self.side ^ 1, value: 1 - self.value }
    }
}

/// Facts that cannot all hold, but do.
pub(super) struct Contradiction(pub Vec<Fact>);

/// Why a fact holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reason {
    /// From the beginning.
    Given,
    /// Decided.
    Decision,
    /// It is so much more than the bound of another side.
    Precedence { from: u32, by: i32 },
    /// All else in this clause is wrong.
    Clause(u32),
    /// These facts of [`Trail::because`].
    Facts { from: u32, to: u32 },
}

#[derive(Clone, Copy, Debug)]
struct Step {
    side: u32,
    old: i32,
    new: i32,
    reason: Reason,
}

/// What a contradiction teaches.
pub(super) struct Lesson {
    /// One of these holds; the first follows at `level`.
    pub clause: Vec<Fact>,
    pub level: usize,
    /// The activities whose bounds were part of it.
    pub seen: Vec<u32>,
}

/// The bounds, and how they came about.
pub(super) struct Trail {
    bounds: Vec<i32>,
    steps: Vec<Step>,
    /// Where each decision stands in the steps.
    decisions: Vec<usize>,
    /// By side: the values it has had, each with the number of decisions before.
    history: Vec<Vec<(i32, u32)>>,
    /// Facts that are reasons.
    because: Vec<Fact>,
    /// While a lesson is drawn, by side: the value that is needed, or [`NOT_NEEDED`].
    needed: Vec<i32>,
    /// The bounds before the last decision.
    before: Vec<i32>,
}

const NOT_NEEDED: i32 = i32::MIN;

impl Trail {
    pub fn new(bounds: Vec<i32>) -> Self {
        let history = bounds.iter().map(|&bound| vec![(bound, 0)]).collect();
        let needed = vec![NOT_NEEDED; bounds.len()];
        let before = bounds.clone();
        let (steps, decisions, because) = (Vec::new(), Vec::new(), Vec::new());
        Trail { bounds, steps, decisions, history, because, needed, before }
    }

    pub fn bound(&self, side: u32) -> i32 {
        self.bounds[side as usize]
    }

    pub fn holds(&self, fact: Fact) -> bool {
        self.bound(fact.side) >= fact.value
    }

    /// Whether an activity can start in one slot only.
    pub fn is_fixed(&self, activity: usize) -> bool {
        self.bounds[2 * activity] + self.bounds[2 * activity + 1] == 0
    }

    /// Whether some activity can start nowhere.
    pub fn is_empty_somewhere(&self) -> bool {
        self.bounds.chunks_exact(2).any(|sides| sides[0] + sides[1] > 0)
    }

    pub fn level(&self) -> usize {
        self.decisions.len()
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// The side of a step, with its bound before and after.
    pub fn step(&self, at: usize) -> Option<(u32, i32, i32)> {
        self.steps.get(at).map(|step| (step.side, step.old, step.new))
    }

    pub fn decide(&mut self, fact: Fact) {
        self.decisions.push(self.steps.len());
        self.push(fact, Reason::Decision);
    }

    /// Makes `fact` hold.
    pub fn set(&mut self, fact: Fact, reason: Reason) -> Result<(), Contradiction> {
        if self.holds(fact) {
            return Ok(());
        }
        self.push(fact, reason);
        if self.holds(fact.opposite()) {
            return Err(Contradiction(vec![fact, fact.opposite()]));
        }
        Ok(())
    }

    /// Makes `fact` hold because `facts` do.
    pub fn set_because(&mut self, fact: Fact, facts: &[Fact]) -> Result<(), Contradiction> {
        let from = self.because.len() as u32;
        self.because.extend_from_slice(facts);
        self.set(fact, Reason::Facts { from, to: self.because.len() as u32 })
    }

    fn push(&mut self, fact: Fact, reason: Reason) {
        let bound = &mut self.bounds[fact.side as usize];
        self.steps.push(Step { side: fact.side, old: *bound, new: fact.value, reason });
        *bound = fact.value;
        self.history[fact.side as usize].push((fact.value, self.decisions.len() as u32));
    }

    /// Takes back everything after the first `level` decisions.
    pub fn back_to(&mut self, level: usize) {
        let Some(&first) = self.decisions.get(level) else { return };
        for step in self.steps.drain(first..).rev() {
            self.bounds[step.side as usize] = step.old;
            self.history[step.side as usize].pop();
            if let Reason::Facts { from, .. } = step.reason {
                self.because.truncate(from as usize);
            }
        }
        self.decisions.truncate(level);
    }

    /// Traces a contradiction back to a single fact since the last decision, and the facts before it
    /// that together cannot hold (the first unique implication point).
    pub fn lesson(&mut self, contradiction: &Contradiction, clauses: &Clauses) -> Lesson {
        let first = self.decisions.last().copied().unwrap_or(0);
        self.before.copy_from_slice(&self.bounds);
        for step in self.steps[first..].iter().rev() {
            self.before[step.side as usize] = step.old;
        }
        let mut needs = Needs::default();
        for &fact in &contradiction.0 {
            self.need(fact, &mut needs);
        }
        // Where a bound crosses the other, why it did counts, not that it did.
        let [crosses @ .., last] = &contradiction.0[..] else { unreachable!("BUG: no facts") };
        let is_crossing = crosses == [last.opposite()];
        let last = self.steps.len() - 1;
        let mut asserted = None;
        for at in (first..self.steps.len()).rev() {
            let Step { side, old, new, reason } = self.steps[at];
            let value = self.needed[side as usize];
            if value <= old || value > new {
                continue;
            }
            self.needed[side as usize] = NOT_NEEDED;
            needs.recent -= 1;
            if needs.recent == 0 && !(is_crossing && at == last) {
                asserted = Some(Fact { side, value });
                break;
            }
            match reason {
                Reason::Given | Reason::Decision => {}
                Reason::Precedence { from, by } => {
                    self.need(Fact { side: from, value: value - by }, &mut needs);
                }
                Reason::Clause(clause) => {
                    let own = Fact { side, value: new };
                    for other in clauses.get(clause).iter().filter(|&&other| other != own) {
                        self.need(other.opposite(), &mut needs);
                    }
                }
                Reason::Facts { from, to } => {
                    for at in from..to {
                        self.need(self.because[at as usize], &mut needs);
                    }
                }
            }
        }
        let asserted = asserted.expect("BUG: a contradiction after a decision has a cause in it");
        self.written(asserted, &needs)
    }

    /// The clause that `asserted` and what else is needed do not all hold.
    fn written(&mut self, asserted: Fact, needs: &Needs) -> Lesson {
        let mut clause = vec![asserted.opposite()];
        let mut level = 0;
        for &side in &needs.sides {
            let value = std::mem::replace(&mut self.needed[side as usize], NOT_NEEDED);
            if value == NOT_NEEDED {
                continue;
            }
            let of_fact = self.level_of(Fact { side, value });
            clause.push(Fact { side, value }.opposite());
            // The latest of the others is watched, beside the first.
            if of_fact > level {
                level = of_fact;
                let last = clause.len() - 1;
                clause.swap(1, last);
            }
        }
        let mut seen: Vec<u32> = needs.sides.iter().map(|side| side / 2).collect();
        seen.push(asserted.side / 2);
        seen.sort_unstable();
        seen.dedup();
        Lesson { clause, level, seen }
    }

    fn need(&mut self, fact: Fact, needs: &mut Needs) {
        let side = fact.side as usize;
        let known = self.needed[side];
        // What held before the first decision needs no reason.
        if fact.value <= self.at_root(side) || fact.value <= known {
            return;
        }
        if known == NOT_NEEDED {
            needs.sides.push(fact.side);
        }
        let is_recent = |value: i32| value > self.before[side];
        needs.recent += u32::from(is_recent(fact.value)) - u32::from(is_recent(known));
        self.needed[side] = fact.value;
    }

    /// The bound of a side before the first decision.
    fn at_root(&self, side: usize) -> i32 {
        let history = &self.history[side];
        let after = history.partition_point(|&(_, level)| level == 0);
        history[after - 1].0
    }

    /// After how many decisions `fact` began to hold.
    fn level_of(&self, fact: Fact) -> usize {
        let history = &self.history[fact.side as usize];
        let at = history.partition_point(|&(value, _)| value < fact.value);
        history[at].1 as usize
    }
}

/// What a lesson needs so far.
#[derive(Default)]
struct Needs {
    /// Each side once or more.
    sides: Vec<u32>,
    /// How many of the needed facts hold only since the last decision.
    recent: u32,
}
