//! `fore diff`: what a change costs, which of its edits costs it, and what would pay for it.

mod emptied;
pub mod words;

use jiff::civil::Date;

use crate::difference::{Difference, DueChange, Load, Pair, PathHolder, Shift, difference};
use crate::edits::{Edit, EditKind};
use crate::facts::Facts;
use crate::limits::excess;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words as say;
pub use emptied::{Emptied, diff_emptied};
use words::{days_moved, signed_days, working_days};

/// Two versions of a plan, and what lies between them.
#[derive(Clone, Copy, Debug)]
pub struct Diff<'a> {
    /// What the older version is called.
    pub base_name: &'a str,
    /// How the program was called, up to the command: `fore -C billing`.
    pub program: &'a str,
    /// How the diff was asked for: `fore -C billing diff main`.
    pub command: &'a str,
    /// Whether the newer version is what other commands read.
    pub is_checked_out: bool,
    /// What the newer version is called.
    pub head_name: &'a str,
    /// The older version; `None` if there was no plan, or nothing in it to schedule.
    pub base: Option<&'a Facts<'a>>,
    /// The newer version.
    pub head: &'a Facts<'a>,
    /// What was done to get from the one to the other.
    pub edits: &'a [Edit],
    /// Working minutes by which P80 moves, which the edits add up to; `None` where it is not known
    /// of both versions.
    pub p80_minutes: Option<i64>,
    /// How P80 would move if everybody kept their tasks; only where more work seems to be sooner.
    pub if_kept: Option<Shift>,
    /// What would help, the best first.
    pub levers: &'a [Lever],
    /// What else the reader should know, a sentence each.
    pub remarks: &'a [String],
}

/// A change that might pay for the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// What would be done, with names.
    pub text: String,
    /// The same without the names of people, for pages that others read; `None` for what is about
    /// one person.
    pub text_of_work: Option<String>,
    /// What it takes.
    pub cost: String,
    /// The date that is then 80 % sure.
    pub p80: Option<Date>,
    /// The chance of the plan's due date then.
    pub chance: Option<f64>,
    /// Working days by which P80 comes sooner.
    pub working_days: i64,
}

/// The screen of a diff.
#[must_use]
pub fn diff(diff: &Diff, paint: &Paint) -> String {
    let figures = diff.base.map(|base| difference(base, diff.head));
    let mut page = Page::new(&words::headline(diff, figures.as_ref()), paint);
    for remark in diff.remarks {
        page.wrapped(&Line::of(Role::Label, remark), 0);
    }
    if let Some(figures) = &figures
        && !diff.edits.is_empty()
    {
        for passed in excess(diff, figures) {
            page.wrapped(&Line::of(Role::Warn, &format!("Over the limit: {}.", passed.said())), 0);
        }
        page.gap();
        page.table(&figures_table(diff, figures), 4);
    }
    edits_block(&mut page, diff);
    unplanned_block(&mut page, diff, figures.as_ref());
    help_block(&mut page, diff);
    if let Some(figures) = figures.as_ref().filter(|_| !diff.edits.is_empty()) {
        page.gap();
        page.labeled("Say it", Line::prose(&words::paragraph(diff, figures)));
    }
    next(&mut page, diff);
    page.render()
}

/// The paragraph of a diff alone, to be sent on.
#[must_use]
pub fn diff_brief(diff: &Diff) -> String {
    let said = match diff.base.map(|base| difference(base, diff.head)) {
        Some(figures) if !diff.edits.is_empty() => words::paragraph(diff, &figures),
        figures => words::headline(diff, figures.as_ref()),
    };
    text::escape_lines(&said) + "\n"
}

