//! Slips of the pen between the words of a block: a space too many, a separator that is none.
//!
//! In: the text and the tokens that are still to be read. Out: a [`Slip`] that takes as many of
//! them as it explains, so that one slip is reported once.

use markup::{Token, TokenKind};
use text::TextRange;

use crate::codes;
use crate::table::Flag;
use crate::value::{self, Piece};

/// What is wrong with the next tokens.
pub struct Slip {
    /// The diagnostic's code.
    pub code: &'static str,
    /// From the first of its tokens to the last.
    pub range: TextRange,
    /// How many tokens it takes.
    pub tokens: usize,
    /// What is wrong.
    pub what: &'static str,
    /// What to do.
    pub help: String,
    /// What to write instead, where that is plain.
    pub instead: Option<String>,
}

/// The slip that `tokens` begins with. A few bytes are looked at where there is none.
pub fn find(text: &str, tokens: &[Token]) -> Option<Slip> {
    let first = tokens.first()?;
    let is_plain = !matches!(first.kind, TokenKind::Malformed(_))
        && !first.range.of(text).ends_with(['.', ',', ';'])
        && tokens.get(1).is_none_or(|next| !text[next.range.start..].starts_with('.'));
    if is_plain {
        return None;
    }
    spaced_range(text, tokens)
        .or_else(|| spaced_comma(text, tokens))
        .or_else(|| trailing_separator(text, first))
        .or_else(|| malformed(text, first))
}

/// `3d .. 8d`.
fn spaced_range(text: &str, tokens: &[Token]) -> Option<Slip> {
    let first = tokens.first()?;
    if !matches!(first.kind, TokenKind::Estimate | TokenKind::Pair { .. }) {
        return None;
    }
    let follows = |pair: &[Token]| {
        let (left, right) = (pair[0].range.of(text), pair[1].range.of(text));
        let after_dots = right.trim_start_matches('.');
        let is_amount =
            after_dots.is_empty() || after_dots.starts_with(|c: char| c.is_ascii_digit());
        is_amount && (left.ends_with("..") || right.starts_with(".."))
    };
    let joined = 1 + tokens.windows(2).take_while(|pair| follows(pair)).count();
    let what = "a range is written without spaces";
    (joined > 1).then(|| Slip::joining(codes::ESTIMATE, text, &tokens[..joined], what))
}

/// `after=a, b`.
fn spaced_comma(text: &str, tokens: &[Token]) -> Option<Slip> {
    let is_open = |token: &Token| token.range.of(text).ends_with(',');
    let first = tokens.first().filter(|first| is_open(first))?;
    if !first.range.of(text).contains('=') {
        return None;
    }
    let is_value = |token: &Token| {
        let word = token.range.of(text).trim_end_matches(',');
        let is_word = matches!(token.kind, TokenKind::Flag | TokenKind::Malformed(_));
        is_word && Flag::from_word(word).is_none() && value::name(piece(word)).is_ok()
    };
    let follows = |pair: &&[Token]| is_open(&pair[0]) && is_value(&pair[1]);
    let joined = 1 + tokens.windows(2).take_while(follows).count();
    let what = "no space stands after a comma";
    (joined > 1).then(|| Slip::joining(codes::TOKEN, text, &tokens[..joined], what))
}

/// `3d;`. A pair may end in a semicolon: its value may be text.
fn trailing_separator(text: &str, token: &Token) -> Option<Slip> {
    let word = token.range.of(text);
    let bare = word.trim_end_matches([',', ';']);
    if bare.is_empty() || bare == word || matches!(token.kind, TokenKind::Pair { .. }) {
        return None;
    }
    let what = "attributes are separated by spaces alone";
    Some(Slip::instead(codes::TOKEN, token, what, bare))
}

fn malformed(text: &str, token: &Token) -> Option<Slip> {
    if !matches!(token.kind, TokenKind::Malformed(_)) {
        return None;
    }
    let word = token.range.of(text);
    if let Some(amount) = word.strip_prefix('-')
        && value::estimate(piece(amount)).is_ok()
    {
        return Some(Slip::instead(codes::TOKEN, token, "no time is less than nothing", amount));
    }
    let names: Vec<&str> = word.strip_prefix('@')?.split('@').collect();
    if names.len() < 2 || !names.iter().all(|name| value::name(piece(name)).is_ok()) {
        return None;
    }
    let (together, either) = (names.join(" @"), names.join("|@"));
    Some(Slip {
        code: codes::TOKEN,
        range: token.range,
        tokens: 1,
        what: "nothing stands between these names",
        help: format!("write @{together} for together, @{either} for any one of them"),
        instead: None,
    })
}

impl Slip {
    fn joining(code: &'static str, text: &str, tokens: &[Token], what: &'static str) -> Self {
        let instead: String = tokens.iter().map(|token| token.range.of(text)).collect();
        let range = TextRange::new(tokens[0].range.start, tokens[tokens.len() - 1].range.end);
        let help = format!("write {instead}");
        Self { code, range, tokens: tokens.len(), what, help, instead: Some(instead) }
    }

    fn instead(code: &'static str, token: &Token, what: &'static str, instead: &str) -> Self {
        let help = format!("write {instead}");
        Self { code, range: token.range, tokens: 1, what, help, instead: Some(instead.to_owned()) }
    }
}

fn piece(text: &str) -> Piece<'_> {
    Piece { text, start: 0 }
}
