//! `fore set`: write attributes of an item.

use plan::Intent;

use super::{Edit, target, tokens};
use crate::arguments::{Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Writes `words` on the item, takes the attributes in `unset` away, gives it another title.
pub fn set(
    name: &str,
    words: &[String],
    unset: &[String],
    title: Option<&str>,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let (_, target) = target(&snapshot.plan, name)?;
        let mut intents = tokens::intents(&target, words)?;
        for word in unset {
            intents.push(Intent::Unset(target.clone(), tokens::slot(word)?));
        }
        intents.extend(title.map(|title| Intent::Rename(target.clone(), title.to_owned())));
        if intents.is_empty() {
            return Err(Trouble::NothingToDo("say what to set: fore set ID @name 2d..5d after=x"));
        }
        let without = unset.iter().map(|word| format!("without {word}"));
        let named = title.map(|title| format!("as “{title}”"));
        let said: Vec<String> = words.iter().cloned().chain(without).chain(named).collect();
        Ok(Edit::new(format!("set {name} {}", said.join(" ")), intents))
    })
}
