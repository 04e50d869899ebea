//! Notes as people read them: the Markdown under an item, as HTML.
//!
//! In: text that anybody may have written. Out: markup of paragraphs, lists, quotes, code, tables and
//! links. Raw HTML stays text, pictures are their words, and only addresses of the web and of mail
//! are links: nothing here is fetched or run. Notes of any depth are read without recursion.

use std::fmt::Write as _;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{ListType, NodeValue};
use comrak::{Arena, Options, parse_document};
use maud::{Escaper, Markup, PreEscaped};

/// Notes longer than this end here: nobody reads them on a page, and Markdown may be made to take
/// long.
const BYTES_MAX: usize = 64 << 10;
/// Lists and quotes deeper than this go on without further indentation.
const DEPTH_MAX: usize = 12;

/// `text` as HTML. `O(bytes)` for texts that people write.
#[must_use]
pub fn rendered(text: &str) -> Markup {
    let text = &text[..text.floor_char_boundary(BYTES_MAX)];
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut page = Page { html: String::new(), depth: 0, is_head: false };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => page.open(&node.data().value),
            NodeEdge::End(node) => page.close(&node.data().value),
        }
    }
    PreEscaped(page.html)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options
}

/// Whether a browser may be sent to an address: of the web, or of mail. Files beside the plan are not
/// served.
fn is_safe(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

/// What has been written so far.
struct Page {
    html: String,
    /// How many lists and quotes are open.
    depth: usize,
    /// Whether the cells are of the head of a table.
    is_head: bool,
}

impl Page {
    fn open(&mut self, node: &NodeValue) {
        match node {
            NodeValue::Paragraph => self.html.push_str("<p>"),
            // The headings of the page are not those of a note.
            NodeValue::Heading(_) => self.html.push_str("<p class=\"b5\">"),
            NodeValue::BlockQuote => self.nest("<blockquote>"),
            NodeValue::List(list) => match list.list_type {
                ListType::Bullet => self.nest("<ul>"),
                ListType::Ordered => self.nest("<ol>"),
            },
            NodeValue::Item(_) => self.html.push_str("<li>"),
            NodeValue::CodeBlock(code) => self.wrapped("pre", code.literal.trim_end()),
            NodeValue::HtmlBlock(raw) => self.wrapped("p", raw.literal.trim_end()),
            NodeValue::ThematicBreak => self.html.push_str("<hr>"),
            NodeValue::Table(_) => self.html.push_str("<div class=\"scroll\"><table>"),
            NodeValue::TableRow(is_head) => {
                self.is_head = *is_head;
                self.html.push_str("<tr>");
            }
            NodeValue::TableCell => self.html.push_str(if self.is_head { "<th>" } else { "<td>" }),
            NodeValue::Text(words) => self.text(words),
            NodeValue::HtmlInline(raw) => self.text(raw),
            NodeValue::SoftBreak => self.html.push(' '),
            NodeValue::LineBreak => self.html.push_str("<br>"),
            NodeValue::Code(code) => self.wrapped("code", &code.literal),
            NodeValue::Emph => self.html.push_str("<em>"),
            NodeValue::Strong => self.html.push_str("<strong>"),
            NodeValue::Strikethrough => self.html.push_str("<del>"),
            NodeValue::Link(link) if is_safe(&link.url) => {
                self.html.push_str("<a rel=\"noopener noreferrer\" href=\"");
                self.text(&link.url);
                self.html.push_str("\">");
            }
            _ => {}
        }
    }

    fn close(&mut self, node: &NodeValue) {
        let end = match node {
            NodeValue::Paragraph | NodeValue::Heading(_) => "</p>",
            NodeValue::BlockQuote => return self.leave("</blockquote>"),
            NodeValue::List(list) => match list.list_type {
                ListType::Bullet => return self.leave("</ul>"),
                ListType::Ordered => return self.leave("</ol>"),
            },
            NodeValue::Item(_) => "</li>",
            NodeValue::Table(_) => "</table></div>",
            NodeValue::TableRow(_) => "</tr>",
            NodeValue::TableCell if self.is_head => "</th>",
            NodeValue::TableCell => "</td>",
            NodeValue::Emph => "</em>",
            NodeValue::Strong => "</strong>",
            NodeValue::Strikethrough => "</del>",
            NodeValue::Link(link) if is_safe(&link.url) => "</a>",
            // Where it would lead is said, because nobody can go there from here.
            NodeValue::Link(link) => {
                self.text(" (");
                self.wrapped("code", &link.url);
                ")"
            }
            _ => return,
        };
        self.html.push_str(end);
    }

    fn nest(&mut self, tag: &str) {
        self.depth += 1;
        if self.depth <= DEPTH_MAX {
            self.html.push_str(tag);
        }
    }

    fn leave(&mut self, tag: &str) {
        if self.depth <= DEPTH_MAX {
            self.html.push_str(tag);
        }
        self.depth -= 1;
    }

    fn wrapped(&mut self, tag: &str, words: &str) {
        write!(self.html, "<{tag}>").expect("a String takes any text");
        self.text(words);
        write!(self.html, "</{tag}>").expect("a String takes any text");
    }

    fn text(&mut self, words: &str) {
        Escaper::new(&mut self.html).write_str(words).expect("a String takes any text");
    }
}

#[cfg(test)]
mod tests {
    use super::rendered;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(rendered(text).0, expected, "{text}");
    }

    #[test]
    fn markdown_becomes_html() {
        check(
            "One *two*\n**three** `4`",
            "<p>One <em>two</em> <strong>three</strong> <code>4</code></p>",
        );
        check(
            "# Why\n\n- a\n- b",
            "<p class=\"b5\">Why</p><ul><li><p>a</p></li><li><p>b</p></li></ul>",
        );
        check("> so", "<blockquote><p>so</p></blockquote>");
        check("```sql\nselect 1\n```", "<pre>select 1</pre>");
        check(
            "|a|b|\n|-|-|\n|1|2|",
            "<div class=\"scroll\"><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></div>",
        );
        check(
            "[here](https://a.example/?b=1&c=2)",
            "<p><a rel=\"noopener noreferrer\" href=\"https://a.example/?b=1&amp;c=2\">here</a></p>",
        );
    }

    #[test]
    fn nothing_hostile_becomes_more_than_text() {
        check("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
        check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        check("[x](javascript:alert(1))", "<p>x (<code>javascript:alert(1)</code>)</p>");
        check("[x](JaVaScRiPt:a)", "<p>x (<code>JaVaScRiPt:a</code>)</p>");
        check("[x](//evil.example)", "<p>x (<code>//evil.example</code>)</p>");
        check("[x](docs/a.md)", "<p>x (<code>docs/a.md</code>)</p>");
        check("![a <i>](data:image/svg+xml,x)", "<p>a &lt;i&gt;</p>");
        check(
            "[x](<https://a\"onmouseover=b>)",
            "<p><a rel=\"noopener noreferrer\" href=\"https://a&quot;onmouseover=b\">x</a></p>",
        );
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = format!("{} end", ">".repeat(5_000));
        let html = rendered(&deep).0;
        assert_eq!(html.matches("<blockquote>").count(), super::DEPTH_MAX);
        assert_eq!(html.matches("</blockquote>").count(), super::DEPTH_MAX);
        let long = "ä".repeat(super::BYTES_MAX);
        assert_eq!(rendered(&long).0.len(), super::BYTES_MAX + "<p></p>".len());
    }
}
