//! Builds tasks: their own attributes, then what they inherit.

use std::sync::Arc;

use text::TextRange;

use super::items::{as_system, check_order, check_tick, only};
use super::reader::{Reader, as_task};
use crate::table::{Flag, Key};
use crate::value::Value;
use crate::{Settings, Task, TaskId, codes};

/// A task with what is written at it; children and inheritance come later.
pub fn task(reader: &mut Reader<'_, '_>, has_parts: bool, settings: &Settings) -> Task {
    check_tick(reader);
    check_order(reader, Key::Started, Key::Done, "it was done before it was started");
    if has_parts {
        warn_of_progress(reader);
    } else {
        warn_of_overspending(reader, settings);
    }
    check_skills(reader);
    let item = reader.item();
    Task {
        parent: reader.parent().and_then(as_task),
        children: Vec::new(),
        who: Arc::new(reader.who()),
        needs: shared(reader.texts(Key::Needs)),
        changes: shared(only(reader.items(Key::Changes), as_system)),
        serves: shared(reader.items(Key::For)),
        estimate: reader.attributes.estimate.map(|(estimate, _)| estimate),
        own_links: reader.links(),
        start: reader.date(Key::Start),
        due: reader.date(Key::Due),
        ticked: item.ticked,
        started: reader.date(Key::Started),
        done: reader.date(Key::Done),
        left: reader.estimate(Key::Left),
        spent: reader.duration(Key::Spent),
        value: reader.number(Key::Value),
        expert: reader.people(Key::Expert).first().copied(),
        ticket: reader.text(Key::Ticket),
        smaller: reader.estimate(Key::Smaller),
        asked: shared(reader.someones(Key::Asked)),
        wait: reader.has(Flag::Wait),
        optional: reader.has(Flag::Optional),
        fuzzy: reader.has(Flag::Fuzzy),
        contract: reader.has(Flag::Contract),
        cut: reader.has(Flag::Cut),
        item,
    }
}

/// The list, to be handed down; most are empty, and those share one allocation.
fn shared<T>(list: Vec<T>) -> Arc<[T]> {
    if list.is_empty() { Arc::default() } else { list.into() }
}

/// Lists the children, and hands down what the table says is inherited: the nearest value wins,
/// a flag holds for everything under it. Links are not copied: see [`crate::Plan::links`].
pub fn inherit(tasks: &mut [Task]) {
    for index in 0..tasks.len() {
        if let Some(parent) = tasks[index].parent {
            let (before, rest) = tasks.split_at_mut(index);
            let parent = &mut before[parent.index()];
            parent.children.push(TaskId(index as u32));
            inherit_from(&mut rest[0], parent);
        }
        let task = &mut tasks[index];
        if !task.who.is_empty() {
            task.needs = Arc::default();
        }
    }
}

fn inherit_from(task: &mut Task, parent: &Task) {
    if task.who.is_empty() {
        task.who = Arc::clone(&parent.who);
    }
    inherit_list(&mut task.needs, &parent.needs);
    inherit_list(&mut task.changes, &parent.changes);
    inherit_list(&mut task.serves, &parent.serves);
    inherit_list(&mut task.asked, &parent.asked);
    task.start = task.start.or(parent.start);
    task.value = task.value.or(parent.value);
    task.expert = task.expert.or(parent.expert);
    task.ticked |= parent.ticked;
    task.wait |= parent.wait;
    task.optional |= parent.optional;
    task.fuzzy |= parent.fuzzy;
    task.contract |= parent.contract;
    task.cut |= parent.cut;
}

fn inherit_list<T>(own: &mut Arc<[T]>, inherited: &Arc<[T]>) {
    if own.is_empty() {
        *own = Arc::clone(inherited);
    }
}

fn warn_of_progress(reader: &mut Reader<'_, '_>) {
    for key in [Key::Started, Key::Left, Key::Spent, Key::Smaller] {
        let Some(pair) = reader.attributes.pair(key) else { continue };
        let what = format!("`{key}` of a task with parts is not used");
        reader.report.warning(codes::PARENT_PROGRESS, reader.entry.at(pair.key_range), what, |d| {
            d.why("how far it is follows from its parts").help("write it at the parts")
        });
    }
}

fn warn_of_overspending(reader: &mut Reader<'_, '_>, settings: &Settings) {
    let ticked = reader.entry.check_box().is_some_and(|check| check.ticked);
    let (Some(spent), Some((estimate, _)), None) =
        (reader.duration(Key::Spent), reader.attributes.estimate, reader.estimate(Key::Left))
    else {
        return;
    };
    let high = estimate.range(settings).high;
    if ticked || spent.minutes(settings) <= high {
        return;
    }
    let range =
        reader.value_range(Key::Spent).unwrap_or(TextRange::at(reader.entry.node.title.end));
    let what = format!("{spent} went into this, more than its estimate of {estimate}");
    reader.report.warning(codes::OVERSPENT, reader.entry.at(range), what, |d| {
        d.why("what remains is a guess from the tail of the estimate")
            .help("write what is left: left=2d..4d")
    });
}

/// Skills count where nobody is named.
fn check_skills(reader: &mut Reader<'_, '_>) {
    if !reader.attributes.who.is_empty() {
        return;
    }
    let attributes = reader.attributes;
    for (value, range) in attributes.pair(Key::Needs).iter().flat_map(|pair| &pair.values) {
        if let Value::Text(skill) = value {
            reader.names.check_skill(skill, reader.entry.at(*range), reader.report);
        }
    }
}
