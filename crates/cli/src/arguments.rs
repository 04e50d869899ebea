//! The command line.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use plan::merge::Side;
use plan::{YEAR_FIRST, YEAR_LAST};
use view::brief::Block;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Blue.on_default().bold())
    .usage(AnsiColor::Blue.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// Say when a plan will be done, how sure that is, and why
#[derive(Debug, Parser)]
#[command(name = "fore", version, styles = STYLES, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// A plan's Markdown file, for the overview of just that file
    pub file: Option<PathBuf>,

    #[command(flatten)]
    pub read: ReadOptions,

    #[command(flatten)]
    pub output: OutputOptions,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Is the plan sound? Its mistakes, at the exact place
    Check(CheckOptions),
    /// Who does what when, drawn
    Schedule {
        /// Show finished tasks too, and every open one however many there are
        #[arg(long)]
        all: bool,
    },
    /// Why a date is what it is: what waits for what, down to today
    Why {
        /// Id of a task, milestone, feature, unknown or decision, or the beginning of its title; the
        /// finish of the plan if left out
        item: Option<String>,
        /// What moved it since this revision: a branch, a tag, HEAD~20, a commit
        #[arg(long, value_name = "REVISION")]
        since: Option<String>,
    },
    /// What is going on, what can start, and what waits for somebody
    Next,
    /// When it will be done, with chances
    Forecast {
        /// End with exit code 3 if the deadline has a smaller chance than this, in percent
        #[arg(long, value_name = "PERCENT", num_args = 0..=1, default_missing_value = "80",
              value_parser = clap::value_parser!(u8).range(1..=99))]
        exit_code: Option<u8>,
        /// Play the past again and say how old forecasts held
        #[arg(long, conflicts_with = "exit_code")]
        backtest: bool,
    },
    /// What a change costs: two versions of the plan, and which edit moved the date
    Diff(DiffOptions),
    /// How the date moved from week to week, and what moved it
    Status {
        /// Name the commits behind each cause
        #[arg(long)]
        evidence: bool,
    },
    /// What makes a date likely enough: free moves, simpler forms, then cuts, at the smallest loss
    Cut {
        /// To be done by the end of this day, if not by the plan's deadline
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = today)]
        by: Option<Date>,
        /// With this chance, in percent
        #[arg(long, value_name = "PERCENT", default_value_t = 80,
              value_parser = clap::value_parser!(u8).range(1..=99))]
        confidence: u8,
        /// Write the plan with all of it to this new branch, and leave the one you are on
        #[arg(long, value_name = "BRANCH")]
        write: Option<String>,
    },
    /// The few questions worth asking about the plan, and what an answer is worth
    Review(ReviewOptions),
    /// Answer a question of the review, so that it is not asked again
    Answer(AnswerOptions),
    /// One page for leadership: when, how sure, what it would take, what you need from them
    Brief(BriefOptions),
    /// The plan in other forms: pictures, a diagram, a table
    Export(ExportOptions),
    /// Serve an editor: the plan's mistakes, completions and the forecast while you type
    Lsp {
        /// Accepted because editors pass it; standard input and output is the only way
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// What a message, a question or a term means
    Explain {
        /// A code such as E105, a rule such as lead-on-path, or a term such as p80
        about: Option<String>,
    },
    /// Make a plan of what you have: a list, a table, an outline, or nothing yet
    Init {
        /// The document; `-` or a pipe is standard input
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// A task as the text of a ticket, in Markdown
    Ticket {
        /// Id of a task without parts, or the beginning of its title
        item: String,
    },
    /// Completions for a shell: fore completions bash > …
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages into a folder
    Manual {
        /// The folder
        folder: PathBuf,
    },
    /// Write attributes of an item: fore set cutover @priya 3d..6d after+=rehearsal
    Set {
        /// Id, or the beginning of a title
        item: String,
        /// As in a plan; after+=ID and after-=ID add and remove one link
        #[arg(value_name = "ATTRIBUTE")]
        attributes: Vec<String>,
        /// Take an attribute away: a key, a flag, `who` or `estimate`
        #[arg(long, value_name = "KEY")]
        unset: Vec<String>,
        /// Another title
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        edit: EditOptions,
    },
    /// Add an item, or a contract between two tasks so that both can start
    Add {
        /// Its title
        title: String,
        /// Its attributes, as in a plan
        #[arg(value_name = "ATTRIBUTE")]
        attributes: Vec<String>,
        #[command(flatten)]
        place: AddPlace,
        #[command(flatten)]
        edit: EditOptions,
    },
    /// Somebody has begun a task
    Start {
        /// Id, or the beginning of a title
        item: String,
        /// The day, if not today
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = today)]
        on: Option<Date>,
        #[command(flatten)]
        edit: EditOptions,
    },
    /// Tasks, milestones, unknowns or obstacles are finished
    Done {
        /// Ids, or beginnings of titles
        #[arg(required = true, value_name = "ITEM")]
        items: Vec<String>,
        /// The day, if not today
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = today)]
        on: Option<Date>,
        #[command(flatten)]
        edit: EditOptions,
    },
    /// A decision is made
    Decide {
        /// Id, or the beginning of the question
        item: String,
        /// What was chosen
        choice: String,
        /// The day, if not today
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = today)]
        on: Option<Date>,
        #[command(flatten)]
        edit: EditOptions,
    },
    /// Somebody has been told of an obstacle, a decision or a milestone
    Raise {
        /// Id, or the beginning of a title
        item: String,
        /// Who has been told: @name, @team, or anybody else by name
        #[arg(long)]
        to: String,
        #[command(flatten)]
        edit: EditOptions,
    },
    /// Finish a merge item by item; as git's merge driver: fore merge %O %A %B %P
    Merge {
        /// An unfinished file; or BASE OURS THEIRS and perhaps PATH, with the result in OURS
        #[arg(num_args = 0..=4)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        side: TakeSide,
    },
    /// Take the last edit back, and the one before it, and so on
    Undo {
        /// Do again what was taken back
        #[arg(long)]
        redo: bool,
        /// Take back an edit that was committed meanwhile, too
        #[arg(long, conflicts_with = "redo")]
        committed: bool,
    },
    /// Bring the plan to its one spelling; prose is never touched
    Fmt {
        /// Write nothing; exit code 1 if something would change
        #[arg(long)]
        check: bool,
        /// Give every item an id
        #[arg(long)]
        ids: bool,
    },
    /// The plan in the browser, alive: prints its address and serves until it is stopped
    Serve {
        /// Open the browser too
        #[arg(long)]
        open: bool,
        /// The port, if not the first free one from 4480 on
        #[arg(long, value_name = "N")]
        port: Option<u16>,
    },
    /// Write a sample plan into a new folder and show it
    Demo {
        /// The folder; it must be empty or not exist
        #[arg(default_value = "fore-demo")]
        folder: PathBuf,
    },
    /// The first commands to know
    Help {
        /// `all`, or a command
        about: Option<String>,
    },
}

