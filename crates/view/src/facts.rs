//! What the screens are made from: the plan and everything that was computed from it.
//!
//! In: references to the results of all stages. Out: small answers in the terms of the reader:
//! dates in the plan's zone, names, days of work, the situation that the answer sentence is about.
//! It must not compute what an engine computes.

use calendar::{Moment, Work, end_of_day, local_date, start_of_day};
use forecast::{ActivityForecast, Distribution, Forecast};
use jiff::civil::Date;
use plan::{Item, ItemRef, PersonId, Plan, Risk, TaskId};
use schedule::{ActivityId, CriticalPath, Entry, Lowered, Progress, Schedule};
use text::{Diagnostic, SourceFile};

use crate::sentence::{Deadline, Ending, Shortfall, Situation, answer};

/// A plan with its dates.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The files that diagnostics point into.
    pub files: &'a [SourceFile],
    /// What the text means.
    pub plan: &'a Plan,
    /// The problem, and the way back from activities to items.
    pub lowered: &'a Lowered,
    /// Early and late dates by precedence alone.
    pub critical_path: &'a CriticalPath,
    /// One future, every estimate at its middle.
    pub schedule: &'a Schedule,
    /// Many futures.
    pub forecast: &'a Forecast,
    /// The finish if nobody ever had to wait for a person, in the same futures.
    pub enough_people: &'a Distribution,
    /// What is wrong or doubtful.
    pub diagnostics: &'a [Diagnostic],
    /// The finish of the plan for crews of one, two and three unnamed people, while nobody is
    /// named and it is too early for a date; else empty.
    pub crews: &'a [CrewForecast],
    /// The status date.
    pub today: Date,
}

/// When a crew of so many unnamed people would finish.
#[derive(Clone, Debug)]
pub struct CrewForecast {
    /// How many people.
    pub people: usize,
    /// The finishes of the runs.
    pub finish: Distribution,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Finished.
    Done,
    /// Begun and not finished.
    InProgress,
    /// Not begun.
    ToGo,
    /// Taken out of the plan.
    Cut,
}

impl Status {
    /// `done`, `in progress`, `to go` or `cut`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::InProgress => "in progress",
            Status::ToGo => "to go",
            Status::Cut => "cut",
        }
    }
}

impl<'a> Facts<'a> {
    /// The first line of every screen.
    #[must_use]
    pub fn answer(&self) -> String {
        self.said(&self.situation())
    }

    /// A situation of this plan as a sentence.
    #[must_use]
    pub fn said(&self, situation: &Situation) -> String {
        answer(&self.plan.name, self.ending(), situation, self.today)
    }

    /// Whether the plan goes live or is done.
    #[must_use]
    pub fn ending(&self) -> Ending {
        if self.plan.steps.is_empty() { Ending::Done } else { Ending::Live }
    }

    /// What the plan comes down to.
    #[must_use]
    pub fn situation(&self) -> Situation {
        if self.is_done() {
            let due = self.plan.due.map(|due| due.date);
            let open = self.plan.open_leaves().filter(|(_, task)| !task.optional).count();
            return Situation::Done { on: self.done_on(), due, open };
        }
        if self.plan.is_too_early() {
            return self.too_early();
        }
        let finish = &self.forecast.finish;
        let (Some(p50), Some(p80)) = (finish.percentile(50), finish.percentile(80)) else {
            return Situation::Never(self.shortfall());
        };
        Situation::Dated {
            p50: self.finish_date(p50),
            p80: self.finish_date(p80),
            deadline: self.deadline(),
        }
    }

    /// The plan's due date with its chance.
    #[must_use]
    pub fn deadline(&self) -> Option<Deadline> {
        let due = self.plan.due?;
        let chance = self.forecast.finish.chance_by(self.end_of(due.date));
        Some(Deadline { date: due.date, chance, hard: due.hard })
    }

    /// How far a task without parts is.
    #[must_use]
    pub fn status(&self, id: TaskId) -> Status {
        let task = self.plan.task(id);
        if task.cut {
            return Status::Cut;
        }
        self.progress(ItemRef::Task(id))
    }

