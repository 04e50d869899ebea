//! `fore review`: the questions worth asking, three of them in full.
//!
//! In: a plan and its review. Out: a screen. What is asked, in which order and at which price is
//! decided elsewhere; here it is said.

use jiff::civil::Date;
use plan::{Answer, AnswerId, Item, ItemRef, Plan};
use review::answers::Standing;
use review::{Family, Question, Review, SHOWN_MAX, Worth, command};
use text::SourceFile;

use crate::facts::Facts;
use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// So many questions are shown in full.
const FULL_MAX: usize = 3;
/// Where the text of a question begins.
const INDENT: usize = 5;

/// A review, and what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Reviewed<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its files, for places.
    pub files: &'a [SourceFile],
    /// What is worth asking about it.
    pub review: &'a Review,
    /// Its dates, if it has any.
    pub facts: Option<&'a Facts<'a>>,
    /// How many errors stand against dates.
    pub errors: usize,
    /// The status date.
    pub today: Date,
}

/// Which questions are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Every question, in full, instead of the first nine.
    pub all: bool,
    /// Only those about this: a word, an id, a rule or a family of rules.
    pub about: Option<String>,
}

impl<'a> Reviewed<'a> {
    /// The questions that are shown, each with its number in the whole list.
    #[must_use]
    pub fn shown(&self, filter: &ReviewFilter) -> Vec<(usize, &'a Question)> {
        let numbered = (1..).zip(&self.review.questions);
        let about = filter.about.as_ref().map(|word| word.to_lowercase());
        let wanted =
            |question: &Question| about.as_ref().is_none_or(|word| self.is_about(question, word));
        let shown = numbered.filter(|(_, question)| wanted(question));
        let limit = if filter.all || about.is_some() { usize::MAX } else { SHOWN_MAX };
        shown.take(limit).collect()
    }

    /// Whether a question is about `word`, which is in lower case: a family of rules if there is one
    /// of that name, else an item, a rule, or a word of the question.
    fn is_about(&self, question: &Question, word: &str) -> bool {
        let name = word.trim_start_matches(['@', '#']);
        if Family::ALL.iter().any(|family| family.word() == word) {
            return question.rule.family.word() == word;
        }
        let is_named = |item: &ItemRef| {
            let item = self.plan.item(*item);
            item.and_then(|item| item.id.as_deref()).is_some_and(|id| id == name)
        };
        let rule = question.rule;
        let texts = question.finding.evidence.iter().chain([&question.finding.headline]);
        question.finding.about.iter().any(is_named)
            || rule.name == name
            || rule.code.eq_ignore_ascii_case(name)
            || texts.into_iter().any(|text| text.to_lowercase().contains(word))
    }

    /// The first line.
    #[must_use]
    pub fn answer(&self, filter: &ReviewFilter) -> String {
        let n = self.review.questions.len();
        if self.review.is_done() {
            return match self.review.is_priced {
                true => "Nothing left worth asking: planning more buys nothing today.".to_owned(),
                false => "Nothing to ask yet.".to_owned(),
            };
        }
        let questions = match n {
            1 => "One question".to_owned(),
            n if n > SHOWN_MAX && !filter.all => {
                format!("{n} questions, {SHOWN_MAX} to begin with")
            }
            n => format!("{n} questions"),
        };
        let start = if n > FULL_MAX { " Start with these." } else { "" };
        match self.review.priced() {
            0 => format!("{questions}.{start}"),
            priced if n == 1 => {
                format!("{questions}, and it could move the date.{}", &start[..priced - 1])
            }
            priced => format!("{questions}; {priced} could move the date.{start}"),
        }
    }
}

