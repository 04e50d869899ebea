//! What is shown before there is a date: an empty folder, an outline, a backlog.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use plan::{ItemRef, Task, TaskId};
use schedule::Crew;

use super::overview;
use crate::facts::Facts;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// The first line while there is nothing to do.
pub(crate) const EMPTY: &str = "What are you building? One line a piece is enough.";

/// The screen of a folder without a plan, whose plan would be the file `path`.
#[must_use]
pub fn empty(path: &str, paint: &Paint) -> String {
    let mut page = Page::new(EMPTY, paint);
    page.gap();
    page.wrapped(
        &Line::plain("  Write what you know into ").with(Role::Id, path).and(", for example:"),
        2,
    );
    page.gap();
    for line in SAMPLE {
        page.wrapped(&Line::plain("    ").with(Role::Label, line), 6);
    }
    page.gap();
    page.wrapped(
        &Line::prose(
            "  It may be wrong, and it may have holes. No estimates, owners or links are needed; each makes the answer narrower when you have it.",
        ),
        2,
    );
    page.next(&[("fore demo", "a sample plan to play with"), ("fore", "what your lines come to")]);
    page.render()
}

/// The screen of a file with list items of which none is work, because none has a check box.
#[must_use]
pub fn bullets(path: &str, n: usize, paint: &Paint) -> String {
    let headline = format!(
        "{path} has {}, but none with a check box, so none of it is work yet.",
        words::count(n, "list item")
    );
    let mut page = Page::new(&headline, paint);
    page.gap();
    page.wrapped(
        &Line::prose("  Put `[ ]` before what is to be done: `- [ ] Agree the format`. Or let a plan be made of it, beside the file."),
        2,
    );
    let init = format!("fore init --from {}", words::argument(path));
    page.next(&[(&init, "makes plan/plan.md of this list")]);
    page.render()
}

const SAMPLE: [&str; 5] = [
    "# Replace the nightly billing job",
    "",
    "- [ ] Agree the invoice format with the pages team",
    "- [ ] A ledger that can correct itself",
    "- [ ] Move seven years of invoices",
];

/// Too early for a date: what the span is for small crews, and what to settle first.
pub(super) fn too_early(facts: &Facts, paint: &Paint) -> String {
    let mut page = Page::new(&facts.answer(), paint);
    let open = facts.plan.open_leaves().count();
    let estimated = facts.plan.open_leaves().filter(|(_, task)| task.is_estimated()).count();
    let remark = match (estimated, open) {
        (_, 1) => "The one open task has no estimate. When it has one, there is a date.".to_owned(),
        (0, n) => format!(
            "None of {} open tasks has an estimate. When half of them have one, there is a date.",
            words::thousands(n)
        ),
        (1, all) => format!(
            "1 of {} open tasks has an estimate. When half of them do, there is a date.",
            words::thousands(all)
        ),
        (n, all) => format!(
            "{} of {} open tasks have an estimate. When half of them do, there is a date.",
            words::thousands(n),
            words::thousands(all)
        ),
    };
    page.wrapped(&Line::of(Role::Label, &remark), 0);
    if facts.crews.is_empty()
        && let Some(crew) = overview::crew(facts)
    {
        page.wrapped(&Line::of(Role::Label, &crew), 0);
    }
    if !facts.crews.is_empty() {
        page.heading("Where it could end", "8 of 10 runs, from today");
        page.table(&crews(facts), 4);
    }
    page.heading("What to settle first", "any order, all may wait");
    for (index, question) in questions(facts).into_iter().enumerate() {
        page.wrapped(
            &Line::plain("    ")
                .with(Role::Path, &format!("{}", index + 1))
                .and("  ")
                .and_prose(&question),
            7,
        );
    }
    page.next(&[
        ("fore forecast", "the dates, once there are estimates"),
        ("fore explain estimate", "how to write one"),
        ("fore demo", "a plan that has them"),
    ]);
    page.render()
}

fn crews(facts: &Facts) -> Table {
    let mut table = Table::new(vec![Column::left(""), Column::left("")]);
    for crew in facts.crews {
        let people = if crew.people == 1 {
            "one person".to_owned()
        } else {
            format!("{} people", words::number(crew.people))
        };
        let span = facts.span(&crew.finish);
        let text = span
            .map_or_else(|| "never".to_owned(), |(from, to)| words::months(from, to, facts.today));
        table.row(vec![Line::plain(&people), Line::of(Role::Forecast, &text)]);
    }
    table
}

