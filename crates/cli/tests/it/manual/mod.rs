//! The manual is true: what its pages show is what the program says, their plans are sound, and
//! the commands that they name exist.
//!
//! A block of commands is a fenced block `console`. Each line after a `$ ` is run; what stands
//! below it, if anything, is what it must say, and a line `…` stands for any lines. A comment
//! before the block says where it runs and as of when: `<!-- run in PLACE as of DATE -->`. The
//! places are `the sample` (what `fore demo` writes), `the plan above` (the plan that the page has
//! built up to there), `an empty folder` and `the repository`. `<!-- not run: WHY -->` takes a
//! block out; its commands must still exist.
//!
//! A fenced block `markdown` is a plan, or a part of one. On a page of the guide each part changes
//! the plan above it. On other pages it stands alone, and may name what it does not show. A
//! comment `<!-- not a plan -->` before a block takes it out.

mod commands;
mod draft;
mod page;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::program::{Folder, fore, repository};
use draft::Draft;
use page::{blocks, pages, texts};

#[test]
fn plans_are_sound() {
    let mut n_plans = 0;
    for page in pages() {
        let is_guide = page.starts_with("docs/guide");
        let mut draft = Draft::default();
        for block in blocks(&page) {
            if block.language != "markdown" || block.comment.as_deref() == Some("not a plan") {
                continue;
            }
            draft.take_up(&block.text);
            let plan = if is_guide { draft.text() } else { block.text };
            let mut errors = errors(&plan);
            // An excerpt may name what it does not show.
            errors.retain(|error| is_guide || error["code"] != "E105");
            assert!(errors.is_empty(), "{}: {errors:#?}\n{plan}", block.place);
            n_plans += 1;
        }
    }
    assert!(n_plans > 15, "only {n_plans} plans were found");
}

/// The errors of a plan.
fn errors(plan: &str) -> Vec<Value> {
    let said = fore(Folder::with_plan(plan).path(), &["check", "--json"]);
    let check: Value = serde_json::from_str(&said.out).unwrap();
    let mut diagnostics = check["diagnostics"].as_array().unwrap().clone();
    diagnostics.retain(|diagnostic| diagnostic["level"] == "error");
    diagnostics
}

#[test]
fn commands_say_what_is_shown() {
    let mut n_commands = 0;
    for page in pages() {
        let mut draft = Draft::default();
        for block in blocks(&page) {
            match block.language.as_str() {
                "markdown" if page.starts_with("docs/guide") => draft.take_up(&block.text),
                "console" => n_commands += commands::run(&block, &draft),
                "sh" | "bash" | "shell" => panic!("{}: write it as `console`", block.place),
                _ => {}
            }
        }
    }
    assert!(n_commands > 5, "only {n_commands} commands were found");
}

/// In the manual, in messages and in comments.
#[test]
fn commands_that_are_named_exist() {
    let mut named = BTreeSet::new();
    for path in [texts("md"), texts("rs")].concat() {
        let text = fs::read_to_string(repository().join(&path)).unwrap();
        for before in ["`fore ", "$ fore ", "(\"fore "] {
            for (at, _) in text.match_indices(before) {
                let rest = &text[at + before.len()..];
                let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
                let word = &rest[..end.unwrap_or(rest.len())];
                let is_word = rest[word.len()..].starts_with(['`', '"', ' ', '\n']);
                if !word.is_empty() && is_word {
                    named.insert((word.to_owned(), path.clone()));
                }
            }
        }
    }
    let words: BTreeSet<&str> = named.iter().map(|(word, _)| word.as_str()).collect();
    assert!(words.len() > 7, "only {words:?} are named");
    let missing: BTreeSet<&str> =
        words.into_iter().filter(|word| !commands::is_command(word)).collect();
    let places: Vec<_> = named.iter().filter(|(word, _)| missing.contains(word.as_str())).collect();
    assert!(places.is_empty(), "there are no such commands: {places:#?}");
}
