//! Taking up what would help: a move that a page offers, with its price.
//!
//! In: a form with the words of a move. Out: what it changes in the plan. A move is named by its words,
//! because they are the same on an older page, and its place among others is not.

use view::levers::said;

use super::{Wanted, Wish};
use crate::Board;

/// What the move changes.
///
/// # Errors
/// A sentence, if it is not offered any more.
pub fn wanted(board: &Board, wish: &Wish) -> Result<Wanted, String> {
    let (plan, today) = (&board.snapshot().plan, board.snapshot().today);
    let is_it = |lever: &plan::Lever| said(plan, &lever.kind, today) == wish.value();
    let lever = board.moves().iter().map(|one| &one.lever).find(|lever| is_it(lever));
    let lever = lever.ok_or("This is not offered any more: the plan has changed.")?;
    Ok(Wanted { title: wish.value().replace('`', ""), intents: lever.intents.clone() })
}
