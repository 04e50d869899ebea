//! `fore why`: what a date waits for, link by link, down to today.

use std::collections::BTreeSet;

use jiff::civil::Date;
use plan::{ItemRef, PersonId};
use schedule::{ActivityId, Cause, Lag, LinkKind, Progress};

use crate::facts::Facts;
use crate::pause::{Pause, leave_within, pause};
use crate::sentence;
use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// One step of the chain: an item, and what held its start most often.
pub(crate) struct Step {
    /// The activity.
    pub(crate) activity: ActivityId,
    /// What it is in the plan.
    pub(crate) item: ItemRef,
    /// What held it, with the share of runs, the most frequent first.
    pub(crate) causes: Vec<(Cause, f64)>,
}

/// What `item` waits for; nothing but a sentence for what is finished or never scheduled.
#[must_use]
pub fn why(facts: &Facts, item: ItemRef, paint: &Paint) -> String {
    let mut page = Page::new(&headline(facts, item), paint);
    let steps =
        facts.lowered.activity_of(item).map_or_else(Vec::new, |activity| chain(facts, activity));
    if is_open(facts, item) && !steps.is_empty() {
        page.heading("What holds it, from the end back to today", "dates: P50 start – P50 finish");
        for step in &steps {
            show(&mut page, facts, step);
        }
    }
    page.next(&[
        ("fore forecast", "how sure the date is"),
        ("fore next", "who can start what this morning"),
    ]);
    page.render()
}

/// Why an item is done when it is, for places that have no room for a screen.
pub struct Reasons {
    /// When it will be done, as a sentence.
    pub headline: String,
    /// What holds it, from the end back to today.
    pub steps: Vec<Held>,
}

/// A step of the chain that holds a date.
pub struct Held {
    /// What is held; the first step is what was asked about.
    pub item: ItemRef,
    /// Its middle start and finish: `22 Jun – 26 Jun`, or one date.
    pub dates: String,
    /// What it waits for, as the end of a sentence about it; ids in backticks.
    pub causes: String,
}

/// The first `steps_max` steps of [`why`]; `None` for what is never scheduled.
#[must_use]
pub fn reasons(facts: &Facts, item: ItemRef, steps_max: usize) -> Option<Reasons> {
    let activity = facts.lowered.activity_of(item)?;
    let steps = if is_open(facts, item) { chain(facts, activity) } else { Vec::new() };
    let held = |step: &Step| Held {
        item: step.item,
        dates: dates(facts, step),
        causes: causes(facts, step),
    };
    let steps = steps.iter().take(steps_max).map(held).collect();
    Some(Reasons { headline: headline(facts, item), steps })
}

/// The chain that most often binds `from`, last to first; joints that stand for no item are passed
/// over. Ends at what nothing holds.
pub(crate) fn chain(facts: &Facts, from: ActivityId) -> Vec<Step> {
    let mut seen = BTreeSet::new();
    let mut steps = Vec::new();
    let mut at = Some(from);
    while let Some(activity) = at.take() {
        if !seen.insert(activity) || steps.len() == STEPS_MAX {
            break;
        }
        let causes = &facts.forecast.activities[activity.index()].causes;
        if let Some(item) = facts.lowered.item_of(activity) {
            steps.push(Step { activity, item, causes: causes.clone() });
        }
        at = causes.first().and_then(|(cause, _)| holder(facts, *cause));
    }
    steps
}

/// The activity behind a cause.
#[must_use]
pub fn holder(facts: &Facts, cause: Cause) -> Option<ActivityId> {
    match cause {
        Cause::Nothing | Cause::Release => None,
        Cause::Link(link) => Some(facts.lowered.problem.links()[link as usize].from),
        Cause::Busy(other) => Some(other),
    }
}

/// More steps than this are no reason any more but a list.
const STEPS_MAX: usize = 60;
fn is_open(facts: &Facts, item: ItemRef) -> bool {
    facts.lowered.activity_of(item).is_some_and(|activity| {
        !matches!(facts.lowered.problem.activity(activity).progress, Progress::Finished { .. })
    })
}

