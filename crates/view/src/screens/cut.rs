//! `fore cut`: what makes a date likely enough, at the smallest loss; or what is possible instead.

use jiff::civil::Date;
use plan::{LeverCost, LeverKind};

use crate::facts::Facts;
use crate::levers;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::{chart, words};

/// What was found, as plain values.
#[derive(Clone, Debug)]
pub struct Cut<'a> {
    /// By the end of this day …
    pub by: Date,
    /// … as likely as this, in percent.
    pub percent: u32,
    /// How many runs the numbers are from.
    pub runs: u32,
    /// The plan as it is.
    pub now: Stand,
    /// What is done, in order; each stands with all before it.
    pub steps: Vec<Step<'a>>,
    /// Whether that is likely enough.
    pub is_enough: bool,
    /// Other choices in place of the last step.
    pub others: Vec<Step<'a>>,
    /// What moves nothing.
    pub idle: Vec<&'a LeverKind>,
    /// What it takes if a step is refused.
    pub refusals: Vec<Refusal<'a>>,
    /// What is possible at all, where the date is not.
    pub soonest: Option<Soonest>,
    /// What else the reader should know, a sentence each.
    pub remarks: Vec<String>,
    /// The branch that it was written to.
    pub written: Option<String>,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// What is done.
    pub lever: &'a LeverKind,
    /// What the plan says about it, in the words of its author; may be empty.
    pub note: String,
    /// Where the plan stands.
    pub stand: Stand,
}

/// Where a plan stands; dates are `None` where it is never so likely done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// The chance of the day, 0 to 1.
    pub chance: f64,
    /// What the chance is at least, because runs are few.
    pub chance_least: f64,
    /// The day on which it is as likely done as is wanted.
    pub wanted: Option<Date>,
    /// The median.
    pub p50: Option<Date>,
    /// The 80th percentile.
    pub p80: Option<Date>,
    /// The 95th percentile.
    pub p95: Option<Date>,
}

/// A step that is refused.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// Its number, from 1.
    pub step: usize,
    /// What is done instead, beside the other steps.
    pub instead: Vec<&'a LeverKind>,
    /// The numbers of the other steps that are not taken then.
    pub spared: Vec<usize>,
    /// Where that ends.
    pub stand: Stand,
    /// Whether it is likely enough.
    pub is_enough: bool,
}

/// What is possible at all.
#[derive(Clone, Debug)]
pub struct Soonest {
    /// The finish of the luckiest run.
    pub luckiest: Option<Date>,
    /// What follows each other until then, as it is mentioned.
    pub chain: Vec<String>,
    /// Working days that these take at their fastest.
    pub chain_days: f64,
    /// Working days that there are.
    pub days_until: f64,
    /// What is done in time, as it is mentioned.
    pub fits: Vec<String>,
    /// Of how many open tasks.
    pub open: usize,
}

/// A chance below this, with everything done about it, is no chance.
const HOPELESS: f64 = 0.05;

/// The screen.
#[must_use]
pub fn cut(facts: &Facts, cut: &Cut<'_>, paint: &Paint) -> String {
    let mut page = Page::new(&headline(facts, cut), paint);
    page.gap();
    page.table(&ladder(facts, cut, paint), 2);
    if cut.steps.len() > STEPS_MAX {
        let more = words::count(cut.steps.len() - STEPS_MAX, "more step");
        page.wrapped(&Line::plain(&format!("  and {more}; --json has them all")), 2);
    }
    in_full(&mut page, facts, cut);
    if !cut.steps.is_empty() || !cut.is_enough {
        result(&mut page, facts, cut);
    }
    others(&mut page, facts, cut);
    cost(&mut page, facts, cut);
    refusals(&mut page, facts, cut);
    if let Some(soonest) = cut.soonest.as_ref().filter(|_| is_hopeless(cut)) {
        possible(&mut page, facts, cut, soonest);
    }
    for remark in &cut.remarks {
        page.gap();
        page.wrapped(&Line::plain("  ").and_prose(remark), 2);
    }
    next(&mut page, cut);
    page.render()
}

