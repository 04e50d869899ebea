//! How wide text is, without a font at hand.
//!
//! In: text, size and weight. Out: widths, lines, cuts. The advances are those of Inter 4.0, which
//! the PDF embeds and the pages ask for first; another font of a page is about as wide.

use unicode_width::UnicodeWidthChar;

use super::Weight;

/// How wide `text` is, in the unit of `size`; kerning left out.
#[must_use]
pub fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let thousandths: u32 = text.chars().map(|letter| advance(letter, weight)).sum();
    f64::from(thousandths) * size / 1000.0
}

/// `text` in lines of at most `room`, broken between words; a word that is too long has a line of
/// its own and is cut.
#[must_use]
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| text_width(line, size, weight) <= room) {
            Some(longer) => *lines.last_mut().expect("BUG: a line was made longer") = longer,
            None => lines.push(fit(word, size, weight, room)),
        }
    }
    lines
}

/// `text`, or as much of it as has room before an ellipsis.
#[must_use]
pub fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if text_width(text, size, weight) <= room {
        return text.to_owned();
    }
    let room = room - text_width("…", size, weight);
    let mut used = 0.0;
    let is_in = |letter: &char| {
        used += f64::from(advance(*letter, weight)) * size / 1000.0;
        used <= room
    };
    let kept: String = text.chars().take_while(is_in).collect();
    format!("{}…", kept.trim_end())
}

/// The advance of a letter in thousandths of the size. Letters beyond ASCII have the mean of Latin
/// letters with accents, those of two columns are square.
fn advance(letter: char, weight: Weight) -> u32 {
    let table = match weight {
        Weight::Regular => &REGULAR,
        Weight::Strong => &SEMI_BOLD,
    };
    let of = |letter: char| (letter as usize).checked_sub(0x20).and_then(|at| table.get(at));
    if let Some(advance) = of(letter) {
        return u32::from(*advance);
    }
    match letter {
        '…' => 876,
        '–' | '·' => 460,
        '→' | '≤' | '≥' | '−' | '×' => 700,
        _ => match letter.width() {
            None | Some(0) => 0,
            Some(1) => 640,
            Some(_) => 1000,
        },
    }
}

/// From U+0020 to U+007E.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357,
    648, 648, 648, 648, 648, 648, 648, 648, 648, 648, 276, 280, 659, 659, 659, 507,
    936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543, 652, 562, 889, 753, 761,
    635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452,
    497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597,
    609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362, 327, 362, 659,
];

#[rustfmt::skip]
const SEMI_BOLD: [u16; 95] = [
    248, 309, 396, 643, 649, 844, 663, 213, 393, 393, 543, 673, 295, 466, 290, 379,
    670, 670, 670, 670, 669, 670, 670, 670, 670, 670, 290, 295, 673, 673, 673, 544,
    999, 724, 657, 744, 724, 608, 586, 755, 744, 275, 561, 677, 566, 906, 741, 775,
    643, 776, 651, 649, 660, 734, 724, 1007, 690, 705, 653, 393, 379, 393, 481, 468,
    497, 575, 630, 577, 630, 593, 377, 625, 613, 261, 261, 569, 261, 898, 610, 608,
    625, 625, 397, 549, 380, 608, 576, 837, 562, 576, 562, 393, 358, 393, 673,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_sums_of_advances() {
        // 22: 2 × 648 = 1296 thousandths of 10.
        assert!((text_width("22", 10.0, Weight::Regular) - 12.96).abs() < 1e-9);
        assert!((text_width("漢", 10.0, Weight::Strong) - 10.0).abs() < 1e-9);
        assert!(text_width("ab", 10.0, Weight::Strong) > text_width("ab", 10.0, Weight::Regular));
    }

    #[test]
    fn lines_break_between_words_and_long_words_are_cut() {
        let lines = wrap("one two three", 10.0, Weight::Regular, 45.0);
        assert_eq!(lines, ["one two", "three"]);
        let cut = fit("Pneumonoultramicroscopic", 10.0, Weight::Regular, 40.0);
        assert!(cut.ends_with('…') && text_width(&cut, 10.0, Weight::Regular) <= 40.0, "{cut}");
        assert_eq!(fit("short", 10.0, Weight::Regular, 40.0), "short");
        assert!(wrap("", 10.0, Weight::Regular, 1.0).is_empty());
        assert_eq!(wrap("ab", 10.0, Weight::Regular, 0.0), ["…"]);
    }
}
