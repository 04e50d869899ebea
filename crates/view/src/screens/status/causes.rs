//! Where a slip came from: work, named as work.

use jiff::civil::Date;
use plan::{Cause, Days, Evidence, Story, Trend, short_id};

use crate::facts::Facts;
use crate::terminal::{Column, Line, Page, Role, Table};
use crate::words;

/// More causes than this are a list that nobody reads.
const SHOWN_MAX: usize = 8;

/// The causes with their days, those that are not shown in one row, and what is left over.
pub(super) fn block(page: &mut Page, facts: &Facts, trend: &Trend, evidence: bool) {
    let (Some(moved), Some(then)) = (trend.moved, trend.points.get(trend.since)) else { return };
    let causes: Vec<&Cause> = trend.causes.iter().filter(|one| whole(one.days) != 0).collect();
    if causes.is_empty() {
        return;
    }
    page.heading(&title(moved, then.date, facts.today), "");
    page.table(&table(&causes, Some(moved), facts.today, evidence), 4);
}

/// The largest causes, and what is left of `moved`.
pub(crate) fn table(causes: &[&Cause], moved: Option<i64>, today: Date, evidence: bool) -> Table {
    let sum = sum(causes, moved.unwrap_or_default(), SHOWN_MAX);
    let mut table = Table::new(vec![Column::left(""), Column::left(""), Column::left("")]);
    for (whole, cause) in &sum.shown {
        let text = Line::plain(&story(&cause.story, today));
        table.row(vec![days(*whole), Line::prose(&cause.name), text]);
        for commit in cause.evidence.iter().filter(|_| evidence) {
            table.row(vec![Line::new(), Line::new(), commit_line(commit)]);
        }
    }
    if let Some(others) = sum.others_said() {
        table.row(vec![days(sum.others), Line::new(), Line::of(Role::Label, &others)]);
    }
    if moved.is_some() && sum.rest != 0 {
        table.row(vec![
            days(sum.rest),
            Line::new(),
            Line::of(Role::Label, rest_said(sum.rest as f64)),
        ]);
    }
    table
}

/// What a move adds up from, in whole days, the same on every surface.
pub(crate) struct Sum<'a> {
    /// The largest causes, the latest dates first.
    pub shown: Vec<(i64, &'a Cause)>,
    /// What the others move together.
    pub others: i64,
    /// How many they are.
    pub others_count: usize,
    /// What no cause explains.
    pub rest: i64,
}

/// What `moved` working days add up from, with at most `shown_max` causes by name. Causes that move less
/// than half a day are none.
pub(crate) fn sum<'a>(causes: &[&'a Cause], moved: i64, shown_max: usize) -> Sum<'a> {
    let mut all: Vec<(i64, &Cause)> = causes.iter().map(|one| (whole(one.days), *one)).collect();
    all.retain(|(days, cause)| *days != 0 || matches!(cause.story, Story::New(_)));
    all.sort_by_key(|(days, _)| -days.abs());
    let total: i64 = all.iter().map(|(days, _)| days).sum();
    let others = all.split_off(all.len().min(shown_max));
    all.sort_by_key(|(days, _)| -days);
    Sum {
        shown: all,
        others: others.iter().map(|(days, _)| days).sum(),
        others_count: others.len(),
        rest: moved - total,
    }
}

impl Sum<'_> {
    /// What is not named; `None` if all is.
    pub(crate) fn others_said(&self) -> Option<String> {
        (self.others_count > 0).then(|| words::count(self.others_count, "smaller cause"))
    }
}

/// What the days are that are left when all causes are told.
pub(crate) fn rest_said(days: f64) -> &'static str {
    if days < 0.0 {
        "the margin that P80 had for this time, and parts of a day"
    } else {
        "parts of a day, and what no single piece of work explains"
    }
}

fn title(moved: i64, since: Date, today: Date) -> String {
    let n = words::count(moved.unsigned_abs() as usize, "working day");
    let since = words::day(since, today);
    match moved {
        0 => format!("What went against what since {since}"),
        1.. => format!("Where the {n} since {since} came from"),
        _ => format!("Where the {n} gained since {since} came from"),
    }
}

