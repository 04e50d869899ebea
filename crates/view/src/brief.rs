//! The brief: one page that the lead gives to leadership, in plain words.
//!
//! In: [`Facts`], and what was found out beside them. Out: a [`Brief`] of finished sentences and
//! rows; from it Markdown, HTML and the A4 page that becomes a PDF. It names work and never ranks
//! people; it says no P50 and no id; what the plan does not use has no block.

mod asks;
mod gather;
pub mod html;
mod markdown;
mod options;
mod page;
mod request;

use jiff::civil::Date;
use plan::{ItemRef, RiskId, Trend};

use crate::Facts;
use crate::scene::Scene;
use crate::screens::cut::Cut;

pub use gather::{brief, moved};
pub use markdown::markdown;
pub use options::options;
pub use page::{Sheets, sheets};
pub use request::request;

/// What the brief is made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The plan and its dates.
    pub facts: &'a Facts<'a>,
    /// What the plan says under an item, in the words of its author, as one line.
    pub note: &'a dyn Fn(ItemRef) -> String,
    /// What would make the due date likely, if it is not.
    pub cut: Option<&'a Cut<'a>>,
    /// Where the 80 % date lands without and with each open risk.
    pub risks: &'a [RiskSpan],
    /// How the forecast came to be what it is, where there is a history.
    pub trend: Option<&'a Trend>,
    /// The short id of the commit that the plan is of, where it is of one.
    pub revision: Option<&'a str>,
    /// What a change that somebody asks for would do: its name, and the sentences about it.
    pub request: Option<(&'a str, &'a str)>,
}

/// Where the 80 % date lands with and without a risk, in the same futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskSpan {
    /// Which.
    pub risk: RiskId,
    /// If it does not happen; `None` if the plan then never ends.
    pub without: Option<Date>,
    /// If it happens.
    pub with: Option<Date>,
}

/// One page of words. A block that is empty is not shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The plan's name.
    pub plan: String,
    /// Who leads it: the full name.
    pub lead: Option<String>,
    /// The status date.
    pub date: Date,
    /// The answer: the date that is 80 % sure.
    pub answer: String,
    /// What that means for the deadline.
    pub deadline: Option<String>,
    /// Whether the deadline is less likely than what is called sure, so that it is a warning.
    pub is_at_risk: bool,
    /// Why we do this; or, without goals, the question that the page cannot answer.
    pub why: Option<String>,
    /// What others gain: the goal, and its measure from today to then.
    pub gains: Vec<(String, String)>,
    /// The milestones to come, as rows.
    pub milestones: Vec<MilestoneRow>,
    /// The same as a picture, in type of [`CHART_TYPE`] points.
    pub chart: Option<Scene>,
    /// What could be done about the due date.
    pub options: Option<Options>,
    /// What is needed, by when.
    pub asks: Vec<Ask>,
    /// Why the date moved.
    pub moved: Option<Moved>,
    /// What could go wrong: the risk, its chance, what it would mean.
    pub risks: Vec<[String; 3]>,
    /// What somebody asks for: its name, and what it would do.
    pub request: Option<(String, String)>,
    /// Two terms that the page cannot do without, in a line each.
    pub terms: Vec<(String, String)>,
    /// How far to trust it.
    pub trust: String,
    /// Which plan, which draws.
    pub stamp: String,
}

/// The size of type in the chart of the milestones, in points.
pub const CHART_TYPE: f64 = 8.4;

/// A milestone to come.
#[derive(Clone, Debug, PartialEq)]
pub struct MilestoneRow {
    /// Its name for others.
    pub name: String,
    /// Even odds.
    pub even_odds: Date,
    /// 80 % sure.
    pub sure: Date,
    /// The date that others were given, else the one it is wanted by.
    pub planned: Option<Date>,
    /// Whether others were told.
    pub is_promised: bool,
}

/// What could be done about the due date.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The due date in words.
    pub due: String,
    /// The steps, each with all before it; the first is the plan as it is.
    pub rows: Vec<OptionRow>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionRow {
    /// What is done.
    pub name: String,
    /// The 80 % date then.
    pub sure: Option<Date>,
    /// The chance of the due date then.
    pub chance: f64,
    /// What it costs.
    pub cost: String,
    /// Whether it is the last one that loses nothing.
    pub is_advised: bool,
    /// What it consists of, with ids and the people who take over, for the team: no sheet shows it.
    pub steps: Vec<String>,
}

/// Something that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// `By 17 April`.
    pub when: String,
    /// What.
    pub what: String,
    /// Why, or what follows.
    pub why: String,
}

/// Why the date moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// `Why it moved 12 working days since 16 March`.
    pub title: String,
    /// Days and cause.
    pub rows: Vec<(String, String)>,
}

/// A block that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Why we do this.
    Why,
    /// The milestones.
    Milestones,
    /// What we could do.
    Options,
    /// What we need.
    Asks,
    /// Why it moved.
    Moved,
    /// What could go wrong.
    Risks,
    /// A request on the table.
    Request,
    /// Terms in plain words.
    Terms,
}

impl Block {
    /// All, in the order in which they are missed: the first the least.
    pub const ALL: [Block; 8] = [
        Block::Terms,
        Block::Request,
        Block::Moved,
        Block::Risks,
        Block::Milestones,
        Block::Asks,
        Block::Options,
        Block::Why,
    ];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Block::Why => "Why we do this",
            Block::Milestones => "Where the milestones stand",
            Block::Options => "What we could do",
            Block::Asks => "What we need from you",
            Block::Moved => "Why it moved",
            Block::Risks => "What could still go wrong",
            Block::Request => "A request on the table",
            Block::Terms => "In plain words",
        }
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Block::Why => "why",
            Block::Milestones => "milestones",
            Block::Options => "options",
            Block::Asks => "asks",
            Block::Moved => "moved",
            Block::Risks => "risks",
            Block::Request => "request",
            Block::Terms => "terms",
        }
    }
}

impl Brief {
    /// The brief without a block.
    #[must_use]
    pub fn without(mut self, block: Block) -> Brief {
        match block {
            Block::Why => (self.why, self.gains) = (None, Vec::new()),
            Block::Milestones => (self.milestones, self.chart) = (Vec::new(), None),
            Block::Options => self.options = None,
            Block::Asks => self.asks = Vec::new(),
            Block::Moved => self.moved = None,
            Block::Risks => self.risks = Vec::new(),
            Block::Request => self.request = None,
            Block::Terms => self.terms = Vec::new(),
        }
        self
    }

    /// `Tuesday 14 April 2026`.
    #[must_use]
    pub fn date_said(&self) -> String {
        let day = words::day(self.date, self.date);
        format!("{} {day} {}", words::weekday_name(self.date), self.date.year())
    }
}
