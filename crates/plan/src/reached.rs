//! Which milestones and features are reached: those that are ticked, and those whose work is done.
//!
//! A milestone is a moment. When the last of what it waits for was finished, it has come, whether or
//! not somebody ticks its box. A feature is in its users' hands with the last of its tasks.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{Feature, ItemRef, Link, LinkKind, MilestoneId, Plan, RiskId, RiskStatus, TaskId};

impl Plan {
    /// Whether milestone `id` is reached: it is ticked, or all that it waits for is over. A link with a
    /// lag, or to anything but a finish, keeps it open until somebody ticks it.
    ///
    /// Linear in what stands below the tasks and milestones that it waits for.
    #[must_use]
    pub fn is_reached(&self, id: MilestoneId) -> bool {
        let (mut seen, mut open) = (BTreeSet::from([id]), vec![id]);
        while let Some(id) = open.pop() {
            let milestone = &self.milestones[id.index()];
            if milestone.item.ticked {
                continue;
            }
            if milestone.links.is_empty() || !milestone.links.iter().all(is_plain) {
                return false;
            }
            for link in &milestone.links {
                match link.to {
                    ItemRef::Milestone(before) if seen.insert(before) => open.push(before),
                    ItemRef::Milestone(_) => {}
                    item if self.is_over(item) => {}
                    _ => return false,
                }
            }
        }
        true
    }

    /// Of each feature whether it is reached: it is ticked, or all tasks that serve it are done, what is
    /// cut left out, and so is what it waits for besides. What has neither is open.
    ///
    /// Linear in the tasks and what they serve, and for each link as [`is_reached`](Self::is_reached).
    #[must_use]
    pub fn features_reached(&self) -> Vec<bool> {
        let mut done = vec![0_usize; self.features.len()];
        let mut open = vec![0_usize; self.features.len()];
        for (_, task) in self.leaves().filter(|(_, task)| !task.cut) {
            let counts = if task.ticked { &mut done } else { &mut open };
            for served in task.serves.iter() {
                if let ItemRef::Feature(id) = served {
                    counts[id.index()] += 1;
                }
            }
        }
        let is_over = |link: &Link| match link.to {
            ItemRef::Milestone(id) => self.is_reached(id),
            item => self.is_over(item),
        };
        let is_reached = |(index, feature): (usize, &Feature)| {
            let has_work = done[index] > 0 || !feature.links.is_empty();
            feature.item.ticked
                || has_work
                    && open[index] == 0
                    && feature.links.iter().all(|link| is_plain(link) && is_over(link))
        };
        self.features.iter().enumerate().map(is_reached).collect()
    }

    /// The day on which milestone `id` was reached: as written, else the last day on which something
    /// that it waits for was finished; `None` if it is open, or nobody wrote a day.
    #[must_use]
    pub fn reached_on(&self, id: MilestoneId) -> Option<Date> {
        if !self.is_reached(id) {
            return None;
        }
        let (mut seen, mut open, mut last) = (BTreeSet::from([id]), vec![id], None);
        while let Some(id) = open.pop() {
            let milestone = &self.milestones[id.index()];
            if milestone.done.is_some() {
                last = last.max(milestone.done);
                continue;
            }
            for link in &milestone.links {
                match link.to {
                    ItemRef::Milestone(before) if seen.insert(before) => open.push(before),
                    item => last = last.max(self.over_on(item)),
                }
            }
        }
        last
    }

    /// The day on which an item other than a milestone was over, if it is and somebody wrote it.
    fn over_on(&self, item: ItemRef) -> Option<Date> {
        match item {
            ItemRef::Task(task) => {
                self.leaves_of(task).filter_map(|leaf| self.task(leaf).done).max()
            }
            ItemRef::Unknown(unknown) => self.unknowns[unknown.index()].done,
            ItemRef::Decision(decision) => self.decisions[decision.index()].on,
            _ => None,
        }
    }

    /// Whether risk `id` may still happen: nobody closed it, and it hits work that is open, or names none.
    #[must_use]
    pub fn may_happen(&self, id: RiskId) -> bool {
        let risk = &self.risks[id.index()];
        let is_open = |task: TaskId| {
            self.leaves_of(task).any(|leaf| !self.task(leaf).ticked && !self.task(leaf).cut)
        };
        risk.status == RiskStatus::Open
            && (risk.effects.is_empty() || risk.effects.iter().any(|one| is_open(one.task)))
    }

