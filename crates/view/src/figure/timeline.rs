//! Who does what and when: a lane a person or a milestone, a bar a task, fading where it is unsure.
//!
//! One row a task while they are few; several tasks a row when there are more; ridges of open tasks
//! when there are thousands. Only the longest path has lines.

use std::collections::BTreeMap;

use calendar::{Moment, start_of_day};
use jiff::ToSpan;
use jiff::civil::Date;
use plan::{ItemRef, PersonId};
use schedule::ActivityId;

use super::axis::Axis;
use super::choice::{Choice, Finished, finished, keep};
use super::heads::{HEAD, calendar_rules, flags};
use super::lines::{Place, lines};
use super::milestones::Band;
use super::pack::pack;
use super::ridges::{self, Ridge};
use crate::facts::Facts;
use crate::scene::{Anchor, CHART_TYPE, Fill, Ink, Mark, Scene, Weight, fit, text_width};
use crate::screens::picture::{
    Group, Mark as Task, PATH_SHARE_MIN, Picture, by_milestone, load, picture,
};
use crate::words;

/// How the work is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// A row a task.
    Rows,
    /// Several tasks in a row.
    Packed,
    /// A ridge for each part of the work.
    Ridges,
}

impl Density {
    /// The density at which so many open tasks can be read.
    #[must_use]
    pub fn of(tasks: usize) -> Self {
        match tasks {
            0..=ROWS_MAX => Density::Rows,
            _ if tasks <= BARS_MAX => Density::Packed,
            _ => Density::Ridges,
        }
    }
}

/// What a lane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// A person, or a team outside.
    Person,
    /// The work that leads to a milestone.
    Milestone,
}

/// With more open tasks than these, several stand in a row.
const ROWS_MAX: usize = 80;
/// With more open tasks than these, parts of the work are ridges.
const BARS_MAX: usize = 500;
/// Room for names before the bars.
const GUTTER: f64 = 226.0;
/// Room for the dates behind the last bars.
const DATES: f64 = 104.0;
/// As high as a target has to be.
const ROW: f64 = 24.0;
const BAR: f64 = 10.0;
/// A row of packed bars.
const PACKED_ROW: f64 = 14.0;

/// A timeline, and its scale.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The picture.
    pub scene: Scene,
    /// How wide a day is in it.
    pub day: f64,
}

/// The address of an item's page, if it has one.
pub type LinkOf<'a> = &'a dyn Fn(ItemRef) -> Option<String>;

/// The timeline of what is open and of `choice`, `width` wide; its bars lead to what `link` says.
/// Empty but for its axis when nothing is. The heads of the lanes of people are groups called `hands`, which say the
/// name after `@`.
#[must_use]
pub fn timeline(
    facts: &Facts,
    group_by: GroupBy,
    choice: Choice,
    width: f64,
    link: LinkOf<'_>,
) -> Timeline {
    let mut picture = match group_by {
        GroupBy::Person => picture(facts, true),
        GroupBy::Milestone => by_milestone(facts),
    };
    keep(facts, &mut picture, choice);
    let tasks: usize = picture.work.iter().map(|group| group.tasks.len()).sum();
    let finished = if choice.with_finished { finished(facts, choice.from) } else { Vec::new() };
    let density = Density::of(tasks + finished.len());
    let (parts, hidden) = match density {
        Density::Ridges => ridges::ridges(facts),
        Density::Rows | Density::Packed => (Vec::new(), 0),
    };
    let axis = axis(facts, &picture, &parts, (choice.from, &finished), width);
    let (marks, places) = (Vec::new(), BTreeMap::new());
    let mut drawing = Drawing { facts, link, axis, width, y: HEAD, marks, places };
    if parts.is_empty() {
        drawing.milestones();
        drawing.finished(&finished);
        for group in &picture.work {
            if density == Density::Rows { drawing.rows(group) } else { drawing.packed(group) }
        }
    } else {
        let (marks, bottom) = ridges::drawn(facts, (&parts, hidden), &drawing.axis, HEAD, width);
        drawing.marks.extend(marks);
        drawing.y = bottom;
    }
    let height = drawing.y + 8.0;
    let mut marks = calendar_rules(facts, &drawing.axis, height);
    marks.extend(lines(facts, &drawing.places));
    marks.append(&mut drawing.marks);
    marks.extend(flags(facts, &drawing.axis, height));
    let title =
        format!("Who does what and when: {} from today on.", words::count(tasks, "open task"));
    let name = match group_by {
        GroupBy::Person => "timeline",
        GroupBy::Milestone => "lanes",
    };
    let day = drawing.axis.width_of_days(1.0);
    Timeline { scene: Scene { name, title, width, height, marks }, day }
}

