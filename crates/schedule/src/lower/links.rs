//! Links of the plan to links of the problem: parents become joints, what is cut passes its links
//! on, features and the finish of the plan gather what they consist of.

use std::collections::BTreeMap;

use calendar::{Moment, Span, Work};
use plan::{ItemRef, Plan, TaskId};

use super::people::People;
use super::work::{Works, leaves_of};
use crate::problem::{ActivityId, Lag, Link, LinkKind, Progress};

/// Adds the links of `plan` between the activities of `works`, and the joints that they need.
/// Returns the links, and the activity whose finish is the plan's.
pub(super) fn links(
    plan: &Plan,
    people: &People<'_>,
    works: &mut Works,
) -> (Vec<Link>, ActivityId) {
    let mut tie = Tie {
        plan,
        people,
        works,
        links: Vec::with_capacity(plan.tasks.len() * 2),
        start_joints: BTreeMap::new(),
    };
    tie.parents();
    tie.tasks();
    tie.others();
    tie.obstacles();
    tie.features();
    let finish = tie.finish();
    tie.close_joints();
    (tie.links, finish)
}

struct Tie<'a, 'p> {
    plan: &'p Plan,
    people: &'a People<'p>,
    works: &'a mut Works,
    links: Vec<Link>,
    /// For a parent to whose start something is tied: the moment at which all its leaves have
    /// started.
    start_joints: BTreeMap<TaskId, ActivityId>,
}

impl Tie<'_, '_> {
    /// A parent's activity is the moment at which all its parts are finished, what is cut left out
    /// unless all of it is.
    fn parents(&mut self) {
        for (id, task) in tasks(self.plan) {
            let all_cut = task.children.iter().all(|child| self.plan.task(*child).cut);
            let parts =
                task.children.iter().filter(|child| all_cut || !self.plan.task(**child).cut);
            for child in parts {
                let (from, to) = (self.of_task(*child), self.of_task(id));
                self.push(from, to, LinkKind::FinishStart, Lag::ZERO);
            }
        }
    }

    /// The links of leaves, their parents' included.
    fn tasks(&mut self) {
        for (id, task) in self.plan.leaves() {
            for link in self.plan.links(id) {
                let kind = if task.cut { plan::LinkKind::FinishStart } else { link.kind };
                self.tie(link, kind, self.of_task(id));
            }
        }
    }

    fn others(&mut self) {
        let milestones = self.plan.milestones.iter().map(|milestone| &milestone.links);
        let unknowns = self.plan.unknowns.iter().map(|unknown| &unknown.links);
        let decisions = self.plan.decisions.iter().map(|decision| &decision.links);
        let features = self.plan.features.iter().map(|feature| &feature.links);
        let items = (0..).map(plan::MilestoneId).map(ItemRef::Milestone).zip(milestones);
        let items = items.chain((0..).map(plan::UnknownId).map(ItemRef::Unknown).zip(unknowns));
        let items = items.chain((0..).map(plan::DecisionId).map(ItemRef::Decision).zip(decisions));
        let items = items.chain((0..).map(plan::FeatureId).map(ItemRef::Feature).zip(features));
        for (item, links) in items {
            for link in links {
                self.tie(link, link.kind, self.works.of(item));
            }
        }
    }

    /// Obstacles name what they hold, and hold what has started as well.
    fn obstacles(&mut self) {
        for (id, obstacle) in (0..).map(plan::ObstacleId).zip(&self.plan.obstacles) {
            let from = self.works.of(ItemRef::Obstacle(id));
            for held in &obstacle.holds {
                for to in self.leaves_of(*held) {
                    let kind = LinkKind::FinishStart;
                    self.links.push(Link { from, to, kind, lag: Lag::ZERO, binds_started: true });
                }
            }
        }
    }

    /// A feature is in its users' hands when all its tasks are finished.
    fn features(&mut self) {
        for (id, task) in self.plan.leaves().filter(|(_, task)| !task.cut) {
            for served in task.serves.iter().filter(|served| matches!(served, ItemRef::Feature(_)))
            {
                let (from, to) = (self.of_task(id), self.works.of(*served));
                self.push(from, to, LinkKind::FinishStart, Lag::ZERO);
            }
        }
    }

