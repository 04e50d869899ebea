//! The brief as an A4 page: where every line stands, in points.
//!
//! Type has one size and is never made smaller: what does not fit goes to a second sheet, and the
//! block is named whose absence would make it fit.

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
    /// What to leave out so that it fits, if it does not.
    pub cut: Option<Block>,
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
const HEADING: f64 = 9.4;
const SMALL: f64 = 8.2;
const ANSWER: f64 = 17.6;

/// Lays the brief out.
#[must_use]
pub fn sheets(brief: &Brief) -> Sheets {
    if let Some(sheets) = on_one_sheet(brief) {
        return Sheets { sheets, cut: None };
    }
    let fits = |block: &Block| on_one_sheet(&brief.clone().without(*block)).is_some();
    let cut = Some(Block::ALL.into_iter().find(fits).unwrap_or(Block::Options));
    Sheets { sheets: laid_out(brief, GAPS[0]), cut }
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
    let big = |text: String, ink| Mark::text(0.0, 0.0, text, ink).strong().sized(ANSWER);
    let first = width(&brief.answer) + ANSWER * 0.3;
    if first + width(&deadline) <= PAGE_WIDTH {
        let dy = piece.height;
        piece.marks.push(big(deadline, Ink::Deadline).moved(MARGIN + first, dy + 23.0 * 0.76));
        piece.line(MARGIN, 23.0, big(brief.answer.clone(), Ink::Ink));
    } else {
        for (text, ink) in [(&brief.answer, Ink::Ink), (&deadline, Ink::Deadline)] {
            for line in wrap(text, ANSWER, Weight::Strong, PAGE_WIDTH) {
                piece.line(MARGIN, 23.0, big(line, ink));
            }
        }
    }
    piece.height += 9.0;
    piece
}

fn why(brief: &Brief) -> Option<Piece> {
    let text_room = if brief.gains.is_empty() { PAGE_WIDTH - 14.0 } else { 190.0 };
    let own = brief.why.as_ref().map(|why| {
        let mut piece = Piece::default();
        piece.heading(Block::Why.title());
        for line in wrap(why, 9.6, Weight::Regular, text_room) {
            piece.line(0.0, 13.6, Mark::text(0.0, 0.0, line, Ink::Ink).sized(9.6));
        }
        piece
    });
    let left = if own.is_some() { 226.0 } else { 0.0 };
    let room = PAGE_WIDTH - left;
    let gains = (!brief.gains.is_empty()).then(|| {
        let mut piece = Piece::default();
        if own.is_none() {
            piece.heading(Block::Why.title());
        }
        for (index, (goal, measure)) in brief.gains.iter().enumerate() {
            if index > 0 {
                piece.height += 2.0;
                piece.rule(room);
            }
            for line in wrap(goal, BODY, Weight::Strong, room) {
                piece.line(0.0, LEADING, Mark::text(0.0, 0.0, line, Ink::Ink).strong().sized(BODY));
            }
            piece.text(0.0, room, measure, Ink::Soft);
        }
        piece
    });
    let bar =
        own.as_ref().map(|own| own.height.max(gains.as_ref().map_or(0.0, |gains| gains.height)));
    let mut whole = beside(vec![(12.0, own), (left, gains)])?;
    if let Some(height) = bar {
        whole.marks.push(Mark::upright(0.8, 0.0, height, Ink::Strong, 1.6));
    }
    Some(whole)
}

fn milestones(brief: &Brief) -> Option<Piece> {
    let chart = brief.chart.as_ref()?;
    let mut piece = Piece::default();
    piece.heading(Block::Milestones.title());
    let dy = piece.height;
    piece.marks.extend(chart.marks.iter().cloned().map(|mark| mark.moved(0.0, dy)));
    piece.height += chart.height + 2.0;
    let caption = "Band: 8 in 10 plays.  Diamond: even odds.  Bar: 80% sure.  Dotted: planned.  Black line: today.";
    piece.line(0.0, 11.5, Mark::text(0.0, 0.0, caption, Ink::Faint).sized(SMALL));
    Some(piece)
}

/// Where the columns of the options are.
const DATE_END: f64 = 236.0;
const BAR: (f64, f64) = (252.0, 72.0);
const CHANCE_END: f64 = 354.0;
const COST: f64 = 368.0;

