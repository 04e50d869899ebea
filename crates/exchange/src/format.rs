//! Which format a text is in.
//!
//! In: the text and perhaps a file's name. Out: a [`Format`]. A name that says it is believed,
//! unless the text is plainly a page; without one, because people paste, the lines show it.

use crate::table::task_columns;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// GitHub-flavored Markdown.
    Markdown,
    /// Org mode.
    Org,
    /// Lines whose indentation is their nesting.
    Outline,
    /// A table with this character between the cells.
    Sheet(char),
    /// A page.
    Html,
    /// Settings such as YAML: a title and nothing that is an outline.
    Settings,
}

/// Recognizes the format of `source`. `O(bytes)`.
pub fn recognize(source: &str, file_name: Option<&str>) -> Format {
    let name = file_name.unwrap_or_default().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "md" | "markdown" if is_page(source) => return Format::Html,
        "md" | "markdown" => return Format::Markdown,
        "org" => return Format::Org,
        "html" | "htm" => return Format::Html,
        "csv" | "tsv" => return Format::Sheet(separator(source)),
        "yaml" | "yml" | "toml" | "json" => return Format::Settings,
        _ => {}
    }
    let shape = Shape::of(source);
    if is_page(source) {
        return Format::Html;
    }
    if names_task_columns(source) {
        return Format::Sheet(separator(source));
    }
    if shape.org > 0 && shape.org >= shape.hashes {
        return Format::Org;
    }
    if shape.hashes + shape.bullets + shape.bars > 0 {
        return Format::Markdown;
    }
    if shape.tabbed > 1 && shape.tabbed == shape.lines {
        return Format::Sheet('\t');
    }
    if shape.is_outline() { Format::Outline } else { Format::Markdown }
}

/// What the lines of a text look like.
#[derive(Default)]
struct Shape {
    /// Headlines with a keyword or below another one, directives, drawers.
    org: usize,
    hashes: usize,
    bullets: usize,
    bars: usize,
    lines: usize,
    indented: usize,
    /// Lines that end as a sentence does.
    sentences: usize,
    characters: usize,
    /// Lines with a tab between words.
    tabbed: usize,
    foreign_bullets: usize,
}

impl Shape {
    fn of(source: &str) -> Self {
        let mut shape = Self::default();
        let mut fenced = false;
        for line in source.lines() {
            let text = line.trim_start_matches([' ', '\t', '\u{feff}']);
            if text.starts_with("```") || text.starts_with("~~~") {
                fenced = !fenced;
            }
            if fenced || text.trim_end().is_empty() {
                continue;
            }
            shape.lines += 1;
            shape.indented += usize::from(text.len() < line.len());
            shape.characters += text.chars().count();
            shape.sentences += usize::from(text.trim_end().ends_with(['.', ',', ';', '?', '!']));
            shape.tabbed += usize::from(text.trim_end().contains('\t'));
            shape.org += usize::from(is_org(line));
            shape.hashes += usize::from(is_hash_heading(text));
            shape.bars += usize::from(text.starts_with('|'));
            shape.bullets += usize::from(is_bullet(text));
            shape.foreign_bullets += usize::from(text.starts_with(['•', '◦', '▪', '–', '·']));
        }
        shape
    }

    /// Whether the lines are items rather than sentences.
    fn is_outline(&self) -> bool {
        if self.lines < 2 {
            return false;
        }
        if self.foreign_bullets * 2 > self.lines {
            return true;
        }
        let short = self.characters < self.lines * 60;
        let listed = self.indented > 0 || self.characters < self.lines * 45;
        short && listed && self.sentences * 5 <= self.lines
    }
}

