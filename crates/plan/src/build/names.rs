//! Names: ids and `@names` of the whole plan, and what a name in the text refers to.
//!
//! In: the entries and their attributes. Out: [`Names`], which resolves each name or says what
//! is wrong with it and what was probably meant.

use std::collections::{BTreeMap, BTreeSet};

use text::{Diagnostic, FileId, Hash, Place, closest};

use super::attributes::{Attributes, edit};
use super::report::Report;
use super::sections::{Entry, Sections};
use crate::key::{Keys, and_title};
use crate::table::{Flag, Key, Kind};
use crate::value::{Piece, Value};
use crate::{
    AnswerId, DecisionId, FeatureId, GoalId, ItemRef, LineId, MilestoneId, ObstacleId, Origin,
    PersonId, PremortemId, RiskId, StepId, SystemId, TaskId, UnknownId, codes,
};

/// `@team`: everybody. Nobody can be called that.
pub const TEAM: &str = "team";

/// Somebody who is only named, in a plan without Team section.
pub struct Undeclared<'a> {
    /// The name.
    pub name: Piece<'a>,
    /// The entry that names them first.
    pub entry: usize,
    /// Whether that is work.
    pub origin: Origin,
}

/// Every name of the plan.
pub struct Names<'a> {
    /// The items.
    pub entries: Vec<Entry<'a>>,
    /// Their attributes, in the same order.
    pub attributes: Vec<Attributes<'a>>,
    /// What each entry becomes, in the same order.
    pub refs: Vec<ItemRef>,
    /// The draw key of each entry.
    pub keys: Vec<u64>,
    /// Whether there is a Team section.
    pub has_team: bool,
    /// The people that no Team section declares, in the order of their first use.
    pub undeclared: Vec<Undeclared<'a>>,
    /// The draw keys of those.
    pub undeclared_keys: Vec<u64>,
    /// Each id with its entry, sorted.
    ids: Vec<(&'a str, usize)>,
    people: BTreeMap<&'a str, (PersonId, usize)>,
    skills: BTreeSet<String>,
}

impl<'a> Names<'a> {
    /// Numbers the items and indexes their names. Reports ids that stand twice.
    pub fn new(
        sections: Sections<'a>,
        attributes: Vec<Attributes<'a>>,
        report: &mut Report,
    ) -> Self {
        let Sections { entries, has_team } = sections;
        let refs = number(&entries);
        let mut names = Names {
            entries,
            attributes,
            refs,
            keys: Vec::new(),
            has_team,
            undeclared: Vec::new(),
            undeclared_keys: Vec::new(),
            ids: Vec::new(),
            people: BTreeMap::new(),
            skills: BTreeSet::new(),
        };
        names.index_ids(report);
        names.index_people(report);
        if !has_team {
            names.take_undeclared();
        }
        names.give_keys();
        names
    }

