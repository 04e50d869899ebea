//! What the columns of a table hold.
//!
//! In: the headers, as people write them and as Jira, Linear, GitHub, Asana, Trello, Azure DevOps
//! and Microsoft Project export them. Out: a [`Role`] for each column, and whether the rows are
//! tasks. A header that stands in no list becomes a remark with its values.

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
    /// How it stands, in fewer words.
    Category,
    /// In which way it ended.
    Resolution,
    /// The column of a board, which may say how it stands.
    Board,
    /// Whether it is put away.
    Archived,
    /// Whether it counts at all.
    Active,
    /// Whether or when it was dropped.
    Dropped,
    /// How much it is; the unit of bare numbers, if the header names it.
    Estimate(Option<char>),
    /// What is left of it.
    Left(Option<char>),
    /// What went into it.
    Spent(Option<char>),
    /// Its size, which is no working time.
    Points,
    /// By when.
    Due,
    /// From when.
    Start,
    /// When work on it began.
    Started,
    /// Whether or when it was finished.
    Done,
    /// When it last went from one category of statuses to another.
    Changed,
    /// What it waits for.
    After,
    /// What waits for it.
    Before,
    /// Its number in this table, or elsewhere.
    Number,
    /// Its numbers from the outermost level to its own, as in 2.1.3.
    Outline,
    /// How deep it stands in the rows before it.
    Level,
    /// Its name in a tracker.
    Ticket,
    /// Its page in a tracker.
    Page,
    /// What it is part of.
    Parent,
    /// Another name that the parts of it use.
    Name,
    /// Remarks.
    Note,
    /// Something else, which becomes a remark with its header.
    Other,
    /// What only the tracker itself has a use for.
    Upkeep,
}

/// Headers that name work by themselves, the plainest first.
const TASKS: &[&str] = &[
    "task name",
    "task",
    "tasks",
    "work item",
    "action item",
    "user story",
    "story",
    "deliverable",
    "activity",
    "action",
    "step",
    "item",
    "sub goal",
    "subgoal",
    "todo",
    "to do",
    "card name",
    "check",
    "what",
    "aufgabe",
    "aufgaben",
    "vorgangsname",
    "arbeitspaket",
    "tätigkeit",
];

/// Headers that name work if another column says who, when or how much, the plainest first.
const TITLES: &[&str] = &[
    "title",
    "summary",
    "name",
    "feature",
    "issue",
    "ticket",
    "milestone",
    "subject",
    "titel",
    "zusammenfassung",
    "bezeichnung",
    "vorgang",
    "betreff",
    "thema",
    "was",
    "description",
    "beschreibung",
];

