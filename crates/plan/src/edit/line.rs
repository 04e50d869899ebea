//! What one line of the text says, and how it changes: title, check box and tokens as written.

use markup::splice::{self, Splice};
use markup::{Node, NodeKind};

use super::EditRefused;
use crate::intent::{Attribute, NewItem, Slot};
use crate::table::Key;

/// What the line of a heading or an item says.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its title.
    pub title: String,
    /// Whether its box is ticked, if it has one.
    pub ticked: Option<bool>,
    /// The tokens of its block.
    pub tokens: Vec<Token>,
}

/// A token, and which one it was before.
#[derive(Clone, Debug)]
pub struct Token {
    /// As written.
    pub text: String,
    was: Option<usize>,
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Line {
    /// What `node` says.
    pub fn of(text: &str, node: &Node) -> Self {
        let ticked = match node.kind {
            NodeKind::Item { check, .. } => check.map(|check| check.ticked),
            NodeKind::Heading { .. } => None,
        };
        let tokens = node.block.iter().flat_map(|block| &block.tokens).enumerate();
        let tokens = tokens.map(|(index, token)| Token {
            text: token.range.of(text).to_owned(),
            was: Some(index),
        });
        Self { title: node.title.of(text).to_owned(), ticked, tokens: tokens.collect() }
    }

    /// What a new item says.
    pub fn new(item: &NewItem) -> Self {
        let tokens =
            item.attributes.iter().flat_map(tokens_of).map(|text| Token { text, was: None });
        Self {
            title: item.title.clone(),
            ticked: item.check_box.then_some(false),
            tokens: tokens.collect(),
        }
    }

    /// Writes an attribute in place of the one that stands there.
    pub fn set(&mut self, attribute: &Attribute) {
        let slot = attribute.slot();
        let first = self.tokens.iter().position(|token| Slot::of_token(&token.text) == Some(slot));
        let mut new = tokens_of(attribute).into_iter();
        let Some(first) = first else {
            self.tokens.extend(new.map(|text| Token { text, was: None }));
            return;
        };
        // Each old token of the slot takes a new one; what is left over goes, or comes at the end.
        let mut index = first;
        while index < self.tokens.len() {
            if Slot::of_token(&self.tokens[index].text) != Some(slot) {
                index += 1;
            } else if let Some(text) = new.next() {
                self.tokens[index].text = text;
                index += 1;
            } else {
                self.tokens.remove(index);
            }
        }
        self.tokens.extend(new.map(|text| Token { text, was: None }));
    }

    /// Takes an attribute away.
    pub fn unset(&mut self, slot: Slot) {
        self.tokens.retain(|token| Slot::of_token(&token.text) != Some(slot));
    }

    /// Adds a link.
    pub fn add_link(&mut self, key: Key, link: &str) {
        match self
            .tokens
            .iter_mut()
            .find(|token| Slot::of_token(&token.text) == Some(Slot::Key(key)))
        {
            Some(token) => token.text = format!("{},{link}", token.text),
            None => self.tokens.push(Token { text: format!("{key}={link}"), was: None }),
        }
    }

    /// Removes the links to one item.
    pub fn remove_link(&mut self, key: Key, to: &str) -> Result<(), EditRefused> {
        let missing = || EditRefused::NoLink(to.to_owned());
        let is_link = |token: &Token| Slot::of_token(&token.text) == Some(Slot::Key(key));
        let at = self.tokens.iter().position(is_link).ok_or_else(missing)?;
        let (_, links) = self.tokens[at].text.split_once('=').ok_or_else(missing)?;
        let other = |link: &&str| link.split(':').next() != Some(to);
        let rest: Vec<&str> = links.split(',').filter(other).collect();
        if rest.len() == links.split(',').count() {
            return Err(missing());
        }
        if rest.is_empty() {
            self.tokens.remove(at);
        } else {
            self.tokens[at].text = format!("{key}={}", rest.join(","));
        }
        Ok(())
    }

    /// The splices that turn `node` into this line.
    pub fn splices(&self, text: &str, node: &Node) -> Result<Vec<Splice>, EditRefused> {
        let old = Line::of(text, node);
        let mut splices = Vec::new();
        if self.ticked != old.ticked {
            let splice = match (old.ticked, self.ticked) {
                (None, _) => splice::add_ticked_box(node),
                (_, Some(true)) => splice::tick(node),
                _ => splice::untick(node),
            };
            splices.push(splice.ok_or_else(|| EditRefused::NoBox(old.title.clone()))?);
        }
        if self.title != old.title {
            splices.push(Splice { range: node.title, text: self.title.clone() });
        }
        let kept = |index: usize| self.tokens.iter().find(|token| token.was == Some(index));
        let mut removed: Vec<usize> =
            (0..old.tokens.len()).filter(|index| kept(*index).is_none()).collect();
        let mut added: Vec<&str> = self
            .tokens
            .iter()
            .filter(|token| token.was.is_none())
            .map(|token| token.text.as_str())
            .collect();
        let mut replaced: Vec<(usize, String)> = Vec::new();
        if !added.is_empty() && removed.len() == old.tokens.len() && !removed.is_empty() {
            // The block must not go when something comes: the first token becomes the new ones.
            replaced.push((removed.remove(0), added.join(" ")));
            added.clear();
        }
        for (index, before) in old.tokens.iter().enumerate() {
            replaced.extend(
                kept(index)
                    .filter(|token| *token != before)
                    .map(|token| (index, token.text.clone())),
            );
        }
        let tokens = node.block.as_ref().map_or(&[][..], |block| &block.tokens);
        splices.extend(
            replaced.iter().map(|(index, text)| splice::replace_token(&tokens[*index], text)),
        );
        if !removed.is_empty() {
            splices.extend(splice::remove_tokens(text, node, &removed));
        }
        if !added.is_empty() {
            let splice = splice::append_token(text, node, &added.join(" "));
            splices.push(splice.ok_or(EditRefused::NoPlace(old.title))?);
        }
        Ok(splices)
    }
}

/// The tokens that write an attribute.
pub fn tokens_of(attribute: &Attribute) -> Vec<String> {
    match attribute {
        Attribute::Who(text) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        other => vec![other.token()],
    }
}
