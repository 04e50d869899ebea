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
    let mut causes = causes.to_vec();
    causes.sort_by_key(|cause| -whole(cause.days).abs());
    causes.truncate(SHOWN_MAX);
    causes.sort_by_key(|cause| -whole(cause.days));
    let mut table = Table::new(vec![Column::left(""), Column::left(""), Column::left("")]);
    let mut shown = 0;
    for cause in causes {
        shown += whole(cause.days);
        let text = Line::plain(&story(&cause.story, today));
        table.row(vec![days(whole(cause.days)), Line::prose(&cause.name), text]);
        for commit in cause.evidence.iter().filter(|_| evidence) {
            table.row(vec![Line::new(), Line::new(), commit_line(commit)]);
        }
    }
    if let Some(rest) = moved.map(|moved| moved - shown).filter(|rest| *rest != 0) {
        let said = if rest < 0 {
            "the margin that P80 had for this time, and parts of a day"
        } else {
            "parts of a day, changed order, and what is not shown"
        };
        table.row(vec![days(rest), Line::new(), Line::of(Role::Label, said)]);
    }
    table
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
        Story::Reestimated { from: Some(from), to: Some(to) } => {
            format!("estimate {} → {}", range(*from), range(*to))
        }
        Story::Reestimated { to: Some(to), .. } => format!("estimated, {}", range(*to)),
        Story::Reestimated { .. } => "without its estimate".to_owned(),
        Story::NotStarted => "not begun".to_owned(),
        Story::Open => "still open".to_owned(),
        Story::Settings => "working time, holidays or other settings".to_owned(),
        Story::People => "who is there when".to_owned(),
        Story::Order => "another order of work".to_owned(),
    }
}

fn range(days: Days) -> String {
    words::days_range(days.low, days.high)
}
