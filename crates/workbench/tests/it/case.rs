//! The text of a case: header, files, expectations. `tests/plans/README.md` describes the form.
//!
//! In: a file of cases. Out: [`Case`]s. A file that breaks the form is a mistake of its author and
//! panics with its place; nothing here knows what a plan is.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::expectation::Expectation;

/// A plan and what is expected of it.
#[derive(Debug)]
pub struct Case {
    /// Its name, unique over all files.
    pub name: String,
    /// Where it stands: `risks.md:12`.
    pub place: String,
    /// Ids of the rules that it asserts.
    pub rules: Vec<String>,
    /// The status date.
    pub today: Date,
    /// `fore.toml`, if any of it is given.
    pub settings: Option<String>,
    /// Path and text of each file of the plan.
    pub files: Vec<(String, String)>,
    /// What is expected, each with its place.
    pub expectations: Vec<(String, Expectation)>,
}

/// Where the cases are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/plans")
}

/// All cases of all files, in the order of their names.
pub fn all_cases() -> Vec<Case> {
    let entries = std::fs::read_dir(folder()).expect("the folder of cases");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md")
    });
    paths.sort();
    paths.iter().flat_map(|path| cases_of(path)).collect()
}

fn cases_of(path: &Path) -> Vec<Case> {
    let file = path.file_name().expect("a name").to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).expect("cases are text");
    let lines: Vec<&str> = text.lines().collect();
    let heads: Vec<usize> = (0..lines.len()).filter(|line| head(lines[*line]).is_some()).collect();
    let ends = heads.iter().skip(1).copied().chain([lines.len()]);
    heads.iter().zip(ends).map(|(&start, end)| case(&file, start, &lines[start..end])).collect()
}

/// The name in `--- name: what it shows ---`.
fn head(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("--- ")?.strip_suffix(" ---")?;
    inner.split_once(": ").map(|(name, _)| name)
}

fn case(file: &str, start: usize, lines: &[&str]) -> Case {
    let at = |line: usize| format!("{file}:{}", start + line + 1);
    let mut case = Case {
        name: head(lines[0]).expect("the caller found it").to_owned(),
        place: at(0),
        rules: Vec::new(),
        today: Date::ZERO,
        settings: None,
        files: Vec::new(),
        expectations: Vec::new(),
    };
    let blank = lines.iter().position(|line| line.is_empty()).unwrap_or(lines.len());
    let mut escapes = false;
    for (line, text) in lines.iter().enumerate().take(blank).skip(1) {
        let (key, value) = text.split_once(": ").unwrap_or_else(|| panic!("{}: {text}", at(line)));
        match key {
            "law" => case.rules = value.split(' ').map(str::to_owned).collect(),
            "today" => case.today = value.parse().expect("a date"),
            "why" => {}
            "escapes" => escapes = value == "on",
            "toml" => {
                case.settings.get_or_insert_default().extend([value, "\n"]);
            }
            _ => panic!("{}: unknown header `{key}`", at(line)),
        }
    }
    let first = lines.iter().position(|line| line.starts_with("> ")).unwrap_or(lines.len());
    case.files = files(&lines[(blank + 1).min(first)..first], escapes);
    for (line, text) in lines.iter().enumerate().skip(first).filter(|(_, text)| !text.is_empty()) {
        let text = text.strip_prefix("> ").unwrap_or_else(|| panic!("{}: {text}", at(line)));
        let expectation = Expectation::parse(text)
            .unwrap_or_else(|| panic!("{}: not an expectation: {text}", at(line)));
        case.expectations.push((at(line), expectation));
    }
    assert!(!case.expectations.is_empty(), "{}: nothing is expected", case.place);
    case
}

fn files(lines: &[&str], escapes: bool) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in lines {
        let path = line.strip_prefix("=== ").and_then(|rest| rest.strip_suffix(" ==="));
        if let Some(path) = path {
            files.push((path.to_owned(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push(("plan.md".to_owned(), String::new()));
        }
        let text = &mut files.last_mut().expect("just pushed").1;
        text.push_str(&if escapes { unescape(line) } else { (*line).to_owned() });
        text.push('\n');
    }
    files
}

/// Replaces `\t`, `\r` and `\u{1b}` by the characters they stand for.
fn unescape(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let (character, length) = match after.as_bytes().first() {
            Some(b't') => ('\t', 1),
            Some(b'r') => ('\r', 1),
            _ => {
                let (code, _) = after
                    .strip_prefix("u{")
                    .and_then(|hex| hex.split_once('}'))
                    .unwrap_or_else(|| panic!("an escape: {line}"));
                let scalar = u32::from_str_radix(code, 16).expect("hexadecimal");
                (char::from_u32(scalar).expect("a character"), code.len() + 3)
            }
        };
        text.push(character);
        rest = &after[length..];
    }
    text + rest
}
