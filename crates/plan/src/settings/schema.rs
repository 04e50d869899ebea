//! What can stand in `fore.toml`, one row a setting, and how each is read.

use calendar::UnknownCountry;
use toml_edit::{Item, Value};

use super::{ClockRange, Earlier, RangeShape, Settings};
use crate::codes;
use crate::value::{self, Piece, Wrong};
use crate::{DateRange, Unit};

/// One setting.
pub struct Setting {
    /// The tables that it stands in, outermost first, and its own name last.
    pub path: &'static [&'static str],
    /// What it means, one sentence without period.
    pub doc: &'static str,
    /// An example.
    pub example: &'static str,
    pub(super) read: fn(&mut Settings, Given<'_>) -> Result<(), Wrong>,
}

/// Every setting. Later rows may refine earlier ones, wherever they stand in the file.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    Setting { path: &["calendar", "hours"], read: hours,
        doc: "working time of Monday to Friday", example: r#"hours = ["09:00-12:00", "13:00-18:00"]"# },
    Setting { path: &["calendar", "week", "monday"], read: |s, given| day(s, given, 0),
        doc: "working time of Mondays; empty for none", example: r#"monday = ["09:00-17:00"]"# },
    Setting { path: &["calendar", "week", "tuesday"], read: |s, given| day(s, given, 1),
        doc: "working time of Tuesdays", example: r#"tuesday = ["09:00-17:00"]"# },
    Setting { path: &["calendar", "week", "wednesday"], read: |s, given| day(s, given, 2),
        doc: "working time of Wednesdays", example: r#"wednesday = ["09:00-17:00"]"# },
    Setting { path: &["calendar", "week", "thursday"], read: |s, given| day(s, given, 3),
        doc: "working time of Thursdays", example: r#"thursday = ["09:00-17:00"]"# },
    Setting { path: &["calendar", "week", "friday"], read: |s, given| day(s, given, 4),
        doc: "working time of Fridays", example: r#"friday = ["09:00-13:00"]"# },
    Setting { path: &["calendar", "week", "saturday"], read: |s, given| day(s, given, 5),
        doc: "working time of Saturdays", example: r#"saturday = []"# },
    Setting { path: &["calendar", "week", "sunday"], read: |s, given| day(s, given, 6),
        doc: "working time of Sundays", example: r#"sunday = []"# },
    Setting { path: &["calendar", "country"], read: country,
        doc: "the country whose public holidays nobody works on, as in ISO 3166", example: r#"country = "DE""# },
    Setting { path: &["calendar", "region"], read: region,
        doc: "its region, as in ISO 3166-2 without the country", example: r#"region = "BY""# },
    Setting { path: &["calendar", "holidays"], read: holidays,
        doc: "more days on which nobody works", example: r#"holidays = ["2026-04-03", "2026-12-24..2026-12-31"]"# },
    Setting { path: &["units", "day"], read: unit_day,
        doc: "the working time that `1d` stands for", example: r#"day = "8h""# },
    Setting { path: &["forecast", "runs"], read: |s, given| store(&mut s.runs, whole(given, 100, 1_000_000).map(|n| Some(n as u32))),
        doc: "how many times the plan is played out", example: "runs = 10000" },
    Setting { path: &["forecast", "seed"], read: |s, given| store(&mut s.seed, whole(given, 0, i64::MAX).map(|n| n as u64)),
        doc: "picks other random draws; the same seed gives the same forecast", example: "seed = 1" },
    Setting { path: &["forecast", "overconfidence"], read: |s, given| store(&mut s.overconfidence, number(given, 1.0, 10.0)),
        doc: "by how much written ranges are widened", example: "overconfidence = 1.5" },
    Setting { path: &["forecast", "pace"], read: |s, given| store(&mut s.pace, number(given, 0.0, 2.0)),
        doc: "how much the pace of the whole team may differ from its estimates", example: "pace = 0.2" },
    Setting { path: &["forecast", "shape"], read: |s, given| store(&mut s.shape, shape(given)),
        doc: "how ranges are read: log-normal, pert, triangular, history or fixed", example: r#"shape = "log-normal""# },
    Setting { path: &["forecast", "system-pace"], read: |s, given| store(&mut s.system_pace, number(given, 0.0, 2.0)),
        doc: "how much the pace of all work on one system may differ, besides the team's", example: "system-pace = 0.15" },
    Setting { path: &["forecast", "record"], read: record,
        doc: "what finished work of earlier plans was estimated at and what it took; `fore export --record` writes it", example: r#"record = ["3d..6d took 5.5d", "2d took 3d"]"# },
    Setting { path: &["hand-over", "days"], read: |s, given| store(&mut s.hand_over.extra, text(given).and_then(value::duration)),
        doc: "the work that a hand-over adds", example: r#"days = "1d""# },
    Setting { path: &["hand-over", "percent"], read: |s, given| store(&mut s.hand_over.percent, whole(given, 0, 500).map(|n| n as u32)),
        doc: "the share of the work that a hand-over adds", example: "percent = 20" },
    Setting { path: &["levers", "join"], read: |s, given| store(&mut s.join, text(given).and_then(value::duration)),
        doc: "the working time before somebody who joins is of use, in proposals", example: r#"join = "4w""# },
    Setting { path: &["levers", "learn"], read: |s, given| store(&mut s.learn, text(given).and_then(value::duration)),
        doc: "the working time in which somebody learns a skill, in proposals", example: r#"learn = "1w""# },
    Setting { path: &["defaults", "estimate"], read: |s, given| store(&mut s.estimate, text(given).and_then(value::estimate)),
        doc: "the estimate of a task that has none", example: r#"estimate = "1d..3d..10d""# },
    Setting { path: &["diff", "later-days"], read: |s, given| store(&mut s.diff.later_days, limit(given)),
        doc: "the working days by which a change may move P80 later without being marked", example: "later-days = 3" },
    Setting { path: &["diff", "later-percent"], read: |s, given| store(&mut s.diff.later_percent, limit(given)),
        doc: "the same in percent of the time from today to the P80 before", example: "later-percent = 5" },
    Setting { path: &["diff", "sooner-days"], read: |s, given| store(&mut s.diff.sooner_days, limit(given)),
        doc: "the working days by which a change may move P80 sooner without being marked", example: "sooner-days = 10" },
    Setting { path: &["diff", "sooner-percent"], read: |s, given| store(&mut s.diff.sooner_percent, limit(given)),
        doc: "the same in percent of the time from today to the P80 before", example: "sooner-percent = 20" },
    Setting { path: &["diff", "policy"], read: policy,
        doc: "what happens beyond a limit: `mark` says so, `fail` ends `fore diff` with exit code 3 as well", example: r#"policy = "fail""# },
];

/// A setting as it stands in the file.
#[derive(Clone, Copy)]
pub struct Given<'t> {
    /// The file.
    pub text: &'t str,
    /// What stands behind the `=`.
    pub item: &'t Item,
}

impl<'t> Given<'t> {
    /// The value as written.
    pub fn piece(self) -> Piece<'t> {
        written(self.text, self.item.span())
    }

    fn elements(self) -> Result<Vec<Piece<'t>>, Wrong> {
        let list = || wrong(self.piece(), "this is not a list of texts", "write [\"…\", \"…\"]");
        let array = self.item.as_array().ok_or_else(list)?;
        array.iter().map(|value| string(self.text, value).ok_or_else(list)).collect()
    }
}

/// The bytes of `text` at a span that the parser gave.
pub fn written(text: &str, span: Option<std::ops::Range<usize>>) -> Piece<'_> {
    let span = span.filter(|span| text.get(span.clone()).is_some()).unwrap_or(0..0);
    Piece { text: &text[span.clone()], start: span.start }
}

fn wrong(piece: Piece<'_>, what: impl Into<String>, help: &str) -> Wrong {
    Wrong {
        code: codes::SETTINGS_VALUE,
        range: piece.range(),
        what: what.into(),
        help: Some(help.to_owned()),
        fix: None,
    }
}

/// What stands between the quotes of a simple string; none with escapes, so that places are exact.
fn string<'t>(text: &'t str, value: &'t Value) -> Option<Piece<'t>> {
    let content = value.as_str()?;
    let piece = written(text, value.span());
    let inner = piece.text.get(1..piece.text.len().checked_sub(1)?)?;
    (inner == content).then_some(Piece { text: inner, start: piece.start + 1 })
}

fn store<T>(setting: &mut T, value: Result<T, Wrong>) -> Result<(), Wrong> {
    *setting = value?;
    Ok(())
}

fn text(given: Given<'_>) -> Result<Piece<'_>, Wrong> {
    let string = given.item.as_value().and_then(|value| string(given.text, value));
    string.ok_or_else(|| {
        wrong(given.piece(), "this is not a text in quotes", "write it between double quotes")
    })
}

fn whole(given: Given<'_>, least: i64, most: i64) -> Result<i64, Wrong> {
    let found = given.item.as_integer().filter(|number| (least..=most).contains(number));
    let help = if most == i64::MAX {
        "write 0 or more".to_owned()
    } else {
        format!("write {least} to {most}")
    };
    found.ok_or_else(|| wrong(given.piece(), "this is not a whole number in its range", &help))
}

fn number(given: Given<'_>, least: f64, most: f64) -> Result<f64, Wrong> {
    let found = given.item.as_float().or_else(|| given.item.as_integer().map(|whole| whole as f64));
    let found = found.filter(|number| (least..=most).contains(number));
    found.ok_or_else(|| {
        wrong(
            given.piece(),
            "this is not a number in its range",
            &format!("write {least} to {most}"),
        )
    })
}

fn limit(given: Given<'_>) -> Result<Option<u32>, Wrong> {
    whole(given, 0, 10_000).map(|n| Some(n as u32))
}

fn policy(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    let piece = text(given)?;
    settings.diff.fails = match piece.text {
        "mark" => false,
        "fail" => true,
        _ => return Err(wrong(piece, "this is not a policy", "write mark or fail")),
    };
    Ok(())
}

fn hours(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    let ranges = clock_ranges(given)?;
    for day in &mut settings.week[..5] {
        day.clone_from(&ranges);
    }
    Ok(())
}

fn day(settings: &mut Settings, given: Given<'_>, weekday: usize) -> Result<(), Wrong> {
    settings.week[weekday] = clock_ranges(given)?;
    Ok(())
}

fn clock_ranges(given: Given<'_>) -> Result<Vec<ClockRange>, Wrong> {
    let mut ranges: Vec<ClockRange> = Vec::new();
    for piece in given.elements()? {
        let range = clock_range(piece)?;
        if ranges.last().is_some_and(|before| before.to > range.from) {
            return Err(wrong(
                piece,
                "this begins before the range before it ends",
                "write the ranges in order, without overlap",
            ));
        }
        ranges.push(range);
    }
    Ok(ranges)
}

fn clock_range(piece: Piece<'_>) -> Result<ClockRange, Wrong> {
    let read = || {
        let (from, to) = piece.text.split_once('-')?;
        Some(ClockRange { from: clock(from.trim())?, to: clock(to.trim())? })
    };
    let range = read()
        .ok_or_else(|| wrong(piece, "this is not a stretch of a day", "write 09:00-17:00"))?;
    if range.from < range.to {
        return Ok(range);
    }
    Err(wrong(piece, "this ends before it begins", "write it as two days if it goes past midnight"))
}

/// Minutes after midnight of `09:30`; up to `24:00`.
fn clock(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| (part.len() == 2).then(|| part.parse::<u32>().ok()).flatten();
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
}

fn shape(given: Given<'_>) -> Result<RangeShape, Wrong> {
    let piece = text(given)?;
    let names = RangeShape::ALL.map(|(name, _)| name);
    let known = RangeShape::ALL.into_iter().find(|(name, _)| *name == piece.text);
    known.map(|(_, shape)| shape).ok_or_else(|| {
        let help = match text::closest(piece.text, names) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("write one of {}", names.join(", ")),
        };
        wrong(piece, "there is no such shape", &help)
    })
}

fn record(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    settings.record = given.elements()?.into_iter().map(earlier).collect::<Result<_, _>>()?;
    Ok(())
}

/// `3d..6d took 5.5d`.
fn earlier(piece: Piece<'_>) -> Result<Earlier, Wrong> {
    const TOOK: &str = " took ";
    let help = "write the estimate and the work it came to: 3d..6d took 5.5d";
    let Some(at) = piece.text.find(TOOK) else {
        return Err(wrong(piece, "this does not say what it took", help));
    };
    let after = at + TOOK.len();
    let estimate = value::estimate(Piece { text: &piece.text[..at], ..piece })?;
    let took = Piece { text: &piece.text[after..], start: piece.start + after };
    let earlier = Earlier { estimate, took: value::duration(took)? };
    if earlier.took.amount > 0.0 {
        return Ok(earlier);
    }
    Err(wrong(took, "finished work took some time", help))
}

fn country(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    let piece = text(given)?;
    if piece.text.len() != 2 || !piece.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(wrong(piece, "this is not a country", "write its two letters: DE"));
    }
    calendar::check_place(piece.text, None).map_err(|unknown| not_known(piece, &unknown))?;
    settings.country = Some(piece.text.to_owned());
    Ok(())
}

fn region(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    let piece = text(given)?;
    let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if !(1..=3).contains(&piece.text.len()) || !piece.text.bytes().all(is_code) {
        return Err(wrong(
            piece,
            "this is not a region",
            "write its letters without the country: BY",
        ));
    }
    let Some(country) = &settings.country else {
        return Err(wrong(piece, "a region of which country?", "write country = \"DE\" as well"));
    };
    let known = calendar::check_place(country, Some(piece.text));
    known.map_err(|unknown| not_known(piece, &unknown))?;
    settings.region = Some(piece.text.to_owned());
    Ok(())
}

fn not_known(piece: Piece<'_>, unknown: &UnknownCountry) -> Wrong {
    let known = match unknown.known.as_slice() {
        [] => "leave it out, and list its days as holidays".to_owned(),
        known => format!("write one of {}, or list the days as holidays", known.join(" ")),
    };
    wrong(piece, unknown.to_string(), &known)
}

fn holidays(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    let mut days: Vec<DateRange> = Vec::new();
    for piece in given.elements()? {
        days.push(value::dates(piece)?);
    }
    settings.holidays = days;
    Ok(())
}

fn unit_day(settings: &mut Settings, given: Given<'_>) -> Result<(), Wrong> {
    let piece = text(given)?;
    let day = value::duration(piece)?;
    let minutes = day.whole_minutes(settings);
    if matches!(day.unit, Unit::Day | Unit::Week) || !(1..=24 * 60).contains(&minutes) {
        return Err(wrong(piece, "a day is not so long", "write hours, at most 24h"));
    }
    settings.day_minutes = minutes as u32;
    Ok(())
}
