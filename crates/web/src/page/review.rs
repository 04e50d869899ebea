//! Review: what have I not thought of? One question at a time.

use maud::{Markup, html};
use plan::{Answer, Attribute, Intent, Plan};
use review::{Question, Review, SHOWN_MAX, WayOut, Worth, not_now_until};
use view::screens::{earlier, lettered};
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::draw::across;
use crate::edit::{self, Reply, Verb};
use crate::part::{card, titled};

/// The page of the review.
pub const PAGE: Page = Page {
    key: 'r',
    name: "review",
    title: "Review",
    question: "What have I not thought of?",
    group: Group::Main,
    listed: |_| true,
    count: |board| board.review().map_or(0, |review| review.questions.len().min(SHOWN_MAX)),
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let Some(review) = board.review() else {
        let reason = html! { "What is worth asking is being worked out. Look again in a moment." };
        let body = html! { div data-later {} };
        return Sheet { answer: html! { "A moment." }, reason, body };
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
        answer: titled(facts.plan, &question.finding.headline),
        reason: html! { (reason(review)) },
        body: html! {
            div.grid.wide-left {
                div.stack {
                    (opened(board, medium, open, question, review))
                    div.grid.halves { @for (n, question) in next { (closed(&facts, medium, n, question)) } }
                    (asked_before(facts.plan, review))
                }
                div.stack { (worth(&facts, medium, open, review)) }
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

fn opened(
    board: &Board,
    medium: &Medium<'_>,
    n: usize,
    question: &Question,
    review: &Review,
) -> Markup {
    let facts = board.facts();
    let (sort, is_amber) = sort(question);
    html! {
        section.card {
            div.hd {
                span { span.tag.wn[is_amber] { (sort) } " " span.cap { "question " (n + 1) " of " (review.questions.len()) } }
                @if let Some(price) = price(&facts, question) { span.cap { (price) " of P80" } }
            }
            @for sentence in &question.finding.evidence { p.evidence { (titled(facts.plan, sentence)) } }
            @if let Some(earlier) = earlier(facts.plan, question, facts.today) { p.evidence.wn { (titled(facts.plan, &earlier)) } }
            @match edit::about(medium, board, Verb::Reply(Reply::Answer), &question.name) {
                Some(hidden) => { (answering(board, medium, question, &hidden)) }
                None => { (in_the_terminal(facts.plan, n + 1, question)) }
            }
        }
    }
}

/// The ways out to tick, room for words, and what else can be said.
fn answering(board: &Board, medium: &Medium<'_>, question: &Question, hidden: &Markup) -> Markup {
    let (plan, ways) = (&board.snapshot().plan, &question.finding.ways);
    html! {
        form.answer method="post" action="/edit" autocomplete="off" {
            (hidden)
            @if !ways.is_empty() {
                p.cap.over { "Tick what fits; what has no box happens outside the plan." }
                ul.rows {
                    @for way in ways {
                        li {
                            @if way.intents.is_empty() { span.apart { (titled(plan, &words::capitalized(&way.text))) } }
                            @else {
                                (proposed(plan, way))
                            }
                            span.end.mut { (sort_of_way(way)) }
                        }
                    }
                }
            }
            label.cap.over {
                @if ways.is_empty() { "In your words" } @else { "Or in your words" }
                input name="value" placeholder="why all is well, or what was agreed";
            }
            div.verbs {
                button.p { "Save the answer" }
                output.cap aria-live="polite" {}
            }
        }
        div.verbs {
            (later(board, medium, question, Reply::Unknown))
            (later(board, medium, question, Reply::NotNow))
        }
        (edit::team(board))
    }
}

/// A change to tick; what a draft is called can be worded anew.
fn proposed(plan: &Plan, way: &WayOut) -> Markup {
    let title = drafted(way);
    html! {
        div.tick {
            label {
                input type="checkbox" name="keep" value=(way.text);
                @if title.is_none() { span { (titled(plan, &words::capitalized(&way.text))) } }
                @else { span.sr { "Keep: " (way.text) } }
            }
            @if let Some(title) = title {
                span.reword {
                    input name={ (edit::REWORD) (way.text) } value=(title) aria-label={ "Reword: " (way.text) };
                    code.mut { (written(way)) }
                }
            }
        }
    }
}

/// The title of a draft.
fn drafted(way: &WayOut) -> Option<&str> {
    way.intents.iter().filter(|_| way.is_draft).find_map(|intent| match intent {
        Intent::Add(_, new) => Some(new.title.as_str()),
        _ => None,
    })
}

/// The attributes that a draft proposes, as they would stand in the plan.
fn written(way: &WayOut) -> String {
    let tokens = way.intents.iter().filter(|_| way.is_draft).flat_map(|intent| match intent {
        Intent::Add(_, new) => new.attributes.as_slice(),
        _ => &[],
    });
    let tokens: Vec<String> = tokens.map(Attribute::token).collect();
    tokens.join(" ")
}

fn sort_of_way(way: &WayOut) -> &'static str {
    match (way.intents.is_empty(), way.is_draft) {
        (true, _) => "a talk",
        (_, true) => "draft",
        _ => "changes the plan",
    }
}

/// A reply that is no answer: somebody finds out, or it is no question now.
fn later(board: &Board, medium: &Medium<'_>, question: &Question, reply: Reply) -> Markup {
    let is_unknown = reply == Reply::Unknown;
    let (said, key, what) = if is_unknown {
        ("Don’t know yet", "n", "what is known so far")
    } else {
        ("Not now…", "x", "why not now")
    };
    let verb = Verb::Reply(reply);
    let Some(hidden) = edit::about(medium, board, verb, &question.name) else { return html! {} };
    let by = not_now_until(board.facts().today);
    html! {
        details.edit.asks.leading {
            summary.btn data-key=(key) { (said) }
            form method="post" action="/edit" autocomplete="off" {
                (hidden)
                @if is_unknown {
                    input name="who" aria-label="Who finds out" placeholder="@who finds out" list="team";
                }
                input name="value" aria-label=(what) placeholder=(what);
                label.cap {
                    @if is_unknown { "by " } @else { "ask again after " }
                    input.day type="date" name="by" value=(by);
                }
                button { "Write" }
            }
        }
    }
}

/// The same in a file, where nothing can be ticked.
fn in_the_terminal(plan: &Plan, number: usize, question: &Question) -> Markup {
    html! {
        @if !question.finding.ways.is_empty() {
            p.cap.over { "Ways out. Take one with its letter, or do what stands without." }
            ul.rows {
                @for (letter, way) in lettered(question) {
                    li {
                        span {
                            @if let Some(letter) = letter { code { (letter) } " " }
                            (titled(plan, &words::capitalized(&way.text)))
                        }
                        span.end.mut { (sort_of_way(way)) }
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

fn closed(facts: &Facts<'_>, medium: &Medium<'_>, n: usize, question: &Question) -> Markup {
    let (sort, is_amber) = sort(question);
    html! {
        section.card {
            p { span.tag.wn[is_amber] { (sort) } " " span.cap { "question " (n + 1) } }
            h2.over { (titled(facts.plan, &question.finding.headline)) }
            @if let Some(first) = question.finding.evidence.first() { p.cap { (titled(facts.plan, first)) } }
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
                            a href={ (medium.link(&PAGE)) "?q=" (n + 1) } data-key=[(n == open + 1).then_some("]")] {
                                (titled(facts.plan, &question.finding.headline))
                            }
                        } @else { (titled(facts.plan, &question.finding.headline)) }
                        @if let Some(minutes) = question.minutes {
                            svg.line width="100%" height="4" aria-hidden="true" {
                                rect.path width=(across(minutes / most * 100.0)) height="4" rx="2" {}
                            }
                        }
                    }
                    @match price(facts, question) {
                        Some(price) => { td.num.mut { (price) } }
                        None => { td.num.wn[question.finding.worth == Worth::Missing] { (sort(question).0) } }
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

/// The question that an answer is to: its own words, else what it asks about.
fn question_of(plan: &Plan, answer: &Answer) -> String {
    let Some(to) = answer.to.as_deref() else { return answer.item.title.clone() };
    let Some((rule, about)) = to.split_once('/').filter(|_| !to.contains(' ')) else {
        return to.to_owned();
    };
    let item = plan.by_id.get(about).and_then(|item| plan.item(*item));
    let about = item.map_or(about, |item| item.title.as_str());
    format!("{}: {about}", words::capitalized(&rule.replace('-', " ")))
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
                    span { (question_of(plan, answer)) }
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
