//! Replies to questions of the review, as `fore answer` writes them.
//!
//! In: a form about a question, and the review of the plan as it is now. Out: what changes. A
//! question is named by its name and its ways out by their words, because both are the same on an
//! older page, and numbers and letters are not.

use jiff::civil::Date;
use plan::{Intent, NewItem};
use review::answers::Reply;
use review::{Question, Review, WayOut, not_now_until};
use workbench::{Snapshot, answer};

use super::{Reply as Said, Wanted, Wish};

/// What the name of the field begins with that says how a draft is to be worded; its words follow.
pub const REWORD: &str = "reword ";

/// What a reply changes in the plan.
///
/// # Errors
/// A sentence, if the question or a way out is not there any more, or nothing was said.
pub fn wanted(
    snapshot: &Snapshot,
    review: &Review,
    wish: &Wish,
    kind: Said,
) -> Result<Wanted, String> {
    let question = review.question(&wish.about);
    let question = question.ok_or("That is no question any more: the plan has changed.")?;
    let headline = &question.finding.headline;
    match kind {
        Said::Unknown => {
            let who = who(wish).ok_or("Say who finds out.")?;
            let by = day(wish.field("by"))?.unwrap_or_else(|| not_now_until(snapshot.today));
            let title = format!("{who} finds out “{headline}”");
            let intents = answer::find_out(snapshot, question, (&who, by), wish.value());
            Ok(Wanted { title, intents })
        }
        Said::NotNow if wish.value().is_empty() => {
            Err("Say why not now, in a few words.".to_owned())
        }
        Said::NotNow => {
            let until = day(wish.field("by"))?.unwrap_or_else(|| not_now_until(snapshot.today));
            let reply = said(wish, Some(until));
            let intents = answer::reply(snapshot, question, &reply);
            Ok(Wanted { title: format!("not now “{headline}”"), intents })
        }
        Said::Answer => answered_and_taken(snapshot, question, wish),
    }
}

/// The ways out that are ticked, and the answer if there is one.
fn answered_and_taken(
    snapshot: &Snapshot,
    question: &Question,
    wish: &Wish,
) -> Result<Wanted, String> {
    let mut ways = Vec::new();
    for words in wish.all("keep") {
        let way = question.finding.ways.iter().find(|way| way.text == words);
        let way = way.ok_or("The ways out have changed. Look at the question again.")?;
        let title = wish.field(&format!("{REWORD}{words}"));
        let intents = way.intents.iter().map(|intent| reworded(intent, title)).collect();
        ways.push(WayOut { intents, ..way.clone() });
    }
    let headline = &question.finding.headline;
    let did = if wish.value().is_empty() { "took up" } else { "answered" };
    let title = format!("{did} “{headline}”");
    let ways: Vec<&WayOut> = ways.iter().collect();
    let intents = answer::take_up(snapshot, question, &ways, &said(wish, None));
    if intents.is_empty() {
        return Err("Tick what fits, or say why all is well.".to_owned());
    }
    Ok(Wanted { title, intents })
}

/// A draft with the title that somebody gave it, if they gave it one.
fn reworded(intent: &Intent, title: &str) -> Intent {
    match intent {
        Intent::Add(position, new) if !title.is_empty() => {
            Intent::Add(position.clone(), NewItem { title: title.to_owned(), ..new.clone() })
        }
        other => other.clone(),
    }
}

fn said(wish: &Wish, until: Option<Date>) -> Reply<'_> {
    Reply { text: wish.value(), who: who(wish), until, is_silence: until.is_some() }
}

/// A name with its mark, however it was typed.
fn who(wish: &Wish) -> Option<String> {
    let name = wish.field("who").trim_start_matches('@');
    (!name.is_empty()).then(|| format!("@{name}"))
}

fn day(text: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("“{text}” is no day; write it as 2026-04-24."))
}
