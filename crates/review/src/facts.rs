//! What rules look at: a plan and all that was found out about it, borrowed.
//!
//! In: references to the results of the stages. Out: small answers that several rules need. It must
//! not compute what an engine computes.

use std::collections::BTreeSet;
use std::ops::Range;

use calendar::{Moment, end_of_day, local_date};
use forecast::{ActivityForecast, Drivers, Forecast, Swing, Uncertainty};
use jiff::civil::Date;
use markup::{NodeKind, Outline};
use plan::{
    Attribute, Intent, Item, ItemRef, NewItem, PersonId, Plan, Position, RiskId, Task, TaskId,
    free_id,
};
use schedule::{ActivityId, CriticalPath, Lowered, Progress, Schedule};
use text::{Diagnostic, SourceFile};

use crate::{History, WORTH_DAYS_MIN, WayOut, Worth};

/// A plan and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What the text means.
    pub plan: &'a Plan,
    /// The files, for the words that stand in them.
    pub files: &'a [SourceFile],
    /// The outlines of the plan's files.
    pub outlines: &'a [Outline],
    /// What is wrong or doubtful.
    pub diagnostics: &'a [Diagnostic],
    /// Its dates; `None` if there are errors, or no work.
    pub played: Option<Played<'a>>,
    /// What commits know; `None` outside git.
    pub history: Option<&'a History>,
    /// The status date.
    pub today: Date,
}

/// The dates of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Played<'a> {
    /// The problem, and the way back from activities to items.
    pub lowered: &'a Lowered,
    /// One future, every estimate at its middle.
    pub schedule: &'a Schedule,
    /// Early and late dates by links alone.
    pub critical_path: &'a CriticalPath,
    /// Many futures.
    pub forecast: &'a Forecast,
    /// What moves the date; `None` if no run finishes, or it is too early for a date.
    pub drivers: Option<&'a Drivers>,
}

impl<'a> Facts<'a> {
    /// How an item stands in a sentence: its id in backticks, else its title in quotes.
    #[must_use]
    pub fn mention(&self, item: ItemRef) -> String {
        self.plan.mention(item)
    }

    /// The same for several, long titles cut: `` `a`, `b` and 7 more ``.
    #[must_use]
    pub fn mentions(&self, items: &[ItemRef]) -> String {
        const NAMED_MAX: usize = 3;
        let short = |item: &ItemRef| match self.plan.item(*item) {
            Some(Item { id: None, title, .. }) => format!("“{}”", cut(title)),
            _ => self.mention(*item),
        };
        let mut names: Vec<String> = items.iter().take(NAMED_MAX).map(short).collect();
        if items.len() > NAMED_MAX {
            names.push(format!("{} more", words::thousands(items.len() - NAMED_MAX)));
        }
        words::list(&names)
    }

