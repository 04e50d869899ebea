//! What a rule is: a name, a page of documentation, and a pure function.

use crate::{Facts, Finding, History, Played};

/// A rule: one sort of question.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// In words with dashes, for the situation and not the remedy. It reads after "accept …".
    pub name: &'static str,
    /// `Q501`. Never used again for anything else.
    pub code: &'static str,
    /// What it is about.
    pub family: Family,
    /// The text of its file, whose head is its documentation.
    pub source: &'static str,
    /// How it looks.
    pub check: Check,
}

/// A rule's function, by what it needs.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Only the plan, even one with errors.
    Plan(fn(&Facts<'_>) -> Vec<Finding>),
    /// A plan that has dates.
    Dates(fn(&Facts<'_>, &Played<'_>) -> Vec<Finding>),
    /// A plan that is kept in git.
    History(fn(&Facts<'_>, &History) -> Vec<Finding>),
}

macro_rules! families {
    ($($name:ident $word:literal $title:literal)*) => {
        /// What a rule is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Family { $(#[doc = $title] $name,)* }

        impl Family {
            /// All of them, in the order of their codes.
            pub const ALL: &[Family] = &[$(Family::$name,)*];

            /// As it is typed.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Family::$name => $word,)* }
            }

            /// As a heading.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Family::$name => $title,)* }
            }
        }
    };
}

families! {
    Coverage "coverage" "What may be missing"
    Breakdown "breakdown" "How the work is divided"
    Order "order" "What waits for what"
    Estimates "estimates" "How much work it is"
    Unknowns "unknowns" "Unknowns, decisions and risks"
    People "people" "Who does it"
    Deadline "deadline" "The date, and what was said about it"
    Running "running" "While it is under way"
    Finish "finish" "The launch and the end"
    Process "process" "How much planning is enough"
}

impl Family {
    /// The digit that the codes of its rules begin with, after the `Q`.
    #[must_use]
    pub fn digit(self) -> usize {
        Self::ALL.iter().position(|family| *family == self).unwrap_or_default()
    }
}

/// The headings that the documentation of each rule has, in this order.
pub const HEADINGS: [&str; 6] = [
    "What it finds",
    "Why it matters",
    "How it is computed",
    "Example",
    "Instead",
    "When to accept it",
];

/// A part of a rule's documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Its text, in Markdown.
    pub text: String,
}

impl Rule {
    /// Its documentation: the comment at the head of its file, in Markdown.
    #[must_use]
    pub fn doc(&self) -> String {
        let head = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> = head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n")
    }

    /// The parts of its documentation, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let mut is_code = false;
        for line in self.doc().lines() {
            is_code ^= line.starts_with("```");
            match (line.strip_prefix("# ").filter(|_| !is_code), sections.last_mut()) {
                (Some(heading), _) => {
                    sections.push(Section { heading: heading.to_owned(), text: String::new() });
                }
                (None, Some(section)) => {
                    section.text.push_str(line);
                    section.text.push('\n');
                }
                (None, None) => {}
            }
        }
        for section in &mut sections {
            section.text = section.text.trim().to_owned();
        }
        sections
    }

    /// The text under a heading; empty if there is none.
    #[must_use]
    pub fn section(&self, heading: &str) -> String {
        let found = self.sections().into_iter().find(|section| section.heading == heading);
        found.map(|section| section.text).unwrap_or_default()
    }
}
