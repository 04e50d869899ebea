//! What of a document is work, and what is prose.
//!
//! In: a draft. Out: a [`Part`] for each entry, and a report of what was left out. Check boxes and
//! tables of tasks are work wherever they stand, closed sections aside. Plain lists are work where
//! their section says so, or where the document has nothing plainer. This module reads titles of
//! sections, headers of tables and the shape of the rest; of owners and amounts it asks only whether an
//! item says both.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::{Draft, Entry, Shape};
use crate::known::Known;
use crate::table::{self, Role};
use crate::title::take_facts;
use crate::words::{self, Standing, announces_criteria, is_numbered_task, lists_its_headings};

/// What an entry is to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nothing: it is left out.
    Out,
    /// A task, or a summary of the tasks in it.
    Task,
    /// A remark in the task around it.
    Detail,
    /// Says when this entry, a task, is done.
    Criterion(usize),
}

/// What of a draft is work.
#[derive(Debug)]
pub struct Work {
    /// For each entry what it is.
    pub parts: Vec<Part>,
    /// The columns of the tables whose rows are tasks, by the table's entry.
    pub columns: BTreeMap<usize, Vec<Role>>,
}

/// Decides for every entry of `draft`. `O(entries)`.
pub fn find(draft: &Draft) -> Work {
    let survey = Survey::of(draft);
    let mut work = Work { parts: vec![Part::Out; draft.entries.len()], columns: BTreeMap::new() };
    for index in 0..draft.entries.len() {
        work.parts[index] = survey.part(index, &work.parts);
    }
    work.columns = survey.columns.clone();
    keep_summaries(draft, &mut work.parts);
    if !work.parts.contains(&Part::Task) {
        keep_headings(draft, &mut work.parts);
        keep_summaries(draft, &mut work.parts);
    }
    keep_remarks(draft, &mut work.parts);
    work
}

/// Whether a heading is a task even without a list in it: `Task 1`, or a part of `Tasks`.
pub fn is_task_heading(draft: &Draft, index: usize) -> bool {
    let entry = &draft.entries[index];
    let above = &draft.entries[draft.parent(index)];
    let title = entry.title.plain();
    let of_list = above.shape == Shape::Heading && lists_its_headings(&above.title.plain());
    entry.shape == Shape::Heading
        && (is_numbered_task(&title) || of_list && !announces_criteria(&title))
}

/// What the document has, before anything is decided.
struct Survey<'d> {
    draft: &'d Draft,
    /// For each heading what it says about its lists, or what the headings above it say.
    standings: Vec<Standing>,
    /// For each heading the heading that said so.
    sayers: Vec<usize>,
    columns: BTreeMap<usize, Vec<Role>>,
    /// The headings right under which there is a table of tasks.
    with_table: BTreeSet<usize>,
    /// The headings right under which there are boxes.
    with_boxes: BTreeSet<usize>,
    /// The lists that have a box.
    boxed_lists: BTreeSet<usize>,
    /// The lists of which an item says who does it and how much it is.
    assigned_lists: BTreeSet<usize>,
    /// The lists that are nothing but links into the document.
    contents: BTreeSet<usize>,
    /// The least standing with which a plain list is work.
    least: Standing,
    /// Whether the document is lists rather than paragraphs.
    is_list_like: bool,
}

impl<'d> Survey<'d> {
    fn of(draft: &'d Draft) -> Self {
        let (standings, sayers) = standings(draft);
        let mut survey = Self {
            draft,
            columns: BTreeMap::new(),
            with_table: BTreeSet::new(),
            with_boxes: BTreeSet::new(),
            boxed_lists: BTreeSet::new(),
            assigned_lists: assigned_lists(draft),
            contents: contents(draft),
            least: Standing::Neutral,
            is_list_like: is_list_like(draft, &standings),
            standings,
            sayers,
        };
        let mut has_work = false;
        let mut has_intent = false;
        for (index, entry) in draft.entries.iter().enumerate() {
            let heading = draft.heading_above(index);
            let standing = survey.standings[heading];
            if standing == Standing::Closed {
                continue;
            }
            if let Shape::Table { columns } = &entry.shape {
                let heading_title = draft.entries[heading].title.plain();
                let is_sheet = draft.entries[0].title.is_empty() && index == 1;
                let is_checklist = words::contains(&words::normalized(&heading_title), "checklist");
                let roles = match is_sheet {
                    true => Some(table::sheet_columns(columns)),
                    false => table::task_columns(columns, is_checklist),
                };
                if let Some(roles) = roles {
                    survey.columns.insert(index, roles);
                    survey.with_table.insert(heading);
                    has_work = true;
                }
            }
            if entry.mark.is_some() && standing > Standing::Argument {
                has_work = true;
                survey.boxed_lists.insert(entry.list);
                if survey.criterion(index).is_none() {
                    survey.with_boxes.insert(heading);
                }
            }
            if entry.is_item() && draft.entries[draft.parent(index)].is_heading() {
                has_work |= standing == Standing::Work;
                has_intent |= standing == Standing::Intent;
            }
        }
        survey.boxed_lists.remove(&0);
        survey.least = match (has_work, has_intent) {
            _ if survey.is_list_like => Standing::Neutral,
            (true, _) => Standing::Work,
            (false, true) => Standing::Intent,
            (false, false) => Standing::Neutral,
        };
        survey
    }