    /// Whether an item other than a milestone is over.
    fn is_over(&self, item: ItemRef) -> bool {
        match item {
            ItemRef::Task(id) => {
                let is_open = |leaf: TaskId| !(self.task(leaf).ticked || self.task(leaf).cut);
                !self.leaves_of(id).any(is_open)
                    && self.leaves_of(id).any(|leaf| self.task(leaf).ticked)
            }
            ItemRef::Unknown(id) => self.unknowns[id.index()].item.ticked,
            ItemRef::Decision(id) => self.decisions[id.index()].is_made(),
            _ => false,
        }
    }

    /// The tasks without parts at or below `id`.
    fn leaves_of(&self, id: TaskId) -> impl Iterator<Item = TaskId> {
        let mut open = vec![id];
        std::iter::from_fn(move || {
            while let Some(id) = open.pop() {
                if self.task(id).is_leaf() {
                    return Some(id);
                }
                open.extend(&self.task(id).children);
            }
            None
        })
    }
}

/// Whether a link says no more than that one comes after the end of the other.
fn is_plain(link: &Link) -> bool {
    link.kind == LinkKind::FinishStart && link.lag.is_none()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use text::SourceFile;

    use crate::{MilestoneId, Settings, build};

    #[track_caller]
    fn check(after: &str, reached: bool) {
        let text = format!(
            "# P\n\n## Milestones\n\n- [ ] Live `{{#live after={after}}}`\n\
             - [ ] Before `{{#before after=a}}`\n\n## Work\n\n\
             - [x] A `{{#a 1d done=2026-03-03}}`\n- [ ] B `{{#b 1d}}`\n- Parts `{{#parts}}`\n  \
             - [x] C `{{#c 1d done=2026-03-05}}`\n  - [ ] D `{{#d 1d cut}}`\n"
        );
        let file = SourceFile::new("plan.md", text);
        let outlines = [markup::parse(&file.text)];
        let (plan, found) = build(&[file], &outlines, &Settings::default());
        assert!(!text::has_errors(&found), "{found:?}");
        assert_eq!(plan.is_reached(MilestoneId(0)), reached, "after={after}");
        let last = if after.contains("parts") { date(2026, 3, 5) } else { date(2026, 3, 3) };
        assert_eq!(plan.reached_on(MilestoneId(0)), reached.then_some(last), "after={after}");
    }

    #[test]
    fn a_milestone_is_reached_with_the_last_of_its_work() {
        check("a", true);
        check("a,parts", true);
        check("a,b", false);
        check("b", false);
    }

    #[test]
    fn a_milestone_that_waits_for_a_reached_one_is_reached() {
        check("before", true);
        check("before,a", true);
        check("before,b", false);
    }

    #[track_caller]
    fn check_features(features: &str, expected: &[bool]) {
        let text = format!(
            "# P\n\n## Features\n\n{features}\n## Work\n\n- [x] A `{{#a 1d for=f}}`\n\
             - [ ] B `{{#b 1d for=g}}`\n- [x] C `{{#c 1d for=g}}`\n- [ ] D `{{#d 1d cut for=f}}`\n"
        );
        let file = SourceFile::new("plan.md", text);
        let outlines = [markup::parse(&file.text)];
        let (plan, found) = build(&[file], &outlines, &Settings::default());
        assert!(!text::has_errors(&found), "{found:?}");
        assert_eq!(plan.features_reached(), expected, "{features}");
    }

    #[test]
    fn a_feature_is_reached_with_the_last_of_its_tasks() {
        let g = "- G `{#g}`\n";
        check_features(&format!("- F `{{#f}}`\n{g}"), &[true, false]);
        check_features(&format!("- F `{{#f after=c}}`\n{g}"), &[true, false]);
        check_features(&format!("- F `{{#f after=b}}`\n{g}"), &[false, false]);
        check_features(&format!("- F `{{#f}}`\n{g}- H `{{#h}}`\n"), &[true, false, false]);
        check_features(&format!("- F `{{#f}}`\n{g}- H `{{#h after=a}}`\n"), &[true, false, true]);
        check_features("- F `{#f}`\n- [x] G `{#g}`\n", &[true, true]);
    }

    #[test]
    fn what_a_lag_or_a_start_says_is_not_over() {
        check("a:+5d", false);
        check("a:start", false);
    }
}
