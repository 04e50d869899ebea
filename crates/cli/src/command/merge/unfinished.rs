//! Which files a merge has left unfinished, and what the sides are: by the marks in the text, and
//! by what git keeps in its index.

use std::path::Path;

use plan::merge::{merge, sides_of};
use store::{History, Stages};
use text::SourceFile;
use workbench::Opened;

use super::settle::Job;
use crate::arguments::Arguments;
use crate::exit::Trouble;
use crate::open;

/// Whether `file` is one of the plan that the command line names.
pub fn is_part(file: &Path, arguments: &Arguments) -> Result<bool, Trouble> {
    let Ok(opened) = open::plan(arguments) else { return Ok(false) };
    let named = arguments.read.place.join(file);
    Ok(opened.snapshot.files.iter().any(|one| is_same(&opened, one, &named)))
}

fn is_same(opened: &Opened, file: &SourceFile, named: &Path) -> bool {
    let (one, other) = (opened.root.join(&file.path).canonicalize(), named.canonicalize());
    matches!((one, other), (Ok(one), Ok(other)) if one == other)
}

/// The unfinished files of the plan, each with its position; only `file` if one is named.
pub fn find(opened: &Opened, file: Option<&Path>, arguments: &Arguments) -> Vec<(usize, Job)> {
    let named = file.map(|file| arguments.read.place.join(file));
    let files = &opened.snapshot.files[..opened.snapshot.outlines.len()];
    let wanted = files
        .iter()
        .enumerate()
        .filter(|(_, file)| named.as_ref().is_none_or(|named| is_same(opened, file, named)));
    // Without git the marks alone have to do.
    let history = History::open(&opened.root).ok().flatten();
    let stages = |path: &str| {
        history.as_ref().and_then(|history| history.stages(&opened.root, path).ok().flatten())
    };
    wanted.filter_map(|(index, file)| Some((index, job(file, stages(&file.path))?))).collect()
}

fn job(file: &SourceFile, stages: Option<Stages>) -> Option<Job> {
    let path = file.path.clone();
    let base = stages.as_ref().and_then(|stages| stages.base.clone());
    if let Some(sides) = sides_of(&file.text) {
        // What is no longer between marks has been settled, so the marks count and not git.
        let base = base.or(sides.base).unwrap_or(sides.common);
        return Some(Job { path, base, ours: sides.ours, theirs: sides.theirs });
    }
    let Stages { base, ours, theirs } = stages?;
    let job = Job { path, base: base.unwrap_or_default(), ours: ours?, theirs: theirs? };
    // Without marks it is either untouched, merged by us, or merged by hand and not ours to redo.
    let union = merge(&job.base, &job.ours, &job.theirs, &|_| None);
    let plain = |text: &str| text.replace("\r\n", "\n");
    let is_untouched = [&job.ours, &union.text].iter().any(|text| plain(text) == plain(&file.text));
    is_untouched.then_some(job)
}
