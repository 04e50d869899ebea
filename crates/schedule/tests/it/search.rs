//! The search: every schedule it returns can be carried out, none is shorter than its bound, and on
//! tiny networks it finds the shortest there is.

use proptest::prelude::*;
use schedule::search::{Budget, Found, Network, NetworkActivity, prove, search};

const USUAL: Budget = Budget { schedules: 500, seed: 1 };

fn activity(duration: u32, demands: &[u32], successors: &[usize]) -> NetworkActivity {
    NetworkActivity { duration, demands: demands.to_vec(), successors: successors.to_vec() }
}

fn found(activities: &[NetworkActivity], capacities: &[u32], budget: Budget) -> Found {
    let network = Network::new(activities, capacities).expect("a sound network");
    search(&network, budget)
}

/// Slot by slot, with nothing that the search uses.
fn violations(activities: &[NetworkActivity], capacities: &[u32], found: &Found) -> Vec<String> {
    let mut violations = Vec::new();
    let end = |at: usize| found.starts[at] + activities[at].duration;
    for (at, activity) in activities.iter().enumerate() {
        for &successor in &activity.successors {
            if found.starts[successor] < end(at) {
                violations.push(format!("{successor} starts before {at} ends"));
            }
        }
    }
    for slot in 0..found.length {
        for (resource, &capacity) in capacities.iter().enumerate() {
            let runs = |at: &usize| (found.starts[*at]..end(*at)).contains(&slot);
            let running = (0..activities.len()).filter(runs);
            let units: u32 = running.map(|at| activities[at].demands[resource]).sum();
            if units > capacity {
                violations.push(format!("{units} of {capacity} units in slot {slot}"));
            }
        }
    }
    if found.length != (0..activities.len()).map(end).max().unwrap_or(0) {
        violations.push("it is not as long as it says".to_owned());
    }
    violations
}

/// The length of the shortest schedule: every order tried, each activity as soon as it fits.
fn shortest(activities: &[NetworkActivity], capacities: &[u32]) -> u32 {
    fn place(
        activities: &[NetworkActivity],
        capacities: &[u32],
        starts: &mut Vec<Option<u32>>,
        best: &mut u32,
    ) {
        let end =
            |starts: &[Option<u32>], at: usize| starts[at].map(|s| s + activities[at].duration);
        if starts.iter().all(Option::is_some) {
            let length = (0..starts.len()).filter_map(|at| end(starts, at)).max().unwrap_or(0);
            *best = length.min(*best);
            return;
        }
        for next in 0..starts.len() {
            let before = (0..starts.len()).filter(|&at| activities[at].successors.contains(&next));
            let ready = before.map(|at| end(starts, at)).collect::<Option<Vec<u32>>>();
            let Some(ready) = ready.filter(|_| starts[next].is_none()) else { continue };
            let ready = ready.into_iter().max().unwrap_or(0);
            let fits = |start: &u32| {
                (*start..start + activities[next].duration).all(|slot| {
                    capacities.iter().enumerate().all(|(resource, &capacity)| {
                        let runs = |at: &usize| {
                            starts[*at]
                                .is_some_and(|s| s <= slot && slot < s + activities[*at].duration)
                        };
                        let running = (0..starts.len()).filter(runs);
                        let units: u32 = running.map(|at| activities[at].demands[resource]).sum();
                        units + activities[next].demands[resource] <= capacity
                    })
                })
            };
            let start = (ready..).find(fits);
            starts[next] = start;
            place(activities, capacities, starts, best);
            starts[next] = None;
        }
    }
    let mut best = u32::MAX;
    place(activities, capacities, &mut vec![None; activities.len()], &mut best);
    best
}

