//! What contradictions have taught: clauses, of each of which one fact holds.
//!
//! In: clauses; steps of the trail. Out: what follows from them. It must not know where they come from.

use super::trail::{Contradiction, Fact, Reason, Trail};

/// So many clauses are kept; when there are more, the longer half of the older ones goes.
const CLAUSES_MAX: usize = 6_000;

/// All clauses, each watched by its first two facts (Moskewicz et al. 2001).
pub(super) struct Clauses {
    clauses: Vec<Vec<Fact>>,
    /// By side: the clauses whose watched fact fails when the bound of that side reaches a value.
    watches: Vec<Vec<Watch>>,
}

#[derive(Clone, Copy, Debug)]
struct Watch {
    reaches: i32,
    clause: u32,
}

impl Clauses {
    pub fn new(sides: usize) -> Self {
        Clauses { clauses: Vec::new(), watches: vec![Vec::new(); sides] }
    }

    pub fn get(&self, clause: u32) -> &[Fact] {
        &self.clauses[clause as usize]
    }

    /// Adds a clause whose first fact is about to hold; returns that as its reason.
    pub fn add(&mut self, clause: Vec<Fact>) -> Reason {
        if clause.len() == 1 {
            return Reason::Given;
        }
        let index = self.clauses.len() as u32;
        self.clauses.push(clause);
        self.watch(index);
        Reason::Clause(index)
    }

    fn watch(&mut self, clause: u32) {
        for fact in &self.clauses[clause as usize][..2] {
            let Fact { side, value } = fact.opposite();
            self.watches[side as usize].push(Watch { reaches: value, clause });
        }
    }

    /// Follows the clauses of which a watched fact fails because the bound of `side` went from `old` to
    /// `new`.
    pub fn follow(
        &mut self,
        trail: &mut Trail,
        side: u32,
        old: i32,
        new: i32,
    ) -> Result<(), Contradiction> {
        let mut at = 0;
        while let Some(&watch) = self.watches[side as usize].get(at) {
            if watch.reaches <= old || watch.reaches > new {
                at += 1;
                continue;
            }
            let clause = &mut self.clauses[watch.clause as usize];
            let failed = Fact { side, value: watch.reaches }.opposite();
            if clause[0] == failed {
                clause.swap(0, 1);
            }
            if trail.holds(clause[0]) {
                at += 1;
                continue;
            }
            let other = (2..clause.len()).find(|&at| !trail.holds(clause[at].opposite()));
            let Some(other) = other else {
                trail.set(clause[0], Reason::Clause(watch.clause))?;
                at += 1;
                continue;
            };
            clause.swap(1, other);
            let opposite = clause[1].opposite();
            let moved = Watch { reaches: opposite.value, clause: watch.clause };
            self.watches[side as usize].swap_remove(at);
            self.watches[opposite.side as usize].push(moved);
        }
        Ok(())
    }

    /// Drops clauses where there are too many; only before any decision, when no clause is a reason that
    /// anybody asks for.
    pub fn forget(&mut self, trail: &Trail) {
        if self.clauses.len() <= CLAUSES_MAX {
            return;
        }
        let recent = self.clauses.len() - CLAUSES_MAX / 4;
        let mut lengths: Vec<usize> = self.clauses[..recent].iter().map(Vec::len).collect();
        lengths.sort_unstable();
        let longest = lengths[lengths.len() / 2];
        let mut at = 0;
        self.clauses.retain(|clause| {
            at += 1;
            let is_of_use = !clause.iter().any(|&fact| trail.holds(fact));
            is_of_use && (at > recent || clause.len() <= longest)
        });
        self.watches.iter_mut().for_each(Vec::clear);
        for clause in 0..self.clauses.len() as u32 {
            // Two facts that may still hold come first.
            let facts = &mut self.clauses[clause as usize];
            facts.sort_by_key(|fact| trail.holds(fact.opposite()));
            self.watch(clause);
        }
    }
}
