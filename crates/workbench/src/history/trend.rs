//! The forecast as it would have been made on each of a row of days.
//!
//! In: the revisions, and today's dates. Out: a [`Trend`]. Old forecasts are played with the plan,
//! the date and the seed of then, in the order that was best then, and kept by their content.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Moment;
use forecast::Forecast;
use jiff::ToSpan;
use jiff::civil::Date;
use plan::{
    Cause, CommitDates, Happening, Hearer, ItemRef, LeftOut, MilestoneId, Plan, Point, TargetPoint,
    Told, Trend, audience,
};
use rayon::prelude::*;
use schedule::{LowerOptions, Lowered, lower};
use store::{HistoryError, PlanFiles, Texts};

use super::causes::{self, Then};
use super::events::Event;
use super::story::Changes;
use super::{Past, date, plan_of};
use crate::{Dates, Input, PlayOptions, Snapshot, read};

/// More rows than this are not looked at.
const ROWS_MAX: i64 = 14;
/// From how long ago on the slip is explained.
const SINCE_DAYS: i64 = 28;
/// A first row this close to the second says the same.
const FIRST_APART_DAYS: i64 = 3;
/// A task that nobody has touched for so many working days is named.
const STALE_DAYS: i64 = 10;
/// Less than this is no cause.
pub(super) const DAYS_MIN: f64 = 0.5;

/// A day whose forecast is wanted.
pub(super) struct Wanted<'a> {
    pub(super) date: Date,
    pub(super) revision: usize,
    pub(super) texts: &'a Texts,
    pub(super) name: String,
}

/// Milestones, with the day on which each of those who know was told last; `None` where that is not written
/// and older revisions are missing that may have said it.
type LastTold = Vec<(MilestoneId, Vec<Option<Date>>)>;

impl Past {
    /// How the forecast of `snapshot`, whose dates are `dates`, came to be what it is.
    ///
    /// **Cost.** One forecast for each day that is not kept, on all threads, and for the causes at
    /// most a few hundred short ones; warm, a few milliseconds.
    ///
    /// # Errors
    /// [`HistoryError::Git`] if old texts cannot be read.
    pub fn trend(
        &self,
        snapshot: &Snapshot,
        dates: &Dates,
        seed: Option<u64>,
    ) -> Result<Trend, HistoryError> {
        let zone = &snapshot.plan.zone;
        let (today, commit_dates) = (snapshot.today, self.commit_dates(zone));
        let mut trend = Trend { shallow: self.history.is_shallow()?, ..Trend::default() };
        let told = self.last_told(snapshot, trend.shallow)?;
        let days = self.days(today, snapshot);
        let told_days = told.iter().flat_map(|(_, on)| on).filter_map(|on| *on);
        let all: BTreeSet<Date> = days.iter().copied().chain(told_days).collect();
        let wanted: Vec<Wanted<'_>> =
            all.iter().filter_map(|day| self.wanted(*day, snapshot, seed)).collect();
        let points = self.points(&wanted, &commit_dates, seed)?;
        trend.points = days.iter().filter_map(|day| points.get(day).cloned()).collect();
        trend.points.push(point(snapshot, &dates.forecast));
        trend.left_out = self.left_out(&days, snapshot);
        let since = today.saturating_sub(SINCE_DAYS.days());
        let last = trend.points.len() - 1;
        trend.since = trend.points[..last].iter().rposition(|one| one.date <= since).unwrap_or(0);
        let reaching_back = reaching_back(snapshot, days.first().copied());
        let working_days = |from, to| Some(reaching_back.as_ref()?.working_days(from, to));
        let now = trend.points[last].p80;
        let moved =
            |then: &Point| then.p80.zip(now).and_then(|(then, now)| working_days(then, now));
        trend.moved_from = trend.points.iter().map(moved).collect();
        trend.moved = trend.moved_from[trend.since];
        let since = trend.points[trend.since].date;
        if trend.moved.is_some()
            && trend.since < last
            && let Some(wanted) = wanted.iter().find(|one| one.date == since)
        {
            trend.causes = self.causes(wanted, snapshot, dates, &commit_dates, seed)?;
        }
        trend.stale = self.stale(snapshot, working_days);
        trend.told = told
            .iter()
            .flat_map(|(id, on)| told_to(snapshot, *id, on, &points, &dates.forecast))
            .collect();
        self.kept.borrow_mut().write(&self.history);
        Ok(trend)
    }

