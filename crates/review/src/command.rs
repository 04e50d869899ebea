//! An intent as the command line that carries it out.

use plan::{Attribute, Intent, Plan, Position, Slot, Target};

/// The command that carries out all of `intents`; `None` if no single one does.
#[must_use]
pub fn command(plan: &Plan, intents: &[Intent]) -> Option<String> {
    let [first, rest @ ..] = intents else { return None };
    if let Intent::Add(position, new) = first {
        let place = place(plan, position)?;
        let tokens = new.attributes.iter().filter(|token| !matches!(token, Attribute::Id(_)));
        let tokens: String = tokens.map(|token| format!(" {}", shell(&token.token()))).collect();
        let title = shell_text(&new.title);
        return rest.is_empty().then(|| format!("fore add {title}{tokens}{place}"));
    }
    if let ([], Intent::Tick(target)) = (rest, first) {
        return Some(format!("fore done {}", name(plan, target)?));
    }
    let target = target_of(first)?;
    let mut command = format!("fore set {}", name(plan, target)?);
    for intent in intents {
        if target_of(intent) != Some(target) {
            return None;
        }
        match intent {
            Intent::Set(_, attribute) => {
                command.push_str(&format!(" {}", shell(&attribute.token())));
            }
            Intent::AddLink(_, key, link) => command.push_str(&format!(" {key}+={link}")),
            Intent::RemoveLink(_, key, id) => command.push_str(&format!(" {key}-={id}")),
            Intent::Unset(_, slot) => command.push_str(&format!(" --unset {}", slot_word(*slot)?)),
            _ => return None,
        }
    }
    Some(command)
}

fn target_of(intent: &Intent) -> Option<&Target> {
    match intent {
        Intent::Set(target, _)
        | Intent::Unset(target, _)
        | Intent::AddLink(target, ..)
        | Intent::RemoveLink(target, ..) => Some(target),
        _ => None,
    }
}

/// An item as a word of a command: its id, else its title.
fn name(plan: &Plan, target: &Target) -> Option<String> {
    match target {
        Target::Id(id) => Some(id.clone()),
        Target::Plan => None,
        Target::Key(_) => {
            let item = plan.item(plan.resolve(target)?)?;
            Some(shell_text(&item.title))
        }
    }
}

fn place(plan: &Plan, position: &Position) -> Option<String> {
    Some(match position {
        Position::Inside(target) => format!(" --under {}", name(plan, target)?),
        Position::After(target) => format!(" --beside {}", name(plan, target)?),
        Position::Section(section) if section == "Work" => String::new(),
        Position::Section(section) => format!(" --to {}", shell_text(section)),
        Position::Before(_) => return None,
    })
}

fn slot_word(slot: Slot) -> Option<&'static str> {
    Some(match slot {
        Slot::Id => return None,
        Slot::Who => "who",
        Slot::Estimate => "estimate",
        Slot::Key(key) => key.word(),
        Slot::Flag(flag) => flag.word(),
    })
}

/// An attribute as a word of a command: quoted where a shell would read it otherwise.
fn shell(token: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./#@=,:+%".contains(c);
    if token.chars().all(is_plain) { token.to_owned() } else { format!("'{}'", quoted(token)) }
}

fn shell_text(text: &str) -> String {
    words::argument(text)
}

fn quoted(token: &str) -> String {
    token.replace('\'', "'\\''")
}

#[cfg(test)]
mod tests {
    use plan::NewItem;
    use plan::table::{Flag, Key};
    use text::SourceFile;

    use super::*;

    fn check(intents: &[Intent], expected: Option<&str>) {
        let text = "# P\n\n- [ ] One `{#one 3d}`\n- [ ] Two of it `{2d}`\n";
        let files = [SourceFile::new("p.md", text)];
        let (plan, _) = plan::build(&files, &[markup::parse(text)], &plan::Settings::default());
        assert_eq!(command(&plan, intents).as_deref(), expected);
    }

    fn one() -> Target {
        Target::Id("one".to_owned())
    }

    #[test]
    fn intents_are_commands() {
        let who = Intent::Set(one(), Attribute::Who("@ana".to_owned()));
        let link = Intent::AddLink(one(), Key::After, "x".to_owned());
        check(&[who.clone(), link], Some("fore set one @ana after+=x"));
        check(&[Intent::Tick(one())], Some("fore done one"));
        let unset = Intent::Unset(one(), Slot::Flag(Flag::Fuzzy));
        check(&[unset], Some("fore set one --unset fuzzy"));
        let either = Intent::Set(one(), Attribute::Who("@ana|@bo".to_owned()));
        check(&[either], Some("fore set one '@ana|@bo'"));
        check(&[], None);
        let other = Intent::Set(Target::Id("y".to_owned()), Attribute::Who("@ana".to_owned()));
        check(&[who, other], None);
    }

    #[test]
    fn new_items_are_added() {
        let new = |attributes| NewItem { title: "Go back".to_owned(), check_box: true, attributes };
        let estimate = Attribute::Estimate("1d..2d".to_owned());
        let id = Attribute::Id("go-back".to_owned());
        let beside = Intent::Add(Position::After(one()), new(vec![id, estimate]));
        check(&[beside], Some("fore add \"Go back\" 1d..2d --beside one"));
        let risk = Intent::Add(Position::Section("Risks".to_owned()), new(Vec::new()));
        check(&[risk], Some("fore add \"Go back\" --to Risks"));
    }
}