/// The first line: yes or no, with the chance, and what it takes.
#[must_use]
pub fn headline(facts: &Facts, cut: &Cut<'_>) -> String {
    let day = words::day(cut.by, facts.today);
    if cut.is_enough && cut.steps.is_empty() {
        let chance = words::percent(cut.now.chance);
        return format!("Yes, as it is: {day} at {chance}. Nothing has to go.");
    }
    let last = last_stand(cut);
    if cut.is_enough {
        let taken = summary(facts, cut);
        return format!("Yes: {day} at {}. {taken}.", words::percent(last.chance));
    }
    if last.chance <= 0.0 {
        let runs = words::count(cut.runs as usize, "run");
        return format!("{day} is not possible: none of {runs} makes it, and no cut reaches it.");
    }
    let chance = words::percent_beside(last.chance, cut.percent);
    let all = if cut.steps.is_empty() { "and nothing helps" } else { "with everything that helps" };
    match last.wanted {
        Some(wanted) => {
            let wanted = words::day(wanted, facts.today);
            format!("No: {day} at {chance} {all}. Then {wanted} is {}% sure.", cut.percent)
        }
        None => format!("No: {day} at {chance} {all}."),
    }
}

fn last_stand(cut: &Cut<'_>) -> Stand {
    cut.steps.last().map_or(cut.now, |step| step.stand)
}

fn is_hopeless(cut: &Cut<'_>) -> bool {
    !cut.is_enough && last_stand(cut).chance < HOPELESS
}

/// `Three hand-overs, a shorter `shadow`, and without `webhooks``.
fn summary(facts: &Facts, cut: &Cut<'_>) -> String {
    let (mut handed, mut parts, mut left_out) = (0, Vec::new(), Vec::new());
    for step in &cut.steps {
        match step.lever {
            LeverKind::HandOver { tasks, .. } => handed += tasks.len(),
            LeverKind::Cut(id) => left_out.push(facts.mention(plan::ItemRef::Task(*id))),
            other => parts.push(levers::said(facts.plan, other, facts.today)),
        }
    }
    if handed > 0 {
        let hand_overs = if handed == 1 { "hand-over" } else { "hand-overs" };
        parts.insert(0, format!("{} {hand_overs}", words::number(handed)));
    }
    if !left_out.is_empty() {
        parts.push(format!("without {}", words::list(&left_out)));
    }
    words::capitalized(&parts.join(", "))
}

/// From this width on there is room for bars, and from this one for what a step takes.
const BARS_WIDTH_MIN: usize = 90;
const TAKES_WIDTH_MIN: usize = 75;
const BAR_WIDTH: usize = 20;
/// A longer name of a step is said in full under the table.
const NAME_MAX: usize = 44;
/// More steps than these are counted only.
const STEPS_MAX: usize = 12;

/// One row a step, from the plan as it is.
fn ladder(facts: &Facts, cut: &Cut<'_>, paint: &Paint) -> Table {
    let has_bars = paint.draws() && paint.width >= BARS_WIDTH_MIN;
    let has_more = paint.plain || paint.width >= TAKES_WIDTH_MIN;
    let mut columns = vec![Column::left(""), Column::right("chance")];
    columns.extend(has_more.then_some(Column::left("P80")));
    columns.extend(has_bars.then_some(Column::left("")));
    columns.extend(has_more.then_some(Column::left("")));
    let mut table = Table::new(columns);
    let mut row = |name: Line, stand: &Stand, takes: &str| {
        let chance = words::percent_beside(stand.chance, cut.percent);
        let mut cells = vec![name, Line::plain(&chance)];
        cells.extend(has_more.then(|| date(facts, stand.p80)));
        let wanted = f64::from(cut.percent) / 100.0;
        cells.extend(has_bars.then(|| chart::towards(stand.chance, wanted, BAR_WIDTH)));
        cells.extend(has_more.then(|| Line::of(Role::Label, takes)));
        table.row(cells);
    };
    row(Line::plain("   as it is"), &cut.now, "");
    for (n, step) in cut.steps.iter().enumerate().take(STEPS_MAX) {
        let takes = levers::cost(facts.plan, step.lever);
        row(step_name(facts, n, step).truncated(NAME_MAX), &step.stand, &takes);
    }
    table
}

fn step_name(facts: &Facts, n: usize, step: &Step<'_>) -> Line {
    let name = levers::row(facts.plan, step.lever, facts.today);
    Line::plain(&format!("{}  ", n + 1)).and_prose(&name)
}