/// From `from`, else the beginning of what is shown, but of what is open not far back, to the last
/// unlikely finish; to the deadline if it is near that.
fn axis(
    facts: &Facts,
    picture: &Picture,
    parts: &[Ridge],
    (from, finished): (Option<Date>, &[Finished]),
    width: f64,
) -> Axis {
    let today = facts.lowered.problem.today();
    let tasks = || picture.work.iter().flat_map(|group| &group.tasks);
    let last = tasks().map(|task| task.late.unwrap_or(task.middle)).max();
    let last =
        last.max(ridges::end(parts)).max(facts.forecast.finish.percentile(90)).unwrap_or(today);
    let due = facts.plan.due.map(|due| facts.end_of(due.date));
    let to = due
        .filter(|end| end.0 - today.0 < 2 * (last.0 - today.0))
        .map_or(last, |end| end.max(last));
    let begun = tasks().filter_map(|task| begun(facts, task.item)).min().unwrap_or(today);
    let back = Moment(today.0 - (to.0 - today.0) / 2);
    let monday = facts.today.saturating_sub(7.days());
    let usual = begun.max(back).min(start_of_day(monday, &facts.lowered.zone));
    let first = finished.iter().map(|one| facts.start_of(one.first)).min();
    let from =
        from.map_or(first.map_or(usual, |first| first.min(usual)), |day| facts.start_of(day));
    let right = width - if parts.is_empty() { DATES } else { ridges::room(facts, parts) };
    Axis::new((from, Moment(to.0 + (to.0 - from.0) / 40)), (GUTTER, right), &facts.lowered.zone)
}

/// When somebody began, if somebody has.
fn begun(facts: &Facts, item: ItemRef) -> Option<Moment> {
    let ItemRef::Task(id) = item else { return None };
    facts.plan.task(id).started.map(|day| start_of_day(day, &facts.lowered.zone))
}

/// What has been drawn so far.
struct Drawing<'a> {
    facts: &'a Facts<'a>,
    link: LinkOf<'a>,
    axis: Axis,
    width: f64,
    y: f64,
    marks: Vec<Mark>,
    places: BTreeMap<ActivityId, Place>,
}

