//! The attribute table: which keys and flags each kind of item takes, and what their values are.
//!
//! The one place that knows. Building reads it, and so do completion, hover, help and the
//! manual: every row carries its sentence and its example.

use std::fmt;

/// The kinds of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The plan itself: the root heading.
    Plan,
    /// Under `Goals`.
    Goal,
    /// Under `Features`.
    Feature,
    /// Under `Team`.
    Person,
    /// Under `Milestones`.
    Milestone,
    /// Under `Work`, under the root heading, or under a heading of its own.
    Task,
    /// Under `Unknowns`.
    Unknown,
    /// Under `Decisions`.
    Decision,
    /// Under `Good enough`.
    Line,
    /// Under `Risks`.
    Risk,
    /// Under `Obstacles`.
    Obstacle,
    /// Under `Systems`.
    System,
    /// Under `Launch` or `Rollback`.
    Step,
    /// Under `Premortem`.
    Premortem,
    /// Under `Answers`.
    Answer,
}

impl Kind {
    /// Every kind, in the order in which a plan is usually written.
    pub const ALL: [Kind; 15] = [
        Kind::Plan,
        Kind::Goal,
        Kind::Feature,
        Kind::Line,
        Kind::Person,
        Kind::Milestone,
        Kind::Task,
        Kind::Unknown,
        Kind::Decision,
        Kind::Risk,
        Kind::Obstacle,
        Kind::System,
        Kind::Step,
        Kind::Premortem,
        Kind::Answer,
    ];

    /// With its article, for sentences: "a task", "an unknown".
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::Plan => "the plan",
            Kind::Goal => "a goal",
            Kind::Feature => "a feature",
            Kind::Person => "a person",
            Kind::Milestone => "a milestone",
            Kind::Task => "a task",
            Kind::Unknown => "an unknown",
            Kind::Decision => "a decision",
            Kind::Line => "a good-enough line",
            Kind::Risk => "a risk",
            Kind::Obstacle => "an obstacle",
            Kind::System => "a system",
            Kind::Step => "a launch or rollback step",
            Kind::Premortem => "a premortem item",
            Kind::Answer => "an answer",
        }
    }

    /// Without article: "task".
    #[must_use]
    pub fn name(self) -> &'static str {
        let phrase = self.phrase();
        phrase.split_once(' ').map_or(phrase, |(_, name)| name)
    }

    /// Who the `@name` of such an item is; `None` where it takes none.
    #[must_use]
    pub fn actor(self) -> Option<&'static str> {
        match self {
            Kind::Plan | Kind::Milestone | Kind::Line | Kind::System => None,
            Kind::Goal => Some("who watches over it"),
            Kind::Feature => Some("who answers for it"),
            Kind::Person => Some("the name that the rest of the plan uses"),
            Kind::Task | Kind::Step => Some("who does it"),
            Kind::Unknown => Some("who finds out"),
            Kind::Decision => Some("who decides; `@team` is everybody"),
            Kind::Risk => Some("who watches it"),
            Kind::Obstacle => Some("who gets it out of the way"),
            Kind::Premortem => Some("who thought of it"),
            Kind::Answer => Some("who answered"),
        }
    }

    /// Whether a new one is written with a check box: it is done, reached or settled some day.
    #[must_use]
    pub fn has_box(self) -> bool {
        matches!(
            self,
            Kind::Task | Kind::Milestone | Kind::Unknown | Kind::Decision | Kind::Obstacle
        )
    }

    /// Whether it takes an estimate.
    #[must_use]
    pub fn takes_estimate(self) -> bool {
        matches!(self, Kind::Task | Kind::Step)
    }
}

/// Spells the words of the language once: the variant, and the word as written.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)*
        }
        impl $name {
            /// The word as written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The variant that is written `word`.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// The keys of `key=value` pairs.
    Key {
        After "after" Agreed "agreed" Asked "asked" Away "away" Brief "brief" By "by"
        Calls "calls" Changes "changes" Check "check" Chose "chose"
        Confirmed "confirmed" Done "done" Due "due" Ends "ends" Expert "expert" Facts "facts" Finish "finish"
        For "for" From "from" Harm "harm" Hits "hits" Holds "holds" Kind "kind" Left "left"
        Measure "measure" Needs "needs" On "on" Options "options" Owners "owners" P "p"
        Promised "promised" Reads "reads" Record "record" Sends "sends" Since "since"
        Skills "skills" Smaller "smaller" Spent "spent" Start "start" Started "started"
        Status "status" Task "task" Ticket "ticket" Time "time" Timebox "timebox" To "to"
        Told "told" Undo "undo" Until "until" Value "value" Votes "votes" Watch "watch"
        Writes "writes" Zone "zone"
    }
}

