//! Whose time there is: calendars, resources, and the ways in which a task can be staffed.

use std::collections::BTreeMap;

use calendar::{
    Calendar, CalendarRules, FIRST_DATE, Moment, end_of_day, last_worked_date, public_holidays,
    start_of_day,
};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use plan::table::Key;
use plan::{ClockRange, Person, PersonId, Plan, Task, Who, codes};
use text::Diagnostic;

use super::LowerOptions;
use crate::problem::{CalendarId, Demand, HandOver, Mode, Modes, Resource, ResourceId};

/// Years after the last date of the plan up to which holidays and leave are laid out one by one.
const YEARS_AHEAD: i16 = 3;

const MINUTES_PER_DAY: u32 = 24 * 60;

/// More ways than this to staff one task are not told apart; the first ones count.
const TEAMS_MAX: usize = 64;

/// Those who do a task together; nearly always one person, who needs no list.
#[derive(Clone, Debug)]
pub(super) enum Team {
    One(PersonId),
    Several(Vec<PersonId>),
}

impl std::ops::Deref for Team {
    type Target = [PersonId];

    fn deref(&self) -> &[PersonId] {
        match self {
            Team::One(id) => std::slice::from_ref(id),
            Team::Several(ids) => ids,
        }
    }
}

/// Whose time the plan is spread over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crew {
    /// The Team section.
    Declared,
    /// No Team section: the names that tasks use, full time.
    FromTasks,
    /// Nobody is named anywhere: one unnamed person, full time, unless told otherwise.
    OneUnnamed,
}

/// Calendars and resources, collected while lowering.
pub(super) struct People<'a> {
    plan: &'a Plan,
    pub(super) today: Moment,
    pub(super) crew: Crew,
    pub(super) calendars: Vec<Calendar>,
    pub(super) resources: Vec<Resource>,
    pub(super) person_of_resource: Vec<Option<PersonId>>,
    pub(super) resource_of_person: Vec<Option<ResourceId>>,
    pub(super) calendar_of_person: Vec<CalendarId>,
    /// Who still has working time from today on.
    is_there: Vec<bool>,
    pub(super) plan_calendar: CalendarId,
    pub(super) clock: CalendarId,
    /// A calendar in which no minute works, once somebody asked for it.
    never: Option<CalendarId>,
    /// The one way in which something passes in the plan's time that keeps nobody busy.
    pub(super) nobody: Modes,
    common: BTreeMap<Vec<PersonId>, CalendarId>,
    inside: Vec<PersonId>,
}

impl<'a> People<'a> {
    /// Lays out everybody's working time; reports people who have none.
    pub(super) fn new(
        plan: &'a Plan,
        options: &LowerOptions,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let today = options.today;
        let (first, last) = dates_spanned(plan, today);
        let horizon = last.saturating_add(YEARS_AHEAD.years());
        let own_rules = plan_rules(plan, first, horizon);
        let mut people = Self {
            plan,
            today: start_of_day(today, &plan.zone),
            crew: crew(plan),
            calendars: vec![Calendar::new(&own_rules, first, horizon), Calendar::clock()],
            resources: Vec::new(),
            person_of_resource: Vec::new(),
            resource_of_person: Vec::new(),
            calendar_of_person: Vec::new(),
            is_there: Vec::new(),
            plan_calendar: CalendarId(0),
            clock: CalendarId(1),
            never: None,
            nobody: vec![idle_mode(CalendarId(0))].into(),
            common: BTreeMap::new(),
            inside: Vec::new(),
        };
        for (id, person) in (0..).map(PersonId).zip(&plan.people) {
            let alike =
                plan.people[..id.index()].iter().position(|other| works_like(person, other));
            let calendar = match alike {
                Some(other) => people.calendar_of_person[other],
                None => {
                    let rules = person_rules(person, &own_rules);
                    people.add_calendar(Calendar::new(&rules, first, horizon))
                }
            };
            let from_first =
                people.calendar(calendar).next_working(start_of_day(first, &plan.zone));
            // Whoever has left is missed at their tasks, if at all.
            let has_left = person.until.is_some_and(|until| until < today);
            if from_first.is_none() && !has_left {
                diagnostics.push(no_working_time(person));
            }
            people.add_person(id, person, calendar);
        }
        if people.crew == Crew::OneUnnamed {
            people.resources.push(Resource { capacity: options.unnamed_people });
            people.person_of_resource.push(None);
        }
        people
    }

