//! Pages of the review's rules, made from the rules; and the file of a new one.
//!
//! In: the table of rules. Out: a page each in `docs/rules`, and the list of them; or a new rule's
//! file with its line in the table.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use review::{Family, HEADINGS, RULES, Rule};

use crate::say;

/// Where the pages are.
const PAGES: &str = "docs/rules";
const TABLE: &str = "crates/review/src/rules/mod.rs";

/// A family of rules, as it is typed.
#[derive(Clone, Copy, Debug)]
pub struct FamilyArgument(Family);

impl ValueEnum for FamilyArgument {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [FamilyArgument; Family::ALL.len()] = {
            let mut all = [FamilyArgument(Family::Coverage); Family::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = FamilyArgument(Family::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.word()).help(self.0.title()))
    }
}

/// Every page with its text: a path from the root of the repository.
pub fn pages() -> Vec<(PathBuf, String)> {
    RULES
        .iter()
        .map(|rule| (Path::new(PAGES).join(format!("{}.md", rule.name)), page(rule)))
        .collect()
}

fn page(rule: &Rule) -> String {
    let mut text = format!(
        "# {}\n\n<!-- made from crates/review/src/rules/{}.rs by cargo xtask docs -->\n\n{} · {} · [all rules](README.md)\n",
        rule.name,
        module(rule.name),
        rule.code,
        rule.family.title(),
    );
    for section in rule.sections() {
        write!(text, "\n## {}\n\n{}\n", section.heading, section.text)
            .expect("a String takes any text");
    }
    text
}

/// The list of all rules, family by family.
pub fn list() -> String {
    let mut text = String::new();
    for family in Family::ALL {
        let mut rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.family == *family).collect();
        if rules.is_empty() {
            continue;
        }
        rules.sort_by_key(|rule| rule.code);
        write!(text, "\n## {}\n\n| rule | | what it finds |\n|---|---|---|\n", family.title())
            .expect("a String takes any text");
        for rule in rules {
            let what = rule.section(HEADINGS[0]).replace('\n', " ");
            writeln!(text, "| [{0}]({0}.md) | {1} | {2} |", rule.name, rule.code, what)
                .expect("a String takes any text");
        }
    }
    text + "\n"
}

/// Writes the file of a new rule and its line in the table.
pub fn new_rule(name: &str, family: FamilyArgument) -> Result<(), String> {
    let FamilyArgument(family) = family;
    let is_word = |c: char| c.is_ascii_lowercase() || c == '-';
    if !name.chars().all(is_word) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(format!("`{name}` is no name: lower-case words with dashes"));
    }
    let root = root();
    let path = root.join(format!("crates/review/src/rules/{}.rs", module(name)));
    if path.exists() {
        return Err(format!("there is a rule {name} already"));
    }
    let table = fs::read_to_string(root.join(TABLE)).map_err(|error| error.to_string())?;
    let end = "\n}\n\n/// The rule of this name";
    let (before, after) = table.split_once(end).ok_or("the table of rules has no end")?;
    let code = free_code(family);
    write(&path, &template(name, &code, family))?;
    write(&root.join(TABLE), &[before, "\n    ", &module(name), ",", end, after].concat())?;
    say(&format!(
        "wrote {} ({code}); move its line in {TABLE} to where it is asked",
        path.display()
    ));
    say(&format!("try it: RULE={name} cargo test -p workbench --test it rules"));
    Ok(())
}

fn free_code(family: Family) -> String {
    let prefix = format!("Q{}", family.digit());
    let taken =
        RULES.iter().filter_map(|rule| rule.code.strip_prefix(&prefix)?.parse::<u32>().ok());
    format!("{prefix}{:02}", taken.max().unwrap_or(0) + 1)
}

fn template(name: &str, code: &str, family: Family) -> String {
    let mut head = String::new();
    for heading in HEADINGS {
        let is_plan = heading == "Example" || heading == "Instead";
        let body = if is_plan { "//! ```markdown\n//! # P\n//! ```" } else { "//! …" };
        write!(head, "//! # {heading}\n{body}\n//!\n").expect("a String takes any text");
    }
    let head = head.trim_end_matches("//!\n");
    format!(
        "{head}
use crate::{{Check, Facts, Family, Finding, Rule}};

/// The rule.
pub const RULE: Rule = Rule {{
    name: \"{name}\",
    code: \"{code}\",
    family: Family::{family:?},
    source: include_str!(\"{}.rs\"),
    check: Check::Plan(check),
}};

fn check(_facts: &Facts<'_>) -> Vec<Finding> {{
    Vec::new()
}}
",
        module(name)
    )
}

fn module(name: &str) -> String {
    name.replace('-', "_")
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Writes every page anew that is not as it should be, and removes those of rules that are gone.
pub fn write_pages() -> Result<(), String> {
    let pages = pages();
    for (path, text) in &pages {
        let whole = root().join(path);
        if fs::read_to_string(&whole).ok().as_ref() != Some(text) {
            write(&whole, text)?;
            say(&format!("wrote {}", path.display()));
        }
    }
    for path in strangers()? {
        fs::remove_file(root().join(&path)).map_err(|error| error.to_string())?;
        say(&format!("removed {}", path.display()));
    }
    Ok(())
}

/// Pages in the folder that are of no rule.
fn strangers() -> Result<Vec<PathBuf>, String> {
    let own: Vec<PathBuf> = pages().into_iter().map(|(path, _)| path).collect();
    let entries = fs::read_dir(root().join(PAGES)).map_err(|error| error.to_string())?;
    let names = entries.flatten().map(|entry| Path::new(PAGES).join(entry.file_name()));
    Ok(names.filter(|path| !path.ends_with("README.md") && !own.contains(path)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_rules_are_up_to_date() {
        for (path, text) in pages() {
            let is_fresh = fs::read_to_string(root().join(&path)).unwrap_or_default() == text;
            assert!(is_fresh, "{} is out of date: run `cargo xtask docs`", path.display());
        }
        assert_eq!(strangers(), Ok(Vec::new()), "run `cargo xtask docs`");
    }

    #[test]
    fn every_file_of_a_rule_is_in_the_table() {
        let folder = root().join("crates/review/src/rules");
        let files = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name());
        let mut files: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
        files.retain(|name| name != "mod.rs");
        files.sort();
        let mut own: Vec<String> =
            RULES.iter().map(|rule| format!("{}.rs", module(rule.name))).collect();
        own.sort();
        assert_eq!(files, own);
    }

    #[test]
    fn a_new_rule_has_every_heading() {
        let text = template("a-b", "Q199", Family::Order);
        for heading in HEADINGS {
            assert!(text.contains(&format!("//! # {heading}\n")), "{text}");
        }
        assert!(text.contains("include_str!(\"a_b.rs\")"), "{text}");
    }
}
