//! Attributes given as words on a command line: the words of an attribute block.

use plan::table::{FLAGS, Flag, KEYS, Key};
use plan::{Attribute, Intent, Slot, Target};

use crate::exit::Trouble;

/// The intents that write `tokens` on `target`: each as in a block, `key+=value` to add a link and
/// `key-=id` to remove one. Several `@name` tokens are one attribute: those who do it together.
pub fn intents(target: &Target, tokens: &[String]) -> Result<Vec<Intent>, Trouble> {
    let mut intents = Vec::new();
    let who: Vec<&str> =
        tokens.iter().filter(|token| token.starts_with('@')).map(String::as_str).collect();
    if !who.is_empty() {
        intents.push(Intent::Set(target.clone(), Attribute::Who(who.join(" "))));
    }
    for token in tokens.iter().filter(|token| !token.starts_with('@')) {
        intents.push(match link_change(token) {
            Some((key, '+', link)) => Intent::AddLink(target.clone(), key, link.to_owned()),
            Some((key, _, id)) => Intent::RemoveLink(target.clone(), key, id.to_owned()),
            None => Intent::Set(target.clone(), attribute(token)?),
        });
    }
    Ok(intents)
}

/// The attributes of a new item.
pub fn attributes(tokens: &[String]) -> Result<Vec<Attribute>, Trouble> {
    tokens.iter().map(|token| attribute(token)).collect()
}

/// The slot that a word for removal names: a key, a flag, `@` for who, `estimate`.
pub fn slot(word: &str) -> Result<Slot, Trouble> {
    match word {
        "@" | "who" => return Ok(Slot::Who),
        "estimate" => return Ok(Slot::Estimate),
        _ => {}
    }
    let key = Key::from_word(word).map(Slot::Key);
    key.or_else(|| Flag::from_word(word).map(Slot::Flag)).ok_or_else(|| no_attribute(word))
}

fn link_change(token: &str) -> Option<(Key, char, &str)> {
    let (left, value) = token.split_once('=')?;
    let sign = left.chars().last().filter(|sign| matches!(sign, '+' | '-'))?;
    Some((Key::from_word(&left[..left.len() - 1])?, sign, value))
}

fn attribute(token: &str) -> Result<Attribute, Trouble> {
    let slot = Slot::of_token(token).ok_or_else(|| no_attribute(token))?;
    let value = || token.split_once('=').map_or("", |(_, value)| value);
    Ok(match slot {
        Slot::Id => Attribute::Id(token.trim_start_matches('#').to_owned()),
        Slot::Who => Attribute::Who(token.to_owned()),
        Slot::Estimate => Attribute::Estimate(token.to_owned()),
        Slot::Key(key) => Attribute::typed(key, value()),
        Slot::Flag(flag) => Attribute::Flag(flag),
    })
}

fn no_attribute(token: &str) -> Trouble {
    let closest = match token.split_once('=') {
        Some((key, _)) => text::closest(key, KEYS.iter().map(|row| row.key.word())),
        None => text::closest(token, FLAGS.iter().map(|row| row.flag.word())),
    };
    Trouble::NoAttribute { word: token.to_owned(), closest: closest.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tokens: &[&str], expected: &[Intent]) {
        let tokens: Vec<String> = tokens.iter().map(|token| (*token).to_owned()).collect();
        assert_eq!(intents(&target(), &tokens).expect("known words"), expected);
    }

    fn target() -> Target {
        Target::Id("x".to_owned())
    }

    #[test]
    fn words_become_intents() {
        check(
            &["@ada", "2d..4d", "@cy", "after+=core:+1d", "after-=old", "optional"],
            &[
                Intent::Set(target(), Attribute::Who("@ada @cy".to_owned())),
                Intent::Set(target(), Attribute::Estimate("2d..4d".to_owned())),
                Intent::AddLink(target(), Key::After, "core:+1d".to_owned()),
                Intent::RemoveLink(target(), Key::After, "old".to_owned()),
                Intent::Set(target(), Attribute::Flag(Flag::Optional)),
            ],
        );
    }

    #[test]
    fn a_value_that_the_shell_unquoted_is_quoted_again() {
        let quoted = Attribute::Pair(Key::Chose, "\"event log\"".to_owned());
        check(&["chose=event log"], &[Intent::Set(target(), quoted)]);
    }

    #[test]
    fn an_unknown_word_is_refused_with_a_suggestion() {
        let refused = attribute("estimat=5d").expect_err("not a key");
        assert!(refused.to_string().contains("estimat=5d"), "{refused}");
        let refused = attribute("optionl").expect_err("not a flag");
        assert!(refused.to_string().contains("did you mean `optional`"), "{refused}");
    }
}
