//! Keys: everything that can be done without a mouse.

use maud::{Markup, html};

use super::{Group, Medium, PAGES, Page, Sheet};
use crate::Board;
use crate::part::card;

/// The page of the keys. It is reached with its key, and not listed.
pub const PAGE: Page = Page {
    key: '?',
    name: "keys",
    title: "Keys",
    question: "What can be done without a mouse?",
    group: Group::Main,
    listed: |_| false,
    count: |_| 0,
    render,
};

const KEYS: &[(&str, &str)] = &[
    ("j k", "next row, row before"),
    ("Enter", "do what the row asks"),
    (".", "all that can be done in the row"),
    ("i", "all about what the row names"),
    ("e @", "estimate or days left, who does it"),
    ("s f", "start, finish"),
    ("m", "on a bar of the timeline: what if it moved"),
    ("\\", "on the timeline: the longest path only"),
    ("u", "undo"),
    ("y", "copy the row, or the answer"),
    ("T", "charts as tables"),
    ("Esc", "back"),
];

fn render(board: &Board, _: &Medium<'_>) -> Sheet {
    let pages = PAGES.iter().filter(|page| page.key == '/' || (page.listed)(board));
    let pages: Vec<(String, &str)> = pages.map(|page| (page.key.to_string(), page.title)).collect();
    let keys = KEYS.iter().map(|(key, what)| ((*key).to_owned(), *what)).collect::<Vec<_>>();
    Sheet {
        answer: html! { "Keys" },
        reason: html! {},
        body: html! {
            div.grid.halves { (card("Pages", "", &list(&pages))) (card("On a page", "", &list(&keys))) }
            p.below { label { input #letters type="checkbox" checked; " single letters are keys" } }
            form method="dialog" { button { "Close" } }
        },
    }
}

fn list(keys: &[(String, &str)]) -> Markup {
    html! { dl { @for (key, what) in keys { dt { kbd { (key) } } dd { (what) } } } }
}
