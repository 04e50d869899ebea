//! Several bars in one row, where they do not touch.

/// Returns the row of each bar, from 0: bars of one row are `apart`. The bars stand from left to
/// right by their beginnings; each takes the first row with room.
pub(super) fn pack(bars: &[(f64, f64)], apart: f64) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    let row = |(start, end): &(f64, f64)| {
        let row = ends.iter().position(|taken| taken + apart <= *start).unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(*end);
        } else {
            ends[row] = *end;
        }
        row
    };
    bars.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_take_the_first_row_with_room() {
        let bars = [(0.0, 10.0), (2.0, 5.0), (7.0, 9.0), (12.0, 20.0), (12.5, 13.0)];
        assert_eq!(pack(&bars, 2.0), [0, 1, 1, 0, 1]);
        assert_eq!(pack(&[], 1.0), [] as [usize; 0]);
    }
}
