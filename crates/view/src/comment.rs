//! A diff as one Markdown comment for a pull request.
//!
//! In: a [`Diff`]. Out: Markdown that GitHub, GitLab, Gitea and Forgejo show alike: the headline,
//! the limits that are passed, a table, the paragraph to say, and the details folded; last a hidden
//! marker by which the comment is found and replaced. The work is named, not the people: this is
//! read by others.

mod gantt;
pub(crate) mod markdown;

use jiff::civil::Date;
use text::{Diagnostic, Level, SourceFile};

use crate::difference::{Difference, DueChange, Shift, difference};
use crate::edits::{Edit, EditKind};
use crate::limits::excess;
use crate::screens::{Diff, Emptied, diff_words as said};
use crate::words as say;
pub(crate) use gantt::{bar, name};
use markdown::{code, escaped, prose};

/// Longer lists of edits are cut: hosts refuse comments of more than about 65,000 characters.
const EDITS_MAX: usize = 60;

/// What the comment about a plan is found by; `plan` is the path of its first file.
#[must_use]
pub fn marker(plan: &str) -> String {
    // Two hyphens would end the comment that hides it.
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._/".contains(c) { c } else { '_' };
    let plan: String = plan.chars().map(plain).collect();
    format!("<!-- fore diff {plan} -->")
}

/// The comment; `plan` is the path of the plan's first file, for the marker.
#[must_use]
pub fn comment(diff: &Diff, plan: &str) -> String {
    let figures = diff.base.map(|base| difference(base, diff.head));
    let mut blocks = vec![format!("### {}", prose(&said::headline(diff, figures.as_ref())))];
    blocks.extend(diff.remarks.iter().map(|remark| prose(remark)));
    if let Some(figures) = figures.as_ref().filter(|_| !diff.edits.is_empty()) {
        let passed = excess(diff, figures);
        blocks.extend(passed.iter().map(|one| format!("**Over the limit:** {}.", one.said())));
        blocks.push(table(diff, figures));
        blocks.push(prose(&said::paragraph(diff, figures)));
    }
    let unplanned = said::unplanned(diff);
    if !unplanned.is_empty() {
        blocks.push(format!("**Unplanned:** {}", prose(&unplanned.join(" "))));
    }
    if let Some(unsure) = figures.as_ref().and_then(|figures| said::unsure(diff, figures)) {
        blocks.push(format!("**Risk:** {}", prose(&unsure)));
    }
    if !diff.edits.is_empty() {
        blocks.push(folded(&say::count(diff.edits.len(), "edit"), &edits(diff)));
    }
    blocks.extend(help(diff));
    if let Some(figures) = &figures {
        let fenced = format!("```mermaid\n{}\n```", gantt::gantt(diff, figures));
        blocks.push(folded("Timeline", &fenced));
    }
    let head = diff.head;
    blocks.push(format!(
        "<sub>{} as of {}, {} of seed {}</sub>",
        escaped(&head.plan.name),
        head.today,
        say::count(head.forecast.runs as usize, "run"),
        head.forecast.seed
    ));
    blocks.push(marker(plan));
    blocks.join("\n\n") + "\n"
}

/// The comment about two versions of which one has errors, so that nothing can be compared.
#[must_use]
pub fn refused(version: &str, found: &[Diagnostic], files: &[SourceFile], plan: &str) -> String {
    let errors: Vec<&Diagnostic> = found.iter().filter(|one| one.level == Level::Error).collect();
    let mut blocks = vec![format!(
        "### {} has {}, so there are no dates to compare.",
        escaped(version),
        say::count(errors.len(), "error")
    )];
    let line = |one: &&Diagnostic| {
        let file = files.get(one.place.file.index())?;
        let line = file.line_column(one.place.range.start).line;
        Some(format!(
            "- {} {}: {}",
            code(&format!("{}:{line}", file.path)),
            one.code,
            prose(&one.what)
        ))
    };
    let list: Vec<String> = errors.iter().take(EDITS_MAX).filter_map(line).collect();
    blocks.extend([list.join("\n"), marker(plan)]);
    blocks.join("\n\n") + "\n"
}

