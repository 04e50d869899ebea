//! Review: what have I not thought of? One question at a time.

use maud::{Markup, html};
use plan::{Answer, Plan};
use review::{Question, Review, SHOWN_MAX, Worth};
use view::screens::lettered;
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::draw::across;
use crate::part::{card, prose};

/// The page of the review.
pub const PAGE: Page = Page {
    key: 'r',
    name: "review",
    title: "Review",
    question: "What have I not thought of?",
    group: Group::Main,
    listed: |board| board.review().is_some(),
    count: |board| board.review().map_or(0, |review| review.questions.len().min(SHOWN_MAX)),
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let Some(review) = board.review() else {
        let reason = html! { "What is worth asking is being worked out. Look again in a moment." };
        return Sheet { answer: html! { "A moment." }, reason, body: html! {} };
    };
    let wanted = medium.asked("q").and_then(|number| number.parse::<usize>().ok());
    let open = wanted.and_then(|number| number.checked_sub(1)).unwrap_or(0);
    let Some(question) = review.questions.get(open).or(review.questions.first()) else {
        return nothing_left(&facts, review);
    };
    let open = if open < review.questions.len() { open } else { 0 };
    let others = review.questions.iter().enumerate().take(SHOWN_MAX);
    let next: Vec<(usize, &Question)> = others.filter(|(n, _)| *n != open).take(NEXT_MAX).collect();
    Sheet {
        answer: prose(&question.finding.headline),
        reason: html! { (reason(review)) },
        body: html! {
            div.grid.wide-left {
                div.stack {
                    (opened(&facts, open, question, review))
                    div.grid.halves { @for (n, question) in next { (closed(&facts, medium, n, question)) } }
                }
                div.stack {
                    (worth(&facts, medium, open, review))
                    (asked_before(facts.plan, review))
                }
            }
        },
    }
}

/// So many further questions are shown, closed.
const NEXT_MAX: usize = 2;

fn reason(review: &Review) -> String {
    let n = review.questions.len();
    let asked = match n {
        1 => "One question is worth asking.".to_owned(),
        n => format!("{} questions are worth asking.", words::capitalized(&words::number(n))),
    };
    match review.priced() {
        0 => asked,
        1 => format!("{asked} One of them could move the date."),
        priced => format!(
            "{asked} {} of them could move the date.",
            words::capitalized(&words::number(priced))
        ),
    }
}

fn nothing_left(facts: &Facts<'_>, review: &Review) -> Sheet {
    Sheet {
        answer: html! { "Nothing left worth asking." },
        reason: html! { "Of the answers that can be given today, the largest would move the date by less than half a day." },
        body: html! { div.grid.halves { (asked_before(facts.plan, review)) } },
    }
}

/// What sort of worth a question has, in two or three words.
fn sort(question: &Question) -> (&'static str, bool) {
    match (&question.finding.worth, question.minutes) {
        (Worth::Missing, _) => ("may be missing", true),
        (Worth::Insurance, _) => ("insurance", false),
        (_, Some(_)) => ("moves the date", false),
        _ => ("no price", false),
    }
}

fn price(facts: &Facts<'_>, question: &Question) -> Option<String> {
    let days = facts.days(question.minutes?);
    Some(words::count(days.round().max(1.0) as usize, "day"))
}

fn opened(facts: &Facts<'_>, n: usize, question: &Question, review: &Review) -> Markup {
    let (sort, is_amber) = sort(question);
    let number = n + 1;
    html! {
        section.card {
            div.hd {
                span { span.tag.wn[is_amber] { (sort) } " " span.cap { "question " (number) " of " (review.questions.len()) } }
                @if let Some(price) = price(facts, question) { span.cap { (price) " of P80" } }
            }
            @for sentence in &question.finding.evidence { p.evidence { (prose(sentence)) } }
            @if !question.finding.ways.is_empty() {
                p.cap.over { "Ways out. Take one with its letter, or do what stands without." }
                ul.rows {
                    @for (letter, way) in lettered(question) {
                        li {
                            span {
                                @if let Some(letter) = letter { code { (letter) } " " }
                                (prose(&words::capitalized(&way.text)))
                            }
                            span.end.mut {
                                @if way.is_draft { "draft" }
                                @else if letter.is_some() { "changes the plan" }
                                @else { "a talk" }
                            }
                        }
                    }
                }
            }
            p.cap.over { "In the terminal:" }
            pre {
                @if lettered(question).any(|(letter, _)| letter.is_some()) { "fore answer " (number) " --keep a\n" }
                "fore answer " (number) " \"why all is well\"\n"
                "fore answer " (number) " --not-now"
            }
        }
    }
}