    /// The name after `@` of a person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> &'a str {
        self.plan.people[id.index()].name()
    }

    /// Everybody in the plan.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &'a plan::Person)> + use<'a> {
        (0..).map(PersonId).zip(&self.plan.people)
    }

    /// The tasks without parts that are neither cut nor finished, waits left out.
    pub fn open_work(&self) -> impl Iterator<Item = (TaskId, &'a Task)> + use<'a> {
        self.plan.open_leaves().filter(|(_, task)| !task.wait)
    }

    /// The open leaves that wait for an item, by a link of their own or of a task they are part of.
    #[must_use]
    pub fn waiting_for(&self, item: ItemRef) -> Vec<ItemRef> {
        let waits = |id: &TaskId| self.plan.links(*id).any(|link| link.to == item);
        self.plan.open_leaves().map(|(id, _)| id).filter(waits).map(ItemRef::Task).collect()
    }

    /// That these items wait, as a clause: `` `a` and `b` wait ``.
    #[must_use]
    pub fn waits(&self, waiting: &[ItemRef]) -> String {
        let verb = if waiting.len() == 1 { "waits" } else { "wait" };
        format!("{} {verb}", self.mentions(waiting))
    }

    /// What it is worth to know how much work these items are: by how much P80 would come nearer to
    /// P50. No price if that is not known, or too small to notice.
    #[must_use]
    pub fn worth_of_knowing(&self, items: &[ItemRef]) -> Worth {
        let minutes = items.iter().filter_map(|item| Some(self.played?.buffer(*item))).sum();
        let is_notable = self.days(minutes) >= WORTH_DAYS_MIN;
        if is_notable { Worth::Minutes(minutes) } else { Worth::Insurance }
    }

    /// An item as a word of a command: its id, else its title in quotes.
    #[must_use]
    pub fn argument(&self, item: ItemRef) -> String {
        let item = self.plan.item(item);
        item.map_or_else(String::new, |item| {
            words::argument(item.id.as_deref().unwrap_or(&item.title))
        })
    }

    /// The intents that give `items` to one person; `None` if one of them cannot be named.
    #[must_use]
    pub fn hand_over(&self, items: &[ItemRef], to: PersonId) -> Option<Vec<Intent>> {
        let who = Attribute::Who(format!("@{}", self.person(to)));
        let targets = items.iter().map(|item| self.plan.target(*item));
        targets.map(|target| Some(Intent::Set(target?, who.clone()))).collect()
    }

    /// From when somebody has time for `items`, as a clause that names the work before it. What waits
    /// for these comes after them.
    #[must_use]
    pub fn free_from(&self, played: &Played<'_>, person: PersonId, items: &[ItemRef]) -> String {
        let name = self.person(person);
        let behind = played.behind(items);
        let is_before = |id: TaskId| {
            let activity = played.lowered.activity_of(ItemRef::Task(id));
            activity.is_none_or(|activity| !behind.contains(&activity))
        };
        let own = self
            .open_work()
            .filter(|(id, task)| task.who.people().any(|who| who == person) && is_before(*id));
        let finishes = own.filter_map(|(id, _)| {
            let item = ItemRef::Task(id);
            Some((played.schedule.finish(played.lowered.activity_of(item)?)?, item))
        });
        match finishes.max() {
            Some((finish, item)) => format!(
                "{name} has time after {}, when {} is finished",
                self.day(played.finish_date(finish)),
                self.mention(item)
            ),
            None if self
                .open_work()
                .any(|(_, task)| task.who.people().any(|who| who == person)) =>
            {
                format!("{name} has nothing to do before")
            }
            None => format!("{name} has no open task in this plan"),
        }
    }

    /// The person inside the team with the least open work for their share of the day, other than
    /// `but` and whoever leaves; `None` if there is nobody else.
    #[must_use]
    pub fn least_loaded(&self, played: &Played<'_>, but: PersonId) -> Option<PersonId> {
        let load = |id: PersonId, person: &plan::Person| {
            let own = self.open_work().filter(|(_, task)| task.who.people().any(|who| who == id));
            let minutes: f64 = own.map(|(task, _)| played.effort(ItemRef::Task(task))).sum();
            minutes / f64::from(person.time_percent.max(1))
        };
        let others = self
            .people()
            .filter(|(id, person)| *id != but && person.is_inside() && person.until.is_none());
        let loads = others.map(|(id, person)| (load(id, person), id));
        loads.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, id)| id)
    }

    /// Whether any text of the plan, titles and prose alike, has a word that begins with one of
    /// `stems`. Case does not matter; answers to the review do not count.
    #[must_use]
    pub fn mentions_any(&self, stems: &[&str]) -> bool {
        self.files.iter().enumerate().any(|(index, file)| {
            let answers = self.outlines.get(index).map_or(0..0, |outline| answers(file, outline));
            let others = [&file.text[..answers.start], &file.text[answers.end..]];
            let others = others.map(str::to_lowercase);
            stems.iter().any(|stem| others.iter().any(|text| has_word(text, stem)))
        })
    }

    /// Working days of the plan that so many minutes are.
    #[must_use]
    pub fn days(&self, minutes: f64) -> f64 {
        self.plan.settings.days(minutes)
    }

    /// Working minutes in so many days.
    #[must_use]
    pub fn minutes(&self, days: f64) -> f64 {
        days * f64::from(self.plan.settings.day_minutes)
    }

    /// A date as it stands in a sentence.
    #[must_use]
    pub fn day(&self, date: Date) -> String {
        words::day(date, self.today)
    }

    /// A task to add, in the draft of an answer: it goes after the last task.
    #[must_use]
    pub fn draft_task(&self, title: &str, attributes: &[Attribute]) -> WayOut {
        let last = self.plan.leaves().filter(|(_, task)| !task.cut).last();
        let beside = last.and_then(|(id, _)| self.plan.target(ItemRef::Task(id)));
        let position = beside.map_or_else(|| Position::Section("Work".to_owned()), Position::After);
        self.draft(position, true, title, attributes)
    }

    /// An item of another section to add, in the draft of an answer.
    #[must_use]
    pub fn draft_in(&self, section: &str, title: &str, attributes: &[Attribute]) -> WayOut {
        let has_box = plan::section(section).is_some_and(|(_, kind)| kind.has_box());
        let position = Position::Section(section.to_owned());
        self.draft(position, has_box, title, attributes)
    }

    fn draft(
        &self,
        position: Position,
        check_box: bool,
        title: &str,
        attributes: &[Attribute],
    ) -> WayOut {
        let taken: BTreeSet<String> = self.plan.by_id.keys().cloned().collect();
        let id = Attribute::Id(free_id(title, &taken));
        let attributes = std::iter::once(id).chain(attributes.iter().cloned()).collect();
        let new = NewItem { title: title.to_owned(), check_box, attributes };
        WayOut::draft(title, Intent::Add(position, new))
    }
}

