//! A Mermaid Gantt chart with absolute dates: what changed, what is mostly on the longest path, and
//! the dates at the end.
//!
//! In: the newer version of a plan and its edits. Out: the lines of a `gantt` diagram, in which
//! titles are only names.

use jiff::civil::Date;
use plan::ItemRef;

use crate::difference::Difference;
use crate::facts::{Facts, Status};
use crate::screens::Diff;

/// More bars than this are no picture.
const BARS_MAX: usize = 16;
/// From this share of runs on a task is drawn because it is on the longest path.
const ON_PATH_MIN: f64 = 0.5;

/// A bar of the diagram.
pub(crate) struct Bar {
    title: String,
    tag: &'static str,
    from: Date,
    to: Date,
}

/// The diagram, without the fence around it.
pub(super) fn gantt(diff: &Diff, figures: &Difference) -> String {
    let head = diff.head;
    let (changed, others): (Vec<ItemRef>, Vec<ItemRef>) =
        head.open_work().map(|(item, _)| item).partition(|item| is_changed(diff, *item));
    let on_path =
        |item: &ItemRef| head.played(*item).is_some_and(|played| played.path_share >= ON_PATH_MIN);
    let others: Vec<ItemRef> = others.into_iter().filter(on_path).collect();
    let mut lines = vec![
        "gantt".to_owned(),
        "  dateFormat YYYY-MM-DD".to_owned(),
        "  axisFormat %d %b".to_owned(),
        "  inclusiveEndDates".to_owned(),
    ];
    let mut room = BARS_MAX;
    for (section, items) in [("Changed", changed), ("On the longest path", others)] {
        let bars: Vec<Bar> =
            items.into_iter().filter_map(|item| bar(head, item)).take(room).collect();
        room -= bars.len();
        if !bars.is_empty() {
            lines.push(format!("  section {section}"));
            lines.extend(bars.iter().map(Bar::line));
        }
    }
    lines.push("  section Finish".to_owned());
    let finishes = [
        ("P80 before", figures.p80.date.base),
        ("P50", figures.p50.date.head),
        ("P80", figures.p80.date.head),
        ("Due", head.plan.due.map(|due| due.date)),
    ];
    for (name, date) in finishes {
        lines.extend(date.map(|date| format!("  {name} :milestone, {date}, 0d")));
    }
    lines.join("\n")
}

fn is_changed(diff: &Diff, item: ItemRef) -> bool {
    let Some(written) = diff.head.plan.item(item) else { return false };
    diff.edits.iter().any(|edit| match &edit.id {
        Some(id) => written.id.as_ref() == Some(id),
        None => written.id.is_none() && written.title == edit.title,
    })
}

/// From the middle of its start to the middle of its finish; `None` if that never comes.
pub(crate) fn bar(head: &Facts, item: ItemRef) -> Option<Bar> {
    let played = head.played(item)?;
    let (from, to) = (head.start_date(played.start.p50?), head.finish_date(played.finish.p50?));
    let tag = match head.progress(item) {
        Status::InProgress => "active, ",
        _ if played.path_share >= ON_PATH_MIN => "crit, ",
        _ => "",
    };
    let title = name(&head.plan.item(item)?.title);
    Some(Bar { title, tag, from: from.min(to), to })
}

impl Bar {
    /// The bar as a line of the diagram.
    pub(crate) fn line(&self) -> String {
        let Bar { title, tag, from, to } = self;
        format!("  {title} :{tag}{from}, {to}")
    }
}

/// A title as the name of a bar: letters, digits and the punctuation that has no meaning there.
pub(crate) fn name(title: &str) -> String {
    let plain = |character: char| {
        if character.is_alphanumeric() || "-'.,()%€+/".contains(character) {
            character
        } else {
            ' '
        }
    };
    let words: String = title.chars().map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(NAME_MAX).collect();
    // `%%` begins a comment.
    let name = name.replace("%%", "% %");
    match name.is_empty() {
        true => "Task".to_owned(),
        false if is_read_as_more(&name) => format!("– {name}"),
        false => name,
    }
}

const NAME_MAX: usize = 48;

/// The words that say something at the start of a line of a Gantt chart, in small letters.
const WORDS: &[&str] = &[
    "acc",
    "axisformat",
    "call",
    "click",
    "dateformat",
    "displaymode",
    "excludes",
    "gantt",
    "href",
    "includes",
    "inclusiveenddates",
    "section",
    "tickinterval",
    "title",
    "todaymarker",
    "topaxis",
    "vert",
    "weekday",
    "weekend",
];

/// Whether a name begins like a word or a date of the diagram.
fn is_read_as_more(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let is_word = WORDS.iter().any(|word| first.starts_with(word));
    let is_year = name.len() > 4 && name.bytes().take(4).all(|byte| byte.is_ascii_digit());
    is_word || is_year && name.as_bytes()[4] == b'-' || name.starts_with('%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_only_names() {
        assert_eq!(name("Reconcile: a; b # c"), "Reconcile a b c");
        assert_eq!(name("section ```\n%% click x"), "– section % % click x");
        assert_eq!(name("Sections of the page"), "– Sections of the page");
        assert_eq!(name("2026-03-01"), "– 2026-03-01");
        assert_eq!(name("60 accounts"), "60 accounts");
        assert_eq!(name(":;#"), "Task");
        assert_eq!(name(&"x".repeat(200)).chars().count(), NAME_MAX);
    }
}
