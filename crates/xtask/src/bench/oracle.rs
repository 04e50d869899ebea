//! Early and late dates against an oracle: plans with the dates that Microsoft Project stored, read
//! as neutral JSON from a folder outside this repository.
//!
//! In: the folder. Out: a [`Report`]. Every early and late start and finish, the slack and the critical
//! flag of every task must be the same, minute by minute, under the conventions that
//! [`schedule::critical_path`] documents.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use calendar::{Calendar, CalendarRules, DayParts, Moment, Work, local, moment};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use schedule::{
    Activity, ActivityId, CalendarId, CriticalPath, Effort, HandOver, Lag, Link, LinkKind, Mode,
    Problem, ProblemParts, Progress, Rank, critical_path,
};
use serde::Deserialize;

/// How many plans agree, and where the others do not.
pub struct Report {
    n_plans: usize,
    /// File name and what differs there.
    differing: Vec<(String, Vec<String>)>,
}

impl Report {
    /// Whether there are plans and all of them agree.
    pub fn is_complete(&self) -> bool {
        self.n_plans > 0 && self.differing.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (file, lines) in &self.differing {
            writeln!(f, "{file}: {} values differ", lines.len())?;
            for line in lines {
                writeln!(f, "  {line}")?;
            }
        }
        write!(f, "{}/{}", self.n_plans - self.differing.len(), self.n_plans)
    }
}

/// Compares every plan in `data`.
pub fn run(data: &Path) -> Result<Report, String> {
    let mut report = Report { n_plans: 0, differing: Vec::new() };
    for path in plans(data)? {
        let differences = compare(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        report.n_plans += 1;
        if !differences.is_empty() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            report.differing.push((name, differences));
        }
    }
    Ok(report)
}

