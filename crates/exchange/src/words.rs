//! The words by which documents say what they are about: sections, labels, placeholders.
//!
//! In: a title or a label. Out: what it stands for. English only.

/// What the words of a section's title say about the lists in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing in it is work, not even what has a box: a questionnaire, what is out of scope.
    Closed,
    /// It argues: nothing right in it is work, but a section below it may be.
    Argument,
    /// Its lists are no work; what has a box is.
    Aside,
    /// Nothing is said.
    Neutral,
    /// Its lists are work if the document has nothing plainer.
    Intent,
    /// Its lists are work.
    Work,
}

const CLOSED: &[&str] = &[
    "questionnaire",
    "out of scope",
    "non goals",
    "nongoals",
    "table of contents",
    "toc",
    "implementation history",
    "code of conduct",
];

const ARGUMENT: &[&str] = &[
    "alternatives",
    "axioms",
    "definitions",
    "drawbacks",
    "glossary",
    "history",
    "motivation",
    "prior art",
    "rationale",
    "rejected",
    "shiny future",
    "status quo",
    "use cases",
    "user stories",
];

const ASIDE: &[&str] = &[
    "appendix",
    "background",
    "caveats",
    "changelog",
    "constraints",
    "contents",
    "context",
    "e2e tests",
    "examples",
    "faq",
    "frequently asked",
    "goals",
    "infrastructure needed",
    "integration tests",
    "introduction",
    "license",
    "monitoring requirements",
    "non functional",
    "overview",
    "references",
    "risks",
    "summary",
    "test plan",
    "troubleshooting",
    "unit tests",
    "version skew",
];

const WORK: &[&str] = &[
    "action items",
    "backlog",
    "checklist",
    "deliverables",
    "graduation criteria",
    "implementation plan",
    "launch plan",
    "migration plan",
    "milestones",
    "next steps",
    "ownership",
    "project plan",
    "release plan",
    "roadmap",
    "rollout plan",
    "sprint plan",
    "subtasks",
    "tasks",
    "team asks",
    "to do",
    "todo",
    "todos",
    "work breakdown",
    "work items",
    "work plan",
];

const INTENT: &[&str] = &[
    "approach",
    "implementation",
    "next 3 months",
    "next 6 months",
    "next six months",
    "phase",
    "plan",
    "proposal",
    "sprint",
    "steps",
    "we propose",
    "week",
];

/// Titles that are lists of their sub-headings: each of those is a task even without a list in it.
const LISTS: &[&str] =
    &["deliverables", "epics", "milestones", "phases", "roadmap", "stories", "tasks", "work items"];

/// Titles of boards' columns: what stands under them is done.
const DONE: &[&str] = &["done", "completed", "finished", "shipped"];

/// Titles whose sub-headings are the plan of a document that has no list.
const PLANS: &[&str] =
    &["plan", "milestones", "tasks", "roadmap", "implementation", "design", "design details"];

/// Titles that only frame what is in their sections.
const FRAMES: &[&str] = &["design", "design details", "details", "proposal"];

const CRITERIA: &[&str] = &[
    "acceptance criteria",
    "acceptance",
    "definition of done",
    "done when",
    "exit criteria",
    "success criteria",
];

const NOBODY: &[&str] = &[
    "",
    "-",
    "?",
    "all",
    "and others",
    "any",
    "anyone",
    "everybody",
    "everyone",
    "goal owner",
    "help needed",
    "help wanted",
    "n a",
    "na",
    "nobody",
    "none",
    "open",
    "others",
    "owner",
    "owners",
    "project owner",
    "tba",
    "tbc",
    "tbd",
    "team",
    "todo",
    "unassigned",
    "unknown",
    "unowned",
    "various",
    "volunteer",
    "volunteers",
    "x",
];

/// Words in small letters, single spaces between them, everything else left out.
pub fn normalized(title: &str) -> String {
    let mut words = String::with_capacity(title.len());
    for character in title.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            words.push(character);
        } else if !words.is_empty() && !words.ends_with(' ') && !matches!(character, '\'' | '’') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// What `title` says about the section under it. The longest words that match decide, so that a
