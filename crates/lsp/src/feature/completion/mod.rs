//! What can stand at the cursor: inside an attribute block, and nowhere else.
//!
//! In: a reading and an offset. Out: ids, people, keys, flags and values that the item's kind takes
//! there, best first.

mod context;
mod values;

use std::collections::BTreeSet;

use plan::free_id;
use plan::table::{Inheritance, Key, KeyRow, Kind, flags_of, key_row, keys_of};
use text::{FileId, TextRange};

use self::context::{Context, context};
use crate::answer::{Answer, Completion, Completions, Sort};
use crate::workspace::Reading;

/// More are not shown; the editor asks again when more is typed.
const ITEMS_MAX: usize = 200;

/// What can stand at `offset` of `file`.
#[must_use]
pub fn completion(reading: &Reading, file: FileId, offset: usize) -> Answer {
    let Some(context) = context(reading, file, offset) else { return Answer::Nothing };
    let (typed, found) = possibilities(reading, &context);
    let range = TextRange::new(context.range.end - typed.len(), context.range.end);
    // Dates and ranges are made of what is typed, so every keystroke may have others.
    let is_made = found.iter().any(|one| one.sort == Sort::Value);
    let mut found: Vec<Completion> =
        found.into_iter().filter(|one| fits(one, typed)).take(ITEMS_MAX + 1).collect();
    let is_partial = is_made || found.len() > ITEMS_MAX;
    found.truncate(ITEMS_MAX);
    Answer::Completions(Completions { range, items: found, is_partial })
}

/// The piece of the word that is completed, and with what.
fn possibilities<'a>(reading: &Reading, context: &Context<'a>) -> (&'a str, Vec<Completion>) {
    let word = context.word;
    if let Some((key, value)) = word.split_once('=') {
        let row = Key::from_word(key).and_then(|key| key_row(context.kind, key));
        let piece = value.rsplit(',').next().unwrap_or(value);
        return match row {
            Some(row) => values::of(reading, context, row, piece),
            None => (piece, Vec::new()),
        };
    }
    match word.as_bytes().first() {
        Some(b'@') => {
            let piece = word.rsplit('|').next().unwrap_or(word);
            (piece, values::people(reading, context.kind == Kind::Decision))
        }
        Some(b'#') => (word, new_id(reading, context)),
        Some(b'0'..=b'9') if context.kind.takes_estimate() => (word, values::estimates(word)),
        Some(_) => (word, words(context)),
        None => {
            let mut all = new_id(reading, context);
            if context.kind.takes_estimate() && !context.used.contains(&"estimate") {
                all.extend(values::estimates(""));
            }
            all.extend(words(context));
            (word, all)
        }
    }
}

/// An id made from the title, if the item has none.
fn new_id(reading: &Reading, context: &Context<'_>) -> Vec<Completion> {
    if context.used.contains(&"#") || context.kind == Kind::Person || context.title.is_empty() {
        return Vec::new();
    }
    let taken: BTreeSet<String> = reading.snapshot.plan.by_id.keys().cloned().collect();
    let id = format!("#{}", free_id(context.title, &taken));
    let detail = "an id from the title".to_owned();
    let doc = "With an id other items can name this one, and its forecast keeps the same draws wherever it moves.".to_owned();
    vec![Completion { label: id.clone(), text: id, detail, doc, sort: Sort::Item }]
}

/// The keys and flags that the kind takes and that are not there yet.
fn words(context: &Context<'_>) -> Vec<Completion> {
    let is_free = |word: &str| !context.used.contains(&word);
    let keys = keys_of(context.kind).filter(|row| is_free(row.key.word()));
    let keys = keys.map(|row| Completion {
        label: row.key.word().to_owned(),
        text: format!("{}=", row.key),
        detail: row.example.to_owned(),
        doc: key_doc(row),
        sort: Sort::Key,
    });
    let flags = flags_of(context.kind).filter(|row| is_free(row.flag.word()));
    let flags = flags.map(|row| Completion {
        label: row.flag.word().to_owned(),
        text: row.flag.word().to_owned(),
        detail: row.doc.to_owned(),
        doc: String::new(),
        sort: Sort::Flag,
    });
    keys.chain(flags).collect()
}

/// What a key means, in Markdown.
#[must_use]
pub fn key_doc(row: &KeyRow) -> String {
    let inherited = match row.inheritance {
        Inheritance::Own => "",
        Inheritance::Nearest => {
            "\n\nHolds for everything under the item, unless something nearer says otherwise."
        }
        Inheritance::AddsUp => {
            "\n\nHolds for everything under the item, besides what is written there."
        }
    };
    let kinds: Vec<&str> = row.kinds.iter().map(|kind| kind.phrase()).collect();
    let kinds =
        if row.kinds.len() == Kind::ALL.len() { "every item".to_owned() } else { kinds.join(", ") };
    format!(
        "`{}`: {}.{inherited}\n\nWritten at {kinds}, for example `{}`.",
        row.key, row.doc, row.example
    )
}

/// Whether the letters that were typed stand in the label, in order, or the words in the title.
fn fits(one: &Completion, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    let label = one.label.to_lowercase();
    let mut letters = label.chars();
    let is_in_label = typed.chars().all(|typed| letters.any(|letter| letter == typed));
    let has_title = matches!(one.sort, Sort::Item | Sort::Person);
    is_in_label || (has_title && one.detail.to_lowercase().contains(&typed))
}