fn plans(data: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(data).map_err(|error| format!("{}: {error}", data.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// A date and time in the project's own zone, which is taken for UTC.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Stamp(DateTime);

impl TryFrom<String> for Stamp {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

/// A plan with stored dates.
#[derive(Deserialize)]
struct Stored {
    project_start: Stamp,
    calendar: StoredCalendar,
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct StoredCalendar {
    /// Day of the week (1 is Sunday) to the minutes of the day that are worked.
    weekday_1_is_sunday_minutes: BTreeMap<String, Vec<(i64, i64)>>,
    exceptions: Vec<serde_json::Value>,
}

/// One row. Work, lags and slack are in working minutes of the calendar of the plan.
#[derive(Deserialize)]
#[serde(from = "Row")]
struct Task {
    uid: u32,
    duration: Work,
    predecessors: Vec<Predecessor>,
    expected: Dates,
    slack: Work,
    critical: bool,
    constraint: u32,
    constraint_date: Option<Stamp>,
}

/// Uid, name, duration, predecessors, early start, early finish, late start, late finish, slack,
/// critical, constraint, constraint date, start, finish.
type Row = (
    u32,
    Option<String>,
    f64,
    Vec<Predecessor>,
    Stamp,
    Stamp,
    Stamp,
    Stamp,
    f64,
    bool,
    u32,
    Option<Stamp>,
    Stamp,
    Stamp,
);

/// Uid, kind of link, lag.
#[derive(Clone, Deserialize)]
struct Predecessor(u32, u32, f64);

#[derive(Clone, Copy, PartialEq)]
struct Dates {
    early_start: Moment,
    early_finish: Moment,
    late_start: Moment,
    late_finish: Moment,
}

impl From<Row> for Task {
    fn from(row: Row) -> Self {
        let (uid, _, duration, predecessors, es, ef, ls, lf, slack, critical, kind, date, ..) = row;
        let expected = Dates {
            early_start: utc(es),
            early_finish: utc(ef),
            late_start: utc(ls),
            late_finish: utc(lf),
        };
        Self {
            uid,
            duration: minutes(duration),
            predecessors,
            expected,
            slack: minutes(slack),
            critical,
            constraint: kind,
            constraint_date: date,
        }
    }
}

/// What differs between the stored dates in `path` and ours, one line a task.
fn compare(path: &Path) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let plan: Stored = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let problem = problem(&plan)?;
    let durations: Vec<Work> = plan.tasks.iter().map(|task| task.duration).collect();
    let path = critical_path(&problem, &durations);
    let lines =
        plan.tasks.iter().enumerate().filter_map(|(index, task)| differs(task, &path, index));
    Ok(lines.collect())
}

fn differs(task: &Task, path: &CriticalPath, index: usize) -> Option<String> {
    let found = Dates {
        early_start: path.early_start[index],
        early_finish: path.early_finish[index],
        late_start: path.late_start[index],
        late_finish: path.late_finish[index],
    };
    let (slack, critical) = (path.total_float[index], path.critical[index]);
    if found == task.expected && slack == task.slack && critical == task.critical {
        return None;
    }
    Some(format!(
        "task {}: found {found}, slack {}, critical {critical}; stored {}, slack {}, critical {}",
        task.uid, slack.0, task.expected, task.slack.0, task.critical
    ))
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |at| local(at, &TimeZone::UTC);
        write!(f, "early {} to {}", show(self.early_start), show(self.early_finish))?;
        write!(f, ", late {} to {}", show(self.late_start), show(self.late_finish))
    }
}

fn problem(plan: &Stored) -> Result<Problem, String> {
    let index: BTreeMap<u32, u32> = (0..).zip(&plan.tasks).map(|(i, task)| (task.uid, i)).collect();
    let mut parts = ProblemParts {
        today: utc(plan.project_start),
        calendars: vec![working_time(plan)?],
        resources: Vec::new(),
        activities: Vec::new(),
        links: Vec::new(),
        hand_over: HandOver::NONE,
        risks: Vec::new(),
        finish: (0..plan.tasks.len() as u32).map(ActivityId).collect(),
    };
    for (to, task) in (0..).map(ActivityId).zip(&plan.tasks) {
        parts.activities.push(activity(task)?);
        for &Predecessor(uid, kind, lag) in &task.predecessors {
            let from = index.get(&uid).ok_or(format!("task {} follows {uid}", task.uid))?;
            let lag = Lag::Working(CalendarId(0), minutes(lag));
            let kind = link_kind(kind)?;
            parts.links.push(Link { from: ActivityId(*from), to, kind, lag, binds_started: false });
        }
    }
    Problem::new(parts).map_err(|error| error.to_string())
}

fn activity(task: &Task) -> Result<Activity, String> {
    // 0 is as soon as possible, 4 is start no earlier than.
    let release = match (task.constraint, task.constraint_date) {
        (0, _) => None,
        (4, Some(date)) => Some(utc(date)),
        (other, _) => return Err(format!("task {} has constraint {other}", task.uid)),
    };
    let mode = Mode {
        calendar: CalendarId(0),
        share_percent: 100,
        demands: Vec::new(),
        hand_over: HandOver::NONE,
    };
    Ok(Activity {
        key: u64::from(task.uid),
        effort: Effort::Exact(task.duration),
        modes: vec![mode].into(),
        release,
        progress: Progress::Planned,
        rank: Rank::default(),
    })
}

fn link_kind(code: u32) -> Result<LinkKind, String> {
    match code {
        0 => Ok(LinkKind::FinishFinish),
        1 => Ok(LinkKind::FinishStart),
        2 => Ok(LinkKind::StartFinish),
        3 => Ok(LinkKind::StartStart),
        other => Err(format!("unknown kind of link {other}")),
    }
}

/// The calendar of the plan, from a month before its start to three years after.
fn working_time(plan: &Stored) -> Result<Calendar, String> {
    if !plan.calendar.exceptions.is_empty() {
        return Err("exceptions of the calendar are not read".to_owned());
    }
    let mut week: [DayParts; 7] = Default::default();
    for (day, parts) in &plan.calendar.weekday_1_is_sunday_minutes {
        let sunday_is_one: usize = day.parse().map_err(|_| format!("day of the week {day}"))?;
        let monday_is_zero = (sunday_is_one + 5) % 7;
        week[monday_is_zero] = parts.iter().map(|&(from, to)| (clock(from), clock(to))).collect();
    }
    let start: Date = plan.project_start.0.date();
    let rules =
        CalendarRules { zone: TimeZone::UTC, week, days_off: Vec::new(), from: None, until: None };
    let first = start.saturating_sub(1.month());
    Ok(Calendar::new(&rules, first, start.saturating_add(3.years())))
}

fn clock(minute_of_day: i64) -> Time {
    Time::midnight().wrapping_add(SignedDuration::from_mins(minute_of_day))
}

fn utc(Stamp(at): Stamp) -> Moment {
    moment(at.date(), at.time(), &TimeZone::UTC)
}

/// Stored minutes are whole numbers, written as decimals.
fn minutes(stored: f64) -> Work {
    Work(stored as i64)
}
