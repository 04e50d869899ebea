//! Pages that are made from the code: the keys of the language, the codes of diagnostics, the rules
//! of the review.
//!
//! In: the tables of `plan` and `review`. Out: what stands between the marks `<!-- generated: … -->` and
//! `<!-- /generated -->` of a page; the rest of the page is written by hand and stays.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plan::codes::CODES;
use plan::table::{Arity, KeyRow, Kind, ValueType, flags_of, keys_of};

use crate::{rules, say};

/// A part of a page, and what it is made of.
struct Part {
    page: &'static str,
    name: &'static str,
    render: fn() -> String,
}

const PARTS: [Part; 3] = [
    Part { page: "docs/spec/language.md", name: "keys", render: keys },
    Part { page: "docs/spec/diagnostics.md", name: "codes", render: codes },
    Part { page: "docs/rules/README.md", name: "rules", render: rules::list },
];

const END: &str = "<!-- /generated -->";

/// Writes the generated parts anew.
pub fn run() -> Result<(), String> {
    for part in &PARTS {
        let path = path(part);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", part.page))?;
        let fresh = replaced(&text, part)?;
        if fresh != text {
            fs::write(&path, fresh).map_err(|error| format!("{}: {error}", part.page))?;
            say(&format!("wrote {}", part.page));
        }
    }
    rules::write_pages()
}

fn path(part: &Part) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part.page)
}

/// The text of the page with the part as it is now.
fn replaced(text: &str, part: &Part) -> Result<String, String> {
    let begin = format!("<!-- generated: {} -->\n", part.name);
    let (before, rest) =
        text.split_once(&begin).ok_or_else(|| format!("no {} in {}", begin.trim(), part.page))?;
    let (_, after) = rest.split_once(END).ok_or_else(|| format!("no {END} in {}", part.page))?;
    Ok([before, &begin, &(part.render)(), END, after].concat())
}

/// The table of keys and flags, kind by kind.
fn keys() -> String {
    let mut table = "| kind | key or flag | value | what it says |\n|---|---|---|---|\n".to_owned();
    let mut row = |kind: &str, word: &str, value: &str, doc: &str| {
        writeln!(table, "| {kind} | `{word}` | {value} | {doc} |")
            .expect("a String takes any text");
    };
    for key in keys_of(Kind::Plan).filter(|key| is_general(key)) {
        row("every kind", key.key.word(), &value(key), key.doc);
    }
    for kind in Kind::ALL {
        if let Some(actor) = kind.actor() {
            row(kind.name(), "@name", if kind == Kind::Person { "name" } else { "people" }, actor);
        }
        if kind == Kind::Task {
            row(
                "task",
                "2d..5d",
                "estimate",
                "how much work it is; of a task with parts, its budget",
            );
        } else if kind.takes_estimate() {
            row(kind.name(), "2d..5d", "estimate", "how long it takes");
        }
        for key in keys_of(kind).filter(|key| !is_general(key)) {
            row(kind.name(), key.key.word(), &value(key), key.doc);
        }
        for flag in flags_of(kind) {
            row(kind.name(), flag.flag.word(), "flag", flag.doc);
        }
    }
    table
}

fn is_general(key: &KeyRow) -> bool {
    key.kinds.len() == Kind::ALL.len()
}

/// What stands in the column "value".
fn value(row: &KeyRow) -> String {
    let many = row.arity == Arity::Many;
    let word = |one: &str, several: &str| if many { several } else { one }.to_owned();
    match row.value {
        ValueType::Date => word("date", "dates"),
        ValueType::Dates => word("date or range of dates", "dates or ranges of dates"),
        ValueType::Duration | ValueType::Spent => word("duration", "durations"),
        ValueType::Estimate => word("estimate", "estimates"),
        ValueType::Percent(_) => word("percent", "percents"),
        ValueType::Number => word("number", "numbers"),
        ValueType::Count => word("whole number", "whole numbers"),
        ValueType::Link => word("link", "links"),
        ValueType::Effect => word("effect", "effects"),
        ValueType::Person => word("person", "people"),
        ValueType::Someone => word("person or text", "people or texts"),
        ValueType::Told => "people or texts, each with `:` and a date or without".to_owned(),
        ValueType::Zone => word("time zone", "time zones"),
        ValueType::Text => word("text", "texts"),
        ValueType::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(" \\| ")
        }
        ValueType::Id(kinds) if many => {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("{}s", kind.name())).collect();
            format!("ids of {}", kinds.join(" or "))
        }
        ValueType::Id(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            format!("id of {} {}", article(kinds[0]), kinds.join(" or "))
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The titles of the groups of codes, by their first two characters.
const GROUPS: [(&str, &str); 6] = [
    ("E0", "E0: the form of the text"),
    ("E1", "E1: words and values"),
    ("E2", "E2: the structure of the plan"),
    ("E3", "E3: people and days"),
    ("W1", "W1: warnings about the plan"),
    ("W2", "W2: warnings about its dates"),
];

/// Every code with its name and its explanation.
fn codes() -> String {
    let mut text = String::new();
    for (prefix, title) in GROUPS {
        writeln!(text, "\n## {title}").expect("a String takes any text");
        for code in CODES.iter().filter(|code| code.code.starts_with(prefix)) {
            writeln!(text, "\n### {} {}\n\n{}", code.code, code.name, code.explanation)
                .expect("a String takes any text");
        }
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_up_to_date() {
        for part in &PARTS {
            let text = fs::read_to_string(path(part)).unwrap();
            let is_fresh = replaced(&text, part).unwrap() == text;
            assert!(is_fresh, "{} is out of date: run `cargo xtask docs`", part.page);
        }
    }

    #[test]
    fn every_code_has_its_place() {
        let page = codes();
        for code in CODES {
            assert!(page.contains(&format!("\n### {} {}\n", code.code, code.name)), "{code:?}");
        }
    }
}
