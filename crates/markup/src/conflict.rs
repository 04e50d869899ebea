//! Unfinished merges.
//!
//! In: a text and its pieces. Out: one problem for each conflict. A conflict has all three marks,
//! in order, at the starts of lines and outside code; a lone `=======` underlines a heading.

use text::TextRange;

use crate::lines::rest_of_line;
use crate::outline::{Problem, ProblemKind};
use crate::pieces::Piece;

/// Finds the conflicts of `text`. `O(bytes)`.
pub fn find(text: &str, pieces: &[Piece]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut opened = None;
    let mut divided = false;
    for (start, mark) in marks(text, pieces) {
        match mark {
            b'<' => (opened, divided) = (Some(start), false),
            b'=' => divided = opened.is_some(),
            _ if divided => {
                let open = opened.take().expect("a divided conflict has been opened");
                let range = TextRange::new(open, rest_of_line(text, start, text.len()).end);
                problems.push(Problem { kind: ProblemKind::ConflictMarkers, range, fix: None });
                divided = false;
            }
            _ => opened = None,
        }
    }
    problems
}

/// The lines outside code that begin with a conflict mark: where, and its character.
fn marks(text: &str, pieces: &[Piece]) -> Vec<(usize, u8)> {
    let mut codes = pieces.iter().filter_map(|piece| match piece {
        Piece::Code { range, .. } => Some(*range),
        _ => None,
    });
    let mut code = codes.next();
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        while code.is_some_and(|range| range.end <= start) {
            code = codes.next();
        }
        let in_code = code.is_some_and(|range| range.start <= start);
        marks.extend(mark(line).filter(|_| !in_code).map(|mark| (start, mark)));
        start += line.len();
    }
    marks
}

/// Whether `line` is one of the marks that divide the sides of a conflict.
pub fn is_mark(line: &str) -> bool {
    mark(line).is_some()
}

fn mark(line: &str) -> Option<u8> {
    let line = line.trim_end_matches(['\n', '\r']);
    let character = line.bytes().next().filter(|byte| matches!(byte, b'<' | b'=' | b'>'))?;
    let after = line.trim_start_matches(char::from(character));
    let labeled = after.starts_with(' ') && character != b'=';
    (line.len() - after.len() == 7 && (after.is_empty() || labeled)).then_some(character)
}
