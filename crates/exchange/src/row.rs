//! A row of a table as an item.
//!
//! In: the cells of a row and the roles of their columns. Out: an [`Item`], with a doubt for each
//! value that stands in a column with a meaning and is not understood. What has no place of its
//! own is a remark, but for what a tracker keeps for itself.

use crate::amount;
use crate::date;
use crate::item::{Doubt, Item, set_title, take, take_owners};
use crate::known::Known;
use crate::people::owners_in_cell;
use crate::progress::{Progress, progress};
use crate::rich::{Rich, one_line};
use crate::table::Role;
use crate::title::{split_long, take_facts};
use crate::words::{normalized, says_done};

/// The item that a row is whose cells stand under `columns`. `O(bytes)`.
pub fn row(cells: &[Rich], roles: &[Role], columns: &[String], known: &Known) -> Item {
    let mut row = Row::default();
    for ((cell, role), column) in cells.iter().zip(roles).zip(columns) {
        row.read(*role, shown(column), cell, known);
    }
    row.is_done |= cells.iter().flat_map(Rich::badges).any(says_done);
    row.settle()
}

/// What is known of a row so far.
#[derive(Default)]
struct Row {
    item: Item,
    /// How it stands, by its status, by the category of that, by how it ended.
    said: [Option<Progress>; 3],
    /// A status that says nothing by itself, with its column.
    unknown: Option<(String, String)>,
    is_dropped: bool,
    is_done: bool,
    is_archived: bool,
    done_on: Option<String>,
    started_on: Option<String>,
    changed_on: Option<String>,
    left: Option<String>,
    spent: Option<String>,
    points: Option<(String, String)>,
    /// Values without a meaning of their own, with their headers.
    labels: Vec<String>,
}

const NO_ESTIMATE: &str = "not plainly working time: kept as a remark";
const NO_STATUS: &str = "how it stands is not plain: read as open";
const POINTS: &str = "a size is no working time: kept as a remark, without an estimate";

impl Row {
    fn read(&mut self, role: Role, column: &str, cell: &Rich, known: &Known) {
        let words = one_line(&cell.words());
        let has_badge = cell.badges().next().is_some();
        if role == Role::Title {
            return self.title(cell, known);
        }
        if !has_badge && is_blank(&words) {
            return;
        }
        match role {
            Role::Owner => self.owners(column, cell),
            Role::Status | Role::Category | Role::Resolution | Role::Board => {
                self.status(role, column, cell, &words);
            }
            Role::Archived => self.is_archived |= says_yes(&words),
            Role::Active => self.is_dropped |= progress(&words) == Some(Progress::Open),
            Role::Dropped => self.is_dropped |= progress(&words) != Some(Progress::Open),
            Role::Done => self.done(column, cell, &words),
            Role::Estimate(unit) => {
                self.item.estimate = self.amount(unit, column, cell).or(self.item.estimate.take());
            }
            Role::Left(unit) => self.left = self.amount(unit, column, cell),
            Role::Spent(unit) => self.spent = self.amount(unit, column, cell),
            Role::Points => match amount::estimate(&words) {
                Some(estimate) => self.item.estimate = Some(estimate),
                None => self.points = Some((column.to_owned(), words)),
            },
            Role::Due => self.item.due = self.date(column, cell, &words).or(self.item.due.take()),
            Role::Start => self.item.start = self.date(column, cell, &words),
            Role::Started => self.started_on = self.date(column, cell, &words),
            Role::Changed => self.changed_on = date::date(&words),
            Role::After => self.item.waits.push(without_finish_to_start(&words)),
            Role::Before => self.item.blocks.push(words),
            Role::Number if self.item.number.is_none() => self.item.number = Some((0, words)),
            Role::Number | Role::Name => self.item.names.push(words),
            Role::Outline => self.outline(words),
            Role::Level => self.item.level = words.parse().ok(),
            Role::Ticket => self.ticket(words),
            Role::Page => self.page(cell, &words),
            Role::Parent => self.item.inside.push(words),
            Role::Note if says_done(&words) => self.is_done = true,
            Role::Note => self.item.notes.extend(remark(cell)),
            Role::Other => self.label(column, cell),
            Role::Title | Role::Upkeep => {}
        }
    }

