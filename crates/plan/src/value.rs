//! Values as written: dates, durations, estimates, links and the rest, read from their text.
//!
//! In: the text of one value and where it stands. Out: a [`Value`], or what is [`Wrong`] with it
//! at the exact characters. This module must not know which items exist: names stay text.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use text::TextRange;

use crate::codes;
use crate::table::ValueType;
use crate::{DateRange, Duration, Estimate, Impact, Lag, Unit};

/// A piece of a file's text that knows where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// The text.
    pub text: &'t str,
    /// The offset of its first byte in the file.
    pub start: usize,
}

impl<'t> Piece<'t> {
    /// The bytes of `file` at `range`.
    #[must_use]
    pub fn of(file: &'t str, range: TextRange) -> Self {
        Self { text: range.of(file), start: range.start }
    }

    /// Where it stands.
    #[must_use]
    pub fn range(self) -> TextRange {
        TextRange::new(self.start, self.start + self.text.len())
    }

    fn split_at(self, offset: usize) -> (Self, Self) {
        let (left, right) = self.text.split_at(offset);
        (Self { text: left, ..self }, Self { text: right, start: self.start + offset })
    }

    fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        // Values are a few bytes long: too short for a search that prepares itself.
        let mut windows = self.text.as_bytes().windows(separator.len());
        let (left, right) = self.split_at(windows.position(|at| at == separator.as_bytes())?);
        Some((left, right.split_at(separator.len()).1))
    }

    fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.split_at(prefix.len()).1)
    }
}

/// A value, its names not resolved yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'t> {
    /// A date.
    Date(Date),
    /// A range of days.
    Dates(DateRange),
    /// A duration.
    Duration(Duration),
    /// An estimate.
    Estimate(Estimate),
    /// A percentage.
    Percent(u32),
    /// A number, not negative.
    Number(f64),
    /// A count.
    Count(u32),
    /// A link to the item called `to`.
    Link {
        /// The name.
        to: Piece<'t>,
        /// Whether its start is meant.
        start: bool,
        /// The lag.
        lag: Option<Lag>,
    },
    /// What a risk does to the task called `task`.
    Effect {
        /// The name.
        task: Piece<'t>,
        /// How much.
        impact: Impact,
    },
    /// An id.
    Id(Piece<'t>),
    /// The name after `@`.
    Person(Piece<'t>),
    /// Who was told on a day: a person, or a text.
    Told(Box<Value<'t>>, Date),
    /// One of the words of a choice.
    Choice(&'static str),
    /// A time zone.
    Zone(TimeZone),
    /// A word, or quoted text.
    Text(String),
}

/// Why a text is not the value that it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// The diagnostic's code.
    pub code: &'static str,
    /// The exact characters.
    pub range: TextRange,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: Option<String>,
    /// What to write instead of `range`, when that is obvious.
    pub fix: Option<String>,
}

impl Wrong {
    fn new(code: &'static str, at: Piece<'_>, what: impl Into<String>) -> Self {
        Self { code, range: at.range(), what: what.into(), help: None, fix: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn fix(mut self, instead: impl Into<String>) -> Self {
        let instead = instead.into();
        self.help = Some(format!("write {instead}"));
        self.fix = Some(instead);
        self
    }
}

type Read<T> = Result<T, Wrong>;

/// Reads one value of type `value`. `quoted` is the text between the quotes, escapes resolved,
/// if it is written in quotes.
///
/// # Errors
/// [`Wrong`] at the characters that are not as they should be.
pub fn read<'t>(value: &ValueType, piece: Piece<'t>, quoted: Option<&str>) -> Read<Value<'t>> {
    if let Some(text) = quoted {
        return read_quoted(value, piece, text);
    }
    Ok(match *value {
        ValueType::Date => Value::Date(date(piece)?),
        ValueType::Dates => Value::Dates(dates(piece)?),
        ValueType::Duration => Value::Duration(not_zero(piece, duration(piece)?)?),
        ValueType::Spent => Value::Duration(duration(piece)?),
        ValueType::Estimate => Value::Estimate(estimate(piece)?),
        ValueType::Percent(least) => Value::Percent(percent(piece, least)?),
        ValueType::Number => Value::Number(number(piece, codes::NUMBER)?),
        ValueType::Count => Value::Count(count(piece)?),
        ValueType::Link => link(piece)?,
        ValueType::Effect => effect(piece)?,
        ValueType::Id(_) => Value::Id(name(piece)?),
        ValueType::Person => Value::Person(person(piece)?),
        ValueType::Someone if piece.text.starts_with('@') => Value::Person(person(piece)?),
        ValueType::Told => told(piece)?,
        ValueType::Someone | ValueType::Text => Value::Text(bare_text(piece)?),
        ValueType::Choice(words) => Value::Choice(choice(piece, words)?),
        ValueType::Zone => Value::Zone(zone(piece, piece.text)?),
    })
}

fn read_quoted<'t>(value: &ValueType, piece: Piece<'t>, text: &str) -> Read<Value<'t>> {
    match value {
        ValueType::Zone => Ok(Value::Zone(zone(piece, text)?)),
        ValueType::Someone | ValueType::Told | ValueType::Text if text.trim().is_empty() => {
            Err(Wrong::new(codes::TEXT, piece, "the text is empty")
                .help("write it, or leave the key out"))
        }
        ValueType::Told => Ok(told_in(text).unwrap_or_else(|| Value::Text(text.to_owned()))),
        ValueType::Someone | ValueType::Text => Ok(Value::Text(text.to_owned())),
        _ => Err(Wrong::new(codes::TEXT, piece, "this value stands without quotes").fix(text)),
    }
}

