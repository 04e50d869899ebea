//! Reads one entry: its typed attributes with their names resolved.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use text::{FileId, TextRange};

use super::attributes::Attributes;
use super::names::{Names, TEAM};
use super::report::Report;
use super::sections::Entry;
use super::title;
use crate::table::{self, Flag, Key, Kind, LINK_TARGETS, ValueType};
use crate::value::{Piece, Value};
use crate::{
    DateRange, Due, Duration, Effect, Estimate, Hearer, Item, ItemRef, Link, LinkKind, PersonId,
    Someone, TaskId, Who, codes,
};

/// One entry, ready to be read.
pub struct Reader<'r, 'a> {
    /// All names.
    pub names: &'r Names<'a>,
    /// The entry.
    pub entry: &'r Entry<'a>,
    /// Its attributes.
    pub attributes: &'r Attributes<'a>,
    /// Where mistakes go.
    pub report: &'r mut Report,
    index: usize,
}

macro_rules! single {
    ($(#[$doc:meta] $name:ident $variant:ident $type:ty;)*) => {$(
        #[$doc]
        pub fn $name(&self, key: Key) -> Option<$type> {
            self.values(key).find_map(|(value, _)| match value {
                Value::$variant(value) => Some(value.clone()),
                _ => None,
            })
        }
    )*};
}

impl<'r, 'a> Reader<'r, 'a> {
    /// A reader of entry `index`.
    pub fn new(names: &'r Names<'a>, index: usize, report: &'r mut Report) -> Self {
        Self {
            names,
            entry: &names.entries[index],
            attributes: &names.attributes[index],
            report,
            index,
        }
    }

    single! {
        /// The date of `key`.
        date Date Date;
        /// The text of `key`.
        text Text String;
        /// The duration of `key`.
        duration Duration Duration;
        /// The estimate of `key`.
        estimate Estimate Estimate;
        /// The number of `key`.
        number Number f64;
        /// The count of `key`.
        count Count u32;
        /// The percentage of `key`.
        percent Percent u32;
        /// The word of `key`.
        choice Choice &'static str;
        /// The time zone of `key`.
        zone Zone TimeZone;
    }

    /// What every item has.
    pub fn item(&self) -> Item {
        let name = match self.entry.kind {
            Kind::Person => self.attributes.who.first().and_then(|names| names.first()).copied(),
            _ => self.attributes.id,
        };
        Item {
            id: name.map(|name| name.text.to_owned()),
            title: title::said(self.entry.title).into_owned(),
            brief: self.text(Key::Brief),
            ticked: self.entry.check_box().is_some_and(|check| check.ticked),
            place: self.entry.place(),
            dated: self.dated(),
            node: self.entry.node_id,
            key: self.names.keys[self.index],
        }
    }

    /// The places of the dates that later stages judge.
    fn dated(&self) -> Box<[(Key, TextRange)]> {
        let pairs = self.attributes.pairs.iter().filter(|pair| Item::DATED.contains(&pair.key));
        pairs.filter_map(|pair| Some((pair.key, pair.values.first()?.1))).collect()
    }

    /// What the entry around this one became.
    pub fn parent(&self) -> Option<ItemRef> {
        self.entry.parent.map(|parent| self.names.refs[parent])
    }

    /// Whether `flag` is written.
    pub fn has(&self, flag: Flag) -> bool {
        self.attributes.has(flag)
    }

    /// Where the value of `key` stands.
    pub fn value_range(&self, key: Key) -> Option<TextRange> {
        self.values(key).next().map(|(_, range)| *range)
    }

    /// The texts of `key`.
    pub fn texts(&self, key: Key) -> Vec<String> {
        let text = |value: &Value<'_>| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        self.values(key).filter_map(|(value, _)| text(value)).collect()
    }

