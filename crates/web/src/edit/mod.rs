//! Changing the plan from a page.
//!
//! In: forms. Out: intents, which go down the same write path as every other edit. A form says
//! what it wants with a [`Verb`]: an attribute by its key, a deed such as `start`, or a reply to a
//! question of the review. Forms work without the script, which only saves leaving the page.

mod answer;
mod form;
mod leave;
mod outcome;
mod shift;
mod take;
mod verb;
mod write;

use jiff::civil::Date;
use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, PersonId, Plan, Slot, Target, Task};
use view::Facts;
use workbench::actions;

pub use answer::REWORD;
pub use form::{Field, about, button, choose, decide, field, hidden, team};
pub use leave::as_written;
pub use outcome::{Outcome, fragment};
pub use verb::{Deed, Reply, Verb};
pub use write::{price, undo, write};

/// What a form wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The token of our forms.
    pub token: String,
    /// The state of the plan that the form was made from.
    pub base: String,
    /// What the form does.
    pub verb: Verb,
    /// The item or the question that it is about, in a word.
    pub about: String,
    /// What was typed and ticked, by the name of its field.
    pub fields: Vec<(String, String)>,
}

impl Wish {
    /// Reads a form: its hidden field `of`, which says `TOKEN BASE VERB ABOUT`, and the others.
    #[must_use]
    pub fn read(form: &[(String, String)]) -> Option<Self> {
        let (_, of) = form.iter().find(|(name, _)| name == OF)?;
        let mut words = of.splitn(4, ' ').map(str::to_owned);
        let (token, base) = (words.next()?, words.next()?);
        let (verb, about) = (Verb::of(&words.next()?)?, words.next()?);
        target_of(&about)?;
        // A line break is never meant, and could end the item.
        let clean = |value: &str| value.trim().replace(['\r', '\n'], " ");
        let rest = form.iter().filter(|(name, _)| name != OF);
        let fields = rest.map(|(name, value)| (name.clone(), clean(value))).collect();
        Some(Wish { token, base, verb, about, fields })
    }

    /// What was typed in the one field that most forms have.
    #[must_use]
    pub fn value(&self) -> &str {
        self.field("value")
    }

    /// What was typed in a field; empty if the form has none of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let own = self.fields.iter().find(|(field, _)| field == name);
        own.map_or("", |(_, value)| value.as_str())
    }

    /// What was ticked, of several boxes of one name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let own = self.fields.iter().filter(move |(field, _)| field == name);
        own.map(|(_, value)| value.as_str())
    }

    /// What changes if an attribute is written, or taken away where nothing was typed.
    ///
    /// # Errors
    /// A sentence, if the item is not there.
    fn set(&self, plan: &Plan, slot: Slot) -> Result<Wanted, String> {
        let (target, _, name) = self.found(plan)?;
        let value = self.value();
        if value.is_empty() {
            let verb = self.verb.to_string();
            let title = format!("set {name} without {}", verb.trim_end_matches('='));
            return Ok(Wanted { title, intents: vec![Intent::Unset(target, slot)] });
        }
        let (said, attribute) = match slot {
            Slot::Id => (format!("#{value}"), Attribute::Id(value.to_owned())),
            Slot::Who => (value.to_owned(), Attribute::Who(value.to_owned())),
            Slot::Estimate => (value.to_owned(), Attribute::Estimate(value.to_owned())),
            Slot::Key(key) => (format!("{key}={value}"), Attribute::typed(key, value)),
            Slot::Flag(flag) => (flag.to_string(), Attribute::Flag(flag)),
        };
        let intents = vec![Intent::Set(target, attribute)];
        Ok(Wanted { title: format!("set {name} {said}"), intents })
    }

    /// What changes if something is done with the item.
    ///
    /// # Errors
    /// A sentence, if the item is not there or not one for this.
    fn deed(&self, plan: &Plan, deed: Deed, today: Date) -> Result<Wanted, String> {
        let (target, item, name) = self.found(plan)?;
        let value = self.value();
        let plain = format!("{} {name}", self.verb);
        let (title, intents) = match deed {
            Deed::Start => (plain, actions::start(plan, item, today)),
            Deed::Done => (plain, actions::done(plan, item, today)),
            Deed::Reopen => (plain, Ok(reopened(&target))),
            Deed::Decide if value.is_empty() => return Err("Say what was decided.".to_owned()),
            Deed::Decide => {
                (format!("decide {name}: {value}"), actions::decide(plan, item, value, today))
            }
            Deed::Tell if value.is_empty() => return Err("Say who was told.".to_owned()),
            Deed::Tell => {
                (format!("tell {value} of {name}"), actions::raise(plan, item, value, today))
            }
        };
        let sentence =
            |unfit: actions::Unfit| format!("{}.", view::words::capitalized(&unfit.to_string()));
        Ok(Wanted { title, intents: intents.map_err(sentence)? })
    }

    /// The item that it is about, and what it is called in the undo log.
    fn found<'a>(&self, plan: &'a Plan) -> Result<(Target, ItemRef, &'a str), String> {
        let target = target_of(&self.about);
        let found = target.and_then(|target| Some((plan.resolve(&target)?, target)));
        let (item, target) = found.ok_or("What this is about is not in the plan any more.")?;
        let name = plan.item(item).map(|item| item.id.as_deref().unwrap_or(&item.title));
        Ok((target, item, name.unwrap_or("the plan")))
    }
}

