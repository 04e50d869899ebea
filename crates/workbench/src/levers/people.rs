//! More hands: somebody joins, or learns to do what few can. Both take time before they help.

use calendar::{Work, local_date};
use jiff::ToSpan;
use jiff::civil::Date;
use plan::table::Key;
use plan::{
    Attribute, Duration, Intent, ItemRef, Lever, LeverKind, NewItem, Person, PersonId, Position,
    TaskId, quote,
};

use super::candidates::Ground;
use super::hand_overs;

/// A second person for whoever's work binds most, and somebody else for each skill that binding
/// work needs and few have.
pub(super) fn levers(ground: &Ground<'_>) -> Vec<Lever> {
    let settings = &ground.plan.settings;
    let mut levers: Vec<Lever> = Vec::new();
    if let Some(ready) = day_after(ground, settings.join) {
        levers.extend(joining(ground, ready));
    }
    if let Some(ready) = day_after(ground, settings.learn) {
        levers.extend(learning(ground, ready));
    }
    levers
}

/// The day after so much working time from today on.
fn day_after(ground: &Ground<'_>, time: Duration) -> Option<Date> {
    let plan = ground.plan;
    let work = Work(time.whole_minutes(&plan.settings));
    let calendar = ground.lowered.plan_calendar();
    let ready = calendar.finish(ground.lowered.problem.today(), work)?;
    local_date(ready, &plan.zone).checked_add(1.day()).ok()
}

/// Every second of one person's tasks that begin when the newcomer is ready goes to the newcomer.
fn joining(ground: &Ground<'_>, ready: Date) -> Option<Lever> {
    let plan = ground.plan;
    let mut tasks: Vec<(PersonId, TaskId, f64)> = ground
        .binding_leaves()
        .into_iter()
        .filter(|(id, task)| !task.is_started() && begins(ground, *id) >= Some(ready))
        .filter_map(|(id, task)| {
            let person = task.who.only().filter(|id| plan.people[id.index()].is_inside())?;
            Some((person, id, ground.path_share(ItemRef::Task(id))))
        })
        .collect();
    let share = |person: PersonId| -> f64 {
        tasks.iter().filter(|(who, _, _)| *who == person).map(|(_, _, share)| share).sum()
    };
    let most = |one: &PersonId, other: &PersonId| share(*one).total_cmp(&share(*other));
    let like = tasks.iter().map(|(person, _, _)| *person).max_by(most)?;
    tasks.retain(|(person, _, _)| *person == like);
    tasks.sort_by_key(|(_, id, _)| (begins(ground, *id), *id));
    let name = free_name(ground, plan.people[like.index()].name());
    let second = tasks.iter().skip(1).step_by(2).map(|(_, id, _)| id);
    let taken: Option<Vec<Intent>> =
        second.map(|id| hand_overs::intent(ground, *id, &name)).collect();
    // Without a Team section everybody who is named is the team, and declaring one person would
    // shut out the others.
    let mut intents = taken.filter(|taken| !taken.is_empty() && plan.has_team)?;
    let newcomer = NewItem {
        title: format!("Somebody to help {}", plan.people[like.index()].item.title),
        check_box: false,
        attributes: vec![
            Attribute::Who(format!("@{name}")),
            Attribute::Pair(Key::From, ready.to_string()),
        ],
    };
    intents.push(Intent::Add(Position::Section("Team".to_owned()), newcomer));
    Some(Lever { kind: LeverKind::AddPerson { like, from: ready }, intents })
}

/// The day on which a task begins in half of the runs.
fn begins(ground: &Ground<'_>, id: TaskId) -> Option<Date> {
    let activity = ground.lowered.activity_of(ItemRef::Task(id))?;
    let start = ground.dates.forecast.activities[activity.index()].start.p50?;
    Some(local_date(start, &ground.plan.zone))
}

fn free_name(ground: &Ground<'_>, like: &str) -> String {
    let is_free = |name: &String| !ground.plan.by_id.contains_key(&format!("@{name}"));
    let mut names = (2..).map(|n| format!("{like}-{n}"));
    names.find(is_free).expect("BUG: endless names, and a plan has an end")
}

/// So many people are asked to learn one skill, those with the least to do.
const LEARNERS_MAX: usize = 2;

fn learning(ground: &Ground<'_>, ready: Date) -> Vec<Lever> {
    let mut skills: Vec<&String> = Vec::new();
    for (_, task) in ground.binding_leaves() {
        let free = task.who.is_empty() && !task.is_started();
        skills.extend(task.needs.iter().filter(|_| free));
    }
    skills.sort_unstable();
    skills.dedup();
    let people = hand_overs::by_load(ground);
    let each = skills.into_iter().flat_map(|skill| {
        let knows = |id: &&PersonId| ground.plan.people[id.index()].skills.contains(skill);
        let learners = people.iter().filter(move |id| !knows(id)).take(LEARNERS_MAX);
        learners.filter_map(move |id| learner(ground, *id, skill, ready))
    });
    each.collect()
}

/// Somebody who does nothing else until they have learned it.
fn learner(ground: &Ground<'_>, id: PersonId, skill: &str, ready: Date) -> Option<Lever> {
    let person: &Person = &ground.plan.people[id.index()];
    let target = ground.plan.target(ItemRef::Person(id))?;
    let until = ready.yesterday().ok()?;
    let skills = person.skills.iter().map(String::as_str).chain([skill]).map(quote);
    let skills: Vec<String> = skills.collect();
    let away = person.away.iter().map(|leave| format!("{}..{}", leave.first, leave.last));
    let away: Vec<String> = away.chain([format!("{}..{until}", ground.snapshot.today)]).collect();
    let intents = vec![
        Intent::Set(target.clone(), Attribute::Pair(Key::Skills, skills.join(","))),
        Intent::Set(target, Attribute::Pair(Key::Away, away.join(","))),
    ];
    Some(Lever { kind: LeverKind::Learn { person: id, skill: skill.to_owned(), until }, intents })
}