/// Reads an estimate: a duration, `low..high` or `low..likely..high`.
///
/// # Errors
/// [`Wrong`] if it is upside-down, zero, or not made of durations.
pub fn estimate(piece: Piece<'_>) -> Read<Estimate> {
    let (parts, count) = split_range(piece);
    if count == 1 && piece.text.contains(['-', '–', '…']) {
        let dots = piece.text.replace(['-', '–', '…'], "..");
        return Err(
            Wrong::new(codes::ESTIMATE, piece, "a range is written with two dots").fix(dots)
        );
    }
    if count > 3 {
        return Err(Wrong::new(codes::ESTIMATE, piece, "an estimate has at most three numbers")
            .help("write low..high or low..likely..high"));
    }
    let parts = &parts[..count];
    let unit = parts.last().and_then(|part| split_number(*part).1.text.chars().next());
    let mut numbers = [Duration::days(0.0); 3];
    for (number, part) in numbers.iter_mut().zip(parts) {
        *number = not_zero(*part, duration_with_hint(*part, unit)?)?;
    }
    let numbers = &numbers[..count];
    for (pair, parts) in numbers.windows(2).zip(parts.windows(2)) {
        if compare_hours(pair[0]) > compare_hours(pair[1]) {
            return Err(upside_down(piece, parts[0], parts[1]));
        }
    }
    Ok(match *numbers {
        [low, likely, high] => Estimate::ThreePoint(low, likely, high),
        [low, high] => Estimate::Range(low, high),
        _ => Estimate::Point(numbers[0]),
    })
}

fn upside_down(whole: Piece<'_>, larger: Piece<'_>, smaller: Piece<'_>) -> Wrong {
    let what = format!("{} is more than {}", larger.text, smaller.text);
    let wrong = Wrong::new(codes::ESTIMATE, whole, what);
    if whole.text.len() == larger.text.len() + 2 + smaller.text.len() {
        return wrong.fix(format!("{}..{}", smaller.text, larger.text));
    }
    wrong.help("write low..likely..high")
}