/// The screen of a review.
#[must_use]
pub fn review(reviewed: &Reviewed<'_>, filter: &ReviewFilter, paint: &Paint) -> String {
    let shown = reviewed.shown(filter);
    let answer = match &filter.about {
        Some(word) if shown.is_empty() => format!("No question is about “{word}”."),
        Some(word) if shown.len() == 1 => format!("One question is about “{word}”."),
        Some(word) => format!("{} questions are about “{word}”.", shown.len()),
        None => reviewed.answer(filter),
    };
    let mut page = Page::new(&answer, paint);
    if reviewed.errors > 0 {
        let errors = words::count(reviewed.errors, "error");
        let text = format!("The plan has {errors}, so nothing here has a price: fore check");
        page.wrapped(&Line::of(Role::Warn, &text), 0);
    }
    let full = if filter.all || filter.about.is_some() { usize::MAX } else { FULL_MAX };
    for (number, question) in shown.iter().take(full) {
        page.gap();
        in_full(&mut page, reviewed, *number, question);
    }
    if shown.len() > full {
        page.heading("Also, with the days of P80 that an answer may be worth", "");
        for (number, question) in &shown[full..] {
            in_a_line(&mut page, reviewed, *number, question);
        }
    }
    remarks(&mut page, reviewed, shown.len());
    page.render()
}

/// One question with its evidence and its ways out.
fn in_full(page: &mut Page, reviewed: &Reviewed<'_>, number: usize, question: &Question) {
    let number_line = Line::of(Role::Answer, &format!("{number:>3}  "));
    let headline = number_line.and_line(Line::prose(&question.finding.headline));
    let price = Line::of(Role::Warn, &price(reviewed, question));
    let width = page.paint().width;
    if headline.width() + 2 + price.width() <= width {
        let at = width - price.width();
        page.wrapped(&headline.padded(at).and_line(price), INDENT);
    } else {
        page.wrapped(&headline, INDENT);
        page.wrapped(&indented(price), INDENT);
    }
    for sentence in &question.finding.evidence {
        page.wrapped(&indented(Line::prose(sentence)), INDENT);
    }
    if let Some(earlier) = earlier(reviewed.plan, question, reviewed.today) {
        page.wrapped(&indented(Line::prose(&earlier)), INDENT);
    }
    for way in ways(reviewed.plan, number, question) {
        page.wrapped(&indented(way), INDENT + 2);
    }
}

fn in_a_line(page: &mut Page, reviewed: &Reviewed<'_>, number: usize, question: &Question) {
    let line = Line::of(Role::Answer, &format!("{number:>6}  "));
    let days = question.minutes.map_or_else(|| "–".to_owned(), |minutes| days(reviewed, minutes));
    let line = line.with(Role::Warn, &format!("{days:>5}")).and("  ");
    let line = line.and_line(Line::prose(&question.finding.headline));
    page.wrapped(&line, INDENT + 10);
}

fn indented(line: Line) -> Line {
    Line::plain(&" ".repeat(INDENT)).and_line(line)
}

/// What an answer may be worth, in a few words.
fn price(reviewed: &Reviewed<'_>, question: &Question) -> String {
    let Some(minutes) = question.minutes else {
        return match question.finding.worth {
            Worth::Missing => "may be missing",
            _ => "no price in days",
        }
        .to_owned();
    };
    format!("up to {} of P80", days(reviewed, minutes))
}

/// Working minutes in days, to the half while they are few.
fn days(reviewed: &Reviewed<'_>, minutes: f64) -> String {
    let days = reviewed.plan.settings.days(minutes);
    words::days(if days < 3.0 { (days * 2.0).round() / 2.0 } else { days.round() })
}

/// What was answered before, and why it is asked again; `None` if it was not asked before.
#[must_use]
pub fn earlier(plan: &Plan, question: &Question, today: Date) -> Option<String> {
    let until = |id: AnswerId| plan.answers[id.index()].until;
    let (id, why) = match question.earlier? {
        Standing::Expired(id) => {
            let day = until(id).map_or_else(String::new, |day| words::day(day, today));
            (id, format!("That was to hold until {day}."))
        }
        Standing::Stale(id) => (id, "What it rested on has changed since.".to_owned()),
        Standing::Holds(_) => return None,
    };
    let answer = &plan.answers[id.index()];
    Some(format!("Answered before: “{}” {why}", answer.item.title))
}