words! {
    /// The words that stand alone.
    Flag {
        Contract "contract" Cut "cut" Fuzzy "fuzzy" Hard "hard" Lead "lead" Must "must"
        NoReturn "no-return" Optional "optional" Outside "outside" Product "product" Wait "wait"
    }
}

/// What the value of a key must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueType {
    /// `2026-03-02`.
    Date,
    /// `2026-03-02` or `2026-03-02..2026-03-06`, both ends included.
    Dates,
    /// `3d`, more than nothing.
    Duration,
    /// `3h`, or nothing.
    Spent,
    /// `3d`, `2d..5d` or `2d..3d..5d`.
    Estimate,
    /// `40%`, at least so much and at most 100 %.
    Percent(u32),
    /// `5` or `2.5`.
    Number,
    /// `4`.
    Count,
    /// `core`, `core:start`, `core:+2d`.
    Link,
    /// `core:+2d..5d`, `core:x1.5`.
    Effect,
    /// The id of an item of one of these kinds.
    Id(&'static [Kind]),
    /// `@ada`.
    Person,
    /// `@ada`, `@team`, a word or quoted text.
    Someone,
    /// The same, and the day on which they were told last: `finance:2026-05-12`.
    Told,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `Europe/Berlin`.
    Zone,
    /// A word or quoted text.
    Text,
}

/// How many values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// One.
    One,
    /// One or more, separated by commas.
    Many,
}

/// Whether what is under an item has its value too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inheritance {
    /// It holds for the item alone.
    Own,
    /// It holds for what is under the item, unless something nearer says otherwise.
    Nearest,
    /// It holds for what is under the item, besides what is written there.
    AddsUp,
}

/// A row of the table: a key of some kinds.
#[derive(Clone, Copy, Debug)]
pub struct KeyRow {
    /// The key.
    pub key: Key,
    /// The kinds that take it with this meaning.
    pub kinds: &'static [Kind],
    /// What its values are.
    pub value: ValueType,
    /// How many.
    pub arity: Arity,
    /// Whether it is inherited.
    pub inheritance: Inheritance,
    /// What it means, one sentence without period.
    pub doc: &'static str,
    /// An example.
    pub example: &'static str,
}

/// A row of the table: a flag of some kinds.
#[derive(Clone, Copy, Debug)]
pub struct FlagRow {
    /// The flag.
    pub flag: Flag,
    /// The kinds that take it.
    pub kinds: &'static [Kind],
    /// Whether it is inherited.
    pub inheritance: Inheritance,
    /// What it means, one sentence without period.
    pub doc: &'static str,
}

/// What `after` and `ends` can name.
pub const LINK_TARGETS: &[Kind] = &[Kind::Task, Kind::Milestone, Kind::Unknown, Kind::Decision];

/// The row of `key` for `kind`, if the kind takes it.
#[must_use]
pub fn key_row(kind: Kind, key: Key) -> Option<&'static KeyRow> {
    KEYS.iter().find(|row| row.key == key && row.kinds.contains(&kind))
}

/// The row of `flag` for `kind`, if the kind takes it.
#[must_use]
pub fn flag_row(kind: Kind, flag: Flag) -> Option<&'static FlagRow> {
    FLAGS.iter().find(|row| row.flag == flag && row.kinds.contains(&kind))
}

/// The rows that `kind` takes, in the order of the table.
pub fn keys_of(kind: Kind) -> impl Iterator<Item = &'static KeyRow> {
    KEYS.iter().filter(move |row| row.kinds.contains(&kind))
}

/// The flags that `kind` takes, in the order of the table.
pub fn flags_of(kind: Kind) -> impl Iterator<Item = &'static FlagRow> {
    FLAGS.iter().filter(move |row| row.kinds.contains(&kind))
}

const fn row(
    key: Key,
    kinds: &'static [Kind],
    value: ValueType,
    arity: Arity,
    doc: &'static str,
    example: &'static str,
) -> KeyRow {
    KeyRow { key, kinds, value, arity, inheritance: Own, doc, example }
}

