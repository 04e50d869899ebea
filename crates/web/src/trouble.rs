//! Why the newest texts have no dates, and the page that says so.

use maud::{Markup, html};
use store::StoreError;
use view::terminal::{Charset, Paint};
use workbench::Snapshot;

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

    /// What is wrong, exactly: as the terminal says it.
    #[must_use]
    pub fn details(&self) -> Markup {
        match self {
            Trouble::NoPlan => html! {
                p { "Write what you know into " code { "plan/plan.md" } ", one line a piece:" }
                pre { "# Replace the nightly billing job\n\n- [ ] Agree the invoice format\n- [ ] A ledger that can correct itself" }
            },
            Trouble::Gone => {
                html! { p { "It was here a moment ago. Nothing of it is kept on disk but in git." } }
            }
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
            Trouble::Empty(snapshot) => html! {
                p {
                    @match snapshot.list_items() {
                        0 => { "The file has no list yet. Each line with a box is a piece of work:" }
                        _ => { "The file has lists, but no line with a box. A box makes a line work:" }
                    }
                }
                pre { "- [ ] Agree the invoice format" }
            },
        }
    }
}

/// As many columns as the banner has room for at the design width.
const PRE_COLUMNS: usize = 100;
