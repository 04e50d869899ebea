//! Changing the plan from a page.
//!
//! In: forms. Out: intents, which go down the same write path as every other edit. A form says
//! what it wants in the words of the language: an attribute by its key, a deed such as `start`, or
//! a reply to a question of the review. Forms work without the script, which only saves leaving the
//! page.

mod answer;
mod form;
mod leave;
mod outcome;
mod shift;
mod take;
mod write;

use jiff::civil::Date;
use plan::table::{Flag, Key};
use plan::{Attribute, Intent, PersonId, Plan, Slot, Target, Task};
use view::Facts;
use workbench::actions;

pub use answer::REWORD;
pub use form::{Field, about, button, choose, decide, field, hidden, team};
pub use leave::as_written;
pub use outcome::{Outcome, fragment};
pub use write::{price, undo, write};

/// What a form wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The token of our forms.
    pub token: String,
    /// The state of the plan that the form was made from.
    pub base: String,
    /// A deed (`start`, `done`, `reopen`, `decide`, `tell`, `leave`, `shift`, `take`), a reply (`answer`, `unknown`,
    /// `not-now`), or an attribute by its key.
    pub verb: String,
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
        let (token, base, verb) = (words.next()?, words.next()?, words.next()?);
        let about = words.next()?;
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

    /// What it is, for the undo log: `set cutover @priya`.
    #[must_use]
    pub fn title(&self, plan: &Plan) -> String {
        let item = self.target().and_then(|target| plan.resolve(&target));
        let item = item.and_then(|item| plan.item(item));
        let name = item.map_or("the plan", |item| item.id.as_deref().unwrap_or(&item.title));
        let value = self.value();
        match self.verb.as_str() {
            "start" | "done" | "reopen" => format!("{} {name}", self.verb),
            "decide" => format!("decide {name}: {value}"),
            "tell" => format!("tell {value} of {name}"),
            "leave" => format!("leave of {}", leave::whose(self)),
            "who" | "estimate" if !value.is_empty() => format!("set {name} {value}"),
            verb if value.is_empty() => format!("set {name} without {verb}"),
            verb if Flag::from_word(verb).is_some() => format!("set {name} {verb}"),
            verb => format!("set {name} {verb}={value}"),
        }
    }

    /// The intents that fulfill it.
    ///
    /// # Errors
    /// A sentence, if the item is not there or not one for this.
    pub fn intents(&self, plan: &Plan, today: Date) -> Result<Vec<Intent>, String> {
        if self.verb == "leave" {
            return leave::intents(plan, self);
        }
        let gone = || "What this is about is not in the plan any more.".to_owned();
        let target = self.target().ok_or_else(gone)?;
        let item = plan.resolve(&target).ok_or_else(gone)?;
        let value = self.value();
        let intents = match self.verb.as_str() {
            "start" => actions::start(plan, item, today),
            "done" => actions::done(plan, item, today),
            "decide" if value.is_empty() => return Err("Say what was decided.".to_owned()),
            "decide" => actions::decide(plan, item, value, today),
            "tell" if value.is_empty() => return Err("Say who was told.".to_owned()),
            "tell" => actions::raise(plan, item, value),
            "reopen" => Ok(reopened(&target)),
            _ => return self.attribute(target).map(|intent| vec![intent]),
        };
        intents.map_err(|unfit| format!("{}.", view::words::capitalized(&unfit.to_string())))
    }

    fn target(&self) -> Option<Target> {
        target_of(&self.about)
    }

    fn attribute(&self, target: Target) -> Result<Intent, String> {
        let value = self.value().to_owned();
        let is_empty = value.is_empty();
        let (slot, attribute) = match self.verb.as_str() {
            "who" => (Slot::Who, Attribute::Who(value)),
            "estimate" => (Slot::Estimate, Attribute::Estimate(value)),
            verb => {
                let key =
                    Key::from_word(verb).map(|key| (Slot::Key(key), Attribute::typed(key, &value)));
                let flag = || Flag::from_word(verb).map(|it| (Slot::Flag(it), Attribute::Flag(it)));
                key.or_else(flag).ok_or_else(|| format!("There is no attribute “{verb}”."))?
            }
        };
        Ok(if is_empty { Intent::Unset(target, slot) } else { Intent::Set(target, attribute) })
    }
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

    #[track_caller]
    fn check(verb: &str, value: &str, title: &str, expected: &[Intent]) {
        let (plan, wish) = (plan(), wish(verb, "one", value));
        assert_eq!(wish.title(&plan), title);
        assert_eq!(wish.intents(&plan, date(2026, 4, 14)).unwrap(), expected);
    }

    #[test]
    fn forms_become_intents() {
        let one = || Target::Id("one".to_owned());
        let set = |attribute| Intent::Set(one(), attribute);
        check("who", "@ana|@bo", "set one @ana|@bo", &[set(Attribute::Who("@ana|@bo".to_owned()))]);
        check("estimate", "", "set one without estimate", &[Intent::Unset(one(), Slot::Estimate)]);
        check(
            "left",
            "1d..2d",
            "set one left=1d..2d",
            &[set(Attribute::Pair(Key::Left, "1d..2d".to_owned()))],
        );
        check("optional", "on", "set one optional", &[set(Attribute::Flag(Flag::Optional))]);
        check(
            "ticket",
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
    }

    #[test]
    fn items_without_an_id_are_found_by_their_key() {
        let plan = plan();
        let item = plan::ItemRef::Decision(plan::DecisionId(0));
        let target = plan.target(item).unwrap();
        let wish = wish("decide", &word_of(&target), "the green ones");
        assert_eq!(wish.target(), Some(target));
        assert_eq!(wish.title(&plan), "decide Which?: the green ones");
        assert_eq!(wish.intents(&plan, date(2026, 4, 14)).unwrap().len(), 3);
    }

    #[test]
    fn what_is_no_form_of_ours_is_refused() {
        for of in ["", "token", "token base verb", "token base verb ", "token base verb ~zz"] {
            assert_eq!(Wish::read(&form(of, "")), None, "{of}");
        }
        let plan = plan();
        for (verb, item, said) in [
            ("who", "gone", "not in the plan any more"),
            ("nothing", "one", "no attribute"),
            ("decide", "one", "Say what"),
        ] {
            let refused = wish(verb, item, "").intents(&plan, date(2026, 4, 14)).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
    }
}
