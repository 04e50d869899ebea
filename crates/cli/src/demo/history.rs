//! Histories written down as changes, in the form of `examples/billing/history/main.md`.
//!
//! In: the text of a history, and the files at one end of it. Out: the files after each step. All
//! histories are our own, so what is wrong with one is a bug.

use jiff::civil::DateTime;

/// The files of one revision: paths with their texts.
pub type Files = Vec<(String, String)>;

/// One commit: who changed what, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The subject, and after an empty line the rest, if there is more to say.
    pub message: String,
    /// Their name.
    pub author: String,
    /// When, where they live.
    pub at: DateTime,
    changes: Vec<Change>,
}

/// A piece of text, in one of the files, and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    before: String,
    after: String,
}

/// The steps of a history, in the order in which they are written.
///
/// Each is a second-level heading, a paragraph `Name, date time`, further paragraphs, and a
/// `diff` block whose changes are parted by empty lines.
pub fn parse(text: &str) -> Vec<Step> {
    text.split("\n## ").skip(1).map(step).collect()
}

/// The files after each of `steps`, of which `last` is the end.
pub fn backward(last: Files, steps: &[Step]) -> Vec<Files> {
    let mut files = last;
    let mut revisions = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        revisions.push(files.clone());
        for change in step.changes.iter().rev() {
            replace(&mut files, &change.after, &change.before);
        }
    }
    revisions.reverse();
    revisions
}

/// The files after each of `steps`, which begin at `first`.
pub fn forward(first: Files, steps: &[Step]) -> Vec<Files> {
    let mut files = first;
    let mut revisions = Vec::with_capacity(steps.len());
    for step in steps {
        for change in &step.changes {
            replace(&mut files, &change.before, &change.after);
        }
        revisions.push(files.clone());
    }
    revisions
}

fn step(section: &str) -> Step {
    let (prose, block) = section.split_once("```diff\n").unwrap_or((section, ""));
    let mut paragraphs = prose.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let subject = paragraphs.next().expect("BUG: a step without a subject");
    let signature = paragraphs.next().expect("BUG: a step without an author");
    let (author, at) = signature.split_once(", ").expect("BUG: a step without a date");
    let message: Vec<&str> = std::iter::once(subject).chain(paragraphs).collect();
    let changes = block.split_once("\n```").map_or("", |(changes, _)| changes);
    Step {
        message: message.join("\n\n") + "\n",
        author: author.to_owned(),
        at: at.parse().expect("BUG: a step whose date is none"),
        changes: changes.split("\n\n").filter(|text| !text.is_empty()).map(change).collect(),
    }
}

fn change(lines: &str) -> Change {
    let without = |sign: char| {
        let kept = lines.lines().filter(|line| !line.starts_with(sign));
        kept.map(|line| line.get(1..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
    };
    Change { before: without('+'), after: without('-') }
}

/// Replaces `from`, which is in the files exactly once.
fn replace(files: &mut Files, from: &str, to: &str) {
    let found: usize = files.iter().map(|(_, text)| text.matches(from).count()).sum();
    assert_eq!(found, 1, "BUG: the sample's history counts on finding this once: {from}");
    for (_, text) in files {
        *text = text.replace(from, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TEXT: &str = "\
# A history

## Write it down

Ana Ito, 2026-03-02 09:05

## Start, and add a line

Bo Berg, 2026-03-03 17:40

Nobody had
thought of it.

Now somebody has.

```diff
 - [ ] one
-`{2d}`
+`{3d}`
+- [ ] two

-days = 5
+days = 4
```
";

    fn files(plan: &str, settings: &str) -> Files {
        vec![("plan.md".to_owned(), plan.to_owned()), ("fore.toml".to_owned(), settings.to_owned())]
    }

    #[test]
    fn a_step_has_a_message_an_author_and_a_time() {
        let steps = parse(TEXT);
        let said: Vec<(&str, &str)> =
            steps.iter().map(|step| (step.author.as_str(), step.message.as_str())).collect();
        let second = "Start, and add a line\n\nNobody had\nthought of it.\n\nNow somebody has.\n";
        assert_eq!(said, [("Ana Ito", "Write it down\n"), ("Bo Berg", second)]);
        assert_eq!(steps[1].at, date(2026, 3, 3).at(17, 40, 0, 0));
    }

    #[test]
    fn steps_go_forward_and_backward_through_the_same_files() {
        let steps = parse(TEXT);
        let first = files("# Plan\n- [ ] one\n`{2d}`\n", "days = 5\n");
        let last = files("# Plan\n- [ ] one\n`{3d}`\n- [ ] two\n", "days = 4\n");
        let revisions = forward(first.clone(), &steps);
        assert_eq!(revisions, [first, last.clone()]);
        assert_eq!(backward(last, &steps), revisions);
    }

    #[test]
    #[should_panic(expected = "finding this once: days = 5")]
    fn a_piece_that_is_there_twice_is_a_bug() {
        forward(files("- [ ] one\n`{2d}`\n", "days = 5\ndays = 5\n"), &parse(TEXT));
    }
}
