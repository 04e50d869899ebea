//! `fore explain`: what a code, a rule of the review or a word means.

use plan::codes;

use crate::terminal::{Column, Line, Page, Paint, Role, Table};

/// The explanation of a code such as `E105`, of a rule such as `lead-on-path` or of a word such as
/// `p80`, in any letter case; `None` if it is none of them.
#[must_use]
pub fn explain(word: &str, paint: &Paint) -> Option<String> {
    let word = word.trim().to_lowercase();
    let code = codes::CODES
        .iter()
        .find(|entry| entry.code.eq_ignore_ascii_case(&word) || entry.name == word);
    if let Some(entry) = code {
        let (first, rest) = first_sentence(entry.explanation);
        return Some(page(first, rest, &[("code", entry.code), ("name", entry.name)], paint));
    }
    if let Some(rule) = review::find(&word) {
        return Some(rule_page(rule, paint));
    }
    let concept = CONCEPTS.iter().find(|concept| concept.is_called(&word))?;
    Some(page(concept.answer, concept.rest, &[("see", concept.see)], paint))
}

/// Everything that [`explain`] knows, words first, for lists and for "did you mean".
pub fn explainable() -> impl Iterator<Item = &'static str> {
    let words = CONCEPTS.iter().map(|concept| concept.name);
    let rules = review::RULES.iter().map(|rule| rule.name);
    words.chain(codes::CODES.iter().map(|entry| entry.code)).chain(rules)
}

/// Everything that can be explained: the words in full, the codes with their names.
#[must_use]
pub fn explanations(paint: &Paint) -> String {
    let mut page = Page::new("What the words mean, and the codes of messages.", paint);
    page.heading("Words", "fore explain p80");
    let mut table = Table::new(vec![Column::left(""), Column::left("")]);
    for concept in CONCEPTS {
        table.row(vec![Line::of(Role::Id, concept.name), Line::plain(concept.answer)]);
    }
    page.table(&table, 4);
    page.heading("Codes", "fore explain E105");
    let mut table = Table::new(vec![Column::left(""), Column::left("")]);
    for entry in codes::CODES {
        table.row(vec![Line::of(Role::Id, entry.code), Line::plain(&entry.name.replace('-', " "))]);
    }
    page.table(&table, 4);
    page.heading("Questions of the review", "fore explain lead-on-path");
    let mut table = Table::new(vec![Column::left(""), Column::left("")]);
    for rule in review::RULES {
        table.row(vec![Line::of(Role::Id, rule.code), Line::plain(rule.name)]);
    }
    page.table(&table, 4);
    page.render()
}

/// The documentation of a rule: what it finds, then the other parts under their headings.
fn rule_page(rule: &review::Rule, paint: &Paint) -> String {
    let what = rule.section(review::HEADINGS[0]).replace('\n', " ");
    let (first, rest) = first_sentence(&what);
    let mut page = Page::new(first, paint);
    if !rest.is_empty() {
        page.gap();
        page.wrapped(&Line::plain("  ").and_prose(rest), 2);
    }
    for section in &rule.sections()[1..] {
        page.heading(&section.heading, "");
        for block in blocks(&section.text) {
            page.wrapped(&Line::plain("  ").and_prose(&block), 2);
        }
    }
    page.gap();
    page.labeled("rule", Line::prose(rule.name));
    page.labeled("code", Line::prose(rule.code));
    page.labeled("family", Line::prose(rule.family.word()));
    page.render()
}