    /// The ranges of days of `key`.
    pub fn dates(&self, key: Key) -> Vec<DateRange> {
        let dates = |value: &Value<'_>| match value {
            Value::Dates(range) => Some(*range),
            _ => None,
        };
        self.values(key).filter_map(|(value, _)| dates(value)).collect()
    }

    /// `due=` and `hard`.
    pub fn due(&mut self) -> Option<Due> {
        let hard = self.has(Flag::Hard);
        let date = self.date(Key::Due);
        let flag = self.attributes.flags.iter().find(|(flag, _)| *flag == Flag::Hard);
        if let (Some((_, range)), None) = (flag, self.attributes.pair(Key::Due)) {
            let what = "`hard` makes a deadline of `due`, and there is none";
            self.report.error(codes::HARD_WITHOUT_DUE, self.entry.at(*range), what, |d| {
                d.help("write due=2026-06-30, or remove `hard`")
            });
        }
        date.map(|date| Due { date, hard })
    }

    /// The `@name` tokens.
    pub fn who(&mut self) -> Who {
        let attributes = self.attributes;
        let mut who = Who { together: Vec::with_capacity(attributes.who.len()) };
        for names in &attributes.who {
            let mut any = Vec::with_capacity(names.len());
            for name in names {
                if self.entry.kind == Kind::Decision && name.text == TEAM {
                    continue;
                }
                let Some(person) = self.names.person(*name, self.file(), self.report) else {
                    continue;
                };
                if any.contains(&person) || who.people().any(|other| other == person) {
                    let what = format!("`@{}` is named twice", name.text);
                    self.report.error(codes::DOUBLE_NAME, self.entry.at(name.range()), what, |d| {
                        d.help("remove one of them")
                    });
                } else {
                    any.push(person);
                }
            }
            if !any.is_empty() {
                who.together.push(any);
            }
        }
        who
    }

    /// Whether `@team` is written.
    pub fn is_by_team(&self) -> bool {
        self.attributes.who.iter().flatten().any(|name| name.text == TEAM)
    }

    /// The people of `key`.
    pub fn people(&mut self, key: Key) -> Vec<PersonId> {
        let mut people = Vec::new();
        for name in self.pieces(key) {
            people.extend(self.names.person(name, self.file(), self.report));
        }
        people
    }

    /// The people and others of `key`.
    pub fn someones(&mut self, key: Key) -> Vec<Someone> {
        let attributes = self.attributes;
        let values = attributes.pair(key).into_iter().flat_map(|pair| &pair.values);
        values.filter_map(|(value, _)| self.someone(value)).collect()
    }

    /// Who was told, with the days that are written.
    pub fn hearers(&mut self, key: Key) -> Vec<Hearer> {
        let attributes = self.attributes;
        let values = attributes.pair(key).into_iter().flat_map(|pair| &pair.values);
        let hearer = |value: &Value<'_>| match value {
            Value::Told(who, on) => Some(Hearer { who: self.someone(who)?, on: Some(*on) }),
            who => Some(Hearer { who: self.someone(who)?, on: None }),
        };
        values.map(|(value, _)| value).filter_map(hearer).collect()
    }

    fn someone(&mut self, value: &Value<'_>) -> Option<Someone> {
        match value {
            Value::Text(text) => Some(Someone::Other(text.clone())),
            Value::Person(name) if name.text == TEAM => Some(Someone::Team),
            Value::Person(name) => {
                self.names.person(*name, self.file(), self.report).map(Someone::Person)
            }
            _ => None,
        }
    }

    /// The items of `key`, of the kinds that the table gives it.
    pub fn items(&mut self, key: Key) -> Vec<ItemRef> {
        if self.attributes.pair(key).is_none() {
            return Vec::new();
        }
        let Some(ValueType::Id(kinds)) = table::key_row(self.entry.kind, key).map(|row| row.value)
        else {
            return Vec::new();
        };
        let mut items = Vec::new();
        for name in self.pieces(key) {
            items.extend(self.names.item(name, self.file(), kinds, self.report));
        }
        items
    }

    /// The links of `after` and `ends`; between steps `after` is a plain id.
    pub fn links(&mut self) -> Vec<Link> {
        let attributes = self.attributes;
        let pairs =
            || attributes.pairs.iter().filter(|pair| matches!(pair.key, Key::After | Key::Ends));
        let mut links = Vec::with_capacity(pairs().map(|pair| pair.values.len()).sum());
        for pair in pairs() {
            for (value, range) in &pair.values {
                let (name, start, lag, targets) = match value {
                    Value::Link { to, start, lag } => (to, *start, *lag, LINK_TARGETS),
                    Value::Id(name) => (name, false, None, [Kind::Step].as_slice()),
                    _ => continue,
                };
                let kind = match (pair.key, start) {
                    (Key::Ends, false) => LinkKind::FinishFinish,
                    (Key::Ends, true) => LinkKind::StartFinish,
                    (_, false) => LinkKind::FinishStart,
                    (_, true) => LinkKind::StartStart,
                };
                let to = self.names.item(*name, self.file(), targets, self.report);
                links.extend(to.map(|to| Link { to, kind, lag, place: self.entry.at(*range) }));
            }
        }
        links
    }

    /// The effects of `hits`.
    pub fn effects(&mut self) -> Vec<Effect> {
        let attributes = self.attributes;
        let mut effects = Vec::new();
        for (value, range) in attributes.pair(Key::Hits).iter().flat_map(|pair| &pair.values) {
            let Value::Effect { task, impact } = value else { continue };
            let found = self.names.item(*task, self.file(), &[Kind::Task], self.report);
            if let Some(task) = found.and_then(as_task) {
                effects.push(Effect { task, impact: *impact, place: self.entry.at(*range) });
            }
        }
        effects
    }

    fn file(&self) -> FileId {
        self.entry.file
    }

    fn values(&self, key: Key) -> impl Iterator<Item = &'r (Value<'a>, TextRange)> + use<'r, 'a> {
        self.attributes.pair(key).into_iter().flat_map(|pair| &pair.values)
    }

    /// The names of `key`.
    fn pieces(&self, key: Key) -> Vec<Piece<'a>> {
        let piece = |value: &Value<'a>| match value {
            Value::Id(name) | Value::Person(name) => Some(*name),
            _ => None,
        };
        self.values(key).filter_map(|(value, _)| piece(value)).collect()
    }
}

/// The task behind a reference.
pub fn as_task(item: ItemRef) -> Option<TaskId> {
    match item {
        ItemRef::Task(id) => Some(id),
        _ => None,
    }
}
