//! Dates by the content that they were worked out from, so that what says the same as a moment ago,
//! such as after an undo or between two sentences of prose, is not played again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use workbench::Snapshot;

use crate::outlook::Played;

/// How many are kept at most.
const KEPT_MAX: usize = 12;
/// How many tasks they may have together: a task costs about 4 kB, so this is some 32 MB.
const TASKS_MAX: usize = 8_000;
/// So many are kept whatever they cost: a state, and the one that it is compared with.
const KEPT_MIN: usize = 2;

/// What a forecast is worked out from: a state, and the one that it is compared with.
type Key = (u64, Option<u64>);

/// The forecasts of the last states, the newest last.
#[derive(Debug, Default)]
pub struct Memory {
    kept: Vec<(Key, Arc<Played>)>,
}

impl Memory {
    /// What is known of `key`, else what `play` finds.
    pub fn get_or_play(
        &mut self,
        key: Key,
        play: impl FnOnce() -> Option<Played>,
    ) -> Option<Arc<Played>> {
        let known = self.kept.iter().position(|(kept, _)| *kept == key);
        let entry = match known {
            Some(index) => self.kept.remove(index),
            None => (key, Arc::new(play()?)),
        };
        let played = Arc::clone(&entry.1);
        self.kept.push(entry);
        self.forget();
        Some(played)
    }

    /// Lets the oldest go until there is room.
    fn forget(&mut self) {
        let mut tasks: usize = self.kept.iter().map(|(_, played)| cost(played)).sum();
        while self.kept.len() > KEPT_MAX || tasks > TASKS_MAX && self.kept.len() > KEPT_MIN {
            let (_, oldest) = self.kept.remove(0);
            tasks -= cost(&oldest);
        }
    }
}

fn cost(played: &Played) -> usize {
    played.snapshot.plan.tasks.len()
}

/// A fingerprint of everything in `snapshot` that dates follow from: titles and attributes, what stands
/// under what, the settings and the day; not notes and prose.
#[must_use]
pub fn content(snapshot: &Snapshot) -> u64 {
    let mut hash = DefaultHasher::new();
    snapshot.today.hash(&mut hash);
    for (file, outline) in snapshot.files.iter().zip(&snapshot.outlines) {
        file.path.hash(&mut hash);
        for node in &outline.nodes {
            let (is_ticked, level) = match node.kind {
                markup::NodeKind::Heading { level } => (false, level),
                markup::NodeKind::Item { check, .. } => {
                    (check.is_some_and(|check| check.ticked), 0)
                }
            };
            (is_ticked, level, node.is_plan_item(), node.parent).hash(&mut hash);
            node.title.of(&file.text).hash(&mut hash);
            for token in node.block.iter().flat_map(|block| &block.tokens) {
                token.range.of(&file.text).hash(&mut hash);
            }
        }
    }
    for settings in &snapshot.files[snapshot.outlines.len()..] {
        settings.text.hash(&mut hash);
    }
    for (key, date) in &snapshot.commit_dates {
        (key, date.started, date.done).hash(&mut hash);
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use text::SourceFile;
    use workbench::{Input, PlayOptions, play, read};

    fn snapshot(text: &str) -> Snapshot {
        let files = vec![SourceFile::new("plan.md", text)];
        read(Input::new(files, None, date(2026, 3, 2)))
    }

    fn check(one: &str, other: &str, is_same: bool) {
        let (one, other) = (content(&snapshot(one)), content(&snapshot(other)));
        assert_eq!(one == other, is_same);
    }

    #[test]
    fn prose_is_no_content_and_words_of_the_plan_are() {
        check("# P\n\n- [ ] A `{1d}`\n", "# P\n\nNote.\n\n- [ ] A `{ 1d }` or so\n", true);
        check("# P\n\n- [ ] A `{1d}`\n", "# P\n\n- [ ] A `{2d}`\n", false);
        check("# P\n\n- [ ] A `{1d}`\n", "# P\n\n- [x] A `{1d}`\n", false);
        check("# P\n\n- [ ] A\n- [ ] B\n", "# P\n\n- [ ] A\n  - [ ] B\n", false);
    }

    fn played(text: &str) -> Option<Played> {
        let snapshot = Arc::new(snapshot(text));
        let dates = play(&snapshot, PlayOptions { runs: Some(16), seed: None })?;
        Some(Played { snapshot, dates })
    }

    #[test]
    fn of_large_plans_fewer_are_kept() {
        let mut memory = Memory::default();
        // Three of these fit, four do not.
        let done = "- [x] B\n".repeat(TASKS_MAX / 3 - 1);
        let text = format!("# P\n\n- [ ] A `{{1d..2d}}`\n{done}");
        for key in 0..4 {
            memory.get_or_play((key, None), || played(&text)).unwrap();
        }
        let known: Vec<u64> = memory.kept.iter().map(|((key, _), _)| *key).collect();
        assert_eq!(known, [1, 2, 3]);
    }

    #[test]
    fn the_oldest_go_first() {
        let mut memory = Memory::default();
        let play = || played("# P\n\n- [ ] A `{1d..2d}`\n");
        for key in 0..KEPT_MAX as u64 {
            memory.get_or_play((key, None), play).unwrap();
        }
        assert!(memory.get_or_play((0, None), || None).is_some());
        memory.get_or_play((99, None), play).unwrap();
        assert!(memory.get_or_play((1, None), || None).is_none());
        assert!(memory.get_or_play((0, None), || None).is_some());
    }
}
