//! Committing the plan from a page: the act of the user, with a message that states the effect.
//!
//! In: a board, and what is in the last commit. Out: a form with a message to be worded anew, and
//! the commit. Which files are the plan's, and how they are committed, `store` knows.

use maud::{Markup, html};
use store::{CommitError, Uncommitted, commit, uncommitted};
use view::edits::edit;
use view::message::message;
use workbench::diff::{edits, find};

use crate::Board;
use crate::change::{dated, sentence};
use crate::edit::{OF, Outcome};
use crate::live::Live;
use crate::part::prose;

/// The form, or why there is none; `token` shows that it is one of ours.
#[must_use]
pub fn form(board: &Board, token: &str) -> Markup {
    let Uncommitted { branch, files } = match uncommitted(&board.opened.place) {
        Ok(found) if found.files.is_empty() => return refused(&CommitError::Unchanged),
        Ok(found) => found,
        Err(error) => return refused(&error),
    };
    let message = offered(board);
    let rows = message.lines().count().clamp(4, 12);
    html! {
        h1 { "Commit the plan" }
        p.sub {
            @for (n, file) in files.iter().enumerate() { @if n > 0 { ", " } code { (file) } }
            " on " code { (branch) }
        }
        form.commit method="post" action="/commit" autocomplete="off" {
            input type="hidden" name=(OF) value={ (token) " " (board.revision) };
            textarea name="value" rows=(rows) aria-label="Message" { (message) }
            p.cap {
                "These files and no others; what else is changed or staged stays as it is. "
                "No hook runs and nothing is signed: for that, commit in the terminal."
            }
            div.verbs { button.p { "Commit" } button type="button" data-close { "Not yet" } }
        }
    }
}

fn refused(error: &CommitError) -> Markup {
    html! {
        h1 { @if matches!(error, CommitError::Unchanged) { "Nothing to commit" } @else { "Not now" } }
        p.sub { (prose(&sentence(error))) }
        @if matches!(error, CommitError::NoRepository(_)) {
            p { "With " code { "git init" } " the plan gets a history: how the date moved, who changed what, and a way back." }
        }
        button type="button" data-close { "Close" }
    }
}

/// What the commit does to the date, and the edits in words.
fn offered(board: &Board) -> String {
    let head = board.facts();
    let before = find(&board.opened.place, None, None).ok().and_then(|found| {
        let files = found.base.files.as_ref()?;
        dated(board, files, &found.base).ok().flatten()
    });
    let base = before.as_ref().map(|(snapshot, dates)| workbench::facts(snapshot, dates));
    let said: Vec<_> = match &before {
        Some((snapshot, _)) => edits(snapshot, board.snapshot())
            .iter()
            .map(|one| edit(&one.changes, base.as_ref(), &head))
            .collect(),
        None => Vec::new(),
    };
    let p80 = (base.as_ref().and_then(view::Facts::p80), head.p80());
    message(&said, p80, head.today)
}

/// Commits the plan as it was when the form was made, whose revision is `base`.
#[must_use]
pub fn act(live: &Live, base: &str, message: &str) -> Outcome {
    live.refresh();
    let board = match live.sound() {
        Ok(board) => board,
        Err(why) => return Outcome::Refused(why),
    };
    if board.revision != base {
        let why = "The plan has changed since this message was made. Look at it again.";
        return Outcome::Refused(why.to_owned());
    }
    match commit(&board.opened.place, &message.replace("\r\n", "\n")) {
        Ok(committed) => {
            live.has_committed();
            Outcome::Committed(committed)
        }
        Err(error) => Outcome::Refused(sentence(&error)),
    }
}
