//! The blocks of the brief, each as a piece; `None` where there is nothing to say.

use super::piece::{Piece, beside};
use super::{BASELINE, BODY, GUTTER, HEADING, LEADING, SMALL};
use crate::brief::gather::PAGE_WIDTH;
use crate::brief::{Ask, Block, Brief, OptionRow};
use crate::scene::{Anchor, Fill, Ink, Mark, Weight, fit, text_width, wrap};
use crate::words;

pub(super) fn why(brief: &Brief) -> Option<Piece> {
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

pub(super) fn milestones(brief: &Brief) -> Option<Piece> {
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

pub(super) fn options(brief: &Brief) -> Option<Piece> {
    let options = brief.options.as_ref()?;
    let mut piece = Piece::default();
    let baseline = LEADING * BASELINE;
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
        Mark::text(x, top + LEADING * BASELINE, text, ink).anchored(Anchor::End).sized(BODY)
    };
    piece.marks.push(heavy(at(DATE_END, sure, Ink::Ink)));
    piece.marks.push(Mark::bar(BAR.0, middle - 3.0, BAR.1, 6.0, Fill::Solid(Ink::Rule)));
    let wide = BAR.1 * row.chance.clamp(0.0, 1.0);
    piece.marks.push(Mark::bar(BAR.0, middle - 3.0, wide, 6.0, Fill::Solid(Ink::Strong)));
    let line = BAR.0 + BAR.1 * 0.8;
    piece.marks.push(Mark::upright(line, middle - 5.0, middle + 5.0, Ink::Faint, 0.8));
    piece.marks.push(heavy(at(CHANCE_END, words::percent(row.chance), Ink::Ink)));
    for (n, text) in names.into_iter().enumerate() {
        let y = top + LEADING * (n as f64 + BASELINE);
        piece.marks.push(heavy(Mark::text(0.0, y, text, ink).sized(BODY)));
    }
    for (n, text) in costs.into_iter().enumerate() {
        let y = top + LEADING * (n as f64 + BASELINE);
        piece.marks.push(Mark::text(COST, y, text, Ink::Faint).sized(BODY));
    }
    piece.height = top + LEADING * lines as f64 + 2.6;
}

/// The widths of two columns.
const LEFT: f64 = 262.0;
const RIGHT: f64 = PAGE_WIDTH - LEFT - GUTTER;

/// Two blocks side by side; one alone is as wide as the page.
pub(super) fn pair(
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

pub(super) fn asks(brief: &Brief, width: f64) -> Option<Piece> {
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
        piece.marks.push(number.moved(0.0, piece.height + LEADING * BASELINE));
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
    let baseline = piece.height + LEADING * BASELINE;
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

pub(super) fn moved(brief: &Brief, width: f64) -> Option<Piece> {
    let moved = brief.moved.as_ref()?;
    let mut piece = Piece::default();
    for line in wrap(&moved.title, HEADING, Weight::Strong, width) {
        piece.heading(&line);
    }
    for (days, cause) in &moved.rows {
        piece.rule(width);
        let top = piece.height;
        let days = Mark::text(0.0, top + LEADING * BASELINE, days.clone(), Ink::Ink);
        piece.marks.push(days.sized(BODY));
        piece.text(32.0, width - 32.0, cause, Ink::Soft);
        piece.height += 2.0;
    }
    Some(piece)
}

pub(super) fn risks(brief: &Brief, width: f64) -> Option<Piece> {
    if brief.risks.is_empty() {
        return None;
    }
    let mut piece = Piece::default();
    piece.heading(Block::Risks.title());
    for [name, chance, then] in &brief.risks {
        piece.rule(width);
        let y = piece.height + LEADING * BASELINE;
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

pub(super) fn request(brief: &Brief, width: f64) -> Option<Piece> {
    let (name, said) = brief.request.as_ref()?;
    let mut piece = Piece::default();
    piece.heading(Block::Request.title());
    let strong = Mark::text(0.0, 0.0, fit(name, BODY, Weight::Strong, width), Ink::Ink);
    piece.line(0.0, LEADING, strong.strong().sized(BODY));
    piece.text(0.0, width, said, Ink::Soft);
    Some(piece)
}

pub(super) fn terms(brief: &Brief) -> Option<Piece> {
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
