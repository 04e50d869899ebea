//! Commits in the form that `git fast-import` reads: one process for a whole history.
//!
//! In: branches. Out: the bytes of the stream. Each file is sent only where it differs from the
//! commit before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Author, Branch, Commit, GitError};

/// The stream that makes `branches`.
///
/// # Errors
/// [`GitError::Unfit`] for a name, address or path that is empty or has `<`, `>` or a control
/// character in it, and for a time before 1970.
pub(super) fn stream(branches: &[Branch]) -> Result<Vec<u8>, GitError> {
    let mut stream = Vec::new();
    let mut files = BTreeMap::new();
    let mut n_commits = 0;
    for branch in branches {
        for commit in &branch.commits {
            let parent = Some(n_commits).filter(|parent| *parent > 0);
            n_commits += 1;
            head(&mut stream, &branch.name, n_commits, commit)?;
            if let Some(parent) = parent {
                line(&mut stream, &format!("from :{parent}"));
            }
            changes(&mut stream, &mut files, commit)?;
        }
    }
    Ok(stream)
}

fn head(stream: &mut Vec<u8>, branch: &str, mark: usize, commit: &Commit) -> Result<(), GitError> {
    if commit.seconds < 0 {
        return Err(GitError::Unfit(commit.seconds.to_string()));
    }
    let signature = format!("{} {} {}", person(&commit.author)?, commit.seconds, zone(commit));
    line(stream, &format!("commit refs/heads/{}", fit(branch)?));
    line(stream, &format!("mark :{mark}"));
    line(stream, &format!("author {signature}"));
    line(stream, &format!("committer {signature}"));
    data(stream, &commit.message);
    Ok(())
}

/// Sends what differs from `files`, the state before, and makes `files` the state after.
fn changes<'a>(
    stream: &mut Vec<u8>,
    files: &mut BTreeMap<&'a str, &'a str>,
    commit: &'a Commit,
) -> Result<(), GitError> {
    let kept: BTreeSet<&str> = commit.files.iter().map(|(path, _)| path.as_str()).collect();
    for path in files.keys().filter(|path| !kept.contains(*path)) {
        line(stream, &format!("D {}", quoted(path)?));
    }
    files.retain(|path, _| kept.contains(path));
    for (path, text) in &commit.files {
        if files.insert(path, text) != Some(text.as_str()) {
            line(stream, &format!("M 100644 inline {}", quoted(path)?));
            data(stream, text);
        }
    }
    Ok(())
}

fn person(author: &Author) -> Result<String, GitError> {
    Ok(format!("{} <{}>", fit(&author.name)?, fit(&author.email)?))
}

fn fit(text: &str) -> Result<&str, GitError> {
    let is_fit = !text.is_empty() && !text.contains(|c: char| c.is_control() || "<>".contains(c));
    if is_fit { Ok(text) } else { Err(GitError::Unfit(text.to_owned())) }
}

fn zone(commit: &Commit) -> String {
    let minutes = commit.ahead_of_utc_minutes;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
    format!("{sign}{hours:02}{minutes:02}")
}

/// A path as git quotes it.
pub(super) fn quoted(path: &str) -> Result<String, GitError> {
    let path = fit(path)?;
    Ok(format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"")))
}

pub(super) fn line(stream: &mut Vec<u8>, text: &str) {
    stream.extend_from_slice(text.as_bytes());
    stream.push(b'\n');
}

pub(super) fn data(stream: &mut Vec<u8>, text: &str) {
    line(stream, &format!("data {}", text.len()));
    line(stream, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(name: &str, minutes: i32, files: &[(&str, &str)]) -> Commit {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Commit {
            author: Author { name: name.to_owned(), email: "a@example.com".to_owned() },
            seconds: 60,
            ahead_of_utc_minutes: minutes,
            message: "Say it".to_owned(),
            files: files.collect(),
        }
    }

    fn check(commits: Vec<Commit>) -> Result<String, GitError> {
        let branches = [Branch { name: "main".to_owned(), commits }];
        Ok(String::from_utf8(stream(&branches)?).unwrap())
    }

    #[test]
    fn only_what_changes_is_sent() {
        let first = commit("Ana", 120, &[("a", "1"), ("b \"2\"", "2")]);
        let second = commit("Ana", -90, &[("a", "1"), ("c", "3")]);
        let expected = "\
commit refs/heads/main
mark :1
author Ana <a@example.com> 60 +0200
committer Ana <a@example.com> 60 +0200
data 6
Say it
M 100644 inline \"a\"
data 1
1
M 100644 inline \"b \\\"2\\\"\"
data 1
2
commit refs/heads/main
mark :2
author Ana <a@example.com> 60 -0130
committer Ana <a@example.com> 60 -0130
data 6
Say it
from :1
D \"b \\\"2\\\"\"
M 100644 inline \"c\"
data 1
3
";
        assert_eq!(check(vec![first, second]).unwrap(), expected);
    }

    #[test]
    fn nothing_happened_before_git_counts() {
        let early = Commit { seconds: -1, ..commit("Ana", 0, &[]) };
        assert!(matches!(check(vec![early]), Err(GitError::Unfit(text)) if text == "-1"));
    }

    #[test]
    fn nothing_can_end_a_line_or_an_address() {
        for name in ["", "Ana\nmark :9", "Ana <b", "b>"] {
            let refused = check(vec![commit(name, 0, &[])]);
            assert!(matches!(refused, Err(GitError::Unfit(text)) if text == name));
        }
        assert!(check(vec![commit("Ana", 0, &[("a\nD b", "")])]).is_err());
    }
}
