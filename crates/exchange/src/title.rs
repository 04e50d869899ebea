//! What the words of a title say besides the title: boxes, ticks, people, amounts, dates, waits.
//!
//! In: a title as it stands. Out: [`Facts`], with what was understood taken out of the words. Only
//! what stands at either end of a title is taken out; words in its middle stay. `tail` reads what
//! stands there without brackets.

use crate::amount;
use crate::date;
use crate::known::Known;
use crate::rich::{Part, Rich};
use crate::tail::take_tail;
use crate::words::says_done;

/// What a title says.
#[derive(Debug, Default, PartialEq)]
pub struct Facts {
    /// It is finished.
    pub done: bool,
    /// It is struck out.
    pub cut: bool,
    /// People, as written.
    pub owners: Vec<String>,
    /// How much it is.
    pub estimate: Option<String>,
    /// By when it is wanted.
    pub due: Option<String>,
    /// What it waits for, in words.
    pub waits: Vec<String>,
    /// What was taken out and has no place of its own.
    pub notes: Vec<String>,
    /// Words that look like a fact and are not plain, and what became of them.
    pub doubts: Vec<(String, &'static str)>,
}

impl Facts {
    /// Keeps `words`, which stood between facts and are not understood, as a note.
    pub fn note_in_doubt(&mut self, words: &str) {
        self.notes.push(words.to_owned());
        self.doubts
            .push((words.to_owned(), "beside an amount or a name and not plain: it is a note"));
    }
}

/// What stands in a check box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// Nothing, or a mark that says nothing plain.
    Open,
    /// It is finished.
    Done,
    /// Nobody will do it.
    Dropped,
}

/// Takes a check box off the start of `text`, and says what stands in it.
pub fn take_box(text: &mut Rich) -> Option<Tick> {
    let Some(Part::Words(words)) = text.parts.first_mut() else { return None };
    let inside = words.trim_start().strip_prefix('[')?;
    let (mark, rest) = inside.split_once(']')?;
    let alone = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let tick = match mark.trim() {
        "" | "/" | ">" => Tick::Open,
        "-" | "~" => Tick::Dropped,
        "x" | "X" | "v" | "V" | "✓" | "✔" | "✅" => Tick::Done,
        _ => return None,
    };
    if !alone {
        return None;
    }
    *words = rest.trim_start().to_owned();
    Some(tick)
}

/// Takes what it can understand off both ends of `title`, unless nothing would be left of it.
pub fn take_facts(title: &mut Rich, known: &Known) -> Facts {
    let mut rest = title.clone();
    let facts = take_ends(&mut rest, known);
    if rest.is_empty() {
        return Facts { cut: title.is_struck(), ..Facts::default() };
    }
    *title = rest;
    Facts { cut: title.is_struck(), ..facts }
}

fn take_ends(title: &mut Rich, known: &Known) -> Facts {
    let mut facts = Facts::default();
    if let Some(Part::Words(words)) = title.parts.first_mut() {
        take_start(words, &mut facts);
    }
    while let Some(Part::Words(words)) = title.parts.last_mut() {
        let before = words.len();
        take_end(words, &mut facts, known);
        let (is_same, is_used_up) = (words.len() == before, words.trim().is_empty());
        if is_used_up && title.parts.len() > 1 {
            title.parts.pop();
        } else if is_same || is_used_up {
            break;
        }
    }
    facts
}

/// Splits a title that is a paragraph: its first sentence, or the label before its colon, and the
/// rest. Titles of usual length stay whole.
pub fn split_long(title: Rich) -> (Rich, Option<Rich>) {
    let length = |part: &Part| match part {
        Part::Words(text) | Part::Code(text) => text.chars().count(),
        _ => 0,
    };
    if title.parts.iter().map(length).sum::<usize>() <= LENGTH_MAX {
        return (title, None);
    }
    let struck = if title.is_struck() { title.struck } else { 0 };
    let (mut before, mut in_link) = (0, false);
    for (index, part) in title.parts.iter().enumerate() {
        match part {
            Part::LinkStart(_) => in_link = true,
            Part::LinkEnd => in_link = false,
            Part::Words(words) if !in_link => {
                if let Some((at, skip)) = sentence_end(words, before) {
                    let (left, right) = (words[..at].to_owned(), words[at + skip..].to_owned());
                    let mut first = title.parts[..index].to_vec();
                    first.push(Part::Words(left));
                    let mut rest = vec![Part::Words(right)];
                    rest.extend_from_slice(&title.parts[index + 1..]);
                    let rest = Rich { parts: rest, struck };
                    return (Rich { parts: first, struck }, Some(rest));
                }
            }
            _ => {}
        }
        before += length(part);
    }
    (title, None)
}

/// Titles up to so many letters stay whole.
const LENGTH_MAX: usize = 120;

