//! The systems that the work changes: how much of it is open, who knows them, what flows where.
//!
//! In: [`Facts`]. Out: a row for each system in the order of the text, and the flows between them. It
//! must not know how either is drawn.

use std::collections::BTreeSet;

use plan::{ItemRef, PersonId, System, SystemId};

use crate::facts::{Facts, Status};
use crate::map::PATH_MIN;

/// Where a system stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// What customers see, or know by name.
    Products,
    /// What runs.
    Systems,
    /// Where data lies, or waits.
    Data,
    /// What others change, if anybody.
    Outside,
}

impl Band {
    /// All bands, from the customer inwards and out again.
    pub const ALL: [Band; 4] = [Band::Products, Band::Systems, Band::Data, Band::Outside];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Band::Products => "Products",
            Band::Systems => "Systems",
            Band::Data => "Where data lives",
            Band::Outside => "Not ours",
        }
    }

    fn of(system: &System) -> Band {
        match system.kind {
            Some("external") => Band::Outside,
            Some("store" | "queue") => Band::Data,
            Some("ui") => Band::Products,
            None if system.product => Band::Products,
            _ => Band::Systems,
        }
    }
}

/// A system, and the work on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Which.
    pub id: SystemId,
    /// What is written of it.
    pub system: &'a System,
    /// Where it stands.
    pub band: Band,
    /// Mean working days of the open work that changes it, of all who do it.
    pub open_days: f64,
    /// The tasks of that work, in the order of the text.
    pub open: Vec<plan::TaskId>,
    /// Whether one of them is on the longest path in most runs.
    pub on_path: bool,
    /// Who knows it: its owners, and those inside who have finished or begun work that changes it.
    pub known_by: BTreeSet<PersonId>,
    /// Who has open work that changes it.
    pub worked_on_by: BTreeSet<PersonId>,
    /// Whether any task changes it, open or not.
    pub is_changed: bool,
}

/// How something goes from one system to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// It asks, and waits for the answer.
    Calls,
    /// It changes what lies there.
    Writes,
    /// It puts something there and goes on.
    Sends,
    /// What lies in the one is read by the other.
    Reads,
}

impl Verb {
    /// The word for it where the arrow arrives: what is called there, written, sent, or read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verb::Calls => "called",
            Verb::Writes => "written",
            Verb::Sends => "sent",
            Verb::Reads => "read",
        }
    }
}

/// What goes from one system to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow {
    /// From here: who calls, writes or sends; of what is read, where it is read from.
    pub from: SystemId,
    /// To here.
    pub to: SystemId,
    /// How.
    pub verb: Verb,
}

/// The systems in the order of the text. `O(systems + tasks · systems of a task)`.
#[must_use]
pub fn systems<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let ids = (0..).map(SystemId).zip(&facts.plan.systems);
    let mut rows: Vec<Row<'a>> = ids
        .map(|(id, system)| Row {
            id,
            system,
            band: Band::of(system),
            open_days: 0.0,
            open: Vec::new(),
            on_path: false,
            known_by: system.owners.iter().copied().collect(),
            worked_on_by: BTreeSet::new(),
            is_changed: false,
        })
        .collect();
    for (leaf, task) in facts.plan.leaves().filter(|(_, task)| !task.cut) {
        let is_open = facts.status(leaf) != Status::Done;
        let activity = facts.lowered.activity_of(ItemRef::Task(leaf));
        let is_inside = |id: &PersonId| facts.plan.people[id.index()].is_inside();
        for id in task.changes.iter() {
            let row = &mut rows[id.index()];
            row.is_changed = true;
            if !is_open || task.is_started() {
                row.known_by.extend(task.who.people().filter(is_inside));
            }
            let Some(activity) = activity.filter(|_| is_open) else { continue };
            row.open.push(leaf);
            row.worked_on_by.extend(task.who.people().filter(is_inside));
            row.open_days += facts.days(facts.effort_of_all(activity));
            row.on_path |= facts.forecast.activities[activity.index()].path_share >= PATH_MIN;
        }
    }
    rows
}

/// What flows between systems, each pair once.
#[must_use]
pub fn flows(facts: &Facts) -> Vec<Flow> {
    let mut flows = BTreeSet::new();
    for (id, system) in (0..).map(SystemId).zip(&facts.plan.systems) {
        let out = [
            (Verb::Calls, &system.calls),
            (Verb::Writes, &system.writes),
            (Verb::Sends, &system.sends),
        ];
        for (verb, others) in out {
            flows.extend(others.iter().map(|to| Flow { from: id, to: *to, verb }));
        }
        let read = system.reads.iter().map(|from| Flow { from: *from, to: id, verb: Verb::Reads });
        flows.extend(read);
    }
    let mut flows: Vec<Flow> = flows.into_iter().filter(|flow| flow.from != flow.to).collect();
    flows.dedup_by_key(|flow| (flow.from, flow.to));
    flows
}