/// Paragraphs as one line each, lines of code as they are.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks: Vec<String> = vec![String::new()];
    let mut is_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            blocks.push(String::new());
        } else if is_code {
            blocks.push(format!("  {line}"));
        } else if line.is_empty() {
            blocks.push(String::new());
        } else {
            let last = blocks.last_mut().expect("BUG: there is always a block");
            if !last.is_empty() && !last.starts_with("  ") {
                last.push(' ');
            }
            last.push_str(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn page(answer: &str, rest: &str, labels: &[(&str, &str)], paint: &Paint) -> String {
    let mut page = Page::new(answer, paint);
    if !rest.is_empty() {
        page.gap();
        page.wrapped(&Line::plain("  ").and_prose(rest), 2);
    }
    page.gap();
    for (label, text) in labels {
        page.labeled(label, Line::prose(text));
    }
    page.render()
}

fn first_sentence(text: &str) -> (&str, &str) {
    match text.find(". ") {
        Some(end) => (&text[..=end], text[end + 2..].trim_start()),
        None => (text, ""),
    }
}

/// A word that the screens use and that has an exact meaning.
struct Concept {
    /// As it is typed: with hyphens.
    name: &'static str,
    /// Other words by which it is looked for.
    also: &'static [&'static str],
    answer: &'static str,
    rest: &'static str,
    see: &'static str,
}

impl Concept {
    fn is_called(&self, word: &str) -> bool {
        let word = word.replace([' ', '_'], "-");
        self.name == word || self.also.contains(&word.as_str())
    }
}

const CONCEPTS: &[Concept] = &[
    Concept {
        name: "p50",
        also: &[],
        answer: "P50 is the date that half of all runs make: even odds.",
        rest: "The plan is played thousands of times, each time with other efforts and other luck. Sorted by their finish, the run in the middle gives P50. It is not a promise: a team that promises it breaks its word every second time.",
        see: "`fore forecast`, `fore explain p80`",
    },
    Concept {
        name: "p80",
        also: &[],
        answer: "P80 is the date that eight of ten runs make.",
        rest: "It is the date to give to others: still broken once in five times, and not so late that nobody believes it. How far it lies behind P50 says how much is unsure. Of N runs sorted by their finish it is the one at 0.8 N, rounded up.",
        see: "`fore forecast`, `fore explain p50`",
    },
    Concept {
        name: "p95",
        also: &[],
        answer: "P95 is the date that nineteen of twenty runs make.",
        rest: "It is for promises that must not be broken, such as the end of a contract. Beyond it the forecast says little: what would make the project later than this is usually something that nobody wrote down.",
        see: "`fore forecast`",
    },
    Concept {
        name: "chance",
        also: &["odds"],
        answer: "The chance of a date is the share of runs that finish by the end of that day.",
        rest: "The day is meant in the plan's time zone. In tables it is a whole percent, in sentences a count such as 1 in 5, to the nearest 5 percent: the estimates are not known better. It is never shown as 0 or 100.",
        see: "`fore forecast`",
    },
    Concept {
        name: "estimate",
        also: &["range", "ranges", "middle"],
        answer: "An estimate is effort: working time of whoever does it, as a range.",
        rest: "`2d..6d` says that it would take less than two days one time in ten, and more than six one time in ten. The middle is the geometric mean unless a third number gives it. One number gets half to double; nothing gets `1d..3d..10d` and is shown as no estimate.",
        see: "`fore explain widening`, `fore forecast`",
    },
    Concept {
        name: "widening",
        also: &["widened", "widen"],
        answer: "Written ranges are widened, because ranges meant for eight cases of ten hold about six.",
        rest: "The logarithm of the distance from the middle to each end is multiplied by k, 1.5 at first. Finished tasks of the plan teach a k of its own; the assumption weighs as much as ten of them. `fore forecast` says which k was used.",
        see: "`fore forecast`, `fore explain pace`",
    },
    Concept {
        name: "pace",
        also: &["team-pace"],
        answer: "Pace is what work takes over what its middle said, for the whole team.",
        rest: "If the first ten tasks all took longer than their middles, the eleventh will too. Such a tendency does not average out over many tasks. Finished tasks say how large it was; the doubt that remains is drawn once a run and applied to all work in it, but not to waits and outside teams.",
        see: "`fore forecast`, `fore explain widening`",
    },
    Concept {
        name: "longest-path",
        also: &["path", "critical-path"],
        answer: "The longest path is the chain of work that decides the finish of a run.",
        rest: "It is traced back from the finish: what did this wait for last, a link or a person who was busy? Then what held that? Another run has other efforts and may have another chain, so a task is on it in a share of the runs.",
        see: "`fore why`, `fore explain path-share`",
    },
    Concept {
        name: "path-share",
        also: &[],
        answer: "The path share of a task is the share of runs in which it is on the longest path.",
        rest: "A day saved on a task of 90% path share nearly always moves the finish; on one of 5% it nearly never does. Bars are dark when the share is at least a half.",
        see: "`fore schedule`, `fore forecast`",
    },
    Concept {
        name: "swing",
        also: &["drivers", "without-it"],
        answer: "The swing of a task is how much later the finish is in the fifth of the runs in which it goes worst than in the fifth in which it goes best.",
        rest: "A large swing says where the doubt about the date comes from. “Without it” is something else: how much sooner P80 would be with that task at its middle in every run, or with the risk gone.",
        see: "`fore forecast`",
    },
    Concept {
        name: "margin",
        also: &[],
        answer: "The margin is what the 80% date kept for things going worse than the middle.",
        rest: "As weeks go as expected the plan gets surer, its 80% date comes nearer to the middle one, and the margin is given back. `fore status` shows it as the last row, with parts of a day.",
        see: "`fore status`",
    },
    Concept {
        name: "effort",
        also: &["work-left"],
        answer: "Effort is working time: of finished tasks what was spent, else the middle of the estimate; of open ones the mean of what is left.",
        rest: "The mean is above the middle, because work runs over by more than it runs under. Waits are no effort.",
        see: "`fore status`, `fore diff`",
    },
    Concept {
        name: "float",
        also: &["total-float", "slack"],
        answer: "Total float is how much later a task could finish by its links alone without moving the finish.",
        rest: "It is counted with middle estimates and as if everybody had time for everything at once. People are busy in truth, so a task with float may still decide the date. Path share counts that, float does not.",
        see: "`fore schedule --json`, `fore explain path-share`",
    },
    Concept {
        name: "too-early",
        also: &[],
        answer: "It is too early for a date while fewer than half of the open tasks have an estimate that a person wrote.",
        rest: "The program could print a date all the same, and it would be made of its own defaults. So it says a span of months instead, for one, two and three people where nobody is named, and what to settle first.",
        see: "`fore`",
    },
    Concept {
        name: "hand-over",
        also: &["handover"],
        answer: "A hand-over costs one day and a fifth of the work that is left.",
        rest: "It is counted when somebody takes over a task that another has started, or one on systems that they have never worked on. Both numbers are settings. Choosing among those who are written, as in `@ana|@bo`, is no hand-over.",
        see: "`fore next`",
    },
    Concept {
        name: "dots",
        also: &["dot"],
        answer: "Each of the fifty dots stands for one fiftieth of the runs.",
        rest: "They stand over the day of the finish and can be counted: twenty filled ones of fifty are two chances in five. Filled dots meet the due date, empty ones do not. Runs that never finish have no day, so their dots are not drawn but counted in words.",
        see: "`fore`",
    },
    Concept {
        name: "who",
        also: &["people", "together", "either", "owner"],
        answer: "`@ana|@bo` is done by one of them; `@ana @bo` by both together, the whole time.",
        rest: "An estimate is the time that whoever does it needs, so two names together do not halve it: they do it side by side, as in pairing, and it costs twice the work. To share work between two people, split the task. Without a name anybody in the team may do it.",
        see: "`fore schedule`, `fore explain hand-over`",
    },
    Concept {
        name: "milestone",
        also: &["milestones"],
        answer: "A milestone is a moment that somebody waits for: it takes no time and nobody works on it.",
        rest: "It is reached when all that it waits for with `after=` is done, whether or not somebody ticks its box. `due=` is when it is wanted, `promised=` what others were given, `told=` who was given it.",
        see: "`fore forecast`, `fore schedule --by milestone`",
    },
    Concept {
        name: "decision",
        also: &["decisions"],
        answer: "A decision is a choice that work waits for; it falls on its date, `by=`.",
        rest: "Without a date the program counts on five working days from today, and says so. `fore decide` writes down what was chosen and when. `options=` are what there is to choose from.",
        see: "`fore decide`, `fore next`",
    },
    Concept {
        name: "contract",
        also: &["contracts"],
        answer: "A contract is what two pieces of work agree on first, so that both can go on at once.",
        rest: "It is small work of its own: the shape of the calls or the data between them. The later of the two starts when it is agreed, against a stand-in, and the two are put together at the end.",
        see: "`fore add --contract`, `fore cut`",
    },
    Concept {
        name: "outside",
        also: &["other-team", "outside-team"],
        answer: "An outside team works on its own; the plan does not know how busy it is.",
        rest: "Its work takes time by the plan's calendar, but it never waits for somebody to be free, and the team's pace does not apply to it. Write `outside` at the person or team.",
        see: "`fore schedule`",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Charset;

    const PAINT: Paint =
        Paint { color: false, charset: Charset::Unicode, plain: false, width: 100 };

    #[test]
    fn codes_and_words_are_explained_in_any_case() {
        let by_code = explain("e105", &PAINT).expect("a code");
        assert_eq!(explain("unknown-id", &PAINT), Some(by_code.clone()));
        assert!(by_code.starts_with("A link names something that does not exist.\n"), "{by_code}");
        assert!(explain("Path-Share", &PAINT).is_some());
        assert_eq!(explain("nonsense", &PAINT), None);
    }

    #[test]
    fn everything_listed_is_explained() {
        for word in explainable() {
            let text = explain(word, &PAINT).expect("listed words are explained");
            let first = text.lines().next().expect("a first line");
            assert!(first.len() <= 130 && text.lines().count() >= 3, "{word}: {text}");
        }
    }
}
