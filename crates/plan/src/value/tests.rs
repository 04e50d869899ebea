use super::*;
use crate::table::{KEYS, Kind, LINK_TARGETS};

/// The value of `text`; or what is wrong with it, the wrong characters in brackets, and the help.
fn check(value: ValueType, text: &str, expected: &str) {
    let shown = match read(&value, Piece { text, start: 0 }, None) {
        Ok(value) => show(&value),
        Err(wrong) => {
            format!("{} [{}] {}", wrong.what, wrong.range.of(text), wrong.help.unwrap_or_default())
        }
    };
    assert_eq!(shown.trim_end(), expected, "{text}");
}

fn show(value: &Value<'_>) -> String {
    match value {
        Value::Date(date) => date.to_string(),
        Value::Dates(DateRange { first, last }) => format!("{first} to {last}"),
        Value::Duration(duration) => duration.to_string(),
        Value::Estimate(estimate) => estimate.to_string(),
        Value::Percent(percent) => format!("{percent} percent"),
        Value::Number(number) => number.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Link { to, start, lag } => {
            let lag = lag.map(|lag| format!("{}{}", if lag.lead { '-' } else { '+' }, lag.amount));
            format!(
                "{} {} {}",
                to.text,
                if *start { "start" } else { "finish" },
                lag.unwrap_or_default()
            )
        }
        Value::Effect { task, impact: Impact::Add(estimate) } => {
            format!("{} +{estimate}", task.text)
        }
        Value::Effect { task, impact: Impact::Multiply { low, high } } => {
            format!("{} x{low}..{high}", task.text)
        }
        Value::Id(name) => format!("id {}", name.text),
        Value::Person(name) => format!("person {}", name.text),
        Value::Choice(word) => (*word).to_owned(),
        Value::Zone(zone) => zone.iana_name().unwrap_or_default().to_owned(),
        Value::Text(text) => format!("text {text}"),
        Value::Told(who, on) => format!("{} on {on}", show(who)),
    }
}

const UNITS: &str = "write m, h, d (working days) or w (weeks of five): 30m, 4h, 3d, 2w";

#[test]
fn durations() {
    let check = |text: &str, expected: &str| check(ValueType::Duration, text, expected);
    check("3d", "3d");
    check("0.5h", "0.5h");
    check("90m", "90m");
    check("520w", "520w");
    check("521w", "this is more than ten years [521w] break it down, or check the unit");
    check("1e300d", &format!("`e300d` is not a unit of time [e300d] {UNITS}"));
    check(
        &format!("{}d", "9".repeat(400)),
        &format!(
            "this is more than ten years [{}d] break it down, or check the unit",
            "9".repeat(400)
        ),
    );
    check("inf", "inf is not a duration [inf] write a number and a unit: 30m, 4h, 3d or 2w");
    check("NaNd", "NaNd is not a duration [NaNd] write a number and a unit: 30m, 4h, 3d or 2w");
    check("-3d", "-3d is not a duration [-3d] write a number and a unit: 30m, 4h, 3d or 2w");
    check("1.d", "1.d is not a duration [1.] write a number and a unit: 30m, 4h, 3d or 2w");
    check("", "nothing is not a duration [] write a number and a unit: 30m, 4h, 3d or 2w");
    check("3", &format!("3 has no unit [3] {UNITS}"));
    check("3days", "`days` is not a unit of time [days] write d");
    check("3mo", &format!("`mo` is not a unit of time [mo] {UNITS}"));
    check(
        "0d",
        "this takes no time [0d] a moment is a milestone, and what is finished has its box ticked",
    );
}

#[test]
fn time_spent_may_be_nothing() {
    check(ValueType::Spent, "0h", "0h");
}