/// The headers of each role, in the small letters of [`normalized`].
const COLUMNS: &[(Role, &[&str])] = &[
    (Role::Owner, &["members", "resource names", "zugewiesene person", "zugewiesen an"]),
    (Role::Owner, &["wer", "verantwortlich", "zuständig", "bearbeiter", "bearbeiterin"]),
    (Role::Owner, &["ressourcennamen", "person"]),
    (Role::Status, &["status", "state", "progress", "verdict", "complete", "percent complete"]),
    (Role::Status, &["zustand", "stand", "fortschritt", "abgeschlossen", "prozent abgeschlossen"]),
    (Role::Category, &["status category", "statuskategorie"]),
    (Role::Resolution, &["resolution", "state reason", "lösung"]),
    (Role::Board, &["list name", "list", "section column", "section", "column", "column name"]),
    (Role::Archived, &["archived", "archiviert"]),
    (Role::Active, &["active", "aktiv"]),
    (Role::Dropped, &["canceled", "cancelled", "canceled at", "cancelled at", "duplicate of"]),
    (Role::Estimate(Some('d')), &["days", "person days", "tage", "personentage", "pt"]),
    (Role::Estimate(Some('h')), &["hours", "stunden"]),
    (Role::Estimate(Some('w')), &["weeks", "wochen"]),
    (Role::Estimate(None), &["aufwand", "schätzung", "dauer", "ursprüngliche schätzung"]),
    (Role::Left(None), &["remaining estimate", "remaining work", "remaining", "remaining time"]),
    (Role::Left(None), &["verbleibende schätzung", "restaufwand", "verbleibend"]),
    (Role::Spent(None), &["time spent", "completed work", "actual work", "spent", "time logged"]),
    (Role::Spent(None), &["zeitaufwand", "aufgewendete zeit", "erfasste zeit"]),
    (Role::Points, &["story points", "story point estimate", "points", "size", "sp"]),
    (Role::Due, &["due", "due date", "due on", "deadline", "target", "target date", "end"]),
    (Role::Due, &["end date", "finish", "finish date", "target end", "fällig", "fällig am"]),
    (Role::Due, &["fälligkeit", "fälligkeitsdatum", "bis", "ende", "termin", "frist"]),
    (Role::Start, &["start", "start date", "begin", "start on", "target start", "von"]),
    (Role::Start, &["beginn", "anfang", "startdatum", "startet"]),
    (Role::Started, &["started", "started at", "actual start", "begonnen", "begonnen am"]),
    (Role::Done, &["done", "completed", "completed at", "closed", "closed at", "resolved"]),
    (Role::Done, &["resolved at", "resolution date", "actual finish", "due complete"]),
    (Role::Done, &["finished", "finished at", "erledigt", "erledigt am", "fertig", "gelöst"]),
    (Role::Changed, &["status category changed"]),
    (Role::After, &["after", "depends", "depends on", "dependencies", "dependency"]),
    (Role::After, &["predecessor", "predecessors", "blocked by", "blocked by dependencies"]),
    (Role::After, &["requires", "prerequisites", "is blocked by", "inward issue link blocks"]),
    (Role::After, &["inward issue link blocker", "nach", "vorgänger", "abhängig von"]),
    (Role::After, &["hängt ab von", "wartet auf"]),
    (Role::Before, &["blocks", "blocking", "blocking dependencies", "successors", "nachfolger"]),
    (Role::Before, &["outward issue link blocks", "outward issue link blocker"]),
    (
        Role::Number,
        &["", "no", "nr", "id", "number", "issue id", "task id", "nummer", "vorgangs id"],
    ),
    (Role::Outline, &["wbs", "outline number", "gliederungsnummer", "psp code"]),
    (Role::Level, &["outline level", "gliederungsebene"]),
    (Role::Ticket, &["issue key", "key", "ticket key", "vorgangsschlüssel", "schlüssel"]),
    (Role::Page, &["url", "card url", "issue url", "link"]),
    (Role::Parent, &["parent", "parent id", "parent key", "parent issue", "parent task"]),
    (Role::Parent, &["parent link", "epic link", "part of", "übergeordnet", "teil von"]),
    (Role::Parent, &["übergeordneter vorgang", "übergeordnete aufgabe"]),
    (Role::Name, &["epic name"]),
    (Role::Note, &["note", "notes", "comment", "comments", "detail", "details", "remarks"]),
    (Role::Note, &["description", "card description", "notiz", "notizen", "bemerkung"]),
    (Role::Note, &["bemerkungen", "kommentar", "beschreibung", "anmerkung"]),
    (Role::Upkeep, &["created", "created at", "createdat", "updated", "updated at", "creator"]),
    (Role::Upkeep, &["last modified", "last viewed", "last activity date", "reporter", "uuid"]),
    (Role::Upkeep, &["reporter id", "creator id", "assignee id", "assignee email", "watchers"]),
    (Role::Upkeep, &["watchers id", "votes", "vote count", "comment count", "attachment count"]),
    (Role::Upkeep, &["attachment links", "attachment", "work ratio", "parent summary", "card id"]),
    (Role::Upkeep, &["list id", "board id", "board name", "triaged", "project id", "project key"]),
    (Role::Upkeep, &["project type", "project lead", "project lead id", "project description"]),
    (Role::Upkeep, &["project milestone id", "sla status", "time in status minutes", "unique id"]),
    (Role::Upkeep, &["cycle number", "cycle start", "cycle end", "original estimate sum"]),
    (Role::Upkeep, &["σ original estimate", "σ remaining estimate", "σ time spent", "task mode"]),
    (Role::Upkeep, &["checklist item total count", "checklist item completed count"]),
    (Role::Upkeep, &["linked pull requests", "sub issues progress", "erstellt", "aktualisiert"]),
];

