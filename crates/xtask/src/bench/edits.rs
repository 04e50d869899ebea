//! Random edits by the million: each must do what was wanted and nothing else, be taken back to
//! the same bytes, and commute with an edit of another item.

use markup::Outline;
use plan::table::{Flag, Key};
use plan::{Attribute, EditRefused, Intent, NewItem, Plan, Position, Settings, Slot, Target};
use text::{SourceFile, TextEdit, TextRange};

use crate::generate::Dice;
use crate::say;

/// Runs `sequences` random sequences of one to four intents; stops at the first that breaks a
/// promise, and prints it.
pub fn run(sequences: u32, seed: u64) -> Result<(), String> {
    let mut dice = Dice(seed);
    let mut counts = Counts::default();
    for sequence in 0..sequences {
        let text = document(&mut dice);
        let broken = |promise: &str| {
            format!("sequence {sequence} of seed {seed}: {promise}\n--- the plan ---\n{text}")
        };
        one_sequence(&text, &mut dice, &mut counts).map_err(|promise| broken(&promise))?;
    }
    say(&format!(
        "{sequences} sequences: {} intents carried out, {} refused with a reason, {} pairs commuted; \
         no byte outside a change moved, every edit was taken back",
        counts.done, counts.refused, counts.commuted
    ));
    Ok(())
}

#[derive(Default)]
struct Counts {
    done: u64,
    refused: u64,
    commuted: u64,
}

fn one_sequence(text: &str, dice: &mut Dice, counts: &mut Counts) -> Result<(), String> {
    let mut current = text.to_owned();
    for _ in 0..=dice.below(4) {
        let intent = intent(dice);
        let Ok(after) = carry_out(&current, &intent) else {
            counts.refused += 1;
            continue;
        };
        counts.done += 1;
        if taken_back(&after) != current {
            return Err(format!("{intent:?} is not taken back to the same bytes"));
        }
        if !after.is_proven {
            return Err(format!("{intent:?} does not do what it should"));
        }
        current = after.text;
    }
    let (one, other) = (intent(dice), intent(dice));
    if touches(&one).is_some_and(|item| touches(&other).is_some_and(|second| second != item)) {
        counts.commuted += u64::from(commute(&current, &one, &other)?);
    }
    Ok(())
}

/// Two intents about different items give the same text in either order; whether both can be
/// carried out in both.
fn commute(text: &str, one: &Intent, other: &Intent) -> Result<bool, String> {
    let both = |first: &Intent, second: &Intent| {
        carry_out(&carry_out(text, first)?.text, second).map(|carried| carried.text)
    };
    let (there, back) = (both(one, other), both(other, one));
    match (there, back) {
        (Ok(there), Ok(back)) if there != back => {
            Err(format!("{one:?} and {other:?} do not commute:\n{there}\n--- or ---\n{back}"))
        }
        (Ok(_), Ok(_)) => Ok(true),
        _ => Ok(false),
    }
}

struct Carried {
    text: String,
    edits: Vec<TextEdit>,
    before: String,
    is_proven: bool,
}

fn carry_out(text: &str, intent: &Intent) -> Result<Carried, EditRefused> {
    let (files, outlines, plan) = read(text);
    let edits = plan::edit(&files, &outlines, &plan, std::slice::from_ref(intent))?;
    let after = text::apply(text, &edits).expect("edits fit together");
    let (new_files, new_outlines, _) = read(&after);
    let is_proven = plan::check_edit(
        (&files, &outlines),
        (&new_files, &new_outlines),
        &plan,
        std::slice::from_ref(intent),
    );
    Ok(Carried { text: after, edits, before: text.to_owned(), is_proven })
}

/// The text after undoing the edits by their own ranges.
fn taken_back(carried: &Carried) -> String {
    let mut edits: Vec<&TextEdit> = carried.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut grown = 0_isize;
    let mut reverse = Vec::new();
    for edit in edits {
        let start = edit.range.start.saturating_add_signed(grown);
        grown += edit.text.len() as isize - edit.range.len() as isize;
        reverse.push(TextEdit {
            file: edit.file,
            range: TextRange::new(start, start + edit.text.len()),
            text: edit.range.of(&carried.before).to_owned(),
        });
    }
    text::apply(&carried.text, &reverse).expect("the reverse of edits that fit together")
}

