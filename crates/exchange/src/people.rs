//! People and teams: who is named in a cell or a line, and the names that a plan gives them.
//!
//! In: words such as "@ana, Bo Lind and others". Out: [`Owners`], and [`People`] with an id for
//! each name. Whoever is nobody in particular stays a remark.

use std::collections::{BTreeMap, BTreeSet};

use crate::rich::Rich;
use crate::title::is_handle;
use crate::words::is_nobody;

/// Who is named.
#[derive(Debug, Default, PartialEq)]
pub struct Owners {
    /// All of these together; each is one of several who may.
    pub together: Vec<Vec<String>>,
    /// What is said besides, or instead.
    pub note: Option<String>,
    /// Whether a slash stands between names, which may mean one of them or both.
    pub has_slash: bool,
}

impl Owners {
    /// What of a cell with these owners is not plain.
    pub fn doubt(&self) -> Option<&'static str> {
        match &self.note {
            Some(note) if note.starts_with("Owner: ") => {
                Some("not plainly a list of names: kept as a remark")
            }
            _ if self.has_slash => Some("one of them or both: read as one of them"),
            _ => None,
        }
    }
}

/// Reads the cell of an owner column. Placeholders and teams behind a badge are remarks.
pub fn owners_in_cell(cell: &Rich) -> Owners {
    let words = crate::rich::one_line(&cell.words());
    let badges: Vec<&str> = cell.badges().collect();
    let in_brackets = words.starts_with('[') && words.ends_with(']');
    if badges.is_empty() && !in_brackets {
        return owners(&words);
    }
    let names = words.replace(['[', ']'], " ").replace(" ,", ",");
    let names = names.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = if badges.is_empty() { "Team".to_owned() } else { badges.join(", ") };
    let note = if names.is_empty() { label } else { format!("{label}: {names}") };
    Owners { note: Some(note), ..Owners::default() }
}

/// Reads a list of names.
pub fn owners(words: &str) -> Owners {
    let mut owners = Owners::default();
    let words = words.trim();
    let is_placeholder = words.split([' ', '(', ',']).next().is_some_and(is_nobody);
    let mut all = true;
    let mut seen = BTreeSet::new();
    if !is_placeholder {
        for part in split(words, &[",", ";", "&", "+", " and "]) {
            let has_slash = part.contains('/') && !part.split(" or ").all(is_handle);
            let names = split(part, if has_slash { &[" or ", "/"] } else { &[" or "] });
            owners.has_slash |= has_slash && names.len() > 1;
            let names: Vec<String> = names.into_iter().filter_map(name).collect();
            all &= !names.is_empty();
            let new = names.iter().all(|name| seen.insert(name.to_lowercase()));
            if !names.is_empty() && new {
                owners.together.push(names);
            }
        }
    }
    let says_nobody = is_nobody(words);
    if !says_nobody && (!all || owners.together.is_empty()) {
        owners.note = Some(format!("Owner: {words}"));
    }
    owners
}

fn split<'a>(words: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let mut parts = vec![words];
    for separator in separators {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The name that `words` are, if they are one.
fn name(words: &str) -> Option<String> {
    let words = words.trim().trim_start_matches("and ").trim_start_matches("or ");
    if is_handle(words) {
        return Some(words.to_owned());
    }
    let words = address(words).unwrap_or(words);
    let count = words.split_whitespace().count();
    let letters = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’' | '_');
    let is_name = words.starts_with(char::is_alphabetic) && words.chars().all(letters);
    (is_name && count <= 3 && words.chars().count() <= 40 && !is_nobody(words))
        .then(|| words.to_owned())
}

/// The name in a mail address.
fn address(words: &str) -> Option<&str> {
    let (name, host) = words.split_once('@')?;
    let is_host = host.contains('.') && !host.contains(char::is_whitespace);
    (!name.is_empty() && is_host).then_some(name)
}

/// Everybody who is named, with the ids that the plan uses.
#[derive(Debug, Default)]
pub struct People {
    /// In the order of their first mention.
    pub list: Vec<Person>,
    by_name: BTreeMap<String, usize>,
    /// The names that ids may not have.
    pub taken: Taken,
}

/// Somebody.
#[derive(Debug, PartialEq)]
pub struct Person {
    /// The name after `@`.
    pub id: String,
    /// The name as the source writes it.
    pub name: String,
    /// Whether the source says that they lead.
    pub lead: bool,
}

impl People {
    /// The id of `name`; capitals do not distinguish people.
    pub fn id(&mut self, name: &str) -> String {
        let index = self.index(name);
        self.list[index].id.clone()
    }

    /// Notes that `name` leads.
    pub fn lead(&mut self, name: &str) {
        let index = self.index(name);
        self.list[index].lead = true;
    }

    fn index(&mut self, name: &str) -> usize {
        let name = name.trim().trim_start_matches('@');
        let key = name.to_lowercase();
        if let Some(index) = self.by_name.get(&key) {
            return *index;
        }
        let id = self.taken.unique(&slug(name, 40));
        self.list.push(Person { id, name: name.to_owned(), lead: false });
        self.by_name.insert(key, self.list.len() - 1);
        self.list.len() - 1
    }
}

/// The names that are taken.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    names: BTreeSet<String>,
    /// For each name that was wanted twice the number to try next.
    next: BTreeMap<String, usize>,
}