/// The comment about a change after which no work is left.
#[must_use]
pub fn emptied(emptied: &Emptied, plan: &str) -> String {
    let mut blocks = vec![format!("### {}", prose(&emptied.headline()))];
    let line = |edit: &Edit| {
        let name = edit.id.as_deref().map_or_else(|| escaped(&edit.title), code);
        format!("- gone: {name} {}", prose(&edit.text))
    };
    let mut list: Vec<String> = emptied.removed.iter().take(EDITS_MAX).map(line).collect();
    let rest = emptied.removed.len().saturating_sub(EDITS_MAX);
    if rest > 0 {
        list.push(format!("- and {} more", say::thousands(rest)));
    }
    if !list.is_empty() {
        blocks.push(list.join("\n"));
    }
    blocks.push(marker(plan));
    blocks.join("\n\n") + "\n"
}

fn table(diff: &Diff, figures: &Difference) -> String {
    let names = [diff.base_name, diff.head_name].map(escaped);
    let mut rows = vec![
        format!("| | {} | {} | difference |", names[0], names[1]),
        "|---|---|---|---|".to_owned(),
    ];
    let today = diff.head.today;
    for (name, shift) in [("P50", figures.p50), ("P80", figures.p80), ("P95", figures.p95)] {
        rows.push(shift_row(name, shift, today));
    }
    rows.extend(diff.if_kept.map(|kept| shift_row(said::NOBODY_SWAPS, kept, today)));
    rows.extend(said::notable_dues(figures).map(|due| due_row(due, today)));
    let work = figures.work_days;
    rows.push(format!(
        "| work left | {} | {} | {} |",
        say::days(work.base),
        say::days(work.head),
        said::signed_days(work.head - work.base)
    ));
    rows.join("\n")
}

fn shift_row(name: &str, shift: Shift, today: Date) -> String {
    let date =
        |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |date| say::weekday(date, today));
    let moved = shift.working_days.map_or_else(String::new, said::working_days);
    format!("| {name} | {} | {} | {moved} |", date(shift.date.base), date(shift.date.head))
}

fn due_row(due: &DueChange, today: Date) -> String {
    let name = match (&due.item, due.date.head.or(due.date.base)) {
        (None, Some(date)) => format!("by {}", say::weekday(date, today)),
        (Some(item), Some(date)) => format!("{} by {}", code(item), say::weekday(date, today)),
        (item, None) => item.as_deref().map(code).unwrap_or_default(),
    };
    let percent = |chance: Option<f64>| {
        chance.map_or_else(|| "–".to_owned(), |chance| escaped(&say::percent(chance)))
    };
    let points = match (due.chance.base, due.chance.head) {
        (Some(base), Some(head)) => said::points(base, head),
        _ => String::new(),
    };
    format!("| {name} | {} | {} | {points} |", percent(due.chance.base), percent(due.chance.head))
}

fn edits(diff: &Diff) -> String {
    let sorted = said::by_weight(diff.edits);
    let mut rows = vec!["| | edit | work | P80 |".to_owned(), "|---|---|---|---|".to_owned()];
    rows.extend(sorted.iter().take(EDITS_MAX).map(|edit| edit_row(edit, diff)));
    let rest = sorted.len().saturating_sub(EDITS_MAX);
    if rest > 0 {
        rows.push(format!("| | and {} more | | |", say::thousands(rest)));
    }
    if let Some(total) = diff.p80_minutes {
        rows.push(format!(
            "| | **together, by the hour** | | **{}** |",
            said::days_moved(total, diff)
        ));
    }
    rows.join("\n")
}

fn edit_row(edit: &Edit, diff: &Diff) -> String {
    let kind = match edit.kind {
        EditKind::Added => "new",
        EditKind::Removed => "gone",
        EditKind::Changed => "changed",
        EditKind::Risk => "risk",
        EditKind::Settings | EditKind::Order => "",
    };
    let name = match &edit.id {
        Some(id) => code(id),
        None => escaped(&edit.title),
    };
    let text: String = prose(&edit.text);
    let work = edit.work_days.map_or_else(String::new, said::signed_days);
    let moved =
        edit.p80_minutes.map_or_else(String::new, |minutes| said::days_moved(minutes, diff));
    format!("| {kind} | {name} {text} | {work} | {moved} |")
}

/// What would pay for it, and what would not.
fn help(diff: &Diff) -> Option<String> {
    let today = diff.head.today;
    let mut items: Vec<String> =
        diff.levers.iter().filter_map(|lever| said::lever_of_work(lever, today)).collect();
    items.extend(said::buys_nothing(diff));
    if items.is_empty() {
        return None;
    }
    let list: Vec<String> = items.iter().map(|item| format!("- {}", prose(item))).collect();
    Some(folded("What would help, and what would not", &list.join("\n")))
}

fn folded(summary: &str, content: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n\n{content}\n\n</details>")
}
