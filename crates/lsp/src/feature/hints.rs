//! The forecast in the text: `P80 28 Mar ▲3d` at the milestones and at the line being edited, and the
//! answer above the title.

use plan::ItemRef;
use text::{FileId, TextRange};
use view::words;

use crate::answer::{Answer, Hint, Lens};
use crate::outlook::{Against, Finish, Outlook};
use crate::workspace::Reading;

/// The hints of the lines in `range` of `file`: open milestones, and the item of the line in which
/// something was last edited.
#[must_use]
pub fn hints(
    reading: &Reading,
    outlook: Option<&Outlook>,
    file: FileId,
    range: TextRange,
    edited_at: Option<usize>,
) -> Answer {
    let Some(outlook) = outlook else { return Answer::Hints(Vec::new()) };
    let lines = &reading.lines[file.index()];
    let text = reading.text(file);
    let line_of = |offset: usize| lines.line_of(offset.min(text.len()));
    let edited_line = edited_at.map(line_of);
    let wanted = line_of(range.start)..=line_of(range.end);
    let own =
        reading.items.range((file, markup::NodeId(0))..).take_while(|((of, _), _)| *of == file);
    let mut found = Vec::new();
    for ((_, node), item) in own {
        let node = &reading.snapshot.outlines[file.index()].nodes[node.index()];
        let end = node.block.as_ref().map_or(node.title.end, |block| block.range.end);
        let line = line_of(end);
        let is_edited = edited_line == Some(line);
        let is_milestone = matches!(item, ItemRef::Milestone(_));
        if !wanted.contains(&line) || !(is_edited || is_milestone) {
            continue;
        }
        let Some(known) = reading.snapshot.plan.item(*item) else { continue };
        let Some(finish) = outlook.finish(known.key) else { continue };
        found.push(Hint {
            at: lines.content(text, line).end,
            text: said(&finish),
            tip: explained(&finish, outlook, reading),
        });
    }
    Answer::Hints(found)
}

/// The answer above the title of the plan, if that is in `file`.
#[must_use]
pub fn lens(reading: &Reading, outlook: Option<&Outlook>, file: FileId) -> Option<Lens> {
    let heading = reading.snapshot.plan.heading.as_ref().filter(|one| one.place.file == file)?;
    let answer = outlook?.now.facts().answer();
    let text = match errors(reading) {
        0 => answer,
        n => format!("{} to mend; before that: {answer}", words::count(n, "error")),
    };
    Some(Lens { at: heading.place.range.start, text })
}

/// `P80 28 Mar ▲3d`: later by three working days; `▼` is sooner.
fn said(finish: &Finish) -> String {
    let Some(p80) = finish.p80 else { return "P80 never".to_owned() };
    let moved = match finish.moved {
        0 => String::new(),
        days if days > 0 => format!(" ▲{days}d"),
        days => format!(" ▼{}d", -days),
    };
    format!("P80 {}{moved}", words::bare(p80))
}

fn explained(finish: &Finish, outlook: &Outlook, reading: &Reading) -> String {
    let today = reading.snapshot.today;
    let day = |date| words::weekday_long(date, today);
    let mut text = match (finish.p80, finish.p50) {
        (Some(p80), Some(p50)) => {
            format!("Eight of ten runs make {}, half of them {}.", day(p80), day(p50))
        }
        _ => "In more than one run of five this never happens.".to_owned(),
    };
    let state = match outlook.against {
        Against::LastCommit => "In the last commit",
        Against::AsOpened => "When the plan was opened",
    };
    if let Some(before) = finish.before {
        let days = words::count(finish.moved.unsigned_abs() as usize, "working day");
        let moved = match finish.moved {
            0 => "the same".to_owned(),
            moved if moved > 0 => format!("{days} sooner than now"),
            _ => format!("{days} later than now"),
        };
        text.push_str(&format!(" {state} it was {}: {moved}.", day(before)));
    }
    if errors(reading) > 0 {
        text.push_str(" The plan has errors now, so this is from before them.");
    }
    text
}

fn errors(reading: &Reading) -> usize {
    let all = reading.snapshot.diagnostics.iter();
    all.filter(|found| found.level == text::Level::Error).count()
}
