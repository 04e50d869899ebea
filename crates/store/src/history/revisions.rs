//! Every state that a plan was in, on the line of commits that led to today's head.
//!
//! In: the head. Out: the revisions that changed the plan, each with who made it when. It must not
//! know what the texts say.
//!
//! # Theory
//! The line goes from commit to first parent, so a merge is one step: what was merged became true
//! for the line on that day. Who changed what is another question, and for it a merge carries the
//! commits that it brought in. Where the line begins with a file that git holds for renamed, it
//! goes on at the old place.
//!
//! # Practice
//! A listing is one process; so are the folders of all commits, and so are all their files. Only
//! where merges touched the plan there are two more, and where the plan moved, as many again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use text::{NotText, SourceFile};

use super::error::HistoryError;
use super::objects::Object;
use super::place::Layout;
use super::{History, Place};
use crate::PlanFiles;
use crate::undo::fingerprint;

/// A commit that changed the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The commit's id.
    pub commit: String,
    /// The name of its author.
    pub author: String,
    /// When the author wrote it, in seconds since the beginning of 1970 in UTC.
    pub seconds: i64,
    /// The whole message; its first line is the subject.
    pub message: String,
    /// The plan as of then; `None` if there was none.
    pub texts: Option<Texts>,
    /// For a merge: the commits it brought in that touched the plan, the oldest first.
    pub merged: Vec<Revision>,
    n_parents: usize,
}

/// Names the texts of a plan without holding them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// Equal for equal files with equal texts, and in practice only for those.
    pub key: String,
    layout: Layout,
    /// What git calls each file of the layout, in its order.
    names: Vec<String>,
}

impl Revision {
    /// The first line of the message.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

/// A plan that moves more often than this is followed no further.
const MOVES_MAX: usize = 16;

/// What is remembered of a line: it holds for one head.
#[derive(Serialize, Deserialize)]
struct Remembered {
    head: String,
    revisions: Vec<Revision>,
}

const REMEMBERED_AS: &str = "revisions";

impl History {
    /// The revisions that changed the plan, on the line of first parents up to the head, the oldest
    /// first. Empty where nothing is committed.
    ///
    /// **Cost.** With the same head as the last time, one file is read. Else a few processes,
    /// however many commits.
    ///
    /// # Errors
    /// [`HistoryError::Git`].
    pub fn revisions(&self) -> Result<Vec<Revision>, HistoryError> {
        let Some(head) = self.reader.head().map(str::to_owned) else { return Ok(Vec::new()) };
        if let Some(known) = self.remembered::<Remembered>(REMEMBERED_AS)
            && known.head == head
        {
            return Ok(known.revisions);
        }
        let revisions = self.line(&head)?;
        let remembered = Remembered { head, revisions };
        self.remember(REMEMBERED_AS, &remembered);
        Ok(remembered.revisions)
    }

