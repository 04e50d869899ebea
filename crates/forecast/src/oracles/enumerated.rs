//! Small plans with few outcomes: every outcome played by a second, simpler scheduler.

use calendar::Work;
use schedule::{Effort, priority_order};

use super::{Sketch, UNIT, Who, check_chance, check_mean, play_with};
use crate::middle_efforts;

/// Chances of the three efforts.
const CHANCES: [f64; 3] = [0.25, 0.5, 0.25];

/// A made-up plan: one to six activities, each done by a certain one of two people or by nobody.
struct Small {
    sketch: Sketch,
    /// By activity, ascending.
    efforts: Vec<[i64; 3]>,
}

/// Small numbers that look random: multiplications mod a prime.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 / 7 % limit
    }
}

fn small_plan(seed: u64) -> Small {
    let mut dice = Dice(seed * 7919 + 1);
    let n = 3 + dice.below(4) as u32;
    let pairs = (0..n).flat_map(|to| (0..to).map(move |from| (from, to)));
    let links: Vec<(u32, u32)> = pairs.filter(|_| dice.below(3) == 0).collect();
    let people: Vec<Who> = (0..n)
        .map(|_| match dice.below(5) {
            0 => Who::Nobody,
            person => Who::Person(person as u32 % 2),
        })
        .collect();
    let efforts: Vec<[i64; 3]> = (0..n)
        .map(|_| {
            let least = 1 + dice.below(5) as i64;
            let middle = least + dice.below(4) as i64;
            [least, middle, middle + 1 + dice.below(6) as i64]
        })
        .collect();
    let exact = |effort: &[i64; 3]| Effort::Exact(Work(effort[1] * UNIT as i64));
    let sketch = Sketch {
        efforts: efforts.iter().map(exact).collect(),
        people,
        n_people: 2,
        capacity: 1,
        links,
        risks: vec![],
    };
    Small { sketch, efforts }
}

/// The finish when activity `i` takes `durations[i]`: at each moment, whatever is ready and whose
/// person is free begins, in order of priority.
fn finish_of(sketch: &Sketch, order: &[usize], durations: &[i64]) -> i64 {
    let mut finishes: Vec<Option<i64>> = vec![None; durations.len()];
    let mut now = 0;
    while finishes.contains(&None) {
        for &activity in order {
            let over = |from: u32| finishes[from as usize].is_some_and(|finish| finish <= now);
            let mut incoming = sketch.links.iter().filter(|(_, to)| *to as usize == activity);
            let is_ready = finishes[activity].is_none() && incoming.all(|(from, _)| over(*from));
            let is_busy = |person: u32| {
                finishes.iter().zip(&sketch.people).any(|(finish, who)| {
                    matches!(who, Who::Person(other) if *other == person)
                        && finish.is_some_and(|finish| finish > now)
                })
            };
            let is_free = match sketch.people[activity] {
                Who::Person(person) => !is_busy(person),
                Who::Nobody | Who::Anybody => true,
            };
            if is_ready && is_free {
                finishes[activity] = Some(now + durations[activity]);
            }
        }
        let later = finishes.iter().flatten().filter(|&&finish| finish > now);
        now = later.min().copied().unwrap_or(now);
    }
    finishes.into_iter().flatten().max().unwrap_or(0)
}

/// All outcomes: their chances and finishes.
fn outcomes(small: &Small, order: &[usize]) -> Vec<(f64, i64)> {
    let n = small.efforts.len();
    let outcome = |code: usize| {
        let digits = (0..n).map(|activity| code / 3usize.pow(activity as u32) % 3);
        let chance = digits.clone().map(|digit| CHANCES[digit]).product();
        let durations: Vec<i64> =
            digits.zip(&small.efforts).map(|(digit, effort)| effort[digit]).collect();
        (chance, finish_of(&small.sketch, order, &durations))
    };
    (0..3usize.pow(n as u32)).map(outcome).collect()
}

#[test]
fn random_small_plans_agree_with_all_their_outcomes() {
    for seed in 0..10 {
        let small = small_plan(seed);
        let problem = small.sketch.problem();
        let order = priority_order(&problem, &middle_efforts(&problem));
        let order: Vec<usize> = order.into_iter().map(schedule::ActivityId::index).collect();
        let outcomes = outcomes(&small, &order);

        let n = small.efforts.len();
        let found = play_with(&small.sketch, 1 << 13, n, |inputs| {
            let digit = |u: f64| usize::from(u >= CHANCES[0]) + usize::from(u >= 1.0 - CHANCES[2]);
            let efforts = inputs.iter().zip(&small.efforts);
            efforts.map(|(&u, effort)| effort[digit(u)] as f64).collect()
        });
        let mean: f64 = outcomes.iter().map(|(chance, finish)| chance * *finish as f64).sum();
        check_mean(&found, mean);
        let by = mean.floor();
        let in_time = outcomes.iter().filter(|(_, finish)| *finish as f64 <= by);
        check_chance(&found, by, in_time.map(|(chance, _)| chance).sum());
    }
}