/// Networks of up to `n` activities on three resources; successors have higher indices.
fn networks(n: usize) -> impl Strategy<Value = (Vec<NetworkActivity>, Vec<u32>)> {
    let capacities = proptest::collection::vec(1u32..6, 3);
    let rows = proptest::collection::vec(
        (0u32..6, proptest::collection::vec(0u32..6, 3), any::<u64>(), 0u32..4),
        1..=n,
    );
    (rows, capacities).prop_map(|(rows, capacities)| {
        let n = rows.len();
        let activities =
            rows.into_iter().enumerate().map(|(at, (duration, demands, bits, thin))| {
                // Fewer arcs where more bits must be set.
                let follows = |&other: &usize| bits >> (other % 16 * 4) & 15 > 4 * u64::from(thin);
                let demands: Vec<u32> =
                    demands.iter().zip(&capacities).map(|(&units, &all)| units.min(all)).collect();
                activity(duration, &demands, &(at + 1..n).filter(follows).collect::<Vec<_>>())
            });
        (activities.collect(), capacities)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn on_tiny_networks_hardly_anything_is_shorter((activities, capacities) in networks(6)) {
        let found = found(&activities, &capacities, USUAL);
        prop_assert_eq!(violations(&activities, &capacities, &found), Vec::<String>::new());
        let shortest = shortest(&activities, &capacities);
        // The search promises no optimum, but on networks this small it is hardly ever a slot off.
        prop_assert!((shortest..=shortest + 1).contains(&found.length), "{} {shortest}", found.length);
        prop_assert!(found.bound <= shortest);
    }

    /// From the first schedule that comes, however long: shorter ones are found, and the shortest proved.
    #[test]
    fn on_tiny_networks_the_shortest_is_proved((activities, capacities) in networks(6)) {
        let first = found(&activities, &capacities, Budget { schedules: 1, seed: 1 });
        let network = Network::new(&activities, &capacities).expect("a sound network");
        let proved = prove(&network, first, 10_000);
        prop_assert_eq!(violations(&activities, &capacities, &proved), Vec::<String>::new());
        prop_assert_eq!(proved.length, shortest(&activities, &capacities));
        prop_assert_eq!(proved.bound, proved.length);
    }

    /// A proof must never rule out what a longer search finds.
    #[test]
    fn a_proof_holds_against_the_search((activities, capacities) in networks(25)) {
        let first = found(&activities, &capacities, Budget { schedules: 1, seed: 1 });
        let network = Network::new(&activities, &capacities).expect("a sound network");
        let proved = prove(&network, first, 2_000);
        prop_assert_eq!(violations(&activities, &capacities, &proved), Vec::<String>::new());
        prop_assert!(proved.bound <= found(&activities, &capacities, USUAL).length);
    }

    #[test]
    fn what_is_found_can_be_carried_out((activities, capacities) in networks(40)) {
        let found = found(&activities, &capacities, USUAL);
        prop_assert_eq!(violations(&activities, &capacities, &found), Vec::<String>::new());
        prop_assert!(found.bound <= found.length);
        prop_assert!(found.schedules <= USUAL.schedules);
    }

    /// Read from the end, a network is as long.
    #[test]
    fn time_can_run_backward((activities, capacities) in networks(6)) {
        let mut mirrored = activities.clone();
        for (at, activity) in mirrored.iter_mut().enumerate() {
            let precedes = |other: &usize| activities[*other].successors.contains(&at);
            activity.successors = (0..activities.len()).filter(precedes).collect();
        }
        let there = found(&activities, &capacities, USUAL);
        let back = found(&mirrored, &capacities, USUAL);
        prop_assert_eq!(there.length, back.length);
        prop_assert_eq!(there.bound, back.bound);
    }

    /// Resources that fit in one word and those that need several are the same to it.
    #[test]
    fn more_resources_that_nobody_wants_change_nothing((activities, capacities) in networks(12)) {
        let mut wide = activities.clone();
        for activity in &mut wide {
            activity.demands.extend([0; 5]);
        }
        let capacities_wide = [capacities.as_slice(), &[1 << 20; 5]].concat();
        let narrow = found(&activities, &capacities, USUAL);
        let wide = found(&wide, &capacities_wide, USUAL);
        prop_assert_eq!(narrow.length, wide.length);
    }

    #[test]
    fn the_same_seed_finds_the_same((activities, capacities) in networks(30)) {
        let once = found(&activities, &capacities, USUAL);
        prop_assert_eq!(once, found(&activities, &capacities, USUAL));
    }
}

#[test]
fn a_proof_ends_the_search() {
    // A chain of 3 and 4 slots: 7 is the longest path, and the first schedule has it.
    let chain = [activity(3, &[1], &[1]), activity(4, &[1], &[])];
    let found = found(&chain, &[1], USUAL);
    assert_eq!((found.length, found.bound, found.schedules), (7, 7, 1));
}

#[test]
fn the_work_of_a_resource_bounds_the_length() {
    // Three times 2 slots one after another, behind 1 slot and before 2: 1 + 6 + 2 = 9, although no
    // path is longer than 5.
    let fan = [
        activity(1, &[0], &[1, 2, 3]),
        activity(2, &[1], &[4]),
        activity(2, &[1], &[4]),
        activity(2, &[1], &[4]),
        activity(2, &[0], &[]),
    ];
    let found = found(&fan, &[1], USUAL);
    assert_eq!((found.length, found.bound), (9, 9));
}

#[test]
fn what_cannot_be_done_is_no_network() {
    assert!(Network::new(&[activity(1, &[2], &[])], &[1]).is_none(), "more than there is");
    let cycle = [activity(1, &[1], &[1]), activity(1, &[1], &[0])];
    assert!(Network::new(&cycle, &[1]).is_none(), "a cycle");
    assert!(Network::new(&[activity(1 << 25, &[1], &[])], &[1]).is_none(), "too long");
}

#[test]
fn nothing_to_do_takes_no_time() {
    assert_eq!(found(&[], &[1], USUAL).length, 0);
    assert_eq!(found(&[activity(0, &[0], &[])], &[1], USUAL).length, 0);
}
