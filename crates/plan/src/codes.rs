//! The codes of diagnostics: a stable name and a paragraph for each, for `fore explain`.
//!
//! E0xx is the form of the text, E1xx are words and values, E2xx is the structure of the plan,
//! W1xx are warnings about it; E3xx and W2xx come from scheduling it. A code is never used again
//! for something else.

/// What a code means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `E105`.
    pub code: &'static str,
    /// A short name in words with dashes.
    pub name: &'static str,
    /// What it finds, why that matters, what to do.
    pub explanation: &'static str,
}

/// The entry of `code`, if it is one of this crate's.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|entry| entry.code == code)
}

macro_rules! codes {
    ($($constant:ident $code:literal $name:literal $explanation:literal)*) => {
        $(#[doc = $name] pub const $constant: &str = $code;)*

        /// Every code, in order.
        pub const CODES: &[Code] = &[
            $(Code { code: $code, name: $name, explanation: $explanation },)*
        ];
    };
}

codes! {
    CONFLICT "E001" "conflict-markers"
    "The file holds the marks that git leaves where two branches changed the same lines (`<<<<<<<`, `=======`, `>>>>>>>`). Which of the two sides is meant cannot be guessed, so nothing is computed. `fore merge` merges the two sides again, item by item, and asks only where both changed the same thing. By hand: keep the lines that are meant, and remove the marks."

    BARE_BLOCK "E002" "bare-block"
    "Attributes stand in a code span: a backtick, `{`, the attributes, `}` and a backtick. Without backticks formatters and web sites rewrite them, so a bare `{#` or `{@` is taken for a slip, never for prose. To write one literally, put it between double backticks."

    BLOCK_OUT_OF_PLACE "E003" "block-out-of-place"
    "An attribute block belongs to the first paragraph of a list item, or stands as a paragraph of its own right under a heading. Anywhere else nothing would take it, and what it says would be lost. Move it; or, to show a block as text, use double backticks."

    UNCLOSED_BLOCK "E004" "unclosed-block"
    "An attribute block was opened and not closed in its paragraph. What follows cannot be told from its attributes. Close it with `}` and a backtick."

    SECOND_BLOCK "E005" "second-block"
    "An item has at most one attribute block. With two of them each relation could be written in two places. Move the attributes into the first one."

    NO_SPACE_BEFORE_BOX "E006" "no-space-before-box"
    "Markdown wants a space between the list mark and the check box: `- [ ]`. Without it the line is prose, and a task would be missing from the plan in silence."

    NO_SPACE_AFTER_BOX "E007" "no-space-after-box"
    "Markdown wants a space after the check box: `- [ ] Title`. Without it the line is no task for other tools."

    UNKNOWN_MARK "E008" "unknown-mark"
    "A check box is `[ ]` or `[x]`. Other marks mean different things in different tools. What is begun but not finished says `started=` and `left=`."

    TOKEN "E009" "malformed-token"
    "Between the braces stand words separated by spaces: `#id`, `@name`, an estimate, `key=value` or a flag. This is none of them."

    ITEM_AS_TEXT "E010" "item-read-as-text"
    "The line looks like a list item and Markdown reads it as text or code, because of where it stands. A task would be missing from the plan in silence. An empty line before it, or the indentation of its neighbors, makes it an item."

    DOUBLE_ID "E101" "double-id"
    "Two items have the same id, so links to it could mean either. Ids are unique over all files of a plan. Give one of them another name; a link to it has to change as well."

    NAME "E102" "malformed-name"
    "Ids and names begin with a lower-case letter and go on with lower-case letters, digits and `-`. One spelling for each thing keeps links findable with any editor."

    SECOND_ID "E103" "second-id"
    "An item has one id. If other items link to the second one, change them, or make it an item of its own."

    UNDECLARED_PERSON "E104" "undeclared-person"
    "The plan has a Team section, and nobody in it is called this. A mistyped name would quietly become one more person to do the work. Add them to the section, or mend the name. Plans without a Team section take the names that their tasks use."

    UNKNOWN_ID "E105" "unknown-id"
    "A link names something that does not exist. Leaving the link out would give dates that look right and are too early. Mend the name, or give the item that is meant this id."

    WRONG_KIND "E106" "wrong-kind"
    "The name exists, and is not of a kind that this key can point to: a task cannot wait for a risk, and a risk cannot hit a person. The message says what it is and what is wanted."

    DOUBLE_NAME "E107" "named-twice"
    "The same name stands twice in a list where it counts once."

    KEY_NOT_FOR_KIND "E110" "key-not-for-this-kind"
    "The key exists, and items of this kind do not take it. The message says which kinds do. The kind of an item is decided by the section it stands in."

    REPEATED "E111" "repeated-attribute"
    "This attribute takes one value and is written twice. Which one holds cannot be guessed."

    UNKNOWN_KEY "E112" "unknown-key"
    "There is no key of this name. Nothing mistyped is skipped in silence, because the plan would then say something that its dates do not know."

    UNKNOWN_FLAG "E113" "unknown-word"
    "A word alone in a block is a flag, such as `optional` or `wait`. This is none of them. Text with spaces needs a key and quotes; prose belongs after the block."

    FLAG_NOT_FOR_KIND "E114" "flag-not-for-this-kind"
    "The flag exists, and items of this kind do not take it. The message says which kinds do."

    TOO_MANY_VALUES "E115" "too-many-values"
    "The key takes one value, and a comma separates values. Text with a comma in it stands in quotes."

    DURATION "E120" "duration"
    "A duration is a number and a unit: `m` minutes, `h` hours, `d` working days, `w` weeks of five working days. It is more than nothing and at most ten years."

    ESTIMATE "E121" "estimate"
    "An estimate is one duration, `low..high` or `low..likely..high`, in rising order. Low is what you would beat one time in ten, high what you would exceed one time in ten."

    ESTIMATE_NOT_FOR_KIND "E122" "estimate-not-for-this-kind"
    "Only tasks and launch or rollback steps take an estimate. An unknown has a `timebox=`; a milestone takes no time."

    DATE "E123" "date"
    "A date is `YYYY-MM-DD`, a day that exists, from 1970 to 2200. A range of days is `first..last`, both included."

    PERCENT "E124" "percent"
    "A percentage is a whole number with its sign, at most 100%."

    NUMBER "E125" "number"
    "A number is written with digits and at most one dot."

    LINK "E126" "link"
    "A link is the id of what is waited for; then, if need be, `:start` (when it has started, instead of finished) and a lag, `:+2d` later or `:-1d` sooner."

    EFFECT "E127" "effect"
    "A risk hits a task by adding to it (`backfill:+2d..5d`) or by multiplying it (`backfill:x1.5`, `backfill:x1.2..2`)."

    CHOICE "E128" "choice"
    "The key takes one of a few words. The message lists them."

    ZONE "E129" "time-zone"
    "A time zone is named as in the tz database: `Europe/Berlin`, `America/New_York`, `UTC`. Abbreviations such as CET name an offset, and would be an hour off in summer."

    TEXT "E130" "text"
    "Text is a word, or stands in quotes. Other values stand without quotes, so that there is one spelling of each."

    NO_ACTOR "E131" "no-person-here"
    "Items of this kind take no `@name`. People who watch or agree have keys of their own."

    NAMELESS_PERSON "E132" "nameless-person"
    "An item of the Team section declares exactly one `@name`, by which the rest of the plan calls that person. What has a check box is a task, and stands under Work."

    NO_SKILL "E133" "nobody-has-the-skill"
    "`needs=` asks for a skill that nobody inside the team has, so nobody could ever do the task. Add the skill to somebody, or name who does it."

    SETTINGS_SYNTAX "E140" "settings-syntax"
    "`fore.toml` is not TOML at this place, so none of its settings are known."

    SETTINGS_KEY "E141" "unknown-setting"
    "There is no setting of this name. A mistyped setting that is skipped would leave the default in force without a word."

    SETTINGS_VALUE "E142" "setting-value"
    "The setting takes another sort of value. The message says which."

    CYCLE "E201" "cycle"
    "These items wait for each other, so none of them can ever start. Links of a task with parts hold for all its parts, and it is finished when they all are. Remove one of the links, or split a task into a first pass and a second pass."

    OWN_PART "E202" "waits-for-itself"
    "A task waits for itself, for a task that it is part of, or for one of its own parts. A task with parts is finished when its parts are, so this can never be."

    NEAR_SECTION "E203" "mistyped-section"
    "The heading is nearly the name of a section, and its items would be read as tasks. Mend the name. If it is meant as a deliverable, say so with an attribute block right under it."

    HEADING_ATTRIBUTES "E204" "attributes-of-a-section"
    "The heading of a section takes no attributes: it says what kind of items stand under it. Attributes that several tasks share stand at a task that contains them."

    DATES_CONTRADICT "E205" "dates-contradict"
    "Two dates of one item cannot both be true, such as an end before its start."

    TICK_CONTRADICTS "E206" "tick-contradicts"
    "`done=` says that the item is finished, and its box is not ticked. The box decides."

    PRIVATE_SECTION "E207" "private-section"
    "Notes on one-to-one talks, feedback or growth never belong in the shared plan: everybody who can read the repository can read its history for ever. Keep them in your own data folder."

    EFFECT_ON_PARENT "E208" "days-on-a-parent"
    "A risk that hits a task with parts multiplies all of them. It cannot add days, because it would have to add them to each part or to one that is not named. Name the part, or write a factor."

    HARD_WITHOUT_DUE "E209" "hard-without-due"
    "`hard` says that `due=` is a deadline instead of a wish, and there is no `due=`."

    MORE "E299" "and-more"
    "More of the same in this file. They are counted, not shown, so that other messages stay in sight."

    OVERSPENT "W102" "overspent"
    "More time went into the task than its estimate says, and nothing says what is left. What remains is then a guess from the tail of the estimate. Write `left=` with what you know now."

    PARENT_PROGRESS "W103" "progress-of-a-parent"
    "How far a task with parts is follows from its parts. `started`, `left`, `spent` and `smaller` at the parent are not used; write them at the parts."

    IDLE_MILESTONE "W104" "milestone-waits-for-nothing"
    "Nothing leads to this milestone, so it is reached at once in every run, whatever is still open, and the chance of its date says nothing. Write `after=` with the tasks or milestones that it stands for, or tick it."

    READ_AS_PROSE "W105" "read-as-prose"
    "This looks as if it were meant for the plan, and in this form it is prose: attributes at the end of a title need braces and backticks, somebody in the Team section needs an `@name`, days off stand in `fore.toml` and at people. What is read as prose is missing from the dates in silence."

    RISK_OWNER "W117" "risk-without-owner"
    "Nobody watches this risk. Risks that nobody watches are noticed when they have happened. Add an `@name`."

    STILL_HOLDS "W118" "obstacle-still-holds"
    "The `status=` of an obstacle is text for people, and moves no date: what it holds is held until its box is ticked. `fore done` ticks it, and writes the box where there is none."

    MORE_WARNINGS "W199" "and-more-warnings"
    "More of the same in this file. They are counted, not shown, so that other messages stay in sight."

    FUTURE_PROGRESS "E304" "progress-in-the-future"
    "`started=` and `done=` say what has happened, so they cannot lie after today. Work that is planned for a day says `start=`."

    TOO_MUCH_WORK "E305" "too-much-work"
    "More open work than dates are worked out for: 500,000 tasks. Beyond that a forecast would take minutes for a plan that nobody can read. Make a plan of each part, and show one at a time: `fore -C FILE forecast`."

    STARTED_EARLY "W201" "started-early"
    "A task has started although something it waits for is not finished. It goes on, since that is what people do, and the link says nothing any more. Tick what is finished, or take the link out."

    GUESSED_DATE "W202" "guessed-date"
    "Work waits for an open decision or obstacle that has no date, or whose date is over. The dates count on five working days from today, today included, and move on with every day. Write `by=` with the day on which it will be settled."

    LEAVES_BEFORE_END "W203" "leaves-before-the-end"
    "Whoever does this leaves the project before it can be finished, or before it is finished where it takes as long as it does one time in ten; and nobody else may do it. Then it never ends, and neither does what waits for it. Name a second person with `|`."

    OUT_OF_REACH "W204" "deadline-out-of-reach"
    "A `hard` deadline that no order of work and no division of it meets if everything takes its middle estimate: either a chain of work is too long even if nobody is ever busy, or some people have more to do by then than working time, and nobody else may do it. The message points at the fewest causes that were found. The dates do not change for it, and the chance of the deadline says how much luck it would take."

    NO_WORKING_TIME "W205" "no-working-time"
    "Somebody in the team has no minute of working time: leave, `from=`, `until=` and the hours of the week leave nothing. What only they may do never ends; the rest of the plan has dates. Correct these dates, or the hours in `fore.toml`."

    NOBODY_CAN "W206" "nobody-can"
    "A task names nobody, and nobody in the team works on tasks that name nobody: all of the team is outside. Then it never ends, and neither does what waits for it; everything else has dates. Name who does it, or put somebody into the team."

    EVERYBODY_LEFT "W207" "everybody-left"
    "All who may do an open task had their last day before today, or have no working time left. Then it never ends, and neither does what waits for it; everything else has dates. Name somebody else, or take the task out of the plan with `cut`."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_given_twice() {
        let mut codes: Vec<&str> = CODES.iter().map(|entry| entry.code).collect();
        codes.sort_unstable();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        assert_eq!(explain("E105").map(|code| code.name), Some("unknown-id"));
        assert_eq!(explain("E000"), None);
    }
}