/// Where the first sentence of `words` ends and how much stands between it and the next one;
/// `before` letters stand before `words`.
fn sentence_end(words: &str, before: usize) -> Option<(usize, usize)> {
    for (at, _) in words.match_indices([':', '.', '—', '–']) {
        let mark = words[at..].chars().next()?;
        let after = &words[at + mark.len_utf8()..];
        let length = before + words[..at].chars().count();
        if length > LENGTH_MAX {
            return None;
        }
        let word = words[..at].rsplit(' ').next().unwrap_or_default();
        let is_short =
            mark == '.' && (word.chars().count() < 2 || word.contains('.') || word == "etc");
        if length >= 8 && after.starts_with(' ') && !is_short {
            return Some((at, mark.len_utf8() + 1));
        }
    }
    None
}

fn take_start(words: &mut String, facts: &mut Facts) {
    let text = words.trim_start();
    if let Some(rest) = text.strip_prefix(['✅', '✔', '☑', '✓']) {
        facts.done = true;
        *words = rest.trim_start_matches('\u{fe0f}').trim_start().to_owned();
        return;
    }
    for (word, done) in [("DONE", true), ("[DONE]", true), ("TODO", false), ("[TODO]", false)] {
        let Some(rest) = text.strip_prefix(word) else { continue };
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        if rest.starts_with(' ') && !rest.trim().is_empty() {
            facts.done |= done;
            *words = rest.trim_start().to_owned();
            return;
        }
    }
    if let Some((handle, rest)) = text.split_once(':')
        && is_handle(handle)
        && !rest.trim().is_empty()
    {
        facts.owners.push(handle.to_owned());
        *words = rest.trim_start().to_owned();
    }
}

fn take_end(words: &mut String, facts: &mut Facts, known: &Known) {
    let text = words.trim_end();
    let done = text.trim_end_matches(['✅', '✔', '☑', '✓', '\u{fe0f}']);
    if done.len() < text.len() {
        facts.done = true;
        return words.truncate(done.len());
    }
    let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
    if is_handle(last) {
        facts.owners.insert(0, last.to_owned());
        let kept = before.trim_end_matches([' ', '-', '–', '—', ',', '+', '&', ':']).len();
        return words.truncate(kept);
    }
    if let Some((before, inside)) = last_group(text)
        && take_group(inside, facts, known)
    {
        return words.truncate(before.trim_end().len());
    }
    if let Some(kept) = take_tail(text, facts, known) {
        return words.truncate(kept);
    }
    for separator in [" - ", " – ", " — ", ": ", " | "] {
        let Some((before, after)) = text.rsplit_once(separator) else { continue };
        let estimate = amount::estimate(after).filter(|_| facts.estimate.is_none());
        if !before.trim().is_empty() && estimate.is_some() {
            facts.estimate = estimate;
            return words.truncate(before.trim_end().len());
        }
    }
    if let Some((before, after)) = text.rsplit_once("📅")
        && let Some(date) = date::date(after)
    {
        facts.due = Some(date);
        return words.truncate(before.trim_end().len());
    }
    words.truncate(text.len());
}

/// The group in brackets that `text` ends with, and what stands before it.
fn last_group(text: &str) -> Option<(&str, &str)> {
    let (open, inside) = match text.chars().next_back()? {
        ')' => ('(', &text[..text.len() - 1]),
        ']' => ('[', &text[..text.len() - 1]),
        _ => return None,
    };
    let at = inside.rfind(open)?;
    Some((&inside[..at], &inside[at + 1..]))
}

/// Understands what stands in brackets, if it can.
fn take_group(inside: &str, facts: &mut Facts, known: &Known) -> bool {
    let inside = inside.trim();
    let labeled = inside.split_once(':').map(|(label, value)| (label.trim().to_lowercase(), value));
    if let Some((label, value)) = labeled
        && take_labeled(&label, value, facts)
    {
        return true;
    }
    if facts.estimate.is_none()
        && let Some(estimate) = amount::estimate(inside.strip_prefix("est. ").unwrap_or(inside))
    {
        facts.estimate = Some(estimate);
    } else if facts.due.is_none()
        && let Some(date) = date::date(inside).filter(|_| has_year(inside))
    {
        facts.due = Some(date);
    } else if amount::is_points(inside) {
        facts.notes.push(inside.to_owned());
    } else if !inside.is_empty()
        && inside.split([',', ' ']).all(|word| word.is_empty() || is_handle(word))
    {
        facts
            .owners
            .splice(0..0, inside.split([',', ' ']).filter(|w| !w.is_empty()).map(str::to_owned));
    } else if known.are_people(inside) {
        facts.owners.insert(0, inside.to_owned());
    } else if is_wait(inside) && !inside.split(',').any(|part| amount::estimate(part).is_some()) {
        facts.waits.push(inside.to_owned());
    } else if says_done(inside) && inside.len() > 1 {
        facts.done = true;
    } else {
        return take_several(inside, facts, known);
    }
    true
}