    fn add_person(&mut self, id: PersonId, person: &Person, calendar: CalendarId) {
        self.calendar_of_person.push(calendar);
        self.is_there.push(self.calendar(calendar).next_working(self.today).is_some());
        if person.outside {
            self.resource_of_person.push(None);
            return;
        }
        let resource = ResourceId(index(self.resources.len()));
        self.resources.push(Resource { capacity: 1 });
        self.person_of_resource.push(Some(id));
        self.resource_of_person.push(Some(resource));
        if person.is_inside() {
            self.inside.push(id);
        }
    }

    /// The calendar behind an index.
    pub(super) fn calendar(&self, id: CalendarId) -> &Calendar {
        &self.calendars[id.index()]
    }

    /// The teams that may do `task`, in order of preference: who is named, in every combination
    /// of the alternatives; else everybody inside who has the skills. Empty: nobody.
    pub(super) fn teams(&self, task: &Task) -> Vec<Team> {
        self.staff(&task.who, &task.needs)
    }

    /// As [`People::teams`], for any item that somebody works on.
    pub(super) fn staff(&self, who: &Who, needs: &[String]) -> Vec<Team> {
        if !who.is_empty() {
            return match who.together.as_slice() {
                [either] => either.iter().take(TEAMS_MAX).map(|id| Team::One(*id)).collect(),
                together => combinations(together),
            };
        }
        let skilled = |id: &&PersonId| {
            let skills = &self.plan.people[id.index()].skills;
            needs.iter().all(|need| skills.contains(need))
        };
        self.inside.iter().filter(skilled).map(|id| Team::One(*id)).collect()
    }

    /// The share of the working day that somebody has for this plan, percent.
    pub(super) fn share_percent(&self, id: PersonId) -> u32 {
        self.plan.people[id.index()].time_percent
    }

    /// Whether everybody in `team` still has working time from today on.
    pub(super) fn is_there(&self, team: &[PersonId]) -> bool {
        team.iter().all(|id| self.is_there[id.index()])
    }

    /// The mode in which `team` does a task together: in their common hours, at the smaller
    /// share, everybody inside busy.
    pub(super) fn mode(&mut self, team: &[PersonId], hand_over: HandOver) -> Mode {
        let demands = team
            .iter()
            .filter_map(|id| self.resource_of_person[id.index()])
            .map(|resource| Demand { resource, units: 1 })
            .collect();
        let share = team.iter().map(|id| self.share_percent(*id)).min();
        let calendar = self.common_calendar(team);
        Mode { calendar, share_percent: share.unwrap_or(100), demands, hand_over }
    }

    /// The mode of the one unnamed person.
    pub(super) fn unnamed_mode(&self) -> Mode {
        let demands = vec![Demand { resource: ResourceId(0), units: 1 }];
        let hand_over = HandOver::NONE;
        Mode { calendar: self.plan_calendar, share_percent: 100, demands, hand_over }
    }

    /// The mode of what nobody is there to do: it never ends, nor does what waits for it.
    pub(super) fn never_mode(&mut self) -> Mode {
        let calendar = match self.never {
            Some(known) => known,
            None => self.add_calendar(Calendar::new(&no_hours(self.plan), FIRST_DATE, FIRST_DATE)),
        };
        self.never = Some(calendar);
        idle_mode(calendar)
    }

    /// Whether nobody is there to do an activity with these `modes`.
    pub(super) fn is_never(&self, modes: &[Mode]) -> bool {
        self.never.is_some_and(|never| modes.iter().all(|mode| mode.calendar == never))
    }

    fn common_calendar(&mut self, team: &[PersonId]) -> CalendarId {
        if let [one] = team {
            return self.calendar_of_person[one.index()];
        }
        let mut members = team.to_vec();
        members.sort_unstable();
        if let Some(known) = self.common.get(&members) {
            return *known;
        }
        let calendars: Vec<&Calendar> =
            members.iter().map(|id| self.calendar(self.calendar_of_person[id.index()])).collect();
        let common = Calendar::common(&calendars);
        let id = self.add_calendar(common);
        self.common.insert(members, id);
        id
    }

    /// The end of the last working minute of `date`; the end of the date where nothing was worked
    /// up to it.
    pub(super) fn end_of_work(&self, date: Date) -> Moment {
        let end = end_of_day(date, &self.plan.zone);
        self.calendar(self.plan_calendar).last_worked(end).unwrap_or(end)
    }

    /// The end of the `n`-th working day of the plan from today on, today counting as the first.
    pub(super) fn end_of_working_day(&self, n: u32) -> Moment {
        let calendar = self.calendar(self.plan_calendar);
        let mut at = self.today;
        for _ in 0..n {
            let Some(start) = calendar.next_working(at) else { return at };
            at =
                end_of_day(last_worked_date(Moment(start.0 + 1), &self.plan.zone), &self.plan.zone);
        }
        calendar.last_worked(at).unwrap_or(at)
    }

