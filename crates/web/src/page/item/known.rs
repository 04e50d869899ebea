//! What the plan says of an item that is no task: each value with its name, those that one types
//! over where one reads them.
//!
//! In: an item. Out: a card of rows. A value that is not written has no row, unless somebody should
//! say it.

use jiff::civil::Date;
use maud::{Markup, html};
use plan::table::Key;
use plan::{
    Decision, Feature, Goal, Hearer, Impact, ItemRef, Line, Milestone, Obstacle, PersonId,
    Premortem, Risk, RiskStatus, Someone, Step, System, SystemId, Unknown, Who, quote,
};
use view::screens::waiting;
use view::{Facts, launch, words};

use super::find;
use crate::Board;
use crate::edit::{Field, Verb, field};
use crate::page::Medium;
use crate::part::{card, named};

/// A name and its value.
type Row = (&'static str, Markup);

/// The card; nothing of what has neither values nor anything that can be done to it.
pub(super) fn card_of(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    item: ItemRef,
) -> Markup {
    let on = On { board, medium, facts, item };
    let plan = facts.plan;
    let rows = match item {
        ItemRef::Risk(id) => on.risk(&plan.risks[id.index()]),
        ItemRef::Decision(id) => on.decision(&plan.decisions[id.index()]),
        ItemRef::Obstacle(id) => on.obstacle(&plan.obstacles[id.index()]),
        ItemRef::Unknown(id) => on.unknown(&plan.unknowns[id.index()]),
        ItemRef::System(id) => on.system(id),
        ItemRef::Step(id) => on.step(&plan.steps[id.index()]),
        ItemRef::Premortem(id) => on.premortem(&plan.premortem[id.index()]),
        ItemRef::Goal(id) => on.goal(&plan.goals[id.index()]),
        ItemRef::Feature(id) => on.feature(&plan.features[id.index()]),
        ItemRef::Milestone(id) => on.milestone(&plan.milestones[id.index()]),
        ItemRef::Line(id) => on.line(&plan.lines[id.index()]),
        ItemRef::Task(_) | ItemRef::Person(_) | ItemRef::Answer(_) | ItemRef::Plan => Vec::new(),
    };
    let verbs = find::verbs(board, medium, facts, item);
    if rows.is_empty() {
        return html! { @if !verbs.0.is_empty() { section.card { (verbs) } } };
    }
    let body = html! {
        table.set {
            tbody.row tabindex="0" {
                @for (name, value) in &rows { tr { th { (name) } td { (value) } } }
            }
        }
        (verbs)
    };
    card("In the plan", "", &body)
}

/// What all rows are made from.
struct On<'a> {
    board: &'a Board,
    medium: &'a Medium<'a>,
    facts: &'a Facts<'a>,
    item: ItemRef,
}

