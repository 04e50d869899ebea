//! `fore`: will we make it, and what needs somebody now?

use plan::Moved;
use schedule::Crew;
use text::Level;

use super::waiting::{self, waiting};
use super::{finishes, first, targets};
use crate::chart;
use crate::effort::effort;
use crate::facts::{Facts, Status};
use crate::rows::{self, Target};
use crate::sentence::{self, Situation};
use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// The overview of a plan; while it is too early for a date, what to settle first. `moved` is what
/// became of P80 in the last week, where the plan has one.
#[must_use]
pub fn overview(facts: &Facts, moved: Option<&Moved>, paint: &Paint) -> String {
    match facts.situation() {
        Situation::TooEarly { .. } => first::too_early(facts, paint),
        Situation::Backlog { .. } => first::backlog(facts, paint),
        situation => dated(facts, &situation, moved, paint),
    }
}

fn dated(facts: &Facts, situation: &Situation, moved: Option<&Moved>, paint: &Paint) -> String {
    let mut page = Page::new(&facts.answer(), paint);
    remarks(&mut page, facts, situation);
    let has_dates = facts.forecast.finish.percentile(50).is_some() && !facts.is_done();
    if has_dates {
        page.gap();
        page.drawn(finishes::drawing(facts, paint, 6));
    }
    page.gap();
    if has_dates
        && paint.draws()
        && let Some((in_time, never)) = finishes::dots_in_time(facts)
    {
        page.labeled("Dots", dots_said(in_time, never, facts));
    }
    let moved = moved.filter(|_| has_dates);
    if let Some(moved) = moved {
        page.labeled("Moved", moved_said(moved, facts));
    }
    page.labeled("Work", work_line(facts, paint));
    let warnings = facts.diagnostics.iter().filter(|one| one.level == Level::Warning).count();
    if warnings > 0 {
        page.labeled(
            "Warnings",
            Line::plain(&format!("{}, see ", words::count(warnings, "warning")))
                .and_id("fore check"),
        );
    }
    targets_block(&mut page, &rows::milestones(facts), "Milestones", facts);
    targets_block(&mut page, &rows::features(facts), "Features", facts);
    targets_block(&mut page, &rows::due_tasks(facts), "Tasks due", facts);
    pressing(&mut page, facts);
    next(&mut page, facts, moved, warnings);
    page.render()
}

/// Under the answer: whose time it is, where the plan does not say; and that some runs never finish.
pub(super) fn remarks(page: &mut Page, facts: &Facts, situation: &Situation) {
    if matches!(situation, Situation::Done { .. }) {
        return;
    }
    if let Some(crew) = crew(facts) {
        page.wrapped(&Line::of(Role::Label, &crew), 0);
    }
    let shortfall = facts.shortfall();
    if matches!(situation, Situation::Dated { .. }) && shortfall.share > 0.0 {
        let text = sentence::never("the plan", &shortfall, facts.today);
        page.wrapped(&Line::of(Role::Warn, &text), 0);
    }
}

/// `+4 working days since Sun 15 November (2 March → 8 March)`.
fn moved_said(moved: &Moved, facts: &Facts) -> Line {
    let since = words::weekday(moved.since, facts.today);
    if moved.days == 0 {
        return Line::plain(&format!("by less than a day since {since}"));
    }
    let day = |date| words::day(date, facts.today);
    let days = words::count(moved.days.unsigned_abs() as usize, "working day");
    let (role, sign) = if moved.days > 0 { (Role::Warn, '+') } else { (Role::Good, '−') };
    let dates = format!(" since {since} ({} → {})", day(moved.then), day(moved.now));
    Line::of(role, &format!("{sign}{days}")).and(&dates)
}

/// `14 of 50 make 30 June`, and what a dot is.
fn dots_said(in_time: usize, never: usize, facts: &Facts) -> Line {
    let due = facts.plan.due.map_or_else(String::new, |due| words::day(due.date, facts.today));
    let never = match never {
        0 => String::new(),
        1 => ", 1 never ends and is not drawn".to_owned(),
        n => format!(", {n} never end and are not drawn"),
    };
    Line::plain(&format!("{in_time} of 50 make {due}{never}; each is one fiftieth of the runs"))
}

/// Line 2: whose time it is, where the plan does not say.
pub(super) fn crew(facts: &Facts) -> Option<String> {
    match facts.lowered.crew {
        Crew::Declared => None,
        Crew::FromTasks => {
            let names: Vec<String> = facts
                .plan
                .people
                .iter()
                .filter(|person| person.is_inside())
                .map(|person| person.name().to_owned())
                .collect();
            let names = if names.len() > NAMES_MAX {
                format!("the {} that tasks name", words::count(names.len(), "person"))
            } else {
                words::list(&names)
            };
            Some(format!("This assumes {names}, full time: there is no Team section."))
        }
        Crew::OneUnnamed => Some("This assumes one person, full time: nobody is named.".to_owned()),
    }
}

const NAMES_MAX: usize = 6;

/// How far the work is.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Finished tasks.
    pub done: usize,
    /// Begun and not finished.
    pub in_progress: usize,
    /// Not begun.
    pub to_go: usize,
    /// Effort that is behind, of that and what is left; `None` without any effort.
    pub effort_share: Option<f64>,
    /// Minutes of effort that are behind.
    pub minutes_done: f64,
    /// Minutes of effort that are left. See [`crate::effort`].
    pub minutes_left: f64,
}

