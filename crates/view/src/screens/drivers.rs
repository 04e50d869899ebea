//! What moves the date, and what to settle first: two blocks of `fore forecast`.
//!
//! In: facts, and what was found out about the finish. Out: blocks on a page. It must not measure
//! anything; how long a list is and what is too little to be said is decided here.

use forecast::{Advice, Drivers, Mover, Question, Uncertainty};
use plan::ItemRef;

use crate::chart;
use crate::facts::Facts;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

const MOVERS_MAX: usize = 8;
const QUESTIONS_MAX: usize = 3;
/// Days of P80 for a day of work: below it, no question is worth settling before work goes on.
pub(crate) const WORTH_MIN: f64 = 0.5;
/// Fewer days than these are not worth asking for somebody's time.
const HELP_DAYS_MIN: f64 = 0.95;
/// Less than this many days is not said to move a date.
const DAYS_MIN: f64 = 0.5;

/// What swings the finish, what is sooner without it, and whose time the finish waits for.
pub(super) fn movers(page: &mut Page, facts: &Facts, drivers: &Drivers) {
    let movers = shown(facts, drivers);
    if !movers.is_empty() {
        page.gap();
        page.table(&table(facts, drivers.mean, &movers, page.paint()), 2);
    }
    page.gap();
    for remark in remarks(facts, drivers) {
        page.wrapped(&Line::plain("  ").and_prose(&remark), 4);
    }
}

/// What moves the finish by half a day or more, widest first; not more than a reader reads.
pub(crate) fn shown<'a>(facts: &Facts, drivers: &'a Drivers) -> Vec<&'a Mover> {
    let moves = |mover: &&Mover| facts.days(mover.swing.minutes()).abs() >= DAYS_MIN;
    drivers.movers.iter().filter(moves).take(MOVERS_MAX).collect()
}

/// Which question is worth a spike; or that none is, and planning may stop.
pub(super) fn settle_first(page: &mut Page, facts: &Facts, drivers: &Drivers) {
    page.gap();
    let mut said = |text: &str| page.wrapped(&Line::plain(text), 4);
    match drivers.advice(WORTH_MIN) {
        Advice::Stop => said(
            "  To find out more about sizes is no longer worth it: no answer is worth half a day of P80 \
             for a day of work. What to do otherwise: fore review.",
        ),
        Advice::TooClose(_) => said(
            "  Whether to find out more about sizes is worth it is too close to tell: half a day of P80 for a \
             day of work, more or less. What to do otherwise: fore review.",
        ),
        Advice::Settle { questions, tied } => {
            questions_table(page, facts, &questions);
            let of_which = match tied {
                ..2 => return,
                tied if tied < questions.len().min(QUESTIONS_MAX) => format!("the first {tied}"),
                _ => "them".to_owned(),
            };
            let tie = format!("  Which of {of_which} is worth most is too close to tell.");
            page.wrapped(&Line::plain(&tie), 4);
        }
    }
}

/// What is worth settling, the best first.
fn questions_table(page: &mut Page, facts: &Facts, questions: &[&Question]) {
    let mut table = Table::new(vec![
        Column::left("What to settle first"),
        Column::left(""),
        Column::right("P80 nearer by"),
        Column::right("work"),
    ]);
    for question in questions.iter().take(QUESTIONS_MAX) {
        table.row(vec![
            item(facts, question.activity).truncated(NAME_MAX),
            Line::of(Role::Label, &why(facts, question)),
            Line::plain(&whole_days(facts.days(question.buffer.value))),
            Line::plain(&words::days(facts.days(question.effort.0 as f64))),
        ]);
    }
    page.table(&table, 2);
}

const NAME_MAX: usize = 44;
/// From this width on there is room for what P80 would be without each of them.
const WITHOUT_WIDTH_MIN: usize = 72;

fn table(facts: &Facts, mean: f64, movers: &[&Mover], paint: &Paint) -> Table {
    let side = bar_width(paint);
    let mut columns = vec![Column::left("What moves the date"), Column::right("if good")];
    if side > 0 {
        columns.push(Column::left(""));
    }
    columns.extend([Column::left("if bad"), Column::right("swing")]);
    let has_without = !paint.draws() || paint.width >= WITHOUT_WIDTH_MIN;
    if has_without {
        columns.push(Column::right("without it"));
    }
    let mut table = Table::new(columns);
    let sides = movers.iter().flat_map(|mover| [mean - mover.swing.good, mover.swing.bad - mean]);
    let widest = sides.fold(1.0, f64::max);
    for mover in movers {
        let swing = &mover.swing;
        let mut cells = vec![name(facts, swing.of).truncated(NAME_MAX), date(facts, swing.good)];
        if side > 0 {
            let share = |minutes: f64| minutes / widest;
            cells.push(chart::two_sided(share(mean - swing.good), share(swing.bad - mean), side));
        }
        cells.extend([
            date(facts, swing.bad),
            Line::plain(&whole_days(facts.days(swing.minutes()))),
        ]);
        if has_without {
            let without = mover.without.map(|without| sooner(facts.days(without.value)));
            cells.push(without.unwrap_or_default());
        }
        table.row(cells);
    }
    table
}

