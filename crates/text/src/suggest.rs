//! "Did you mean": the known word closest to a mistyped one.

/// The candidate closest to `word`, if it is close enough to be meant.
///
/// Distance counts insertions, deletions, substitutions and swaps of neighbors (optimal string
/// alignment; Damerau 1964). Close enough is at most a third of the longer word, at least one.
/// Ties go to the candidate named first. `O(candidates · |word|²)`.
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().collect();
        let allowed = (word.len().max(letters.len()) / 3).max(1);
        if word.len().abs_diff(letters.len()) > allowed {
            continue;
        }
        let distance = distance(&word, &letters);
        // A word of which no letter is right was not meant.
        let is_near = distance <= allowed && distance < word.len();
        if is_near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut table = vec![0; (a.len() + 1) * width];
    for (column, cell) in table[..width].iter_mut().enumerate() {
        *cell = column;
    }
    for i in 1..=a.len() {
        table[i * width] = i;
        for j in 1..=b.len() {
            let substitute = table[(i - 1) * width + j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let delete = table[(i - 1) * width + j] + 1;
            let insert = table[i * width + j - 1] + 1;
            let mut least = substitute.min(delete).min(insert);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(table[(i - 2) * width + j - 2] + 1);
            }
            table[i * width + j] = least;
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_found_and_strangers_are_not() {
        assert_eq!(
            closest("reconcilation", ["refunds", "reconcile", "reconciliation"]),
            Some("reconciliation")
        );
        assert_eq!(closest("Riks", ["Risks", "Team"]), Some("Risks"));
        assert_eq!(closest("estiamte", ["estimate"]), Some("estimate"));
        assert_eq!(closest("zebra", ["after", "ends"]), None);
        assert_eq!(closest("", ["x"]), None);
        assert_eq!(closest("a", ["x"]), None);
    }
}