fn closed(facts: &Facts<'_>, medium: &Medium<'_>, n: usize, question: &Question) -> Markup {
    let (sort, is_amber) = sort(question);
    html! {
        section.card {
            p { span.tag.wn[is_amber] { (sort) } " " span.cap { "question " (n + 1) } }
            h2.over { (prose(&question.finding.headline)) }
            @if let Some(first) = question.finding.evidence.first() { p.cap { (prose(first)) } }
            div.hd.over {
                span.b5 { @if let Some(price) = price(facts, question) { (price) } }
                @if let Medium::Live { .. } = medium {
                    a.btn href={ (medium.link(&PAGE)) "?q=" (n + 1) } { "Open" }
                }
            }
        }
    }
}

/// All questions by what an answer can still buy.
fn worth(facts: &Facts<'_>, medium: &Medium<'_>, open: usize, review: &Review) -> Markup {
    let shown = review.questions.iter().enumerate().take(SHOWN_MAX);
    let most = review.questions.iter().filter_map(|one| one.minutes).fold(1.0, f64::max);
    let body = html! {
        table.bars.asks {
            @for (n, question) in shown {
                tr {
                    td.mut { (n + 1) }
                    td.b5[n == open] {
                        @if let Medium::Live { .. } = medium {
                            a href={ (medium.link(&PAGE)) "?q=" (n + 1) } { (prose(&question.finding.headline)) }
                        } @else { (prose(&question.finding.headline)) }
                    }
                    @if let (Some(minutes), Some(price)) = (question.minutes, price(facts, question)) {
                        td.wide { svg width="100%" height="8" aria-hidden="true" {
                            rect.path width=(across(minutes / most * 100.0)) height="8" rx="2" {}
                        } }
                        td.num.mut { (price) }
                    } @else {
                        td.num.wn[question.finding.worth == Worth::Missing] colspan="2" { (sort(question).0) }
                    }
                }
            }
        }
        p.cap.over {
            @if review.hidden() > 0 { (review.hidden()) " more come later. " }
            @if review.small.is_empty() { "Below half a day nothing is asked." }
            @else { (words::capitalized(&words::count(review.small.len(), "question"))) " worth less than half a day: not asked." }
        }
    };
    card("What an answer can still buy", "working days of P80", &body)
}

/// So many answers are listed, the newest.
const ANSWERS_MAX: usize = 6;

fn asked_before(plan: &Plan, review: &Review) -> Markup {
    let mut answers: Vec<&Answer> = plan.answers.iter().collect();
    answers.sort_by_key(|answer| std::cmp::Reverse(answer.on));
    let year = plan.answers.iter().filter_map(|answer| answer.on).max();
    let body = html! {
        @if answers.is_empty() { p.none { "Nothing was asked and answered yet." } }
        ul.rows {
            @for answer in answers.iter().take(ANSWERS_MAX) {
                li {
                    span { (answer.to.as_deref().unwrap_or(&answer.item.title)) }
                    span.end.mut { @if let (Some(on), Some(year)) = (answer.on, year) { (words::day_month(on, year)) } }
                    @if answer.to.is_some() { p.cap { (answer.item.title) } }
                }
            }
        }
        p.cap { "Nothing that is answered is asked again until what it rests on changes." }
    };
    let remark = match review.answered.len() {
        0 => String::new(),
        n => format!("{n} hold"),
    };
    card("Asked before", &remark, &body)
}
