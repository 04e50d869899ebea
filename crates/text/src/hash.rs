//! A hash of text that is the same on every machine and in every version: FNV-1a, 64 bits.
//!
//! Source: Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm" (IETF draft).

/// A hash under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(pub u64);

impl Hash {
    /// Of nothing: FNV's offset basis.
    pub const EMPTY: Hash = Hash(0xcbf2_9ce4_8422_2325);

    /// Goes on over `text`.
    #[must_use]
    pub fn and(self, text: &str) -> Self {
        const PRIME: u64 = 0x0000_0100_0000_01b3;
        Self(text.bytes().fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }
}

/// The hash of `text`: against chance, not against malice.
#[must_use]
pub fn hash(text: &str) -> u64 {
    Hash::EMPTY.and(text).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_source() {
        // Test vectors of the draft.
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
