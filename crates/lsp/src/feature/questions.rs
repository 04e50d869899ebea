//! What a good manager would ask, at the items that it is about, each with its ways out.
//!
//! In: the questions of a state of the plan, which may be older than what is shown. Out: the same at
//! the places where their items stand now.

use review::{Question, SHOWN_MAX};
use text::{FileId, Place};
use view::words;
use workbench::apply;

use crate::answer::{Action, Lens};
use crate::outlook::Asked;
use crate::workspace::Reading;

/// A question at its place.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The title of the item that it is about; the plan's where it is about all of it.
    pub place: Place,
    /// The question, its evidence, and how to answer it.
    pub message: String,
    /// The question itself.
    pub question: &'a Question,
}

/// The questions that are asked at once, where their items stand now. Those about something that is
/// gone are left out.
#[must_use]
pub fn placed<'a>(reading: &Reading, asked: Option<&'a Asked>) -> Vec<Placed<'a>> {
    let Some(asked) = asked else { return Vec::new() };
    let shown = asked.review.questions.iter().take(SHOWN_MAX);
    shown
        .filter_map(|question| {
            Some(Placed {
                place: place(reading, asked, question)?,
                message: said(question),
                question,
            })
        })
        .collect()
}

/// The ways out of the questions in the line of `offset` of `file` that change the plan.
#[must_use]
pub fn ways_out(
    reading: &Reading,
    questions: &[Placed<'_>],
    file: FileId,
    offset: usize,
) -> Vec<Action> {
    let lines = &reading.lines[file.index()];
    let is_here = |place: Place| {
        place.file == file && lines.line_of(place.range.start) == lines.line_of(offset)
    };
    let here = questions.iter().filter(|placed| is_here(placed.place));
    let ways = here.flat_map(|placed| &placed.question.finding.ways);
    ways.filter(|way| !way.intents.is_empty())
        .filter_map(|way| {
            let edits = apply(&reading.snapshot, &way.intents).ok()?.edits;
            let title = if way.is_draft {
                format!("Add: {}", way.text)
            } else {
                words::capitalized(&way.text)
            };
            Some(Action { title, edits, mends: None })
        })
        .collect()
}

/// How many questions there are, above the title of the plan.
#[must_use]
pub fn lens(reading: &Reading, asked: Option<&Asked>, file: FileId) -> Option<Lens> {
    let heading = reading.snapshot.plan.heading.as_ref().filter(|one| one.place.file == file)?;
    let n = asked?.review.questions.len();
    let text = format!("{} worth asking: fore review", words::count(n, "question"));
    (n > 0).then_some(Lens { at: heading.place.range.start, text })
}

fn place(reading: &Reading, asked: &Asked, question: &Question) -> Option<Place> {
    let plan = &reading.snapshot.plan;
    let about = question.finding.about.first().and_then(|item| asked.snapshot.plan.item(*item));
    let heading = plan.heading.as_ref();
    let Some(about) = about else { return heading.map(|item| item.place) };
    let mut all = plan.items().map(|(_, item)| item).chain(heading);
    all.find(|item| item.key == about.key).map(|item| item.place)
}

fn said(question: &Question) -> String {
    let mut message = question.finding.headline.clone();
    message.extend(question.finding.evidence.iter().map(|sentence| format!("\n{sentence}")));
    let talks = question.finding.ways.iter().filter(|way| way.intents.is_empty());
    message.extend(talks.map(|way| format!("\n- {}", way.text)));
    message.push_str(&format!(
        "\n- or say why all is well: fore answer {} \"…\"",
        words::argument(&question.name)
    ));
    message
}
