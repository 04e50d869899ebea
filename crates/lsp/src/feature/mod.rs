//! What can be asked about a document, one file a thing. Each reads a plan and answers in plain
//! values; none knows the protocol.

mod actions;
mod completion;
mod hints;
mod hover;
mod outline;
pub mod questions;
mod references;

use text::FileId;

use crate::answer::Answer;
use crate::outlook::{Asked, Outlook};
use crate::position::{Position, Span};
use crate::workspace::Reading;

/// What is asked about a document.
#[derive(Clone, Debug)]
pub enum About {
    /// What is this?
    Hover(Position),
    /// What can stand here?
    Completion(Position),
    /// Where does this name come from?
    Definition(Position),
    /// Where is this name used, and, if so asked, where does it come from?
    References(Position, bool),
    /// Can this be renamed?
    CanRename(Position),
    /// Rename it.
    Rename(Position, String),
    /// The headings and items.
    Outline,
    /// What can be folded.
    Folds,
    /// Bring it to its one spelling.
    Format,
    /// What can be done here.
    Actions(Span),
    /// What stands above lines.
    Lenses,
    /// What stands at the ends of lines.
    Hints(Span),
}

/// What the forecaster has found out about a plan so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Its dates.
    pub outlook: Option<&'a Outlook>,
    /// What is worth asking about it.
    pub asked: Option<&'a Asked>,
}

/// The answer to a question about `file`, which was last edited at `edited_at`.
#[must_use]
pub fn answer(
    about: About,
    reading: &Reading,
    known: Known<'_>,
    file: FileId,
    edited_at: Option<usize>,
) -> Answer {
    let outlook = known.outlook;
    let text = reading.text(file);
    let lines = &reading.lines[file.index()];
    let at = |position: Position| lines.offset(text, position);
    match about {
        About::Hover(position) => hover::hover(reading, outlook, file, at(position)),
        About::Completion(position) => completion::completion(reading, file, at(position)),
        About::Definition(position) => references::definition(reading, file, at(position)),
        About::References(position, declared) => {
            references::references(reading, file, at(position), declared)
        }
        About::CanRename(position) => references::can_rename(reading, file, at(position)),
        About::Rename(position, name) => references::rename(reading, file, at(position), &name),
        About::Outline => outline::outline(reading, file),
        About::Folds => outline::folds(reading, file),
        About::Format => outline::format(reading, file),
        About::Actions(span) => {
            let range = lines.range(text, span);
            let questions = questions::placed(reading, known.asked);
            let ways = questions::ways_out(reading, &questions, file, range.start);
            Answer::Actions(
                actions::actions(reading, file, range).into_iter().chain(ways).collect(),
            )
        }
        About::Lenses => {
            let lenses = hints::lens(reading, outlook, file).into_iter();
            Answer::Lenses(lenses.chain(questions::lens(reading, known.asked, file)).collect())
        }
        About::Hints(span) => {
            hints::hints(reading, outlook, file, lines.range(text, span), edited_at)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::documents::Documents;
    use crate::position::Encoding;
    use crate::protocol::{Client, Encoder};
    use crate::workspace::Workspace;
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::Value;

    /// Pieces of plans, whole and broken, from which texts are put together.
    const PIECES: [&str; 18] = [
        "# P\n\n",
        "## Team\n\n",
        "## Risks\n",
        "- [ ] A \u{1f680} `{#a @ada 1d..2d}`\n",
        "- [x] B `{#b after=a:+1d,",
        "}`\n",
        "`{",
        "- R `{p=30% hits=a:+1d}`\r\n",
        "  - [ ] ",
        "\"",
        "- Ada `{@ada away=2026-05-01..2026-05-08 time=",
        "\n\n",
        "due=2026-06-30",
        " =",
        "@",
        "#",
        "\r",
        "\u{e4}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_place_in_any_text_breaks_a_question(
            pieces in prop::collection::vec(0..PIECES.len(), 0..14),
            (line, column) in (0u32..12, 0u32..40),
        ) {
            let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
            let mut documents = Documents::new(Encoding::Utf16);
            let path = PathBuf::from("/nowhere/at/all/plan.md");
            documents.open(path.clone(), "file:///nowhere/at/all/plan.md".to_owned(), 1, text);
            let mut workspace = Workspace::default();
            let plan = workspace.plan_of(&path, &documents, date(2026, 4, 14)).unwrap();
            let reading = &plan.read;
            let at = Position { line, column };
            let span = Span { start: Position::default(), end: at };
            let client = Client::read(&Value::Null);
            let encoder = Encoder { client, reading, documents: &documents };
            for about in [
                About::Hover(at), About::Completion(at), About::Definition(at),
                About::References(at, true), About::CanRename(at), About::Rename(at, "x".to_owned()),
                About::Outline, About::Folds, About::Format, About::Actions(span), About::Lenses,
                About::Hints(span),
            ] {
                let found = answer(about, reading, Known::default(), FileId(0), Some(column as usize));
                let said = encoder.answer(FileId(0), found);
                prop_assert!(said.is_null() || said.is_array() || said.is_object());
            }
            prop_assert!(encoder.diagnostics(FileId(0), &[])["diagnostics"].is_array());
        }
    }
}
