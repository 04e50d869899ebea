//! The rules: one file each, one line each in the table.
//!
//! The order of the table is the order in which questions without a price are asked. A rule's file
//! says in its head what it finds; the two plans there, under Example and Instead, are its tests.

use crate::Rule;

macro_rules! rules {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// Every rule.
        pub const RULES: &[Rule] = &[$($module::RULE,)*];
    };
}

rules! {
    no_risks,
    low_chance,
    lead_on_path,
    not_estimated,
    unknown_without_owner,
    risk_due,
}

/// The rule of this name or code, in any letter case.
#[must_use]
pub fn find(word: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|rule| rule.code.eq_ignore_ascii_case(word) || rule.name.eq_ignore_ascii_case(word))
}
