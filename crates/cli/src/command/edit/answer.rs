//! `fore answer`: what somebody says to a question of the review.

use jiff::civil::Date;
use plan::Attribute;
use review::answers::{self, Reply};
use review::{Question, not_now_until};
use view::screens::lettered;
use workbench::Snapshot;

use super::{Edit, tokens};
use crate::arguments::{AnswerOptions, Arguments};
use crate::command::review::of;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Writes an answer down: words, a silence, an unknown, or the ways out that are taken.
pub fn answer(
    options: &AnswerOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let mut edit = options.edit;
    edit.no_price |= options.keep.is_empty();
    super::run(arguments, edit, terminal, |snapshot| make(options, arguments, snapshot))
}

fn make(
    options: &AnswerOptions,
    arguments: &Arguments,
    snapshot: &Snapshot,
) -> Result<Edit, Trouble> {
    let dates = open::dates(snapshot, &arguments.read);
    let review = of(snapshot, dates.as_ref(), arguments);
    let said = Said::new(&options.words)?;
    let Some(question) = question(&options.question, &review) else {
        return to_a_rule(options, &said, snapshot);
    };
    if !options.keep.is_empty() {
        return keep(snapshot, question, &options.keep, &said);
    }
    if options.unknown {
        return unknown(snapshot, question, options, &said);
    }
    let until = options.until.or(options.not_now.then(|| not_now_until(snapshot.today)));
    let reply = said.reply(until, options.not_now)?;
    let intents = workbench::answer::reply(snapshot, question, &reply);
    let mut edit = Edit::new(format!("answered “{}”", question.finding.headline), intents);
    edit.remarks.push(match until {
        Some(until) => format!("Asked again after {until}, if it is still a question then."),
        None => "Not asked again until what it rests on changes.".to_owned(),
    });
    Ok(edit)
}

/// The question of this number in `fore review`, or of this name.
fn question<'a>(wanted: &str, review: &'a review::Review) -> Option<&'a Question> {
    if let Ok(number) = wanted.parse::<usize>() {
        return review.questions.get(number.checked_sub(1)?);
    }
    review.question(wanted)
}

/// All questions of one rule are answered at once.
fn to_a_rule(options: &AnswerOptions, said: &Said, snapshot: &Snapshot) -> Result<Edit, Trouble> {
    let no_question = || Trouble::NoQuestion(options.question.clone());
    let rule = review::find(&options.question).ok_or_else(no_question)?;
    if options.unknown || !options.keep.is_empty() {
        return Err(no_question());
    }
    let reply = said.reply(options.until, true)?;
    let intents = vec![answers::intent(rule.name, "", &reply, snapshot.today)];
    Ok(Edit::new(format!("silenced {}", rule.name), intents))
}

/// The ways out of these letters are taken.
fn keep(
    snapshot: &Snapshot,
    question: &Question,
    letters: &[char],
    said: &Said,
) -> Result<Edit, Trouble> {
    let mut ways = Vec::new();
    for letter in letters {
        let way = lettered(question).find(|(own, _)| *own == Some(*letter));
        ways.push(way.ok_or(Trouble::NoWayOut(*letter))?.1);
    }
    let reply = Reply { text: &said.text, who: said.who.clone(), until: None, is_silence: false };
    let intents = workbench::answer::take_up(snapshot, question, &ways, &reply);
    Ok(Edit::new(format!("took up “{}”", question.finding.headline), intents))
}

/// Nobody knows yet: somebody finds out by a day, and until then it is not asked.
fn unknown(
    snapshot: &Snapshot,
    question: &Question,
    options: &AnswerOptions,
    said: &Said,
) -> Result<Edit, Trouble> {
    let Some(who) = said.who.clone() else {
        return Err(Trouble::NothingToDo(
            "name who finds out, and by when: fore answer 2 --unknown @ana by=2026-04-24",
        ));
    };
    let by: Date = said.by.or(options.until).unwrap_or_else(|| not_now_until(snapshot.today));
    let intents = workbench::answer::find_out(snapshot, question, (&who, by), &said.text);
    let mut edit = Edit::new(format!("{who} finds out “{}”", question.finding.headline), intents);
    edit.remarks.push(format!("Asked again after {by}."));
    Ok(edit)
}

/// What the words of the command say.
struct Said {
    text: String,
    who: Option<String>,
    by: Option<Date>,
}

/// Whether a word of the command is an attribute, rather than the answer or a part of it.
fn is_attribute(word: &str) -> bool {
    let is_one = !word.contains(char::is_whitespace);
    is_one && (word.starts_with('@') || word.starts_with("by="))
}

impl Said {
    fn new(words: &[String]) -> Result<Self, Trouble> {
        let mut said = Said { text: String::new(), who: None, by: None };
        let (attributes, texts): (Vec<_>, Vec<_>) =
            words.iter().cloned().partition(|word| is_attribute(word));
        for attribute in tokens::attributes(&attributes)? {
            match attribute {
                Attribute::Who(who) => said.who = Some(who),
                Attribute::Pair(_, date) => {
                    said.by = Some(date.parse().map_err(|_| Trouble::NoDay(date.clone()))?);
                }
                _ => {}
            }
        }
        said.text = texts.join(" ");
        Ok(said)
    }

    fn reply(&self, until: Option<Date>, is_silence: bool) -> Result<Reply<'_>, Trouble> {
        if self.text.trim().is_empty() {
            return Err(Trouble::NothingToDo(
                "say why, in a few words: fore answer 1 \"the provider confirmed the date\"",
            ));
        }
        Ok(Reply { text: &self.text, who: self.who.clone(), until, is_silence })
    }
}