    fn title(&mut self, cell: &Rich, known: &Known) {
        let (mut title, rest) = split_long(cell.clone());
        let facts = take_facts(&mut title, known);
        set_title(&title, &mut self.item);
        take(facts, &mut self.item);
        self.item.notes.extend(rest.map(|rest| rest.linked()));
    }

    fn owners(&mut self, column: &str, cell: &Rich) {
        let owners = owners_in_cell(cell);
        if let Some(why) = owners.doubt() {
            self.doubt(column, &cell.words(), why);
        }
        take_owners(owners, &mut self.item);
    }

    fn status(&mut self, role: Role, column: &str, cell: &Rich, words: &str) {
        let said = match cell.badges().any(says_done) {
            true => Some(Progress::Done),
            false => progress(words),
        };
        let place = match role {
            Role::Category => 1,
            Role::Resolution => 2,
            _ => 0,
        };
        if said.is_none() {
            self.label(column, cell);
            if role == Role::Status {
                self.unknown = Some((column.to_owned(), words.to_owned()));
            }
        }
        self.said[place] = self.said[place].max(said);
    }

    /// A column that says whether, or since when.
    fn done(&mut self, column: &str, cell: &Rich, words: &str) {
        let said = match cell.badges().any(says_done) {
            true => Some(Progress::Done),
            false => progress(words),
        };
        if said.is_some() {
            self.said[0] = self.said[0].max(said);
        } else {
            self.done_on = self.date(column, cell, words);
            self.is_done |= self.done_on.is_some();
        }
    }

    fn amount(&mut self, unit: Option<char>, column: &str, cell: &Rich) -> Option<String> {
        let words = one_line(&cell.words());
        // A tracker writes zero where nobody has said anything.
        if words.parse() == Ok(0.0_f32) {
            return None;
        }
        let amount = amount::estimate_in(&words, unit);
        if amount.is_none() {
            self.doubt(column, &words, NO_ESTIMATE);
            self.label(column, cell);
        }
        amount
    }

    fn date(&mut self, column: &str, cell: &Rich, words: &str) -> Option<String> {
        match date::read(words) {
            Ok(date) => Some(date),
            Err(why) => {
                self.doubt(column, words, why);
                self.label(column, cell);
                None
            }
        }
    }

    /// "2.1.3" is part of "2.1", if that is a row.
    fn outline(&mut self, words: String) {
        if let Some((outer, _)) = words.rsplit_once('.') {
            self.item.around = Some(outer.to_owned());
        }
        match self.item.number {
            None => self.item.number = Some((0, words)),
            Some(_) => self.item.names.push(words),
        }
    }

    fn ticket(&mut self, words: String) {
        self.item.names.push(words.clone());
        self.item.ticket.get_or_insert(words);
    }