/// Counts the tasks without parts, and the effort in them. Waits count as tasks, not as effort.
#[must_use]
pub fn work(facts: &Facts) -> Work {
    let mut counts = [0; 3];
    for (id, _) in facts.plan.leaves() {
        match facts.status(id) {
            Status::Done => counts[0] += 1,
            Status::InProgress => counts[1] += 1,
            Status::ToGo => counts[2] += 1,
            Status::Cut => {}
        }
    }
    let effort = effort(facts.plan, facts.lowered);
    let total = effort.whole();
    Work {
        done: counts[0],
        in_progress: counts[1],
        to_go: counts[2],
        effort_share: (total > 0.0).then(|| effort.behind / total),
        minutes_done: effort.behind,
        minutes_left: effort.left,
    }
}

/// `13 done · 5 in progress · 17 to go`, and the share of the effort.
fn work_line(facts: &Facts, paint: &Paint) -> Line {
    let Work { done, in_progress, to_go, effort_share, .. } = work(facts);
    let said = [(done, "done"), (in_progress, "in progress"), (to_go, "to go")]
        .map(|(n, word)| format!("{} {word}", words::thousands(n)));
    let line = Line::plain(&said.join(" · "));
    let is_under_way = done + in_progress > 0 && in_progress + to_go > 0;
    let Some(share) = effort_share.filter(|_| is_under_way) else { return line };
    let percent = format!("{} of the effort", words::percent(share));
    if !paint.draws() {
        return line.and(&format!(", {percent}"));
    }
    let bar = if paint.width >= DESIGN_WIDTH { 20 } else { 10 };
    line.and("   ").padded(38).and_line(chart::progress(share, bar)).and(&format!("  {percent}"))
}

/// From this width on there is room for a long bar.
const DESIGN_WIDTH: usize = 100;

const TARGETS_MAX: usize = 8;

fn targets_block(page: &mut Page, all: &[Target], title: &'static str, facts: &Facts) {
    let (reached, open): (Vec<&Target>, Vec<&Target>) =
        all.iter().partition(|target| target.reached.is_some());
    if open.is_empty() {
        return;
    }
    if let Some(line) = all_together(&open, facts) {
        page.labeled(title, line);
        return;
    }
    let mut shown: Vec<Target> = open.into_iter().cloned().collect();
    shown.sort_by_key(|target| (target.p50.is_none(), target.p50));
    let hidden = shown.len().saturating_sub(TARGETS_MAX);
    shown.truncate(TARGETS_MAX);
    page.gap();
    page.table(&targets::table(&shown, title, facts.today), 2);
    let mut rest = Vec::new();
    if !reached.is_empty() {
        rest.push(format!("{} reached", reached.len()));
    }
    if hidden > 0 {
        rest.push(format!("{hidden} later ones not shown"));
    }
    if !rest.is_empty() {
        page.wrapped(&Line::of(Role::Label, &format!("  {}", rest.join(", "))), 4);
    }
    if let Some(loose) = targets::loose(&shown) {
        page.wrapped(&Line::plain("  ").and_prose(&loose), 4);
    }
}

/// Several targets that are reached on the same day are one line.
fn all_together(open: &[&Target], facts: &Facts) -> Option<Line> {
    let (first, rest) = open.split_first()?;
    let same = |target: &&Target| {
        (target.p50, target.p80, target.due) == (first.p50, first.p80, first.due)
            && !target.waits_for_nothing
    };
    if rest.is_empty() || !rest.iter().all(same) {
        return None;
    }
    let said = |date: Option<_>| {
        date.map_or_else(|| "never".to_owned(), |date| words::weekday(date, facts.today))
    };
    Some(Line::plain(&format!(
        "all {} together: P50 {}, P80 {}",
        words::number(open.len()),
        said(first.p50),
        said(first.p80)
    )))
}

fn pressing(page: &mut Page, facts: &Facts) {
    let mut all = waiting(facts);
    all.retain(|waiting| waiting.is_pressing(facts.today));
    if all.is_empty() {
        return;
    }
    page.heading("Waiting on a person, not on work", "");
    page.table(&waiting::table(facts, &all), 4);
}

fn next(page: &mut Page, facts: &Facts, moved: Option<&Moved>, warnings: usize) {
    if facts.is_done() {
        page.next(&[("fore forecast", "how good the estimates were")]);
        return;
    }
    let last = facts.lowered.item_of(facts.lowered.finish).map(|item| facts.name(item));
    let why = last.map(|name| format!("fore why {}", words::argument(name)));
    let mut commands = vec![("fore next", "who can start what this morning")];
    let cut = wanted_cut(facts);
    match &cut {
        Some((command, shows)) => commands.push((command, shows)),
        None => commands.push(("fore forecast", "the dates week by week")),
    }
    if moved.is_some_and(|moved| moved.days != 0) {
        commands.push(("fore status", "what moved the date"));
    } else if let Some(why) = &why {
        commands.push((why, "what the date is waiting for"));
    } else if warnings > 0 {
        commands.push(("fore check", "what the plan leaves open"));
    } else {
        commands.push(("fore schedule", "who does what, and when"));
    }
    commands.push(("fore review", "what is worth asking"));
    page.next(&commands);
}

/// What would make the deadline likely, where it is not.
pub(super) fn wanted_cut(facts: &Facts) -> Option<(String, String)> {
    let Situation::Dated { deadline: Some(deadline), .. } = facts.situation() else { return None };
    let is_unlikely = deadline.chance < LIKELY && deadline.date >= facts.today;
    let day = words::day(deadline.date, facts.today);
    is_unlikely.then(|| ("fore cut".to_owned(), format!("what would make {day} likely")))
}

/// From this chance on a deadline needs nothing done about it.
const LIKELY: f64 = 0.8;
