//! A plain problem, laid out for its runs: who could do what, and who waits in which group.
//!
//! In: the [`Table`] of a problem. Out: whether it is plain, and its [`Layout`]. It must not know
//! efforts of a run.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::{Calendar, Span, Work};

use super::super::table::{ModeRow, Table};
use super::shifts::{LIMIT, WorkingTime};
use crate::{ActivityId, Lag, LinkKind, Progress};

/// In place of a group, for what needs nobody.
pub(super) const NO_GROUP: u32 = u32::MAX;

/// Everything about a plain problem that a run reads, beside its table.
#[derive(Clone, Debug)]
pub(super) struct Layout<'p> {
    pub table: Table<'p>,
    /// By activity.
    pub rows: Vec<Row>,
    /// What is finished or started, by index.
    pub begun: Vec<(usize, Progress)>,
    /// By mode, as in [`Table::modes`].
    pub ways: Vec<WayRow>,
    /// What each activity is expected to take, at each of its rates.
    pub middles: Vec<u32>,
    pub time: &'p WorkingTime,
    /// By resource, each of which is a person.
    pub people: Vec<PersonRow>,
    pub groups: Vec<Group>,
    /// The groups that want each person.
    pub groups_of: Vec<u32>,
    /// The people whom each group wants.
    pub people_of: Vec<u32>,
    /// The ranks of the activities of each group, in order.
    pub members: Vec<u32>,
    /// 64-bit words for one bit a member.
    pub n_words: usize,
}

/// One activity.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The ways in which it may begin.
    pub ways: Range<u32>,
    /// With which others it waits, and where among them.
    pub group: u32,
    pub place: u32,
    /// The word with its bit.
    pub word: u32,
    pub rank: u32,
    /// Where its middles begin, in [`Layout::middles`].
    pub first_middle: u32,
    /// It could be done in several ways, were it not started.
    pub has_choice: bool,
}

/// One way to do an activity that keeps a person busy.
#[derive(Clone, Copy, Debug)]
pub(super) struct WayRow {
    pub person: u32,
    /// The duration is the effort: full time, no hand-over.
    pub is_whole: bool,
    /// Which of the middles of its activity is its own.
    pub rate: u32,
}

#[derive(Clone, Debug)]
pub(super) struct PersonRow {
    pub calendar: u32,
    pub groups: Range<u32>,
    /// The group of what nobody else can do.
    pub queue: u32,
}

/// Activities that want the same people: they wait together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub people: Range<u32>,
    pub members: Range<u32>,
    /// Where its bits begin.
    pub first_word: u32,
    /// Whether its activities could be done in several ways.
    has_choice: bool,
}

/// Whether runs of this problem can be played by [`super::Plain`].
///
/// **Meaning.** Work is done by one person at a time, who has one calendar without end and of whom
/// there is one, and takes some time by its middle; links run from finish to start and do not lead; and
/// what nobody is busy with, and lags, pass in calendars without end. All is expected to be over within
/// [`LIMIT`].
pub(crate) fn is_plain(table: &Table<'_>) -> bool {
    let problem = table.problem;
    let from = problem.today();
    let endless: Vec<bool> = table
        .calendars
        .iter()
        .map(|calendar| calendar.end().is_none() && calendar.next_working(from).is_some())
        .collect();
    let is_person =
        |resource: usize| table.capacity[resource] == 1 && table.hours[resource].len() == 1;
    let works_alone = |mode: &ModeRow| {
        let demands = &table.demands[mode.demands.start as usize..mode.demands.end as usize];
        match demands {
            [] => true,
            [demand] => is_person(demand.resource as usize),
            _ => false,
        }
    };
    let runs_on = |link: &crate::Link| {
        let goes_on = match link.lag {
            Lag::Elapsed(span) => span.0 >= 0,
            Lag::Working(calendar, work) => work.0 >= 0 && endless[calendar.index()],
        };
        link.kind == LinkKind::FinishStart && goes_on
    };
    let takes_time = |activity: usize| {
        table.wants[activity].is_empty() || table.middles(activity).iter().all(|&it| it > Work(0))
    };
    let n = table.rank.len();
    let longest = |activity: usize| table.middles(activity).iter().max().map_or(0, |work| work.0);
    let expected: i64 = (0..n).map(longest).sum();
    let latest = table.held.iter().map(|held| held.start - from).max().unwrap_or(Span(0));
    expected.max(latest.0) < i64::from(LIMIT)
        && (0..n).all(takes_time)
        && table.modes.iter().all(|mode| endless[mode.calendar as usize] && works_alone(mode))
        && problem.links().iter().filter(|link| problem.holds(link)).all(runs_on)
}

impl<'p> Layout<'p> {
    pub fn new(table: Table<'p>) -> Self {
        let person_of = |mode: &ModeRow| {
            table.demands[mode.demands.start as usize..mode.demands.end as usize]
                .first()
                .map_or(u32::MAX, |demand| demand.resource)
        };
        let ways = table
            .modes
            .iter()
            .map(|mode| WayRow {
                person: person_of(mode),
                is_whole: mode.share_percent == 100 && mode.hand_over == crate::HandOver::NONE,
                rate: mode.rate,
            })
            .collect();
        let n_calendars = table.calendars.len();
        let time = table.problem.working_time(|| WorkingTime::new(covering(&table), n_calendars));
        let begun = begun(&table);
        let mut layout = Self {
            rows: Vec::with_capacity(table.rank.len()),
            begun,
            time,
            ways,
            middles: Vec::new(),
            people: Vec::new(),
            groups: Vec::new(),
            groups_of: Vec::new(),
            people_of: Vec::new(),
            members: Vec::new(),
            n_words: 0,
            table,
        };
        layout.add_rows();
        layout.add_groups();
        layout.add_people();
        layout.place_members();
        layout
    }