/// Units compared as in a plan with days of eight hours; a plan whose days differ and whose range
/// mixes units is ordered again when it is scheduled.
fn compare_hours(duration: Duration) -> f64 {
    duration.amount
        * match duration.unit {
            Unit::Minute => 1.0 / 60.0,
            Unit::Hour => 1.0,
            Unit::Day => 8.0,
            Unit::Week => 40.0,
        }
}

/// The parts between `..`, and how many there are: beyond three the fourth holds all the rest.
fn split_range(piece: Piece<'_>) -> ([Piece<'_>; 4], usize) {
    let mut parts = [piece; 4];
    let mut count = 0;
    while count < 3
        && let Some((part, after)) = parts[count].split_once("..")
    {
        (parts[count], parts[count + 1]) = (part, after);
        count += 1;
    }
    (parts, count + 1)
}

fn not_zero(piece: Piece<'_>, duration: Duration) -> Read<Duration> {
    if duration.amount > 0.0 {
        return Ok(duration);
    }
    Err(Wrong::new(codes::DURATION, piece, "this takes no time")
        .help("a moment is a milestone, and what is finished has its box ticked"))
}

/// Reads a duration: a number and `m`, `h`, `d` or `w`.
///
/// # Errors
/// [`Wrong`] if it is something else, or more than ten years.
pub fn duration(piece: Piece<'_>) -> Read<Duration> {
    duration_with_hint(piece, None)
}

fn duration_with_hint(piece: Piece<'_>, unit_elsewhere: Option<char>) -> Read<Duration> {
    let (digits, unit) = split_number(piece);
    let shown = if piece.text.is_empty() { "nothing" } else { piece.text };
    if !is_number(digits.text) {
        let at = if piece.text.is_empty() { piece } else { digits_or_all(digits, piece) };
        return Err(Wrong::new(codes::DURATION, at, format!("{shown} is not a duration"))
            .help("write a number and a unit: 30m, 4h, 3d or 2w"));
    }
    let (unit_read, most) = match unit.text {
        "m" => (Unit::Minute, 5_256_000.0),
        "h" => (Unit::Hour, 87_600.0),
        "d" => (Unit::Day, 3_650.0),
        "w" => (Unit::Week, 520.0),
        _ => return Err(wrong_unit(piece, digits, unit, unit_elsewhere)),
    };
    let amount: f64 = digits.text.parse().expect("BUG: digits with at most one dot are a number");
    if amount > most {
        return Err(Wrong::new(codes::DURATION, piece, "this is more than ten years")
            .help("break it down, or check the unit"));
    }
    Ok(Duration { amount, unit: unit_read })
}

fn digits_or_all<'t>(digits: Piece<'t>, all: Piece<'t>) -> Piece<'t> {
    if digits.text.is_empty() { all } else { digits }
}

fn wrong_unit(
    all: Piece<'_>,
    digits: Piece<'_>,
    unit: Piece<'_>,
    elsewhere: Option<char>,
) -> Wrong {
    let likely = match unit.text.chars().next() {
        None => elsewhere.filter(|letter| "mhdw".contains(*letter)),
        Some(_) if unit.text.starts_with("mo") => None,
        Some(letter) => Some(letter.to_ascii_lowercase()).filter(|letter| "mhdw".contains(*letter)),
    };
    let what = if unit.text.is_empty() {
        format!("{} has no unit", all.text)
    } else {
        format!("`{}` is not a unit of time", unit.text)
    };
    let wrong = Wrong::new(codes::DURATION, if unit.text.is_empty() { all } else { unit }, what)
        .help("write m, h, d (working days) or w (weeks of five): 30m, 4h, 3d, 2w");
    match likely {
        Some(letter) if unit.text.is_empty() => wrong.fix(format!("{}{letter}", digits.text)),
        Some(letter) => wrong.fix(letter.to_string()),
        None => wrong,
    }
}