    fn index_ids(&mut self, report: &mut Report) {
        let ids = (0..).zip(&self.attributes);
        let mut ids: Vec<(&'a str, usize)> =
            ids.filter_map(|(index, attributes)| Some((attributes.id?.text, index))).collect();
        ids.sort();
        let mut twins = Vec::new();
        ids.dedup_by(|later, first| {
            let is_twin = later.0 == first.0;
            if is_twin {
                twins.push((later.1, first.1));
            }
            is_twin
        });
        self.ids = ids;
        twins.sort_unstable();
        for (twin, first) in twins {
            self.report_twin(twin, first, report);
        }
    }

    fn report_twin(&self, twin: usize, first: usize, report: &mut Report) {
        let id_of = |index: usize| self.attributes[index].id.expect("BUG: a twin without id");
        let (id, first_id, first) = (id_of(twin), id_of(first), &self.entries[first]);
        let place = self.entries[twin].at(id.range());
        report.error(codes::DOUBLE_ID, place, format!("the id `{}` is taken", id.text), |d| {
            d.label(first.at(first_id.range()), format!("by {} here", quoted(first.title)))
                .help("give this item another id, and change the links that mean it")
        });
    }

    /// The entry with this id.
    fn entry_of(&self, id: &str) -> Option<usize> {
        let at = self.ids.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
        Some(self.ids[at].1)
    }

    fn index_people(&mut self, report: &mut Report) {
        for index in 0..self.entries.len() {
            let ItemRef::Person(id) = self.refs[index] else { continue };
            let (entry, attributes) = (&self.entries[index], &self.attributes[index]);
            let Some(name) = declared_name(attributes) else {
                let what = "this declares no name for the rest of the plan";
                report.error(codes::NAMELESS_PERSON, entry.place(), what, |d| {
                    d.help("write one name with `@`, such as `{@ada}`")
                });
                continue;
            };
            let place = entry.at(name.range());
            if name.text == TEAM {
                report.error(codes::DOUBLE_ID, place, "`@team` is everybody in the team", |d| {
                    d.help("choose another name")
                });
            } else if let Some((_, first)) = self.people.get(name.text) {
                let first = &self.entries[*first];
                report.error(
                    codes::DOUBLE_ID,
                    place,
                    format!("the name `@{}` is taken", name.text),
                    |d| {
                        d.label(first.place(), format!("by {} here", quoted(first.title)))
                            .help("give one of them another name")
                    },
                );
            } else {
                self.people.insert(name.text, (id, index));
            }
            if !attributes.has(Flag::Outside) {
                let skills = attributes.pair(Key::Skills).into_iter().flat_map(|pair| &pair.values);
                self.skills.extend(skills.filter_map(|(value, _)| match value {
                    Value::Text(skill) => Some(skill.clone()),
                    _ => None,
                }));
            }
        }
    }

    /// Without a Team section the names that are used are the people: those of tasks and steps
    /// first, because they are the team.
    fn take_undeclared(&mut self) {
        let works = |index: &usize| matches!(self.entries[*index].kind, Kind::Task | Kind::Step);
        let (workers, others): (Vec<usize>, Vec<usize>) = (0..self.entries.len()).partition(works);
        let mut undeclared: Vec<Undeclared<'a>> = Vec::new();
        let mut seen = BTreeMap::new();
        let mut add = |name: Piece<'a>, entry: usize, origin: Origin| {
            if name.text != TEAM && !seen.contains_key(name.text) {
                seen.insert(name.text, (PersonId(undeclared.len() as u32), entry));
                undeclared.push(Undeclared { name, entry, origin });
            }
        };
        for index in &workers {
            self.attributes[*index]
                .who
                .iter()
                .flatten()
                .for_each(|name| add(*name, *index, Origin::Works));
        }
        for index in &others {
            self.attributes[*index]
                .who
                .iter()
                .flatten()
                .for_each(|name| add(*name, *index, Origin::Mentioned));
        }
        for (index, attributes) in self.attributes.iter().enumerate() {
            for (value, _) in attributes.pairs.iter().flat_map(|pair| &pair.values) {
                let who = if let Value::Told(who, _) = value { who } else { value };
                if let Value::Person(name) = who {
                    add(*name, index, Origin::Mentioned);
                }
            }
        }
        self.undeclared = undeclared;
        self.people = seen;
    }

    fn give_keys(&mut self) {
        let mut keys = Keys::default();
        let mut paths: Vec<Hash> = Vec::with_capacity(self.entries.len());
        let mut hashes = Vec::with_capacity(self.entries.len());
        for (entry, attributes) in self.entries.iter().zip(&self.attributes) {
            let outer = entry.parent.map_or(Hash::EMPTY, |parent| paths[parent]);
            let path = and_title(outer, entry.title);
            paths.push(path);
            hashes.push(match (attributes.id, entry.kind, declared_name(attributes)) {
                (Some(id), ..) => Ok(id_hash("#", id)),
                (None, Kind::Person, Some(name)) => Ok(id_hash("@", name)),
                _ => Err(path),
            });
        }
        // Ids first: a title that happens to hash like an id must not take its key.
        let mut given: Vec<Option<u64>> =
            hashes.iter().map(|hash| hash.ok().map(|hash| keys.give(hash))).collect();
        self.undeclared_keys =
            self.undeclared.iter().map(|person| keys.give(id_hash("@", person.name))).collect();
        for (key, hash) in given.iter_mut().zip(&hashes) {
            if let Err(path) = hash {
                *key = Some(keys.give(*path));
            }
        }
        self.keys = given.into_iter().map(|key| key.expect("BUG: an item without key")).collect();
    }

    /// Ids and names with what they stand for, people as `@name`.
    pub fn by_id(&self) -> BTreeMap<String, ItemRef> {
        let people =
            self.people.iter().map(|(name, (id, _))| (format!("@{name}"), ItemRef::Person(*id)));
        let ids = self.ids.iter().map(|(id, index)| ((*id).to_owned(), self.refs[*index]));
        people.chain(ids).collect()
    }