#[test]
fn estimates() {
    let check = |text: &str, expected: &str| check(ValueType::Estimate, text, expected);
    check("5d", "5d");
    check("5d..8d", "5d..8d");
    check("5d..8d..20d", "5d..8d..20d");
    check("4h..1d", "4h..1d");
    check("5d..5d", "5d..5d");
    check("8d..5d", "8d is more than 5d [8d..5d] write 5d..8d");
    check("5d..20d..8d", "20d is more than 8d [5d..20d..8d] write low..likely..high");
    check("2..5d", "2 has no unit [2] write 2d");
    check("2d-5d", "a range is written with two dots [2d-5d] write 2d..5d");
    check(
        "1d..2d..3d..4d",
        "an estimate has at most three numbers [1d..2d..3d..4d] write low..high or low..likely..high",
    );
    check(
        "0d..5d",
        "this takes no time [0d] a moment is a milestone, and what is finished has its box ticked",
    );
    check("2d..", "nothing is not a duration [] write a number and a unit: 30m, 4h, 3d or 2w");
}

#[test]
fn dates_exist() {
    let check = |text: &str, expected: &str| check(ValueType::Date, text, expected);
    check("2026-03-02", "2026-03-02");
    check("2028-02-29", "2028-02-29");
    check("2026-02-30", "February 2026 has 28 days [30]");
    check("2026-04-00", "April 2026 has 30 days [00]");
    check("2026-13-01", "there is no month 13 [13]");
    check("1969-12-31", "the year 1969 is outside 1970 to 2200 [1969]");
    check("2201-01-01", "the year 2201 is outside 1970 to 2200 [2201]");
    check("2026-3-2", "`2026-3-2` is not a date [2026-3-2] write year, month and day: 2026-03-02");
    check(
        "2026-03-0ü",
        "`2026-03-0ü` is not a date [2026-03-0ü] write year, month and day: 2026-03-02",
    );
}

#[test]
fn ranges_of_days() {
    let check = |text: &str, expected: &str| check(ValueType::Dates, text, expected);
    check("2026-03-02", "2026-03-02 to 2026-03-02");
    check("2026-03-02..2026-03-06", "2026-03-02 to 2026-03-06");
    check(
        "2026-03-06..2026-03-02",
        "this ends before it begins [2026-03-06..2026-03-02] write 2026-03-02..2026-03-06",
    );
    check("2026-03-02..x", "`x` is not a date [x] write year, month and day: 2026-03-02");
}

#[test]
fn percentages() {
    check(ValueType::Percent(0), "0%", "0 percent");
    check(ValueType::Percent(0), "100%", "100 percent");
    check(
        ValueType::Percent(0),
        "101%",
        "`101%` is not a percentage from 0% to 100% [101%] write a whole number: 30%",
    );
    check(
        ValueType::Percent(1),
        "0%",
        "`0%` is not a percentage from 1% to 100% [0%] write a whole number: 30%",
    );
    check(ValueType::Percent(0), "30", "`30` is not a percentage from 0% to 100% [30] write 30%");
    check(
        ValueType::Percent(0),
        "0.3",
        "`0.3` is not a percentage from 0% to 100% [0.3] write 30%",
    );
    check(
        ValueType::Percent(0),
        "NaN",
        "`NaN` is not a percentage from 0% to 100% [NaN] write it with its sign: 30%",
    );
    check(
        ValueType::Percent(0),
        "+5%",
        "`+5%` is not a percentage from 0% to 100% [+5%] write a whole number: 30%",
    );
}

#[test]
fn numbers() {
    check(ValueType::Number, "2.5", "2.5");
    check(
        ValueType::Number,
        "high",
        "`high` is not a number [high] write digits, with a dot if need be: 5 or 2.5",
    );
    check(
        ValueType::Number,
        "10000000",
        "this is more than a million [10000000] use a smaller scale",
    );
    check(ValueType::Count, "4", "4");
    check(ValueType::Count, "4.5", "4.5 is not a whole number [4.5]");
}

