//! The pages: one file each, one question each.
//!
//! In: a [`Board`], and the [`Medium`] in which the page will be read. Out: a [`Sheet`]. Pages are
//! pure, and know neither the server nor the file that they end up in.

mod architecture;
mod brief;
mod change;
mod find;
mod forecast;
mod graph;
mod item;
mod keys;
mod launch;
mod overview;
mod people;
mod review;
mod risks;
mod timeline;
mod today;

use std::collections::BTreeMap;

use maud::{Markup, html};
use plan::ItemRef;
use view::Facts;

use crate::Board;
use crate::edit;
use crate::part::prose;

pub use item::PAGE as ITEM;

/// All pages, in the order of the rail; the last three are not listed there.
pub const PAGES: &[&Page] = &[
    &overview::PAGE,
    &review::PAGE,
    &today::PAGE,
    &timeline::PAGE,
    &forecast::PAGE,
    &graph::PAGE,
    &change::PAGE,
    &risks::PAGE,
    &launch::PAGE,
    &brief::PAGE,
    &people::PAGE,
    &architecture::PAGE,
    &find::PAGE,
    &item::PAGE,
    &keys::PAGE,
];

/// A page: what it answers, and how.
#[derive(Debug)]
pub struct Page {
    /// The key that opens it.
    pub key: char,
    /// Its path on the server, without the slash; in an export the file is named so.
    pub name: &'static str,
    /// Its name in the rail.
    pub title: &'static str,
    /// What it answers, in the user's words.
    pub question: &'static str,
    /// Where in the rail it stands.
    pub group: Group,
    /// Whether the plan has something for it.
    pub listed: fn(&Board) -> bool,
    /// How many things on it wait for somebody; 0 if that is not for this page to say.
    pub count: fn(&Board) -> usize,
    /// What is on it.
    pub render: fn(&Board, &Medium) -> Sheet,
}

impl Page {
    /// Whether it is one of the four that a phone has a tab for: what is read on the way.
    #[must_use]
    pub fn has_tab(&self) -> bool {
        ["", "review", "forecast", "brief"].contains(&self.name)
    }

    /// Whether it is made to be given to others.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.name == brief::PAGE.name
    }
}

/// A group of pages in the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What one opens every day.
    Main,
    /// When, and why.
    Plan,
    /// What stands between the plan and its end.
    Landing,
    /// Who, and on what.
    Team,
}

impl Group {
    /// Its heading; the first group has none.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Main => "",
            Group::Plan => "The plan",
            Group::Landing => "Landing it",
            Group::Team => "The team",
        }
    }
}

/// What a page says.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The answer to the page's question: the heading.
    pub answer: Markup,
    /// Why, in a line; may be empty.
    pub reason: Markup,
    /// The evidence, and what to do.
    pub body: Markup,
}

impl Sheet {
    /// What a page about dates says while it is too early for one.
    fn too_early(facts: &Facts<'_>) -> Self {
        let reason =
            html! { "Until then no date is shown here. The overview says what to settle first." };
        Sheet { answer: prose(&facts.answer()), reason, body: html! {} }
    }
}

/// What an address says besides the page: `base` is `main` in `/change?base=main`.
pub type Asked = BTreeMap<String, String>;

/// Where a page is read, and so what it can do.
#[derive(Clone, Copy, Debug)]
pub enum Medium<'a> {
    /// In a browser that talks to the server, so that things can be changed.
    Live {
        /// Shows the server that a request comes from one of its own pages.
        token: &'a str,
        /// What the address says besides the page.
        asked: &'a Asked,
    },
    /// In a file: for reading only.
    File {
        /// What the page is about, as an address would say it.
        asked: &'a Asked,
    },
}

/// A page in a file that is about nothing but the plan.
pub const FILE: Medium<'_> = Medium::File { asked: &Asked::new() };

/// So many items have pages of their own in an export; of more there are none, so that a folder stays
/// one that can be mailed.
const FILES_MAX: usize = 1_000;

impl Medium<'_> {
    /// Whether things can be changed.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Medium::Live { .. })
    }

    /// The address of a page.
    #[must_use]
    pub fn link(&self, page: &Page) -> String {
        match (self, page.name) {
            (Medium::Live { .. }, name) => format!("/{name}"),
            (Medium::File { .. }, "") => "index.html".to_owned(),
            (Medium::File { .. }, name) => format!("{name}.html"),
        }
    }

    /// The address of the page of an item; `None` where it has none.
    #[must_use]
    pub fn link_of(&self, item: ItemRef, board: &Board) -> Option<String> {
        let word = edit::word_of(&board.snapshot().plan.target(item)?);
        match self {
            Medium::Live { .. } => {
                Some(format!("{}/{}", self.link(&item::PAGE), in_an_address(&word)))
            }
            Medium::File { .. } => {
                items_with_files(board).any(|one| one == item).then(|| file_of(&word))
            }
        }
    }

    /// The address of a file that pages are made with.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        match self {
            Medium::Live { .. } => format!("/{name}"),
            Medium::File { .. } => name.to_owned(),
        }
    }

    /// What the address says of `name`.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<&str> {
        let (Medium::Live { asked, .. } | Medium::File { asked }) = self;
        asked.get(name).map(String::as_str)
    }

    /// The address of the page called `name`; `None` if the plan has nothing for it.
    #[must_use]
    pub fn link_to(&self, name: &str, board: &Board) -> Option<String> {
        let page = PAGES.iter().find(|page| page.name == name)?;
        (page.listed)(board).then(|| self.link(page))
    }
}

/// The items that have a file each in an export, with the word that names them: all but people, whose
/// pages say nothing that the others do not, and answers.
pub fn items_in_files(board: &Board) -> impl Iterator<Item = (String, String)> + '_ {
    let plan = &board.snapshot().plan;
    items_with_files(board).filter_map(|item| {
        let word = edit::word_of(&plan.target(item)?);
        Some((file_of(&word), word))
    })
}

fn items_with_files(board: &Board) -> impl Iterator<Item = ItemRef> + '_ {
    let items = || board.snapshot().plan.items().map(|(item, _)| item);
    let has_page =
        |item: &ItemRef| !matches!(item, ItemRef::Person(_) | ItemRef::Answer(_) | ItemRef::Plan);
    let is_few = items().filter(has_page).nth(FILES_MAX).is_none();
    items().filter(has_page).filter(move |_| is_few)
}

/// The name of the file of an item: no two differ only in what some disk does not tell apart.
fn file_of(word: &str) -> String {
    let is_plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    let mut name = "item-".to_owned();
    for byte in word.bytes() {
        if is_plain(byte) {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("_{byte:02x}"));
        }
    }
    name + ".html"
}

/// A name as a part of an address.
fn in_an_address(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~@".contains(&byte);
    let mut out = String::new();
    for byte in name.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
