//! Reading: parse, build, lower. Everything that can be said without drawing a number.

use calendar::{Moment, last_worked_date};
use jiff::civil::Date;
use markup::{NodeKind, Outline};
use plan::{CommitDates, Plan, Settings};
use schedule::{CatchingUp, LowerOptions, Lowered, lower};
use text::{Diagnostic, FileId, SourceFile, has_errors};

/// What a plan is read from.
#[derive(Clone, Debug)]
pub struct Input {
    /// The plan's files, in order.
    pub files: Vec<SourceFile>,
    /// `fore.toml`, if there is one.
    pub settings: Option<SourceFile>,
    /// The status date: nothing unfinished is scheduled before it.
    pub today: Date,
    /// When commits began and finished tasks: the dates that nobody wrote.
    pub commit_dates: CommitDates,
}

impl Input {
    /// A plan of which nothing is known but its texts.
    #[must_use]
    pub fn new(files: Vec<SourceFile>, settings: Option<SourceFile>, today: Date) -> Self {
        Self { files, settings, today, commit_dates: CommitDates::new() }
    }
}

/// A plan as read from one state of its texts, with all that is wrong with it. Never changes.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The plan's files, then the settings file; diagnostics point into this list.
    pub files: Vec<SourceFile>,
    /// The outlines of the plan's files.
    pub outlines: Vec<Outline>,
    /// What the text means.
    pub plan: Plan,
    /// The status date.
    pub today: Date,
    /// The dates that commits know, as they were given.
    pub commit_dates: CommitDates,
    /// The problem; `None` if there is an error, or nothing to schedule.
    pub lowered: Option<Lowered>,
    /// Errors and warnings of all stages, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Snapshot {
    /// [`Lowered::finish_date`]; without a problem, the day of the last minute before `finish`.
    #[must_use]
    pub fn finish_date(&self, finish: Moment) -> Date {
        self.lowered.as_ref().map_or_else(
            || last_worked_date(finish, &self.plan.zone),
            |lowered| lowered.finish_date(finish),
        )
    }

    /// Whether an error stands against any date.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// How many list items its files have, plan items or not.
    #[must_use]
    pub fn list_items(&self) -> usize {
        let nodes = self.outlines.iter().flat_map(|outline| &outline.nodes);
        nodes.filter(|node| matches!(node.kind, NodeKind::Item { .. })).count()
    }

    /// What it was read from, to be read again after an edit.
    #[must_use]
    pub fn input(&self) -> Input {
        let mut files = self.files.clone();
        let settings = files.split_off(self.outlines.len()).pop();
        Input { files, settings, today: self.today, commit_dates: self.commit_dates.clone() }
    }
}

/// Reads a plan. Never fails: what is wrong is in [`Snapshot::diagnostics`].
#[must_use]
pub fn read(input: Input) -> Snapshot {
    read_with(input, |_| CatchingUp::new())
}

/// Reads a plan in which some have to catch up on tasks that they take over.
pub(crate) fn read_with(input: Input, catching_up: impl Fn(&Plan) -> CatchingUp) -> Snapshot {
    let Input { mut files, settings, today, commit_dates } = input;
    let outlines: Vec<Outline> = files.iter().map(|file| markup::parse(&file.text)).collect();
    let (parsed, mut diagnostics) = match &settings {
        Some(file) => Settings::parse(settings_id(&files), &file.text),
        None => (Settings::default(), Vec::new()),
    };
    let (mut plan, found) = plan::build(&files, &outlines, &parsed);
    plan.date_by_commits(&commit_dates, today);
    diagnostics.extend(found);
    let mut lowered = None;
    if !has_errors(&diagnostics) {
        let options = LowerOptions { catching_up: catching_up(&plan), ..LowerOptions::new(today) };
        let lowering = lower(&plan, &options);
        lowered = lowering.lowered;
        diagnostics.extend(lowering.diagnostics);
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    files.extend(settings);
    Snapshot { files, outlines, plan, today, commit_dates, lowered, diagnostics }
}

pub(crate) fn settings_id(files: &[SourceFile]) -> FileId {
    FileId(u32::try_from(files.len()).expect("fewer than four billion files"))
}
