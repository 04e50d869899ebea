//! Which two versions of the plan the page Change compares, and what is remembered of it.
//!
//! In: a board, and the names of two versions. Out: a [`Change`], worked out once. Only revisions
//! can be named here: a file or folder beside the plan is none of a browser's business.

use std::path::Path;
use std::sync::Arc;

use store::{History, PlanFiles};
use view::Facts;
use view::screens::Diff;
use workbench::diff::{Advice, Compared, Version, Versions, compared, find};
use workbench::{Dates, Input, Snapshot, play, read};

use crate::Board;

/// Two versions of the plan, and what lies between them.
#[derive(Debug)]
pub struct Change {
    /// What the older version is called.
    pub base_name: String,
    /// What the newer version is called.
    pub head_name: String,
    /// What the reader should know about the choice, a sentence each.
    pub remarks: Vec<String>,
    /// The versions, and what was found between them.
    pub compared: Compared,
}

impl Change {
    /// The change as every surface speaks of it.
    #[must_use]
    pub fn diff<'a>(&'a self, base: Option<&'a Facts<'a>>, head: &'a Facts<'a>) -> Diff<'a> {
        Diff {
            program: "fore",
            command: "fore diff",
            is_checked_out: false,
            base_name: &self.base_name,
            head_name: &self.head_name,
            base,
            head,
            edits: &self.compared.edits,
            p80_minutes: self.compared.p80_minutes,
            if_kept: self.compared.if_kept,
            levers: &self.compared.levers,
            remarks: &self.remarks,
        }
    }
}

/// So many versions are offered by name.
const VERSIONS_MAX: usize = 40;

/// The names of the branches and tags around `place`; empty outside git and before the first commit.
#[must_use]
pub fn versions(place: &Path) -> Vec<String> {
    let Ok(Some(history)) = History::open(place) else { return Vec::new() };
    if history.commit_of("HEAD").is_err() {
        return Vec::new();
    }
    let mut names = history.names(VERSIONS_MAX).unwrap_or_default();
    names.push("HEAD".to_owned());
    names
}

/// Comparisons of one board with other versions, the newest last.
#[derive(Debug, Default)]
pub struct Changes {
    known: Vec<(Key, Result<Arc<Change>, String>)>,
}

/// So many comparisons are remembered.
const CHANGES_MAX: usize = 8;

/// What was asked for, and the commits that it meant: a branch may move on.
type Key = [String; 4];

impl Changes {
    /// The comparison of `base` and `head`; without names those that are most worth it.
    ///
    /// # Errors
    /// Why there is none, as a sentence.
    pub fn find(
        &mut self,
        board: &Board,
        base: Option<&str>,
        head: Option<&str>,
    ) -> Result<Arc<Change>, String> {
        let place = &board.opened.place;
        let history = match History::open(place) {
            Ok(Some(history)) => history,
            Ok(None) => return Err("There is no git repository here.".to_owned()),
            Err(error) => return Err(sentence(&error)),
        };
        let commit = |name: &str| history.commit_of(name).map_err(|error| sentence(&error));
        let key = [
            base.unwrap_or_default().to_owned(),
            head.unwrap_or_default().to_owned(),
            commit(base.unwrap_or("HEAD"))?,
            commit(head.unwrap_or("HEAD"))?,
        ];
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == key) {
            return known.clone();
        }
        let found = match (base, head) {
            (None, None) => worthwhile(board, &history),
            _ => between(board, base.or(Some("HEAD")), head),
        };
        if self.known.len() == CHANGES_MAX {
            drop(self.known.remove(0));
        }
        let found = found.map(Arc::new);
        self.known.push((key, found.clone()));
        found
    }
}

/// What is in the folder against the last commit; where that is the same, this branch against the
/// main one; where that is the same too, what another branch would bring.
fn worthwhile(board: &Board, history: &History) -> Result<Change, String> {
    let unsaved = between(board, None, None)?;
    if !unsaved.compared.edits.is_empty() {
        return Ok(unsaved);
    }
    let is_beyond = |one: &str, other: &str| {
        let common = history.merge_base(one, other).ok().flatten();
        common.is_some() && common != history.commit_of(one).ok()
    };
    let main = ["main", "master"].into_iter().find(|name| history.commit_of(name).is_ok());
    if let Some(main) = main.filter(|main| is_beyond("HEAD", main)) {
        return between(board, Some(main), None);
    }
    match board.versions().iter().find(|name| is_beyond(name, "HEAD")) {
        Some(branch) => between(board, Some(&format!("HEAD...{branch}")), None),
        None => Ok(unsaved),
    }
}

fn between(board: &Board, base: Option<&str>, head: Option<&str>) -> Result<Change, String> {
    let found = find(&board.opened.place, base, head).map_err(|error| sentence(&error))?;
    let Versions { base, head, mut remarks } = found;
    let before = match &base.files {
        Some(files) => dated(board, files, &base)?,
        None => None,
    };
    let after = match &head.files {
        // What is in the folder was played already.
        Some(_) if head.is_file => Some((board.snapshot().clone(), board.dates.clone())),
        Some(files) => dated(board, files, &head)?,
        None => None,
    };
    let Some(after) = after else {
        return Err(format!("There is nothing to do in {}, so no date.", head.in_a_sentence()));
    };
    if before.is_none() {
        remarks.push(format!("There is nothing to compare with at `{}`.", base.name));
    }
    let compared = compared(before, after, board.options, Advice::Ladder);
    Ok(Change { base_name: base.name, head_name: head.name, remarks, compared })
}

/// A version with its dates; `None` if there is nothing to do in it.
///
/// # Errors
/// A sentence, if it has errors.
pub fn dated(
    board: &Board,
    files: &PlanFiles,
    version: &Version,
) -> Result<Option<(Snapshot, Dates)>, String> {
    let PlanFiles { files, settings, .. } = files.clone();
    let today = board.snapshot().today;
    let snapshot = board.opened.dated(read(Input::new(files, settings, today)));
    if snapshot.has_errors() {
        let name = version.in_a_sentence();
        return Err(format!("There are no dates to compare: {name} has errors."));
    }
    let dates = play(&snapshot, board.options);
    Ok(dates.map(|dates| (snapshot, dates)))
}

/// What went wrong, as a sentence of its own.
pub fn sentence(error: &dyn std::error::Error) -> String {
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default();
    format!("{}.", view::words::capitalized(first))
}
