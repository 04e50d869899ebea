//! Shares in a joint result: what each of several players adds to it, whatever their order.
//!
//! In: how many players there are, and what every group of them is worth. Out: one share a player;
//! the shares add up to what all of them are worth. It must not know that the players are edits
//! and the worth is minutes.
//!
//! # Theory
//! The Shapley value of a player is what it adds to those that came before it, averaged over all
//! orders in which the players may come. It is the only rule under which the shares add up
//! (efficiency), equals get equal shares (symmetry), who never adds anything gets nothing (dummy),
//! and the shares in the sum of two games are the sums of the shares (Shapley, "A Value for n-Person
//! Games", 1953). With few players all groups are valued; with many, a sample of orders is, each
//! together with its reverse, which is never less and usually much more exact than as many
//! independent orders (Mitchell, Cooper, Frank and Holmes, "Sampling Permutations for Shapley Value
//! Estimation", 2022). In each single order the shares add up, so they do in the sample.

use std::collections::{BTreeMap, BTreeSet};

/// Some of the players, by index: one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Coalition(u64);

/// There are no more players than this.
pub(crate) const PLAYERS_MAX: usize = u64::BITS as usize;

impl Coalition {
    /// The players `0..n`.
    pub fn all(n: usize) -> Self {
        debug_assert!(n <= PLAYERS_MAX);
        if n == 0 { Self(0) } else { Self(u64::MAX >> (PLAYERS_MAX - n)) }
    }

    /// With `player` as well.
    pub fn with(self, player: usize) -> Self {
        Self(self.0 | 1 << player)
    }

    /// Without `player`.
    pub fn without(self, player: usize) -> Self {
        Self(self.0 & !(1 << player))
    }

    /// Whether `player` is one of them.
    pub fn has(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }

    /// Whether all of `others` are among them.
    pub fn includes(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }

    /// Its players, ascending.
    pub fn players(self) -> impl Iterator<Item = usize> {
        (0..PLAYERS_MAX).filter(move |player| self.has(*player))
    }

    fn len(self) -> usize {
        self.0.count_ones() as usize
    }
}

/// In which orders the players come.
#[derive(Debug)]
pub(crate) enum Orders {
    /// In all of so many.
    All(usize),
    /// In these: each with its reverse.
    Sample(Vec<Vec<usize>>),
}

impl Orders {
    /// All orders of `players` if no more than `coalitions_max` groups have to be valued for them,
    /// else as many as that allows, at least one and its reverse. `seed` says which.
    pub fn new(players: usize, coalitions_max: usize, seed: u64) -> Self {
        if exact_cost(players).is_some_and(|cost| cost <= coalitions_max) {
            return Orders::All(players);
        }
        // The empty and the full group are in every order, and cost nothing more.
        let pairs = (coalitions_max / (2 * (players - 1).max(1))).max(1);
        Orders::given(sample(players, pairs, seed))
    }

    /// These orders, each with its reverse.
    pub fn given(orders: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let both = |order: Vec<usize>| [order.clone(), order.into_iter().rev().collect()];
        Orders::Sample(orders.into_iter().flat_map(both).collect())
    }

    /// The groups that have to be valued.
    pub fn coalitions(&self) -> BTreeSet<Coalition> {
        match self {
            Orders::All(players) => (0..1 << players).map(Coalition).collect(),
            Orders::Sample(orders) => orders.iter().flat_map(|order| prefixes(order)).collect(),
        }
    }

    /// How far off the share of each player may be, by index: twice the standard error over the pairs of
    /// orders that were looked at; nothing if these were all.
    ///
    /// `worths` has all of [`Orders::coalitions`].
    pub fn doubts(&self, worths: &BTreeMap<Coalition, f64>) -> Vec<f64> {
        match self {
            Orders::All(players) => vec![0.0; *players],
            Orders::Sample(orders) => twice_the_error(orders, worths),
        }
    }

    /// The share of each player, by index: what it adds to those before it, averaged over the
    /// orders. The shares add up to the worth of all less that of none.
    ///
    /// `worths` has all of [`Orders::coalitions`].
    pub fn shares(&self, worths: &BTreeMap<Coalition, f64>) -> Vec<f64> {
        match self {
            Orders::All(players) => exact(*players, worths),
            Orders::Sample(orders) => average(orders, worths),
        }
    }
}

