//! Lowers a plan to a problem: names become indices, units become minutes, calendars become
//! tables. The only place where a task becomes an activity.
//!
//! In: the plan, its settings and the status date. Out: [`Lowered`], the problem together with
//! the way back from activities to what the user wrote, or the diagnostics that say why there
//! can be no dates. Nothing here searches or draws.

mod deadlines;
mod links;
mod people;
mod record;
mod risks;
mod warnings;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Calendar, Moment, last_worked_date, local_date, start_of_day};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plan::{ItemRef, PersonId, Plan, TaskId, codes};
use text::{Diagnostic, Place, has_errors};

use crate::problem::{
    Activity, ActivityId, CalendarId, Problem, ProblemParts, Progress, ResourceId,
};
use people::People;

pub use people::Crew;
pub use record::FinishedTask;

/// A problem, and what its indices mean in the plan.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The problem.
    pub problem: Problem,
    /// The activity whose finish is the finish of the plan.
    pub finish: ActivityId,
    /// The plan's zone, in which dates are said.
    pub zone: TimeZone,
    /// Whose time the plan is spread over.
    pub crew: Crew,
    /// What finished tasks tell about estimates.
    pub record: Vec<FinishedTask>,
    items: Vec<Option<ItemRef>>,
    positions: work::Positions,
    person_of_resource: Vec<Option<PersonId>>,
    resource_of_person: Vec<Option<ResourceId>>,
    calendar_of_person: Vec<CalendarId>,
    plan_calendar: CalendarId,
}

impl Lowered {
    /// The activity that stands for `item`: a leaf, a milestone, an open decision …; for a parent
    /// the moment at which all its leaves are finished. `None` for what is never scheduled.
    #[must_use]
    pub fn activity_of(&self, item: ItemRef) -> Option<ActivityId> {
        self.positions.of(item)
    }

    /// What the user wrote; `None` for the joints that stand for no item.
    #[must_use]
    pub fn item_of(&self, activity: ActivityId) -> Option<ItemRef> {
        self.items[activity.index()]
    }

    /// Who a resource is; `None` for the one unnamed person.
    #[must_use]
    pub fn person_of(&self, resource: ResourceId) -> Option<PersonId> {
        self.person_of_resource[resource.index()]
    }

    /// The resource of a person; `None` for an outside team, which is never busy.
    #[must_use]
    pub fn resource_of(&self, person: PersonId) -> Option<ResourceId> {
        self.resource_of_person[person.index()]
    }

    /// A person's working time.
    #[must_use]
    pub fn calendar_of_person(&self, person: PersonId) -> &Calendar {
        self.problem.calendar(self.calendar_of_person[person.index()])
    }

    /// Which calendar is [`Self::plan_calendar`].
    #[must_use]
    pub fn plan_calendar_id(&self) -> CalendarId {
        self.plan_calendar
    }

    /// The plan's own working time: everybody's hours and holidays, nobody's leave.
    #[must_use]
    pub fn plan_calendar(&self) -> &Calendar {
        self.problem.calendar(self.plan_calendar)
    }

    /// The day of the last worked minute before `finish`; today for what is over as today begins, for
    /// it was finished today or is as good as finished.
    #[must_use]
    pub fn finish_date(&self, finish: Moment) -> Date {
        if finish == self.problem.today() {
            return local_date(finish, &self.zone);
        }
        last_worked_date(finish, &self.zone)
    }

    /// Working days of the plan from the end of one day to the end of another; negative if that is
    /// sooner.
    #[must_use]
    pub fn working_days(&self, from: Date, to: Date) -> i64 {
        self.plan_calendar().working_days(from, to, &self.zone)
    }
}

/// What lowering gives: a problem unless an error stands against it, and what is worth knowing.
#[derive(Clone, Debug)]
pub struct Lowering {
    /// The problem; `None` if a diagnostic is an error or there is no work to schedule.
    pub lowered: Option<Lowered>,
    /// Errors and warnings that need calendars or the status date to be seen.
    pub diagnostics: Vec<Diagnostic>,
}

