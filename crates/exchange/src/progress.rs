//! How a piece of work stands, by the words of trackers.
//!
//! In: the words of a status, a board's column or a resolution, English or German. Out: a
//! [`Progress`], or nothing where they could mean several.

use crate::words::{normalized, says_done};

/// How a piece of work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Nobody has begun.
    Open,
    /// It is under way.
    Begun,
    /// It is finished.
    Done,
    /// Nobody will do it.
    Dropped,
}

const OPEN: &[&str] = &[
    "backlog",
    "false",
    "geplant",
    "icebox",
    "nein",
    "neu",
    "new",
    "next",
    "nicht begonnen",
    "nicht gestartet",
    "no",
    "no status",
    "not started",
    "offen",
    "open",
    "planned",
    "ready",
    "ready for development",
    "reopened",
    "selected for development",
    "to do",
    "todo",
    "triage",
    "unresolved",
    "unstarted",
    "zu erledigen",
];

const BEGUN: &[&str] = &[
    "active",
    "begonnen",
    "code review",
    "doing",
    "in arbeit",
    "in bearbeitung",
    "in development",
    "in entwicklung",
    "in progress",
    "in prüfung",
    "in qa",
    "in review",
    "in test",
    "in testing",
    "ongoing",
    "review",
    "started",
    "testing",
    "under review",
    "wip",
    "working on it",
];

const DONE: &[&str] = &[
    "abgeschlossen",
    "accepted",
    "behoben",
    "deployed",
    "erledigt",
    "fertig",
    "gelöst",
    "geschlossen",
    "ja",
    "true",
];

const DROPPED: &[&str] = &[
    "abandoned",
    "abgebrochen",
    "abgelehnt",
    "canceled",
    "cancelled",
    "cannot reproduce",
    "declined",
    "dropped",
    "duplicate",
    "duplikat",
    "entfällt",
    "invalid",
    "not doing",
    "not needed",
    "not planned",
    "obsolete",
    "rejected",
    "removed",
    "storniert",
    "verworfen",
    "wird nicht behoben",
    "wird nicht erledigt",
    "wont do",
    "wont fix",
    "wontdo",
    "wontfix",
];

/// How something stands that is said to be `words`.
pub fn progress(words: &str) -> Option<Progress> {
    let name = normalized(words);
    let name = name.as_str();
    let percent = words.trim().strip_suffix('%').and_then(|number| number.trim().parse().ok());
    match percent {
        Some(0_u32) => return Some(Progress::Open),
        Some(1..100) => return Some(Progress::Begun),
        _ => {}
    }
    if DROPPED.contains(&name) {
        Some(Progress::Dropped)
    } else if DONE.contains(&name) || says_done(words) {
        Some(Progress::Done)
    } else if BEGUN.contains(&name) {
        Some(Progress::Begun)
    } else if OPEN.contains(&name) {
        Some(Progress::Open)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_how_work_stands() {
        for (words, expected) in [
            ("Won't Do", Some(Progress::Dropped)),
            ("Won’t Fix", Some(Progress::Dropped)),
            ("In Progress", Some(Progress::Begun)),
            ("In Arbeit", Some(Progress::Begun)),
            ("40%", Some(Progress::Begun)),
            ("100%", Some(Progress::Done)),
            ("0 %", Some(Progress::Open)),
            ("Erledigt", Some(Progress::Done)),
            ("Done", Some(Progress::Done)),
            ("✅", Some(Progress::Done)),
            ("To Do", Some(Progress::Open)),
            ("Waiting for legal", None),
            ("3", None),
            ("", None),
        ] {
            assert_eq!(progress(words), expected, "{words}");
        }
    }
}