    /// The item called `name`, which must be of one of `kinds`; else reports what is wrong.
    pub fn item(
        &self,
        name: Piece<'a>,
        file: FileId,
        kinds: &[Kind],
        report: &mut Report,
    ) -> Option<ItemRef> {
        let place = Place::new(file, name.range());
        let Some(index) = self.entry_of(name.text) else {
            if self.people.contains_key(name.text) {
                self.report_person(name.text, place, kinds, report);
                return None;
            }
            let what = format!("there is no {} called `{}`", kinds[0].name(), name.text);
            report
                .error(codes::UNKNOWN_ID, place, what, |d| self.suggest_item(d, name.text, kinds));
            return None;
        };
        let entry = &self.entries[index];
        if kinds.contains(&entry.kind) {
            return Some(self.refs[index]);
        }
        let what = format!("`{}` is {}", name.text, entry.kind.phrase());
        report.error(codes::WRONG_KIND, place, what, |d| {
            let wanted: Vec<&str> = kinds.iter().map(|kind| kind.phrase()).collect();
            let d = d
                .label(entry.place(), quoted(entry.title))
                .why(format!("here stands {}", either(&wanted)));
            match entry.kind {
                Kind::Risk => d.help("a risk names what it hits, with hits="),
                Kind::Obstacle => d.help("an obstacle names what it holds, with holds="),
                Kind::Feature | Kind::Goal => {
                    d.help("name the tasks or the milestone that stand for it")
                }
                _ => d,
            }
        });
        None
    }

    /// Reports the name of a person where an item of one of `kinds` is wanted.
    fn report_person(&self, name: &str, place: Place, kinds: &[Kind], report: &mut Report) {
        report.error(codes::WRONG_KIND, place, format!("`{name}` is a person"), |d| {
            let wanted: Vec<&str> = kinds.iter().map(|kind| kind.phrase()).collect();
            d.why(format!("here stands {}", either(&wanted))).help(format!(
                "write the id of an item; who does it is written @{name}, beside the other attributes"
            ))
        });
    }

    fn suggest_item(&self, diagnostic: Diagnostic, name: &str, kinds: &[Kind]) -> Diagnostic {
        let wanted = || {
            let of_kind = |index: &usize| kinds.contains(&self.entries[*index].kind);
            self.ids.iter().filter(move |(_, index)| of_kind(index)).map(|(id, _)| *id)
        };
        let place = diagnostic.place;
        let meant = closest(name, wanted()).or_else(|| same_beginning(name, wanted()));
        if let Some((meant, index)) = meant.and_then(|id| Some((id, self.entry_of(id)?))) {
            let described = self.describe(index);
            return diagnostic
                .help(format!("did you mean `{meant}` ({described})?"))
                .fix(format!("write {meant}"), vec![edit(place, meant)]);
        }
        let is_meant = |(entry, _): &(&Entry<'a>, &Attributes<'a>)| {
            kinds.contains(&entry.kind) && is_title_of(name, entry.title)
        };
        if let Some((entry, attributes)) = self.entries.iter().zip(&self.attributes).find(is_meant)
        {
            let title = quoted(entry.title);
            return match attributes.id {
                Some(id) => diagnostic
                    .help(format!("{title} has the id `{}`", id.text))
                    .fix(format!("write {}", id.text), vec![edit(place, id.text)]),
                None => diagnostic
                    .label(entry.place(), "this has no id")
                    .help(format!("if {title} is meant, give it the id #{name}")),
            };
        }
        diagnostic.help(format!("give what is meant the id #{name}, or remove the name here"))
    }

    /// "Reconciliation report, priya".
    fn describe(&self, index: usize) -> String {
        let title = self.entries[index].title;
        let mut owner = Some(index);
        while let Some(at) = owner {
            if let Some(name) = self.attributes[at].who.first().and_then(|names| names.first()) {
                return format!("{title}, {}", name.text);
            }
            owner = self.entries[at].parent;
        }
        title.to_owned()
    }

