//! Outcomes as dots that can be counted.

use crate::terminal::{Line, Role};

/// A quantile dot plot: each dot stands for an equal share of the runs, stacked over the column in
/// which it finishes. `columns` hold one column a dot, in ascending order; the first `in_time` dots
/// meet the deadline and are filled.
///
/// Source: Fernandes, Walls, Munson, Hullman and Kay 2018, "Uncertainty displays using quantile
/// dotplots or CDFs improve transit decision-making"; fifty dots did best.
#[must_use]
pub fn dots(columns: &[usize], in_time: usize) -> Vec<Line> {
    let width = columns.iter().max().map_or(0, |last| last + 1);
    let mut stacks: Vec<Vec<bool>> = vec![Vec::new(); width];
    for (index, column) in columns.iter().enumerate() {
        stacks[*column].push(index < in_time);
    }
    let top = stacks.iter().map(Vec::len).max().unwrap_or(0);
    (0..top).rev().map(|height| row(&stacks, height)).collect()
}

fn row(stacks: &[Vec<bool>], height: usize) -> Line {
    let mut line = Line::new();
    for stack in stacks {
        match stack.get(height) {
            Some(true) => line.push(Role::Path, "●"),
            Some(false) => line.push(Role::Forecast, "○"),
            None => line.push(Role::Plain, " "),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_stacked_and_filled_from_the_left() {
        let lines = dots(&[0, 2, 2, 3, 3, 3], 4);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["   ○", "  ●○", "● ●●"]);
        assert!(dots(&[], 0).is_empty());
    }
}
