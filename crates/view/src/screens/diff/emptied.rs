//! A change after which no task is left: there is no date to compare, and that is said.

use crate::edits::Edit;
use crate::facts::Facts;
use crate::terminal::{Line, Page, Paint, Role};
use crate::words as say;

/// Two versions of a plan of which the newer has no work.
#[derive(Clone, Copy, Debug)]
pub struct Emptied<'a> {
    /// What the older version is called.
    pub base_name: &'a str,
    /// What the newer version is called.
    pub head_name: &'a str,
    /// The older version.
    pub base: &'a Facts<'a>,
    /// What was removed.
    pub removed: &'a [Edit],
}

impl Emptied<'_> {
    /// The answer in one line: `This change removes all the work: 3 tasks in main, none in the
    /// newer version, so there is no date.`
    #[must_use]
    pub fn headline(&self) -> String {
        let tasks = self.base.plan.tasks.iter().filter(|task| task.is_leaf()).count();
        format!(
            "This change removes all the work: {} in {}, none in the newer version, so there is no date.",
            say::count(tasks, "task"),
            self.base_name
        )
    }
}

/// The screen of such a change.
#[must_use]
pub fn diff_emptied(emptied: &Emptied, paint: &Paint) -> String {
    let mut page = Page::new(&emptied.headline(), paint);
    page.gap();
    for edit in emptied.removed.iter().take(REMOVED_MAX) {
        let line = Line::plain("    ").with(Role::Gone, "−").and(" ").with(Role::Id, edit.name());
        page.wrapped(&line.and("   ").and_line(Line::prose(&edit.text)), 6);
    }
    let rest = emptied.removed.len().saturating_sub(REMOVED_MAX);
    if rest > 0 {
        let text = format!("    and {} more", say::thousands(rest));
        page.wrapped(&Line::of(Role::Label, &text), 6);
    }
    page.render()
}

/// So many removed items are listed; the rest is counted.
const REMOVED_MAX: usize = 12;
