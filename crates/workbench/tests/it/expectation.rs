//! What a case expects, one line each.

use jiff::civil::{Date, DateTime};
use text::Level;

/// One expectation.
#[derive(Debug)]
pub enum Expectation {
    /// Something of the item with this id; `plan` is the finish of the plan.
    Of(String, Fact),
    /// Something of the item after it was given to somebody else.
    Given { item: String, who: String, fact: Fact },
    /// Whether it is too early for a date.
    TooEarly(bool),
    /// The longest path at middle estimates, as ids.
    Path(Vec<String>),
    /// A diagnostic.
    Diagnostic(Wrong),
    /// There is no error.
    NoErrors,
    /// There are no dates.
    NoDates,
    /// Reading ends, whatever it finds.
    Survives,
}

/// What is expected of one item. Moments and dates are in the zone of the plan.
#[derive(Debug)]
pub enum Fact {
    /// At middle estimates, from when to when, and who does it.
    Span { start: DateTime, finish: DateTime, who: Option<Vec<String>> },
    /// At middle estimates, until when.
    Finish(DateTime),
    /// At middle estimates, when, taking no time.
    At(DateTime),
    /// The day of the last worked minute.
    Date(Date),
    /// Its finish lies before this day.
    Before(Date),
    /// Its finish does not lie before this day.
    NotBefore(Date),
    /// It has no working time of its own.
    TakesNoTime,
    /// A percentile of its finish.
    Percentile(u32, Date),
    /// The chance that it finishes by the end of a day.
    Chance(Date, Percent),
    /// Its total float in working minutes.
    Float(i64),
    /// The share of runs in which it is on the longest path.
    PathShare(Percent),
}

/// A share, and how far off it may be; both in percent.
#[derive(Clone, Copy, Debug)]
pub struct Percent {
    pub value: f64,
    pub tolerance: f64,
}

/// An expected diagnostic; what is `None` may be anything.
#[derive(Debug)]
pub struct Wrong {
    pub level: Option<Level>,
    pub code: Option<String>,
    /// The text at its place.
    pub token: Option<String>,
    /// Whether an edit is offered that mends it.
    pub has_fix: bool,
    /// At how many places it points.
    pub members: Option<usize>,
}

impl Expectation {
    /// Reads the line after `> `; `None` if it is none.
    pub fn parse(line: &str) -> Option<Self> {
        match line {
            "no errors" => return Some(Self::NoErrors),
            "no dates" => return Some(Self::NoDates),
            "survives" => return Some(Self::Survives),
            "plan: too early" => return Some(Self::TooEarly(true)),
            "plan: not too early" => return Some(Self::TooEarly(false)),
            _ => {}
        }
        let levels =
            [("error", Some(Level::Error)), ("warning", Some(Level::Warning)), ("said", None)];
        for (word, level) in levels {
            let rest = line.strip_prefix(word);
            if let Some(rest) = rest.filter(|rest| !rest.starts_with(':')) {
                return diagnostic(level, rest).map(Self::Diagnostic);
            }
        }
        let (item, fact) = line.split_once(": ")?;
        if item == "path" {
            return Some(Self::Path(fact.split(" > ").map(str::to_owned).collect()));
        }
        let fact = fact_of(fact)?;
        Some(match item.split_once(" given to ") {
            Some((item, who)) => Self::Given { item: item.to_owned(), who: who.to_owned(), fact },
            None => Self::Of(item.to_owned(), fact),
        })
    }
}

/// `[E105] "token" with fix`, `[E201] members 3`; each part may be missing.
fn diagnostic(level: Option<Level>, line: &str) -> Option<Wrong> {
    let mut wrong = Wrong { level, code: None, token: None, has_fix: false, members: None };
    let mut rest = line;
    if let Some(inner) = rest.strip_prefix('[') {
        let (code, after) = inner.split_once(']')?;
        wrong.code = Some(code.to_owned());
        rest = after;
    }
    rest = rest.trim_start();
    if let Some(inner) = rest.strip_prefix('"') {
        let (token, after) = inner.rsplit_once('"')?;
        wrong.token = Some(token.to_owned());
        rest = after.trim_start();
    }
    match rest {
        "" => {}
        "with fix" => wrong.has_fix = true,
        _ => wrong.members = Some(rest.strip_prefix("members ")?.parse().ok()?),
    }
    Some(wrong)
}

fn fact_of(text: &str) -> Option<Fact> {
    if let Some((start, rest)) = text.split_once(" .. ") {
        let (finish, names) = rest.split_once(' ').map_or((rest, None), |(f, n)| (f, Some(n)));
        let who = names.map(|names| {
            names.split(' ').filter(|name| *name != "@nobody").map(str::to_owned).collect()
        });
        return Some(Fact::Span { start: start.parse().ok()?, finish: finish.parse().ok()?, who });
    }
    if text == "takes no time" {
        return Some(Fact::TakesNoTime);
    }
    if let Some(date) = text.strip_prefix("not before ") {
        return Some(Fact::NotBefore(date.parse().ok()?));
    }
    let (word, value) = text.split_once(' ')?;
    if let Some(percent) = word.strip_prefix('p').and_then(|digits| digits.parse().ok()) {
        return Some(Fact::Percentile(percent, value.parse().ok()?));
    }
    Some(match word {
        "finish" => Fact::Finish(value.parse().ok()?),
        "at" => Fact::At(value.parse().ok()?),
        "date" => Fact::Date(value.parse().ok()?),
        "before" => Fact::Before(value.parse().ok()?),
        "float" => Fact::Float(value.parse().ok()?),
        "path" => Fact::PathShare(percent_of(value)?),
        "chance" => {
            let (date, percent) = value.split_once(" = ")?;
            Fact::Chance(date.parse().ok()?, percent_of(percent)?)
        }
        _ => return None,
    })
}

/// `70%` or `70% ± 1`.
fn percent_of(text: &str) -> Option<Percent> {
    let (value, tolerance) = text.split_once(" ± ").unwrap_or((text, "0"));
    let value = value.strip_suffix('%')?.parse().ok()?;
    Some(Percent { value, tolerance: tolerance.parse().ok()? })
}
