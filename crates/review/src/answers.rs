//! What was answered before: which question an answer is to, and whether it still holds.
//!
//! In: the plan's answers, a finding. Out: the name of a question, the mark of the facts an answer
//! rests on, the intents that write an answer down. An answer is a line of the plan's section
//! Answers: `to=` names the question, `facts=` marks what it rested on, `until=` ends it.
//!
//! An answer holds while its day has not passed and the mark is the same; without a mark, whatever
//! changes. An answer to a rule's name alone is to all of its questions.

use std::collections::BTreeSet;

use jiff::civil::Date;
use plan::table::Key;
use plan::{Answer, AnswerId, Attribute, Intent, Item, NewItem, Plan, Position, free_id, quote};

use crate::{Finding, Rule};

/// The name of a question, the same as long as it is about the same: `lead-on-path/cutover`.
#[must_use]
pub fn name(rule: &Rule, finding: &Finding) -> String {
    match finding.subject.as_str() {
        "" => rule.name.to_owned(),
        subject => format!("{}/{subject}", rule.name),
    }
}

/// How an item is named as the subject of a question: its id, else a word made from its title.
#[must_use]
pub fn subject(item: &Item) -> String {
    item.id.clone().unwrap_or_else(|| free_id(&item.title, &BTreeSet::new()))
}

/// A short mark of what an answer rests on: the last 24 bits of its hash, in six digits.
///
/// Two foundations share one by a chance of one in 16 million; the answer would then hold on.
#[must_use]
pub fn mark(rests_on: &str) -> String {
    format!("f{:06x}", text::hash(rests_on) & 0x00ff_ffff)
}

/// How an answer stands to a question that is found today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Holds(AnswerId),
    /// It was given until a day that has passed.
    Expired(AnswerId),
    /// What it rested on has changed.
    Stale(AnswerId),
}

/// The newest answer to a question that still says something about it: one that holds before one
/// that does not.
#[must_use]
pub fn standing(plan: &Plan, rule: &Rule, finding: &Finding, today: Date) -> Option<Standing> {
    let name = name(rule, finding);
    let to_it = (0..).map(AnswerId).zip(&plan.answers).filter(|(_, answer)| {
        let to = answer.to.as_deref().unwrap_or_default();
        to == name || to == rule.name || to == finding.headline
    });
    let mut found = None;
    for (id, answer) in to_it {
        let standing = standing_of(id, answer, finding, today);
        let holds = matches!(standing, Standing::Holds(_));
        if holds || !matches!(found, Some(Standing::Holds(_))) {
            found = Some(standing);
        }
    }
    found
}

fn standing_of(id: AnswerId, answer: &Answer, finding: &Finding, today: Date) -> Standing {
    if answer.until.is_some_and(|until| until < today) {
        return Standing::Expired(id);
    }
    match &answer.facts {
        Some(facts) if *facts != mark(&finding.rests_on) => Standing::Stale(id),
        _ => Standing::Holds(id),
    }
}

/// What somebody says to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply<'a> {
    /// The answer, or why it need not be asked.
    pub text: &'a str,
    /// Who says so, with marks: `@ana`.
    pub who: Option<String>,
    /// The last day on which that holds.
    pub until: Option<Date>,
    /// Whether it holds whatever changes: a question that is not to be asked, rather than answered.
    pub is_silence: bool,
}

/// The intent that writes a reply down, dated `today`. `to` is the name of a question, or of a rule
/// for all of its questions; `rests_on` is what the question rests on.
#[must_use]
pub fn intent(to: &str, rests_on: &str, reply: &Reply<'_>, today: Date) -> Intent {
    let mut attributes: Vec<Attribute> =
        reply.who.clone().map(Attribute::Who).into_iter().collect();
    attributes.push(Attribute::Pair(Key::To, quote(to)));
    attributes.push(Attribute::Pair(Key::On, today.to_string()));
    if let Some(until) = reply.until {
        attributes.push(Attribute::Pair(Key::Until, until.to_string()));
    }
    if !reply.is_silence {
        attributes.push(Attribute::Pair(Key::Facts, mark(rests_on)));
    }
    let title = one_line(reply.text);
    let new = NewItem { title, check_box: false, attributes };
    Intent::Add(Position::Section("Answers".to_owned()), new)
}

/// The intent that removes an answer that a newer one takes the place of.
#[must_use]
pub fn removal(plan: &Plan, answer: AnswerId) -> Option<Intent> {
    plan.target(plan::ItemRef::Answer(answer)).map(Intent::Remove)
}

/// Text as a title: one line, and no code in it that could be taken for attributes.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('`', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_short_and_tells_foundations_apart() {
        // The hash of nothing is cbf29ce484222325.
        assert_eq!(mark(""), "f222325");
        assert_ne!(mark("@ana 3d..5d"), mark("@ana 3d..6d"));
    }

    #[test]
    fn an_answer_is_one_line_without_code() {
        assert_eq!(one_line(" it is\n`wait`  fine "), "it is 'wait' fine");
    }
}