#[test]
fn links() {
    let check = |text: &str, expected: &str| check(ValueType::Link, text, expected);
    check("core", "core finish");
    check("core:start", "core start");
    check("core:+2d", "core finish +2d");
    check("core:start:-4h", "core start -4h");
    check("core:2d", "`2d` says neither `start` nor how much later [2d] write +2d");
    check(
        "core:end",
        "`end` says neither `start` nor how much later [end] write core, core:start, core:+2d (later) or core:-1d (sooner)",
    );
    check(
        "core:start:",
        "nothing says neither `start` nor how much later [] write core, core:start, core:+2d (later) or core:-1d (sooner)",
    );
    check("Core_API", "`Core_API` is not a name [Core_API] write core-api");
    check("#core", "`#core` is not a name [#core] write core");
    check(
        "7up",
        "`7up` is not a name [7up] a name begins with a lower-case letter and goes on with letters, digits and `-`",
    );
}

#[test]
fn effects() {
    let check = |text: &str, expected: &str| check(ValueType::Effect, text, expected);
    check("copy:+5d", "copy +5d");
    check("copy:+5d..20d", "copy +5d..20d");
    check("copy:x1.5", "copy x1.5..1.5");
    check("copy:x1.2..2", "copy x1.2..2");
    check("copy:x1.2..x2", "the second factor stands without `x` [x2] write 2");
    check("copy:x2..1.2", "2 is more than 1.2 [2..1.2] write 1.2..2");
    check("copy:x0", "the factor 0 is not between 0 and 100 [0]");
    check("copy:5d", "`5d` neither adds nor multiplies [5d] write +5d");
    check(
        "copy",
        "`copy` does not say how much it hits [copy] write backfill:+2d..5d to add, or backfill:x1.5 to multiply",
    );
}

#[test]
fn people_and_words() {
    check(ValueType::Person, "@ada", "person ada");
    check(ValueType::Person, "ada", "a person is written with `@` [ada] write @ada");
    check(ValueType::Person, "@Ada", "`Ada` is not a name [Ada] write ada");
    check(ValueType::Someone, "@ada", "person ada");
    check(ValueType::Someone, "finance", "text finance");
    check(ValueType::Told, "@ada", "person ada");
    check(ValueType::Told, "finance:2026-05-12", "text finance on 2026-05-12");
    check(ValueType::Told, "@ada:2026-05-12", "person ada on 2026-05-12");
    check(ValueType::Id(LINK_TARGETS), "core", "id core");
    check(ValueType::Text, "", "there is no value [] write it, or leave the key out");
    check(ValueType::Choice(&["open", "gone"]), "gone", "gone");
    check(
        ValueType::Choice(&["open", "gone"]),
        "gne",
        "`gne` is none of the words for this [gne] did you mean `gone`?",
    );
    check(
        ValueType::Choice(&["open", "gone"]),
        "later",
        "`later` is none of the words for this [later] write open, gone",
    );
}

#[test]
fn zones_are_those_of_the_database() {
    check(ValueType::Zone, "Europe/Berlin", "Europe/Berlin");
    check(
        ValueType::Zone,
        "Berlin",
        "there is no time zone called `Berlin` [Berlin] write it as in Europe/Berlin or UTC",
    );
}

#[test]
fn quotes_are_for_text() {
    let quoted = |value: ValueType, inner: &str| {
        read(&value, Piece { text: "\"…\"", start: 0 }, Some(inner))
    };
    assert_eq!(quoted(ValueType::Text, "a, b"), Ok(Value::Text("a, b".to_owned())));
    assert!(quoted(ValueType::Text, " ").is_err());
    assert_eq!(
        quoted(ValueType::Date, "2026-03-02").unwrap_err().fix.as_deref(),
        Some("2026-03-02")
    );
}

#[test]
fn examples_of_the_table_are_right() {
    for row in KEYS {
        for kind in row.kinds {
            let (_, values) = row.example.split_once('=').expect("an example is a pair");
            for text in values.split(',') {
                let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                let read = read(&row.value, Piece { text, start: 0 }, inner);
                assert!(read.is_ok(), "{} of {}: {read:?}", row.example, Kind::name(*kind));
            }
        }
    }
}
