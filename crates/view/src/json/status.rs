//! `fore status --json`.

use jiff::civil::Date;
use plan::{Point, Trend};
use serde::Serialize;

use super::{Answer, answer};
use crate::facts::Facts;
use crate::screens::{Work, rest_said, sentence, story, work};

/// How the forecast moved.
#[derive(Debug, Serialize)]
pub struct Status {
    #[serde(flatten)]
    answer: Answer,
    since: Option<String>,
    moved_working_days: Option<i64>,
    moved_calendar_days: Option<i64>,
    points: Vec<PointJson>,
    left_out: Vec<LeftOutJson>,
    causes: Vec<CauseJson>,
    milestones: Vec<MilestoneJson>,
    effort_days_done: f64,
    effort_days_left: f64,
    stale: Vec<StaleJson>,
    told: Vec<ToldJson>,
    shallow: bool,
    history: bool,
}

#[derive(Debug, Serialize)]
struct PointJson {
    date: String,
    p50: Option<String>,
    p80: Option<String>,
    effort_days: f64,
}

#[derive(Debug, Serialize)]
struct LeftOutJson {
    date: String,
    commit: String,
}

#[derive(Debug, Serialize)]
pub(super) struct CauseJson {
    item: String,
    text: String,
    working_days: f64,
    evidence: Vec<EvidenceJson>,
}

#[derive(Debug, Serialize)]
struct EvidenceJson {
    commit: String,
    author: String,
    seconds: i64,
    subject: String,
}

#[derive(Debug, Serialize)]
struct MilestoneJson {
    id: Option<String>,
    title: String,
    planned: Option<String>,
    planned_now: Option<String>,
    promised: bool,
    reached: bool,
    p50: Option<String>,
    p80: Option<String>,
}

#[derive(Debug, Serialize)]
struct StaleJson {
    item: String,
    unchanged_since: String,
}

#[derive(Debug, Serialize)]
struct ToldJson {
    audience: String,
    item: String,
    on: Option<String>,
    promised: Option<String>,
    not_heard_of: Option<String>,
    p80_then: Option<String>,
    p80_now: Option<String>,
}

/// The trend of a plan; `history` is false where there is none to read.
#[must_use]
pub fn status(facts: &Facts, trend: &Trend, history: bool) -> Status {
    let Work { minutes_done, minutes_left, .. } = work(facts);
    let then = trend.points.get(trend.since);
    let p80s = then.and_then(|then| then.p80).zip(trend.points.last().and_then(|now| now.p80));
    let mut answer = answer(facts);
    answer.answer = sentence(facts, trend);
    Status {
        answer,
        since: trend.moved.and(then).map(|then| then.date.to_string()),
        moved_working_days: trend.moved,
        moved_calendar_days: trend
            .moved
            .and(p80s)
            .map(|(then, now)| i64::from((now - then).get_days())),
        points: trend.points.iter().map(point).collect(),
        left_out: trend
            .left_out
            .iter()
            .map(|one| LeftOutJson { date: one.date.to_string(), commit: one.commit.clone() })
            .collect(),
        causes: causes(&trend.causes, trend.moved, facts.today),
        milestones: milestones(facts, trend),
        effort_days_done: facts.days(minutes_done),
        effort_days_left: facts.days(minutes_left),
        stale: trend
            .stale
            .iter()
            .map(|(item, since)| StaleJson { item: bare(item), unchanged_since: since.to_string() })
            .collect(),
        told: trend
            .told
            .iter()
            .map(|told| ToldJson {
                audience: told.audience.clone(),
                item: bare(&told.name),
                on: text(told.on),
                promised: text(told.promised),
                not_heard_of: text(told.news),
                p80_then: text(told.then),
                p80_now: text(told.now),
            })
            .collect(),
        shallow: trend.shallow,
        history,
    }
}

fn point(point: &Point) -> PointJson {
    PointJson {
        date: point.date.to_string(),
        p50: text(point.p50),
        p80: text(point.p80),
        effort_days: point.effort,
    }
}

/// The causes, and what is left over of `moved`: they add up to it.
pub(super) fn causes(causes: &[plan::Cause], moved: Option<i64>, today: Date) -> Vec<CauseJson> {
    let mut rows: Vec<CauseJson> = causes.iter().map(|one| cause(one, today)).collect();
    let named: f64 = causes.iter().map(|one| one.days).sum();
    if let (false, Some(moved)) = (rows.is_empty(), moved) {
        let working_days = moved as f64 - named;
        rows.push(CauseJson {
            item: String::new(),
            text: rest_said(working_days).to_owned(),
            working_days,
            evidence: Vec::new(),
        });
    }
    rows
}

fn cause(cause: &plan::Cause, today: Date) -> CauseJson {
    let evidence = cause.evidence.iter().map(|one| EvidenceJson {
        commit: one.commit.clone(),
        author: one.author.clone(),
        seconds: one.seconds,
        subject: one.subject.clone(),
    });
    CauseJson {
        item: bare(&cause.name),
        text: story(&cause.story, today),
        working_days: cause.days,
        evidence: evidence.collect(),
    }
}

fn milestones(facts: &Facts, trend: &Trend) -> Vec<MilestoneJson> {
    let first = crate::screens::first_of(trend);
    let now = trend.points.last();
    let of = |point: Option<&Point>, key: u64| {
        point.and_then(|point| point.milestones.iter().find(|one| one.key == key).cloned())
    };
    let row = |(id, milestone): (plan::MilestoneId, &plan::Milestone)| {
        let key = milestone.item.key;
        let now = of(now, key);
        MilestoneJson {
            id: milestone.item.id.clone(),
            title: milestone.item.title.clone(),
            planned: text(of(first, key).and_then(|then| then.wanted)),
            planned_now: text(milestone.planned()),
            promised: milestone.is_promised(),
            reached: facts.plan.is_reached(id),
            p50: text(now.as_ref().and_then(|now| now.p50)),
            p80: text(now.as_ref().and_then(|now| now.p80)),
        }
    };
    (0..).map(plan::MilestoneId).zip(&facts.plan.milestones).map(row).collect()
}

/// An item's name without the marks around it.
pub(super) fn bare(name: &str) -> String {
    name.trim_matches(['`', '“', '”']).to_owned()
}

fn text(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
