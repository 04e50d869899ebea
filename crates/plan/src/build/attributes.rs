//! The attributes of one item: tokens checked against the table, values typed.
//!
//! In: an entry and the text of its file. Out: [`Attributes`]; what the table does not allow is
//! reported at the token and left out. Names are not resolved here.

use std::collections::BTreeSet;

use markup::{NodeId, Outline, Token, TokenKind, ValueToken};
use text::{Diagnostic, FileId, Place, TextEdit, TextRange};

use super::hints;
use super::report::Report;
use super::sections::Entry;
use super::slips::{self, Slip};
use crate::table::{self, Arity, Flag, Key, Kind};
use crate::value::{self, Piece, Value, Wrong};
use crate::{Estimate, Phase, codes};

/// What the block of an item says.
#[derive(Default)]
pub struct Attributes<'a> {
    /// The id.
    pub id: Option<Piece<'a>>,
    /// The `@name` tokens: all of them together, the names of each one are alternatives.
    pub who: Vec<Vec<Piece<'a>>>,
    /// The estimate and its place.
    pub estimate: Option<(Estimate, TextRange)>,
    /// The pairs, no key twice.
    pub pairs: Vec<Pair<'a>>,
    /// The flags, none twice.
    pub flags: Vec<(Flag, TextRange)>,
}

/// A `key=value,value` pair.
pub struct Pair<'a> {
    /// The key.
    pub key: Key,
    /// Where the key stands.
    pub key_range: TextRange,
    /// The values that could be read, each with its place.
    pub values: Vec<(Value<'a>, TextRange)>,
}

impl<'a> Attributes<'a> {
    /// The pair of `key`.
    pub fn pair(&self, key: Key) -> Option<&Pair<'a>> {
        self.pairs.iter().find(|pair| pair.key == key)
    }

    /// Whether `flag` is written.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.iter().any(|(written, _)| *written == flag)
    }
}

/// Reads the block of `entry`, whose file's text is `text`.
pub fn read<'a>(entry: &Entry<'a>, text: &'a str, report: &mut Report) -> Attributes<'a> {
    let mut reader = Reader { entry, text, report, attributes: Attributes::default() };
    let mut rest = entry.node.block.as_ref().map_or(&[][..], |block| &block.tokens);
    while let Some(token) = rest.first() {
        let mut read = 1;
        match slips::find(text, rest) {
            Some(slip) => {
                read = slip.tokens;
                reader.slip(slip);
            }
            None => reader.token(token),
        }
        rest = &rest[read..];
    }
    reader.attributes
}

/// What is wrong with the attributes of the only item of `line`, if it is of `kind`; names are not
/// looked up.
pub fn complaint(kind: Kind, line: &str, outline: &Outline) -> Option<String> {
    let node = outline.nodes.first()?;
    let entry = Entry {
        file: FileId(0),
        node_id: NodeId(0),
        node,
        kind,
        phase: Phase::Launch,
        parent: None,
        title: node.title.of(line),
    };
    let mut report = Report::default();
    read(&entry, line, &mut report);
    let found = report.finish().into_iter().next()?;
    Some(found.help.map_or(found.what.clone(), |help| format!("{}; {help}", found.what)))
}

struct Reader<'r, 'a> {
    entry: &'r Entry<'a>,
    text: &'a str,
    report: &'r mut Report,
    attributes: Attributes<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn token(&mut self, token: &Token) {
        match &token.kind {
            TokenKind::Id(name) => self.id(token.range, *name),
            TokenKind::Who(names) => self.who(token.range, names),
            TokenKind::Estimate => self.estimate(token.range),
            TokenKind::Pair { key, values } => self.pair(token.range, *key, values),
            TokenKind::Flag => self.flag(token.range),
            TokenKind::Malformed(problem) => self.malformed(token.range, problem),
        }
    }

    fn slip(&mut self, slip: Slip) {
        let Slip { code, range, what, help, instead, .. } = slip;
        let place = self.entry.at(range);
        self.report.error(code, place, what, |d| finish(d, place, Some(help), instead));
    }

    fn id(&mut self, token: TextRange, name: TextRange) {
        let place = self.entry.at(token);
        if self.entry.kind == Kind::Person {
            let name = Piece::of(self.text, name);
            let instead = format!("@{}", name.text);
            self.attributes.who.push(vec![name]);
            self.report.error(
                codes::NAMELESS_PERSON,
                place,
                "a person's id is written with `@`",
                |d| d.instead(place, &instead),
            );
        } else if self.attributes.id.is_some() {
            let what = "this is a second id, and an item has one";
            self.report.error(codes::SECOND_ID, place, what, |d| d.help("remove one of them"));
        } else if let Some(name) = self.read(value::name(Piece::of(self.text, name))) {
            self.attributes.id = Some(name);
        }
    }

    fn who(&mut self, token: TextRange, names: &[TextRange]) {
        let kind = self.entry.kind;
        if kind.actor().is_none() {
            let help = match kind {
                Kind::Line => "write agreed=@name",
                Kind::System => "write owners=@name",
                _ => "name somebody at its tasks",
            };
            let what = format!("{} has no person of its own", kind.phrase());
            return self
                .report
                .error(codes::NO_ACTOR, self.entry.at(token), what, |d| d.help(help));
        }
        let names: Vec<Piece<'a>> = names.iter().map(|name| Piece::of(self.text, *name)).collect();
        self.attributes.who.push(names);
    }