/// The steps whose names the table had to cut short.
fn in_full(page: &mut Page, facts: &Facts, cut: &Cut<'_>) {
    let names =
        cut.steps.iter().enumerate().take(STEPS_MAX).map(|(n, step)| step_name(facts, n, step));
    let long: Vec<Line> = names.filter(|name| name.width() > NAME_MAX).collect();
    if !long.is_empty() {
        page.gap();
    }
    for name in long {
        page.wrapped(&Line::plain("  ").and_line(name), 5);
    }
}

fn date(facts: &Facts, date: Option<Date>) -> Line {
    let said = date.map_or_else(|| "never".to_owned(), |date| words::day_month(date, facts.today));
    Line::plain(&said)
}

/// `P50 18 Jun · P80 29 Jun · P95 10 Jul`, and how many runs still miss the day.
fn result(page: &mut Page, facts: &Facts, cut: &Cut<'_>) {
    let stand = last_stand(cut);
    let said = |percent: &str, day: Option<Date>| format!("{percent} {}", date(facts, day).text());
    let dates = [said("P50", stand.p50), said("P80", stand.p80), said("P95", stand.p95)];
    page.gap();
    let day = words::day(cut.by, facts.today);
    let mut text = format!("{}.", dates.join(" · "));
    if cut.is_enough {
        let missing = words::percent(1.0 - stand.chance);
        text.push_str(&format!(" {missing} of the runs still miss {day}"));
        let (chance, least) = (words::percent(stand.chance), words::percent(stand.chance_least));
        if least == chance {
            text.push('.');
        } else {
            text.push_str(&format!("; with other draws it is {least} at least."));
        }
    } else if let Some(wanted) = stand.wanted {
        let wanted = words::weekday(wanted, facts.today);
        text.push_str(&format!(" {}% sure is {wanted}.", cut.percent));
    }
    page.labeled("Result", Line::plain(&text));
}

/// What else could be done in place of the last step, and what moves nothing.
fn others(page: &mut Page, facts: &Facts, cut: &Cut<'_>) {
    if !cut.others.is_empty() {
        page.heading(&format!("Instead of step {}", cut.steps.len()), "");
        let mut table = Table::new(vec![
            Column::left(""),
            Column::right(""),
            Column::left(""),
            Column::left(""),
        ]);
        for other in &cut.others {
            table.row(vec![
                Line::prose(&levers::said(facts.plan, other.lever, facts.today)),
                Line::plain(&words::percent_beside(other.stand.chance, cut.percent)),
                Line::of(Role::Label, &levers::cost(facts.plan, other.lever)),
                Line::plain(&verdict(cut, other)),
            ]);
        }
        page.table(&table, 4);
    }
    if cut.idle.is_empty() || (cut.is_enough && cut.steps.is_empty()) {
        return;
    }
    let said = cut.idle.iter().map(|lever| levers::said(facts.plan, lever, facts.today));
    let said: Vec<String> = said.take(IDLE_MAX).collect();
    let more = match cut.idle.len() - said.len() {
        0 => words::list(&said),
        n => format!("{} and {n} more", said.join(", ")),
    };
    page.gap();
    page.labeled("No gain", Line::prose(&format!("{more}: buys nothing")));
}

const IDLE_MAX: usize = 5;

/// Whether it would do, else by how much not; with what the plan says about it.
fn verdict(cut: &Cut<'_>, other: &Step<'_>) -> String {
    let missing = f64::from(cut.percent) - other.stand.chance * 100.0;
    if missing <= 0.0 {
        return other.note.clone();
    }
    let points = (missing.ceil() as usize).max(1);
    format!("not enough: {} short", words::count(points, "point"))
}

/// What the plan says about its simpler forms and cuts.
fn cost(page: &mut Page, facts: &Facts, cut: &Cut<'_>) {
    let told = cut
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.lever.cost() >= LeverCost::Simpler && !step.note.is_empty());
    let mut label = "It costs";
    for (n, step) in told {
        if !label.is_empty() {
            page.gap();
        }
        let task = match step.lever {
            LeverKind::Smaller(id) | LeverKind::Cut(id) => facts.mention(plan::ItemRef::Task(*id)),
            _ => String::new(),
        };
        let text = format!("step {}, {task}: {}", n + 1, step.note);
        page.labeled(label, Line::prose(&text));
        label = "";
    }
}