    /// The days of the rows before today, the oldest first: the day of the first revision, then
    /// every week, or every so many.
    pub(super) fn days(&self, today: Date, snapshot: &Snapshot) -> Vec<Date> {
        let zone = &snapshot.plan.zone;
        let with_plan = self.revisions.iter().filter(|revision| revision.texts.is_some());
        let Some(first) = with_plan.filter_map(|one| date(one.seconds, zone)).min() else {
            return Vec::new();
        };
        let weeks = i64::from((today - first).get_days()) / 7;
        let step = weeks.div_euclid(ROWS_MAX) + 1;
        let before = |rows: i64| today.saturating_sub((rows * step * 7).days());
        let mut days: Vec<Date> =
            (1..=weeks / step).map(before).filter(|day| *day >= first).collect();
        // The first revision has a row of its own unless there is one within days of it.
        let next = days.last().copied().unwrap_or(today);
        if i64::from((next - first).get_days()) > FIRST_APART_DAYS
            || (days.is_empty() && first < today)
        {
            days.push(first);
        }
        days.reverse();
        days
    }

    /// What the forecast of a day is made from; `None` if there was no plan, or one with errors.
    pub(super) fn wanted(
        &self,
        day: Date,
        snapshot: &Snapshot,
        seed: Option<u64>,
    ) -> Option<Wanted<'_>> {
        let revision = self.as_of(day, &snapshot.plan.zone)?;
        let texts = self.revisions[revision].texts.as_ref()?;
        let unread = u32::try_from(revision).is_ok_and(|it| self.events.unread.contains(&it));
        let seed = seed.map_or_else(|| "-".to_owned(), |seed| seed.to_string());
        let name = format!("{day} {} {seed}", texts.key);
        (!unread).then_some(Wanted { date: day, revision, texts, name })
    }

    fn left_out(&self, days: &[Date], snapshot: &Snapshot) -> Vec<LeftOut> {
        let unread = days.iter().filter_map(|day| {
            let revision = self.as_of(*day, &snapshot.plan.zone)?;
            let is_unread = self.events.unread.contains(&u32::try_from(revision).ok()?);
            let commit = self.revisions[revision].commit.clone();
            is_unread.then_some(LeftOut { date: *day, commit })
        });
        unread.collect()
    }

    /// The forecasts of those days that have one.
    pub(super) fn points(
        &self,
        wanted: &[Wanted<'_>],
        commit_dates: &CommitDates,
        seed: Option<u64>,
    ) -> Result<BTreeMap<Date, Point>, HistoryError> {
        let mut kept = self.kept.borrow_mut();
        let mut points = BTreeMap::new();
        let mut missing = Vec::new();
        for one in wanted {
            match kept.point(&one.name) {
                Some(point) => drop(points.insert(one.date, point)),
                None => missing.push(one),
            }
        }
        let texts: Vec<&Texts> = missing.iter().map(|one| one.texts).collect();
        let files = self.history.texts(&texts)?;
        let played: Vec<Option<Point>> = missing
            .par_iter()
            .zip(files)
            .map(|(one, files)| {
                let (snapshot, forecast) = played(files.ok()?, one.date, commit_dates, seed)?;
                Some(point(&snapshot, &forecast))
            })
            .collect();
        for (one, point) in missing.iter().zip(played) {
            let Some(point) = point else { continue };
            kept.keep_point(one.name.clone(), &point);
            points.insert(one.date, point);
        }
        Ok(points)
    }

    fn causes(
        &self,
        then: &Wanted<'_>,
        now: &Snapshot,
        dates: &Dates,
        commit_dates: &CommitDates,
        seed: Option<u64>,
    ) -> Result<Vec<Cause>, HistoryError> {
        let mut files = self.history.texts(&[then.texts])?;
        let Some(Ok(files)) = files.pop() else { return Ok(Vec::new()) };
        let text: String = now.files.iter().map(|file| file.text.as_str()).collect();
        let (today, text) = (now.today, text::hash(&text));
        let name = format!("{today} since {} {text:016x}", then.name);
        let known = self.kept.borrow().shares(&name).cloned();
        let input = Input {
            files: files.files,
            settings: files.settings,
            today: then.date,
            commit_dates: commit_dates.clone(),
        };
        let old = read(input);
        let shares = match known {
            Some(shares) => shares,
            None => {
                let Some(forecast) = played_as(&old, seed) else { return Ok(Vec::new()) };
                let then = Then { snapshot: &old, forecast: &forecast };
                let shares = causes::shares(&then, now, &dates.forecast, commit_dates, seed, None);
                self.kept.borrow_mut().keep_shares(name, shares.clone());
                shares
            }
        };
        let changes = Changes::new(&old.plan, &now.plan, then.revision);
        let mut causes: Vec<Cause> = shares
            .iter()
            .filter(|(_, days)| days.abs() >= DAYS_MIN)
            .filter_map(|(piece, days)| self.cause(*piece, *days, &changes))
            .collect();
        causes.sort_by(|a, b| b.days.total_cmp(&a.days));
        Ok(causes)
    }

    /// Begun, and unchanged for long.
    fn stale(
        &self,
        snapshot: &Snapshot,
        working_days: impl Fn(Date, Date) -> Option<i64>,
    ) -> Vec<(String, Date)> {
        let zone = &snapshot.plan.zone;
        let mut last: BTreeMap<u64, Date> = BTreeMap::new();
        for event in &self.events.all {
            if let Some(day) = date(self.revision_of(event).seconds, zone) {
                last.insert(event.key, day);
            }
        }
        let born = self.revisions.first().and_then(|first| date(first.seconds, zone));
        let begun = snapshot.plan.open_leaves().filter(|(_, task)| task.is_started());
        let stale = begun.filter_map(|(_, task)| {
            let changed = last.get(&task.item.key).copied().or(born)?;
            let idle =
                changed <= snapshot.today && working_days(changed, snapshot.today)? >= STALE_DAYS;
            idle.then(|| (task.item.mention(), changed))
        });
        stale.collect()
    }

    /// The open milestones that others were told about.
    fn last_told(&self, snapshot: &Snapshot, shallow: bool) -> Result<LastTold, HistoryError> {
        let plan = &snapshot.plan;
        let milestones = (0..).map(MilestoneId).zip(&plan.milestones);
        let told: Vec<(MilestoneId, &plan::Milestone)> =
            milestones.filter(|(id, one)| !one.told.is_empty() && !plan.is_reached(*id)).collect();
        let is_dated = |one: &plan::Milestone| one.told.iter().all(|hearer| hearer.on.is_some());
        let asked: Vec<u64> =
            told.iter().filter(|(_, one)| !is_dated(one)).map(|(_, one)| one.item.key).collect();
        let said = self.said(&asked)?;
        let on = |key: u64, hearer: &Hearer| {
            let name = audience(plan, &hearer.who);
            let at = hearer.on.is_none().then(|| first_said(&said, key, &name)).flatten();
            // What the first of all revisions says may be older where others are missing.
            let at = at.filter(|at| !shallow || said.first().is_some_and(|(first, _)| at != first));
            let day = || date(self.revisions[at?].seconds, &plan.zone);
            hearer.on.or_else(day).filter(|day| *day <= snapshot.today)
        };
        let days = |one: &plan::Milestone| -> Vec<Option<Date>> {
            one.told.iter().map(|hearer| on(one.item.key, hearer)).collect()
        };
        Ok(told.into_iter().map(|(id, one)| (id, days(one))).collect())
    }

    /// The plan in the first revision and wherever somebody was told of one of these milestones, the oldest
    /// first.
    fn said(&self, milestones: &[u64]) -> Result<Vec<(usize, Plan)>, HistoryError> {
        if milestones.is_empty() {
            return Ok(Vec::new());
        }
        let told =
            |event: &&Event| event.what == Happening::Told && milestones.contains(&event.key);
        let told = self.events.all.iter().filter(told).map(|event| event.revision as usize);
        let first = self.revisions.iter().position(|one| one.texts.is_some());
        let at: BTreeSet<usize> = told.chain(first).collect();
        let with_texts = |at: &usize| Some((*at, self.revisions[*at].texts.as_ref()?));
        let at: Vec<(usize, &Texts)> = at.iter().filter_map(with_texts).collect();
        let texts: Vec<&Texts> = at.iter().map(|(_, texts)| *texts).collect();
        let files = self.history.texts(&texts)?;
        let plans = at.iter().zip(files);
        Ok(plans.filter_map(|((at, _), files)| Some((*at, plan_of(&files.ok()?)?))).collect())
    }
}