    fn part(&self, index: usize, parts: &[Part]) -> Part {
        let entry = &self.draft.entries[index];
        let parent = self.draft.parent(index);
        match &entry.shape {
            Shape::Root | Shape::Table { .. } => Part::Out,
            Shape::Row(cells) => match self.columns.get(&parent) {
                Some(roles) if title_cell(roles, cells) => Part::Task,
                _ => Part::Out,
            },
            Shape::Heading => self.heading_part(index, entry),
            Shape::Item(_) => self.item_part(index, entry, parent, parts),
        }
    }

    fn heading_part(&self, index: usize, entry: &Entry) -> Part {
        let is_open =
            matches!(self.standings[index], Standing::Neutral | Standing::Work | Standing::Intent);
        let is_task = entry.mark.is_some() || is_task_heading(self.draft, index);
        if is_task && is_open && !entry.title.is_empty() { Part::Task } else { Part::Out }
    }

    fn item_part(&self, index: usize, entry: &Entry, parent: usize, parts: &[Part]) -> Part {
        let heading = self.draft.heading_above(index);
        let standing = self.standings[heading];
        if let Some(task) = self.criterion(index)
            && (parts[task] == Part::Task || self.draft.entries[task].is_heading())
        {
            return Part::Criterion(task);
        }
        if standing <= Standing::Argument {
            return Part::Out;
        }
        if entry.mark.is_some() {
            return Part::Task;
        }
        let above = &self.draft.entries[parent];
        if above.is_item() {
            return match parts[parent] {
                Part::Task if above.mark.is_some() => Part::Detail,
                Part::Criterion(_) => Part::Detail,
                part => part,
            };
        }
        if self.boxed_lists.contains(&entry.list) {
            return Part::Task;
        }
        if self.assigned_lists.contains(&entry.list) && standing >= Standing::Neutral {
            return Part::Task;
        }
        let has_better = self.with_table.contains(&heading)
            || self.with_table.contains(&self.sayers[heading])
            || self.with_boxes.contains(&heading) && !self.is_list_like;
        if above.shape == Shape::Heading && above.mark.is_some() {
            return Part::Detail;
        }
        match standing >= self.least && !has_better && !self.contents.contains(&entry.list) {
            true => Part::Task,
            false => Part::Out,
        }
    }

    /// The task that item `index` is a criterion of: the item around its list, else the heading
    /// that is a task and above it.
    fn criterion(&self, index: usize) -> Option<usize> {
        let entry = &self.draft.entries[index];
        if !entry.is_item() {
            return None;
        }
        let parent = self.draft.parent(index);
        let announced = entry.intro.as_deref().is_some_and(announces_criteria);
        if self.draft.entries[parent].is_item() {
            let by_parent = announces_criteria(&self.draft.entries[parent].title.plain());
            return match (announced, by_parent) {
                (true, _) => Some(parent),
                (_, true) => Some(self.draft.parent(parent)).filter(|task| *task != 0),
                _ => None,
            };
        }
        let heading = self.draft.heading_above(index);
        let by_heading = announces_criteria(&self.draft.entries[heading].title.plain());
        let task = match (announced, by_heading) {
            (true, _) => heading,
            (_, true) => self.draft.parent(heading),
            _ => return None,
        };
        let is_task = self.draft.entries[task].mark.is_some() || is_task_heading(self.draft, task);
        is_task.then_some(task)
    }
}

/// What each heading, or the nearest one above it that says anything, says; and which one that is.
fn standings(draft: &Draft) -> (Vec<Standing>, Vec<usize>) {
    let mut standings = vec![Standing::Neutral; draft.entries.len()];
    let mut sayers: Vec<usize> = (0..draft.entries.len()).collect();
    for (index, entry) in draft.entries.iter().enumerate().skip(1) {
        if entry.shape != Shape::Heading {
            continue;
        }
        let parent = draft.parent(index);
        let own = words::standing(&entry.title.plain());
        if standings[parent] == Standing::Closed || own == Standing::Neutral {
            (standings[index], sayers[index]) = (standings[parent], sayers[parent]);
        } else {
            standings[index] = own;
        }
    }
    (standings, sayers)
}