/// The ways out, those that change the plan with the letter by which `fore answer` takes them.
fn ways(plan: &Plan, number: usize, question: &Question) -> Vec<Line> {
    let mut lines = Vec::new();
    for (letter, way) in lettered(question) {
        let mark = letter.map_or_else(|| "→ ".to_owned(), |letter| format!("{letter} "));
        let does = match (command(plan, &way.intents), letter) {
            (Some(command), _) => format!(":  {command}"),
            (None, Some(letter)) => format!(":  fore answer {number} --keep {letter}"),
            (None, None) => String::new(),
        };
        let text = if way.is_draft { format!("add “{}”", way.text) } else { way.text.clone() };
        let line = Line::of(Role::Label, &mark).and_line(Line::prose(&text)).and(&does);
        lines.push(line);
    }
    let say_why = format!("or say why:  fore answer {number} \"…\"");
    lines.push(Line::of(Role::Label, "→ ").and(&say_why));
    lines
}

/// The ways out of a question, those that change the plan with a letter.
pub fn lettered(question: &Question) -> impl Iterator<Item = (Option<char>, &review::WayOut)> {
    let mut letters = 'a'..='z';
    question.finding.ways.iter().map(move |way| {
        let letter = if way.intents.is_empty() { None } else { letters.next() };
        (letter, way)
    })
}

/// What else there is, and what to do next.
fn remarks(page: &mut Page, reviewed: &Reviewed<'_>, shown: usize) {
    let review = reviewed.review;
    let mut said = Vec::new();
    if review.questions.len() > shown {
        let more = review.questions.len() - shown;
        said.push(format!("{} more: fore review --all.", words::thousands(more)));
    }
    if !review.answered.is_empty() {
        let n = words::thousands(review.answered.len());
        said.push(format!("Asked before and answered: {n} (fore review --answered)."));
    }
    if !review.small.is_empty() {
        let n = words::thousands(review.small.len());
        said.push(format!("Worth less than half a day and not asked: {n}."));
    }
    if !said.is_empty() {
        page.gap();
        page.wrapped(&Line::of(Role::Label, &format!("  {}", said.join(" "))), 2);
    }
    if review.is_done() {
        page.next(&[("fore next", "who can start what"), ("fore", "the date")]);
        return;
    }
    page.next(&[
        ("fore answer 1 \"why\"", "not asked again until its facts change"),
        ("fore answer 1 \"why\" --not-now", "asked again in two weeks"),
        ("fore review --deep", "task by task"),
    ]);
}

/// The screen of `--answered`: what was asked, and the answers.
#[must_use]
pub fn answered(reviewed: &Reviewed<'_>, paint: &Paint) -> String {
    let (plan, review) = (reviewed.plan, reviewed.review);
    let answer = match plan.answers.len() {
        0 => "No question has been answered yet.".to_owned(),
        n => format!(
            "{}, {} of them to what would be asked today.",
            words::count(n, "answer"),
            review.answered.len()
        ),
    };
    let mut page = Page::new(&answer, paint);
    for answered in &review.answered {
        page.gap();
        page.wrapped(&Line::plain("  ").and_prose(&answered.question.finding.headline), 4);
        said_then(&mut page, reviewed, &plan.answers[answered.answer.index()]);
    }
    let held = |answer: &Answer| {
        let is_it = |item: &Item| item.node == answer.item.node && item.place == answer.item.place;
        review.answered.iter().any(|one| is_it(&plan.answers[one.answer.index()].item))
    };
    let others: Vec<&Answer> = plan.answers.iter().filter(|answer| !held(answer)).collect();
    if !others.is_empty() {
        page.heading("To what is not asked now", "");
        for answer in others {
            let to = answer.to.as_deref().unwrap_or("no question is named");
            page.gap();
            page.wrapped(&Line::plain("  ").with(Role::Label, to), 4);
            said_then(&mut page, reviewed, answer);
        }
    }
    page.next(&[("fore review", "what is still open")]);
    page.render()
}