/// For whom, and how strictly.
#[derive(Clone, Copy, Debug, Args)]
pub struct CheckOptions {
    /// Exit code 1 for a warning too, and for a question of the review worth a day of P80 or more
    #[arg(long)]
    pub strict: bool,
    /// For a build server, with the questions of the review as notes
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "json")]
    pub format: Option<ReportForm>,
}

/// A form in which build servers read messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportForm {
    /// JSON for code scanning
    Sarif,
    /// XML as of unit tests
    Junit,
    /// Lines that a GitHub workflow shows in the pull request
    Github,
}

/// Which questions.
#[derive(Debug, Args)]
pub struct ReviewOptions {
    /// Every question, in full
    #[arg(long)]
    pub all: bool,
    /// Only those about this: a word, an id, a rule, or a family of rules such as `people`
    #[arg(long, value_name = "WORD")]
    pub about: Option<String>,
    /// Open work one by one, with all that is asked about it
    #[arg(long, conflicts_with_all = ["all", "about"])]
    pub deep: bool,
    /// What was asked before and has an answer
    #[arg(long, conflicts_with_all = ["all", "about", "deep"])]
    pub answered: bool,
}

/// Which question, and what is said to it.
#[derive(Debug, Args)]
pub struct AnswerOptions {
    /// Its number in `fore review`, or its name; a rule's name is all of its questions
    pub question: String,
    /// The answer in a few words; and perhaps @name of who says so
    #[arg(value_name = "ANSWER")]
    pub words: Vec<String>,
    /// It is no question now: ask again in two weeks, or after --until
    #[arg(long)]
    pub not_now: bool,
    /// The last day on which the answer holds
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today)]
    pub until: Option<Date>,
    /// Nobody knows yet: @name finds out by=YYYY-MM-DD
    #[arg(long, conflicts_with_all = ["not_now", "keep"])]
    pub unknown: bool,
    /// Take these of the proposed ways out, by their letters
    #[arg(long, value_name = "LETTERS", value_delimiter = ',', conflicts_with_all = ["not_now", "until"])]
    pub keep: Vec<char>,
    #[command(flatten)]
    pub edit: EditOptions,
}