    /// Takes another order of priority.
    pub fn put_in_order(&mut self, order: &[ActivityId]) {
        self.table.put_in_order(order);
        self.place_members();
    }

    /// Writes down each activity's place in the order, and among those that it waits with.
    fn place_members(&mut self) {
        let mut next: Vec<u32> = self.groups.iter().map(|group| group.members.start).collect();
        for (rank, &activity) in (0..).zip(&self.table.at_rank) {
            let row = &mut self.rows[activity as usize];
            row.rank = rank;
            if row.group == NO_GROUP {
                continue;
            }
            let group = &self.groups[row.group as usize];
            let member = &mut next[row.group as usize];
            self.members[*member as usize] = rank;
            row.place = *member - group.members.start;
            row.word = group.first_word + row.place / 64;
            *member += 1;
        }
    }

    /// What an activity of `effort` takes in one of its ways.
    #[inline]
    pub fn duration(&self, way: u32, effort: u32) -> u32 {
        if self.ways[way as usize].is_whole {
            return effort;
        }
        let Work(minutes) = self.table.modes[way as usize].duration(Work(i64::from(effort)));
        minutes.min(i64::from(LIMIT)) as u32
    }

    /// What the activity of `row` is expected to take in `way`, one of its ways.
    #[inline]
    pub fn middle(&self, row: &Row, way: &WayRow) -> u32 {
        self.middles[(row.first_middle + way.rate) as usize]
    }

    /// The same of an activity that can be done in one way.
    #[inline]
    pub fn only_middle(&self, row: &Row) -> u32 {
        self.middles[row.first_middle as usize]
    }

    fn add_rows(&mut self) {
        let table = &self.table;
        for activity in 0..table.rank.len() {
            self.rows.push(Row {
                ways: table.choices[activity].clone(),
                group: NO_GROUP,
                place: 0,
                word: 0,
                rank: 0,
                first_middle: self.middles.len() as u32,
                has_choice: table.all_modes[activity].len() > 1,
            });
            self.middles.extend(table.middles(activity).iter().map(|work| work.0 as u32));
        }
    }

    fn add_groups(&mut self) {
        for ((people, has_choice), activities) in self.who_wait_together() {
            let group = self.groups.len() as u32;
            for &activity in &activities {
                self.rows[activity as usize].group = group;
            }
            let (first_person, first_member) = (self.people_of.len(), self.members.len());
            self.people_of.extend(people);
            self.members.resize(first_member + activities.len(), 0);
            self.groups.push(Group {
                people: first_person as u32..self.people_of.len() as u32,
                members: first_member as u32..self.members.len() as u32,
                first_word: self.n_words as u32,
                has_choice,
            });
            self.n_words += (self.members.len() - first_member).div_ceil(64);
        }
    }

    /// The activities of each group, by whom they want, and whether they have a choice.
    fn who_wait_together(&self) -> BTreeMap<(Vec<u32>, bool), Vec<u32>> {
        let table = &self.table;
        // What can be done in the same ways wants the same people: they are put in order once.
        let mut by_wants: BTreeMap<(u32, u32, bool), Vec<u32>> = BTreeMap::new();
        for activity in 0..table.rank.len() as u32 {
            let wants = table.wants[activity as usize].clone();
            let progress = table.problem.activity(ActivityId(activity)).progress;
            if !wants.is_empty() && !matches!(progress, Progress::Finished { .. }) {
                let has_choice = self.rows[activity as usize].has_choice;
                by_wants.entry((wants.start, wants.end, has_choice)).or_default().push(activity);
            }
        }
        let mut together: BTreeMap<(Vec<u32>, bool), Vec<u32>> = BTreeMap::new();
        for ((start, end, has_choice), activities) in by_wants {
            let mut people = table.wanted[start as usize..end as usize].to_vec();
            people.sort_unstable();
            together.entry((people, has_choice)).or_default().extend(activities);
        }
        together
    }

    fn add_people(&mut self) {
        let n_people = self.table.problem.resources().len();
        let mut wanting: Vec<Vec<u32>> = vec![Vec::new(); n_people];
        let mut queues = vec![NO_GROUP; n_people];
        for (index, group) in (0..).zip(&self.groups) {
            let people = &self.people_of[group.people.start as usize..group.people.end as usize];
            for &person in people {
                wanting[person as usize].push(index);
            }
            if !group.has_choice {
                queues[people[0] as usize] = index;
            }
        }
        for (person, groups) in wanting.into_iter().enumerate() {
            let first = self.groups_of.len() as u32;
            self.groups_of.extend(groups);
            self.people.push(PersonRow {
                // Whoever is never wanted is never asked when.
                calendar: self.table.hours[person].first().copied().unwrap_or(0),
                groups: first..self.groups_of.len() as u32,
                queue: queues[person],
            });
        }
    }
}

fn begun(table: &Table<'_>) -> Vec<(usize, Progress)> {
    let activities = table.problem.activities().iter().enumerate();
    let progress = activities.map(|(index, activity)| (index, activity.progress));
    progress.filter(|(_, progress)| *progress != Progress::Planned).collect()
}

fn covering(table: &Table<'_>) -> Calendar {
    let mut calendars: Vec<u32> = table.hours.iter().flatten().copied().collect();
    calendars.sort_unstable();
    calendars.dedup();
    let calendars: Vec<&Calendar> =
        calendars.iter().map(|&calendar| &table.calendars[calendar as usize]).collect();
    Calendar::covering(&calendars)
}
