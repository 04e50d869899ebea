//! The time table of each resource: what must run when, and what does not fit beside it.
//!
//! In: the bounds. Out: narrower bounds, each with the facts that make it so. It must not decide anything.
//!
//! # Theory
//! An activity that starts by `u` and not before `l` runs in `[u, l + duration)` whatever happens. Where
//! another does not fit beside all that runs so, it starts behind that slot or ends before it. The reason
//! is of that one slot (Schutt et al. 2011), the weakest that will do, so that it holds elsewhere too.

use super::super::network::Network;
use super::trail::{Contradiction, Fact, Trail};

/// What is in use for certain, slot by slot.
pub(super) struct Timetable {
    slots: usize,
    capacities: Vec<u32>,
    /// By resource: the activities that need it, with how many units.
    users: Vec<Vec<(usize, u32)>>,
    in_use: Vec<u32>,
    facts: Vec<Fact>,
}

/// An activity that needs a resource, as far as its bounds go.
#[derive(Clone, Copy)]
struct User {
    activity: usize,
    units: u32,
    duration: i32,
    /// The slots in which it runs for certain.
    from: i32,
    to: i32,
}

impl Timetable {
    pub fn new(network: &Network, length: u32) -> Self {
        let users = |resource: usize| {
            let units = (0..network.len()).map(|at| (at, network.units(resource, at)));
            units.filter(|&(at, units)| units > 0 && network.durations[at] > 0).collect()
        };
        let resources: Vec<usize> = network.resources().collect();
        Timetable {
            slots: length as usize,
            capacities: resources.iter().map(|&resource| network.capacity(resource)).collect(),
            users: resources.iter().map(|&resource| users(resource)).collect(),
            in_use: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// Narrows what the time tables rule out.
    pub fn follow(&mut self, network: &Network, trail: &mut Trail) -> Result<(), Contradiction> {
        for resource in 0..self.users.len() {
            let users: Vec<User> = self.users[resource]
                .iter()
                .map(|&(activity, units)| User::new(network, trail, activity, units))
                .collect();
            let capacity = self.capacities[resource];
            let most = self.fill(&users);
            if let Some(slot) = self.in_use.iter().position(|&units| units > capacity) {
                self.facts.clear();
                self.explain(&users, None, slot as i32, capacity);
                return Err(Contradiction(std::mem::take(&mut self.facts)));
            }
            for user in users.iter().filter(|user| most + user.units > capacity) {
                self.start_later(&users, *user, capacity, trail)?;
                self.start_sooner(&users, *user, capacity, trail)?;
            }
        }
        Ok(())
    }

    /// Adds up what runs for certain; returns the most in any slot.
    fn fill(&mut self, users: &[User]) -> u32 {
        self.in_use.clear();
        self.in_use.resize(self.slots, 0);
        for user in users.iter().filter(|user| user.from < user.to) {
            for units in &mut self.in_use[user.from as usize..user.to as usize] {
                *units += user.units;
            }
        }
        self.in_use.iter().copied().max().unwrap_or(0)
    }

    fn start_later(
        &mut self,
        users: &[User],
        user: User,
        capacity: u32,
        trail: &mut Trail,
    ) -> Result<(), Contradiction> {
        let side = 2 * user.activity as u32;
        loop {
            let start = trail.bound(side);
            let mut slots = (start..start + user.duration).rev();
            let Some(slot) = slots.find(|&slot| self.is_full(user, slot, capacity)) else {
                return Ok(());
            };
            self.facts.clear();
            self.facts.push(Fact { side, value: slot - user.duration + 1 });
            self.explain(users, Some(user), slot, capacity);
            trail.set_because(Fact { side, value: slot + 1 }, &self.facts)?;
        }
    }

    fn start_sooner(
        &mut self,
        users: &[User],
        user: User,
        capacity: u32,
        trail: &mut Trail,
    ) -> Result<(), Contradiction> {
        let side = 2 * user.activity as u32 + 1;
        loop {
            let start = -trail.bound(side);
            let mut slots = start..start + user.duration;
            let Some(slot) = slots.find(|&slot| self.is_full(user, slot, capacity)) else {
                return Ok(());
            };
            self.facts.clear();
            self.facts.push(Fact { side, value: -slot });
            self.explain(users, Some(user), slot, capacity);
            trail.set_because(Fact { side, value: user.duration - slot }, &self.facts)?;
        }
    }

    /// Whether `user` does not fit in `slot` beside the others.
    fn is_full(&self, user: User, slot: i32, capacity: u32) -> bool {
        let own = if (user.from..user.to).contains(&slot) { user.units } else { 0 };
        self.in_use.get(slot as usize).is_some_and(|&all| all - own + user.units > capacity)
    }

    /// Writes down why `besides` does not fit in `slot`, or why it is overfull: what runs there.
    fn explain(&mut self, users: &[User], besides: Option<User>, slot: i32, capacity: u32) {
        let mut units = besides.map_or(0, |user| user.units);
        let own = besides.map(|user| user.activity);
        let runs = |user: &&User| (user.from..user.to).contains(&slot);
        for user in users.iter().filter(runs).filter(|user| Some(user.activity) != own) {
            if units > capacity {
                return;
            }
            let side = 2 * user.activity as u32;
            self.facts.push(Fact { side, value: slot - user.duration + 1 });
            self.facts.push(Fact { side: side + 1, value: -slot });
            units += user.units;
        }
    }
}

impl User {
    fn new(network: &Network, trail: &Trail, activity: usize, units: u32) -> Self {
        let duration = network.durations[activity] as i32;
        let side = 2 * activity as u32;
        let (earliest, latest) = (trail.bound(side), -trail.bound(side + 1));
        User { activity, units, duration, from: latest, to: earliest + duration }
    }
}