/// Splits `2.5d` into number and unit; a `..` never counts as part of the number.
fn split_number(piece: Piece<'_>) -> (Piece<'_>, Piece<'_>) {
    let end =
        piece.text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(piece.text.len());
    piece.split_at(end)
}

fn is_number(text: &str) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
        None => all_digits(text),
    }
}

/// Numbers beyond this mean nothing as a value or a count.
const NUMBER_MAX: f64 = 1_000_000.0;

fn number(piece: Piece<'_>, code: &'static str) -> Read<f64> {
    if !is_number(piece.text) {
        return Err(Wrong::new(code, piece, format!("{} is not a number", shown(piece)))
            .help("write digits, with a dot if need be: 5 or 2.5"));
    }
    let number: f64 = piece.text.parse().expect("BUG: digits with at most one dot are a number");
    if number > NUMBER_MAX {
        return Err(
            Wrong::new(code, piece, "this is more than a million").help("use a smaller scale")
        );
    }
    Ok(number)
}

fn shown(piece: Piece<'_>) -> String {
    if piece.text.is_empty() { "nothing".to_owned() } else { format!("`{}`", piece.text) }
}

fn count(piece: Piece<'_>) -> Read<u32> {
    let number = number(piece, codes::NUMBER)?;
    if number.fract() != 0.0 {
        return Err(Wrong::new(
            codes::NUMBER,
            piece,
            format!("{} is not a whole number", piece.text),
        ));
    }
    Ok(number as u32)
}

fn percent(piece: Piece<'_>, least: u32) -> Read<u32> {
    let range = format!("a percentage from {least}% to 100%");
    let Some((digits, rest)) = piece.split_once("%") else {
        let wrong = Wrong::new(codes::PERCENT, piece, format!("{} is not {range}", shown(piece)));
        return Err(match piece.text.parse::<f64>() {
            Ok(number) if is_number(piece.text) && number > 1.0 && number <= 100.0 => {
                wrong.fix(format!("{}%", number.round()))
            }
            Ok(number) if is_number(piece.text) && number > 0.0 && number < 1.0 => {
                wrong.fix(format!("{}%", (number * 100.0).round()))
            }
            _ => wrong.help("write it with its sign: 30%"),
        });
    };
    match digits.text.parse::<u32>() {
        Ok(percent)
            if rest.text.is_empty()
                && is_number(digits.text)
                && (least..=100).contains(&percent) =>
        {
            Ok(percent)
        }
        _ => Err(Wrong::new(codes::PERCENT, piece, format!("{} is not {range}", shown(piece)))
            .help("write a whole number: 30%")),
    }
}

/// The first year that a plan may name.
pub const YEAR_FIRST: i16 = 1970;
/// The last year that a plan may name.
pub const YEAR_LAST: i16 = 2200;

/// Reads a date, `YYYY-MM-DD`.
///
/// # Errors
/// [`Wrong`] if there is no such day, or its year is outside 1970 to 2200.
pub fn date(piece: Piece<'_>) -> Read<Date> {
    let not_a_date = || {
        Wrong::new(codes::DATE, piece, format!("{} is not a date", shown(piece)))
            .help("write year, month and day: 2026-03-02")
    };
    let bytes = piece.text.as_bytes();
    let digits_and_dashes = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, byte)| {
            if matches!(i, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() }
        });
    if !digits_and_dashes {
        return Err(not_a_date());
    }
    let field = |from: usize, to: usize| {
        piece.text[from..to].parse::<i16>().expect("BUG: digits are a number")
    };
    let (year, month, day) = (field(0, 4), field(5, 7), field(8, 10));
    if !(YEAR_FIRST..=YEAR_LAST).contains(&year) {
        return Err(Wrong::new(
            codes::DATE,
            piece.split_at(4).0,
            format!("the year {year} is outside {YEAR_FIRST} to {YEAR_LAST}"),
        ));
    }
    let Ok(first) = Date::new(year, month as i8, 1) else {
        let at = piece.split_at(5).1.split_at(2).0;
        return Err(Wrong::new(codes::DATE, at, format!("there is no month {month}")));
    };
    let days = first.days_in_month();
    first.with().day(day as i8).build().map_err(|_| {
        let at = piece.split_at(8).1;
        Wrong::new(codes::DATE, at, format!("{} {year} has {days} days", month_name(month)))
    })
}