/// Which two versions, and for whom.
#[derive(Debug, Args)]
#[command(after_help = DIFF_HELP)]
pub struct DiffOptions {
    /// A revision, a range of two, or another file or folder [default: HEAD]
    #[arg(value_name = "BASE[..HEAD]")]
    pub base: Option<String>,

    /// What to look at, if not the plan as it is now: a revision, file or folder
    #[arg(value_name = "OTHER")]
    pub head: Option<String>,

    /// As a Markdown comment for a pull request; with --json as the body of a request
    #[arg(long, conflicts_with = "brief")]
    pub comment: bool,

    /// As a paragraph to send on
    #[arg(long, conflicts_with = "json")]
    pub brief: bool,

    /// Print only the id of the comment about this plan in FILE, a list as the host's API gives it
    #[arg(long, value_name = "FILE", requires = "comment")]
    pub find_in: Option<PathBuf>,
}

const DIFF_HELP: &str = "\
A revision alone is compared with the plan as it is now, from where the two branches parted, so
that what others did meanwhile is not counted. A..B compares A itself with B, A...B from where they
parted. Exit code 3: the change passes a limit that [diff] in fore.toml sets, and its policy is
\"fail\".";

/// Where the brief goes, and what is in it.
#[derive(Debug, Args)]
#[command(after_help = BRIEF_HELP)]
pub struct BriefOptions {
    /// Write a page to this file, for browsers and mail
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub html: Option<PathBuf>,

    /// Write one A4 sheet to this file
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub pdf: Option<PathBuf>,

    /// A branch with what somebody asks for: what it would cost, as a request on the table
    #[arg(long, value_name = "REVISION")]
    pub request: Option<String>,

    /// Leave a block out; may be said again
    #[arg(long, value_name = "BLOCK", value_parser = block())]
    pub without: Vec<Block>,
}

const BRIEF_HELP: &str = "\
Without a file, Markdown on standard output. What the plan does not use has no block. If it is
longer than one page, fore says which block to leave out, and makes no type smaller.";

/// A block of the brief, by its name.
fn block() -> impl TypedValueParser<Value = Block> {
    let names = Block::ALL.map(|block| PossibleValue::new(block.name()).help(block.title()));
    PossibleValuesParser::new(names).map(|name| {
        let named = Block::ALL.into_iter().find(|block| block.name() == name);
        named.expect("BUG: a name that is possible is one of ours")
    })
}

/// In which form, and where to.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_HELP)]
pub struct ExportOptions {
    /// A picture: the timeline, fifty dots against the deadline, or the forecast by working day
    #[arg(long, value_name = "PICTURE", group = "form")]
    pub svg: Option<Picture>,

    /// The timeline as a Mermaid diagram, for pages that draw those
    #[arg(long, group = "form")]
    pub mermaid: bool,

    /// One row a task, for spreadsheets
    #[arg(long, group = "form")]
    pub csv: bool,

    /// What finished tasks were estimated at and what they took, for the fore.toml of another plan
    #[arg(long, group = "form")]
    pub record: bool,

    /// All pages as files that can be mailed or hosted, in this folder; for reading only
    #[arg(long, value_name = "FOLDER", group = "form", conflicts_with = "out")]
    pub html: Option<PathBuf>,

