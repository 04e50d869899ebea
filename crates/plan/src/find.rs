//! How people name an item on a command line: by its id, or by the beginning of its title.

use crate::{Item, ItemRef, Origin, Plan};

/// Why a name does not lead to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// No item has this id, and no title begins so. The id that was probably meant.
    Nothing(Option<String>),
    /// Several titles begin so: the first few of them.
    Several(Vec<String>),
}

/// At most this many titles are listed when a name is not unique.
const LISTED_MAX: usize = 5;

/// The item that `name` means: the one with this id (a leading `#` does not matter; a person's is
/// `@name`), else the one with this title, else the one whose title begins so, capitals ignored.
///
/// # Errors
/// [`NotFound`] if there is none, or more than one.
pub fn find(plan: &Plan, name: &str) -> Result<ItemRef, NotFound> {
    let id = name.trim_start_matches('#');
    if let Some(item) = plan.by_id.get(id) {
        return Ok(*item);
    }
    let start = name.trim().to_lowercase();
    let by_title = plan.items().filter(|(item, _)| !matches!(item, ItemRef::Person(_)));
    let mut named: Vec<(ItemRef, &Item)> = by_title
        .filter(|(_, item)| !start.is_empty() && item.title.to_lowercase().starts_with(&start))
        .collect();
    if named.iter().filter(|(_, item)| item.title.to_lowercase() == start).count() == 1 {
        named.retain(|(_, item)| item.title.to_lowercase() == start);
    }
    match named.as_slice() {
        [] => {
            let closest = text::closest(id, plan.by_id.keys().map(String::as_str));
            Err(NotFound::Nothing(closest.map(str::to_owned)))
        }
        [(found, _)] => Ok(*found),
        several => Err(NotFound::Several(
            several.iter().take(LISTED_MAX).map(|(_, item)| item.title.clone()).collect(),
        )),
    }
}

impl Plan {
    /// Every item of the plan with its reference, kind by kind, each in the order of the text.
    pub fn items(&self) -> impl Iterator<Item = (ItemRef, &Item)> {
        use crate::{
            AnswerId, DecisionId, FeatureId, GoalId, LineId, MilestoneId, ObstacleId, PersonId,
            PremortemId, RiskId, StepId, SystemId, TaskId, UnknownId,
        };
        macro_rules! each {
            ($list:ident, $id:ident, $kind:ident) => {
                (0..).map($id).map(ItemRef::$kind).zip(self.$list.iter().map(|each| &each.item))
            };
        }
        each!(tasks, TaskId, Task)
            .chain(each!(milestones, MilestoneId, Milestone))
            .chain(each!(features, FeatureId, Feature))
            .chain(each!(unknowns, UnknownId, Unknown))
            .chain(each!(decisions, DecisionId, Decision))
            .chain(each!(obstacles, ObstacleId, Obstacle))
            .chain(each!(risks, RiskId, Risk))
            .chain(each!(goals, GoalId, Goal))
            .chain(each!(people, PersonId, Person))
            .chain(each!(systems, SystemId, System))
            .chain(each!(steps, StepId, Step))
            .chain(each!(lines, LineId, Line))
            .chain(each!(premortem, PremortemId, Premortem))
            .chain(each!(answers, AnswerId, Answer))
    }

    /// The items that have a line of their own, the plan's heading among them: people who are only
    /// named have none.
    pub fn written_items(&self) -> impl Iterator<Item = (ItemRef, &Item)> {
        let is_written = |item: ItemRef| match item {
            ItemRef::Person(id) => self.people[id.index()].origin == Origin::Declared,
            _ => true,
        };
        let heading = self.heading.iter().map(|item| (ItemRef::Plan, item));
        self.items().filter(move |(item, _)| is_written(*item)).chain(heading)
    }
}

#[cfg(test)]
mod tests {
    use text::SourceFile;

    use super::*;
    use crate::{Settings, build};

    fn check(name: &str, expected: &Result<&str, NotFound>) {
        let text = "# P\n\n- [ ] Page `{#page @paul}`\n- [ ] Pages of all\n- [ ] Pay `{#x}`\n";
        let files = [SourceFile::new("plan.md", text)];
        let (plan, _) = build(&files, &[markup::parse(text)], &Settings::default());
        let found = find(&plan, name).map(|item| plan.item(item).expect("there").title.as_str());
        assert_eq!(&found, expected);
    }

    #[test]
    fn an_id_goes_before_a_title_and_a_title_before_its_beginning() {
        check("page", &Ok("Page"));
        check("#x", &Ok("Pay"));
        check("pages", &Ok("Pages of all"));
        check("PAY", &Ok("Pay"));
        check("pag", &Err(NotFound::Several(vec!["Page".to_owned(), "Pages of all".to_owned()])));
        check("pgae", &Err(NotFound::Nothing(Some("page".to_owned()))));
        check("@paul", &Ok("paul"));
        check("", &Err(NotFound::Nothing(None)));
    }
}