    fn add_calendar(&mut self, calendar: Calendar) -> CalendarId {
        self.calendars.push(calendar);
        CalendarId(index(self.calendars.len() - 1))
    }
}

/// Every choice of one person from each group, nobody twice in a team.
fn combinations(groups: &[Vec<PersonId>]) -> Vec<Team> {
    let mut teams = vec![Vec::new()];
    for group in groups {
        let extended = teams.iter().flat_map(|team: &Vec<PersonId>| {
            group.iter().map(|person| {
                let mut team = team.clone();
                if !team.contains(person) {
                    team.push(*person);
                }
                team
            })
        });
        teams = extended.take(TEAMS_MAX).collect();
    }
    teams.into_iter().map(Team::Several).collect()
}

/// A mode that keeps nobody busy.
pub(super) fn idle_mode(calendar: CalendarId) -> Mode {
    let demands = Vec::new();
    Mode { calendar, share_percent: 100, demands, hand_over: HandOver::NONE }
}

/// A length as an index of 32 bits.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).expect("fewer than four billion of anything")
}

fn crew(plan: &Plan) -> Crew {
    if plan.has_team {
        Crew::Declared
    } else if plan.people.iter().any(Person::is_inside) {
        Crew::FromTasks
    } else {
        Crew::OneUnnamed
    }
}

/// The plan's hours, holidays and zone; national holidays for the years from `first` to `last`.
fn plan_rules(plan: &Plan, first: Date, last: Date) -> CalendarRules {
    let settings = &plan.settings;
    let own = settings.holidays.iter().map(|range| (range.first, range.last));
    let national = settings.country.as_deref().map(|country| {
        public_holidays(country, settings.region.as_deref(), first.year()..=last.year())
            .expect("BUG: the settings were read with a country that is not known")
    });
    let national = national.into_iter().flatten().map(|(date, _)| (date, date));
    CalendarRules {
        zone: plan.zone.clone(),
        week: settings.week.each_ref().map(|parts| parts.iter().map(part_of_day).collect()),
        days_off: own.chain(national).collect(),
        from: None,
        until: None,
    }
}

/// No hours at all.
fn no_hours(plan: &Plan) -> CalendarRules {
    CalendarRules {
        zone: plan.zone.clone(),
        week: Default::default(),
        days_off: Vec::new(),
        from: None,
        until: None,
    }
}

fn part_of_day(part: &ClockRange) -> (Time, Time) {
    let time = |minute: u32| {
        let minute = minute % MINUTES_PER_DAY;
        let (hour, minute) = ((minute / 60) as i8, (minute % 60) as i8);
        Time::new(hour, minute, 0, 0).expect("a minute of the day")
    };
    (time(part.from), time(part.to))
}

/// Whether two people have the same working time.
fn works_like(one: &Person, other: &Person) -> bool {
    (&one.zone, &one.away, one.from, one.until)
        == (&other.zone, &other.away, other.from, other.until)
}

/// The plan's hours and holidays in the person's own zone, without their leave.
fn person_rules(person: &Person, own: &CalendarRules) -> CalendarRules {
    let leave = person.away.iter().map(|range| (range.first, range.last));
    CalendarRules {
        zone: person.zone.clone().unwrap_or_else(|| own.zone.clone()),
        week: own.week.clone(),
        days_off: own.days_off.iter().copied().chain(leave).collect(),
        from: person.from,
        until: person.until,
    }
}

/// The first and last date that anything in the plan is about, today included.
fn dates_spanned(plan: &Plan, today: Date) -> (Date, Date) {
    let tasks = plan.tasks.iter().flat_map(|task| [task.start, task.due, task.started, task.done]);
    let people = plan.people.iter().flat_map(|person| {
        let away = person.away.iter().flat_map(|range| [range.first, range.last]);
        away.map(Some).chain([person.from, person.until])
    });
    let milestones = plan.milestones.iter().map(|milestone| milestone.done);
    let all =
        tasks.chain(people).chain(milestones).chain([plan.start, plan.due.map(|due| due.date)]);
    all.flatten().fold((today, today), |(first, last), date| (first.min(date), last.max(date)))
}

fn no_working_time(person: &Person) -> Diagnostic {
    let name = person.name();
    Diagnostic::warning(
        codes::NO_WORKING_TIME,
        person.item.place_of(if person.until.is_some() { Key::Until } else { Key::From }),
        format!("`{name}` has no working time at all"),
    )
    .why("leave, `from=`, `until=` and the hours of the week leave no minute, so what only they may do never ends")
    .help("check these dates, and the hours in fore.toml")
}