    /// With --svg timeline: one lane a person or a milestone
    #[arg(long, value_name = "LANE", default_value = "person", requires = "svg")]
    pub by: Lanes,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

const EXPORT_HELP: &str = "\
With --json, all that is known of the plan and its forecast, for programs.";

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Picture {
    /// Who does what and when
    Timeline,
    /// Fifty ways in which it could end
    Dots,
    /// When it finishes, by working day
    Forecast,
}

/// What a lane of the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Lanes {
    /// One person, or one team outside
    Person,
    /// What leads to one milestone
    Milestone,
}

/// Which side wins where both changed the same thing.
#[derive(Clone, Copy, Debug, Args)]
pub struct TakeSide {
    /// Take our side where both changed the same thing
    #[arg(long, conflicts_with = "theirs")]
    pub ours: bool,
    /// Take their side where both changed the same thing
    #[arg(long)]
    pub theirs: bool,
}

impl TakeSide {
    /// The side, if one is named.
    pub fn taken(self) -> Option<Side> {
        match (self.ours, self.theirs) {
            (true, _) => Some(Side::Ours),
            (_, true) => Some(Side::Theirs),
            _ => None,
        }
    }
}

/// How an edit is made.
#[derive(Clone, Copy, Debug, Args)]
pub struct EditOptions {
    /// Show the change and its effect, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not work out what it does to the date
    #[arg(long)]
    pub no_price: bool,
}

/// Where a new item goes.
#[derive(Debug, Args)]
pub struct AddPlace {
    /// As the last part of this task
    #[arg(long, value_name = "ITEM")]
    pub under: Option<String>,
    /// Right after this item
    #[arg(long = "beside", value_name = "ITEM", conflicts_with = "under")]
    pub after_item: Option<String>,
    /// As the last item of this section, such as Risks
    #[arg(long, value_name = "SECTION", conflicts_with_all = ["under", "after_item"])]
    pub to: Option<String>,
    /// An agreed interface: adds the contract, a stand-in and the integration, and moves the links
    #[arg(long, requires = "between", conflicts_with_all = ["under", "after_item", "to"])]
    pub contract: bool,
    /// The two tasks that the contract lets go on side by side
    #[arg(long, value_name = "ONE,OTHER", value_delimiter = ',', requires = "contract")]
    pub between: Vec<String>,
}

/// Which plan, which day, which draws.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct ReadOptions {
    /// Look for the plan in this folder, or read this file
    #[arg(short = 'C', long = "dir", value_name = "DIR", default_value = ".", global = true)]
    pub place: PathBuf,

    /// Read the plan as of this day
    #[arg(long, value_name = "YYYY-MM-DD", global = true, value_parser = today)]
    pub today: Option<Date>,

    /// Other draws; the same seed gives the same forecast
    #[arg(long, value_name = "N", global = true)]
    pub seed: Option<u64>,

    /// How many times the plan is played
    #[arg(long, value_name = "N", global = true, value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    pub runs: Option<u32>,
}

/// How the answer is said.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct OutputOptions {
    /// The same numbers with names, for programs
    #[arg(long, global = true)]
    pub json: bool,

    /// No colors (also when NO_COLOR is set, or the output is not a terminal)
    #[arg(long, global = true)]
    pub no_color: bool,

    /// Colors although the output is not a terminal
    #[arg(long, global = true, conflicts_with = "no_color")]
    pub color: bool,

    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,

    /// Sentences and lists without drawings, for screen readers
    #[arg(long, global = true)]
    pub plain: bool,

    /// Columns to use, if not those of the terminal
    #[arg(long, value_name = "COLUMNS", global = true, value_parser = clap::value_parser!(u16).range(20..=400))]
    pub width: Option<u16>,
}

/// A date within the years that calendars know.
fn today(text: &str) -> Result<Date, String> {
    let date: Date = text.parse().map_err(|_| "write it as 2026-04-14".to_owned())?;
    if (YEAR_FIRST..=YEAR_LAST).contains(&date.year()) {
        Ok(date)
    } else {
        Err(format!("the year is outside {YEAR_FIRST} to {YEAR_LAST}"))
    }
}
