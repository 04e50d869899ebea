//! A set of ranks, read in order.

/// Ranks below a fixed limit; one bit each.
#[derive(Clone, Debug)]
pub(super) struct RankSet {
    words: Vec<u64>,
}

impl RankSet {
    pub fn new(limit: usize) -> Self {
        Self { words: vec![0; limit.div_ceil(64)] }
    }

    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    pub fn insert(&mut self, rank: u32) {
        self.words[rank as usize / 64] |= 1 << (rank % 64);
    }

    pub fn remove(&mut self, rank: u32) {
        self.words[rank as usize / 64] &= !(1 << (rank % 64));
    }

    pub fn contains(&self, rank: u32) -> bool {
        self.words[rank as usize / 64] >> (rank % 64) & 1 == 1
    }

    /// The first rank in the set from `rank` on.
    pub fn next(&self, rank: u32) -> Option<u32> {
        let first = rank as usize / 64;
        let mut word = self.words.get(first)? & (u64::MAX << (rank % 64));
        for at in first..self.words.len() {
            if at > first {
                word = self.words[at];
            }
            if word != 0 {
                return Some(at as u32 * 64 + word.trailing_zeros());
            }
        }
        None
    }

    /// How many words of 64 ranks there are.
    pub fn n_words(&self) -> usize {
        self.words.len()
    }

    /// The ranks of one word that are in the set and in `other`, which has the same limit: a bit each.
    #[inline]
    pub fn both(&self, other: &Self, word: usize) -> u64 {
        self.words[word] & other.words[word]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ranks: &[u32], limit: usize) {
        let mut set = RankSet::new(limit);
        for &rank in ranks {
            set.insert(rank);
        }
        let mut read = Vec::new();
        let mut at = 0;
        while let Some(rank) = set.next(at) {
            read.push(rank);
            set.remove(rank);
            at = rank + 1;
        }
        assert_eq!(read, ranks);
        assert_eq!(set.next(0), None);
    }

    #[test]
    fn reads_in_order() {
        check(&[], 0);
        check(&[], 64);
        check(&[0, 1, 63], 64);
        check(&[0, 63, 64, 127, 128, 300], 301);
    }
}
