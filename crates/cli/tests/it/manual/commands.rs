//! Blocks of commands: running them, and comparing what they say with what is shown.

use std::path::PathBuf;

use super::draft::Draft;
use super::page::Block;
use crate::program::{Folder, Said, fore, program_without_today, repository};

/// Runs the commands of a block, one after the other in one place, and compares; returns how many
/// there were.
pub fn run(block: &Block, draft: &Draft) -> usize {
    let is_left_out = block.comment.as_ref().is_some_and(|comment| comment.starts_with("not run"));
    let mut scene = None;
    let mut n_run = 0;
    for (command, expected) in commands(&block.text) {
        let place = &block.place;
        let words = words(command);
        match words[0].as_str() {
            "fore" if is_left_out => {
                let word = words.get(1).map_or("--help", String::as_str);
                assert!(is_command(word), "{place}: no such command: {command}");
                continue;
            }
            "fore" => {}
            "cd" | "git" | "export" | "INSTA_UPDATE=always" => continue,
            "cargo" => {
                let is_ours = words.iter().any(|word| word == "xtask");
                let after = words.iter().position(|word| word == "--").filter(|_| !is_ours);
                if let Some(after) = after {
                    assert!(is_command(&words[after + 1]), "{place}: no such command: {command}");
                }
                continue;
            }
            _ => panic!("{place}: neither fore nor cargo: {command}"),
        }
        let said = scene.get_or_insert_with(|| Scene::of(block, draft)).run(&words[1..]);
        let shown = said.out + &said.err;
        let is_answer = said.code == 0 || !expected.is_empty();
        assert!(is_answer, "{place}: `{command}` ends with {}: {shown}", said.code);
        let is_as_shown = expected.is_empty() || is_shown(&expected, &shown);
        assert!(is_as_shown, "{place}: `{command}` says\n{shown}");
        n_run += 1;
    }
    n_run
}

/// Whether `fore WORD` is a command.
pub fn is_command(word: &str) -> bool {
    word.starts_with('-') || fore(&repository(), &["help", word]).code == 0
}

/// Where and as of when a block is run.
struct Scene {
    folder: PathBuf,
    today: Option<String>,
    /// Keeps the folder until the block is done.
    _temporary: Option<Folder>,
}

impl Scene {
    fn of(block: &Block, draft: &Draft) -> Self {
        let comment = block.comment.as_deref().and_then(|comment| comment.strip_prefix("run in "));
        let comment = comment.unwrap_or_else(|| panic!("{}: say where it is run", block.place));
        let (where_to, today) = match comment.split_once(" as of ") {
            Some((where_to, today)) => (where_to, Some(today.to_owned())),
            None => (comment, None),
        };
        match where_to {
            "the repository" => Self { folder: repository(), today, _temporary: None },
            "an empty folder" => {
                let folder = Folder::empty();
                Self { folder: folder.path().to_owned(), today, _temporary: Some(folder) }
            }
            "the plan above" => {
                let folder = Folder::with_plan(&draft.text());
                Self { folder: folder.path().to_owned(), today, _temporary: Some(folder) }
            }
            "the sample" => {
                let folder = Folder::empty();
                let today = today.expect("the sample is written for a day");
                let said =
                    program_without_today(folder.path()).args(["demo", "--today", &today]).output();
                assert!(said.unwrap().status.success());
                let sample = folder.path().join("fore-demo");
                Self { folder: sample, today: Some(today), _temporary: Some(folder) }
            }
            other => panic!("{}: no such place: {other}", block.place),
        }
    }

    fn run(&self, words: &[String]) -> Said {
        let mut program = program_without_today(&self.folder);
        program.args(words);
        if let Some(today) = &self.today {
            program.args(["--today", today]);
        }
        program.output().unwrap().into()
    }
}

/// The commands of a block, each with the lines below it.
fn commands(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            let command = command.split("  #").next().unwrap_or(command).trim();
            commands.push((command, Vec::new()));
        } else if let Some((_, expected)) = commands.last_mut() {
            expected.push(line);
        }
    }
    for (_, expected) in &mut commands {
        let n_lines = expected.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        expected.truncate(n_lines);
    }
    commands
}

/// The words of a command line; those in double quotes are one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, piece) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Whether `shown` is `expected`, where a line `…` stands for any lines.
fn is_shown(expected: &[&str], shown: &str) -> bool {
    let shown: Vec<&str> = shown.trim_end().lines().collect();
    let pieces: Vec<&[&str]> = expected.split(|line| line.trim() == "…").collect();
    let [first, middle @ .., last] = pieces.as_slice() else { return shown == expected };
    let mut from = first.len();
    let middle_fits = middle.iter().all(|piece| {
        let found = (from..=shown.len()).find(|&at| shown[at..].starts_with(piece));
        from = found.unwrap_or(from) + piece.len();
        found.is_some()
    });
    let rest = shown.get(from..).unwrap_or_default();
    shown.starts_with(first) && middle_fits && rest.ends_with(last)
}