/// Of the columns that only Jira has, those that say something about the work; the many others are
/// its own upkeep.
const JIRA_REMARKS: &[&str] =
    &["issue type", "priority", "labels", "component s", "components", "sprint", "fix version s"];

/// Words in the header of a column of people, whatever else stands there.
const OWNERS: &[&str] = &[
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
];

/// Words in the header of a column of estimates, whatever else stands there.
const ESTIMATES: &[&str] =
    &["estimate", "estimated", "estimation", "effort", "duration", "investment", "aufwand"];

/// Words in a header that name the unit of bare numbers.
const UNITS: &[(&str, char)] = &[
    ("days", 'd'),
    ("hours", 'h'),
    ("weeks", 'w'),
    ("d", 'd'),
    ("h", 'h'),
    ("tage", 'd'),
    ("tagen", 'd'),
    ("pt", 'd'),
    ("stunden", 'h'),
    ("std", 'h'),
    ("wochen", 'w'),
];

/// The roles of `columns`, if their rows are tasks. `is_checklist`: the section says that they are,
/// so that the first column is what is to be done.
pub fn task_columns(columns: &[String], is_checklist: bool) -> Option<Vec<Role>> {
    let mut roles = roles(columns, is_checklist)?;
    // In a document somebody wrote these down for others to read.
    for role in &mut roles {
        if matches!(role, Role::Upkeep | Role::Page | Role::Name) {
            *role = Role::Other;
        }
    }
    Some(roles)
}

/// Whether no header of a sheet says which column holds what is to be done.
pub fn is_title_guessed(columns: &[String]) -> bool {
    roles(columns, true).is_none()
}

/// The roles of `columns` of a sheet, whose rows are tasks whatever its headers are. Where none of them
/// is a title, the first that is nothing else is taken for it.
pub fn sheet_columns(columns: &[String]) -> Vec<Role> {
    let mut roles = roles(columns, true).unwrap_or_else(|| {
        let mut roles: Vec<Role> = columns.iter().map(|column| role(&name_of(column))).collect();
        let title = roles.iter().position(|role| matches!(role, Role::Other)).unwrap_or(0);
        if let Some(role) = roles.get_mut(title) {
            *role = Role::Title;
        }
        roles
    });
    know_the_tracker(columns, &mut roles);
    roles
}

fn roles(columns: &[String], is_checklist: bool) -> Option<Vec<Role>> {
    let names: Vec<String> = columns.iter().map(|column| name_of(column)).collect();
    let mut roles: Vec<Role> = names.iter().map(|name| role(name)).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|w| names.iter().position(|n| n == w));
    let first = usize::from(roles.first() == Some(&Role::Number));
    let says_more = roles.iter().any(|role| says_how_work_stands(*role));
    let title = find(TASKS).or_else(|| find(TITLES).filter(|_| says_more)).or_else(|| {
        let says = roles.iter().any(|role| matches!(role, Role::Owner | Role::Status | Role::Done));
        (is_checklist && says && first < roles.len()).then_some(first)
    })?;
    if columns.len() < 2 && !is_checklist {
        return None;
    }
    roles[title] = Role::Title;
    Some(roles)
}

/// Whether a column of this role makes the rows work.
fn says_how_work_stands(role: Role) -> bool {
    use Role::{After, Done, Due, Estimate, Left, Owner, Spent, Start, Started, Status};
    matches!(
        role,
        Owner | Status | Estimate(_) | Left(_) | Spent(_) | Due | Start | Started | Done | After
    )
}

/// A header without what trackers put around it.
fn name_of(column: &str) -> String {
    let name = normalized(column);
    let inner =
        name.strip_prefix("custom field ").or(name.strip_prefix("benutzerdefiniertes feld "));
    inner.map_or(name.clone(), str::to_owned)
}