    /// The files that `all` name, one answer each, in one batch. A revision with a file that is not
    /// text is refused.
    ///
    /// # Errors
    /// [`HistoryError::Git`].
    pub fn texts(&self, all: &[&Texts]) -> Result<Vec<Result<PlanFiles, NotText>>, HistoryError> {
        let mut wanted: Vec<String> = all.iter().flat_map(|texts| texts.names.clone()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let found = self.reader.objects_through_links(&wanted)?;
        let known: BTreeMap<&String, &Object> = wanted.iter().zip(&found).collect();
        Ok(all.iter().map(|texts| self.plan_files(texts, &known)).collect())
    }

    fn plan_files(
        &self,
        texts: &Texts,
        known: &BTreeMap<&String, &Object>,
    ) -> Result<PlanFiles, NotText> {
        let layout = &texts.layout;
        let mut files = Vec::with_capacity(layout.files.len());
        let mut settings = None;
        for (position, ((path, _), name)) in layout.all().zip(&texts.names).enumerate() {
            let Some(Object::Blob(bytes)) = known.get(name) else { continue };
            let file = SourceFile::from_bytes(path.as_str(), bytes.clone())?;
            if position < layout.files.len() {
                files.push(file);
            } else {
                settings = Some(file);
            }
        }
        Ok(PlanFiles { root: self.top.join(&layout.folder), files, settings })
    }

    fn line(&self, head: &str) -> Result<Vec<Revision>, HistoryError> {
        let mut line: Vec<Revision> = Vec::new();
        let mut from = head.to_owned();
        let Some(layout) = self.layout_at(&self.place, head)? else { return Ok(line) };
        let mut place = self.place.within(&layout.folder);
        for _ in 0..MOVES_MAX {
            let mut older = self.stretch(&from, &place)?;
            let Some(first) = older.first() else { break };
            let earlier = self.parent_of(&first.commit)?;
            let moved = match (&earlier, &first.texts) {
                (Some(parent), Some(texts)) => {
                    self.place_before(parent, &first.commit, &texts.layout)?
                }
                _ => None,
            };
            older.append(&mut line);
            line = older;
            let (Some(parent), Some(old_place)) = (earlier, moved) else { break };
            (from, place) = (parent, old_place);
        }
        line.dedup_by(|newer, older| newer.texts.is_some() && newer.texts == older.texts);
        Ok(line)
    }

    /// The revisions up to `from` of a plan that stays at `place`, the oldest first.
    fn stretch(&self, from: &str, place: &Place) -> Result<Vec<Revision>, HistoryError> {
        let mut line = self.log(&["--first-parent", from], place)?;
        if line.iter().any(|revision| revision.n_parents > 1) {
            self.fill_merges(&mut line, from, place)?;
        }
        line.reverse();
        let all = || line.iter().flat_map(|revision| revision.merged.iter().chain([revision]));
        let commits: Vec<&str> = all().map(|revision| revision.commit.as_str()).collect();
        let mut texts = self
            .layouts(place, &place.folders()[..1], &commits)?
            .into_iter()
            .zip(&commits)
            .map(|(layout, commit)| layout.map(|layout| Texts::of(layout, commit)))
            .collect::<Vec<_>>()
            .into_iter();
        for revision in &mut line {
            for merged in &mut revision.merged {
                merged.texts = texts.next().flatten();
            }
            revision.texts = texts.next().flatten();
        }
        Ok(line)
    }

    /// Gives each merge of `line`, which is newest first, the commits that it brought in.
    fn fill_merges(
        &self,
        line: &mut [Revision],
        from: &str,
        place: &Place,
    ) -> Result<(), HistoryError> {
        let mut sides: BTreeMap<String, Revision> = self
            .log(&["--full-history", "--no-merges", from], place)?
            .into_iter()
            .map(|revision| (revision.commit.clone(), revision))
            .collect();
        let said = self.reader.answer("rev-list", &["--parents", from, "--"])?.unwrap_or_default();
        let parents: BTreeMap<&str, Vec<&str>> = said
            .lines()
            .filter_map(|line| {
                line.split_once(' ').map(|(id, rest)| (id, rest.split(' ').collect()))
            })
            .collect();
        let none = Vec::new();
        let first_parents = std::iter::successors(Some(from), |id| {
            parents.get(id).unwrap_or(&none).first().copied()
        });
        let mut on_line: Vec<&str> = first_parents.collect();
        let mut seen: BTreeSet<&str> = on_line.iter().copied().collect();
        on_line.reverse();
        let mut brought: BTreeMap<&str, Vec<Revision>> = BTreeMap::new();
        for merge in on_line {
            let mut open: Vec<&str> =
                parents.get(merge).unwrap_or(&none).iter().skip(1).copied().collect();
            let mut found = Vec::new();
            while let Some(id) = open.pop() {
                if seen.insert(id) {
                    found.extend(sides.remove(id));
                    open.extend(parents.get(id).unwrap_or(&none));
                }
            }
            found.reverse();
            found.sort_by_key(|revision| revision.seconds);
            brought.insert(merge, found);
        }
        for revision in line {
            revision.merged = brought.remove(revision.commit.as_str()).unwrap_or_default();
        }
        Ok(())
    }

    /// The commits that `which` selects and that touched the plan at `place`, newest first.
    fn log(&self, which: &[&str], place: &Place) -> Result<Vec<Revision>, HistoryError> {
        let form = ["-z", "--format=tformat:%H%x00%P%x00%an%x00%at%x00%B", "--encoding=UTF-8"];
        let safe = ["--no-show-signature", "--no-notes", "--no-patch", "--end-of-options"];
        let (which_options, from) = which.split_at(which.len() - 1);
        let paths = place.paths();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let arguments = [which_options, &form, &safe, from, &["--"], &paths].concat();
        let said = self.reader.answer("log", &arguments)?.unwrap_or_default();
        let fields: Vec<&str> = said.split('\0').collect();
        Ok(fields.chunks_exact(5).map(revision).collect())
    }

    fn parent_of(&self, commit: &str) -> Result<Option<String>, HistoryError> {
        let parent = format!("{commit}^");
        let said = self.reader.answer("rev-parse", &["--verify", "--quiet", &parent])?;
        Ok(said.map(|said| said.trim().to_owned()))
    }
}

impl Texts {
    pub(super) fn of(layout: Layout, commit: &str) -> Self {
        let name = |path: &str, id: &Option<String>| match id {
            Some(id) => id.clone(),
            // A link says where the file is, and that may change while the link does not.
            None => format!("{commit}:{}", layout.whole(path)),
        };
        let names: Vec<String> = layout.all().map(|(path, id)| name(path, id)).collect();
        let paths = layout.all().map(|(path, _)| path.as_str());
        let named: Vec<String> =
            paths.zip(&names).map(|(path, name)| format!("{path} {name}")).collect();
        Texts { key: fingerprint(&named.join("\n")), layout, names }
    }
}

fn revision(fields: &[&str]) -> Revision {
    Revision {
        commit: fields[0].to_owned(),
        n_parents: fields[1].split_whitespace().count(),
        author: fields[2].to_owned(),
        seconds: fields[3].parse().unwrap_or(0),
        message: fields[4].to_owned(),
        texts: None,
        merged: Vec::new(),
    }
}