/// The lists whose items are nothing but links into the document.
fn contents(draft: &Draft) -> BTreeSet<usize> {
    let mut lists: BTreeMap<usize, bool> = BTreeMap::new();
    for entry in draft.entries.iter().filter(|entry| entry.is_item()) {
        let is_link = entry.title.only_link().is_some_and(|url| url.starts_with('#'));
        *lists.entry(entry.list).or_insert(true) &= is_link;
    }
    lists.into_iter().filter(|(_, all)| *all).map(|(list, _)| list).collect()
}

/// The lists of which an item names somebody and an amount: that is work, whatever stands beside it.
fn assigned_lists(draft: &Draft) -> BTreeSet<usize> {
    let is_assigned = |entry: &&Entry| {
        let facts = take_facts(&mut entry.title.clone(), &Known::default());
        !facts.owners.is_empty() && facts.estimate.is_some()
    };
    let items = draft.entries.iter().filter(|entry| entry.is_item());
    items.filter(is_assigned).map(|entry| entry.list).collect()
}

/// Whether a document has more items than lines of text, and no section that argues.
fn is_list_like(draft: &Draft, standings: &[Standing]) -> bool {
    let items = draft.entries.iter().filter(|entry| entry.is_item()).count();
    let headings = draft.entries.iter().filter(|entry| entry.is_heading());
    let lines: usize = headings.flat_map(|entry| &entry.prose).map(|prose| prose.lines).sum();
    lines <= items && standings.iter().all(|standing| *standing >= Standing::Neutral)
}

fn title_cell(roles: &[Role], cells: &[crate::rich::Rich]) -> bool {
    let title = roles.iter().position(|role| *role == Role::Title);
    title.and_then(|title| cells.get(title)).is_some_and(|cell| !cell.is_empty())
}

/// A heading or item with tasks in it is the summary of them.
fn keep_summaries(draft: &Draft, parts: &mut [Part]) {
    for index in (1..parts.len()).rev() {
        let parent = draft.parent(index);
        let above = match draft.entries[parent].shape {
            Shape::Table { .. } => draft.parent(parent),
            _ => parent,
        };
        if parts[index] == Part::Task && above != 0 {
            parts[above] = Part::Task;
        }
    }
}

/// Of a document without lists, the headings that are the plan: all of them if there is hardly
/// anything else, or those in the section that says so.
fn keep_headings(draft: &Draft, parts: &mut [Part]) {
    let contents = contents(draft);
    let is_list = |entry: &Entry| match entry.shape {
        Shape::Item(_) => !contents.contains(&entry.list),
        Shape::Row(_) => true,
        _ => false,
    };
    if draft.entries.iter().any(is_list) {
        return;
    }
    let headings: Vec<usize> =
        (1..parts.len()).filter(|index| draft.entries[*index].shape == Shape::Heading).collect();
    let paragraphs: usize = draft.entries.iter().map(|entry| entry.prose.len()).sum();
    if headings.len() > 1 && paragraphs * 2 <= headings.len() {
        for index in headings {
            parts[index] = Part::Task;
        }
        return;
    }
    let names_plan = |index: &usize| words::is_plan(&draft.entries[*index].title.plain());
    let has_parts = |index: &usize| {
        draft
            .entries
            .iter()
            .any(|entry| entry.parent == Some(*index) && entry.shape == Shape::Heading)
    };
    let plan = headings.iter().copied().filter(names_plan).find(has_parts);
    let Some(plan) = plan else { return };
    for index in headings {
        if index > plan && (draft.parent(index) == plan || parts[draft.parent(index)] == Part::Task)
        {
            parts[index] = Part::Task;
        }
    }
}

/// A headline without a keyword in a task with one is a remark of it.
fn keep_remarks(draft: &Draft, parts: &mut [Part]) {
    for index in 1..parts.len() {
        let entry = &draft.entries[index];
        let parent = draft.parent(index);
        let in_task = parts[parent] == Part::Task && draft.entries[parent].mark.is_some()
            || parts[parent] == Part::Detail && draft.entries[parent].shape == Shape::Heading;
        if entry.shape == Shape::Heading && parts[index] == Part::Out && in_task {
            parts[index] = Part::Detail;
        }
    }
}
