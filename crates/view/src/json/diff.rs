//! `fore diff --json`.

use serde::Serialize;
use text::{Diagnostic, SourceFile};

use super::status::bare;
use super::{Answer, Check, answer, check, day};
use crate::difference::{DueChange, Holder, Load, Pair, Shift, difference};
use crate::edits::Edit;
use crate::limits::{Excess, excess};
use crate::screens::{Diff, Emptied, Lever, diff_words};

/// What lies between two versions of a plan.
#[derive(Debug, Serialize)]
pub struct DiffJson {
    base: String,
    head: String,
    headline: String,
    remarks: Vec<String>,
    #[serde(flatten)]
    after: After,
    p50: Option<ShiftJson>,
    p80: Option<ShiftJson>,
    p95: Option<ShiftJson>,
    deadlines: Vec<DueJson>,
    work_days: Option<Both<f64>>,
    loads: Vec<LoadJson>,
    longest_path: Option<Both<Option<HolderJson>>>,
    edits: Vec<EditJson>,
    p80_minutes: Option<i64>,
    if_kept: Option<ShiftJson>,
    levers: Vec<LeverJson>,
    excess: Vec<String>,
}

/// The answer about the newer version, without the dates that are said of both.
#[derive(Debug, Serialize)]
struct After {
    plan: String,
    today: String,
    answer: String,
    situation: &'static str,
    seed: u64,
    runs: u32,
}

#[derive(Debug, Serialize)]
struct Both<T> {
    base: T,
    head: T,
}

#[derive(Debug, Serialize)]
struct ShiftJson {
    #[serde(flatten)]
    date: Both<Option<String>>,
    working_days: Option<i64>,
}

#[derive(Debug, Serialize)]
struct DueJson {
    item: Option<String>,
    hard: bool,
    date: Both<Option<String>>,
    chance: Both<Option<f64>>,
}

#[derive(Debug, Serialize)]
struct LoadJson {
    person: String,
    work_days: Both<Option<f64>>,
    available_days: Both<Option<f64>>,
}

#[derive(Debug, Serialize)]
struct HolderJson {
    person: Option<String>,
    waiting_for: Option<String>,
    share: f64,
}

#[derive(Debug, Serialize)]
struct EditJson {
    id: Option<String>,
    title: String,
    kind: &'static str,
    text: String,
    work_days: Option<f64>,
    p80_minutes: Option<i64>,
    doubt_minutes: i64,
    without_minutes: Option<i64>,
    unestimated: bool,
    unlinked: bool,
}

#[derive(Debug, Serialize)]
struct LeverJson {
    text: String,
    cost: String,
    p80: Option<String>,
    chance: Option<f64>,
    working_days: i64,
}

/// The diff with names.
#[must_use]
pub fn diff(diff: &Diff) -> DiffJson {
    let figures = diff.base.map(|base| difference(base, diff.head));
    let figures = figures.as_ref();
    let path = figures.map(|figures| both(&figures.path));
    let holder = |holder: Option<&crate::difference::PathHolder>| {
        holder.map(|holder| {
            let (person, waiting_for) = match &holder.by {
                Holder::Person(name) => (Some(name.clone()), None),
                Holder::Waiting(item) => (None, Some(bare(item))),
            };
            HolderJson { person, waiting_for, share: holder.share }
        })
    };
    DiffJson {
        base: diff.base_name.to_owned(),
        head: diff.head_name.to_owned(),
        headline: diff_words::headline(diff, figures),
        remarks: diff.remarks.to_vec(),
        after: after(diff),
        p50: figures.map(|figures| shift(figures.p50)),
        p80: figures.map(|figures| shift(figures.p80)),
        p95: figures.map(|figures| shift(figures.p95)),
        deadlines: figures.map_or_else(Vec::new, |all| all.dues.iter().map(due).collect()),
        work_days: figures.map(|figures| copied(figures.work_days)),
        loads: figures.map_or_else(Vec::new, |all| all.loads.iter().map(load).collect()),
        longest_path: path.map(|path| Both {
            base: holder(path.base.as_ref()),
            head: holder(path.head.as_ref()),
        }),
        edits: diff.edits.iter().map(edit).collect(),
        p80_minutes: diff.p80_minutes,
        if_kept: diff.if_kept.map(shift),
        levers: diff.levers.iter().map(lever).collect(),
        excess: figures
            .map_or_else(Vec::new, |all| excess(diff, all))
            .iter()
            .map(Excess::said)
            .collect(),
    }
}

/// A change after which no work is left, with the names of every other diff.
#[must_use]
pub fn diff_emptied(emptied: &Emptied) -> DiffJson {
    let base = emptied.base;
    DiffJson {
        base: emptied.base_name.to_owned(),
        head: emptied.head_name.to_owned(),
        headline: emptied.headline(),
        remarks: Vec::new(),
        after: After {
            plan: base.plan.name.clone(),
            today: base.today.to_string(),
            answer: crate::screens::EMPTY.to_owned(),
            situation: "empty",
            seed: base.forecast.seed,
            runs: base.forecast.runs,
        },
        p50: None,
        p80: None,
        p95: None,
        deadlines: Vec::new(),
        work_days: None,
        loads: Vec::new(),
        longest_path: None,
        edits: emptied.removed.iter().map(edit).collect(),
        p80_minutes: None,
        if_kept: None,
        levers: Vec::new(),
        excess: Vec::new(),
    }
}

/// `fore diff --json` where one of the two versions has errors.
#[derive(Debug, Serialize)]
pub struct RefusedJson {
    version: String,
    #[serde(flatten)]
    check: Check,
}

/// Which version has errors, and what they are.
#[must_use]
pub fn diff_refused(version: &str, found: &[Diagnostic], files: &[SourceFile]) -> RefusedJson {
    RefusedJson { version: version.to_owned(), check: check(found, files) }
}

fn after(diff: &Diff) -> After {
    let Answer { plan, today, answer, situation, seed, runs, .. } = answer(diff.head);
    After { plan, today, answer, situation, seed, runs }
}

fn copied<T: Copy>(pair: Pair<T>) -> Both<T> {
    Both { base: pair.base, head: pair.head }
}

fn both<T>(pair: &Pair<T>) -> Both<&T> {
    Both { base: &pair.base, head: &pair.head }
}

fn shift(shift: Shift) -> ShiftJson {
    ShiftJson {
        date: Both { base: day(shift.date.base), head: day(shift.date.head) },
        working_days: shift.working_days,
    }
}

fn due(due: &DueChange) -> DueJson {
    DueJson {
        item: due.item.clone(),
        hard: due.hard,
        date: Both { base: day(due.date.base), head: day(due.date.head) },
        chance: copied(due.chance),
    }
}

fn load(load: &Load) -> LoadJson {
    LoadJson {
        person: load.person.clone(),
        work_days: copied(load.work_days),
        available_days: copied(load.available_days),
    }
}

fn edit(edit: &Edit) -> EditJson {
    EditJson {
        id: edit.id.clone(),
        title: edit.title.clone(),
        kind: edit.kind.word(),
        text: edit.text.clone(),
        work_days: edit.work_days,
        p80_minutes: edit.p80_minutes,
        doubt_minutes: edit.doubt_minutes,
        without_minutes: edit.without_minutes,
        unestimated: edit.is_unestimated,
        unlinked: edit.is_unlinked,
    }
}

fn lever(lever: &Lever) -> LeverJson {
    LeverJson {
        text: lever.text.clone(),
        cost: lever.cost.clone(),
        p80: day(lever.p80),
        chance: lever.chance,
        working_days: lever.working_days,
    }
}