/// Returns `values` as whole numbers that add up to `total`: each is rounded down, and what is then
/// missing goes to the largest remainders, one each, the first of equals first.
pub(crate) fn whole(values: &[f64], total: i64) -> Vec<i64> {
    let mut whole: Vec<i64> = values.iter().map(|value| value.floor() as i64).collect();
    let mut by_remainder: Vec<usize> = (0..values.len()).collect();
    let remainder = |index: &usize| values[*index] - values[*index].floor();
    by_remainder.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(b)));
    let missing = total - whole.iter().sum::<i64>();
    let missing = usize::try_from(missing).expect("BUG: the values add up to the total");
    for index in by_remainder.into_iter().take(missing) {
        whole[index] += 1;
    }
    whole
}

/// How many groups there are; `None` if nobody can count them.
fn exact_cost(players: usize) -> Option<usize> {
    1_usize.checked_shl(u32::try_from(players).ok()?)
}

/// The groups that have come together after each step of `order`, the empty one first.
fn prefixes(order: &[usize]) -> impl Iterator<Item = Coalition> {
    let steps = order.iter().scan(Coalition::default(), |sofar, player| {
        *sofar = sofar.with(*player);
        Some(*sofar)
    });
    std::iter::once(Coalition::default()).chain(steps)
}

/// So many orders, each a shuffle of all players.
fn sample(players: usize, orders: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut random = SplitMix(seed);
    let mut shuffled = || {
        let mut order: Vec<usize> = (0..players).collect();
        for last in (1..players).rev() {
            order.swap(last, random.below(last + 1));
        }
        order
    };
    (0..orders).map(|_| shuffled()).collect()
}

fn exact(players: usize, worths: &BTreeMap<Coalition, f64>) -> Vec<f64> {
    // In what share of the orders exactly `size` given players, and no others, come before one:
    // size! (players - size - 1)! / players!.
    let mut share = vec![1.0 / players.max(1) as f64; players];
    for size in 1..players {
        share[size] = share[size - 1] * size as f64 / (players - size) as f64;
    }
    let groups = || (0..1 << players).map(Coalition);
    let of_player = |player: usize| {
        let before = groups().filter(|coalition| !coalition.has(player));
        let added = |before: Coalition| {
            (worths[&before.with(player)] - worths[&before]) * share[before.len()]
        };
        before.map(added).sum()
    };
    (0..players).map(of_player).collect()
}

fn average(orders: &[Vec<usize>], worths: &BTreeMap<Coalition, f64>) -> Vec<f64> {
    let mut sums = vec![0.0; orders.first().map_or(0, Vec::len)];
    for order in orders {
        let steps: Vec<Coalition> = prefixes(order).collect();
        for (player, step) in order.iter().zip(steps.windows(2)) {
            sums[*player] += worths[&step[1]] - worths[&step[0]];
        }
    }
    sums.into_iter().map(|sum: f64| sum / orders.len() as f64).collect()
}

fn twice_the_error(orders: &[Vec<usize>], worths: &BTreeMap<Coalition, f64>) -> Vec<f64> {
    let pairs: Vec<Vec<f64>> = orders.chunks(2).map(|pair| average(pair, worths)).collect();
    let n = pairs.len() as f64;
    let of = |player: usize| {
        let mean = pairs.iter().map(|pair| pair[player]).sum::<f64>() / n;
        let squares = pairs.iter().map(|pair| (pair[player] - mean).powi(2)).sum::<f64>();
        // Of a single pair nothing is known but that the order made so much of a difference.
        match orders {
            [order, _] => (marginal(order, player, worths) - mean).abs(),
            _ => 2.0 * (squares / (n * (n - 1.0))).sqrt(),
        }
    };
    (0..orders.first().map_or(0, Vec::len)).map(of).collect()
}

/// What a player adds to those before it in one order.
fn marginal(order: &[usize], player: usize, worths: &BTreeMap<Coalition, f64>) -> f64 {
    let before: Vec<Coalition> = prefixes(order).collect();
    let at = order.iter().position(|other| *other == player).unwrap_or(0);
    worths[&before[at + 1]] - worths[&before[at]]
}

/// The generator of Steele, Lea and Flood (2014), for the orders that are looked at.
struct SplitMix(u64);

impl SplitMix {
    /// A number below `end`. Its bias is `end` in 2⁶⁴.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) % end as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EXACT: usize = 1 << 16;

