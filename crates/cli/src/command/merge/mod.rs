//! `fore merge`: the changes of two branches, item by item and key by key. As git calls it, on
//! three texts; or by hand, on files that a merge has left unfinished.

mod settle;
mod unfinished;

use std::fs;
use std::path::{Path, PathBuf};

use plan::merge::{Side, errors_of_union};
use store::{Change, StoreError, UndoLog};
use text::{Diagnostic, SourceFile};
use view::screens::Merge;
use workbench::Input;

use self::settle::{Job, Settled, settle};
use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Merges `files`: an ancestor and two sides, of which the second becomes the result, and perhaps
/// the path that the file has in the repository; or one unfinished file, or none: all of the plan.
/// `take` is the side that wins where both changed the same thing.
pub fn run(
    files: &[PathBuf],
    take: Option<Side>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    match files {
        [] => by_hand(None, take, arguments, terminal),
        [file] => by_hand(Some(file), take, arguments, terminal),
        [base, ours, theirs] => for_git([base, ours, theirs], ours, take, arguments, terminal),
        [base, ours, theirs, path, ..] => {
            for_git([base, ours, theirs], path, take, arguments, terminal)
        }
        _ => Err(Trouble::NothingToDo(
            "a merge is of three texts (BASE OURS THEIRS), or of one unfinished file",
        )),
    }
}

/// As a merge driver: the result is in the second file, and only what needs somebody is said.
fn for_git(
    texts: [&Path; 3],
    path: &Path,
    take: Option<Side>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let shown = path.to_string_lossy().replace('\\', "/");
    let [base, ours, theirs] = texts.map(|text| read(text, &shown));
    let job = Job { path: shown, base: base?, ours: ours?, theirs: theirs? };
    let plan = store::read(&plan_around(path)).ok();
    let whole = path.canonicalize().ok();
    let is_other = |file: &SourceFile| {
        let root = plan.as_ref().map(|plan| plan.root.join(&file.path));
        root.and_then(|root| root.canonicalize().ok()) != whole
    };
    let mut input = Input::new(
        vec![SourceFile::new(job.path.clone(), job.ours.clone())],
        plan.as_ref().and_then(|plan| plan.settings.clone()),
        open::today(&arguments.read),
    );
    if whole.is_some() {
        input.files.extend(
            plan.iter().flat_map(|plan| &plan.files).filter(|file| is_other(file)).cloned(),
        );
    }
    let settled = settle(vec![(0, job)], &input, take, false, arguments, terminal)?;
    let text = &settled[0].merged.text;
    fs::write(texts[1], text).map_err(|source| disk(texts[1], source))?;
    let errors = errors(&settled, &input);
    if terminal.json || is_open(&settled) || !errors.is_empty() {
        show(&settled, &errors, &input, true, terminal)?;
    }
    Ok(exit(&settled, &errors))
}

/// The folder or file to read for the plan that the file at `path` is part of.
fn plan_around(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if folder.file_name().is_some_and(|name| name == "plan") {
        let outer = folder.parent().filter(|folder| !folder.as_os_str().is_empty());
        return outer.unwrap_or(Path::new(".")).to_path_buf();
    }
    path.to_path_buf()
}

fn read(path: &Path, shown: &str) -> Result<String, Trouble> {
    let bytes = fs::read(path).map_err(|source| disk(path, source))?;
    Ok(SourceFile::from_bytes(shown, bytes).map_err(StoreError::NotText)?.text)
}

fn disk(path: &Path, source: std::io::Error) -> Trouble {
    Trouble::Store(StoreError::Disk { path: path.to_path_buf(), source })
}

/// Finishes what a merge has left: in place, so that it can be undone.
fn by_hand(
    file: Option<&Path>,
    take: Option<Side>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let opened = match file {
        Some(file) if !unfinished::is_part(file, arguments)? => {
            open::file(&arguments.read.place.join(file), arguments)?
        }
        _ => open::plan(arguments)?,
    };
    let jobs = unfinished::find(&opened, file, arguments);
    if jobs.is_empty() {
        return Err(Trouble::NothingToDo(
            "there is no unfinished merge here: no marks in the text, and none known to git",
        ));
    }
    let input = opened.snapshot.input();
    let settled = settle(jobs, &input, take, true, arguments, terminal)?;
    let changes: Vec<Change> = settled
        .iter()
        .map(|settled| Change {
            path: settled.path.clone(),
            before: input.files[settled.index].text.clone(),
            after: settled.merged.text.clone(),
        })
        .collect();
    let paths: Vec<&str> = settled.iter().map(|settled| settled.path.as_str()).collect();
    UndoLog::open(&opened.root, &open::state_folder())?
        .write(&format!("merge {}", paths.join(" ")), &changes)?;
    let errors = errors(&settled, &input);
    show(&settled, &errors, &input, false, terminal)?;
    Ok(exit(&settled, &errors))
}

/// The errors that the results have and no side has, file by file.
fn errors(settled: &[Settled], input: &Input) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    for one in settled.iter().filter(|settled| settled.merged.open == 0) {
        let others = input.files.iter().enumerate().filter(|(index, _)| *index != one.index);
        let beside: Vec<SourceFile> = others.map(|(_, file)| file.clone()).collect();
        let errors =
            errors_of_union(&one.path, [&one.ours, &one.theirs], &one.merged.text, &beside);
        found.extend(errors.into_iter().map(|error| (one.index, error)));
    }
    found
}

fn is_open(settled: &[Settled]) -> bool {
    settled.iter().any(|settled| settled.merged.open > 0)
}

fn exit(settled: &[Settled], errors: &[(usize, Diagnostic)]) -> Exit {
    if is_open(settled) || !errors.is_empty() { Exit::Plan } else { Exit::Fine }
}

fn show(
    settled: &[Settled],
    errors: &[(usize, Diagnostic)],
    input: &Input,
    is_driver: bool,
    terminal: &Terminal,
) -> Result<(), Trouble> {
    // Errors point into the merged file first, then into the others.
    let first = errors.first().map_or(0, |(index, _)| *index);
    let errors: Vec<Diagnostic> = errors
        .iter()
        .filter(|(index, _)| *index == first)
        .map(|(_, error)| error.clone())
        .collect();
    let mut sources: Vec<SourceFile> = settled
        .iter()
        .filter(|settled| settled.index == first)
        .map(|settled| SourceFile::new(settled.path.clone(), settled.merged.text.clone()))
        .collect();
    let others = input.files.iter().enumerate().filter(|(index, _)| *index != first);
    sources.extend(others.map(|(_, file)| file.clone()));
    let files: Vec<String> = settled.iter().map(|settled| settled.path.clone()).collect();
    let collisions: Vec<_> =
        settled.iter().flat_map(|settled| settled.collisions.clone()).collect();
    let merge = Merge {
        files: &files,
        collisions: &collisions,
        errors: &errors,
        sources: &sources,
        is_driver,
        today: input.today,
    };
    if terminal.json {
        return terminal.say_json(&view::json::merge(&merge));
    }
    terminal.say(&view::screens::merged(&merge, &terminal.paint))
}
