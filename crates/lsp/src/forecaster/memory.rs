//! Dates by the content that they were worked out from, so that what says the same as a moment ago,
//! such as after an undo or between two sentences of prose, is not played again.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use workbench::Snapshot;

use crate::outlook::Played;

/// How many are kept.
const KEPT_MAX: usize = 12;

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
        if self.kept.len() == KEPT_MAX {
            self.kept.remove(0);
        }
        let played = Arc::clone(&entry.1);
        self.kept.push(entry);
        Some(played)
    }
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
        read(Input { files, settings: None, today: date(2026, 3, 2) })
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

    #[test]
    fn the_oldest_go_first() {
        let mut memory = Memory::default();
        let snapshot = Arc::new(snapshot("# P\n\n- [ ] A `{1d..2d}`\n"));
        let options = PlayOptions { runs: Some(16), seed: None };
        let play = || {
            let dates = play(&snapshot, options)?;
            Some(Played { snapshot: Arc::clone(&snapshot), dates })
        };
        for key in 0..KEPT_MAX as u64 {
            memory.get_or_play((key, None), play).unwrap();
        }
        assert!(memory.get_or_play((0, None), || None).is_some());
        memory.get_or_play((99, None), play).unwrap();
        assert!(memory.get_or_play((1, None), || None).is_none());
        assert!(memory.get_or_play((0, None), || None).is_some());
    }
}
