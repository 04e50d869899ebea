//! Brief: what do I tell leadership?

use maud::{PreEscaped, html};
use view::brief::{html as page, sheets};
use view::words;

use super::{Group, Medium, Page, Sheet};
use crate::Board;

/// The A4 page.
pub const PAGE: Page = Page {
    key: 'b',
    name: "brief",
    title: "Brief",
    question: "What do I tell leadership?",
    group: Group::Landing,
    listed: |board| !board.facts().is_done(),
    count: |_| 0,
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let brief = board.brief();
    let cut = sheets(&brief).cut;
    let titles: Vec<_> = cut.iter().map(|block| format!("“{}”", block.title())).collect();
    let answer = match titles.as_slice() {
        [] => "One page, ready to send.".to_owned(),
        titles => format!("Longer than one page: without {} it fits.", words::list(titles)),
    };
    Sheet {
        answer: html! { (answer) },
        reason: html! { "Print this page, or write it to a file: " code { "fore brief --pdf brief.pdf" } },
        body: html! {
            link rel="stylesheet" href=(medium.file("brief.css"));
            (PreEscaped(page::article(&brief, "h2")))
        },
    }
}