/// Whether a year is written out, as it is not in a version such as 1.2.24.
fn has_year(words: &str) -> bool {
    let mut numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers.any(|number| number.len() == 4)
}

/// Understands several things in brackets, such as "Ada, 2 days", if one of them is plain. What is
/// not becomes a note.
fn take_several(inside: &str, facts: &mut Facts, known: &Known) -> bool {
    if !inside.contains([',', ';']) {
        return false;
    }
    let mut found = Facts { estimate: facts.estimate.clone(), ..Facts::default() };
    let mut rest = Vec::new();
    for part in inside.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        if take_group(part, &mut found, known) {
            continue;
        }
        match found.waits.is_empty() {
            true => rest.push(part),
            false => found.waits.push(format!("after {part}")),
        }
    }
    let is_plain = found.estimate != facts.estimate
        || found.due.is_some()
        || !found.owners.is_empty()
        || !found.waits.is_empty();
    if !is_plain || found.due.is_some() && facts.due.is_some() {
        return false;
    }
    for words in rest {
        found.note_in_doubt(words);
    }
    facts.done |= found.done;
    facts.estimate = found.estimate;
    facts.due = found.due.or(facts.due.take());
    facts.owners.splice(0..0, found.owners);
    facts.waits.extend(found.waits);
    facts.notes.extend(found.notes);
    facts.doubts.extend(found.doubts);
    true
}

/// Understands a value with a label, such as "Owner: Ana", if it can.
pub fn take_labeled(label: &str, value: &str, facts: &mut Facts) -> bool {
    let value = value.trim();
    match label {
        _ if value.is_empty() => return false,
        "owner" | "owners" | "assignee" | "assignees" | "assigned to" | "responsible" | "lead"
        | "dri" | "who" => facts.owners.push(value.to_owned()),
        "estimate" | "est" | "effort" | "duration" | "time" | "size" => {
            match amount::estimate(value) {
                Some(estimate) => facts.estimate = Some(estimate),
                None => return false,
            }
        }
        "due" | "due date" | "deadline" | "target date" | "by" => match date::date(value) {
            Some(date) => facts.due = Some(date),
            None => return false,
        },
        "depends on" | "blocked by" | "dependencies" | "depends" | "after" | "requires" => {
            facts.waits.push(format!("{label} {value}"));
        }
        "status" | "state" if says_done(value) => facts.done = true,
        _ => return false,
    }
    true
}

/// How a dependency begins.
pub const WAITS: &[&str] = &["depends on ", "blocked by ", "waits for ", "waiting for ", "after "];

/// Whether `words` begin as a dependency does.
pub fn is_wait(words: &str) -> bool {
    let lower = words.to_lowercase();
    WAITS.iter().any(|start| lower.starts_with(start))
}

/// Whether `word` is an `@handle`.
pub fn is_handle(word: &str) -> bool {
    let Some(name) = word.trim().strip_prefix('@') else { return false };
    let right = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, title: &str, expected: &Facts) {
        let mut rich = Rich::from_markdown(source);
        let facts = take_facts(&mut rich, &Known::default());
        assert_eq!((rich.plain().as_str(), &facts), (title, expected), "{source}");
    }

    #[test]
    fn ends_of_titles_are_understood() {
        let ana = || vec!["@ana".to_owned()];
        check("Build @ana", "Build", &Facts { owners: ana(), ..Facts::default() });
        check("@ana: build", "build", &Facts { owners: ana(), ..Facts::default() });
        let three_days = Some("3d".to_owned());
        let both = Facts { owners: ana(), estimate: three_days.clone(), ..Facts::default() };
        check("Build (3d) @ana", "Build", &both);
        check("Build - 3 days", "Build", &Facts { estimate: three_days, ..Facts::default() });
        check("Build @ana 3d", "Build", &both);
        check("Build (@ana, 3 days)", "Build", &both);
        check("Build — 3d — @ana", "Build", &both);
        let notes = vec!["5 pts".to_owned()];
        check("Build (5 pts)", "Build", &Facts { notes, ..Facts::default() });
        let waits = vec!["depends on #2".to_owned()];
        check("Build (depends on #2)", "Build", &Facts { waits, ..Facts::default() });
        check("~~Build~~", "Build", &Facts { cut: true, ..Facts::default() });
        let cut = Facts { cut: true, owners: ana(), ..Facts::default() };
        check("~~Build~~ @ana", "Build", &cut);
        check("Build ✅", "Build", &Facts { done: true, ..Facts::default() });
    }

    #[test]
    fn other_words_stay() {
        for title in [
            "Ask @ana about it",
            "Wait (3 releases)",
            "Support 3D",
            "Keep logs for 30 days",
            "Call at 9:30",
            "a@b.c",
            "Mail (R) x",
        ] {
            check(title, title, &Facts::default());
        }
    }
}