    /// The item that `finish=` names, else a joint after all the work that is not optional.
    fn finish(&mut self) -> ActivityId {
        if let Some(item) = self.plan.finish {
            return self.works.of(item);
        }
        let kept = || self.plan.leaves().filter(|(_, task)| !task.cut);
        let needed: Vec<_> = kept().filter(|(_, task)| !task.optional).map(|(id, _)| id).collect();
        let tasks = if needed.is_empty() { kept().map(|(id, _)| id).collect() } else { needed };
        let unknowns = (0..).map(plan::UnknownId).take(self.plan.unknowns.len());
        let last = tasks.into_iter().map(ItemRef::Task).chain(unknowns.map(ItemRef::Unknown));
        let joint = self.works.push_joint(self.people);
        for item in last {
            self.push(self.works.of(item), joint, LinkKind::FinishStart, Lag::ZERO);
        }
        joint
    }

    /// Ties `to` to what `link` names.
    fn tie(&mut self, link: &plan::Link, kind: plan::LinkKind, to: ActivityId) {
        let target_is_cut = match link.to {
            ItemRef::Task(id) => self.plan.task(id).cut,
            _ => false,
        };
        let kind = if target_is_cut { plan::LinkKind::FinishStart } else { kind };
        let (kind, at_start) = match kind {
            plan::LinkKind::FinishStart => (LinkKind::FinishStart, false),
            plan::LinkKind::StartStart => (LinkKind::StartStart, true),
            plan::LinkKind::FinishFinish => (LinkKind::FinishFinish, false),
            plan::LinkKind::StartFinish => (LinkKind::StartFinish, true),
        };
        let from = match link.to {
            ItemRef::Task(id) if at_start && !self.plan.task(id).is_leaf() => self.start_joint(id),
            item => self.works.of(item),
        };
        let lag = self.lag(link.lag);
        self.push(from, to, kind, lag);
    }

    /// The moment at which all leaves of a parent have started.
    fn start_joint(&mut self, parent: TaskId) -> ActivityId {
        if let Some(joint) = self.start_joints.get(&parent) {
            return *joint;
        }
        let joint = self.works.push_joint(self.people);
        self.start_joints.insert(parent, joint);
        for from in self.leaves_of(ItemRef::Task(parent)) {
            self.push(from, joint, LinkKind::StartStart, Lag::ZERO);
        }
        joint
    }

    /// The leaves of a task that are not cut; anything else is itself.
    fn leaves_of(&self, item: ItemRef) -> Vec<ActivityId> {
        match item {
            ItemRef::Task(root) => {
                leaves_of(self.plan, root).into_iter().map(|id| self.of_task(id)).collect()
            }
            item => vec![self.works.of(item)],
        }
    }

    fn lag(&self, lag: Option<plan::Lag>) -> Lag {
        let Some(lag) = lag else { return Lag::ZERO };
        let minutes = lag.amount.whole_minutes(&self.plan.settings);
        let signed = if lag.lead { -minutes } else { minutes };
        if lag.amount.unit.is_working_time() {
            Lag::Working(self.people.plan_calendar, Work(signed))
        } else {
            Lag::Elapsed(Span(signed))
        }
    }

    fn push(&mut self, from: ActivityId, to: ActivityId, kind: LinkKind, lag: Lag) {
        self.links.push(Link { from, to, kind, lag, binds_started: false });
    }

    fn of_task(&self, id: TaskId) -> ActivityId {
        self.works.of(ItemRef::Task(id))
    }

    /// A joint after nothing but finished work, or after starts of begun work, is in the past as well, so
    /// that lags after it count from then.
    fn close_joints(&mut self) {
        let mut before: Vec<Vec<&Link>> = vec![Vec::new(); self.works.activities.len()];
        for link in self.links.iter().filter(|link| self.works.is_joint[link.to.index()]) {
            before[link.to.index()].push(link);
        }
        // A parent's parts stand behind it; features and other joints stand behind all tasks.
        let tasks = self.plan.tasks.len();
        let order = (0..tasks).rev().chain(tasks..before.len());
        for index in order.filter(|index| self.works.is_joint[*index]) {
            if let Some(finish) = self.last_finish(&before[index]) {
                self.works.activities[index].progress =
                    Progress::Finished { start: finish, finish };
            }
        }
    }

    /// When the last of these links' predecessors ended, or began where they ask for that; `None` if one
    /// is open or lags.
    fn last_finish(&self, links: &[&Link]) -> Option<Moment> {
        let ended =
            links.iter().map(|link| match self.works.activities[link.from.index()].progress {
                Progress::Finished { start, .. } | Progress::Started { start }
                    if link.kind == LinkKind::StartStart && link.lag == Lag::ZERO =>
                {
                    Some(start)
                }
                Progress::Finished { finish, .. } if link.lag == Lag::ZERO => Some(finish),
                _ => None,
            });
        ended.collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}

fn tasks(plan: &Plan) -> impl Iterator<Item = (TaskId, &plan::Task)> {
    (0..).map(TaskId).zip(&plan.tasks)
}