fn figures_table(diff: &Diff, figures: &Difference) -> Table {
    let mut table = Table::new(vec![
        Column::left(""),
        Column::left(short(diff.base_name)),
        Column::left(short(diff.head_name)),
        Column::left("difference"),
    ]);
    let today = diff.head.today;
    for (name, shift) in [("P50", figures.p50), ("P80", figures.p80), ("P95", figures.p95)] {
        table.row(shift_row(name, shift, today));
    }
    if let Some(kept) = diff.if_kept {
        table.row(shift_row(words::NOBODY_SWAPS, kept, today));
    }
    for due in words::notable_dues(figures) {
        table.row(due_row(due, today));
    }
    let Pair { base, head } = figures.work_days;
    table.row(vec![
        Line::plain("work left"),
        Line::plain(&say::days(base)),
        Line::plain(&say::days(head)),
        Line::plain(&signed_days(head - base)),
    ]);
    for load in words::notable_loads(figures) {
        table.row(load_row(load));
    }
    if figures.path.base.is_none() && figures.path.head.is_none() {
        return table;
    }
    let holder = |side: &Option<PathHolder>| {
        Line::prose(&side.as_ref().map_or("nobody named".to_owned(), |holder| holder.by.said()))
    };
    table.row(vec![
        Line::plain("longest path mostly"),
        holder(&figures.path.base),
        holder(&figures.path.head),
    ]);
    table
}

fn shift_row(name: &str, shift: Shift, today: Date) -> Vec<Line> {
    let date = |date: Option<Date>| {
        Line::plain(&date.map_or_else(|| "–".to_owned(), |date| say::weekday(date, today)))
    };
    let moved = match shift.working_days {
        Some(days) if days < 0 => Line::of(Role::Good, &working_days(days)),
        Some(days) => Line::plain(&working_days(days)),
        None => Line::new(),
    };
    vec![Line::plain(name), date(shift.date.base), date(shift.date.head), moved]
}

fn due_row(due: &DueChange, today: Date) -> Vec<Line> {
    let percent = |chance: Option<f64>, date: Option<Date>| {
        let chance = chance.map(say::percent);
        match (chance, date.filter(|_| due.date.base != due.date.head)) {
            (Some(chance), Some(date)) => format!("{chance} by {}", say::bare(date)),
            (Some(chance), None) => chance,
            (None, _) => "–".to_owned(),
        }
    };
    let name = match (&due.item, due.date.head.or(due.date.base)) {
        (None, Some(date)) => format!("by {}", say::weekday(date, today)),
        (Some(item), Some(date)) => format!("{item} by {}", say::day_month(date, today)),
        (item, None) => item.clone().unwrap_or_default(),
    };
    let points = match (due.chance.base, due.chance.head) {
        (Some(base), Some(head)) => words::points(base, head),
        _ => String::new(),
    };
    vec![
        Line::plain(&name),
        Line::plain(&percent(due.chance.base, due.date.base)),
        Line::plain(&percent(due.chance.head, due.date.head)),
        Line::plain(&points),
    ]
}

fn load_row(load: &Load) -> Vec<Line> {
    let side = |work: Option<f64>, available: Option<f64>| match (work, available) {
        (Some(work), Some(available)) => format!("{work:.0} of {}", say::days(available.round())),
        (Some(work), None) => say::days(work.round()),
        (None, _) => "–".to_owned(),
    };
    let (base, head) = (load.work_days.base.unwrap_or(0.0), load.work_days.head.unwrap_or(0.0));
    vec![
        Line::plain(&format!("load of {}", load.person)),
        Line::plain(&side(load.work_days.base, load.available_days.base)),
        Line::plain(&side(load.work_days.head, load.available_days.head)),
        Line::plain(&signed_days(head - base)),
    ]
}

/// So many edits are listed; the rest is summed up.
const EDITS_MAX: usize = 12;