    /// The person called `name`; else reports that there is none.
    pub fn person(&self, name: Piece<'a>, file: FileId, report: &mut Report) -> Option<PersonId> {
        if let Some((id, _)) = self.people.get(name.text) {
            return Some(*id);
        }
        let place = Place::new(file, name.range());
        if name.text == TEAM {
            report.error(codes::WRONG_KIND, place, "`@team` cannot stand here", |d| {
                d.help("name people: `@a @b` for together, `@a|@b` for either; no name at all is anybody")
            });
            return None;
        }
        report.error(
            codes::UNDECLARED_PERSON,
            place,
            format!("nobody in the team is called `{}`", name.text),
            |d| match closest(name.text, self.people.keys().copied()) {
                Some(meant) => {
                    let title = self.entries[self.people[meant].1].title;
                    d.help(format!("did you mean `{meant}` ({title})?"))
                        .fix(format!("write {meant}"), vec![edit(place, meant)])
                }
                None => {
                    d.help(format!("add them to the section Team: - Name `{{@{}}}`", name.text))
                }
            },
        );
        None
    }

    /// Reports a skill that nobody inside the team has.
    pub fn check_skill(&self, skill: &str, place: Place, report: &mut Report) {
        if self.skills.contains(skill) {
            return;
        }
        report.error(
            codes::NO_SKILL,
            place,
            format!("nobody in the team has the skill `{skill}`"),
            |d| match closest(skill, self.skills.iter().map(String::as_str)) {
                Some(meant) => d
                    .help(format!("did you mean `{meant}`?"))
                    .fix(format!("write {meant}"), vec![edit(place, meant)]),
                None => d.help(format!(
                    "add skills={skill} to somebody under Team, or name who does it"
                )),
            },
        );
    }
}

fn declared_name<'a>(attributes: &Attributes<'a>) -> Option<Piece<'a>> {
    match attributes.who.as_slice() {
        [names] if names.len() == 1 => Some(names[0]),
        _ => None,
    }
}

fn id_hash(mark: &str, name: Piece<'_>) -> Hash {
    Hash::EMPTY.and(mark).and(name.text)
}

/// Each entry's position among its kind.
fn number(entries: &[Entry<'_>]) -> Vec<ItemRef> {
    let mut counts = [0_u32; Kind::ALL.len()];
    let mut next = |kind: Kind| {
        let count = &mut counts[kind as usize];
        *count += 1;
        *count - 1
    };
    let number = |entry: &Entry<'_>| match entry.kind {
        Kind::Plan => ItemRef::Plan,
        Kind::Goal => ItemRef::Goal(GoalId(next(entry.kind))),
        Kind::Feature => ItemRef::Feature(FeatureId(next(entry.kind))),
        Kind::Person => ItemRef::Person(PersonId(next(entry.kind))),
        Kind::Milestone => ItemRef::Milestone(MilestoneId(next(entry.kind))),
        Kind::Task => ItemRef::Task(TaskId(next(entry.kind))),
        Kind::Unknown => ItemRef::Unknown(UnknownId(next(entry.kind))),
        Kind::Decision => ItemRef::Decision(DecisionId(next(entry.kind))),
        Kind::Line => ItemRef::Line(LineId(next(entry.kind))),
        Kind::Risk => ItemRef::Risk(RiskId(next(entry.kind))),
        Kind::Obstacle => ItemRef::Obstacle(ObstacleId(next(entry.kind))),
        Kind::System => ItemRef::System(SystemId(next(entry.kind))),
        Kind::Step => ItemRef::Step(StepId(next(entry.kind))),
        Kind::Premortem => ItemRef::Premortem(PremortemId(next(entry.kind))),
        Kind::Answer => ItemRef::Answer(AnswerId(next(entry.kind))),
    };
    entries.iter().map(number).collect()
}

/// The id that begins as `name` does for the most letters, at least half of the longer one: people
/// know how a word begins.
fn same_beginning<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let common = |id: &str| name.bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count();
    let best = ids.max_by_key(|id| (common(id), std::cmp::Reverse(id.len())))?;
    (common(best) * 2 >= name.len().max(best.len())).then_some(best)
}

/// Whether `name` is the title with dashes for spaces.
fn is_title_of(name: &str, title: &str) -> bool {
    let letters = |c: &char| c.is_alphanumeric();
    let title = title.chars().filter(letters).flat_map(char::to_lowercase);
    !name.is_empty() && name.chars().filter(letters).eq(title)
}

/// A title for a sentence.
pub fn quoted(title: &str) -> String {
    format!("\u{201c}{title}\u{201d}")
}

/// "a, b or c".
fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
