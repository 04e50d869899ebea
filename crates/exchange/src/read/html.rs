//! Pages: what was pasted from a browser becomes Markdown, and that is read.
//!
//! Only headings, lists, check boxes, tables, links, code and struck text are looked at; every
//! other tag goes. Scripts and styles go with what is in them.

use super::markdown;
use crate::draft::Draft;

/// Reads `source`. Lines are those of the page. `O(bytes)`.
pub fn read(source: &str) -> Draft {
    let mut writer = Writer { lines: vec![1], ..Writer::default() };
    let mut rest = source;
    while let Some(start) = rest.find('<') {
        writer.words(&rest[..start]);
        rest = &rest[start..];
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        {
            writer.words("&lt;");
            rest = &rest[1..];
            continue;
        }
        let length = tag_length(rest);
        let tag = &rest[..length];
        writer.count(tag);
        rest = &rest[length..];
        let name = name_of(tag);
        if matches!(name.as_str(), "script" | "style" | "title" | "svg") && !tag.ends_with("/>") {
            let end = find_ignoring_case(rest, &format!("</{name}")).unwrap_or(rest.len());
            writer.count(&rest[..end]);
            rest = &rest[end..];
        } else {
            writer.tag(&name, tag);
        }
    }
    writer.words(rest);
    let Writer { markdown, lines, .. } = writer;
    let mut draft = markdown::read(&markdown);
    draft.map_lines(|line| line_of(&lines, line));
    draft
}

fn line_of(lines: &[usize], line: usize) -> usize {
    lines.get(line - 1).or(lines.last()).copied().unwrap_or(1)
}

#[derive(Default)]
struct Writer {
    markdown: String,
    /// For each line of the Markdown its line in the page.
    lines: Vec<usize>,
    /// Line breaks of the page so far.
    read: usize,
    /// The open lists, the outermost first, and whether each is numbered.
    lists: Vec<bool>,
    links: Vec<String>,
    /// Where the text of the last item begins: a paragraph right there is its title.
    item_start: usize,
    in_row: bool,
    in_cell: bool,
    rows: usize,
    cells: usize,
}

impl Writer {
    fn words(&mut self, words: &str) {
        for word in words.split_inclusive(char::is_whitespace) {
            let text = word.trim_end();
            let at_start = self.markdown.is_empty() || self.markdown.ends_with(['\n', ' ']);
            self.markdown.push_str(&text.replace('|', "\\|").replace('`', "\\`"));
            if text.len() < word.len() && !(at_start && text.is_empty()) {
                self.markdown.push(' ');
            }
            self.count(word);
        }
    }

    fn count(&mut self, text: &str) {
        self.read += text.matches('\n').count();
    }

    fn line(&mut self, prefix: &str) {
        if !self.markdown.is_empty() && !self.markdown.ends_with('\n') {
            self.new_line();
        }
        self.markdown.push_str(prefix);
    }

    fn new_line(&mut self) {
        self.markdown.truncate(self.markdown.trim_end_matches(' ').len());
        self.markdown.push('\n');
        self.lines.push(self.read + 1);
    }

    fn paragraph(&mut self) {
        if self.in_row {
            return self.markdown.push(' ');
        }
        if self.item_start > 0 && self.markdown.len() == self.item_start {
            return;
        }
        self.line("");
        if self.lists.is_empty() && !self.markdown.is_empty() {
            self.new_line();
        }
    }

    fn tag(&mut self, name: &str, tag: &str) {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
        match name {
            _ if level.is_some_and(|level| (1..=6).contains(&level)) => {
                self.lists.clear();
                self.paragraph();
                self.markdown.push_str(&"#".repeat(level.unwrap_or(1)));
                self.markdown.push(' ');
            }
            "ul" | "ol" => {
                if self.lists.is_empty() {
                    self.paragraph();
                }
                self.lists.push(name == "ol");
            }
            "/ul" | "/ol" => {
                self.lists.pop();
                self.paragraph();
            }
            "li" => {
                let depth = self.lists.len().clamp(1, super::DEPTH_MAX);
                let numbered = self.lists.last().copied().unwrap_or(false);
                self.line(&"   ".repeat(depth - 1));
                self.markdown.push_str(if numbered { "1. " } else { "-  " });
                self.item_start = self.markdown.len();
            }
            "input" if find_ignoring_case(tag, "checkbox").is_some() => {
                let ticked = find_ignoring_case(tag, "checked").is_some();
                self.markdown.push_str(if ticked { "[x] " } else { "[ ] " });
                self.item_start = self.markdown.len();
            }
            "a" => {
                self.links.push(attribute(tag, "href").unwrap_or_default());
                self.markdown.push('[');
            }
            "/a" => {
                let url = self.links.pop().unwrap_or_default();
                self.markdown.push_str(&format!("](<{}>)", url.replace(['<', '>', '\n'], "")));
            }
            "s" | "/s" | "del" | "/del" => self.markdown.push_str("~~"),
            "code" | "/code" => self.markdown.push('`'),
            _ => self.table_tag(name),
        }
    }

    fn table_tag(&mut self, name: &str) {
        match name {
            "table" => {
                self.lists.clear();
                self.paragraph();
                self.rows = 0;
            }
            "tr" => {
                self.end_row();
                self.line("|");
                (self.in_row, self.cells) = (true, 0);
            }
            "td" | "th" => {
                self.end_cell();
                self.in_cell = true;
            }
            "/td" | "/th" => self.end_cell(),
            "/tr" => self.end_row(),
            "/table" => {
                self.end_row();
                self.paragraph();
            }
            "p" | "/p" | "div" | "/div" | "section" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5"
            | "/h6" | "hr" | "pre" | "/pre" => self.paragraph(),
            "br" => self.markdown.push(' '),
            _ => {}
        }
    }

    /// Ends the open cell: pages may leave its end out, and that of its row.
    fn end_cell(&mut self) {
        if std::mem::take(&mut self.in_cell) {
            self.markdown.push_str(" |");
            self.cells += 1;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if !std::mem::take(&mut self.in_row) {
            return;
        }
        self.rows += 1;
        if self.rows == 1 {
            let rule = "---|".repeat(self.cells.max(1));
            self.line(&format!("|{rule}"));
        }
    }
}

/// The length of the tag or comment that `text` begins with.
fn tag_length(text: &str) -> usize {
    let close = if text.starts_with("<!--") { "-->" } else { ">" };
    text.find(close).map_or(text.len(), |at| at + close.len())
}

/// The tag's name in small letters, with its slash if it closes.
fn name_of(tag: &str) -> String {
    let inside = tag.trim_start_matches('<');
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(inside.len());
    inside[..end].trim_end_matches('/').to_ascii_lowercase()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = find_ignoring_case(tag, &format!("{name}="))? + name.len() + 1;
    let value = &tag[start..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next(),
        None => value.split([' ', '>']).next(),
    };
    value.map(str::to_owned)
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let wanted = wanted.as_bytes();
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}
