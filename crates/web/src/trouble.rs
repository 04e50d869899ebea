//! Why the newest texts have no dates, and the page that says so.

use maud::{Markup, html};
use store::StoreError;
use view::terminal::{Charset, Paint};
use workbench::Snapshot;

use crate::first;

/// What stands between the texts and their dates.
#[derive(Debug)]
pub enum Trouble {
    /// There is no plan yet.
    NoPlan,
    /// There was a plan, and it is gone.
    Gone,
    /// The files cannot be read.
    Unreadable(String),
    /// The plan has errors.
    Errors(Box<Snapshot>),
    /// The plan is sound and has nothing to do in it.
    Empty(Box<Snapshot>),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NoPlan(_) => Trouble::NoPlan,
            error => Trouble::Unreadable(error.to_string()),
        }
    }
}

impl Trouble {
    /// The trouble of a plan without dates.
    #[must_use]
    pub fn of(snapshot: Snapshot) -> Self {
        let snapshot = Box::new(snapshot);
        if snapshot.has_errors() { Trouble::Errors(snapshot) } else { Trouble::Empty(snapshot) }
    }

    /// The same of a plan that was there before.
    #[must_use]
    pub fn of_known(self) -> Self {
        if matches!(self, Trouble::NoPlan) { Trouble::Gone } else { self }
    }

    /// What is wrong, in a sentence.
    #[must_use]
    pub fn headline(&self) -> String {
        match self {
            Trouble::NoPlan => "What are you building?".to_owned(),
            Trouble::Gone => "The plan is not there any more.".to_owned(),
            Trouble::Unreadable(_) => "The plan cannot be read.".to_owned(),
            Trouble::Errors(snapshot) => {
                let errors = snapshot.diagnostics.iter();
                let errors = errors.filter(|found| found.level == text::Level::Error).count();
                match errors {
                    1 => "The plan has an error, so the newest text has no dates.".to_owned(),
                    n => format!(
                        "The plan has {} errors, so the newest text has no dates.",
                        view::words::number(n)
                    ),
                }
            }
            Trouble::Empty(_) => "There is nothing to do in the plan yet.".to_owned(),
        }
    }

    /// What is wrong, exactly: as the terminal says it; or a form that makes a plan, which carries
    /// `token`.
    #[must_use]
    pub fn details(&self, token: &str) -> Markup {
        match self {
            Trouble::NoPlan => first_box(token),
            Trouble::Gone => html! {
                p { "It was here a moment ago. " code { "git restore" } " brings back what was committed." }
            },
            Trouble::Unreadable(what) => html! { pre { (what) } },
            Trouble::Errors(snapshot) => {
                let paint = Paint {
                    color: false,
                    charset: Charset::Unicode,
                    plain: false,
                    width: PRE_COLUMNS,
                };
                let lines = view::diagnostics::diagnostics(
                    &snapshot.diagnostics,
                    &snapshot.files,
                    &paint,
                    0,
                );
                html! { pre { (paint.render(&lines)) } }
            }
            Trouble::Empty(snapshot) => empty(snapshot, token),
        }
    }
}

/// What a file without work lacks, and its first lines to fill in.
fn empty(snapshot: &Snapshot, token: &str) -> Markup {
    let file = snapshot.files.first();
    let (path, text) = file.map_or(("", ""), |file| (file.path.as_str(), file.text.as_str()));
    html! {
        div.grid.halves {
            section.card {
                h2 { "Begin here" }
                (first::form(text, token))
            }
            section.card {
                h2 { "Or in the text" }
                p.tight {
                    @match snapshot.list_items() {
                        0 => { code { (path) } " has no list yet. Each line with a box is a piece of work:" }
                        _ => {
                            code { (path) } " has lists, but no line with a box. A box makes a line work:"
                        }
                    }
                }
                pre { "- [ ] Agree the invoice format" }
                p { "This page follows when the file is saved. From the terminal:" }
                pre { "fore add \"Agree the invoice format\"\nfore demo sample      a whole plan to look at" }
            }
        }
    }
}

/// Where a first plan is made of what somebody has.
fn first_box(token: &str) -> Markup {
    html! {
        div.first {
            p.lead { "One line is enough. A list is better. It may be wrong, and it may have holes." }
            form method="post" action="/new" {
                input type="hidden" name="of" value=(token);
                textarea name="value" rows="9" required aria-label="What are you building?"
                    placeholder=(EXAMPLE) {}
                button.p { "Make a plan" }
                span.cap { " of an outline, a list, Markdown or CSV" }
            }
            div.grid.thirds {
                @for (title, text) in PROMISES { div { h2 { (title) } p.sub2 { (text) } } }
            }
        }
    }
}

const EXAMPLE: &str = "Replace the nightly billing job\n- agree the invoice format with the pages team\n\
    - a ledger that can correct itself\n- move seven years of invoices\n- run old and new side by side";

const PROMISES: [(&str, &str); 3] = [
    (
        "You write what you know",
        "Estimates, names and links may wait. Each makes the answer narrower.",
    ),
    ("You hear how much can be said", "A span of months at first, a date with a chance later."),
    ("It is one text file", "plan/plan.md, in this folder. Nothing leaves this machine."),
];

/// As many columns as the banner has room for at the design width.
const PRE_COLUMNS: usize = 100;
