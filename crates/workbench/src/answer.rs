//! What somebody says to a question of the review, as changes of the plan.
//!
//! In: a question, and a reply. Out: intents, the same for every front end. An earlier answer to
//! the question goes, because the new one takes its place. How a reply is written in a plan
//! `review` knows.

use jiff::civil::Date;
use plan::table::Key;
use plan::{Attribute, Intent, NewItem, Position, free_id};
use review::answers::{self, Reply, Standing};
use review::{Question, WayOut};

use crate::Snapshot;

/// The intents that write `reply` down as the answer to `question`.
#[must_use]
pub fn reply(snapshot: &Snapshot, question: &Question, reply: &Reply<'_>) -> Vec<Intent> {
    let rests_on = &question.finding.rests_on;
    let mut intents = forget(snapshot, question);
    intents.push(answers::intent(&question.name, rests_on, reply, snapshot.today));
    intents
}

/// The intents that take ways out of `question`, and write `reply` down. Pieces of work that are
/// added are an answer, too: without words of its own it names them, so that they can be found.
#[must_use]
pub fn take_up(
    snapshot: &Snapshot,
    question: &Question,
    ways: &[&WayOut],
    said: &Reply<'_>,
) -> Vec<Intent> {
    let mut intents: Vec<Intent> = ways.iter().flat_map(|way| way.intents.clone()).collect();
    let drafts: Vec<&str> =
        ways.iter().filter(|way| way.is_draft).map(|way| way.text.as_str()).collect();
    let taken = format!("Taken up: {}", drafts.join("; "));
    let text = if said.text.is_empty() { taken.as_str() } else { said.text };
    if !said.text.is_empty() || !drafts.is_empty() {
        intents.extend(reply(snapshot, question, &Reply { text, ..said.clone() }));
    }
    intents
}

/// The intents that make an unknown of `question`, because nobody can answer it yet: `who`, with
/// marks, finds out by a day, and until then it is not asked. `text` says more, if there is more to
/// say.
#[must_use]
pub fn find_out(
    snapshot: &Snapshot,
    question: &Question,
    (who, by): (&str, Date),
    text: &str,
) -> Vec<Intent> {
    let title = question.finding.headline.replace('`', "");
    let taken = snapshot.plan.by_id.keys().cloned().collect();
    let id = free_id(&title, &taken);
    let pointer = format!("Not known yet: see {id} under Unknowns");
    let text = if text.is_empty() { pointer.as_str() } else { text };
    let attributes = vec![
        Attribute::Id(id),
        Attribute::Who(who.to_owned()),
        Attribute::Pair(Key::By, by.to_string()),
    ];
    let new = NewItem { title, check_box: true, attributes };
    let reply = Reply { text, who: None, until: Some(by), is_silence: true };
    let mut intents = forget(snapshot, question);
    intents.push(Intent::Add(Position::Section("Unknowns".to_owned()), new));
    intents.push(answers::intent(&question.name, "", &reply, snapshot.today));
    intents
}

/// The earlier answer to the same question, which a new one takes the place of.
fn forget(snapshot: &Snapshot, question: &Question) -> Vec<Intent> {
    let earlier = question.earlier.and_then(|standing| {
        let (Standing::Holds(id) | Standing::Expired(id) | Standing::Stale(id)) = standing;
        answers::removal(&snapshot.plan, id)
    });
    earlier.into_iter().collect()
}