    /// An issue on GitHub has a short name; other pages are links.
    fn page(&mut self, cell: &Rich, words: &str) {
        let path = words.strip_prefix("https://github.com/").unwrap_or_default();
        let parted = path.split_once("/issues/").or(path.split_once("/pull/"));
        match parted.filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit())) {
            Some((repository, number)) => {
                self.item.names.push(words.to_owned());
                self.ticket(format!("{repository}#{number}"));
            }
            None => self.item.notes.extend(remark(cell)),
        }
    }

    /// A value as a remark with its header.
    fn label(&mut self, column: &str, cell: &Rich) {
        let Some(text) = remark(cell) else { return };
        let label = Rich::literal(column.trim()).plain();
        self.labels.push(if label.is_empty() { text } else { format!("{label}: {text}") });
    }

    fn doubt(&mut self, column: &str, words: &str, why: &'static str) {
        let (column, words) = (one_line(column), one_line(words));
        self.item.doubts.push(Doubt { column, words, why });
    }

    /// The item, now that all of its cells are read.
    fn settle(mut self) -> Item {
        match self.progress() {
            Progress::Dropped => self.item.cut = true,
            Progress::Done => self.finished(),
            Progress::Begun => self.begun(),
            Progress::Open => {
                let left = self.left.take();
                self.item.estimate = self.item.estimate.take().or(left);
            }
        }
        if let Some((column, words)) = self.points.take() {
            if self.item.estimate.is_none() && !self.item.ticked && !self.item.cut {
                self.doubt(&column, &words, POINTS);
            }
            self.labels.push(Rich::literal(&format!("{column}: {words}")).plain());
        }
        if !self.labels.is_empty() {
            self.item.notes.push(self.labels.join("; "));
        }
        // Linear, for one, calls its numbers ids.
        if let Some((_, number)) = self.item.number.clone().filter(|(_, number)| is_key(number)) {
            self.item.ticket.get_or_insert(number);
        }
        self.item
    }

    /// How it stands by all columns together. Dropped in one of them is dropped; what the status
    /// itself says goes before its category, and that before how it ended.
    fn progress(&mut self) -> Progress {
        let said = self.said.iter().flatten().next().copied();
        let is_dropped = self.is_dropped || self.said.contains(&Some(Progress::Dropped));
        let is_done = self.is_done || self.item.ticked || said == Some(Progress::Done);
        let progress = match said {
            _ if is_dropped || self.is_archived && !is_done => Progress::Dropped,
            _ if is_done => Progress::Done,
            Some(Progress::Begun) => Progress::Begun,
            _ if self.spent.is_some() || self.started_on.is_some() => Progress::Begun,
            _ => Progress::Open,
        };
        if said.is_none()
            && progress == Progress::Open
            && let Some((column, words)) = self.unknown.take()
        {
            self.doubt(&column, &words, NO_STATUS);
        }
        progress
    }

    fn finished(&mut self) {
        self.item.ticked = true;
        self.item.done = self.done_on.take().or(self.changed_on.take());
        self.item.spent = self.spent.take();
        // A plan with work that ended before it began is no plan.
        let is_in_order = self.item.done.is_none() || self.started_on <= self.item.done;
        self.item.started = self.started_on.take().filter(|_| is_in_order);
    }

    fn begun(&mut self) {
        self.item.begun = true;
        self.item.started = self.started_on.take().or(self.changed_on.take());
        self.item.spent = self.spent.take();
        self.item.left = self.left.take();
    }
}

/// A header without what Jira puts around the names of fields of one's own.
fn shown(column: &str) -> &str {
    let inner =
        column.trim().strip_prefix("Custom field (").and_then(|name| name.strip_suffix(')'));
    inner.unwrap_or(column)
}

/// A cell as a remark.
fn remark(cell: &Rich) -> Option<String> {
    let badges: Vec<&str> = cell.badges().filter(|badge| !says_done(badge)).collect();
    let text = [badges.join(", "), cell.linked()].join(" ").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn is_blank(words: &str) -> bool {
    matches!(normalized(words).as_str(), "n a" | "na" | "none" | "tbd" | "")
        && !words.contains('✅')
}

fn says_yes(words: &str) -> bool {
    progress(words) == Some(Progress::Done)
}

/// Whether `words` are the name of an issue in a tracker, such as SHOP-12.
fn is_key(words: &str) -> bool {
    let Some((project, number)) = words.rsplit_once('-') else { return false };
    let is_letter = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.chars().all(is_letter)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers of predecessors without the mark of Microsoft Project for the usual relation, "3FS".
fn without_finish_to_start(words: &str) -> String {
    let bare = |part: &str| {
        let part = part.trim();
        let number = part.strip_suffix("FS").or(part.strip_suffix("EA")).unwrap_or(part);
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { number.to_owned() } else { part.to_owned() }
    };
    words.split(';').map(bare).collect::<Vec<_>>().join(";")
}