/// test plan is no plan.
pub fn standing(title: &str) -> Standing {
    // A question is about something and is no name of a section.
    if title.ends_with('?') {
        return Standing::Neutral;
    }
    let title = normalized(title);
    let longest = |words: &[&str]| {
        let found = words.iter().filter(|words| contains(&title, words));
        found.map(|words| words.len()).max().unwrap_or(0)
    };
    let closed = longest(CLOSED);
    if closed > 0 {
        return Standing::Closed;
    }
    let of_kinds = [
        (longest(ARGUMENT), Standing::Argument),
        (longest(ASIDE), Standing::Aside),
        (longest(WORK), Standing::Work),
        (longest(INTENT), Standing::Intent),
    ];
    let most = of_kinds.iter().map(|(length, _)| *length).max().unwrap_or(0);
    let first = of_kinds.iter().find(|(length, _)| *length == most && most > 0);
    first.map_or(Standing::Neutral, |(_, standing)| *standing)
}

/// Whether the sub-headings of a section called `title` are tasks.
pub fn lists_its_headings(title: &str) -> bool {
    LISTS.contains(&normalized(title).as_str())
}

/// Whether a section called `title` is nothing by itself, only the sections in it are.
pub fn is_frame(title: &str) -> bool {
    FRAMES.contains(&normalized(title).as_str())
        || matches!(standing(title), Standing::Argument | Standing::Aside)
}

/// Whether what stands under `title` is done.
pub fn is_done_column(title: &str) -> bool {
    DONE.contains(&normalized(title).as_str())
}

/// Whether `title` names the plan of a document.
pub fn is_plan(title: &str) -> bool {
    PLANS.contains(&normalized(title).as_str())
}

/// Whether `label` announces when something is done.
pub fn announces_criteria(label: &str) -> bool {
    CRITERIA.contains(&normalized(label).as_str())
}

/// Whether `name` stands for nobody in particular.
pub fn is_nobody(name: &str) -> bool {
    NOBODY.contains(&normalized(name).as_str())
}

/// Whether `words` says that something is finished.
pub fn says_done(words: &str) -> bool {
    let done = [
        "done",
        "complete",
        "completed",
        "finished",
        "closed",
        "merged",
        "shipped",
        "resolved",
        "fixed",
        "pass",
        "passed",
        "verified",
        "released",
        "x",
        "yes",
        "100",
        "100 percent",
    ];
    let is_mark = |c: char| matches!(c, '✅' | '✔' | '☑' | '✓');
    words.contains(is_mark) || done.contains(&normalized(words).as_str())
}

/// Whether `title` begins like a numbered task: `Task 1`, `Phase 2`, `T3.1`.
pub fn is_numbered_task(title: &str) -> bool {
    let title = normalized(title);
    let mut words = title.split(' ');
    let first = words.next().unwrap_or_default();
    let kinds = [
        "task",
        "step",
        "story",
        "issue",
        "ticket",
        "phase",
        "milestone",
        "workstream",
        "epic",
        "sprint",
    ];
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if kinds.contains(&first) {
        return words.next().is_some_and(is_number);
    }
    first
        .strip_prefix(['t', 'm'])
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether `words` stand in `text`, both normalized, as whole words.
pub fn contains(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: Standing) {
        assert_eq!(standing(title), expected, "{title}");
    }

    #[test]
    fn titles_say_what_is_work() {
        check("Release Signoff Checklist", Standing::Work);
        check("Ownership and team asks", Standing::Work);
        check("Test Plan", Standing::Aside);
        check("The next 6 months", Standing::Intent);
        check("Non-Goals", Standing::Closed);
        check("Goals", Standing::Aside);
        check("Storage", Standing::Neutral);
        check("Implementation History", Standing::Closed);
    }

    #[test]
    fn numbered_headings_are_tasks() {
        assert!(is_numbered_task("Task 1: Add a safeguard"));
        assert!(is_numbered_task("T3.1: Time"));
        assert!(!is_numbered_task("Tasks"));
        assert!(!is_numbered_task("Test Plan"));
        assert!(!is_numbered_task("Milestone overview"));
    }
}
