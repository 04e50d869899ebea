//! A line of blocks whose heights are counts.

use crate::terminal::{Line, Role};

const HEIGHTS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// One block a count, the highest count a full block; nothing at zero. The first `in_time`
/// columns are those that meet the deadline.
#[must_use]
pub fn spark(counts: &[u32], in_time: usize) -> Line {
    let top = counts.iter().copied().max().unwrap_or(0);
    let mut line = Line::new();
    for (column, count) in counts.iter().enumerate() {
        let role = if column < in_time { Role::Path } else { Role::Forecast };
        line.push(role, block(*count, top));
    }
    line
}

/// The block for `count` of `top`, to the nearest eighth; anything above zero shows.
fn block(count: u32, top: u32) -> &'static str {
    if count == 0 {
        return " ";
    }
    let (count, top) = (u64::from(count), u64::from(top));
    let height = ((count * 16 + top) / (2 * top)).clamp(1, 8);
    HEIGHTS[usize::try_from(height - 1).expect("a height is at most eight")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_follow_the_counts() {
        let line = spark(&[1, 0, 400, 800, 799, 100], 3);
        assert_eq!(line.text(), "▁ ▄██▁");
        assert_eq!(line.spans().len(), 2);
        assert_eq!(spark(&[], 0), Line::new());
        assert_eq!(spark(&[0, 0], 0).text(), "  ");
    }
}
