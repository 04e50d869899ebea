//! From facts to the sentences of the brief.

use jiff::civil::Date;
use plan::{Cause, GoalId, ItemRef, MilestoneId, RiskId, Story};

use super::asks::{LIKELY, asks};
use super::options::options;
use super::{Brief, CHART_TYPE, MilestoneRow, Moved, RiskSpan, Sources};
use crate::facts::Facts;
use crate::figure;
use crate::rows;
use crate::screens::{story, sum};
use crate::sentence::{Situation, short};
use crate::words;

/// The width of the page between its margins, in points: 210 mm less 16 on each side.
pub(super) const PAGE_WIDTH: f64 = 504.6;
/// A longer text is no sentence that somebody retells.
const WHY_MAX: usize = 330;
const NOTE_MAX: usize = 170;
const GAINS_MAX: usize = 5;
const CAUSES_MAX: usize = 3;
const RISKS_MAX: usize = 3;

/// The brief of a plan.
#[must_use]
pub fn brief(sources: &Sources<'_>) -> Brief {
    let facts = sources.facts;
    let situation = facts.situation();
    let (answer, deadline) = short(facts.ending(), &situation, facts.today)
        .unwrap_or_else(|| (without_name(facts), None));
    let is_due = facts.plan.due.is_some_and(|due| due.date >= facts.today);
    let is_dated = matches!(situation, Situation::Dated { .. });
    let (why, gains) = why(sources);
    let lead = facts.plan.people.iter().find(|person| person.lead);
    let dated = |rows: Vec<MilestoneRow>| if is_dated { rows } else { Vec::new() };
    Brief {
        plan: facts.plan.name.clone(),
        lead: lead.map(|person| person.item.title.clone()),
        date: facts.today,
        answer,
        deadline,
        is_at_risk: facts.deadline().is_some_and(|deadline| deadline.chance < LIKELY),
        why,
        gains,
        milestones: dated(milestones(facts)),
        chart: figure::milestones(facts, PAGE_WIDTH, CHART_TYPE).filter(|_| is_dated),
        options: sources.cut.filter(|_| is_dated && is_due).and_then(|cut| options(sources, cut)),
        asks: asks(sources, &situation),
        moved: sources.trend.filter(|_| is_dated).and_then(|trend| moved(facts, trend)),
        risks: risks(sources),
        request: sources.request.map(|(name, said)| (name.to_owned(), said.to_owned())),
        terms: if is_dated { terms(sources) } else { Vec::new() },
        trust: trust(facts),
        stamp: stamp(sources),
    }
}

/// The answer under the plan's name, which it need not begin with again.
fn without_name(facts: &Facts) -> String {
    let answer = facts.answer();
    let rest = answer.strip_prefix(&format!("{} is ", facts.plan.name)).map(words::capitalized);
    rest.unwrap_or(answer)
}

/// The plan's own first words, and a row for each goal.
fn why(sources: &Sources<'_>) -> (Option<String>, Vec<(String, String)>) {
    let facts = sources.facts;
    let own = sentences(&(sources.note)(ItemRef::Plan), WHY_MAX);
    let gains: Vec<(String, String)> = (0..)
        .map(GoalId)
        .zip(&facts.plan.goals)
        .filter(|(_, goal)| !goal.item.ticked)
        .take(GAINS_MAX)
        .map(|(id, goal)| {
            let change = match (&goal.from, &goal.to) {
                (Some(from), Some(to)) => Some(format!("{from} → {to}")),
                (None, Some(to)) => Some(to.clone()),
                _ => None,
            };
            let measure = match (&goal.measure, change) {
                (Some(measure), Some(change)) => format!("{measure}: {change}"),
                (Some(measure), None) => measure.clone(),
                (None, Some(change)) => change,
                (None, None) => sentences(&(sources.note)(ItemRef::Goal(id)), NOTE_MAX),
            };
            (goal.item.public_name().to_owned(), measure)
        })
        .collect();
    let question =
        "This plan has no goals yet: who is better off when it is done, and by how much?";
    let is_open = own.is_empty() && gains.is_empty() && !facts.is_done();
    let why = if is_open { question.to_owned() } else { own };
    ((!why.is_empty()).then_some(why), gains)
}

