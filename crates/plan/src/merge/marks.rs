//! The sides of a text with conflict marks in it.
//!
//! In: a text that a line merge has left unfinished. Out: the text as each side has it, and as the
//! common ancestor has it where the marks show it (`merge.conflictStyle` diff3 or zdiff3).

/// The states that a text with conflict marks shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// As our side has it.
    pub ours: String,
    /// As their side has it.
    pub theirs: String,
    /// As the ancestor has it, if every conflict shows that.
    pub base: Option<String>,
    /// Without what stands between marks: what both sides have for sure.
    pub common: String,
    /// How many conflicts there are.
    pub conflicts: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Both,
    Ours,
    Base,
    Theirs,
}

/// The sides of `text`; `None` if it has no conflict marks, or marks that do not belong together.
#[must_use]
pub fn sides_of(text: &str) -> Option<Sides> {
    let mut sides = Sides {
        ours: String::new(),
        theirs: String::new(),
        base: None,
        common: String::new(),
        conflicts: 0,
    };
    let mut base = String::new();
    let mut shown = 0;
    let mut part = Part::Both;
    for line in text.split_inclusive('\n') {
        let mark = line.trim_end_matches(['\n', '\r']);
        let is = |sign: &str| {
            mark == sign || mark.strip_prefix(sign).is_some_and(|rest| rest.starts_with(' '))
        };
        part = match part {
            Part::Both if is("<<<<<<<") => {
                sides.conflicts += 1;
                Part::Ours
            }
            Part::Ours if is("|||||||") => {
                shown += 1;
                Part::Base
            }
            Part::Ours | Part::Base if mark == "=======" => Part::Theirs,
            Part::Theirs if is(">>>>>>>") => Part::Both,
            _ if is("<<<<<<<") => return None,
            part => {
                let into: &mut [&mut String] = match part {
                    Part::Both => {
                        &mut [&mut sides.ours, &mut sides.theirs, &mut base, &mut sides.common]
                    }
                    Part::Ours => &mut [&mut sides.ours],
                    Part::Base => &mut [&mut base],
                    Part::Theirs => &mut [&mut sides.theirs],
                };
                into.iter_mut().for_each(|text| text.push_str(line));
                part
            }
        };
    }
    if sides.conflicts == 0 || part != Part::Both {
        return None;
    }
    sides.base = (shown == sides.conflicts).then_some(base);
    Some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_show_two_or_three_sides() {
        let text = "a\n<<<<<<< HEAD\nb\n||||||| 1a2b\nc\n=======\nd\n>>>>>>> idea\ne\n";
        let sides = sides_of(text).expect("marks");
        assert_eq!((sides.ours.as_str(), sides.theirs.as_str()), ("a\nb\ne\n", "a\nd\ne\n"));
        assert_eq!((sides.base.as_deref(), sides.common.as_str()), (Some("a\nc\ne\n"), "a\ne\n"));
        let sides = sides_of("<<<<<<<\n=======\nd\n>>>>>>>\n").expect("marks");
        assert_eq!((sides.ours.as_str(), sides.theirs.as_str(), sides.base), ("", "d\n", None));
        for text in [
            "a\n",
            "Title\n=======\n",
            "<<<<<<< a\nb\n",
            "<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>>\n",
        ] {
            assert_eq!(sides_of(text), None, "{text}");
        }
    }
}