fn whole(days: f64) -> i64 {
    days.round() as i64
}

fn days(days: i64) -> Line {
    match days {
        1.. => Line::of(Role::Warn, &format!("+{days}")),
        0 => Line::plain("0"),
        _ => Line::of(Role::Good, &format!("−{}", -days)),
    }
}

fn commit_line(evidence: &Evidence) -> Line {
    let text = format!("{} {}, {}", short_id(&evidence.commit), evidence.subject, evidence.author);
    Line::of(Role::Label, &text)
}

/// What happened, in the terms of the work.
pub(crate) fn story(story: &Story, today: Date) -> String {
    let on = |days: &Option<Days>| days.map(|days| format!("a {} estimate", range(days)));
    match story {
        Story::New(None) => "new in the plan".to_owned(),
        Story::New(Some(days)) => format!("new in the plan, {}", range(*days)),
        Story::Risk(percent, None) => format!("a risk, {percent}%"),
        Story::Risk(percent, Some(days)) => format!("a risk, {percent}%, +{}", range(*days)),
        Story::Finished { on: day, took, estimate } => {
            let mut said = "finished".to_owned();
            if let Some(day) = day {
                said.push_str(&format!(" {}", words::day(*day, today)));
            }
            match (took, estimate) {
                (Some(took), Some(days)) => {
                    said.push_str(&format!(", {} against {}", words::days(*took), range(*days)));
                }
                (None, Some(days)) => {
                    said.push_str(&format!(", on a {} estimate", range(*days)));
                }
                _ => {}
            }
            said
        }
        Story::Running { used, left, estimate, now } => {
            let used = used.map(|used| format!("{} used", words::days(used)));
            let left = left.map(|left| format!("{} left", range(left)));
            let so_far: Vec<String> = used.into_iter().chain(left).collect();
            let so_far =
                if so_far.is_empty() { "in progress".to_owned() } else { so_far.join(", ") };
            let so_far = on(estimate).map_or(so_far.clone(), |on| format!("{so_far} on {on}"));
            now.map_or(so_far.clone(), |now| format!("{so_far}, now {}", range(now)))
        }
        Story::HandedOver { from, to } => {
            let named = |people: &[String]| match people {
                [] => "anybody".to_owned(),
                people => people.join(" "),
            };
            format!("{} → {}", named(from), named(to))
        }
        Story::Reestimated { from: Some(from), to: Some(to) } if range(*from) == range(*to) => {
            format!("estimate {} as before, with another spread", range(*to))
        }
        Story::Reestimated { from: Some(from), to: Some(to) } => {
            format!("estimate {} → {}", range(*from), range(*to))
        }
        Story::Reestimated { to: Some(to), .. } => format!("estimated, {}", range(*to)),
        Story::Reestimated { .. } => "without its estimate".to_owned(),
        Story::NotStarted => "not begun".to_owned(),
        Story::Open => "still open".to_owned(),
        Story::Settled(on) => match on {
            Some(day) => format!("settled {}", words::day(*day, today)),
            None => "settled late".to_owned(),
        },
        Story::Edited { lost, gained } => edited(lost, gained),
        Story::Gone(None) => "no longer in the plan".to_owned(),
        Story::Gone(Some(days)) => format!("no longer in the plan, {}", range(*days)),
        Story::Finish(Some(item)) => format!("the plan ends with {item} now"),
        Story::Finish(None) => "the plan ends with its last work now".to_owned(),
        Story::Settings => "working time, holidays or other settings".to_owned(),
        Story::People => "who is there when".to_owned(),
        Story::Order => "another order of work".to_owned(),
    }
}

/// An edit in the terms of what waits for what.
fn edited(lost: &[String], gained: &[String]) -> String {
    let said = [("no longer waits for", lost), ("now waits for", gained)];
    let said = said.into_iter().filter(|(_, items)| !items.is_empty());
    let said: Vec<String> =
        said.map(|(what, items)| format!("{what} {}", words::list(items))).collect();
    match said.as_slice() {
        [] => "edited: a gap, an earliest day, or what it needs".to_owned(),
        said => said.join(", "),
    }
}

fn range(days: Days) -> String {
    words::days_range(days.low, days.high)
}