const fn inherited(inheritance: Inheritance, row: KeyRow) -> KeyRow {
    KeyRow { inheritance, ..row }
}

const fn flag(
    flag: Flag,
    kinds: &'static [Kind],
    inheritance: Inheritance,
    doc: &'static str,
) -> FlagRow {
    FlagRow { flag, kinds, inheritance, doc }
}

use Arity::{Many, One};
use Inheritance::{AddsUp, Nearest, Own};

/// Every key, the everyday ones of a task first.
#[rustfmt::skip]
pub const KEYS: &[KeyRow] = &[
    // Order in time.
    inherited(AddsUp, row(Key::After, &[Kind::Task], ValueType::Link, Many,
        "starts when these have finished; `:start` when they have started; `:+2d` later, `:-1d` sooner", "after=core,schema:+2d")),
    row(Key::After, &[Kind::Feature, Kind::Milestone, Kind::Unknown, Kind::Decision], ValueType::Link, Many,
        "comes when these have finished", "after=compare"),
    row(Key::After, &[Kind::Step], ValueType::Id(&[Kind::Step]), Many,
        "the steps that it waits for", "after=freeze"),
    inherited(AddsUp, row(Key::Ends, &[Kind::Task], ValueType::Link, Many,
        "finishes no sooner than these finish, or start with `:start`", "ends=shadow")),
    inherited(Nearest, row(Key::Start, &[Kind::Task], ValueType::Date, One,
        "not before this day", "start=2026-05-04")),
    row(Key::Start, &[Kind::Plan], ValueType::Date, One,
        "the first day of the project", "start=2026-03-02"),
    row(Key::Due, &[Kind::Plan, Kind::Feature, Kind::Milestone, Kind::Task], ValueType::Date, One,
        "wanted by the end of this day; it has a chance and never moves work", "due=2026-06-30"),
    // Who and what.
    inherited(Nearest, row(Key::Needs, &[Kind::Task], ValueType::Text, Many,
        "skills that whoever does it must have, when nobody is named", "needs=rust")),
    inherited(Nearest, row(Key::Changes, &[Kind::Task], ValueType::Id(&[Kind::System]), Many,
        "the systems it changes", "changes=ledger")),
    inherited(Nearest, row(Key::For, &[Kind::Task], ValueType::Id(&[Kind::Feature, Kind::Goal]), Many,
        "the features or goals it serves", "for=reminders")),
    row(Key::For, &[Kind::Goal], ValueType::Id(&[Kind::Goal]), Many,
        "the larger goals it serves", "for=fewer-calls"),
    inherited(Nearest, row(Key::Value, &[Kind::Task], ValueType::Number, One,
        "what it is worth beside others, any scale; decides what is cut last", "value=5")),
    row(Key::Value, &[Kind::Feature], ValueType::Number, One,
        "what it is worth beside others, any scale; decides what is cut last", "value=5"),
    inherited(Nearest, row(Key::Expert, &[Kind::Task], ValueType::Person, One,
        "who knows about it", "expert=@ada")),
    inherited(Nearest, row(Key::Asked, &[Kind::Task], ValueType::Someone, Many,
        "who asked for it", "asked=finance")),
    row(Key::Asked, &[Kind::Feature], ValueType::Someone, Many,
        "who asked for it", "asked=finance"),
    row(Key::Ticket, &[Kind::Task], ValueType::Text, One,
        "its name in another tracker", "ticket=BIL-112"),
    row(Key::Smaller, &[Kind::Task], ValueType::Estimate, One,
        "what it takes in the simpler form that its note describes, a choice when the plan is too long", "smaller=2d..4d"),
    // How far it is.
    row(Key::Started, &[Kind::Task], ValueType::Date, One,
        "the day when work on it began", "started=2026-03-19"),
    row(Key::Left, &[Kind::Task], ValueType::Estimate, One,
        "what is left of it, as of now", "left=2d..4d"),
    row(Key::Spent, &[Kind::Task], ValueType::Spent, One,
        "working time that went into it so far", "spent=3d"),
    row(Key::Done, &[Kind::Task, Kind::Milestone, Kind::Unknown], ValueType::Date, One,
        "the day when it was finished", "done=2026-03-24"),
    // Goals and features.
    row(Key::Measure, &[Kind::Goal, Kind::Line], ValueType::Text, One,
        "what is measured", "measure=\"calls about invoices\""),
    row(Key::From, &[Kind::Goal], ValueType::Text, One,
        "what it measures today", "from=\"40 a week\""),
    row(Key::To, &[Kind::Goal], ValueType::Text, One,
        "what it is to measure", "to=\"10 a week\""),
    row(Key::By, &[Kind::Goal, Kind::Unknown, Kind::Decision, Kind::Obstacle], ValueType::Date, One,
        "the day by which it is settled", "by=2026-03-13"),
    row(Key::Confirmed, &[Kind::Feature], ValueType::Date, One,
        "the day when those who asked said that this is what they meant", "confirmed=2026-03-04"),
    // People.
    row(Key::Skills, &[Kind::Person], ValueType::Text, Many,
        "what they can do", "skills=rust,sql"),
    row(Key::Time, &[Kind::Person], ValueType::Percent(1), One,
        "how much of the working day they have for this plan", "time=40%"),
    row(Key::Away, &[Kind::Person], ValueType::Dates, Many,
        "days on which they do not work", "away=2026-04-03..2026-04-17"),
    row(Key::From, &[Kind::Person], ValueType::Date, One,
        "their first day on the project", "from=2026-03-16"),
    row(Key::Until, &[Kind::Person], ValueType::Date, One,
        "their last day on the project", "until=2026-05-29"),
    row(Key::Zone, &[Kind::Person, Kind::Plan], ValueType::Zone, One,
        "the time zone", "zone=Europe/Berlin"),
    row(Key::Finish, &[Kind::Plan], ValueType::Id(&[Kind::Task, Kind::Milestone]), One,
        "the task or milestone with which the project is finished", "finish=host-end"),
    // Milestones, unknowns, decisions, lines.
    row(Key::Promised, &[Kind::Milestone], ValueType::Date, One,
        "the date that others were given", "promised=2026-05-29"),
    row(Key::Told, &[Kind::Milestone, Kind::Decision, Kind::Obstacle], ValueType::Told, Many,
        "who knows, and since which day if that is not the day of the commit", "told=@ada,finance:2026-05-12"),
    row(Key::Timebox, &[Kind::Unknown], ValueType::Duration, One,
        "the most that finding out may take", "timebox=2d"),
    row(Key::On, &[Kind::Decision, Kind::Line, Kind::Answer], ValueType::Date, One,
        "the day when it was settled", "on=2026-03-09"),
    row(Key::Options, &[Kind::Decision], ValueType::Text, Many,
        "what can be chosen", "options=\"event log\",double-write"),
    row(Key::Chose, &[Kind::Decision], ValueType::Text, One,
        "what was chosen", "chose=\"event log\""),
    row(Key::Record, &[Kind::Decision], ValueType::Text, One,
        "where it is written down at length", "record=docs/decisions/0004.md"),
    row(Key::Agreed, &[Kind::Line], ValueType::Person, Many,
        "who agreed", "agreed=@ada"),
    // Risks and obstacles.
    row(Key::P, &[Kind::Risk], ValueType::Percent(0), One,
        "its chance", "p=30%"),
    row(Key::Hits, &[Kind::Risk], ValueType::Effect, Many,
        "the tasks it hits, and what it adds (`+2d..5d`) or by what it multiplies (`x1.5`)", "hits=backfill:+5d..20d,compare:x1.5"),
    row(Key::Watch, &[Kind::Risk], ValueType::Date, One,
        "the day to look at it again", "watch=2026-04-20"),
    row(Key::Status, &[Kind::Risk], ValueType::Choice(&["open", "happened", "gone"]), One,
        "what has become of it: `happened` is certain, `gone` never comes", "status=happened"),
    row(Key::Status, &[Kind::Obstacle], ValueType::Text, One,
        "how it stands, in words; only its box says that it is gone", "status=\"machines ordered\""),
    row(Key::Since, &[Kind::Obstacle], ValueType::Date, One,
        "the day since when it stands in the way", "since=2026-03-11"),
    row(Key::Holds, &[Kind::Obstacle], ValueType::Id(&[Kind::Task, Kind::Milestone]), Many,
        "what cannot start before it is gone", "holds=compare"),
    // Systems.
    row(Key::Kind, &[Kind::System], ValueType::Choice(&["ui", "service", "job", "library", "store", "queue", "external"]), One,
        "what sort of system it is", "kind=service"),
    row(Key::Calls, &[Kind::System], ValueType::Id(&[Kind::System]), Many,
        "the systems it calls", "calls=ledger"),
    row(Key::Reads, &[Kind::System], ValueType::Id(&[Kind::System]), Many,
        "the systems it reads from", "reads=ledger-db"),
    row(Key::Writes, &[Kind::System], ValueType::Id(&[Kind::System]), Many,
        "the systems it writes to", "writes=ledger-db"),
    row(Key::Sends, &[Kind::System], ValueType::Id(&[Kind::System]), Many,
        "the systems it sends messages to", "sends=events"),
    row(Key::Owners, &[Kind::System], ValueType::Person, Many,
        "who knows it best", "owners=@ada,@ben"),
    // Launch, rollback, premortem, answers.
    row(Key::Check, &[Kind::Step], ValueType::Text, One,
        "how one sees that it worked", "check=\"diff < 0.1%\""),
    row(Key::Undo, &[Kind::Step], ValueType::Id(&[Kind::Step]), One,
        "the rollback step that undoes it", "undo=route-back"),
    row(Key::Votes, &[Kind::Premortem], ValueType::Count, One,
        "how many think that it is likely", "votes=4"),
    row(Key::Harm, &[Kind::Premortem], ValueType::Choice(&["mild", "serious", "severe"]), One,
        "how bad it would be", "harm=severe"),
    row(Key::Task, &[Kind::Premortem], ValueType::Id(&[Kind::Task]), Many,
        "the tasks that prevent it", "task=posting"),
    row(Key::To, &[Kind::Answer], ValueType::Text, One,
        "the question that it answers", "to=\"why does the runbook wait?\""),
    row(Key::Until, &[Kind::Answer], ValueType::Date, One,
        "the last day on which the answer holds", "until=2026-05-29"),
    row(Key::Facts, &[Kind::Answer], ValueType::Text, One,
        "a mark of what it rests on, made by `fore answer`", "facts=f5c1e07"),
    row(Key::Brief, &Kind::ALL, ValueType::Text, One,
        "its name on pages for others", "brief=\"New invoices\""),
];