fn read(text: &str) -> (Vec<SourceFile>, Vec<Outline>, Plan) {
    let files = vec![SourceFile::new("plan.md", text)];
    let outlines = vec![markup::parse(text)];
    let (plan, _) = plan::build(&files, &outlines, &Settings::default());
    (files, outlines, plan)
}

/// The item that an intent changes, if it is one that stands there.
fn touches(intent: &Intent) -> Option<&Target> {
    match intent {
        Intent::Set(target, _)
        | Intent::Unset(target, _)
        | Intent::Tick(target)
        | Intent::Untick(target)
        | Intent::Rename(target, _)
        | Intent::AddLink(target, ..)
        | Intent::RemoveLink(target, ..)
        | Intent::Note(target, _) => Some(target),
        Intent::Add(..) | Intent::Insert(..) | Intent::Remove(_) | Intent::Move(..) => None,
    }
}

const IDS: [&str; 5] = ["core", "page", "move", "risk", "gone"];
const WORDS: [&str; 6] =
    ["Index", "Übung „x“", "日本 plan", "a `code` b", "two  spaces", "x < y & z"];

fn intent(dice: &mut Dice) -> Intent {
    let target = Target::Id(IDS[dice.below(IDS.len())].to_owned());
    let word = WORDS[dice.below(WORDS.len())];
    match dice.below(12) {
        0 => Intent::Tick(target),
        1 => Intent::Untick(target),
        2 => Intent::Set(target, Attribute::Who("@ada @ben".to_owned())),
        3 => Intent::Set(target, Attribute::Estimate("2d..5d".to_owned())),
        4 => Intent::Set(target, Attribute::Pair(Key::Brief, plan::quote(word))),
        5 => Intent::Set(target, Attribute::Flag(Flag::Optional)),
        6 => Intent::Unset(target, Slot::Who),
        7 => Intent::Unset(target, Slot::Key(Key::After)),
        8 => Intent::Rename(target, word.to_owned()),
        9 => Intent::AddLink(target, Key::After, "page:+1d".to_owned()),
        10 => Intent::RemoveLink(target, Key::After, "core".to_owned()),
        _ => {
            let new = NewItem {
                title: word.to_owned(),
                check_box: true,
                attributes: vec![Attribute::Estimate("1d".to_owned())],
            };
            let position = match dice.below(3) {
                0 => Position::Inside(target),
                1 => Position::After(target),
                _ => Position::Section("Work".to_owned()),
            };
            Intent::Add(position, new)
        }
    }
}

/// A small plan in one of many spellings: line ends, byte-order mark, tabs, markers, no line
/// break at the end.
fn document(dice: &mut Dice) -> String {
    let marker = ["-", "*", "+", "1."][dice.below(4)];
    let indent = ["  ", "    ", "\t"][dice.below(3)];
    let indent = if marker == "1." { "   " } else { indent };
    let word = WORDS[dice.below(WORDS.len())];
    let tick = [" ", "x", "X"][dice.below(3)];
    let note = ["", " a note", " *(new)*"][dice.below(3)];
    let pad = ["", " "][dice.below(2)];
    let text = format!(
        "# {word}\n\n`{{#plan start=2026-03-02}}`\n\n## Work\n\n\
         {marker} [{tick}] {word} `{{{pad}#core @ada 1d..2d{pad}}}`{note}\n\
         {marker} [ ] Page of {word} `{{#page after=core,move optional}}`\n\
         {indent}Prose of {word}.\n\
         {marker} [ ] Group `{{#move}}`\n\
         {indent}{marker} [ ] Inner `{{after=core:+2d brief=\"in, here\"}}`\n\
         {indent}{marker} [ ] Bare\n\n\
         ## Risks\n\n- Late `{{#risk p=30% hits=core:+1d..2d}}`\n"
    );
    let text = if dice.below(3) == 0 { text.trim_end().to_owned() } else { text };
    let text = if dice.below(3) == 0 { text.replace('\n', "\r\n") } else { text };
    if dice.below(5) == 0 { format!("\u{feff}{text}") } else { text }
}
