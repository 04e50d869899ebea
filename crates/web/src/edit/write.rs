//! From a wish to the file: held against what changed meanwhile, proven, written, undone.

use jiff::civil::Date;
use plan::merge::{Collision, Side, merge};
use plan::table::Key;
use plan::{Attribute, Intent};
use store::{StoreError, Undone};
use view::words;
use workbench::{Applied, Effect, Refused, Snapshot, apply};

use super::outcome::{said_dates, said_price};
use super::{Outcome, Verb, Wanted, Wish, answer, leave, shift, take};
use crate::Board;
use crate::live::Live;

/// How often an edit is tried anew because somebody else wrote first.
const TRIES: usize = 5;

/// Carries a wish out and writes it, unless somebody else has changed the same thing since the page
/// was made: then it is asked which of both is meant.
#[must_use]
pub fn write(live: &Live, wish: &Wish) -> Outcome {
    for _ in 0..TRIES {
        live.refresh();
        let board = match live.sound() {
            Ok(board) => board,
            Err(why) => return Outcome::Refused(why),
        };
        match write_on(live, &board, wish) {
            Ok(outcome) => {
                live.refresh();
                if matches!(wish.verb, Verb::Reply(_)) {
                    ask_on(live);
                }
                return with_dates(outcome, live, &board);
            }
            Err(StoreError::Changed { .. }) => {}
            Err(error) => return Outcome::Refused(format!("{error}.")),
        }
    }
    Outcome::Refused("Others keep changing the plan just now. Try it again.".to_owned())
}

/// The outcome with what it did to the date, where that needs no more runs.
fn with_dates(outcome: Outcome, live: &Live, before: &Board) -> Outcome {
    let Outcome::Written { title, lines, remark, .. } = outcome else { return outcome };
    let after = live.sound().ok().filter(|after| !after.is_first && !before.is_first);
    let p80 = |board: &Board| board.facts().p80();
    let moved = after.and_then(|after| {
        let dates = (Some(p80(before)?), Some(p80(&after)?));
        Some(said_dates(dates, before.snapshot().today))
    });
    Outcome::Written { title, lines, moved, remark }
}

/// Across a desk the next question comes at once.
fn ask_on(live: &Live) {
    if let Ok(board) = live.sound() {
        board.review_now(live.place());
    }
}

/// What a wish would do to the date, in the same futures as the page shows, as a line of text; behind
/// it the day before which a task shall not start, if that is wished.
#[must_use]
pub fn price(live: &Live, wish: &Wish) -> Option<String> {
    let board = live.sound().ok()?;
    let intents = wanted(live, &board, wish).ok()?.intents;
    let today = board.snapshot().today;
    let said = said_price(&priced(&board, &intents)?, today);
    let held = intents.iter().find_map(|intent| match intent {
        Intent::Set(_, Attribute::Pair(Key::Start, day)) => day.parse::<Date>().ok(),
        _ => None,
    });
    Some(match held {
        Some(day) => format!("{said}; not before {}", words::weekday(day, today)),
        None => said,
    })
}

fn priced(board: &Board, intents: &[Intent]) -> Option<Effect> {
    let (snapshot, dates) = (board.snapshot(), board.dates_for_price());
    let price = workbench::price(snapshot, dates, intents).ok()?;
    workbench::effect(snapshot, dates, &price)
}

/// Takes the newest edit back.
#[must_use]
pub fn undo(live: &Live) -> Outcome {
    let place = live.place();
    let root = match live.sound() {
        Ok(board) => board.opened.root.clone(),
        // With errors in it the plan is still where it is.
        Err(_) => place.plan.clone(),
    };
    match workbench::undo(&root, &place.state, false) {
        Ok(Some(Undone { title, .. })) => {
            live.refresh();
            Outcome::Undone(title)
        }
        Ok(None) => Outcome::Refused("There is nothing to take back.".to_owned()),
        Err(error) => Outcome::Refused(format!("{error}.")),
    }
}

fn write_on(live: &Live, board: &Board, wish: &Wish) -> Result<Outcome, StoreError> {
    let snapshot = board.snapshot();
    let Wanted { title, intents } = match wanted(live, board, wish) {
        Ok(wanted) => wanted,
        Err(why) => return Ok(Outcome::Refused(why)),
    };
    if wish.base != board.revision {
        let Some(base) = live.recent(&wish.base) else {
            let why = "The plan has changed a lot since this page was made. Look at it again.";
            return Ok(Outcome::Refused(why.to_owned()));
        };
        let collisions = collisions(&base, snapshot, &intents);
        if !collisions.is_empty() {
            let (wish, revision) = (wish.clone(), board.revision.clone());
            let price = priced(board, &intents);
            let today = snapshot.today;
            return Ok(Outcome::Collides { wish, revision, collisions, price, today });
        }
    }
    let applied = match apply(snapshot, &intents) {
        Ok(applied) => applied,
        Err(refused) => return Ok(Outcome::Refused(words(&refused))),
    };
    let lines = applied.changed_lines(snapshot);
    if !lines.is_empty() {
        board.opened.write(&title, &applied)?;
    }
    let remark = catching_up(board, &applied, &intents);
    Ok(Outcome::Written { title, lines, moved: None, remark })
}

/// What catching up costs where work changes hands, which the text does not say.
fn catching_up(board: &Board, applied: &Applied, intents: &[Intent]) -> Option<String> {
    let before = board.snapshot();
    let is_handed_over = !workbench::handed_over(before, &applied.after).is_empty();
    let effect = is_handed_over.then(|| priced(board, intents)).flatten();
    workbench::catching_up_beside(before, applied, effect.as_ref())
}

fn wanted(live: &Live, board: &Board, wish: &Wish) -> Result<Wanted, String> {
    let snapshot = board.snapshot();
    let plan = &snapshot.plan;
    match wish.verb {
        Verb::Set(slot) => wish.set(plan, slot),
        Verb::Deed(deed) => wish.deed(plan, deed, snapshot.today),
        Verb::Reply(said) => answer::wanted(snapshot, board.review_now(live.place()), wish, said),
        Verb::Leave => leave::wanted(plan, wish),
        Verb::Shift => shift::wanted(board, wish),
        Verb::Take => take::wanted(board, wish),
    }
}

/// What both the wish and somebody else changed since `base`, by the rule of `fore merge`.
fn collisions(base: &Snapshot, newest: &Snapshot, intents: &[Intent]) -> Vec<Collision> {
    // What could not be done then may be possible now.
    let Ok(ours) = apply(base, intents) else { return Vec::new() };
    let of = |snapshot: &Snapshot, path: &str| {
        let file = snapshot.files.iter().find(|file| file.path == path);
        file.map_or_else(String::new, |file| file.text.clone())
    };
    let changed = base.files.iter().zip(&ours.after.files);
    let changed = changed.filter(|(before, after)| before.text != after.text);
    let merged = changed.map(|(before, after)| {
        let theirs = of(newest, &before.path);
        merge(&before.text, &after.text, &theirs, &|_| Some(Side::Ours))
    });
    merged.flat_map(|merged| merged.collisions).collect()
}

fn words(refused: &Refused) -> String {
    let Refused::Unsound { errors, .. } = refused else {
        let why = refused.to_string();
        return format!("Nothing was written: {}.", why.trim_end_matches('.'));
    };
    let errors: Vec<String> = errors
        .iter()
        .map(|error| match &error.help {
            Some(help) => format!("{} ({help})", error.what),
            None => error.what.clone(),
        })
        .collect();
    format!("Nothing was written: {}.", errors.join("; "))
}
