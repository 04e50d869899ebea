//! Bars of whole and eighth blocks.

use crate::terminal::{Line, Role};

const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar of `share` (0 to 1) of `width` columns, to an eighth of a column; anything above zero
/// shows at least an eighth.
#[must_use]
pub fn bar(share: f64, width: usize) -> String {
    let eighths = eighths(share, width);
    let eighths = if share > 0.0 { eighths.max(1) } else { eighths };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A bar to each side of a mark: `left` and `right`, each 0 to 1 of `width` columns, light and full.
#[must_use]
pub fn two_sided(left: f64, right: f64, width: usize) -> Line {
    let columns = |share: f64| eighths(share, width).div_ceil(8);
    let left = columns(left);
    Line::plain(&" ".repeat(width - left))
        .with(Role::Label, &"▒".repeat(left))
        .with(Role::Label, "│")
        .with(Role::Forecast, &"█".repeat(columns(right)))
}

/// How much of something is done: a bar of `share` in a track of `width` columns.
#[must_use]
pub fn progress(share: f64, width: usize) -> Line {
    let bar = Line::of(Role::Forecast, &bar(share, width));
    let rest = width - bar.width().min(width);
    bar.with(Role::Label, &"░".repeat(rest))
}

/// How near a share comes to the one that is wanted: a thin bar of `share` in `width` columns, with
/// a mark at `wanted`.
#[must_use]
pub fn towards(share: f64, wanted: f64, width: usize) -> Line {
    let (end, mark) = (eighths(share, width) / 8, eighths(wanted, width) / 8);
    let role = |column: usize| if column == mark { Role::Deadline } else { Role::Path };
    let glyph = |column: usize| match (column == mark, column < end) {
        (true, true) => "┿",
        (true, false) => "│",
        (false, true) => "━",
        (false, false) => " ",
    };
    (0..end.max(mark + 1)).fold(Line::new(), |line, column| line.with(role(column), glyph(column)))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of some hundred columns, clamped before"
)]
fn eighths(share: f64, width: usize) -> usize {
    (share.clamp(0.0, 1.0) * (width * 8) as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_stand_at_the_mark() {
        assert_eq!(two_sided(0.5, 1.0, 4).text(), "  ▒▒│████");
        assert_eq!(two_sided(0.0, 0.1, 4).text(), "    │█");
        assert_eq!(two_sided(9.0, -1.0, 4).text(), "▒▒▒▒│");
    }

    #[test]
    fn bars_are_exact_to_an_eighth() {
        assert_eq!(bar(0.53, 20), "██████████▋");
        assert_eq!(bar(1.0, 4), "████");
        assert_eq!(bar(7.0, 4), "████");
        assert_eq!(bar(0.0001, 4), "▏");
        assert_eq!(bar(0.0, 4), "");
        assert_eq!(bar(f64::NAN, 4), "");
        assert_eq!(towards(0.25, 0.75, 8).text(), "━━    │");
        assert_eq!(towards(0.9, 0.75, 8).text(), "━━━━━━┿");
        assert_eq!(progress(0.53, 20).text(), "██████████▋░░░░░░░░░");
    }
}