impl<'a> Played<'a> {
    /// All that waits for `items`, by whatever chain.
    #[must_use]
    pub fn behind(&self, items: &[ItemRef]) -> BTreeSet<ActivityId> {
        let mut open: Vec<ActivityId> =
            items.iter().filter_map(|item| self.lowered.activity_of(*item)).collect();
        let mut found = BTreeSet::new();
        while let Some(next) = open.pop() {
            let after = self.lowered.problem.outgoing(next).map(|(_, link)| link.to);
            open.extend(after.filter(|to| found.insert(*to)));
        }
        found
    }

    /// All that `item` waits for, by whatever chain, and the item; a link from the first of `but` to the
    /// second is not followed.
    #[must_use]
    pub fn before(
        &self,
        item: ActivityId,
        but: Option<(ActivityId, ActivityId)>,
    ) -> BTreeSet<ActivityId> {
        let mut open = vec![item];
        let mut found = BTreeSet::from([item]);
        while let Some(next) = open.pop() {
            let links = self.lowered.problem.incoming(next).map(|(_, link)| (link.from, link.to));
            let before = links.filter(|link| Some(*link) != but).map(|(from, _)| from);
            open.extend(before.filter(|from| found.insert(*from)));
        }
        found
    }

    /// What the runs say of an item; `None` for what is never scheduled.
    #[must_use]
    pub fn of(&self, item: ItemRef) -> Option<&'a ActivityForecast> {
        let activity = self.lowered.activity_of(item)?;
        self.forecast.activities.get(activity.index())
    }

    /// The share of runs, 0 to 1, in which an item is on the longest path.
    #[must_use]
    pub fn path_share(&self, item: ItemRef) -> f64 {
        self.of(item).map_or(0.0, |played| played.path_share)
    }

    /// Minutes of work left in an item at its middle estimate, for each who does it.
    #[must_use]
    pub fn effort(&self, item: ItemRef) -> f64 {
        let activity = self.lowered.activity_of(item);
        let middle = |id| forecast::middle_effort(self.lowered.problem.activity(id));
        activity.map_or(0.0, |id| middle(id).0 as f64)
    }

    /// The day on which an item starts in half of the runs.
    #[must_use]
    pub fn start_p50(&self, item: ItemRef) -> Option<Date> {
        Some(local_date(self.of(item)?.start.p50?, &self.lowered.zone))
    }

    /// [`Lowered::finish_date`].
    #[must_use]
    pub fn finish_date(&self, finish: Moment) -> Date {
        self.lowered.finish_date(finish)
    }

    /// The 80 % date of the plan.
    #[must_use]
    pub fn p80(&self) -> Option<Date> {
        self.forecast.finish.percentile(80).map(|finish| self.finish_date(finish))
    }

    /// Whether the plan is finished.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let finish = self.lowered.problem.activity(self.lowered.finish);
        matches!(finish.progress, Progress::Finished { .. })
    }

    /// The chance, 0 to 1, that the plan is finished by the end of `date`.
    #[must_use]
    pub fn chance_by(&self, date: Date) -> f64 {
        self.forecast.finish.chance_by(end_of_day(date, &self.lowered.zone))
    }

    /// The chance, 0 to 1, that an item is finished by the end of `date`; `None` if that was not kept.
    #[must_use]
    pub fn chance_of(&self, item: ItemRef, date: Date) -> Option<f64> {
        let kept = self.forecast.kept.get(&self.lowered.activity_of(item)?)?;
        Some(kept.chance_by(end_of_day(date, &self.lowered.zone)))
    }

    /// What the work of an item swings the finish by; `None` if that cannot be told from chance.
    #[must_use]
    pub fn swing(&self, item: ItemRef) -> Option<Swing> {
        let activity = self.lowered.activity_of(item)?;
        self.mover(Uncertainty::Work(activity)).map(|mover| mover.swing)
    }

    /// Working minutes that P80 would be sooner if a risk were gone; `None` if that was not played.
    #[must_use]
    pub fn without_risk(&self, plan: &Plan, risk: RiskId) -> Option<f64> {
        let key = plan.risks[risk.index()].item.key;
        let index = self.lowered.problem.risks().iter().position(|risk| risk.key == key)?;
        self.mover(Uncertainty::Risk(index))
            .and_then(|mover| mover.without)
            .map(|without| without.value)
    }

    /// Working minutes by which P80 would be nearer to P50 if the work of an item were known.
    #[must_use]
    pub fn buffer(&self, item: ItemRef) -> f64 {
        self.swing(item).map_or(0.0, |swing| swing.buffer.value)
    }

    fn mover(&self, of: Uncertainty) -> Option<&'a forecast::Mover> {
        self.drivers?.movers.iter().find(|mover| mover.swing.of == of)
    }
}