/// For tasks that change hands, who takes them over at the cost of a hand-over.
pub type CatchingUp = BTreeMap<TaskId, BTreeSet<PersonId>>;

/// What lowering is told besides the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerOptions {
    /// The status date.
    pub today: Date,
    /// Who does a task only after catching up, at the cost of a hand-over.
    pub catching_up: CatchingUp,
    /// How many unnamed people there are where the plan names nobody; at least one.
    pub unnamed_people: u32,
    /// How many pieces of work may be open.
    pub open_max: usize,
}

impl LowerOptions {
    /// As of `today`; nothing handed over, one unnamed person, half a million pieces of open work.
    #[must_use]
    pub fn new(today: Date) -> Self {
        let catching_up = CatchingUp::new();
        Self { today, catching_up, unnamed_people: 1, open_max: OPEN_MAX }
    }
}

/// Lowers `plan`.
///
/// Linear in items and links, times the number of teams that may do a task.
///
/// # Panics
/// If the parts are not a problem although the plan was built without errors: a bug.
#[must_use]
pub fn lower(plan: &Plan, options: &LowerOptions) -> Lowering {
    let mut diagnostics = Vec::new();
    let mut people = People::new(plan, options, &mut diagnostics);
    let mut works = work::activities(plan, options, &mut people, &mut diagnostics);
    diagnostics.extend(too_much(plan, &works, options.open_max));
    if has_errors(&diagnostics) || (plan.tasks.is_empty() && plan.unknowns.is_empty()) {
        return Lowering { lowered: None, diagnostics };
    }
    let record = record::finished_tasks(plan, &people);
    let (links, finish) = links::links(plan, &people, &mut works);
    diagnostics.extend(warnings::warnings(plan, options.today, &people, &works, &links));
    let parts = ProblemParts {
        today: start_of_day(options.today, &plan.zone),
        calendars: people.calendars,
        resources: people.resources,
        hand_over: work::hand_over(&plan.settings),
        risks: risks::risks(plan, &works),
        activities: works.activities,
        links,
        finish: vec![finish],
    };
    let problem = Problem::new(parts).expect("BUG: a plan without errors is a consistent problem");
    let lowered = Lowered {
        problem,
        finish,
        zone: plan.zone.clone(),
        crew: people.crew,
        record,
        items: works.items,
        positions: works.positions,
        person_of_resource: people.person_of_resource,
        resource_of_person: people.resource_of_person,
        calendar_of_person: people.calendar_of_person,
        plan_calendar: people.plan_calendar,
    };
    diagnostics.extend(deadlines::out_of_reach(plan, &lowered, options.today));
    Lowering { lowered: Some(lowered), diagnostics }
}

/// So many pieces of work may be open. Played the fewest times that say how sure a date is, 16, these
/// are the eight million runs of an activity that a forecast is stopped at; measured, a forecast of half
/// as many takes 12 s of processor time and 0.8 GB where tasks name their people.
const OPEN_MAX: usize = 500_000;

/// What is said where more than `most` pieces of work are open, at the first that is too much.
fn too_much(plan: &Plan, works: &work::Works, most: usize) -> Option<Diagnostic> {
    if works.activities.len() <= most {
        return None;
    }
    let is_open = |activity: &Activity| !matches!(activity.progress, Progress::Finished { .. });
    let open = works.activities.iter().zip(&works.items).filter(|(activity, _)| is_open(activity));
    let is_work = |item: &ItemRef| matches!(item, ItemRef::Task(_) | ItemRef::Unknown(_));
    let work = open.filter_map(|(_, item)| item.filter(is_work));
    let places: Vec<Place> = work.filter_map(|item| Some(plan.item(item)?.place)).collect();
    let first = *places.get(most)?;
    let what =
        format!("{} pieces of work are open, more than dates are worked out for", places.len());
    Some(
        Diagnostic::error(codes::TOO_MUCH_WORK, first, what)
            .why(format!("the limit is {most}: more would take minutes"))
            .help("make a plan of each part, and show one at a time: `fore -C FILE forecast`"),
    )
}