impl On<'_> {
    fn risk(&self, risk: &Risk) -> Vec<Row> {
        let chance = risk.percent.map_or_else(String::new, |percent| format!("{percent}%"));
        let status = match risk.status {
            RiskStatus::Open => "may happen",
            RiskStatus::Happened => "it happened",
            RiskStatus::Gone => "it is over",
        };
        let effects = html! {
            @for effect in &risk.effects {
                div { (self.item(ItemRef::Task(effect.task))) ": " (impact(effect.impact)) }
            }
        };
        let mut rows = vec![
            ("Chance", self.typed(Verb::key(Key::P), 'p', &chance, &chance, "nobody said it")),
            ("Now", html! { (status) }),
            ("Watched by", self.who(&risk.who)),
        ];
        if !risk.effects.is_empty() {
            rows.push(("If it happens", effects));
        }
        rows.push(("Look again", self.date(Key::Watch, risk.watch)));
        rows
    }

    fn decision(&self, decision: &Decision) -> Vec<Row> {
        let mut rows = vec![
            (
                "Decided by",
                if decision.by_team {
                    html! { "the team" }
                } else {
                    self.who(&decision.who)
                },
            ),
            ("Due", self.date(Key::By, decision.by)),
        ];
        rows.extend(texts("Can be chosen", &decision.options));
        if decision.is_made() {
            let chose = decision.chose.as_deref().unwrap_or("not written");
            rows.push(("Chosen", html! { (chose) }));
            rows.extend(decision.on.map(|on| ("Decided on", html! { (self.day(on)) })));
        }
        rows.extend(self.told(&decision.told));
        rows.extend(
            decision.record.as_ref().map(|record| ("At length", html! { code { (record) } })),
        );
        rows.extend(self.items("Holds", &self.held()));
        rows
    }

    fn obstacle(&self, obstacle: &Obstacle) -> Vec<Row> {
        let mut rows = vec![("Taken care of by", self.who(&obstacle.who))];
        rows.extend(obstacle.since.map(|since| ("Since", html! { (self.day(since)) })));
        rows.push(("Gone by", self.date(Key::By, obstacle.by)));
        rows.extend(self.told(&obstacle.told));
        rows.extend(obstacle.status.as_ref().map(|status| ("How it stands", html! { (status) })));
        rows.extend(self.items("Holds", &self.held()));
        rows
    }

    fn unknown(&self, unknown: &Unknown) -> Vec<Row> {
        let timebox = unknown.timebox.map_or_else(String::new, |timebox| timebox.to_string());
        let mut rows = vec![
            ("Found out by", self.who(&unknown.who)),
            ("Due", self.date(Key::By, unknown.by)),
            ("May take", self.typed(Verb::key(Key::Timebox), 'e', &timebox, &timebox, "not said")),
        ];
        rows.extend(self.items("Holds", &self.held()));
        rows
    }

    fn system(&self, id: SystemId) -> Vec<Row> {
        let plan = self.facts.plan;
        let system: &System = &plan.systems[id.index()];
        let of = |all: &[SystemId]| all.iter().copied().map(ItemRef::System).collect::<Vec<_>>();
        let kind = match (system.kind, system.product) {
            (_, true) => Some("a product that customers know"),
            (kind, false) => kind,
        };
        let mut rows: Vec<Row> = kind.map(|kind| ("Is", html! { (kind) })).into_iter().collect();
        rows.extend(self.items("Part of", &of(system.parent.as_slice())));
        rows.extend(self.people("Known best by", &system.owners));
        let ways = [
            ("Calls", &system.calls),
            ("Reads", &system.reads),
            ("Writes", &system.writes),
            ("Sends to", &system.sends),
        ];
        rows.extend(ways.into_iter().filter_map(|(name, all)| self.items(name, &of(all))));
        let asks = |other: &System| ways_of(other).any(|to| to == id);
        let users = (0..).map(SystemId).zip(&plan.systems).filter(|(_, other)| asks(other));
        let users: Vec<ItemRef> = users.map(|(id, _)| ItemRef::System(id)).collect();
        rows.extend(self.items("Used by", &users));
        let changes: Vec<ItemRef> = plan
            .open_leaves()
            .filter(|(_, task)| task.changes.contains(&id))
            .map(|(task, _)| ItemRef::Task(task))
            .collect();
        rows.extend(self.items("Changed by", &changes));
        rows
    }

    fn step(&self, step: &Step) -> Vec<Row> {
        let time = step.estimate.map_or_else(String::new, |estimate| estimate.to_string());
        let check = step.check.as_deref().unwrap_or_default();
        let mut rows = vec![
            ("Who", self.who(&step.who)),
            ("Takes", self.typed(Verb::ESTIMATE, 'e', &time, &time, "nobody said it")),
            (
                "It worked if",
                self.typed(Verb::key(Key::Check), 'c', &written(check), check, "no check"),
            ),
        ];
        rows.extend(self.items("Undone by", step.undo.map(ItemRef::Step).as_slice()));
        if step.no_return {
            rows.push(("After it", html! { "there is no way back" }));
        }
        rows
    }

    fn premortem(&self, one: &Premortem) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        if !one.who.is_empty() {
            rows.push(("Thought of by", self.who(&one.who)));
        }
        rows.extend(one.votes.map(|votes| ("Think it likely", html! { (votes) })));
        rows.extend(one.harm.map(|harm| ("It would be", html! { (harm) })));
        let tasks: Vec<ItemRef> = one.tasks.iter().copied().map(ItemRef::Task).collect();
        let none = || ("Prevented by", html! { span.wn { "no task yet" } });
        rows.push(self.items("Prevented by", &tasks).unwrap_or_else(none));
        rows
    }

    fn goal(&self, goal: &Goal) -> Vec<Row> {
        let text = |verb, key, value: &Option<String>, missing| {
            let value = value.as_deref().unwrap_or_default();
            self.typed(Verb::key(verb), key, &written(value), value, missing)
        };
        let mut rows = vec![
            ("Measured", text(Key::Measure, 'e', &goal.measure, "nothing measures it")),
            ("Today", text(Key::From, 'f', &goal.from, "not said")),
            ("Then", text(Key::To, 't', &goal.to, "not said")),
            ("Due", self.date(Key::By, goal.by)),
        ];
        if !goal.who.is_empty() {
            rows.push(("Watched by", self.who(&goal.who)));
        }
        let larger: Vec<ItemRef> = goal.serves.iter().copied().map(ItemRef::Goal).collect();
        rows.extend(self.items("Serves", &larger));
        rows
    }

    fn feature(&self, feature: &Feature) -> Vec<Row> {
        let mut rows = Vec::new();
        if !feature.who.is_empty() {
            rows.push(("Answered for by", self.who(&feature.who)));
        }
        rows.extend(self.someones("Asked for by", feature.asked.iter()));
        let value = feature.value.map_or_else(String::new, |value| value.to_string());
        rows.push((
            "Value",
            self.typed(Verb::key(Key::Value), 'v', &value, &value, "nobody said it"),
        ));
        rows.extend(feature.must.then(|| ("May be cut", html! { "no" })));
        rows.extend(feature.due.map(|due| ("Wanted by", html! { (self.day(due.date)) })));
        rows
    }

    fn milestone(&self, milestone: &Milestone) -> Vec<Row> {
        let mut rows = Vec::new();
        rows.extend(milestone.due.map(|due| ("Wanted by", html! { (self.day(due.date)) })));
        rows.extend(milestone.promised.map(|day| ("Promised for", html! { (self.day(day)) })));
        rows.extend(self.told(&milestone.told));
        rows
    }

    fn line(&self, line: &Line) -> Vec<Row> {
        let measure = line.measure.as_deref().unwrap_or_default();
        let nobody = || ("Agreed by", html! { span.wn { "nobody yet" } });
        let shown = self.typed(
            Verb::key(Key::Measure),
            'e',
            &written(measure),
            measure,
            "nothing measures it",
        );
        let agreed = self.people("Agreed by", &line.agreed).unwrap_or_else(nobody);
        vec![("Measured", shown), agreed]
    }

    /// What waits for it, while it is open.
    fn held(&self) -> Vec<ItemRef> {
        let open = waiting(self.facts).into_iter().find(|one| one.item == self.item);
        open.map_or_else(Vec::new, |one| one.holds)
    }

    /// A value that is typed over.
    fn typed(&self, verb: Verb, key: char, written: &str, shown: &str, missing: &str) -> Markup {
        let title = self.facts.plan.title(self.item);
        let label = format!("{} of {title}", verb.to_string().trim_end_matches('='));
        let it = Field { item: self.item, verb, label: &label, key: Some(key), written };
        let shown = html! { @if shown.is_empty() { span.wn { (missing) } } @else { (shown) } };
        field(self.medium, self.board, it, &shown)
    }

    /// A date that is typed over.
    fn date(&self, key: Key, date: Option<Date>) -> Markup {
        let written = date.map_or_else(String::new, |date| date.to_string());
        let title = self.facts.plan.title(self.item);
        let label = format!("{key} of {title}");
        let verb = Verb::key(key);
        let it = Field { item: self.item, verb, label: &label, key: None, written: &written };
        let shown = date.map_or_else(|| "no date".to_owned(), |date| self.day(date));
        field(self.medium, self.board, it, &html! { (shown) })
    }

    fn day(&self, date: Date) -> String {
        words::weekday(date, self.facts.today)
    }

    fn item(&self, item: ItemRef) -> Markup {
        named(self.board, self.medium, item)
    }

    fn who(&self, who: &Who) -> Markup {
        let names = launch::names(self.facts.plan, who);
        html! { @if names.is_empty() { span.wn { "nobody yet" } } @else { (words::list(&names)) } }
    }

    fn people(&self, name: &'static str, people: &[PersonId]) -> Option<Row> {
        let names: Vec<String> =
            people.iter().map(|id| self.facts.person(*id).to_owned()).collect();
        (!names.is_empty()).then(|| (name, html! { (words::list(&names)) }))
    }

    fn told(&self, told: &[Hearer]) -> Option<Row> {
        self.someones("Told", told.iter().map(|hearer| &hearer.who))
    }

    fn someones<'s>(
        &self,
        name: &'static str,
        all: impl Iterator<Item = &'s Someone>,
    ) -> Option<Row> {
        let names: Vec<String> = all.map(|one| plan::audience(self.facts.plan, one)).collect();
        (!names.is_empty()).then(|| (name, html! { (words::list(&names)) }))
    }

    /// Items, one below the other; nothing of none.
    fn items(&self, name: &'static str, items: &[ItemRef]) -> Option<Row> {
        let each = html! { @for item in items { div { (self.item(*item)) } } };
        (!items.is_empty()).then_some((name, each))
    }
}

/// As it stands in the text; empty if it does not.
fn written(value: &str) -> String {
    if value.is_empty() { String::new() } else { quote(value) }
}

fn texts(name: &'static str, texts: &[String]) -> Option<Row> {
    let each = html! { @for text in texts { div { (text) } } };
    (!texts.is_empty()).then_some((name, each))
}

/// `4 to 12 days more`, `1.5 times as much`.
fn impact(impact: Impact) -> String {
    match impact {
        Impact::Add(estimate) => format!("{estimate} more"),
        Impact::Multiply { low, high } if low == high => format!("{low} times as much"),
        Impact::Multiply { low, high } => format!("{low} to {high} times as much"),
    }
}

/// All systems that a system turns to.
fn ways_of(system: &System) -> impl Iterator<Item = SystemId> + '_ {
    let ways = [&system.calls, &system.reads, &system.writes, &system.sends];
    ways.into_iter().flatten().copied()
}