fn month_name(month: i16) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[(month - 1) as usize]
}

/// Reads a date or `first..last`, both ends included.
///
/// # Errors
/// [`Wrong`] if an end is no date, or the last day is before the first.
pub fn dates(piece: Piece<'_>) -> Read<DateRange> {
    let Some((first, last)) = piece.split_once("..") else {
        let day = date(piece)?;
        return Ok(DateRange { first: day, last: day });
    };
    let range = DateRange { first: date(first)?, last: date(last)? };
    if range.last < range.first {
        return Err(Wrong::new(codes::DATE, piece, "this ends before it begins")
            .fix(format!("{}..{}", last.text, first.text)));
    }
    Ok(range)
}

fn link(piece: Piece<'_>) -> Read<Value<'_>> {
    let (to, mut rest) = match piece.split_once(":") {
        Some((to, rest)) => (name(to)?, Some(rest)),
        None => (name(piece)?, None),
    };
    let mut start = false;
    if let Some(part) = rest {
        let (word, after) =
            part.split_once(":").map_or((part, None), |(word, after)| (word, Some(after)));
        if word.text == "start" {
            start = true;
            rest = after;
        }
    }
    let lag = rest.map(lag).transpose()?;
    Ok(Value::Link { to, start, lag })
}

fn lag(piece: Piece<'_>) -> Read<Lag> {
    let lead = piece.text.starts_with('-');
    let Some(amount) = piece.strip_prefix("+").or_else(|| piece.strip_prefix("-")) else {
        let wrong = Wrong::new(
            codes::LINK,
            piece,
            format!("{} says neither `start` nor how much later", shown(piece)),
        );
        return Err(match duration(piece) {
            Ok(_) => wrong.fix(format!("+{}", piece.text)),
            Err(_) => wrong.help("write core, core:start, core:+2d (later) or core:-1d (sooner)"),
        });
    };
    Ok(Lag { amount: duration(amount)?, lead })
}

fn effect(piece: Piece<'_>) -> Read<Value<'_>> {
    let Some((task, impact)) = piece.split_once(":") else {
        return Err(Wrong::new(
            codes::EFFECT,
            piece,
            format!("{} does not say how much it hits", shown(piece)),
        )
        .help("write backfill:+2d..5d to add, or backfill:x1.5 to multiply"));
    };
    let task = name(task)?;
    let impact = if let Some(added) = impact.strip_prefix("+") {
        Impact::Add(estimate(added)?)
    } else if let Some(factor) = impact.strip_prefix("x") {
        multiply(factor)?
    } else {
        let wrong = Wrong::new(
            codes::EFFECT,
            impact,
            format!("{} neither adds nor multiplies", shown(impact)),
        );
        return Err(match estimate(impact) {
            Ok(_) => wrong.fix(format!("+{}", impact.text)),
            Err(_) => wrong.help("write +2d..5d to add, or x1.5 to multiply"),
        });
    };
    Ok(Value::Effect { task, impact })
}

/// A factor beyond this is a typing mistake.
const FACTOR_MAX: f64 = 100.0;

fn multiply(piece: Piece<'_>) -> Read<Impact> {
    let factor = |piece: Piece<'_>| {
        let factor = number(piece, codes::EFFECT)?;
        if factor > 0.0 && factor <= FACTOR_MAX {
            return Ok(factor);
        }
        Err(Wrong::new(
            codes::EFFECT,
            piece,
            format!("the factor {} is not between 0 and 100", piece.text),
        ))
    };
    let Some((low, high)) = piece.split_once("..") else {
        let exact = factor(piece)?;
        return Ok(Impact::Multiply { low: exact, high: exact });
    };
    let high_number = high.strip_prefix("x").unwrap_or(high);
    if high_number != high {
        return Err(Wrong::new(codes::EFFECT, high, "the second factor stands without `x`")
            .fix(high_number.text));
    }
    let (low_factor, high_factor) = (factor(low)?, factor(high)?);
    if low_factor > high_factor {
        return Err(upside_down(piece, low, high));
    }
    Ok(Impact::Multiply { low: low_factor, high: high_factor })
}

/// Reads a name: a lower-case letter, then lower-case letters, digits and `-`.
///
/// # Errors
/// [`Wrong`] with the name in lower case as its fix, where that mends it.
pub fn name(piece: Piece<'_>) -> Read<Piece<'_>> {
    if is_name(piece.text) {
        return Ok(piece);
    }
    let bare = piece.text.trim_start_matches(['#', '@']);
    let instead = bare.to_lowercase().replace(['_', '.', '/'], "-");
    let wrong = Wrong::new(codes::NAME, piece, format!("{} is not a name", shown(piece)));
    Err(if is_name(&instead) {
        wrong.fix(instead)
    } else {
        wrong
            .help("a name begins with a lower-case letter and goes on with letters, digits and `-`")
    })
}

/// Whether `text` can be the name of an item or a person: a lower-case letter, then such letters,
/// digits and `-`. Nobody is called [`TEAM`](crate::TEAM), though it is a name by this.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn person(piece: Piece<'_>) -> Read<Piece<'_>> {
    match piece.strip_prefix("@") {
        Some(after) => name(after),
        None => {
            let wrong = Wrong::new(codes::NAME, piece, "a person is written with `@`");
            Err(if is_name(piece.text) {
                wrong.fix(format!("@{}", piece.text))
            } else {
                wrong.help("write @name")
            })
        }
    }
}

/// Somebody, and behind a colon the day on which they were told.
fn told(piece: Piece<'_>) -> Read<Value<'_>> {
    let Some((name, day)) = piece.split_once(":") else {
        return read(&ValueType::Someone, piece, None);
    };
    let who = read(&ValueType::Someone, name, None)?;
    Ok(Value::Told(Box::new(who), date(day)?))
}

/// The same of a text in quotes; `None` without a day in it.
fn told_in(text: &str) -> Option<Value<'static>> {
    let (name, day) = text.rsplit_once(':').filter(|(name, _)| !name.trim().is_empty())?;
    Some(Value::Told(Box::new(Value::Text(name.to_owned())), day.parse().ok()?))
}

fn bare_text(piece: Piece<'_>) -> Read<String> {
    if piece.text.is_empty() {
        return Err(Wrong::new(codes::TEXT, piece, "there is no value")
            .help("write it, or leave the key out"));
    }
    Ok(piece.text.to_owned())
}

fn choice(piece: Piece<'_>, words: &'static [&'static str]) -> Read<&'static str> {
    if let Some(word) = words.iter().find(|word| **word == piece.text) {
        return Ok(word);
    }
    let wrong =
        Wrong::new(codes::CHOICE, piece, format!("{} is none of the words for this", shown(piece)))
            .help(format!("write {}", words.join(", ")));
    Err(match text::closest(piece.text, words.iter().copied()) {
        Some(word) => Wrong {
            fix: Some(word.to_owned()),
            help: Some(format!("did you mean `{word}`?")),
            ..wrong
        },
        None => wrong,
    })
}

fn zone(piece: Piece<'_>, name: &str) -> Read<TimeZone> {
    TimeZone::get(name).map_err(|_| {
        Wrong::new(codes::ZONE, piece, format!("there is no time zone called `{name}`"))
            .help("write it as in Europe/Berlin or UTC")
    })
}

#[cfg(test)]
mod tests;
