//! `fore review --json`.

use review::answers::Standing;
use review::{Question, Worth, command};
use serde::Serialize;

use crate::screens::{ReviewFilter, Reviewed, lettered};

/// A review.
#[derive(Debug, Serialize)]
pub struct ReviewJson {
    plan: String,
    answer: String,
    errors: usize,
    questions: Vec<QuestionJson>,
    hidden: usize,
    small: usize,
    answered: Vec<AnsweredJson>,
    done: bool,
}

#[derive(Debug, Serialize)]
struct QuestionJson {
    number: usize,
    name: String,
    rule: &'static str,
    code: &'static str,
    family: &'static str,
    headline: String,
    evidence: Vec<String>,
    worth: &'static str,
    p80_days: Option<f64>,
    about: Vec<String>,
    file: Option<String>,
    line: Option<usize>,
    ways_out: Vec<WayJson>,
    answered_before: Option<String>,
}

#[derive(Debug, Serialize)]
struct WayJson {
    letter: Option<char>,
    text: String,
    draft: bool,
    command: Option<String>,
}

#[derive(Debug, Serialize)]
struct AnsweredJson {
    name: String,
    rule: &'static str,
    headline: String,
    answer: String,
    on: Option<String>,
    until: Option<String>,
}

/// The questions that are shown, how many are not, and what was answered.
#[must_use]
pub fn review(reviewed: &Reviewed<'_>, filter: &ReviewFilter) -> ReviewJson {
    let shown = reviewed.shown(filter);
    let review = reviewed.review;
    ReviewJson {
        plan: reviewed.plan.name.clone(),
        answer: reviewed.answer(filter),
        errors: reviewed.errors,
        hidden: review.questions.len() - shown.len(),
        questions: shown
            .into_iter()
            .map(|(number, question)| question_json(reviewed, number, question))
            .collect(),
        small: review.small.len(),
        answered: review.answered.iter().map(|one| answered_json(reviewed, one)).collect(),
        done: review.is_done(),
    }
}

fn question_json(reviewed: &Reviewed<'_>, number: usize, question: &Question) -> QuestionJson {
    let plan = reviewed.plan;
    let finding = &question.finding;
    let place = question.place(plan);
    let file = place.map(|place| &reviewed.files[place.file.index()]);
    let items = finding.about.iter().filter_map(|item| plan.item(*item));
    QuestionJson {
        number,
        name: question.name.clone(),
        rule: question.rule.name,
        code: question.rule.code,
        family: question.rule.family.word(),
        headline: finding.headline.clone(),
        evidence: finding.evidence.clone(),
        worth: worth(&finding.worth),
        p80_days: question
            .minutes
            .map(|minutes| (plan.settings.days(minutes) * 100.0).round() / 100.0),
        about: items.map(|item| item.id.clone().unwrap_or_else(|| item.title.clone())).collect(),
        file: file.map(|file| file.path.clone()),
        line: place.zip(file).map(|(place, file)| file.line_column(place.range.start).line),
        ways_out: lettered(question)
            .map(|(letter, way)| WayJson {
                letter,
                text: way.text.clone(),
                draft: way.is_draft,
                command: command(plan, &way.intents),
            })
            .collect(),
        answered_before: question.earlier.map(|standing| {
            let (Standing::Holds(id) | Standing::Expired(id) | Standing::Stale(id)) = standing;
            plan.answers[id.index()].item.title.clone()
        }),
    }
}

fn worth(worth: &Worth) -> &'static str {
    match worth {
        Worth::Missing => "missing",
        Worth::Insurance => "insurance",
        Worth::Minutes(_) | Worth::Price(_) => "days",
    }
}

fn answered_json(reviewed: &Reviewed<'_>, one: &review::Answered) -> AnsweredJson {
    let answer = &reviewed.plan.answers[one.answer.index()];
    AnsweredJson {
        name: one.question.name.clone(),
        rule: one.question.rule.name,
        headline: one.question.finding.headline.clone(),
        answer: answer.item.title.clone(),
        on: answer.on.map(|date| date.to_string()),
        until: answer.until.map(|date| date.to_string()),
    }
}
