//! The brief as an A4 page: where every line stands, in points.
//!
//! Type has one size and is never made smaller: what does not fit goes to a second sheet, and the
//! blocks are named whose absence would make it fit.

mod blocks;
mod piece;

use self::blocks::{asks, milestones, moved, options, pair, request, risks, terms, why};
use self::piece::Piece;
use super::gather::PAGE_WIDTH;
use super::{Block, Brief};
use crate::scene::{Anchor, Ink, Mark, Scene, Weight, fit, text_width, wrap};

/// The sheets of a brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheets {
    /// One sheet if it fits.
    pub sheets: Vec<Scene>,
    /// What to leave out so that it fits: the one block that is missed least of those that are
    /// enough, else several. Empty if it fits.
    pub cut: Vec<Block>,
}

/// A4, in points.
const SHEET: (f64, f64) = (595.3, 841.9);
const MARGIN: f64 = 45.35;
const TOP: f64 = 34.0;
/// Where the foot begins.
const FOOT: f64 = 797.0;
/// Between blocks: as much room as one page leaves. The type never shrinks.
const GAPS: [f64; 3] = [15.0, 12.0, 9.0];
/// Between columns.
const GUTTER: f64 = 22.7;
const BODY: f64 = 9.1;
const LEADING: f64 = 12.7;
/// How far down a line its letters stand, as a share of its height.
const BASELINE: f64 = 0.76;
const HEADING: f64 = 9.4;
const SMALL: f64 = 8.2;
const ANSWER: f64 = 17.6;

/// Lays the brief out.
#[must_use]
pub fn sheets(brief: &Brief) -> Sheets {
    if let Some(sheets) = on_one_sheet(brief) {
        return Sheets { sheets, cut: Vec::new() };
    }
    Sheets { sheets: laid_out(brief, GAPS[0]), cut: to_leave_out(brief) }
}

fn to_leave_out(brief: &Brief) -> Vec<Block> {
    let alone = |block: &Block| on_one_sheet(&brief.clone().without(*block)).is_some();
    if let Some(block) = Block::ALL.into_iter().find(alone) {
        return vec![block];
    }
    let (mut rest, mut left_out) = (brief.clone(), Vec::new());
    for block in Block::ALL {
        if on_one_sheet(&rest).is_some() {
            break;
        }
        let shorter = rest.clone().without(block);
        if shorter != rest {
            left_out.push(block);
        }
        rest = shorter;
    }
    left_out
}

/// One sheet with the widest gaps that it has room for.
fn on_one_sheet(brief: &Brief) -> Option<Vec<Scene>> {
    GAPS.into_iter().map(|gap| laid_out(brief, gap)).find(|sheets| sheets.len() == 1)
}

fn laid_out(brief: &Brief, gap: f64) -> Vec<Scene> {
    let rows = [
        why(brief),
        milestones(brief),
        options(brief),
        pair(|width| asks(brief, width), |width| moved(brief, width)),
        pair(|width| risks(brief, width), |width| request(brief, width)),
        terms(brief),
    ];
    let mut sheets = vec![head(brief)];
    for row in rows.into_iter().flatten() {
        let last = sheets.last_mut().expect("BUG: there is a first sheet");
        if last.height + row.height > FOOT - 6.0 && last.height > TOP {
            let mut next = Piece { height: TOP, marks: Vec::new() };
            next.under(row, MARGIN);
            sheets.push(next);
            continue;
        }
        last.under(row, MARGIN);
        last.height += gap;
    }
    let n = sheets.len();
    let title = format!("{}: {}", brief.plan, brief.answer);
    let sheet = |(index, piece): (usize, Piece)| {
        let mut marks = piece.marks;
        if index + 1 == n {
            marks.extend(foot(brief));
        }
        let (width, height) = SHEET;
        Scene { name: "brief", title: title.clone(), width, height, marks }
    };
    sheets.into_iter().enumerate().map(sheet).collect()
}