fn said_then(page: &mut Page, reviewed: &Reviewed<'_>, answer: &Answer) {
    page.wrapped(&Line::plain("    ").and_prose(&answer.item.title), 4);
    let by: Vec<String> =
        answer.who.people().map(|id| reviewed.plan.people[id.index()].name().to_owned()).collect();
    let mut said = Vec::new();
    if !by.is_empty() {
        said.push(words::list(&by));
    }
    said.extend(answer.on.map(|on| on.to_string()));
    said.extend(answer.until.map(|until| format!("until {until}")));
    let place = reviewed.files[answer.item.place.file.index()].path.clone();
    said.push(place);
    page.wrapped(&Line::of(Role::Label, &format!("    {}", said.join(" · "))), 4);
}

/// The screen of `--deep`: open work one by one, most decisive first, with all that is asked about it.
#[must_use]
pub fn deep(reviewed: &Reviewed<'_>, paint: &Paint) -> String {
    let review = reviewed.review;
    let numbered = (1..).map(Some).zip(&review.questions);
    let all: Vec<(Option<usize>, &Question)> =
        numbered.chain(review.small.iter().map(|question| (None, question))).collect();
    let mut tasks: Vec<(f64, ItemRef)> = reviewed
        .plan
        .open_leaves()
        .map(|(id, _)| ItemRef::Task(id))
        .map(|item| {
            (
                reviewed.facts.and_then(|facts| facts.played(item)).map_or(0.0, |p| p.path_share),
                item,
            )
        })
        .collect();
    tasks.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let asked: Vec<_> = tasks
        .iter()
        .map(|(share, item)| {
            let own = all.iter().filter(|(_, question)| question.finding.about.contains(item));
            (*share, *item, own.collect::<Vec<_>>())
        })
        .filter(|(_, _, own)| !own.is_empty())
        .collect();
    let answer = match (asked.len(), tasks.len()) {
        (_, 0) => "There is no open task to talk about.".to_owned(),
        (0, n) => format!("Nothing is asked about any of {}.", words::count(n, "open task")),
        (n, all) => format!(
            "{n} of {} have something to ask, most decisive first.",
            words::count(all, "open task")
        ),
    };
    let mut page = Page::new(&answer, paint);
    for (share, item, questions) in asked {
        page.gap();
        let title = reviewed.plan.item(item).map_or("", |item| &item.title);
        let line = Line::plain("  ").with(Role::Answer, title);
        page.wrapped(&line.and("   ").with(Role::Label, &desk(reviewed, item, share)), 4);
        for (number, question) in questions {
            let mark = number.map_or_else(|| "  ·  ".to_owned(), |number| format!("{number:>3}  "));
            let line = Line::plain("  ").with(Role::Answer, &mark);
            page.wrapped(&line.and_line(Line::prose(&question.finding.headline)), 7);
        }
    }
    page.gap();
    page.wrapped(&Line::of(Role::Label, "  A dot marks what is worth less than half a day."), 2);
    page.next(&[("fore review --about ID", "all that is asked about one task, in full")]);
    page.render()
}

/// What is on the desk with a task: who, how much, how often it decides the date.
fn desk(reviewed: &Reviewed<'_>, item: ItemRef, share: f64) -> String {
    let ItemRef::Task(id) = item else { return String::new() };
    let task = reviewed.plan.task(id);
    let who: Vec<String> =
        task.who.people().map(|id| reviewed.plan.people[id.index()].name().to_owned()).collect();
    let mut said = vec![if who.is_empty() { "nobody named".to_owned() } else { words::list(&who) }];
    said.push(task.left.or(task.estimate).map_or("no estimate".to_owned(), |e| e.to_string()));
    if reviewed.facts.is_some() {
        said.push(format!("longest path {}", words::percent(share)));
    }
    said.join(" · ")
}