fn options(brief: &Brief) -> Option<Piece> {
    let options = brief.options.as_ref()?;
    let mut piece = Piece::default();
    let baseline = LEADING * 0.76;
    let label = |x, text: String| Mark::text(x, baseline, text, Ink::Faint).sized(SMALL);
    piece.marks.push(label(DATE_END, "80% date".to_owned()).anchored(Anchor::End));
    piece.marks.push(label(BAR.0, format!("chance of {}", options.due)));
    piece.marks.push(label(COST, "what it costs".to_owned()));
    piece.heading(&format!("{} about {}", Block::Options.title(), options.due));
    for row in &options.rows {
        piece.rule(PAGE_WIDTH);
        option_row(&mut piece, brief, row);
    }
    Some(piece)
}

fn option_row(piece: &mut Piece, brief: &Brief, row: &OptionRow) {
    let (weight, ink) =
        if row.is_advised { (Weight::Strong, Ink::Ink) } else { (Weight::Regular, Ink::Soft) };
    let heavy = |mark: Mark| if row.is_advised { mark.strong() } else { mark };
    let names = wrap(&row.name, BODY, weight, DATE_END - 44.0);
    let costs = wrap(&row.cost, BODY, Weight::Regular, PAGE_WIDTH - COST);
    let sure =
        row.sure.map_or_else(|| "never".to_owned(), |date| words::day_month(date, brief.date));
    let top = piece.height;
    let lines = names.len().max(costs.len()).max(1);
    let middle = top + LEADING * 0.5;
    let at = |x, text: String, ink| {
        Mark::text(x, top + LEADING * 0.76, text, ink).anchored(Anchor::End).sized(BODY)
    };
    piece.marks.push(heavy(at(DATE_END, sure, Ink::Ink)));
    piece.marks.push(Mark::bar(BAR.0, middle - 3.0, BAR.1, 6.0, Fill::Solid(Ink::Rule)));
    let wide = BAR.1 * row.chance.clamp(0.0, 1.0);
    piece.marks.push(Mark::bar(BAR.0, middle - 3.0, wide, 6.0, Fill::Solid(Ink::Strong)));
    let line = BAR.0 + BAR.1 * 0.8;
    piece.marks.push(Mark::upright(line, middle - 5.0, middle + 5.0, Ink::Faint, 0.8));
    piece.marks.push(heavy(at(CHANCE_END, words::percent(row.chance), Ink::Ink)));
    for (n, text) in names.into_iter().enumerate() {
        let y = top + LEADING * (n as f64 + 0.76);
        piece.marks.push(heavy(Mark::text(0.0, y, text, ink).sized(BODY)));
    }
    for (n, text) in costs.into_iter().enumerate() {
        let y = top + LEADING * (n as f64 + 0.76);
        piece.marks.push(Mark::text(COST, y, text, Ink::Faint).sized(BODY));
    }
    piece.height = top + LEADING * lines as f64 + 2.6;
}

/// The widths of two columns.
const LEFT: f64 = 262.0;
const RIGHT: f64 = PAGE_WIDTH - LEFT - GUTTER;

/// Two blocks side by side; one alone is as wide as the page.
fn pair(
    left: impl Fn(f64) -> Option<Piece>,
    right: impl Fn(f64) -> Option<Piece>,
) -> Option<Piece> {
    match (left(LEFT), right(RIGHT)) {
        (None, None) => None,
        (Some(_), None) => left(PAGE_WIDTH),
        (None, Some(_)) => right(PAGE_WIDTH),
        (left, right) => beside(vec![(0.0, left), (LEFT + GUTTER, right)]),
    }
}

fn asks(brief: &Brief, width: f64) -> Option<Piece> {
    if brief.asks.is_empty() {
        return None;
    }
    let mut piece = Piece::default();
    piece.heading(Block::Asks.title());
    for (index, ask) in brief.asks.iter().enumerate() {
        if index > 0 {
            piece.height += 2.5;
        }
        let number = Mark::text(0.0, 0.0, (index + 1).to_string(), Ink::Ink).sized(BODY);
        piece.marks.push(number.moved(0.0, piece.height + LEADING * 0.76));
        ask_lines(&mut piece, ask, 15.0, width - 15.0);
    }
    Some(piece)
}

/// What is asked in the strong weight, and on the same line as far as there is room why.
fn ask_lines(piece: &mut Piece, ask: &Ask, x: f64, room: f64) {
    let strong = format!("{}: {}", ask.when, ask.what);
    let mut lines = wrap(&strong, BODY, Weight::Strong, room);
    let last = lines.pop().unwrap_or_default();
    for line in lines {
        piece.line(x, LEADING, Mark::text(0.0, 0.0, line, Ink::Ink).strong().sized(BODY));
    }
    let used = text_width(&last, BODY, Weight::Strong) + BODY * 0.3;
    let baseline = piece.height + LEADING * 0.76;
    let first = wrap(&ask.why, BODY, Weight::Regular, (room - used).max(1.0));
    let first = first
        .into_iter()
        .next()
        .filter(|line| !line.ends_with('…') && ask.why.starts_with(line.as_str()));
    let rest = match &first {
        Some(line) => ask.why[line.len()..].trim_start().to_owned(),
        None => ask.why.clone(),
    };
    if let Some(line) = first {
        piece.marks.push(Mark::text(x + used, baseline, line, Ink::Faint).sized(BODY));
    }
    piece.line(x, LEADING, Mark::text(0.0, 0.0, last, Ink::Ink).strong().sized(BODY));
    piece.text(x, room, &rest, Ink::Faint);
}