/// A wish in the terms of the plan as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    /// What it is, for the undo log: `set cutover @priya`.
    title: String,
    /// What changes.
    intents: Vec<Intent>,
}

/// The hidden field that says what a form is about.
pub const OF: &str = "of";

/// What was finished is not, and says no day.
fn reopened(target: &Target) -> Vec<Intent> {
    let day = |key| Intent::Unset(target.clone(), Slot::Key(key));
    vec![Intent::Untick(target.clone()), day(Key::Done), day(Key::On)]
}

/// Who does a task, as a plan says it: `@ana|@bo @cy`; empty if it is anybody.
pub fn names(facts: &Facts<'_>, task: &Task) -> String {
    let name = |id: &PersonId| format!("@{}", facts.person(*id));
    let one_of = |any: &Vec<PersonId>| any.iter().map(name).collect::<Vec<_>>().join("|");
    task.who.together.iter().map(one_of).collect::<Vec<_>>().join(" ")
}

/// An item in a form: its id, `~` and its key, or `.` for the plan.
pub fn word_of(target: &Target) -> String {
    match target {
        Target::Plan => ".".to_owned(),
        Target::Id(id) => id.clone(),
        Target::Key(key) => format!("~{key:x}"),
    }
}

/// The item that [`word_of`] names.
pub fn target_of(word: &str) -> Option<Target> {
    Some(match (word, word.strip_prefix('~')) {
        ("", _) => return None,
        (".", _) => Target::Plan,
        (_, Some(key)) => Target::Key(u64::from_str_radix(key, 16).ok()?),
        (id, None) => Target::Id(id.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use plan::table::Flag;

    use super::*;

    fn plan() -> Plan {
        let text = "# P\n\n- [ ] One `{#one 2d}`\n\n## Decisions\n\n- [ ] Which?\n";
        let file = text::SourceFile::new("p.md", text);
        let outline = markup::parse(text);
        plan::build(&[file], &[outline], &plan::Settings::default()).0
    }

    fn form(of: &str, value: &str) -> Vec<(String, String)> {
        [(OF, of), ("value", value)].map(|(name, text)| (name.to_owned(), text.to_owned())).into()
    }

    fn wish(verb: &str, item: &str, value: &str) -> Wish {
        Wish::read(&form(&format!("token base {verb} {item}"), value)).unwrap()
    }

    fn wanted(plan: &Plan, wish: &Wish) -> Result<Wanted, String> {
        match wish.verb {
            Verb::Set(slot) => wish.set(plan, slot),
            Verb::Deed(deed) => wish.deed(plan, deed, date(2026, 4, 14)),
            other => panic!("{other} is about no item"),
        }
    }

    #[track_caller]
    fn check(verb: &str, value: &str, title: &str, expected: &[Intent]) {
        let wanted = wanted(&plan(), &wish(verb, "one", value)).unwrap();
        assert_eq!(wanted.title, title);
        assert_eq!(wanted.intents, expected);
    }

    #[test]
    fn forms_become_intents() {
        let one = || Target::Id("one".to_owned());
        let set = |attribute| Intent::Set(one(), attribute);
        check("who", "@ana|@bo", "set one @ana|@bo", &[set(Attribute::Who("@ana|@bo".to_owned()))]);
        check("estimate", "", "set one without estimate", &[Intent::Unset(one(), Slot::Estimate)]);
        check(
            "left=",
            "1d..2d",
            "set one left=1d..2d",
            &[set(Attribute::Pair(Key::Left, "1d..2d".to_owned()))],
        );
        check("optional", "on", "set one optional", &[set(Attribute::Flag(Flag::Optional))]);
        check(
            "ticket=",
            "two words\nand a line",
            "set one ticket=two words and a line",
            &[set(Attribute::Pair(Key::Ticket, "\"two words and a line\"".to_owned()))],
        );
        check(
            "start",
            "",
            "start one",
            &[set(Attribute::Pair(Key::Started, "2026-04-14".to_owned()))],
        );
        check(
            "start=",
            "2026-05-04",
            "set one start=2026-05-04",
            &[set(Attribute::Pair(Key::Start, "2026-05-04".to_owned()))],
        );
        check(
            "start=",
            "",
            "set one without start",
            &[Intent::Unset(one(), Slot::Key(Key::Start))],
        );
    }

    #[test]
    fn items_without_an_id_are_found_by_their_key() {
        let plan = plan();
        let item = ItemRef::Decision(plan::DecisionId(0));
        let target = plan.target(item).unwrap();
        let wish = wish("decide", &word_of(&target), "the green ones");
        let wanted = wanted(&plan, &wish).unwrap();
        assert_eq!(wanted.title, "decide Which?: the green ones");
        assert_eq!(wanted.intents.len(), 3);
    }

    #[test]
    fn what_is_no_form_of_ours_is_refused() {
        for of in [
            "",
            "token",
            "token base verb",
            "token base verb ",
            "token base who ~zz",
            "token base verb one",
        ] {
            assert_eq!(Wish::read(&form(of, "")), None, "{of}");
        }
        let plan = plan();
        for (verb, item, said) in
            [("who", "gone", "not in the plan any more"), ("decide", "one", "Say what")]
        {
            let refused = wanted(&plan, &wish(verb, item, "")).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
    }
}