/// What holds for the columns of one program only.
fn know_the_tracker(columns: &[String], roles: &mut [Role]) {
    let names: Vec<String> = columns.iter().map(|column| name_of(column)).collect();
    let has = |name: &str| names.iter().any(|one| one == name);
    let is_jira = has("issue key") || has("vorgangsschlüssel");
    // Jira exports seconds, Azure DevOps hours; elsewhere a bare number says nothing.
    let unit = match (is_jira, has("work item type")) {
        (true, _) => Some('s'),
        (_, true) => Some('h'),
        _ => None,
    };
    // Microsoft Project works these out of the links; as wishes they would bind every task.
    let is_computed = has("outline level") || has("task mode") || has("gliederungsebene");
    for ((role, name), column) in roles.iter_mut().zip(&names).zip(columns) {
        let is_custom = normalized(column) != *name;
        match role {
            Role::Estimate(of) | Role::Left(of) | Role::Spent(of) => *of = of.or(unit),
            Role::Start | Role::Due if is_computed && name != "deadline" => *role = Role::Upkeep,
            Role::Other if is_jira && (is_custom || !JIRA_REMARKS.contains(&name.as_str())) => {
                *role = Role::Upkeep;
            }
            // Every comment is a column of its own, with its author and time.
            Role::Note if is_jira && name.starts_with("comment") => *role = Role::Upkeep,
            _ => {}
        }
    }
}

fn role(name: &str) -> Role {
    let listed = COLUMNS.iter().find(|(_, names)| names.contains(&name));
    if let Some((role, _)) = listed {
        return *role;
    }
    let has = |words: &[&str]| name.split(' ').any(|word| words.contains(&word));
    if has(OWNERS) {
        return Role::Owner;
    }
    if has(ESTIMATES) {
        let unit = UNITS.iter().find(|(unit, _)| has(&[unit]));
        return Role::Estimate(unit.map(|unit| unit.1));
    }
    Role::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(columns: &str, expected: Option<&[Role]>) {
        let columns: Vec<String> = columns.split('|').map(|name| name.trim().to_owned()).collect();
        assert_eq!(task_columns(&columns, false).as_deref(), expected, "{columns:?}");
    }

    #[track_caller]
    fn check_sheet(columns: &str, expected: &[Role]) {
        let columns: Vec<String> = columns.split('|').map(|name| name.trim().to_owned()).collect();
        assert_eq!(sheet_columns(&columns), expected, "{columns:?}");
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
        check("Name | Created | Parent", None);
    }

    #[test]
    fn trackers_are_known_by_their_columns() {
        use Role::{
            After, Before, Done, Due, Estimate, Left, Note, Number, Other, Outline, Owner, Parent,
            Points, Spent, Start, Status, Ticket, Title, Upkeep,
        };
        let s = Some('s');
        check_sheet(
            "Summary | Issue key | Issue id | Parent id | Status | Σ Time Spent | Time Spent | \
             Remaining Estimate | Original Estimate | Custom field (Story Points) | \
             Custom field (Rank) | Inward issue link (Blocks) | Outward issue link (Blocks) | \
             Outward issue link (Relates) | Issue Type | Resolved",
            &[
                Title,
                Ticket,
                Number,
                Parent,
                Status,
                Upkeep,
                Spent(s),
                Left(s),
                Estimate(s),
                Points,
                Upkeep,
                After,
                Before,
                Upkeep,
                Other,
                Done,
            ],
        );
        check_sheet(
            "Work Item Type | Title | Assigned To | State | Original Estimate | Remaining Work",
            &[Other, Title, Owner, Status, Estimate(Some('h')), Left(Some('h'))],
        );
        check_sheet(
            "ID | WBS | Outline Level | Name | Duration | Start | Finish | Deadline | Predecessors",
            &[Number, Outline, Role::Level, Title, Estimate(None), Upkeep, Upkeep, Due, After],
        );
        check_sheet(
            "Task ID | Name | Section/Column | Assignee Email | Blocking (Dependencies)",
            &[Number, Title, Role::Board, Upkeep, Before],
        );
        check_sheet(
            "Nr | Aufgabe | Wer | Aufwand (Tage) | Von | Bis | Nach | Bemerkung",
            &[Number, Title, Owner, Estimate(Some('d')), Start, Due, After, Note],
        );
    }
}