    fn estimate(&mut self, token: TextRange) {
        let (kind, place) = (self.entry.kind, self.entry.at(token));
        if !kind.takes_estimate() {
            let help = match kind {
                Kind::Unknown => "write timebox= for the most that finding out may take",
                Kind::Milestone => "a milestone takes no time; write the work as a task",
                Kind::Risk => "write hits=task:+2d..5d for what it adds to a task",
                _ => "write the work as a task",
            };
            let what = format!("{} has no estimate", kind.phrase());
            return self.report.error(codes::ESTIMATE_NOT_FOR_KIND, place, what, |d| d.help(help));
        }
        if let Some((_, first)) = self.attributes.estimate {
            let first = self.entry.at(first);
            return self.report.error(codes::REPEATED, place, "this is a second estimate", |d| {
                d.label(first, "the first one")
                    .help("write one; what is left of started work is left=")
            });
        }
        if let Some(estimate) = self.read(value::estimate(Piece::of(self.text, token))) {
            self.attributes.estimate = Some((estimate, token));
        }
    }

    fn pair(&mut self, token: TextRange, key_range: TextRange, values: &[ValueToken]) {
        let word = key_range.of(self.text);
        let (kind, place) = (self.entry.kind, self.entry.at(key_range));
        let Some(key) = Key::from_word(word) else {
            let what = hints::unknown_key(word);
            let value = TextRange::new(key_range.end + 1, token.end).of(self.text);
            return self.report.error(codes::UNKNOWN_KEY, place, what, |d| {
                hints::for_key(d, kind, word, value, self.entry.at(token))
            });
        };
        let Some(row) = table::key_row(kind, key) else {
            let what = format!("{} takes no `{key}`", kind.phrase());
            return self.report.error(codes::KEY_NOT_FOR_KIND, place, what, |d| {
                hints::for_misplaced_key(d, kind, key)
            });
        };
        if let Some(first) = self.attributes.pair(key) {
            let first = self.entry.at(first.key_range);
            return self.report.error(
                codes::REPEATED,
                place,
                format!("`{key}` is written twice"),
                |d| {
                    d.label(first, "the first one").help(match row.arity {
                        Arity::Many => "write the values behind one key, separated by commas",
                        Arity::One => "remove one of them",
                    })
                },
            );
        }
        if row.arity == Arity::One && values.len() > 1 {
            let range = TextRange::new(values[1].range.start, token.end);
            return self.report.error(
                codes::TOO_MANY_VALUES,
                self.entry.at(range),
                format!("`{key}` takes one value"),
                |d| d.help("remove the others; text with a comma stands in quotes"),
            );
        }
        let mut read = Vec::with_capacity(values.len());
        for value in values {
            let piece = Piece::of(self.text, value.range);
            if let Some(value) = self.read(value::read(&row.value, piece, value.quoted.as_deref()))
            {
                read.push((value, piece.range()));
            }
        }
        self.report_doubles(values);
        self.attributes.pairs.push(Pair { key, key_range, values: read });
    }

    fn report_doubles(&mut self, values: &[ValueToken]) {
        if values.len() < 2 {
            return;
        }
        let mut seen = BTreeSet::new();
        for value in values {
            let text = value.range.of(self.text);
            if !seen.insert(text) {
                let what = format!("`{text}` stands here twice");
                self.report.error(codes::DOUBLE_NAME, self.entry.at(value.range), what, |d| {
                    d.help("remove one of them")
                });
            }
        }
    }

    fn flag(&mut self, range: TextRange) {
        let word = range.of(self.text);
        let (kind, place) = (self.entry.kind, self.entry.at(range));
        let Some(flag) = Flag::from_word(word) else {
            let what = hints::unknown_flag(word);
            return self
                .report
                .error(codes::UNKNOWN_FLAG, place, what, |d| hints::for_flag(d, kind, word));
        };
        if table::flag_row(kind, flag).is_none() {
            let what = format!("{} takes no `{flag}`", kind.phrase());
            return self.report.error(codes::FLAG_NOT_FOR_KIND, place, what, |d| {
                hints::for_misplaced_flag(d, flag)
            });
        }
        if self.attributes.has(flag) {
            return self.report.error(
                codes::REPEATED,
                place,
                format!("`{flag}` is written twice"),
                |d| d.help("remove one of them"),
            );
        }
        self.attributes.flags.push((flag, range));
    }

    fn malformed(&mut self, range: TextRange, problem: &str) {
        let place = self.entry.at(range);
        let word = range.of(self.text);
        self.report.error(codes::TOKEN, place, problem.to_owned(), |d| {
            let Some((mark, rest)) = word.split_at_checked(1) else { return d };
            let name = Piece { text: rest, start: range.start + 1 };
            match value::name(name) {
                Err(Wrong { fix: Some(name), .. }) if matches!(mark, "#" | "@") => {
                    let instead = format!("{mark}{name}");
                    d.instead(place, &instead)
                }
                _ => d,
            }
        });
    }

    /// Reports what is wrong with a value.
    fn read<T>(&mut self, result: Result<T, Wrong>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(wrong) => {
                let place = self.entry.at(wrong.range);
                let Wrong { code, what, help, fix, .. } = wrong;
                self.report.error(code, place, what, |d| finish(d, place, help, fix));
                None
            }
        }
    }
}

fn finish(
    diagnostic: Diagnostic,
    place: Place,
    help: Option<String>,
    fix: Option<String>,
) -> Diagnostic {
    let diagnostic = match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    };
    match fix {
        Some(text) => diagnostic.fix(format!("write {text}"), vec![edit(place, &text)]),
        None => diagnostic,
    }
}

/// The edit that writes `text` at `place`.
pub fn edit(place: Place, text: &str) -> TextEdit {
    TextEdit { file: place.file, range: place.range, text: text.to_owned() }
}