fn milestones(facts: &Facts) -> Vec<MilestoneRow> {
    let all = (0..).map(MilestoneId).zip(&facts.plan.milestones).zip(rows::milestones(facts));
    let mut rows: Vec<MilestoneRow> = all
        .filter(|(_, row)| row.reached.is_none() && !row.waits_for_nothing)
        .filter_map(|((_, milestone), row)| {
            Some(MilestoneRow {
                name: milestone.item.public_name().to_owned(),
                even_odds: row.p50?,
                sure: row.p80?,
                planned: milestone.planned(),
                is_promised: milestone.is_promised(),
            })
        })
        .collect();
    rows.sort_by_key(|row| row.even_odds);
    rows
}

/// The causes of what the date moved by since the trend's day, the largest first; `None` if it did not
/// move, or nothing can be named.
#[must_use]
pub fn moved(facts: &Facts, trend: &plan::Trend) -> Option<Moved> {
    let (moved, then) = (trend.moved?, trend.points.get(trend.since)?);
    let sum = sum(&trend.causes.iter().collect::<Vec<_>>(), moved, CAUSES_MAX);
    if moved == 0 || sum.shown.is_empty() {
        return None;
    }
    let shown = sum.shown.iter().map(|(whole, cause)| (days(*whole), cause_said(facts, cause)));
    let mut rows: Vec<(String, String)> = shown.collect();
    if let Some(others) = sum.others_said() {
        rows.push((days(sum.others), others));
    }
    if sum.rest != 0 {
        let rest = if sum.rest < 0 { "the margin that the date had" } else { "parts of a day" };
        rows.push((days(sum.rest), rest.to_owned()));
    }
    let n = words::count(moved.unsigned_abs() as usize, "working day");
    let since = words::day(then.date, facts.today);
    let title = if moved > 0 {
        format!("Why it moved {n} since {since}")
    } else {
        format!("Why it is {n} sooner than on {since}{}", against_the_start(trend, moved))
    };
    Some(Moved { title, rows })
}

/// What a gain is against the beginning of the plan, where that is none.
fn against_the_start(trend: &plan::Trend, moved: i64) -> String {
    let in_all = trend.moved_from.first().copied().flatten();
    match in_all.filter(|_| !trend.shallow && trend.since > 0) {
        Some(days @ 0..) if moved < 0 => match words::count(days as usize, "working day") {
            _ if days == 0 => ", and as at the beginning".to_owned(),
            days => format!(", and {days} later than at the beginning"),
        },
        _ => String::new(),
    }
}

fn days(days: i64) -> String {
    let sign = if days < 0 { "−" } else { "+" };
    format!("{sign}{} d", days.abs())
}

fn cause_said(facts: &Facts, cause: &Cause) -> String {
    let told = story(&cause.story, facts.today);
    let name = plain(facts, &cause.name);
    match &cause.story {
        Story::Settings | Story::People | Story::Order => words::capitalized(&told),
        _ if name.is_empty() => words::capitalized(&told),
        Story::HandedOver { .. } => format!("{name}: others do it now"),
        // The estimate that it overran is more than a reader needs.
        Story::Running { used, left, now, .. } => {
            let running = Story::Running { used: *used, left: *left, estimate: None, now: *now };
            format!("{name}: {}", story(&running, facts.today))
        }
        _ => format!("{name}: {told}"),
    }
}

/// A mention of an item as its name for others.
fn plain(facts: &Facts, mention: &str) -> String {
    let id = mention.trim_matches('`');
    match facts.plan.by_id.get(id) {
        Some(item) => facts.public_name(*item).to_owned(),
        None => mention.trim_matches(['`', '“', '”']).to_owned(),
    }
}