/// The beginning of a long title.
fn cut(title: &str) -> String {
    const LETTERS_MAX: usize = 36;
    match title.char_indices().nth(LETTERS_MAX) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

/// Where the section Answers stands in a file, heading and all; empty if it has none.
fn answers(file: &SourceFile, outline: &Outline) -> Range<usize> {
    let mut headings = outline.nodes.iter().filter_map(|node| match node.kind {
        NodeKind::Heading { level } => Some((level, node)),
        NodeKind::Item { .. } => None,
    });
    let found = headings.by_ref().find(|(level, node)| {
        *level <= 2 && node.title.of(&file.text).eq_ignore_ascii_case("answers")
    });
    let Some((level, node)) = found else { return 0..0 };
    let next = headings.find(|(other, _)| *other <= level);
    node.range.start..next.map_or(file.text.len(), |(_, next)| next.range.start)
}

/// Whether a word of `text` begins with `stem`; both in lower case.
pub(crate) fn has_word(text: &str, stem: &str) -> bool {
    text.match_indices(stem)
        .any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, stem: &str, expected: bool) {
        assert_eq!(has_word(text, stem), expected, "{stem} in {text}");
    }

    #[track_caller]
    fn check_answers(text: &str, expected: &str) {
        let file = SourceFile::new("plan.md", text);
        assert_eq!(&text[answers(&file, &markup::parse(text))], expected);
    }

    #[test]
    fn answers_are_a_section_and_what_follows_them_is_not() {
        let text = "# P\n\n## Answers\n\n- no tests\n\n## Rollback\n";
        check_answers(text, "## Answers\n\n- no tests\n\n");
        check_answers("# Answers\n\n- x\n\n## More\n", "# Answers\n\n- x\n\n## More\n");
        check_answers("# P\n\n```\n## Answers\n```\n", "");
        check_answers("# P\n", "");
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        check("load test at month-end", "test", true);
        check("load testing", "test", true);
        check("the latest news", "test", false);
        check("über-test", "test", true);
        check("", "test", false);
    }
}