/// Whether the first tag of `source` is that of a page. One that also stands at the top of
/// Markdown, such as a centered title, makes a page only of a text without Markdown in it.
fn is_page(source: &str) -> bool {
    let mut start = source.trim_start_matches('\u{feff}').trim_start();
    while let Some((_, after)) = start.strip_prefix("<!--").and_then(|text| text.split_once("-->"))
    {
        start = after.trim_start();
    }
    let Some(tag) = start.strip_prefix('<') else { return false };
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap_or(tag.len());
    match tag[..end].to_ascii_lowercase().as_str() {
        "!doctype" | "html" | "head" | "body" | "meta" => true,
        "div" | "section" | "article" | "main" | "ul" | "ol" | "li" | "table" | "p" | "span"
        | "b" | "h1" | "h2" | "h3" => {
            let is_markdown = |line: &str| {
                let text = line.trim_start();
                is_hash_heading(text) || is_bullet(text) || text.starts_with(['|', '`'])
            };
            !source.lines().any(is_markdown)
        }
        _ => false,
    }
}

fn is_org(line: &str) -> bool {
    let lower = line.trim_start().get(..8).unwrap_or_default().to_ascii_lowercase();
    if lower.starts_with("#+title:") || lower.starts_with("#+todo:") || lower.starts_with("#+begin")
    {
        return true;
    }
    let stars = line.len() - line.trim_start_matches('*').len();
    let Some(title) = line[stars..].strip_prefix(' ') else { return false };
    let keyword = ["TODO ", "DONE ", "NEXT ", "WAITING "];
    stars > 1 || stars == 1 && keyword.iter().any(|word| title.starts_with(word))
}

fn is_hash_heading(text: &str) -> bool {
    let hashes = text.len() - text.trim_start_matches('#').len();
    (1..=6).contains(&hashes) && text[hashes..].starts_with(' ')
}

fn is_bullet(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match digits {
        0 => text.starts_with(['-', '*', '+']),
        _ => digits < 10 && text[digits..].starts_with(['.', ')']),
    };
    marker && text[digits + 1..].starts_with([' ', '\t'])
}

/// Whether the first line is the header of a sheet of tasks, as in one that somebody pipes.
fn names_task_columns(source: &str) -> bool {
    let separator = separator(source);
    let mut lines = source.lines().filter(|line| !line.trim().is_empty());
    let header = lines.next().unwrap_or_default();
    let columns: Vec<String> =
        header.split(separator).map(|column| column.trim_matches([' ', '"']).to_owned()).collect();
    let is_row = |row: &str| row.matches(separator).count() + 1 >= columns.len();
    lines.next().is_some_and(is_row) && columns.len() > 1 && task_columns(&columns, false).is_some()
}

/// The character that stands most often in the first line of a table.
fn separator(source: &str) -> char {
    let first = source.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    [',', ';', '\t'].into_iter().rev().max_by_key(|c| first.matches(*c).count()).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, file_name: Option<&str>, expected: Format) {
        assert_eq!(recognize(source, file_name), expected, "{source:?}");
    }

    #[test]
    fn content_shows_the_format() {
        check("", None, Format::Markdown);
        check("# A\n\n- b\n", None, Format::Markdown);
        check("Prose about a thing that is long,\nand goes on and on.\n", None, Format::Markdown);
        check("* TODO A\n** b\n", None, Format::Org);
        check("* a\n* b\n", None, Format::Markdown);
        check("Site\n\tDesign\n\tBuild\n", None, Format::Outline);
        check("Task\tOwner\nBuild\tAna\n", None, Format::Sheet('\t'));
        check("<ul><li>a</ul>", None, Format::Html);
        check("<meta charset=\"utf-8\"><ul><li>a</ul>", Some("a.md"), Format::Html);
        check("<!-- x -->\n<html><body>- a", Some("a.md"), Format::Html);
        check("<h1 align=center>A</h1>\n\n- a\n", Some("a.md"), Format::Markdown);
        check("<https://a.b>\n", None, Format::Markdown);
        check("Task;Owner\nBuild;Ana\n", None, Format::Sheet(';'));
        check("Task, or not,\nthat is it, now\n", None, Format::Markdown);
        check("Task;Owner\nBuild;Ana\n", Some("a.csv"), Format::Sheet(';'));
        check("title: A\n", Some("kep.yaml"), Format::Settings);
        check("* a\n", Some("a.org"), Format::Org);
    }
}
