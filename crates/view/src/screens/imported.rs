//! What became of a document that was taken in as a plan, and the first questions about it.

use plan::Plan;

use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// What was made of a document.
#[derive(Clone, Debug)]
pub struct Imported<'a> {
    /// The file that was written.
    pub path: &'a str,
    /// What is in it, counted: "34 tasks", "5 people".
    pub counts: &'a [String],
    /// What was left out.
    pub left_out: &'a [LeftOut<'a>],
    /// Whether places are the rows of a sheet rather than lines.
    pub is_sheet: bool,
    /// In a git repository, what lets git merge plans item by item.
    pub merge_driver: Option<&'a str>,
}

/// Something that is not in the plan, or could mean two things.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut<'a> {
    /// Its lines, or its rows.
    pub places: &'a [usize],
    /// Its words.
    pub text: &'a str,
    /// Why.
    pub why: &'a str,
}

/// So many of the things that were left out are listed.
const LISTED_MAX: usize = 10;

/// So many rows of one thing are named.
const PLACES_MAX: usize = 4;

/// The most questions that are asked at once.
const QUESTIONS_MAX: usize = 3;

/// What was written and what was not understood.
#[must_use]
pub fn imported(imported: &Imported<'_>, paint: &Paint) -> String {
    let counts = words::list(imported.counts);
    let headline = if imported.counts.is_empty() {
        format!("Wrote {}. Fill it in: one line a piece is enough.", imported.path)
    } else {
        format!(
            "Wrote {}: {counts}. Nothing is invented: what your text does not say, it does not say.",
            imported.path
        )
    };
    let mut page = Page::new(&headline, paint);
    if !imported.left_out.is_empty() {
        let count = words::count(imported.left_out.len(), "thing");
        page.heading("Not understood, or left out", &count);
        for left in imported.left_out.iter().take(LISTED_MAX) {
            let place = format!("    {}  ", places(left.places, imported.is_sheet));
            let why = format!("  {}", left.why);
            page.wrapped(&Line::of(Role::Label, &place).and(left.text).with(Role::Label, &why), 6);
        }
        let more = imported.left_out.len().saturating_sub(LISTED_MAX);
        if more > 0 {
            page.wrapped(
                &Line::of(
                    Role::Label,
                    &format!("    and {more} more: fore init --json lists them all"),
                ),
                6,
            );
        }
    }
    if let Some(command) = imported.merge_driver {
        page.gap();
        let text = "In .gitattributes it says that plans are merged item by item. Each clone needs \
                    this line once; without it git merges by lines, as ever:";
        page.wrapped(&Line::plain("  ").and_prose(text), 2);
        page.wrapped(&Line::plain("    ").and(command), 6);
    }
    page.render()
}

/// "line 4", "rows 2 and 5", "rows 2, 5, 7, 9 … and 12 more rows".
fn places(places: &[usize], is_sheet: bool) -> String {
    let unit = if is_sheet { "row" } else { "line" };
    let named: Vec<String> = places.iter().take(PLACES_MAX).map(usize::to_string).collect();
    match places.len().saturating_sub(PLACES_MAX) {
        0 if places.len() == 1 => format!("{unit} {}", named[0]),
        0 => format!("{unit}s {}", words::list(&named)),
        1 => format!("{unit}s {} … and 1 more {unit}", named.join(", ")),
        more => format!("{unit}s {} … and {more} more {unit}s", named.join(", ")),
    }
}

/// The questions whose answers would say most about a new plan, at most three.
#[must_use]
pub fn first_questions(plan: &Plan, paint: &Paint) -> String {
    let questions = questions(plan);
    if questions.is_empty() {
        return String::new();
    }
    let title = match questions.len() {
        1 => "One answer would say more".to_owned(),
        n => format!("{} answers would say more", words::capitalized(&words::number(n))),
    };
    let mut page = Page::new(&title, paint);
    for (index, (question, why)) in questions.iter().enumerate() {
        page.gap();
        page.wrapped(&Line::plain(&format!("  {}  {question}", index + 1)), 5);
        page.wrapped(&Line::plain("     ").with(Role::Label, why), 5);
    }
    page.render()
}

fn questions(plan: &Plan) -> Vec<(String, String)> {
    let open: Vec<_> = plan.open_leaves().collect();
    let mut asked = Vec::new();
    if open.iter().all(|(_, task)| task.who.is_empty()) {
        asked.push((
            "Who will do it?".to_owned(),
            "Nobody is named, so one person is assumed. Write @name on a task, or a ## Team section.".to_owned(),
        ));
    }
    let unestimated: Vec<_> = open.iter().filter(|(_, task)| !task.is_estimated()).collect();
    if let Some((_, task)) = unestimated.first() {
        asked.push((
            format!("How big is “{}”?", task.item.title),
            format!(
                "{} of {} open tasks have no estimate and count as a wide guess. A range is enough: 2d..6d.",
                unestimated.len(),
                open.len()
            ),
        ));
    }
    if open.len() > 1 && open.iter().all(|(id, _)| plan.links(*id).next().is_none()) {
        asked.push((
            "What has to wait for what?".to_owned(),
            "There is no order, so everything could start today. That is rarely true: after=id."
                .to_owned(),
        ));
    }
    if plan.due.is_none() && plan.milestones.iter().all(|milestone| milestone.due.is_none()) {
        asked.push((
            "Is there a date that somebody counts on?".to_owned(),
            "due=2026-06-30 under the title gives it a chance; it moves no work.".to_owned(),
        ));
    }
    if plan.risks.is_empty() && plan.unknowns.is_empty() {
        asked.push((
            "What could go wrong, and what do you not know yet?".to_owned(),
            "A line under ## Risks or ## Unknowns makes the forecast count with it.".to_owned(),
        ));
    }
    asked.truncate(QUESTIONS_MAX);
    asked
}