    /// How far an item is that is not cut.
    #[must_use]
    pub fn progress(&self, item: ItemRef) -> Status {
        let activity = self.lowered.activity_of(item);
        match activity.map(|activity| self.lowered.problem.activity(activity).progress) {
            Some(Progress::Finished { .. }) => Status::Done,
            Some(Progress::Started { .. }) => Status::InProgress,
            _ => Status::ToGo,
        }
    }

    /// What somebody or something works on and is not finished: tasks without parts, waits among
    /// them, then unknowns; in the order of the text.
    pub fn open_work(&self) -> impl Iterator<Item = (ItemRef, ActivityId)> {
        let tasks = self.plan.open_leaves().map(|(id, _)| ItemRef::Task(id));
        let unknowns = (0..).map(plan::UnknownId).zip(&self.plan.unknowns);
        let unknowns = unknowns
            .filter(|(_, unknown)| !unknown.item.ticked)
            .map(|(id, _)| ItemRef::Unknown(id));
        tasks.chain(unknowns).filter_map(|item| Some((item, self.lowered.activity_of(item)?)))
    }

    /// Whether an item is a wait, on which nobody works.
    #[must_use]
    pub fn is_wait(&self, item: ItemRef) -> bool {
        matches!(item, ItemRef::Task(id) if self.plan.task(id).wait)
    }