/// The revision since which `said` has, without a gap, that somebody was told of a milestone.
fn first_said(said: &[(usize, Plan)], key: u64, name: &str) -> Option<usize> {
    let knows = |plan: &Plan| {
        let milestone = plan.milestones.iter().find(|one| one.item.key == key);
        milestone
            .is_some_and(|one| one.told.iter().any(|hearer| audience(plan, &hearer.who) == name))
    };
    let since = said.iter().rev().take_while(|(_, plan)| knows(plan));
    since.last().map(|(at, _)| *at)
}

/// The plan of today with calendars from `first` on: working days of the past are counted too.
pub(super) fn reaching_back(snapshot: &Snapshot, first: Option<Date>) -> Option<Lowered> {
    let mut plan = snapshot.plan.clone();
    plan.start = plan.start.into_iter().chain(first).min();
    lower(&plan, &LowerOptions::new(snapshot.today)).lowered
}

fn told_to(
    snapshot: &Snapshot,
    id: MilestoneId,
    on: &[Option<Date>],
    points: &BTreeMap<Date, Point>,
    forecast: &Forecast,
) -> Vec<Told> {
    let milestone = &snapshot.plan.milestones[id.index()];
    let now = target(snapshot, forecast, id);
    let told = |(hearer, on): (&Hearer, &Option<Date>)| {
        // What is written today may be in no commit yet.
        let known = on.filter(|on| *on != snapshot.today).and_then(|on| points.get(&on));
        let then = known
            .and_then(|point| point.milestones.iter().find(|one| one.key == milestone.item.key));
        let heard = then.map_or(milestone.promised, |then| then.promised.or(then.wanted));
        Told {
            audience: audience(&snapshot.plan, &hearer.who),
            name: milestone.item.mention(),
            on: *on,
            promised: heard.filter(|_| milestone.promised.is_some()),
            news: milestone
                .promised
                .filter(|promised| heard.is_some_and(|heard| heard != *promised)),
            then: if *on == Some(snapshot.today) { now.p80 } else { then.and_then(|one| one.p80) },
            now: now.p80,
        }
    };
    milestone.told.iter().zip(on).map(told).collect()
}

