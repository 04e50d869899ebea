//! What the columns of a table hold.
//!
//! In: the headers. Out: a [`Role`] for each column, and whether the rows are tasks.

use crate::words::normalized;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What is to be done.
    Title,
    /// Who does it.
    Owner,
    /// How it stands.
    Status,
    /// How much it is; the unit of bare numbers, if the header names it.
    Estimate(Option<char>),
    /// By when.
    Due,
    /// From when.
    Start,
    /// What it waits for.
    After,
    /// Its number or name elsewhere.
    Number,
    /// Remarks.
    Note,
    /// Something else, which becomes a remark with its header.
    Other,
}

/// Headers that name work by themselves.
const TASKS: &[&str] = &[
    "action",
    "action item",
    "activity",
    "check",
    "deliverable",
    "item",
    "step",
    "story",
    "sub goal",
    "subgoal",
    "task",
    "task name",
    "tasks",
    "todo",
    "to do",
    "user story",
    "work item",
    "what",
];

/// Headers that name work if another column says who, when or how much.
const TITLES: &[&str] =
    &["description", "feature", "issue", "milestone", "name", "summary", "title", "ticket"];

/// The roles of `columns`, if their rows are tasks. `is_checklist`: the section says that they are,
/// so that the first column is what is to be done.
pub fn task_columns(columns: &[String], is_checklist: bool) -> Option<Vec<Role>> {
    let names: Vec<String> = columns.iter().map(|column| normalized(column)).collect();
    let mut roles: Vec<Role> = names.iter().map(|name| role(name)).collect();
    let others = |roles: &[Role]| {
        let says =
            |role: &&Role| !matches!(role, Role::Note | Role::Other | Role::Number | Role::Title);
        roles.iter().filter(says).count()
    };
    let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    let first = usize::from(roles.first() == Some(&Role::Number));
    let title =
        find(TASKS).or_else(|| find(TITLES).filter(|_| others(&roles) > 0)).or_else(|| {
            let says = roles.iter().any(|role| matches!(role, Role::Owner | Role::Status));
            (is_checklist && says && first < roles.len()).then_some(first)
        })?;
    if columns.len() < 2 && !is_checklist {
        return None;
    }
    roles[title] = Role::Title;
    Some(roles)
}

/// The roles of `columns` of a sheet, whose rows are tasks whatever its headers are.
pub fn sheet_columns(columns: &[String]) -> Vec<Role> {
    task_columns(columns, true).unwrap_or_else(|| {
        let mut roles: Vec<Role> = columns.iter().map(|column| role(&normalized(column))).collect();
        let title = roles.iter().position(|role| matches!(role, Role::Other)).unwrap_or(0);
        if let Some(role) = roles.get_mut(title) {
            *role = Role::Title;
        }
        roles
    })
}

fn role(name: &str) -> Role {
    let word = |words: &[&str]| name.split(' ').any(|word| words.contains(&word));
    match name {
        "" | "no" | "nr" | "id" | "key" | "wbs" | "number" => Role::Number,
        "note" | "notes" | "comment" | "comments" | "detail" | "details" | "remarks" => Role::Note,
        "status" | "state" | "done" | "progress" | "verdict" | "complete" | "completed" => {
            Role::Status
        }
        "due" | "due date" | "deadline" | "target" | "target date" | "end" | "end date"
        | "finish" => Role::Due,
        "start" | "start date" | "begin" => Role::Start,
        "after" | "depends" | "depends on" | "dependencies" | "dependency" | "predecessor"
        | "predecessors" | "blocked by" | "requires" | "prerequisites" => Role::After,
        _ if word(&[
            "owner",
            "owners",
            "assignee",
            "assignees",
            "assigned",
            "responsible",
            "who",
            "dri",
            "lead",
            "person",
        ]) =>
        {
            Role::Owner
        }
        "days" | "person days" => Role::Estimate(Some('d')),
        "hours" => Role::Estimate(Some('h')),
        "weeks" => Role::Estimate(Some('w')),
        _ if word(&["estimate", "estimated", "estimation", "effort", "duration", "investment"]) => {
            let units = [("days", 'd'), ("hours", 'h'), ("weeks", 'w'), ("d", 'd'), ("h", 'h')];
            let unit = units.iter().find(|(unit, _)| word(&[unit]));
            Role::Estimate(unit.map(|unit| unit.1))
        }
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(columns: &str, expected: Option<&[Role]>) {
        let columns: Vec<String> = columns.split('|').map(|name| name.trim().to_owned()).collect();
        assert_eq!(task_columns(&columns, false).as_deref(), expected, "{columns:?}");
    }

    #[test]
    fn headers_say_whether_rows_are_tasks() {
        use Role::{Due, Estimate, Note, Number, Owner, Title};
        check("Task | Owner(s) or team(s) | Notes", Some(&[Title, Owner, Note]));
        check("# | Name | Assignee | Due date", Some(&[Number, Title, Owner, Due]));
        check("Feature | Effort (days)", Some(&[Title, Estimate(Some('d'))]));
        check("Metadata | ", None);
        check("Team | Support level | Notes", None);
        check("Name | Age", None);
    }
}