impl Drawing<'_> {
    /// A first lane with the milestones as bands.
    fn milestones(&mut self) {
        let mut bands = Band::all(self.facts);
        bands.retain(|band| band.p90 >= self.axis.from);
        if bands.is_empty() {
            return;
        }
        let y = self.y + 16.0;
        self.marks.push(Mark::text(0.0, y, "Milestones", Ink::Ink).strong());
        for band in &bands {
            let y = self.y + 12.0;
            let (left, right) = (self.axis.x(band.p10), self.axis.x(band.p90));
            let name = fit(&band.name, CHART_TYPE, Weight::Regular, 200.0);
            let ends_before = left - 8.0 - text_width(&name, CHART_TYPE, Weight::Regular);
            if ends_before > 84.0 {
                let label = Mark::text(left - 8.0, y + 4.0, name.clone(), Ink::Soft);
                self.marks.push(label.anchored(Anchor::End));
            }
            self.marks.push(Mark::Rect {
                x: left,
                y: y - 4.5,
                width: (right - left).max(9.0),
                height: 9.0,
                radius: 4.5,
                fill: Fill::Band,
                edge: None,
            });
            let p80 = self.axis.x(band.p80);
            self.marks.push(Mark::upright(p80, y - 5.0, y + 5.0, Ink::Strong, 2.0));
            self.marks.push(Mark::diamond(self.axis.x(band.p50), y, 6.0, Ink::Strong));
            let mut dates = self.dates(Some(band.p50), Some(band.p80));
            if ends_before <= 84.0 {
                dates = format!("{name}, {dates}");
            }
            self.label(right.max(p80) + 8.0, y + 4.0, &dates);
            self.y += ROW - 2.0;
        }
        self.end_lane();
    }

    /// A lane with what is finished.
    fn finished(&mut self, finished: &[Finished]) {
        if finished.is_empty() {
            return;
        }
        self.marks.push(Mark::text(0.0, self.y + 15.0, "Finished", Ink::Ink).strong());
        self.y += ROW;
        for one in finished {
            let y = self.y + ROW / 2.0;
            let name = fit(&one.title, CHART_TYPE, Weight::Regular, GUTTER - 26.0);
            let start = self.axis.x(self.facts.start_of(one.first));
            let end = self.axis.x(self.facts.end_of(one.last)).max(start + 2.0);
            let marks = vec![
                Mark::text(12.0, y + 4.0, name, Ink::Soft),
                Mark::bar(start, y - BAR / 2.0, end - start, BAR, Fill::Solid(Ink::Past)),
            ];
            let day = words::day_month(one.last, self.facts.today);
            let title = format!("{}: finished {day}", one.title);
            self.marks.push(match (self.link)(one.item) {
                Some(to) => Mark::Link { to, title, marks },
                None => Mark::Group { name: "", title, marks },
            });
            self.label(end + 7.0, y + 4.0, &day);
            self.y += ROW;
        }
        self.end_lane();
    }

    /// A lane with a row for each task.
    fn rows(&mut self, group: &Group) {
        let top = self.y;
        self.head(group);
        for task in &group.tasks {
            let y = self.y + ROW / 2.0;
            let text = self.task_title(task);
            let name = fit(&text, CHART_TYPE, Weight::Regular, GUTTER - 26.0);
            let mut marks = vec![Mark::text(12.0, y + 4.0, name, Ink::Soft)];
            let end = self.bar(task, y, BAR, &mut marks);
            let dates = self.dates(Some(task.middle), task.p80);
            marks.extend(self.label(end + 7.0, y + 4.0, &dates));
            self.marks.push(self.linked(task, &text, marks));
            self.y += ROW;
        }
        self.leave(group.person, top);
        self.end_lane();
    }

    /// A lane with as many rows as it takes; what is on the longest path is named.
    fn packed(&mut self, group: &Group) {
        let top = self.y;
        self.head(group);
        let named = |task: &Task| task.path_share >= PATH_SHARE_MIN;
        let titles: Vec<String> = group.tasks.iter().map(|task| self.task_title(task)).collect();
        let spans: Vec<(f64, f64)> = group
            .tasks
            .iter()
            .zip(&titles)
            .map(|(task, title)| {
                let end = self.axis.x(task.late.unwrap_or(task.middle));
                let room = if named(task) {
                    text_width(title, CHART_TYPE, Weight::Regular) + 10.0
                } else {
                    0.0
                };
                (self.axis.x(task.start), end + room)
            })
            .collect();
        let rows = pack(&spans, 3.0);
        for ((task, row), title) in group.tasks.iter().zip(&rows).zip(&titles) {
            let y = self.y + PACKED_ROW * (*row as f64 + 0.5);
            let mut marks = Vec::new();
            let end = self.bar(task, y, BAR - 1.0, &mut marks);
            self.marks.push(self.linked(task, title, marks));
            if named(task) {
                let label = self.label(end + 6.0, y + 4.0, title);
                self.marks.extend(label);
            }
        }
        self.y += PACKED_ROW * (rows.iter().max().map_or(0, |row| row + 1)) as f64;
        self.leave(group.person, top);
        self.end_lane();
    }

    /// The name of a lane, and how full it is.
    fn head(&mut self, group: &Group) {
        let y = self.y + 15.0;
        let load = load(self.facts, group);
        let room = GUTTER - 24.0 - text_width(&load, CHART_TYPE, Weight::Regular);
        let name = fit(&group.name, CHART_TYPE, Weight::Strong, room);
        let name = Mark::text(0.0, y, name, Ink::Ink).strong();
        let load = Mark::text(GUTTER - 14.0, y, load, Ink::Faint).anchored(Anchor::End);
        self.marks.extend(match group.person {
            Some(id) => {
                let title = format!("@{}", self.facts.person(id));
                vec![Mark::Group { name: "hands", title, marks: vec![name, load] }]
            }
            None => vec![name, load],
        });
        self.y += ROW;
    }

    fn end_lane(&mut self) {
        self.y += 3.0;
        self.marks.push(Mark::level(self.y, 0.0, self.width, Ink::Rule, 1.0));
    }

    /// The marks of a task, which lead to its page if it has one.
    fn linked(&self, task: &Task, name: &str, marks: Vec<Mark>) -> Mark {
        let title = self.said(task, name);
        match (self.link)(task.item) {
            Some(to) => Mark::Link { to, title, marks },
            None => Mark::Group { name: "", title, marks },
        }
    }

    /// A bar with its center line at `y`; returns where it ends.
    fn bar(&mut self, task: &Task, y: f64, tall: f64, marks: &mut Vec<Mark>) -> f64 {
        let (top, ink) = (
            y - tall / 2.0,
            if task.path_share >= PATH_SHARE_MIN { Ink::Strong } else { Ink::Mid },
        );
        let start = self.axis.x(task.start);
        let end = self.axis.x(task.middle).max(start + 2.0);
        let late = self.axis.x(task.late.unwrap_or(task.middle)).max(end);
        if let Some(begun) = begun(self.facts, task.item).filter(|_| task.in_progress) {
            let from = self.axis.x(begun);
            marks.push(Mark::bar(from, top, start - from, tall, Fill::Solid(Ink::Past)));
        }
        if late - end >= 1.0 {
            marks.push(Mark::bar(end, top, late - end, tall, Fill::Fade(ink)));
            marks.push(Mark::upright(late, top, top + tall, ink, 1.2));
        }
        marks.push(Mark::bar(start, top, end - start, tall, Fill::Solid(ink)));
        if let Some(early) = task.early.map(|early| self.axis.x(early))
            && early > start + 3.0
            && early < end - 3.0
        {
            marks.push(Mark::upright(early, top, top + tall, Ink::Paper, 1.2));
        }
        if task.ends_plan {
            marks.push(Mark::diamond(end, y, 6.5, ink));
        }
        if let Some(activity) = self.facts.lowered.activity_of(task.item) {
            self.places.insert(activity, Place { start, end, y });
        }
        late
    }

    /// Hatched over the whole height of a lane.
    fn leave(&mut self, person: Option<PersonId>, top: f64) {
        const WORD: &str = "leave";
        let Some(person) = person else { return };
        for range in &self.facts.plan.people[person.index()].away {
            let first = start_of_day(range.first, &self.facts.lowered.zone);
            let end = self.facts.end_of(range.last);
            if !self.axis.contains(end) && !self.axis.contains(first) {
                continue;
            }
            let (x, right) = (self.axis.x(first), self.axis.x(end));
            let (y, height) = (top + 2.0, self.y - top - 1.0);
            // Behind the bars of the lane.
            let hatch = Mark::Rect {
                x,
                y,
                width: right - x,
                height,
                radius: 0.0,
                fill: Fill::Hatch,
                edge: None,
            };
            self.marks.insert(0, hatch);
            if right - x > text_width(WORD, CHART_TYPE, Weight::Regular) {
                let label = Mark::text(f64::midpoint(x, right), top + 15.0, WORD, Ink::Faint);
                self.marks.push(label.anchored(Anchor::Middle));
            }
        }
    }

    /// Text beside a bar, if it has room.
    fn label(&self, x: f64, y: f64, text: &str) -> Option<Mark> {
        let has_room = x + text_width(text, CHART_TYPE, Weight::Regular) <= self.width;
        has_room.then(|| Mark::text(x, y, text, Ink::Faint))
    }

    fn dates(&self, p50: Option<Moment>, p80: Option<Moment>) -> String {
        let day = |moment| words::day_month(self.facts.finish_date(moment), self.facts.today);
        let days: Vec<String> = [p50, p80].into_iter().flatten().map(day).collect();
        days.join(" – ")
    }

    fn task_title(&self, task: &Task) -> String {
        let title = self.facts.plan.item(task.item).map_or(&task.name, |item| &item.title);
        if task.is_question { format!("? {title}") } else { title.clone() }
    }

    /// What a bar says when it is pointed at.
    fn said(&self, task: &Task, title: &str) -> String {
        let path = match task.path_share {
            share if share >= 0.005 => {
                format!(", on the longest path in {} of runs", words::percent(share))
            }
            _ => String::new(),
        };
        format!("{title}: {}{path}", self.dates(Some(task.middle), task.p80))
    }
}
