//! A bar of the timeline that was moved: to other hands, or along time.
//!
//! In: a form with who is to do a task, and by how many days its bar was moved; and the dates of the
//! bar. Out: what that changes in the plan. No date is stored that the program computes: a bar can be
//! held back with `start=`, and comes forward only as far as the plan lets it.

use jiff::ToSpan;
use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Slot, Target, Task};

use super::{Wanted, Wish, target_of};
use crate::Board;

/// What moving a bar changes in the plan; nothing if it was put back.
///
/// # Errors
/// A sentence, if the task is not there any more, or cannot be moved so.
pub fn wanted(board: &Board, wish: &Wish) -> Result<Wanted, String> {
    let plan = &board.snapshot().plan;
    let target = target_of(&wish.about);
    let found = target.and_then(|target| Some((plan.resolve(&target)?, target)));
    let Some((ItemRef::Task(id), target)) = found else {
        return Err("This task is not in the plan any more.".to_owned());
    };
    let task = plan.task(id);
    let name = task.item.id.as_deref().unwrap_or(&task.item.title);
    let (mut title, mut intents) = (format!("set {name}"), Vec::new());
    let who = wish.field("who");
    if !who.is_empty() && who != written_who(board, task) {
        title.push_str(&format!(" {who}"));
        intents.push(Intent::Set(target.clone(), Attribute::Who(who.to_owned())));
    }
    let days = days(wish)?;
    if days != 0 {
        let start = start(board, task, (id, days))?;
        title.push_str(
            &start.as_ref().map_or(" without start".to_owned(), |it| format!(" start={it}")),
        );
        intents.push(held_back(target, start));
    }
    Ok(Wanted { title, intents })
}

fn written_who(board: &Board, task: &Task) -> String {
    super::names(&board.facts(), task)
}

fn days(wish: &Wish) -> Result<i64, String> {
    match wish.field("days") {
        "" => Ok(0),
        days => days.parse().map_err(|_| format!("“{days}” is no number of days.")),
    }
}

/// The day before which a task shall not start once its bar was moved; `None` if nothing holds it.
fn start(
    board: &Board,
    task: &Task,
    (id, days): (plan::TaskId, i64),
) -> Result<Option<String>, String> {
    if task.is_started() || task.ticked {
        return Err("It has begun: it can change hands, and not begin later.".to_owned());
    }
    let facts = board.facts();
    let begins = facts.played(ItemRef::Task(id)).and_then(|played| played.start.p50);
    let begins = begins.map(|begins| facts.start_date(begins)).ok_or("It never starts.")?;
    let day = begins.checked_add(days.days()).map_err(|_| "That is beyond all calendars.")?;
    Ok((day > facts.today).then(|| day.to_string()))
}

fn held_back(target: Target, start: Option<String>) -> Intent {
    match start {
        Some(day) => Intent::Set(target, Attribute::Pair(Key::Start, day)),
        None => Intent::Unset(target, Slot::Key(Key::Start)),
    }
}