    /// What the runs say of an item; `None` for what is never scheduled.
    #[must_use]
    pub fn played(&self, item: ItemRef) -> Option<&'a ActivityForecast> {
        let activity = self.lowered.activity_of(item)?;
        self.forecast.activities.get(activity.index())
    }

    /// The item's place in the one future; `None` for what is never scheduled or never ends.
    #[must_use]
    pub fn entry(&self, item: ItemRef) -> Option<&'a Entry> {
        self.schedule.entry(self.lowered.activity_of(item)?)
    }

    /// The chance that `item` is reached by the end of `date`; `None` if it is never scheduled.
    #[must_use]
    pub fn chance_by(&self, item: ItemRef, date: Date) -> Option<f64> {
        let finish = self.forecast.kept.get(&self.lowered.activity_of(item)?)?;
        Some(finish.chance_by(self.end_of(date)))
    }

    /// The id of an item, else its title; the plan's name for the plan.
    #[must_use]
    pub fn name(&self, item: ItemRef) -> &'a str {
        match self.plan.item(item) {
            Some(item) => item.id.as_deref().unwrap_or(&item.title),
            None => &self.plan.name,
        }
    }

    /// The name of an item as it stands in a sentence: an id in backticks, a title in quotes.
    #[must_use]
    pub fn mention(&self, item: ItemRef) -> String {
        self.plan.mention(item)
    }

    /// The name of an item on pages for others: `brief=`, else its title; the plan's name for the
    /// plan.
    #[must_use]
    pub fn public_name(&self, item: ItemRef) -> &'a str {
        self.plan.item(item).map_or(&self.plan.name, Item::public_name)
    }

    /// Who does an activity in the one future: those of its mode; for work of outside teams those
    /// who are named. Empty if nobody is named, or nobody works on it.
    #[must_use]
    pub fn people(&self, activity: ActivityId) -> Vec<PersonId> {
        let mode = self.schedule.entry(activity).map_or(0, |entry| entry.mode as usize);
        let modes = &self.lowered.problem.activity(activity).modes;
        let demands = modes.get(mode).map_or(&[][..], |mode| &mode.demands);
        let inside: Vec<PersonId> =
            demands.iter().filter_map(|demand| self.lowered.person_of(demand.resource)).collect();
        match self.lowered.item_of(activity) {
            Some(ItemRef::Task(id)) if inside.is_empty() && !self.plan.task(id).wait => self
                .plan
                .task(id)
                .who
                .people()
                .filter(|id| self.plan.people[id.index()].outside)
                .collect(),
            _ => inside,
        }
    }

    /// The name after `@` of a person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> &'a str {
        self.plan.people[id.index()].name()
    }

    /// [`Lowered::finish_date`].
    #[must_use]
    pub fn finish_date(&self, finish: Moment) -> Date {
        self.lowered.finish_date(finish)
    }

    /// The day of the first worked minute.
    #[must_use]
    pub fn start_date(&self, start: Moment) -> Date {
        local_date(start, &self.lowered.zone)
    }

    /// The day on which so many working minutes from today end; `None` beyond all calendars.
    #[must_use]
    pub fn date_after(&self, minutes: f64) -> Option<Date> {
        let calendar = self.lowered.plan_calendar();
        let finish = calendar.finish(self.lowered.problem.today(), Work(minutes.round() as i64))?;
        Some(self.finish_date(finish))
    }

    /// The 80 % date; `None` if the plan may never end, and while it is too early for a date.
    #[must_use]
    pub fn p80(&self) -> Option<Date> {
        let p80 = self.forecast.finish.percentile(80).filter(|_| !self.plan.is_too_early())?;
        Some(self.finish_date(p80))
    }

    /// The 80 % date if it came so many working minutes later; `None` if there is none.
    #[must_use]
    pub fn p80_moved_by(&self, minutes: f64) -> Option<Date> {
        let p80 = self.forecast.finish.percentile(80)?;
        let moved = self.lowered.plan_calendar().offset(p80, Work(minutes.round() as i64))?;
        Some(self.finish_date(moved))
    }

    /// The 80 % date if nobody ever had to wait for a person, and how many working minutes sooner it
    /// is; `None` if there is none.
    #[must_use]
    pub fn p80_with_enough_people(&self) -> Option<(Date, f64)> {
        let p80 = self.forecast.finish.percentile(80)?;
        let free = self.enough_people.percentile(80)?;
        let Work(sooner) = self.lowered.plan_calendar().work_between(free, p80);
        Some((self.finish_date(free), sooner as f64))
    }

    /// What the user wrote of a risk of the problem.
    #[must_use]
    pub fn risk(&self, index: usize) -> Option<&'a Risk> {
        let key = self.lowered.problem.risks()[index].key;
        self.plan.risks.iter().find(|risk| risk.item.key == key)
    }

    /// The beginning of a day in the plan's zone.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Moment {
        start_of_day(date, &self.lowered.zone)
    }

    /// The end of a day in the plan's zone.
    #[must_use]
    pub fn end_of(&self, date: Date) -> Moment {
        end_of_day(date, &self.lowered.zone)
    }

    /// Minutes of work left in an activity at its middle estimate, for each who does it.
    #[must_use]
    pub fn effort(&self, activity: ActivityId) -> f64 {
        forecast::middle_effort(self.lowered.problem.activity(activity)).0 as f64
    }

    /// Minutes of work left in an activity at its middle estimate, of all who do it together.
    #[must_use]
    pub fn effort_of_all(&self, activity: ActivityId) -> f64 {
        self.effort(activity) * self.people(activity).len().max(1) as f64
    }

    /// Working days of the plan that so many minutes of effort are.
    #[must_use]
    pub fn days(&self, minutes: f64) -> f64 {
        self.plan.settings.days(minutes)
    }

    fn too_early(&self) -> Situation {
        let open: Vec<_> = self.plan.open_leaves().collect();
        let bare = open
            .iter()
            .filter(|(id, task)| !task.is_estimated() && self.plan.links(*id).next().is_none());
        let share_bare = bare.count() as f64 / open.len() as f64;
        if open.len() >= BACKLOG_ITEMS_MIN && share_bare >= BACKLOG_BARE_MIN {
            return Situation::Backlog { items: open.len(), share_bare };
        }
        let crew = self.crews.iter().find(|crew| crew.people == 2).or(self.crews.first());
        let finish = crew.map_or(&self.forecast.finish, |crew| &crew.finish);
        match self.span(finish) {
            Some((from, to)) => {
                Situation::TooEarly { from, to, assumed_people: crew.map(|crew| crew.people) }
            }
            None => Situation::Never(self.shortfall()),
        }
    }

    /// The dates between which eight of ten runs finish.
    #[must_use]
    pub fn span(&self, finish: &Distribution) -> Option<(Date, Date)> {
        Some((self.finish_date(finish.percentile(10)?), self.finish_date(finish.percentile(90)?)))
    }

    /// Whether everything is finished.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let finish = self.lowered.problem.activity(self.lowered.finish);
        matches!(finish.progress, Progress::Finished { .. })
    }

    /// The day on which what the plan ends with was finished, else the last day on which a task was;
    /// `None` if one does not say when.
    fn done_on(&self) -> Option<Date> {
        let reached = match self.plan.finish {
            Some(ItemRef::Milestone(id)) => self.plan.reached_on(id),
            Some(ItemRef::Task(id)) => self.plan.task(id).done,
            _ => None,
        };
        if reached.is_some() {
            return reached;
        }
        let open_or_done = self.plan.leaves().filter(|(_, task)| !task.cut);
        let days: Option<Vec<Date>> = open_or_done.map(|(_, task)| task.done).collect();
        days?.into_iter().max()
    }

    /// The runs in which the plan never ends, and what is then left.
    #[must_use]
    pub fn shortfall(&self) -> Shortfall {
        self.shortfall_of(self.lowered.finish, self.forecast.finish.chance_never())
    }

    /// The work before `activity`, by links, that is left first in most of such a share of the runs,
    /// and why.
    pub(crate) fn shortfall_of(&self, activity: ActivityId, share: f64) -> Shortfall {
        let problem = &self.lowered.problem;
        let is_left = |id: ActivityId| self.never_share(id) * 2.0 > share;
        let left_before = |id| {
            let before = problem.incoming(id).map(|(_, link)| link.from);
            before.filter(move |from| is_left(*from))
        };
        let mut leads_there = vec![false; problem.activities().len()];
        leads_there[activity.index()] = true;
        for id in problem.topological_order().iter().rev().filter(|id| is_left(**id)) {
            if leads_there[id.index()] {
                left_before(*id).for_each(|from| leads_there[from.index()] = true);
            }
        }
        let mut first = problem
            .topological_order()
            .iter()
            .filter(|id| leads_there[id.index()] && left_before(**id).next().is_none())
            .filter_map(|id| Some((*id, self.lowered.item_of(*id)?)));
        let stuck = first.next();
        Shortfall {
            share,
            stuck: stuck.map(|(_, item)| self.mention(item)),
            more: first.count(),
            leaves: stuck.and_then(|(activity, _)| self.who_leaves(activity)),
            somebody_leaves: self.plan.people.iter().any(|person| person.until.is_some()),
        }
    }

    /// Whether no run ever comes to the end of `item`.
    #[must_use]
    pub fn is_never(&self, item: ItemRef) -> bool {
        let finish = self.lowered.activity_of(item).and_then(|id| self.forecast.kept.get(&id));
        finish.is_some_and(|finish| finish.chance_never() >= 1.0)
    }

    /// The open work that has no date, because most runs never come to its end; in the order of the
    /// text.
    #[must_use]
    pub fn undated(&self) -> Vec<ItemRef> {
        let ends =
            |activity: &ActivityId| self.forecast.activities[activity.index()].finish.p50.is_some();
        let open = self.open_work().filter(|(_, activity)| !ends(activity));
        open.map(|(item, _)| item).collect()
    }

    /// The share of runs in which an activity is never done: those that know no cause of its start.
    pub(crate) fn never_share(&self, activity: ActivityId) -> f64 {
        let causes = &self.forecast.activities[activity.index()].causes;
        1.0 - causes.iter().map(|(_, share)| share).sum::<f64>()
    }

    /// Of those who may do an activity the one who leaves last, if all of them leave.
    fn who_leaves(&self, activity: ActivityId) -> Option<(String, Date)> {
        let modes = &self.lowered.problem.activity(activity).modes;
        let people = modes.iter().flat_map(|mode| &mode.demands).filter_map(|demand| {
            let id = self.lowered.person_of(demand.resource)?;
            Some((self.plan.people[id.index()].until, id))
        });
        let mut last = None;
        for (until, id) in people {
            last = last.max(Some((until?, id)));
        }
        last.map(|(until, id)| (self.person(id).to_owned(), until))
    }
}

/// From so many open tasks on, a list without sizes and order is a backlog.
const BACKLOG_ITEMS_MIN: usize = 100;
/// The share of tasks without size and order from which on it is one.
const BACKLOG_BARE_MIN: f64 = 0.8;