/// What it takes if one of the steps is refused.
fn refusals(page: &mut Page, facts: &Facts, cut: &Cut<'_>) {
    let mut label = "Refused";
    for refusal in &cut.refusals {
        if !label.is_empty() {
            page.gap();
        }
        let text = format!("step {}: {}", refusal.step, refused(facts, cut, refusal));
        page.labeled(label, Line::prose(&text));
        label = "";
    }
}

fn refused(facts: &Facts, cut: &Cut<'_>, refusal: &Refusal<'_>) -> String {
    let chance = words::percent_beside(refusal.stand.chance, cut.percent);
    let said = |lever: &&LeverKind| levers::said(facts.plan, lever, facts.today);
    let instead = words::list(&refusal.instead.iter().map(said).collect::<Vec<String>>());
    let spared: Vec<String> = refusal.spared.iter().map(usize::to_string).collect();
    let steps = if spared.len() == 1 { "step" } else { "steps" };
    let spared = words::list(&spared);
    if !refusal.is_enough {
        let wanted = refusal.stand.wanted.map_or_else(String::new, |wanted| {
            format!(", and {}% sure is {}", cut.percent, words::weekday(wanted, facts.today))
        });
        return format!("nothing else is enough, {chance} with all that helps{wanted}");
    }
    match (instead.is_empty(), spared.is_empty()) {
        (true, true) => format!("the others are enough, {chance}"),
        (true, false) => format!("the others without {steps} {spared} are enough, {chance}"),
        (false, true) => format!("{instead} instead, {chance}"),
        (false, false) => format!("{instead} instead of it and of {steps} {spared}, {chance}"),
    }
}

/// The soonest day, what fills it, and what would fit.
fn possible(page: &mut Page, facts: &Facts, cut: &Cut<'_>, soonest: &Soonest) {
    page.gap();
    if let Some(luckiest) = soonest.luckiest {
        let runs = words::count(cut.runs as usize, "run");
        let text = format!(
            "{}, in the luckiest of {runs}, with all of the above",
            words::weekday(luckiest, facts.today)
        );
        page.labeled("Soonest", Line::plain(&text));
    }
    if !soonest.chain.is_empty() {
        let text = format!(
            "{}: {} at their very fastest, and there are {} until {}",
            soonest.chain.join(" → "),
            whole_days(soonest.chain_days.ceil()),
            whole_days(soonest.days_until.floor()),
            words::day(cut.by, facts.today),
        );
        page.labeled("Fills it", Line::prose(&text));
    }
    let fits = if soonest.fits.is_empty() {
        format!("none of the {} open tasks is done by then so surely", soonest.open)
    } else {
        format!(
            "a project of {} of the {} open tasks, which are done by then: {}",
            soonest.fits.len(),
            soonest.open,
            some_of(&soonest.fits),
        )
    };
    page.labeled("Would fit", Line::prose(&fits));
}

const FITS_MAX: usize = 8;

fn some_of(names: &[String]) -> String {
    if names.len() <= FITS_MAX {
        return words::list(names);
    }
    format!("{} and {} more", names[..FITS_MAX].join(", "), names.len() - FITS_MAX)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few working days")]
fn whole_days(days: f64) -> String {
    words::count(days.max(0.0) as usize, "working day")
}

fn next(page: &mut Page, cut: &Cut<'_>) {
    let again = |by: Date| format!("fore cut --by {by} --confidence {}", cut.percent);
    if let Some(branch) = &cut.written {
        let switch = format!("git switch {}", words::argument(branch));
        page.next(&[(&switch, "the plan with all of this")]);
    } else if cut.is_enough && !cut.steps.is_empty() {
        let write = format!("{} --write try/{}", again(cut.by), cut.by);
        page.next(&[(&write, "a new branch with all of this, not the one you are on")]);
    } else if let Some(wanted) = last_stand(cut).wanted.filter(|_| !cut.is_enough) {
        page.next(&[
            (&again(wanted), "what that day takes"),
            ("fore forecast", "the dates, and how sure"),
        ]);
    } else {
        page.next(&[("fore forecast", "the dates, and how sure")]);
    }
}