impl Taken {
    /// Takes `name` as it is, and says whether it could: it is a name of the language, and free.
    pub fn claim(&mut self, name: &str) -> bool {
        plan::is_name(name) && name != plan::TEAM && self.names.insert(name.to_owned())
    }

    /// Takes `base`, or `base` with a number, whatever is free.
    pub fn unique(&mut self, base: &str) -> String {
        if base != plan::TEAM && self.names.insert(base.to_owned()) {
            return base.to_owned();
        }
        let next = self.next.entry(base.to_owned()).or_insert(2);
        loop {
            let name = format!("{base}-{next}");
            *next += 1;
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// A name of the language made of `words`: small letters, digits and dashes, at most about
/// `length` of them, whole words where possible.
pub fn slug(words: &str, length: usize) -> String {
    let mut slug = String::new();
    for word in words.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let word: String = word.chars().filter_map(plain_letter).collect();
        let first = slug.is_empty();
        if word.is_empty() || !first && slug.len() + word.len() >= length {
            continue;
        }
        if !first {
            slug.push('-');
        }
        slug.extend(word.chars().take(length));
    }
    if !slug.starts_with(|c: char| c.is_ascii_lowercase()) {
        slug = if slug.is_empty() { "n".to_owned() } else { format!("n-{slug}") };
    }
    slug
}

/// `letter` without its accent; `None` for letters of other alphabets.
fn plain_letter(letter: char) -> Option<char> {
    Some(match letter {
        'a'..='z' | '0'..='9' => letter,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'š' | 'ś' | 'ş' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ł' => 'l',
        'ř' => 'r',
        'ý' | 'ÿ' => 'y',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, together: &[&[&str]], note: Option<&str>) {
        let owners = owners_in_cell(&Rich::from_markdown(cell));
        let named: Vec<Vec<&str>> =
            owners.together.iter().map(|any| any.iter().map(String::as_str).collect()).collect();
        assert_eq!(
            (named, owners.note.as_deref()),
            (together.iter().map(|any| any.to_vec()).collect(), note),
            "{cell}"
        );
    }

    #[test]
    fn names_in_cells() {
        check("@ana", &[&["@ana"]], None);
        check("@ana, Bo Lind", &[&["@ana"], &["Bo Lind"]], None);
        check("@ana or @bo", &[&["@ana", "@bo"]], None);
        check("Clippy + Consortium", &[&["Clippy"], &["Consortium"]], None);
        check("@ana, bo, and others", &[&["@ana"], &["bo"]], Some("Owner: @ana, bo, and others"));
        check("@ana + tbd", &[&["@ana"]], Some("Owner: @ana + tbd"));
        check("TBD (@ana, @bo)", &[], Some("Owner: TBD (@ana, @bo)"));
        check("Anna/Jo", &[&["Anna", "Jo"]], None);
        check("@org/team", &[&["@org/team"]], None);
        check("ana.lopez@shop.example", &[&["ana.lopez"]], None);
        check("TBD", &[], None);
        check("", &[], None);
        check("![Team][] [lang], [types]", &[], Some("Team: lang, types"));
        check("![Help wanted][]", &[], Some("Help wanted"));
        check(
            "Joel to find appropriate person",
            &[],
            Some("Owner: Joel to find appropriate person"),
        );
    }

    #[test]
    fn ids_are_valid_and_unique() {
        let mut people = People::default();
        let names = ["@BoxyUwU", "boxyuwu", "Ana López", "ana lopez", "200ok", "张伟", "Team"];
        let ids: Vec<String> = names.iter().map(|name| people.id(name)).collect();
        let expected = ["boxyuwu", "boxyuwu", "ana-lopez", "ana-lopez-2", "n-200ok", "n", "team-2"];
        assert_eq!(ids, expected);
    }
}