    fn shapley(
        players: usize,
        coalitions_max: usize,
        seed: u64,
        worth: impl Fn(Coalition) -> i64,
    ) -> Vec<f64> {
        let orders = Orders::new(players, coalitions_max, seed);
        let wanted = orders.coalitions().into_iter();
        orders.shares(&wanted.map(|group| (group, worth(group) as f64)).collect())
    }

    fn check(players: usize, worth: impl Fn(Coalition) -> i64, expected: &[f64]) {
        let shares = shapley(players, EXACT, 1, worth);
        assert_eq!(shares.len(), expected.len());
        for (share, expected) in shares.iter().zip(expected) {
            assert!((share - expected).abs() < 1e-9, "{shares:?}, not {expected}");
        }
    }

    /// Player 0 has a left glove, 1 and 2 a right one each; a pair is worth 6. Player 0 completes a
    /// pair unless it comes first: in 4 of 6 orders. Of the others each does in one order, right
    /// after 0 and before the other one: 0 1 2 for player 1, 0 2 1 for player 2.
    fn gloves(coalition: Coalition) -> i64 {
        if coalition.has(0) && coalition.len() > 1 { 6 } else { 0 }
    }

    /// A runway costs what its largest plane needs: 100, 250 or 450. All three share the first
    /// 100, the larger two the next 150, the largest pays the last 200.
    fn runway(coalition: Coalition) -> i64 {
        coalition.players().map(|plane| [100, 250, 450][plane]).max().unwrap_or(0)
    }

    #[test]
    fn games_whose_shares_are_known() {
        check(3, gloves, &[4.0, 1.0, 1.0]);
        // 100/3; 100/3 + 150/2; 100/3 + 150/2 + 200.
        check(3, runway, &[100.0 / 3.0, 325.0 / 3.0, 925.0 / 3.0]);
        // Three of four needed, worth 1: everybody is the third in a quarter of the orders.
        check(4, |coalition| i64::from(coalition.len() >= 3), &[0.25; 4]);
        check(1, |coalition| 7 * coalition.len() as i64, &[7.0]);
        check(0, |_| 5, &[]);
    }

    #[test]
    fn an_order_and_its_reverse_are_enough_for_two() {
        // Alone 10 and 4, together 20: (10 + 16) / 2 and (4 + 10) / 2.
        let worth = |coalition: Coalition| [0, 10, 4, 20][coalition.0 as usize];
        assert_eq!(shapley(2, 0, 3, worth), [13.0, 7.0]);
        check(2, worth, &[13.0, 7.0]);
    }

    #[test]
    fn in_given_orders_and_their_reverse_what_needs_each_other_shares() {
        // Player 0 alone is worth 4, players 1 and 2 only together 6, player 3 nothing.
        let worth = |real: Coalition| {
            let alone = if real.has(0) { 4.0 } else { 0.0 };
            alone + if real.has(1) && real.has(2) { 6.0 } else { 0.0 }
        };
        let orders = Orders::given([vec![0, 1, 2, 3], vec![2, 3, 0, 1]]);
        let worths = orders.coalitions().into_iter().map(|group| (group, worth(group))).collect();
        assert_eq!(orders.shares(&worths), [4.0, 3.0, 3.0, 0.0]);
        let nobody = Orders::given([vec![]]);
        assert_eq!(nobody.shares(&BTreeMap::from([(Coalition::default(), 1.0)])), [0.0; 0]);
    }

    #[test]
    fn a_sample_comes_close() {
        // 64 pairs. A share in one order is 0 or 6, so its deviation is at most 3, the error of
        // the mean of 128 dependent ones at most 3 / √64 < 0.4; three times that at the most.
        let shares = average_of(3, 64, gloves);
        for (share, expected) in shares.iter().zip([4.0, 1.0, 1.0]) {
            assert!((share - expected).abs() < 1.2, "{shares:?}");
        }
    }

    fn average_of(players: usize, pairs: usize, worth: impl Fn(Coalition) -> i64) -> Vec<f64> {
        let orders = Orders::given(sample(players, pairs, 7));
        let groups = orders.coalitions().into_iter();
        orders.shares(&groups.map(|group| (group, worth(group) as f64)).collect())
    }

