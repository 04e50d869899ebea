//! What somebody meant who wrote a word that the language does not have.
//!
//! People come from other tools with words in their fingers; each of these has its answer here.

use text::{Diagnostic, Place, closest};

use super::attributes::edit;
use crate::table::{self, Flag, Key, Kind};
use crate::value::{self, Piece};

/// A word from elsewhere: what is different here, and what to write.
struct Hint {
    words: &'static [&'static str],
    said: &'static str,
    help: Help,
}

/// What to write instead. Where the value stays what it is, it is written without asking.
#[derive(Clone, Copy)]
enum Help {
    /// As this says; there is more to it than another key.
    Say(&'static str),
    /// The value as an estimate.
    Estimate,
    /// The value as who does it.
    Who,
    /// The value as the id.
    Id,
    /// The value as what comes before.
    After,
}

impl Help {
    fn text(self) -> &'static str {
        match self {
            Help::Say(text) => text,
            Help::Estimate => "write 5d..10d",
            Help::Who => "write @name",
            Help::Id => "write #id",
            Help::After => "write after=id",
        }
    }
}

const KEY_HINTS: &[Hint] = &[
    Hint {
        words: &["estimate", "est", "effort", "duration", "size", "points"],
        said: "a range stands by itself",
        help: Help::Estimate,
    },
    Hint {
        words: &["owner", "assignee", "assigned", "who", "person", "resource", "by-whom"],
        said: "a person stands by themselves",
        help: Help::Who,
    },
    Hint { words: &["id", "name", "key"], said: "an id stands by itself", help: Help::Id },
    Hint {
        words: &[
            "depends",
            "depends-on",
            "depends_on",
            "dependson",
            "blocked-by",
            "blocked_by",
            "blockedby",
            "requires",
            "pre",
            "predecessor",
            "predecessors",
            "waits-for",
        ],
        said: "what comes before is `after`",
        help: Help::After,
    },
    Hint {
        words: &["blocks", "before", "precedes"],
        said: "a link is written at the later item",
        help: Help::Say("write after= there"),
    },
    Hint {
        words: &["priority", "prio", "rank", "importance"],
        said: "order follows from what moves the finish",
        help: Help::Say(
            "write value= at a feature and for= at its tasks, or `optional` at what may be cut",
        ),
    },
    Hint {
        words: &["deadline", "due-date", "due_date", "duedate"],
        said: "a date by which something is wanted is `due`",
        help: Help::Say("write due=2026-06-30, and `hard` beside it if it is a deadline"),
    },
    Hint {
        words: &["progress", "percent", "complete", "percent-complete", "%"],
        said: "how far a task is shows in what is left of it",
        help: Help::Say("write left=2d..4d"),
    },
    Hint {
        words: &["remaining", "rest", "todo"],
        said: "what remains is `left`",
        help: Help::Say("write left=2d..4d"),
    },
    Hint {
        words: &["actual", "logged", "worked"],
        said: "time that went into it is `spent`",
        help: Help::Say("write spent=3d"),
    },
    Hint {
        words: &["finished", "completed", "closed", "end-date"],
        said: "the day it was finished is `done`",
        help: Help::Say("tick the box and write done=2026-03-24"),
    },
    Hint {
        words: &["probability", "chance", "likelihood"],
        said: "the chance of a risk is `p`",
        help: Help::Say("write p=30%"),
    },
    Hint {
        words: &["impact", "effect", "affects"],
        said: "what a risk does is `hits`",
        help: Help::Say("write hits=task:+2d..5d"),
    },
    Hint {
        words: &["feature", "goal", "epic", "milestone", "serves"],
        said: "what a task serves is `for`, and a milestone names its tasks with `after`",
        help: Help::Say("write for=id"),
    },
    Hint {
        words: &["tag", "tags", "label", "labels", "note", "notes", "comment", "description"],
        said: "remarks are prose",
        help: Help::Say("write it after the block, or on the next line"),
    },
    Hint {
        words: &["holiday", "holidays", "vacation", "leave", "off"],
        said: "days off are `away` at a person, and public holidays stand in fore.toml",
        help: Help::Say("write away=2026-04-03..2026-04-17"),
    },
    Hint {
        words: &["capacity", "load", "allocation", "availability", "fte"],
        said: "a share of the day is `time` at a person",
        help: Help::Say("write time=40%"),
    },
    Hint {
        words: &["skill"],
        said: "a task says `needs`, a person `skills`",
        help: Help::Say("write needs=rust at the task"),
    },
];

const FLAG_HINTS: &[Hint] = &[
    Hint {
        words: &["done", "finished", "closed", "complete", "completed"],
        said: "the box says that it is done",
        help: Help::Say("write `- [x]`, and done=2026-03-24 for the day"),
    },
    Hint {
        words: &["started", "doing", "wip", "in-progress", "active"],
        said: "what is begun says when",
        help: Help::Say("write started=2026-03-19, and left=2d..4d"),
    },
    Hint {
        words: &["blocked", "stuck", "waiting"],
        said: "what is in the way is an item under Obstacles",
        help: Help::Say("write holds=id there"),
    },
    Hint {
        words: &["urgent", "important", "high", "low", "critical", "p0", "p1", "p2"],
        said: "order follows from what moves the finish",
        help: Help::Say(
            "write value= at a feature and for= at its tasks, or `optional` at what may be cut",
        ),
    },
    Hint {
        words: &["milestone"],
        said: "milestones stand under the heading Milestones",
        help: Help::Say("move the item there"),
    },
];

