//! `fore schedule`: who does what and when, in lanes.

mod drawing;
pub(crate) mod picture;

use calendar::Moment;

use self::drawing::draw;
use self::picture::{Group, Picture, hidden, load, picture};
use super::overview;
use crate::difference::{Holder, PathHolder, path_holder};
use crate::facts::Facts;
use crate::load::{days_until_due, work_left};
use crate::sentence::Situation;
use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// Who does what and when. With more open work than fits, what is on the longest path and what
/// starts within three weeks; with very much, one line a deliverable. `all` shows every task. Before
/// `bound` no order of work finishes the plan at middle estimates.
#[must_use]
pub fn schedule(facts: &Facts, bound: Option<Moment>, all: bool, paint: &Paint) -> String {
    let picture = picture(facts, all);
    let mut page = Page::new(&headline(facts), paint);
    overview::remarks(&mut page, facts, &facts.situation());
    page.gap();
    if picture.work.is_empty() {
        let nothing = undated(facts).unwrap_or_else(|| "Nothing is left to schedule.".to_owned());
        page.wrapped(&Line::plain("  ").and_prose(&nothing), 2);
        page.next(&[("fore forecast", "the dates, and how sure")]);
        return page.render();
    }
    if paint.draws() {
        draw(&mut page, facts, &picture);
    } else {
        list(&mut page, facts, &picture);
    }
    read_this(&mut page, facts, bound, &picture);
    page.next(&[
        ("fore forecast", "the dates, and how sure"),
        ("fore next", "who can start what this morning"),
    ]);
    page.render()
}

/// The sum of middle estimates and how few runs get there: the warning that the bars are not it.
#[must_use]
pub fn headline(facts: &Facts) -> String {
    let situation = facts.situation();
    let middle = facts.schedule.finish(facts.lowered.finish);
    if let Situation::TooEarly { assumed_people: Some(_), .. } = situation
        && let Some((from, to)) = facts.span(&facts.forecast.finish)
    {
        // The bars are those of one person, whatever the overview assumes.
        return facts.said(&Situation::TooEarly { from, to, assumed_people: Some(1) });
    }
    let (Some(middle), Situation::Dated { .. }) = (middle, situation) else {
        return facts.answer();
    };
    let date = facts.finish_date(middle);
    let chance = facts.forecast.finish.chance_by(facts.end_of(date));
    let (said, share) = (words::day(date, facts.today), words::runs(chance));
    format!("Middle estimates add up to {said}, which holds in {share}. Bars show the forecast.")
}

fn list(page: &mut Page, facts: &Facts, picture: &Picture) {
    for group in &picture.work {
        let load = load(facts, group);
        let note = if load.is_empty() { String::new() } else { format!(" ({load})") };
        page.wrapped(&Line::plain(&format!("  {}{note}", group.name)), 4);
        for mark in &group.tasks {
            let said = |moment| words::weekday(facts.finish_date(moment), facts.today);
            let start = words::weekday(facts.start_date(mark.start), facts.today);
            let start = if mark.in_progress { "in progress".to_owned() } else { start };
            let path = if mark.path_share >= 0.005 {
                format!(", longest path in {} of runs", words::percent(mark.path_share))
            } else {
                String::new()
            };
            let late =
                mark.late.map_or_else(String::new, |late| format!(", 90% by {}", said(late)));
            let text = format!("{start} – {}{late}{path}", said(mark.middle));
            page.wrapped(&Line::plain("    ").with(Role::Id, &mark.name).and(": ").and(&text), 6);
        }
    }
    for note in hidden(picture) {
        page.wrapped(&Line::of(Role::Label, &format!("  {note}")), 2);
    }
}

/// The one or two things that the chart shows and that are easily missed.
fn read_this(page: &mut Page, facts: &Facts, bound: Option<Moment>, picture: &Picture) {
    let mut sentences = Vec::new();
    let people =
        || picture.work.iter().filter(|group| group.person.is_some() && group.note.is_empty());
    sentences.extend(path_holder(facts).map(|holder| holds_most(&holder)));
    let left = work_left(facts);
    let full = people().find(|group| {
        group.person.is_some_and(|person| {
            let days = facts.days(left.get(&person).copied().unwrap_or(0.0));
            days_until_due(facts, person).is_some_and(|available| days > available)
        })
    });
    if let Some(full) = full {
        sentences
            .push(format!("The work of {} is more than the days until the due date.", full.name));
    }
    if let Some((name, date)) = free_first(facts, picture) {
        sentences.push(format!("{name} is free from {date}."));
    }
    sentences.extend(bound.and_then(|bound| how_good(facts, bound)));
    sentences.extend(undated(facts));
    if !sentences.is_empty() {
        page.gap();
        page.labeled("Read this", Line::prose(&sentences.join(" ")));
    }
}

/// What takes most of the days on the longest path.
fn holds_most(holder: &PathHolder) -> String {
    let most = if holder.share > 0.5 { "most" } else { "the largest part" };
    match &holder.by {
        Holder::Person(name) => format!("The work of {name} holds {most} of the longest path."),
        Holder::Waiting(item) => {
            format!("Waiting holds {most} of the longest path, for {item} above all.")
        }
    }
}

/// What has no place in the schedule because it never ends as the plan is written, as a sentence.
pub(super) fn undated(facts: &Facts) -> Option<String> {
    let undated: Vec<String> =
        facts.undated().into_iter().map(|item| facts.mention(item)).collect();
    let names = match undated.as_slice() {
        [] => return None,
        few if few.len() <= UNDATED_MAX => words::list(few),
        many => {
            let shown = many[..UNDATED_MAX].join(", ");
            format!("{shown} and {} more", many.len() - UNDATED_MAX)
        }
    };
    let have = if undated.len() == 1 { "has" } else { "have" };
    Some(format!("{names} {have} no date: see fore check."))
}

/// So many tasks without a date are named.
const UNDATED_MAX: usize = 5;

/// How much sooner another order of work could end at best.
fn how_good(facts: &Facts, bound: Moment) -> Option<String> {
    let Situation::Dated { .. } = facts.situation() else { return None };
    let middle = facts.schedule.finish(facts.lowered.finish)?;
    if bound >= middle {
        return Some("Proved: at middle estimates no order of work ends sooner.".to_owned());
    }
    let work = facts.lowered.plan_calendar().work_between(bound, middle);
    let days = facts.days(work.0 as f64).ceil().max(1.0);
    let days = words::count(days as usize, "working day");
    Some(format!("At middle estimates no order of work ends more than {days} sooner."))
}

/// Who has nothing left first, by the middles, if several people work; only before the plan ends.
fn free_first(facts: &Facts, picture: &Picture) -> Option<(String, String)> {
    if picture.hidden > 0 || picture.work.len() < 2 {
        return None;
    }
    let inside =
        picture.work.iter().filter(|group| group.person.is_some() && group.note.is_empty());
    let last = |group: &Group| group.tasks.iter().map(|mark| mark.middle).max();
    let (moment, name) =
        inside.filter_map(|group| Some((last(group)?, group.name.clone()))).min()?;
    let is_early = facts.forecast.finish.percentile(50).is_some_and(|finish| moment < finish);
    is_early.then(|| (name, words::weekday(facts.finish_date(moment), facts.today)))
}