fn moved(brief: &Brief, width: f64) -> Option<Piece> {
    let moved = brief.moved.as_ref()?;
    let mut piece = Piece::default();
    for line in wrap(&moved.title, HEADING, Weight::Strong, width) {
        piece.heading(&line);
    }
    for (days, cause) in &moved.rows {
        piece.rule(width);
        let top = piece.height;
        let days = Mark::text(0.0, top + LEADING * 0.76, days.clone(), Ink::Ink);
        piece.marks.push(days.sized(BODY));
        piece.text(32.0, width - 32.0, cause, Ink::Soft);
        piece.height += 2.0;
    }
    Some(piece)
}

fn risks(brief: &Brief, width: f64) -> Option<Piece> {
    if brief.risks.is_empty() {
        return None;
    }
    let mut piece = Piece::default();
    piece.heading(Block::Risks.title());
    for [name, chance, then] in &brief.risks {
        piece.rule(width);
        let y = piece.height + LEADING * 0.76;
        let end =
            |x, text: &str| Mark::text(x, y, text, Ink::Ink).anchored(Anchor::End).sized(BODY);
        piece.marks.push(end(width, then));
        let taken = text_width(then, BODY, Weight::Regular).max(62.0) + 12.0;
        piece.marks.push(end(width - taken, chance));
        let room = width - taken - 30.0;
        piece.text(0.0, room, name, Ink::Soft);
        piece.height += 2.0;
    }
    Some(piece)
}

fn request(brief: &Brief, width: f64) -> Option<Piece> {
    let (name, said) = brief.request.as_ref()?;
    let mut piece = Piece::default();
    piece.heading(Block::Request.title());
    let strong = Mark::text(0.0, 0.0, fit(name, BODY, Weight::Strong, width), Ink::Ink);
    piece.line(0.0, LEADING, strong.strong().sized(BODY));
    piece.text(0.0, width, said, Ink::Soft);
    Some(piece)
}

fn terms(brief: &Brief) -> Option<Piece> {
    if brief.terms.is_empty() {
        return None;
    }
    const SIZE: f64 = 8.6;
    const LINE: f64 = 12.0;
    const TITLE: f64 = 88.0;
    let room = (PAGE_WIDTH - TITLE - 2.0 * 11.0 - GUTTER) / 2.0;
    let term = |(term, meaning): &(String, String)| {
        let mut piece = Piece::default();
        for line in wrap(term, SIZE, Weight::Strong, room) {
            piece.line(0.0, LINE, Mark::text(0.0, 0.0, line, Ink::Ink).strong().sized(SIZE));
        }
        for line in wrap(meaning, SIZE, Weight::Regular, room) {
            piece.line(0.0, LINE, Mark::text(0.0, 0.0, line, Ink::Soft).sized(SIZE));
        }
        piece
    };
    let at = |index: usize| TITLE + 11.0 + index as f64 * (room + GUTTER);
    let pieces = brief.terms.iter().take(2).enumerate().map(|(n, one)| (at(n), Some(term(one))));
    let words = beside(pieces.collect())?;
    let height = words.height + 15.0;
    let mut whole = Piece { height, marks: Vec::new() };
    whole.marks.push(Mark::Rect {
        x: 0.0,
        y: 0.0,
        width: PAGE_WIDTH,
        height,
        radius: 5.6,
        fill: Fill::Solid(Ink::Outer),
        edge: None,
    });
    let title = Mark::text(11.0, 16.5, Block::Terms.title(), Ink::Ink).strong().sized(HEADING);
    whole.marks.push(title);
    whole.marks.extend(words.marks.into_iter().map(|mark| mark.moved(0.0, 7.5)));
    Some(whole)
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
    fn what_fits_is_one_sheet_and_nothing_leaves_it() {
        let sheets = sheets(&brief(3));
        assert_eq!((sheets.sheets.len(), sheets.cut), (1, None));
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
        assert_eq!((sheets.sheets.len(), sheets.cut), (2, Some(Block::Asks)));
    }
}
