//! Which few questions are asked, and when to stop.
//!
//! In: findings with their prices. Out: a [`Review`]. The first is about what may be missing,
//! because what nobody thought of has no price and is what a review is for; then two by price; then
//! all others by price; then those without. What is worth less than half a day is not asked.

use jiff::civil::Date;
use plan::{AnswerId, ItemRef, Plan};
use text::Place;

use crate::answers::{self, Standing};
use crate::{Facts, Finding, Rule, Worth};

/// So many questions are asked at once.
pub const SHOWN_MAX: usize = 9;
/// Days of P80 below which an answer buys nothing that anybody would notice.
pub const WORTH_DAYS_MIN: f64 = 0.5;
/// So many of the questions asked at once may be of one rule.
const SAME_RULE_MAX: usize = 2;
/// So many of them may be about one task first of all: the third would be asked by an answer to the
/// first.
const SAME_TASK_MAX: usize = 2;
/// So many of them may be about what is missing: more would be a checklist.
const MISSING_MAX: usize = 4;

/// A question, with what is known about it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The rule that asks.
    pub rule: &'static Rule,
    /// What it found.
    pub finding: Finding,
    /// Its name, for `fore answer` and for the answer.
    pub name: String,
    /// Working minutes of P80 that an answer may be worth; `None` where there is no price.
    pub minutes: Option<f64>,
    /// An earlier answer that does not hold any more.
    pub earlier: Option<Standing>,
}

impl Question {
    /// Where a hand can change what it is about; `None` if that is nothing that is written.
    #[must_use]
    pub fn place(&self, plan: &Plan) -> Option<Place> {
        let first = self.finding.about.first();
        first.and_then(|item| plan.item(*item)).map(|item| item.place)
    }

    /// The task that it is about first of all; `None` if that is no task.
    fn task(&self) -> Option<ItemRef> {
        let first = self.finding.about.first().copied();
        first.filter(|item| matches!(item, ItemRef::Task(_)))
    }
}

/// A question with the answer that holds.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: AnswerId,
}

/// What is worth asking about a plan.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// The questions in the order in which they are asked; [`SHOWN_MAX`] of them at once.
    pub questions: Vec<Question>,
    /// What was asked before and has an answer.
    pub answered: Vec<Answered>,
    /// Questions that are worth less than [`WORTH_DAYS_MIN`], and so are not asked.
    pub small: Vec<Question>,
    /// Whether the plan has dates, so that questions have prices.
    pub is_priced: bool,
}

impl Review {
    /// Whether nothing is left that is worth asking.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.questions.is_empty()
    }

    /// The question of this name, whether it is asked or not.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<&Question> {
        let answered = self.answered.iter().map(|answered| &answered.question);
        let mut all = self.questions.iter().chain(answered).chain(&self.small);
        all.find(|question| question.name == name)
    }

    /// How many questions are worth asking and not asked now.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.questions.len().saturating_sub(SHOWN_MAX)
    }

    /// How many questions could move the date.
    #[must_use]
    pub fn priced(&self) -> usize {
        self.questions.iter().filter(|question| question.minutes.is_some()).count()
    }
}

/// Orders what was found. `prices` has the working minutes of P80 for each finding whose worth is a
/// price that was played, by its position; `None` for what was not played.
#[must_use]
pub fn order(
    facts: &Facts<'_>,
    found: Vec<(&'static Rule, Finding)>,
    prices: &[Option<f64>],
) -> Review {
    let mut review = Review { is_priced: facts.played.is_some(), ..Review::default() };
    let (mut missing, mut priced, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (position, (rule, finding)) in found.into_iter().enumerate() {
        let minutes = match finding.worth {
            Worth::Missing | Worth::Insurance => None,
            Worth::Minutes(minutes) => Some(minutes),
            Worth::Price(_) => Some(prices.get(position).copied().flatten().unwrap_or(0.0)),
        };
        let is_missing = finding.worth == Worth::Missing;
        let question = question(facts, rule, finding, minutes);
        match question.earlier {
            Some(Standing::Holds(answer)) => {
                review.answered.push(Answered { question, answer });
            }
            _ => match minutes {
                None if is_missing => missing.push(question),
                None => others.push(question),
                Some(minutes) if facts.days(minutes) >= WORTH_DAYS_MIN => priced.push(question),
                Some(_) => review.small.push(question),
            },
        }
    }
    priced.sort_by(|one: &Question, other: &Question| {
        other.minutes.unwrap_or(0.0).total_cmp(&one.minutes.unwrap_or(0.0))
    });
    let mut missing = missing.into_iter();
    let all = missing.next().into_iter().chain(priced).chain(others).chain(missing);
    review.questions = spread(all.collect());
    review
}

fn question(
    facts: &Facts<'_>,
    rule: &'static Rule,
    finding: Finding,
    minutes: Option<f64>,
) -> Question {
    let earlier = answers::standing(facts.plan, rule, &finding, facts.today);
    Question { name: answers::name(rule, &finding), rule, finding, minutes, earlier }
}

/// No more than [`SAME_RULE_MAX`] of one rule among the first, than [`SAME_TASK_MAX`] about one task,
/// and than [`MISSING_MAX`] about what is missing; what is held back comes later.
fn spread(questions: Vec<Question>) -> Vec<Question> {
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for question in questions {
        if first.len() < SHOWN_MAX && is_enough(&first, &question) {
            later.push(question);
        } else {
            first.push(question);
        }
    }
    first.extend(later);
    first
}

/// Whether `asked` has enough of what `question` is.
fn is_enough(asked: &[Question], question: &Question) -> bool {
    let is_missing = |one: &Question| one.finding.worth == Worth::Missing;
    let count =
        |is_alike: &dyn Fn(&Question) -> bool| asked.iter().filter(|other| is_alike(other)).count();
    let task = question.task();
    count(&|other| other.rule.code == question.rule.code) >= SAME_RULE_MAX
        || task.is_some() && count(&|other| other.task() == task) >= SAME_TASK_MAX
        || is_missing(question) && count(&is_missing) >= MISSING_MAX
}

/// The last day on which a question is not asked again if nothing else is said: two weeks.
#[must_use]
pub fn not_now_until(today: Date) -> Date {
    const DAYS: i32 = 14;
    today.saturating_add(jiff::Span::new().days(DAYS))
}