/// What to settle first while it is too early for a date, at most four: who, the tasks whose size
/// would tell most, in which order.
#[must_use]
pub fn questions(facts: &Facts) -> Vec<String> {
    let mut questions = Vec::new();
    if facts.lowered.crew == Crew::OneUnnamed {
        questions.push(
            "Who will do it? Nobody is named. Write `@name` at a task, or a Team section."
                .to_owned(),
        );
    }
    let mut open: Vec<TaskId> = facts
        .plan
        .open_leaves()
        .filter(|(_, task)| !task.is_estimated())
        .map(|(id, _)| id)
        .collect();
    open.sort_by(|a, b| path_share(facts, *b).total_cmp(&path_share(facts, *a)).then(a.cmp(b)));
    for id in open.into_iter().take(2) {
        let title = &facts.plan.task(id).item.title;
        questions.push(format!("How much work is “{title}”? Write a range such as `2d..6d`; it counts as {} until then.", facts.plan.settings.estimate));
    }
    let links = facts.plan.open_leaves().any(|(id, _)| facts.plan.links(id).next().is_some());
    if !links {
        questions.push("What has to wait for what? No task waits for another, so everything could start today. That is rarely true.".to_owned());
    }
    questions
}

fn path_share(facts: &Facts, id: TaskId) -> f64 {
    facts.played(ItemRef::Task(id)).map_or(0.0, |played| played.path_share)
}

/// A backlog: which groups to estimate first, so that it can become a plan.
pub(super) fn backlog(facts: &Facts, paint: &Paint) -> String {
    let mut page = Page::new(&facts.answer(), paint);
    page.wrapped(
        &Line::of(Role::Label, "A plan says what comes first, and what it is all for."),
        0,
    );
    page.gap();
    let mut counts = Table::new(vec![Column::right(""), Column::left("")]);
    for (count, text) in backlog_counts(facts) {
        counts.row(vec![Line::plain(&words::thousands(count)), Line::plain(text)]);
    }
    page.table(&counts, 4);
    let groups = largest_groups(facts);
    if !groups.is_empty() {
        page.heading("Estimate these first", "one range for each: it counts for all of its parts");
        let mut table = Table::new(vec![Column::left(""), Column::right("")]);
        for (id, size) in groups {
            table.row(vec![
                Line::plain(&facts.plan.task(id).item.title),
                Line::plain(&words::count(size, "item")),
            ]);
        }
        page.table(&table, 4);
    }
    page.heading("Then", "");
    for step in [
        "Say what should be true when it is over, under Goals.",
        "Keep what serves it. `cut` takes an item out and leaves it readable.",
        "Add what no ticket says: testing, moving data, the launch, the way back.",
    ] {
        page.wrapped(&Line::plain("    ").and_prose(step), 4);
    }
    page.next(&[("fore check", "what was read"), ("fore explain estimate", "how to write one")]);
    page.render()
}

fn backlog_counts(facts: &Facts) -> [(usize, &'static str); 4] {
    let count = |test: &dyn Fn(TaskId, &Task) -> bool| {
        facts.plan.open_leaves().filter(|(id, task)| test(*id, task)).count()
    };
    [
        (count(&|_, _| true), "open items"),
        (count(&|_, task| task.is_estimated()), "say how big they are"),
        (count(&|id, _| facts.plan.links(id).next().is_some()), "wait for another"),
        (count(&|_, task| !task.who.is_empty()), "name who does it"),
    ]
}

const GROUPS_MAX: usize = 10;

/// The parents of open items without a parent of their own, by how many items they hold.
fn largest_groups(facts: &Facts) -> Vec<(TaskId, usize)> {
    let mut sizes: BTreeMap<TaskId, usize> = BTreeMap::new();
    for (id, _) in facts.plan.open_leaves() {
        if let Some(root) = facts.plan.with_parents(id).last().filter(|root| *root != id) {
            *sizes.entry(root).or_default() += 1;
        }
    }
    let mut groups: Vec<_> = sizes.into_iter().collect();
    groups.sort_by_key(|(id, size)| (Reverse(*size), *id));
    groups.truncate(GROUPS_MAX);
    groups
}

/// What to try with the sample that was just written to `folder`; where it has its history in git,
/// `branch` is the one on which its scope grows.
#[must_use]
pub fn after_demo(folder: &str, branch: Option<&str>, paint: &Paint) -> String {
    let switch = branch.map(|branch| format!("git switch {branch}"));
    let mut tries = vec![
        ("edit plan/plan.md", "change a number or a name, save, and run fore again"),
        ("fore why cutover", "what the date is waiting for"),
    ];
    if let Some(switch) = &switch {
        tries.push(("git log", "the ten weeks that led here, with their reasons"));
        tries.push((switch, "one feature more: run fore there, and git switch main to return"));
    }
    let mut table = Table::new(vec![Column::left(""), Column::left("")]);
    for (command, shows) in tries {
        table.row(vec![Line::plain(command), Line::of(Role::Label, shows)]);
    }
    let text = Line::plain("  This is a sample plan, in ")
        .with(Role::Id, folder)
        .and(". It is yours to try things on. Go there, and");
    let mut lines = vec![Line::new()];
    lines.extend(paint.wrap(&text, 2));
    lines.extend(table.lines(paint, 4));
    paint.render(&lines)
}