/// The open risks, those first that would move the date most; then what went wrong in a premortem
/// and has no task.
fn risks(sources: &Sources<'_>) -> Vec<[String; 3]> {
    let facts = sources.facts;
    let all = (0..).map(RiskId).zip(&facts.plan.risks);
    let open = all.filter(|(id, _)| facts.plan.may_happen(*id));
    let mut open: Vec<(Option<Date>, [String; 3])> = open
        .filter_map(|(id, risk)| {
            let span = sources.risks.iter().find(|span| span.risk == id);
            let then = match span {
                None => "not priced".to_owned(),
                // What moves nothing is no reader's worry.
                Some(span) if span.with == span.without => return None,
                Some(RiskSpan { with: None, .. }) => "then never".to_owned(),
                Some(RiskSpan { with: Some(date), .. }) => {
                    format!("then {}", words::day(*date, facts.today))
                }
            };
            let chance = format!("{}%", risk.percent?);
            let name = risk.item.public_name().to_owned();
            Some((span.and_then(|span| span.with), [name, chance, then]))
        })
        .collect();
    open.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    let imagined = facts.plan.premortem.iter().filter(|one| one.tasks.is_empty()).map(|one| {
        [one.item.public_name().to_owned(), String::new(), "no task yet, not priced".to_owned()]
    });
    open.into_iter().map(|(_, row)| row).chain(imagined).take(RISKS_MAX).collect()
}

/// What 80 % sure means; and what the one milestone means whose name for others is another one, if
/// the plan says it, else even odds.
fn terms(sources: &Sources<'_>) -> Vec<(String, String)> {
    let facts = sources.facts;
    let runs = words::thousands(facts.forecast.runs as usize);
    let end = match facts.ending() {
        crate::sentence::Ending::Live => "we are live",
        crate::sentence::Ending::Done => "it is done",
    };
    let sure = format!(
        "We play the plan through {runs} times, with good and bad luck. In 8 of 10 plays {end} by that day."
    );
    let named = facts.plan.items().find_map(|(item, written)| {
        let note = sentences(&(sources.note)(item), NOTE_MAX);
        let is_shown = matches!(item, ItemRef::Milestone(_) | ItemRef::Task(_));
        let name = written.brief.clone().filter(|_| is_shown && !note.is_empty())?;
        Some((name, note))
    });
    let even = || {
        let said = "As likely before that day as after it. A plan that is run at even odds is late half of the time.";
        ("Even odds".to_owned(), said.to_owned())
    };
    vec![("80% sure".to_owned(), sure), named.unwrap_or_else(even)]
}

fn trust(facts: &Facts) -> String {
    let reading = &facts.forecast.reading;
    let learned = &reading.calibration;
    let record = if learned.ranges == 0 {
        "No finished task has shown yet how good our estimates are, so they are read as wider than they were given."
            .to_owned()
    } else {
        format!(
            "{} of {} took longer than the middle of the estimate, and {} of {} landed inside it, so we assume that work takes {:.2} × the middle.",
            learned.upper_half,
            words::count(learned.finished, "finished task"),
            learned.inside,
            learned.ranges,
            reading.pace.percentile(0.5),
        )
    };
    format!("How far to trust this: {record} Not included: people leaving, new scope.")
}

fn stamp(sources: &Sources<'_>) -> String {
    let facts = sources.facts;
    let revision = sources.revision.map_or_else(String::new, |id| format!(" at {id}"));
    let day = words::day(facts.today, facts.today);
    format!("plan of {day}{revision}, seed {}", facts.forecast.seed)
}

/// The first sentences of a text, as many as `most` letters hold.
pub(super) fn sentences(text: &str, most: usize) -> String {
    let text: String = text.chars().filter(|letter| *letter != '`').collect();
    if text.chars().count() <= most {
        return text;
    }
    let head: String = text.chars().take(most).collect();
    match head.rfind(". ") {
        Some(end) => head[..=end].to_owned(),
        None => format!("{}…", head.trim_end()),
    }
}

/// `By 17 April`, `Was due 3 April`.
pub(super) fn by(date: Date, today: Date) -> String {
    let when = if date < today { "Was due" } else { "By" };
    format!("{when} {}", words::day(date, today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_was_due() {
        let today = jiff::civil::date(2026, 4, 14);
        let said = |day| by(jiff::civil::date(2026, 4, day), today);
        assert_eq!([said(13), said(14)], ["Was due 13 April", "By 14 April"]);
    }

    #[test]
    fn long_notes_end_with_a_sentence() {
        assert_eq!(sentences("One `a`. Two.", 80), "One a. Two.");
        assert_eq!(sentences("One is here. Two is long.", 16), "One is here.");
        assert_eq!(sentences("Neverendingsentence", 5), "Never…");
    }
}