/// "there is no key `estimate`; a range stands by itself".
pub fn unknown_key(word: &str) -> String {
    match hint(KEY_HINTS, word) {
        Some(hint) => format!("there is no key `{word}`; {}", hint.said),
        None => format!("there is no key `{word}`"),
    }
}

/// Help for a key that does not exist. `token` is the place of the whole pair.
pub fn for_key(
    diagnostic: Diagnostic,
    kind: Kind,
    word: &str,
    value: &str,
    token: Place,
) -> Diagnostic {
    if let Some(hint) = hint(KEY_HINTS, word) {
        let Some(instead) = rewritten(hint, kind, value) else {
            return diagnostic.help(hint.help.text());
        };
        return diagnostic.instead(token, &instead);
    }
    let place = diagnostic.place;
    let own = table::keys_of(kind).map(|row| row.key.word());
    let any = table::KEYS.iter().map(|row| row.key.word());
    if let Some(meant) = closest(word, own).or_else(|| closest(word, any)) {
        return diagnostic
            .help(format!("did you mean `{meant}`?"))
            .fix(format!("write {meant}"), vec![edit(place, meant)]);
    }
    let keys: Vec<&str> = table::keys_of(kind).map(|row| row.key.word()).collect();
    diagnostic.help(format!("{} takes {}", kind.phrase(), keys.join(", ")))
}

/// What the pair should have been, where it is plain.
fn rewritten(hint: &Hint, kind: Kind, value: &str) -> Option<String> {
    let piece = Piece { text: value, start: 0 };
    let instead = match hint.help {
        Help::Estimate if kind.takes_estimate() && value::estimate(piece).is_ok() => {
            value.to_owned()
        }
        Help::Who if kind.actor().is_some() => {
            let name = value.trim_start_matches('@');
            value::name(Piece { text: name, start: 0 }).ok()?;
            format!("@{name}")
        }
        Help::Id if kind != Kind::Person => format!("#{}", value::name(piece).ok()?.text),
        Help::After if table::key_row(kind, Key::After).is_some() => format!("after={value}"),
        _ => return None,
    };
    Some(instead)
}

/// Help for a key that other kinds take.
pub fn for_misplaced_key(diagnostic: Diagnostic, kind: Kind, key: Key) -> Diagnostic {
    let diagnostic = match (kind, key) {
        (Kind::Task, Key::Status) => {
            diagnostic.help("the box says whether it is done; started= and left= how far it is")
        }
        (Kind::Task, Key::P) => {
            diagnostic.help("write the risk as an item under Risks, with hits= naming this task")
        }
        (Kind::Task, Key::By) => diagnostic.help("write due="),
        (Kind::Task, Key::Skills) => diagnostic.help("write needs="),
        (Kind::Person, Key::Needs) => diagnostic.help("write skills="),
        (Kind::Milestone, Key::By) => diagnostic.help("write due="),
        (Kind::Decision | Kind::Unknown | Kind::Goal | Kind::Obstacle, Key::Due) => {
            diagnostic.help("write by=")
        }
        _ => diagnostic,
    };
    let rows = table::KEYS.iter().filter(|row| row.key == key);
    let takers: Vec<&str> = rows.flat_map(|row| row.kinds).map(|kind| kind.phrase()).collect();
    diagnostic.why(format!("`{key}` is for {}", list(&takers)))
}

/// "there is no word `blocked`; what is in the way is an item under Obstacles".
pub fn unknown_flag(word: &str) -> String {
    if Key::from_word(word).is_some() {
        return format!("`{word}` has no value");
    }
    match hint(FLAG_HINTS, word) {
        Some(hint) => format!("there is no word `{word}`; {}", hint.said),
        None => format!("there is no word `{word}`"),
    }
}

/// Help for a word that does not exist.
pub fn for_flag(diagnostic: Diagnostic, kind: Kind, word: &str) -> Diagnostic {
    if let Some(hint) = hint(FLAG_HINTS, word) {
        return diagnostic.help(hint.help.text());
    }
    if let Some(row) = Key::from_word(word).and_then(|key| table::key_row(kind, key)) {
        return diagnostic.help(format!("write {}", row.example));
    }
    let place = diagnostic.place;
    let own = table::flags_of(kind).map(|row| row.flag.word());
    let any = table::FLAGS.iter().map(|row| row.flag.word());
    match closest(word, own).or_else(|| closest(word, any)) {
        Some(meant) => diagnostic
            .help(format!("did you mean `{meant}`?"))
            .fix(format!("write {meant}"), vec![edit(place, meant)]),
        None => diagnostic
            .help("a person is written @name, an id #name, and prose stands after the block"),
    }
}

/// Help for a flag that other kinds take.
pub fn for_misplaced_flag(diagnostic: Diagnostic, flag: Flag) -> Diagnostic {
    let rows = table::FLAGS.iter().filter(|row| row.flag == flag);
    let takers: Vec<&str> = rows.flat_map(|row| row.kinds).map(|kind| kind.phrase()).collect();
    diagnostic.why(format!("`{flag}` is for {}", list(&takers)))
}

fn hint(hints: &'static [Hint], word: &str) -> Option<&'static Hint> {
    let word = word.to_lowercase();
    hints.iter().find(|hint| hint.words.contains(&word.as_str()))
}

/// "a, b and c".
pub fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