pub(super) fn headline(facts: &Facts, item: ItemRef) -> String {
    let mention = facts.mention(item);
    let Some(activity) = facts.lowered.activity_of(item) else {
        return format!("{mention} is not scheduled: it takes no time of its own.");
    };
    if let Progress::Finished { finish, .. } = facts.lowered.problem.activity(activity).progress {
        return match over_on(facts, item, facts.finish_date(finish)) {
            Some(day) => format!("{mention} was finished on {}.", words::day(day, facts.today)),
            None => format!("{mention} is {}; no day is written.", done_word(item)),
        };
    }
    let finish = &facts.forecast.activities[activity.index()].finish;
    match (finish.p50, finish.p80) {
        (Some(p50), Some(p80)) if p50 == p80 && no_work_takes(item) => {
            said_by_the_plan(facts, item, facts.finish_date(p80))
        }
        (Some(p50), Some(p80)) => format!(
            "{mention} will be {} by {} (80% sure), even odds by {}.",
            done_word(item),
            words::day(facts.finish_date(p80), facts.today),
            words::day(facts.finish_date(p50), facts.finish_date(p80))
        ),
        _ => {
            let shortfall = facts.shortfall_of(activity, facts.never_share(activity));
            sentence::never(&mention, &shortfall, facts.today)
        }
    }
}

/// The day on which an item was over, if it is written; of what consists of others that of the last,
/// which is `last`.
fn over_on(facts: &Facts, item: ItemRef, last: Date) -> Option<Date> {
    match item {
        ItemRef::Task(id) if facts.plan.task(id).is_leaf() => facts.plan.task(id).done,
        ItemRef::Unknown(id) => facts.plan.unknowns[id.index()].done,
        ItemRef::Decision(id) => facts.plan.decisions[id.index()].on,
        ItemRef::Milestone(id) => facts.plan.reached_on(id),
        ItemRef::Obstacle(_) => None,
        _ => Some(last),
    }
}

/// Whether it takes no work, so that a date without a spread is nobody's estimate.
fn no_work_takes(item: ItemRef) -> bool {
    matches!(item, ItemRef::Decision(_) | ItemRef::Obstacle(_))
}

/// What waits for a person: the day that is written, and the day that the forecast counts on if that
/// is another one.
fn said_by_the_plan(facts: &Facts, item: ItemRef, counted: Date) -> String {
    let mention = facts.mention(item);
    let written = match item {
        ItemRef::Decision(id) => facts.plan.decisions[id.index()].by,
        ItemRef::Obstacle(id) => facts.plan.obstacles[id.index()].by,
        _ => None,
    };
    let (said, done) = (|date| words::day(date, facts.today), done_word(item));
    match written {
        Some(by) if by == counted => format!("{mention} is written down for {}.", said(by)),
        Some(by) => format!(
            "{mention} is written down for {}; the forecast counts on it to be {done} by {}.",
            said(by),
            said(counted)
        ),
        None => format!(
            "{mention} has no date; the forecast counts on it to be {done} by {}.",
            said(counted)
        ),
    }
}

fn done_word(item: ItemRef) -> &'static str {
    match item {
        ItemRef::Milestone(_) | ItemRef::Goal(_) => "reached",
        ItemRef::Decision(_) => "made",
        ItemRef::Unknown(_) => "answered",
        ItemRef::Obstacle(_) => "gone",
        _ => "done",
    }
}

/// The dates, then what held the step; what wraps stands under the text. On narrow screens the
/// dates stand above.
fn show(page: &mut Page, facts: &Facts, step: &Step) {
    let text = Line::prose(&facts.mention(step.item)).and(" ").and_prose(&causes(facts, step));
    let dates = Line::plain("    ").with(Role::Label, &dates(facts, step));
    if page.paint().width < DATES_BESIDE_MIN {
        page.wrapped(&dates, 4);
        page.wrapped(&Line::plain("      ").and_line(text), 6);
        return;
    }
    page.wrapped(&dates.and("  ").padded(TEXT_START).and_line(text), TEXT_START);
}

