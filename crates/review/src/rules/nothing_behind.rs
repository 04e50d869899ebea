//! # What it finds
//! Milestones that no work leads to, and headings under Work with nothing under them.
//!
//! # Why it matters
//! A milestone that waits for nothing is reached at once in every run, and its chance is a comfort
//! that nobody earned. An empty heading is work that somebody meant to write down later.
//!
//! # How it is computed
//! Open milestones without `after=`; and headings of the third level and below, in the section Work,
//! with not one line under them. A plan without open work is not asked.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Work
//!
//! ### Web
//!
//! - [ ] Catalog `{#catalog @ana 4d..8d}`
//! - [ ] Checkout `{#checkout @bo 4d..9d}`
//!
//! ### Mobile
//!
//! ## Milestones
//!
//! - [ ] First order `{#first-order due=2026-06-05}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Work
//!
//! ### Web
//!
//! - [ ] Catalog `{#catalog @ana 4d..8d}`
//! - [ ] Checkout `{#checkout @bo 4d..9d}`
//!
//! ### Mobile
//!
//! - [ ] Pages that fit `{#fit @ana 2d..5d after=catalog}`
//!
//! ## Milestones
//!
//! - [ ] First order `{#first-order due=2026-06-05 after=fit,checkout}`
//! ```
//!
//! # When to accept it
//! When others bring it about, and the day is known.

use markup::{NodeKind, Outline};
use plan::{ItemRef, MilestoneId};
use text::SourceFile;

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "nothing-behind",
    code: "Q105",
    family: Family::Breakdown,
    source: include_str!("nothing_behind.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    if facts.open_work().next().is_none() {
        return Vec::new();
    }
    milestones(facts).into_iter().chain(headings(facts)).collect()
}

fn milestones(facts: &Facts<'_>) -> Option<Finding> {
    let all = (0..).map(MilestoneId).zip(&facts.plan.milestones);
    let open = all.filter(|(_, milestone)| !milestone.item.ticked && milestone.done.is_none());
    let bare = open.filter(|(_, milestone)| milestone.links.is_empty());
    let items: Vec<ItemRef> = bare.map(|(id, _)| ItemRef::Milestone(id)).collect();
    let first = *items.first()?;
    let named = facts.mentions(&items);
    let is = if items.len() == 1 { "it is" } else { "they are" };
    let finding =
        Finding::new(format!("Which work has to be finished for {named}?"), Worth::Insurance)
            .evidence(format!(
                "No task leads there, so {is} reached at once in every run, whatever is still open."
            ))
            .rests_on(named)
            .subject("milestones")
            .about(items);
    Some(finding.way(WayOut::talk(format!(
        "name the work:  fore set {} after+=…",
        facts.argument(first)
    ))))
}

fn headings(facts: &Facts<'_>) -> Option<Finding> {
    let empty: Vec<&str> = facts
        .files
        .iter()
        .zip(facts.outlines)
        .flat_map(|(file, outline)| empty_headings(file, outline))
        .collect();
    let first = *empty.first()?;
    let quoted: Vec<String> = empty.iter().map(|title| format!("“{title}”")).collect();
    let named = words::list(&quoted);
    let finding = Finding::new(format!("Which work belongs under {named}?"), Worth::Missing)
        .evidence("There is a heading and not a line under it, so no date counts anything for it.")
        .rests_on(named)
        .subject("headings");
    Some(
        finding
            .way(WayOut::talk(format!("ask whoever wrote “{first}” down what was meant")))
            .way(WayOut::talk("or take the heading out")),
    )
}

/// The titles of headings under Work that have nothing under them.
fn empty_headings<'a>(file: &'a SourceFile, outline: &Outline) -> Vec<&'a str> {
    let mut is_filled: Vec<bool> = outline.nodes.iter().map(|node| !node.notes.is_empty()).collect();
    for parent in outline.nodes.iter().filter_map(|node| node.parent) {
        is_filled[parent.index()] = true;
    }
    let mut is_work = false;
    let mut empty = Vec::new();
    for (node, is_filled) in outline.nodes.iter().zip(is_filled) {
        let NodeKind::Heading { level } = node.kind else { continue };
        let title = node.title.of(&file.text);
        if level <= 2 {
            is_work = title.eq_ignore_ascii_case("work");
        } else if is_work && !is_filled {
            empty.push(title);
        }
    }
    empty
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let (file, outline) = (SourceFile::new("plan.md", text), markup::parse(text));
        assert_eq!(empty_headings(&file, &outline), expected, "{text}");
    }

    #[test]
    fn a_heading_is_empty_if_no_line_stands_under_it() {
        check("# P\n\n## Work\n\n### Web\n\n### Mobile\n\nLater.\n\n### Mail\n", &["Web", "Mail"]);
        check("## Work\n\n### Web\n\n#### Cart\n\n- [ ] A\n", &[]);
        check("## Work\n\n### Web\n\n#### Cart\n\n## Risks\n\n### None\n", &["Cart"]);
        check("## Work\n\n```\n### no heading\n\n### nor this\n```\n", &[]);
        check("## Work\n\n<!--\n### Later\n-->\n", &[]);
        check("## Work\n\nWeb\n---\n\n### Cart\n", &[]);
        check("", &[]);
    }
}
