//! Prose that was probably meant for the plan: what is said in the wrong form would be missing
//! from the dates in silence.

use markup::{Node, NodeKind, Outline};
use text::{FileId, Place, TextRange};

use super::report::Report;
use super::sections::Entry;
use crate::codes;
use crate::table::Key;
use crate::value::{self, Piece};

/// Headings of days off, which stand elsewhere.
const DAYS_OFF: &[&str] =
    &["holidays", "public holidays", "vacation", "vacations", "leave", "days off", "absences"];

/// Warns of attributes at the end of a title, in braces or brackets without backticks.
pub fn check_title(entry: &Entry<'_>, report: &mut Report) {
    if !entry.title.ends_with(['}', ')']) || !entry.kind.takes_estimate() {
        return;
    }
    let Some(found) = loose_attributes(entry.title) else { return };
    let start = entry.node.title.start + found;
    let place = entry.at(TextRange::new(start, entry.node.title.end));
    let what = "these look like attributes and are read as part of the title";
    let meant = words(&entry.title[found..]).collect::<Vec<_>>().join(" ");
    report.warning(codes::READ_AS_PROSE, place, what, |d| match entry.node.block {
        Some(_) => d.help(format!("move {meant} into the block")),
        None => {
            let instead = format!("`{{{meant}}}`");
            d.instead(place, &instead)
        }
    });
}

/// Where the attributes begin that `title` ends with: a brace or bracket with nothing else inside.
fn loose_attributes(title: &str) -> Option<usize> {
    let open = title.rfind(['{', '('])?;
    let mut words = words(&title[open..]).peekable();
    words.peek()?;
    words.all(is_attribute).then_some(open)
}

fn words(braced: &str) -> impl Iterator<Item = &str> {
    let inside = braced.trim_matches(['{', '}', '(', ')']);
    inside.split([' ', ',', ';', '\n']).filter(|word| !word.is_empty())
}

fn is_attribute(word: &str) -> bool {
    let piece = |text| Piece { text, start: 0 };
    if let Some(name) = word.strip_prefix(['@', '#']) {
        return value::name(piece(name)).is_ok();
    }
    match word.split_once('=') {
        Some((key, _)) => Key::from_word(key).is_some(),
        None => value::estimate(piece(word)).is_ok(),
    }
}

/// Warns of a bullet right under the heading Team that is nothing but a name.
pub fn check_team_bullet(file: FileId, text: &str, node: &Node, report: &mut Report) {
    let title = node.title.of(text);
    let Some(name) = short_name(title) else { return };
    let place = Place::new(file, node.title);
    let what = format!("nobody is declared here: “{title}” is prose");
    report.warning(codes::READ_AS_PROSE, place, what, |d| {
        let instead = format!("{title} `{{@{name}}}`");
        d.instead(place, &instead)
    });
}

/// The name after `@` for somebody who is called `title`, if that looks like a person's name.
fn short_name(title: &str) -> Option<String> {
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\''))
    };
    let count = title.split_whitespace().count();
    if count > 3 || !title.split_whitespace().all(is_name) {
        return None;
    }
    let name = title.split_whitespace().next()?.to_lowercase();
    value::name(Piece { text: &name, start: 0 }).is_ok().then_some(name)
}

/// Warns of a list under a heading such as Holidays, which is no section.
pub fn check_heading(
    file: FileId,
    text: &str,
    outline: &Outline,
    index: usize,
    report: &mut Report,
) {
    let title = outline.nodes[index].title;
    let has_list = outline.nodes.get(index + 1).is_some_and(|next| {
        matches!(next.kind, NodeKind::Item { .. })
            && next.parent.is_some_and(|p| p.index() == index)
    });
    if !has_list || !DAYS_OFF.contains(&title.of(text).to_lowercase().as_str()) {
        return;
    }
    let what = format!("`{}` is no section, and its list is prose", title.of(text));
    report.warning(codes::READ_AS_PROSE, Place::new(file, title), what, |d| {
        d.why("the days in it are counted as working days").help(
            "write days off for everybody in fore.toml (holidays, country), one person's as away= at them under Team",
        )
    });
}