/// Whose brief this is, and the answer.
fn head(brief: &Brief) -> Piece {
    let right = MARGIN + PAGE_WIDTH;
    let mut piece = Piece { height: TOP, marks: Vec::new() };
    let lead = brief.lead.as_ref().map_or_else(String::new, |lead| format!("{lead}  ·  "));
    let date = format!("{lead}{}", brief.date_said());
    let baseline = TOP + 8.0;
    let plan = fit(&brief.plan, SMALL, Weight::Strong, PAGE_WIDTH * 0.55);
    piece.marks.push(Mark::text(MARGIN, baseline, plan, Ink::Ink).strong().sized(SMALL));
    let date = Mark::text(right, baseline, date, Ink::Faint).anchored(Anchor::End);
    piece.marks.push(date.sized(SMALL));
    piece.marks.push(Mark::level(baseline + 8.0, MARGIN, right, Ink::Ink, 0.7));
    piece.height = baseline + 8.0 + 11.0;
    let width = |text: &str| text_width(text, ANSWER, Weight::Strong);
    let deadline = brief.deadline.clone().unwrap_or_default();
    let ink = if brief.is_at_risk { Ink::Deadline } else { Ink::Ink };
    let big = |text: String, ink| Mark::text(0.0, 0.0, text, ink).strong().sized(ANSWER);
    let first = width(&brief.answer) + ANSWER * 0.3;
    if first + width(&deadline) <= PAGE_WIDTH {
        let dy = piece.height;
        piece.marks.push(big(deadline, ink).moved(MARGIN + first, dy + 23.0 * BASELINE));
        piece.line(MARGIN, 23.0, big(brief.answer.clone(), Ink::Ink));
    } else {
        for (text, ink) in [(&brief.answer, Ink::Ink), (&deadline, ink)] {
            for line in wrap(text, ANSWER, Weight::Strong, PAGE_WIDTH) {
                piece.line(MARGIN, 23.0, big(line, ink));
            }
        }
    }
    piece.height += 9.0;
    piece
}

/// How far to trust it, at the foot of the last sheet.
fn foot(brief: &Brief) -> Vec<Mark> {
    const SIZE: f64 = 7.8;
    const LINE: f64 = 11.0;
    let right = MARGIN + PAGE_WIDTH;
    let mut marks = vec![Mark::level(FOOT, MARGIN, right, Ink::Rule, 0.5)];
    let stamp = text_width(&brief.stamp, SIZE, Weight::Regular);
    let lines = wrap(&brief.trust, SIZE, Weight::Regular, PAGE_WIDTH - stamp - 28.0);
    for (n, line) in lines.into_iter().enumerate() {
        let y = FOOT + 13.0 + LINE * n as f64;
        marks.push(Mark::text(MARGIN, y, line, Ink::Faint).sized(SIZE));
    }
    let stamp = Mark::text(right, FOOT + 13.0, brief.stamp.clone(), Ink::Faint);
    marks.push(stamp.anchored(Anchor::End).sized(SIZE));
    marks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::brief::Ask;

    fn brief(asks: usize) -> Brief {
        let ask = Ask {
            when: "By 17 April".to_owned(),
            what: "is 30 June fixed or movable?".to_owned(),
            why: "Fixed takes every step above. ".repeat(6),
        };
        Brief {
            plan: "Billing".to_owned(),
            lead: None,
            date: date(2026, 4, 14),
            answer: "Live by 22 July, 80% sure.".to_owned(),
            deadline: Some("30 June has about a 1 in 5 chance.".to_owned()),
            is_at_risk: true,
            why: Some("One bill in 90 is wrong today.".to_owned()),
            gains: Vec::new(),
            milestones: Vec::new(),
            chart: None,
            options: None,
            asks: vec![ask; asks],
            moved: None,
            risks: Vec::new(),
            request: None,
            terms: vec![("80% sure".to_owned(), "In 8 of 10 plays.".to_owned())],
            trust: "How far to trust this.".to_owned(),
            stamp: "plan of 14 April, seed 7".to_owned(),
        }
    }

    #[test]
    fn a_deadline_is_a_warning_only_where_it_is_at_risk() {
        let is_red = |is_at_risk| {
            let sheets = sheets(&Brief { is_at_risk, ..brief(1) });
            let mut marks = sheets.sheets[0].marks.iter();
            marks.any(|mark| matches!(mark, Mark::Text { ink: Ink::Deadline, .. }))
        };
        assert!(is_red(true));
        assert!(!is_red(false));
    }

    #[test]
    fn what_fits_is_one_sheet_and_nothing_leaves_it() {
        let sheets = sheets(&brief(3));
        assert_eq!((sheets.sheets.len(), sheets.cut), (1, Vec::new()));
        for mark in &sheets.sheets[0].marks {
            if let Mark::Text { x, y, text, size, weight, anchor: Anchor::Start, .. } = mark {
                assert!(x + text_width(text, *size, *weight) <= SHEET.0 - MARGIN + 0.5, "{text}");
                assert!(*y < SHEET.1, "{text}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_names_the_block_and_keeps_its_type() {
        // Sixteen asks of five lines are 16 × 65 points: more than a sheet, and nothing else is.
        let sheets = sheets(&brief(16));
        assert_eq!((sheets.sheets.len(), sheets.cut), (2, vec![Block::Asks]));
    }

    #[test]
    fn where_no_one_block_is_enough_several_are_named_and_only_those_that_are_there() {
        // Each of the two columns of the pair alone is higher than a sheet.
        let risk = ["It lags. ".repeat(40), "30%".to_owned(), "then 8 July".to_owned()];
        let long = Brief { risks: vec![risk; 16], ..brief(16) };
        assert_eq!(sheets(&long).cut, [Block::Terms, Block::Risks, Block::Asks]);
    }
}