/// A plan of then, played as of then; `None` if it has errors, or nothing to schedule.
pub(super) fn played(
    files: PlanFiles,
    today: Date,
    commit_dates: &CommitDates,
    seed: Option<u64>,
) -> Option<(Snapshot, Forecast)> {
    let input = Input {
        files: files.files,
        settings: files.settings,
        today,
        commit_dates: commit_dates.clone(),
    };
    let snapshot = read(input);
    let forecast = played_as(&snapshot, seed)?;
    Some((snapshot, forecast))
}

fn played_as(snapshot: &Snapshot, seed: Option<u64>) -> Option<Forecast> {
    crate::dates::forecast_in_chosen_order(snapshot, PlayOptions { runs: None, seed })
}

pub(super) fn point(snapshot: &Snapshot, forecast: &Forecast) -> Point {
    let day = |moment: Moment| snapshot.finish_date(moment);
    let sure = |percent| {
        let percentile = forecast.finish.percentile(percent).map(day);
        percentile.filter(|_| !snapshot.plan.is_too_early())
    };
    let due = snapshot.plan.due.map(|due| {
        let end = calendar::end_of_day(due.date, &snapshot.plan.zone);
        (due.date, forecast.finish.chance_by(end))
    });
    let milestones = (0..).map(MilestoneId).take(snapshot.plan.milestones.len());
    let lowered = snapshot.lowered.as_ref();
    let whole = lowered.map(|lowered| view::effort::effort(&snapshot.plan, lowered).whole());
    Point {
        date: snapshot.today,
        p50: sure(50),
        p80: sure(80),
        due: due.filter(|_| !snapshot.plan.is_too_early()),
        effort: snapshot.plan.settings.days(whole.unwrap_or_default()),
        milestones: milestones.map(|id| target(snapshot, forecast, id)).collect(),
    }
}

fn target(snapshot: &Snapshot, forecast: &Forecast, id: MilestoneId) -> TargetPoint {
    let milestone = &snapshot.plan.milestones[id.index()];
    let lowered = snapshot.lowered.as_ref();
    let activity = lowered.and_then(|lowered| lowered.activity_of(ItemRef::Milestone(id)));
    let finish = activity.map(|activity| &forecast.activities[activity.index()].finish);
    let day = |moment: Moment| snapshot.finish_date(moment);
    TargetPoint {
        key: milestone.item.key,
        wanted: milestone.planned(),
        promised: milestone.promised,
        p50: finish.and_then(|finish| finish.p50).map(day),
        p80: finish.and_then(|finish| finish.p80).map(day),
    }
}