/// Columns of each half of a bar; 0 where there is no room.
fn bar_width(paint: &Paint) -> usize {
    match paint.width {
        _ if !paint.draws() => 0,
        ..72 => 0,
        72..92 => 4,
        _ => 9,
    }
}

/// What more of somebody's time would do, and what swapping work is worth.
fn remarks(facts: &Facts, drivers: &Drivers) -> Vec<String> {
    let helps = time_helps(facts, drivers);
    let helps = (!helps.is_empty()).then(|| format!("P80 would come {}.", words::list(&helps)));
    let ordered = drivers.ordered.map(|gain| facts.days(gain)).filter(|gain| *gain >= DAYS_MIN);
    let ordered = ordered.map(|gain| {
        let days = whole_days(gain);
        format!("Ordered for P80: {days} sooner than by the longest path at the middle estimates.")
    });
    let remarks = [helps, ordered, if_frozen(facts, drivers), with_enough_people(facts)];
    remarks.into_iter().flatten().collect()
}

/// `4 d sooner if `@ilse` were never away`, the most first.
fn time_helps(facts: &Facts, drivers: &Drivers) -> Vec<String> {
    let mut helps = Vec::new();
    for shift in &drivers.people {
        let Some(person) = facts.lowered.person_of(shift.resource) else { continue };
        let name = facts.person(person);
        let two = format!("with a second pair of hands for the work of `@{name}`");
        helps.push((facts.days(shift.one_more), two));
        let there = shift.never_away.map_or(0.0, |there| facts.days(there));
        helps.push((there, format!("if `@{name}` were never away")));
    }
    helps.retain(|(days, _)| *days >= HELP_DAYS_MIN);
    helps.sort_by(|a, b| b.0.total_cmp(&a.0));
    let said = |(days, how): (f64, String)| format!("{} sooner {how}", whole_days(days));
    helps.into_iter().map(said).collect()
}

/// `If nobody swaps: P80 Wed 5 August, 5 d later.`
fn if_frozen(facts: &Facts, drivers: &Drivers) -> Option<String> {
    let later = drivers.if_frozen?;
    let p80 = facts.p80_moved_by(later)?;
    let date = words::weekday_long(p80, facts.today);
    let days = facts.days(later);
    Some(if days >= DAYS_MIN {
        format!(
            "If nobody swaps: P80 {date}, {} later. Planning anew as work goes on is worth that.",
            whole_days(days)
        )
    } else {
        "If nobody swaps, P80 is the same: everybody's work and its order can be as in the schedule.".to_owned()
    })
}

/// `With enough people for everything: P80 Mon 29 June, 22 d sooner.`
fn with_enough_people(facts: &Facts) -> Option<String> {
    let (p80, sooner) = facts.p80_with_enough_people()?;
    let date = words::weekday_long(p80, facts.today);
    let days = facts.days(sooner);
    Some(if days >= DAYS_MIN {
        format!(
            "With enough people for everything: P80 {date}, {} sooner. Part time, leave and waiting for people cost that.",
            whole_days(days)
        )
    } else {
        "With enough people for everything, P80 is the same: what waits, waits for work and dates."
            .to_owned()
    })
}

/// What the reader calls an uncertainty.
fn name(facts: &Facts, of: Uncertainty) -> Line {
    match of {
        Uncertainty::Pace => Line::plain("Team pace (all work, together)"),
        Uncertainty::Work(activity) => item(facts, activity),
        Uncertainty::Risk(risk) => Line::of(Role::Warn, "▲ ")
            .and(facts.risk(risk).map_or("a risk", |risk| &risk.item.title)),
    }
}

/// The id and title of what an activity stands for.
fn item(facts: &Facts, activity: schedule::ActivityId) -> Line {
    let Some(item) = facts.lowered.item_of(activity) else { return Line::new() };
    let name = Line::prose(&facts.mention(item));
    match facts.plan.item(item) {
        Some(item) if item.id.is_some() => name.and("  ").with(Role::Label, &item.title),
        _ => name,
    }
}

fn why(facts: &Facts, question: &Question) -> String {
    match facts.lowered.item_of(question.activity) {
        Some(ItemRef::Unknown(_)) => "an unknown".to_owned(),
        Some(ItemRef::Decision(_)) => "a decision".to_owned(),
        Some(ItemRef::Task(id)) if facts.plan.task(id).fuzzy => "fuzzy".to_owned(),
        Some(ItemRef::Task(id)) if !facts.plan.task(id).is_estimated() => "no estimate".to_owned(),
        _ => "a wide estimate".to_owned(),
    }
}

fn date(facts: &Facts, minutes: f64) -> Line {
    let said = |date| words::day_month(date, facts.today);
    Line::plain(&facts.date_after(minutes).map_or_else(String::new, said))
}

/// `−5 d` for what comes five days sooner.
fn sooner(days: f64) -> Line {
    match days.round() {
        0.0 => Line::plain("0 d"),
        whole if whole < 0.0 => Line::plain(&format!("+{} d", -whole)),
        whole => Line::of(Role::Good, &format!("−{whole} d")),
    }
}

fn whole_days(days: f64) -> String {
    if days.abs() < 0.95 { words::days(days) } else { format!("{} d", days.round()) }
}