const TEXT_START: usize = 23;
/// From this width on dates stand beside the text.
const DATES_BESIDE_MIN: usize = 50;

/// The middle start and finish: `22 Jun – 26 Jun`, or one date.
fn dates(facts: &Facts, step: &Step) -> String {
    let played = &facts.forecast.activities[step.activity.index()];
    let said = words::bare;
    let Some(finish) = played.finish.p50 else { return "never".to_owned() };
    let finish_date = said(facts.finish_date(finish));
    match played
        .start
        .p50
        .filter(|start| *start < finish)
        .map(|start| said(facts.start_date(start)))
    {
        Some(start) if start != finish_date => format!("{start} – {finish_date}"),
        _ => finish_date,
    }
}

/// What held the step most often, and what else did in at least one run of ten.
pub(super) fn causes(facts: &Facts, step: &Step) -> String {
    if let Progress::Started { start } = facts.lowered.problem.activity(step.activity).progress {
        return format!(
            "is in progress since {}",
            words::day(facts.start_date(start), facts.today)
        );
    }
    let done = 1.0 - facts.never_share(step.activity);
    // Of the runs in which it happens at all.
    let causes: Vec<(Cause, f64)> =
        step.causes.iter().map(|(cause, share)| (*cause, share / done)).collect();
    let Some(((cause, share), others)) = causes.split_first() else {
        return "is never reached".to_owned();
    };
    let first = reason(facts, step, *cause);
    let mut text = format!("{} {}", first.verb, first.condition);
    if let Some(pause) = pause(facts, step.activity) {
        text.push_str(&format!(", and {}", pause_said(facts, pause)));
    }
    if *share < ALWAYS {
        text.push_str(&format!(", in {}", runs(*share)));
    }
    let others = others.iter().filter(|(_, share)| *share >= SHARE_MIN).take(OTHERS_MAX);
    let others: Vec<String> = others
        .map(|(cause, share)| {
            let other = reason(facts, step, *cause);
            let verb =
                if other.verb == first.verb { String::new() } else { format!("{} ", other.verb) };
            format!("{verb}{} ({})", other.condition, runs(*share))
        })
        .collect();
    if !others.is_empty() {
        text.push_str(&format!("; else {}", words::list(&others)));
    }
    if let Some(leave) = leave_within(facts, step.activity) {
        text.push_str(&format!("; then {}", pause_said(facts, leave)));
    }
    text
}

/// `sven joins on Mon 7 Dec`, `jonas is away until Fri 1 Jan`.
fn pause_said(facts: &Facts, pause: Pause) -> String {
    let said = |date| words::weekday(date, facts.today);
    match pause {
        Pause::Joins(person, first) => {
            format!("{} joins on {}", facts.person(person), said(first))
        }
        Pause::Away(person, last) => {
            format!("{} is away until {}", facts.person(person), said(last))
        }
        Pause::DaysOff(_, last) => format!("nobody works until {}", said(last)),
    }
}

/// Other causes than the first are said from this share of runs on …
const SHARE_MIN: f64 = 0.1;
/// … and not more of them than this.
const OTHERS_MAX: usize = 2;
/// From this share on a cause is not called one of several.
const ALWAYS: f64 = 0.95;

/// A share in tenths: `6 of 10 runs`.
fn runs(share: f64) -> String {
    format!("{:.0} of 10 runs", (share * 10.0).round().clamp(1.0, 9.0))
}

/// Why a step did not start earlier: `starts`, `when x is finished`.
struct Reason {
    verb: &'static str,
    condition: String,
}

