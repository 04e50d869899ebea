//! What stands at the end of a title without brackets: "3-5d", "— Cy", ", blocked by Build".
//!
//! In: the words so far, what was already taken, what the document knows. Out: how much of the
//! words stays. Words that may as well belong to the title stay, and where they look like a fact
//! that is a doubt to report.

use crate::amount;
use crate::date;
use crate::known::{Known, Link};
use crate::title::{Facts, WAITS};

/// Longer texts are sentences.
const LENGTH_MAX: usize = 400;

/// An amount has at most so many words: "1 to 2 person days".
const AMOUNT_WORDS: usize = 5;

const DASHES: &[&str] = &[" - ", " – ", " — ", " | "];

/// Words after which an amount is part of what is said: "keep logs for 30 days".
const BINDING: &[&str] = &[
    "a", "about", "after", "an", "and", "at", "by", "every", "first", "for", "from", "in", "last",
    "least", "most", "next", "of", "or", "over", "past", "per", "than", "the", "to", "under",
    "until", "up", "within",
];

/// Takes one fact off the end of `text`, and returns the length of what stays.
pub fn take_tail(text: &str, facts: &mut Facts, known: &Known) -> Option<usize> {
    if text.len() > LENGTH_MAX {
        return None;
    }
    take_due(text, facts)
        .or_else(|| take_amount(text, facts))
        .or_else(|| take_people(text, facts, known))
        .or_else(|| take_wait(text, facts, known))
}

/// Words before a date that is wanted. "by 3 people" is none.
const DUE: &[&str] = &[" due ", " due: ", " due on ", " due by ", " by ", " until ", " deadline "];

/// Why words behind `due` stay where they are.
const NO_DATE: &str = "not plainly a date: left in the title";

fn take_due(text: &str, facts: &mut Facts) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let last = |word: &&str| lower.rfind(*word).map(|at| (at, word.len()));
    let (at, length) = DUE.iter().filter_map(last).max()?;
    let (before, words) = (&text[..at], text[at + length..].trim());
    if kept(before) == 0 || facts.due.is_some() {
        return None;
    }
    if let Some(date) = date::date(words) {
        facts.due = Some(date);
        // With what stood behind it gone, it was a date after all.
        facts.doubts.retain(|(_, why)| *why != NO_DATE);
        return Some(kept(before));
    }
    let is_meant =
        lower[at..].starts_with(" due") && words.starts_with(|c: char| c.is_ascii_digit());
    if is_meant && !facts.doubts.iter().any(|(_, known)| *known == NO_DATE) {
        facts.doubts.push((words.to_owned(), NO_DATE));
    }
    None
}

fn take_amount(text: &str, facts: &mut Facts) -> Option<usize> {
    if facts.estimate.is_some() {
        return None;
    }
    let spaces: Vec<usize> = text.rmatch_indices(' ').take(AMOUNT_WORDS).map(|at| at.0).collect();
    for at in spaces.into_iter().rev() {
        let (before, words) = (&text[..at], &text[at + 1..]);
        // "3D" and "9:30" are something else without brackets.
        if kept(before) == 0 || words.contains(':') || words.contains(char::is_uppercase) {
            continue;
        }
        let Some(estimate) = amount::estimate(words) else { continue };
        if DASHES.iter().any(|dash| words.contains(dash)) {
            facts.doubts.push((
                words.to_owned(),
                "one amount or a number and an amount: left in the title",
            ));
            return Some(text.len());
        }
        let word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        if BINDING.contains(&word.as_str()) {
            return None;
        }
        facts.estimate = Some(estimate);
        return Some(kept(before));
    }
    None
}

/// Takes people that the document knows. What stands behind an amount is a fact too, so whoever is
/// not known there becomes a note.
fn take_people(text: &str, facts: &mut Facts, known: &Known) -> Option<usize> {
    let dash = DASHES.iter().filter_map(|dash| Some((text.rfind(dash)?, *dash))).max();
    if let Some((at, dash)) = dash {
        let (before, words) = (&text[..at], text[at + dash.len()..].trim());
        if kept(before) > 0 && known.are_people(words) {
            facts.owners.insert(0, words.to_owned());
            return Some(kept(before));
        }
        let is_amount =
            |(title, words): (&str, &str)| kept(title) > 0 && amount::estimate(words).is_some();
        let behind_amount = before.rsplit_once(dash).is_some_and(is_amount);
        if behind_amount && facts.estimate.is_none() && !words.is_empty() {
            facts.note_in_doubt(words);
            return Some(kept(before));
        }
    }
    let (before, words) = text.rsplit_once(", ")?;
    // "Ask Ana, Bo" is a title.
    let is_owner = facts.estimate.is_some() && kept(before) > 0 && known.are_people(words);
    is_owner.then(|| {
        facts.owners.insert(0, words.to_owned());
        kept(before)
    })
}

fn take_wait(text: &str, facts: &mut Facts, known: &Known) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let at = WAITS.iter().filter_map(|start| lower.rfind(&format!(" {start}"))).max()?;
    let (before, phrase) = (&text[..at], &text[at + 1..]);
    if kept(before) == 0 {
        return None;
    }
    match known.link(phrase) {
        Link::Plain => {
            facts.waits.push(phrase.to_owned());
            Some(kept(before))
        }
        Link::Unclear => {
            let why = "what it waits for is not plain: no link was made";
            facts.doubts.push((phrase.to_owned(), why));
            None
        }
        Link::None => None,
    }
}

/// How much of `before` stays when what follows it is taken: no comma or dash at its end.
fn kept(before: &str) -> usize {
    before.trim_end_matches([' ', '-', '–', '—', ',', ';', ':', '|', '+', '&']).len()
}
