//! Pages name what exists: their links lead somewhere, their words are used, their commands run.

use std::collections::BTreeSet;
use std::process::Command;

use crate::texts::{Text, pages, root, texts};

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    let mut broken = Vec::new();
    let mut n_links = 0;
    for page in &pages {
        for target in links(&page.text) {
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let is_elsewhere = path.contains("://") || path.starts_with("mailto:");
            if is_elsewhere {
                continue;
            }
            n_links += 1;
            let folder = root().join(page.path.parent().unwrap());
            let whole = if path.is_empty() { root().join(&page.path) } else { folder.join(path) };
            let leads = whole.canonicalize().is_ok_and(|found| {
                let there =
                    |other: &&Text| root().join(&other.path).canonicalize().unwrap() == found;
                let page = pages.iter().find(there);
                anchor.is_empty() || page.is_some_and(|page| anchors(&page.text).contains(anchor))
            });
            if !leads {
                broken.push(format!("{}: {target}", page.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "these links lead nowhere: {broken:#?}");
    assert!(n_links > 50, "only {n_links} links were found");
}

/// The targets of the links and pictures of a page, those in code left out.
fn links(page: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in prose(page) {
        let without_code: String = line.split('`').step_by(2).collect();
        for piece in without_code.split("](").skip(1) {
            links.extend(piece.split_once(')').map(|(target, _)| target.to_owned()));
        }
    }
    links
}

/// The names by which headings of a page are linked to: lower case, dashes for spaces.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = prose(page).filter_map(|line| line.trim_start_matches('#').strip_prefix(' '));
    headings
        .map(|heading| {
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
        })
        .collect()
}

/// The lines of a page that are not inside a fenced block.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut is_fenced = false;
    page.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_fenced ^= is_fence;
        !is_fenced && !is_fence
    })
}

#[test]
fn words_of_the_glossary_are_used() {
    let texts = texts();
    let (glossary, others): (Vec<_>, Vec<_>) =
        texts.iter().partition(|text| text.path.ends_with("GLOSSARY.md"));
    let used: Vec<String> = others.iter().map(|text| text.text.to_lowercase()).collect();
    let rows = glossary[0].text.lines().filter_map(|line| line.strip_prefix("| "));
    let words = rows.filter_map(|row| row.split(" |").next()).filter(|word| *word != "word");
    let mut n_words = 0;
    for word in words.flat_map(|words| words.split(", ")) {
        let word = word.trim_matches('*').to_lowercase();
        // In names of types and functions the words of a term stand together.
        let forms = [word.clone(), word.replace(' ', "_"), word.replace([' ', '-'], "")];
        let is_used = used.iter().any(|text| forms.iter().any(|form| text.contains(form)));
        assert!(is_used, "the glossary explains `{word}`, and nothing uses it");
        n_words += 1;
    }
    assert!(n_words > 40, "only {n_words} words were found");
}

#[test]
fn tasks_of_the_repository_exist() {
    let mut named = BTreeSet::new();
    for text in texts() {
        for (at, before) in text.text.match_indices("cargo xtask ") {
            let rest = &text.text[at + before.len()..];
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
            let word = &rest[..end.unwrap_or(rest.len())];
            if !word.is_empty() {
                named.insert(word.to_owned());
            }
        }
    }
    assert!(named.contains("check"), "only {named:?} are named");
    for word in named {
        let arguments =
            if word == "help" { vec![word.clone()] } else { vec![word.clone(), "--help".into()] };
        let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().unwrap();
        assert!(output.status.success(), "there is no `cargo xtask {word}`");
    }
}

#[test]
fn no_text_names_a_place_on_somebodys_machine() {
    let places = ["/home/", "/Users/", "/root/", "C:\\Users"];
    for text in texts() {
        if text.path.ends_with("xtask/tests/it/pages.rs") {
            continue;
        }
        for place in places {
            assert!(!text.text.contains(place), "{}: {place}", text.path.display());
        }
    }
}