fn reason(facts: &Facts, step: &Step, cause: Cause) -> Reason {
    match cause {
        Cause::Nothing => match step.item {
            ItemRef::Task(_) | ItemRef::Unknown(_) => {
                Reason { verb: "can start", condition: "at once".to_owned() }
            }
            _ => Reason { verb: "waits", condition: "for nothing".to_owned() },
        },
        Cause::Release => released(facts, step),
        Cause::Busy(other) => {
            Reason { verb: "starts", condition: busy(facts, step.activity, other) }
        }
        Cause::Link(link) => linked(facts, step, link),
    }
}

fn released(facts: &Facts, step: &Step) -> Reason {
    let release = facts
        .lowered
        .problem
        .activity(step.activity)
        .release
        .unwrap_or(facts.lowered.problem.today());
    match step.item {
        ItemRef::Decision(_) | ItemRef::Obstacle(_) => {
            let date = words::weekday(facts.finish_date(release), facts.today);
            Reason {
                verb: "is expected",
                condition: format!("to be {} on {date}", done_word(step.item)),
            }
        }
        _ => {
            let date = words::weekday(facts.start_date(release), facts.today);
            Reason { verb: "does not start", condition: format!("before {date}, as the plan says") }
        }
    }
}

fn busy(facts: &Facts, activity: ActivityId, other: ActivityId) -> String {
    let theirs = facts.people(other);
    let shared = facts.people(activity).into_iter().find(|person| theirs.contains(person));
    // In the runs that this is about, others may do the work than in the one future.
    let who = shared.or_else(|| only_one_of_both(facts, activity, other));
    let who = who.map_or("somebody", |person| facts.person(person));
    match facts.lowered.item_of(other) {
        Some(item) => format!("when {who} is done with {}", facts.mention(item)),
        None => format!("when {who} is free"),
    }
}

/// The one person who may do both; `None` if several may, or nobody.
fn only_one_of_both(facts: &Facts, one: ActivityId, other: ActivityId) -> Option<PersonId> {
    let able = |activity: ActivityId| -> BTreeSet<PersonId> {
        let modes = facts.lowered.problem.activity(activity).modes.iter();
        let demands = modes.flat_map(|mode| &mode.demands);
        demands.filter_map(|demand| facts.lowered.person_of(demand.resource)).collect()
    };
    let both: Vec<PersonId> = able(one).intersection(&able(other)).copied().collect();
    let [person] = both[..] else { return None };
    Some(person)
}

fn linked(facts: &Facts, step: &Step, link: u32) -> Reason {
    let link = facts.lowered.problem.links()[link as usize];
    let event = match facts.lowered.item_of(link.from) {
        Some(item) => event(facts, item, link.kind),
        None => "the work before it is done".to_owned(),
    };
    let lag = if link.lag == Lag::ZERO { "" } else { " and its lag is over" };
    match link.kind {
        LinkKind::FinishFinish | LinkKind::StartFinish => {
            Reason { verb: "cannot finish", condition: format!("before {event}{lag}") }
        }
        LinkKind::FinishStart | LinkKind::StartStart => {
            Reason { verb: verb(facts, step.item), condition: format!("when {event}{lag}") }
        }
    }
}

fn verb(facts: &Facts, item: ItemRef) -> &'static str {
    match item {
        ItemRef::Milestone(_) => "is reached",
        ItemRef::Feature(_) => "is delivered",
        ItemRef::Decision(_) => "can be made",
        ItemRef::Task(id) if !facts.plan.task(id).is_leaf() => "is finished",
        _ => "starts",
    }
}

fn event(facts: &Facts, item: ItemRef, kind: LinkKind) -> String {
    let mention = facts.mention(item);
    if matches!(kind, LinkKind::StartStart | LinkKind::StartFinish) {
        return format!("{mention} has started");
    }
    match item {
        ItemRef::Decision(_) => format!("{mention} is decided"),
        ItemRef::Unknown(_) => format!("{mention} is answered"),
        ItemRef::Obstacle(_) => format!("{mention} is out of the way"),
        ItemRef::Milestone(_) => format!("{mention} is reached"),
        ItemRef::Task(id) if facts.plan.task(id).wait => format!("the wait {mention} is over"),
        _ => format!("{mention} is finished"),
    }
}