fn edits_block(page: &mut Page, diff: &Diff) {
    if diff.edits.is_empty() {
        return;
    }
    let edits = words::by_weight(diff.edits);
    page.heading("What changed", "");
    let priced = diff.p80_minutes.is_some();
    let mut columns = vec![Column::left("")];
    if priced {
        columns.push(Column::right("P80"));
    }
    columns.extend([Column::right("work"), Column::left("")]);
    let mut table = Table::new(columns);
    for edit in edits.iter().take(EDITS_MAX) {
        table.row(edit_row(edit, diff, priced));
    }
    page.table(&table, 4);
    let rest = &edits[edits.len().min(EDITS_MAX)..];
    if !rest.is_empty() {
        let minutes: i64 = rest.iter().filter_map(|edit| edit.p80_minutes).sum();
        let moved = if priced {
            format!(", {} together", days_moved(minutes, diff))
        } else {
            String::new()
        };
        let text = format!("    and {} more{moved}", say::thousands(rest.len()));
        page.wrapped(&Line::of(Role::Label, &text), 6);
    }
}

fn edit_row(edit: &Edit, diff: &Diff, priced: bool) -> Vec<Line> {
    let (mark, role) = match edit.kind {
        EditKind::Added => ("+", Role::New),
        EditKind::Removed => ("−", Role::Gone),
        EditKind::Risk => ("▲", Role::Warn),
        EditKind::Changed | EditKind::Settings | EditKind::Order => ("~", Role::Plain),
    };
    let name = Line::of(role, mark).and(" ").with(Role::Id, edit.name());
    let mut cells = vec![name];
    if priced {
        let minutes = edit.p80_minutes.unwrap_or(0);
        let role = if minutes < 0 { Role::Good } else { Role::Plain };
        cells.push(Line::of(role, &days_moved(minutes, diff)));
    }
    cells.push(edit.work_days.map_or_else(Line::new, |days| Line::plain(&signed_days(days))));
    cells.push(Line::prose(&edit.text).truncated(TEXT_MAX));
    cells
}

/// Texts of edits are cut here, so that one long line does not wrap the table.
const TEXT_MAX: usize = 52;

/// What of the change nobody has planned yet, and how much less sure the end becomes.
fn unplanned_block(page: &mut Page, diff: &Diff, figures: Option<&Difference>) {
    let unplanned = words::unplanned(diff);
    let unsure = figures.and_then(|figures| words::unsure(diff, figures));
    if !unplanned.is_empty() || unsure.is_some() {
        page.gap();
    }
    if !unplanned.is_empty() {
        page.labeled("Unplanned", Line::prose(&unplanned.join(" ")));
    }
    if let Some(unsure) = unsure {
        page.labeled("Risk", Line::prose(&unsure));
    }
}

fn help_block(page: &mut Page, diff: &Diff) {
    let idle = words::buys_nothing(diff);
    if idle.is_none() && diff.levers.is_empty() {
        return;
    }
    page.gap();
    let (helpful, others) = words::levers(diff);
    let lever = |lever: &Lever| words::lever(lever, diff.head.today);
    let no_help = idle.into_iter().chain(others.into_iter().map(lever));
    for (index, text) in no_help.enumerate() {
        page.labeled(if index == 0 { "No help" } else { "" }, Line::prose(&text));
    }
    for (index, text) in helpful.into_iter().map(lever).enumerate() {
        page.labeled(if index == 0 { "Help" } else { "" }, Line::prose(&text));
    }
}

fn next(page: &mut Page, diff: &Diff) {
    let first = words::by_weight(diff.edits).into_iter().find_map(|edit| edit.scheduled_id.clone());
    let why = first
        .filter(|_| diff.is_checked_out)
        .map(|id| format!("{} why {}", diff.program, say::argument(&id)));
    let forecast = format!("{} forecast", diff.program);
    let comment = format!("{} --comment", diff.command);
    let mut commands = Vec::new();
    if diff.base.is_some() && !diff.edits.is_empty() {
        commands.push((comment.as_str(), "the same for a pull request"));
    }
    if let Some(why) = &why {
        commands.push((why, "what holds it"));
    }
    if diff.is_checked_out {
        commands.push((&forecast, "the dates week by week"));
    }
    page.next(&commands);
}

/// The name of a version as the title of a column.
fn short(name: &str) -> String {
    Line::plain(name).truncated(24).text()
}