    #[test]
    fn what_a_sample_may_be_off_is_known() {
        let orders = Orders::given(sample(3, 64, 7));
        let groups = orders.coalitions().into_iter();
        let worths = groups.map(|group| (group, gloves(group) as f64)).collect();
        let (shares, doubts) = (orders.shares(&worths), orders.doubts(&worths));
        for ((share, doubt), exact) in shares.iter().zip(&doubts).zip([4.0, 1.0, 1.0]) {
            // A pair gives player 0 either 3 or 6, so the error of 64 is below 1.5 / √63.
            assert!(
                *doubt > 0.0 && *doubt < 0.4 && (share - exact).abs() < 2.0 * doubt,
                "{doubts:?}"
            );
        }
        // 10 or 16 of one, in its order and the reverse: 13 ± 3.
        let worth = |group: Coalition| [0.0, 10.0, 4.0, 20.0][group.0 as usize];
        let pair = Orders::given([vec![0, 1]]);
        let worths = pair.coalitions().into_iter().map(|group| (group, worth(group))).collect();
        assert_eq!(pair.doubts(&worths), [3.0, 3.0]);
        assert_eq!(Orders::All(2).doubts(&worths), [0.0, 0.0]);
    }

    #[test]
    fn sixty_four_players_have_a_place() {
        let all = Coalition::all(PLAYERS_MAX);
        assert_eq!((all.len(), all.players().last()), (64, Some(63)));
        assert!(all.includes(Coalition::default().with(63)) && !all.without(63).has(63));
        let shares = shapley(64, 100, 1, |coalition| coalition.len() as i64);
        assert_eq!(shares, [1.0; 64]);
    }

    #[test]
    fn whole_minutes_add_up() {
        assert_eq!(whole(&[1.4, 1.4, 1.2], 4), [2, 1, 1]);
        assert_eq!(whole(&[-0.5, 2.5, 0.0], 2), [0, 2, 0]);
        assert_eq!(whole(&[], 0), [0_i64; 0]);
    }

    /// The worth of every group of five players.
    fn games() -> impl Strategy<Value = Vec<i64>> {
        prop::collection::vec(-10_000..10_000_i64, 32)
    }

    fn worth_in(game: &[i64]) -> impl Fn(Coalition) -> i64 {
        |coalition| game[coalition.0 as usize]
    }

    proptest! {
        #[test]
        fn shares_add_up(game in games(), coalitions_max in 0..64_usize, seed: u64) {
            let total = game[31] - game[0];
            let shares = shapley(5, coalitions_max, seed, worth_in(&game));
            prop_assert!((shares.iter().sum::<f64>() - total as f64).abs() < 1e-6);
            let minutes = whole(&shares, total);
            prop_assert_eq!(minutes.iter().sum::<i64>(), total);
            for (minutes, share) in minutes.iter().zip(&shares) {
                prop_assert!((*minutes as f64 - share).abs() < 1.0 + 1e-6);
            }
        }

        #[test]
        fn all_orders_give_the_exact_shares(game in games()) {
            let worths = (0..32).map(Coalition).map(|group| (group, worth_in(&game)(group) as f64));
            let found = average(&permutations(5), &worths.collect());
            let exact = shapley(5, EXACT, 1, worth_in(&game));
            for (found, exact) in found.iter().zip(&exact) {
                prop_assert!((found - exact).abs() < 1e-6);
            }
        }

        /// Player 4 adds nothing to anybody; players 0 and 1 can stand in for each other.
        #[test]
        fn equals_get_equal_shares_and_dummies_none(game in games(), coalitions_max in 0..64_usize) {
            let worth = |coalition: Coalition| {
                let (zero, one) = (coalition.has(0), coalition.has(1));
                let group = coalition.without(4).without(0).without(1);
                let group = if zero && one { group.with(0).with(1) } else { group };
                game[if zero == one { group } else { group.with(0) }.0 as usize]
            };
            let exact = shapley(5, EXACT, 1, worth);
            prop_assert!((exact[0] - exact[1]).abs() < 1e-6);
            prop_assert_eq!(exact[4], 0.0);
            prop_assert_eq!(shapley(5, coalitions_max, 1, worth)[4], 0.0);
        }
    }

    fn permutations(n: usize) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for player in 0..n {
            let longer = |order: &Vec<usize>| {
                let order = order.clone();
                (0..=order.len()).map(move |at| {
                    let mut order = order.clone();
                    order.insert(at, player);
                    order
                })
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }
}