/// Every flag.
#[rustfmt::skip]
pub const FLAGS: &[FlagRow] = &[
    flag(Flag::Optional, &[Kind::Task], Nearest, "may be cut"),
    flag(Flag::Wait, &[Kind::Task], Nearest, "a duration that nobody works on, such as a delivery"),
    flag(Flag::Fuzzy, &[Kind::Task], Nearest, "not understood yet"),
    flag(Flag::Contract, &[Kind::Task], Nearest, "agrees an interface, so that others can start on both sides of it"),
    flag(Flag::Cut, &[Kind::Task], Nearest, "taken out of the plan, and still readable"),
    flag(Flag::Hard, &[Kind::Plan, Kind::Feature, Kind::Milestone], Own, "`due` is a deadline, not a wish"),
    flag(Flag::Must, &[Kind::Feature], Own, "not to be cut"),
    flag(Flag::Lead, &[Kind::Person], Own, "leads the project"),
    flag(Flag::Outside, &[Kind::Person], Own, "a team that works on its own, in its own time"),
    flag(Flag::Product, &[Kind::System], Own, "something that customers know by name"),
    flag(Flag::NoReturn, &[Kind::Step], Own, "after it there is no way back"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_takes_a_word_twice() {
        for kind in Kind::ALL {
            let mut keys: Vec<Key> = keys_of(kind).map(|row| row.key).collect();
            keys.sort();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{kind:?}: {keys:?}");
            assert!(keys.contains(&Key::Brief), "{kind:?} has no brief name");
        }
    }

    #[test]
    fn rows_explain_themselves() {
        for row in KEYS {
            assert!(row.example.starts_with(&format!("{}=", row.key)), "{}", row.example);
            assert!(!row.doc.ends_with('.') && !row.doc.is_empty(), "{}", row.key);
            assert_eq!(Key::from_word(row.key.word()), Some(row.key));
        }
        for row in FLAGS {
            assert_eq!(Flag::from_word(row.flag.word()), Some(row.flag));
        }
    }
}
