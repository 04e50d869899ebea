//! The answer: the one place that makes the first line of every screen, page and brief.
//!
//! In: plain values of one situation. Out: one or two sentences that say a date, a chance and
//! what they are about. A small set, tested whole, rather than a template: the same situation is
//! never said in two ways. It must not know where the values come from.

use jiff::civil::Date;

use crate::words;

/// What the plan comes down to.
#[derive(Clone, Debug, PartialEq)]
pub enum Situation {
    /// Enough is estimated for dates.
    Dated {
        /// Half of the runs finish by then.
        p50: Date,
        /// Four of five runs finish by then.
        p80: Date,
        /// The date by which it is wanted.
        deadline: Option<Deadline>,
    },
    /// Fewer than half of the open tasks have an estimate that a person wrote.
    TooEarly {
        /// Four of five runs finish in or after this month.
        from: Date,
        /// Four of five runs finish in or before this month.
        to: Date,
        /// How many people were assumed, if nobody is named.
        assumed_people: Option<usize>,
    },
    /// Hundreds of items without order or size.
    Backlog {
        /// How many items there are.
        items: usize,
        /// The share of them that say neither how big they are nor what they wait for.
        share_bare: f64,
    },
    /// What the plan ends with is finished.
    Done {
        /// The day of the last finish, if known.
        on: Option<Date>,
        /// The date by which it was wanted.
        due: Option<Date>,
        /// Tasks that are open although what the plan ends with is over.
        open: usize,
    },
    /// In so many runs somebody's time ends before the work does that there is no 80% date.
    Never(Shortfall),
}

/// Runs that never finish, because somebody's time ends before the work does.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// The share of such runs, 0 to 1.
    pub share: f64,
    /// Id or title of the first work that is then left.
    pub stuck: Option<String>,
    /// How many others are left then and wait for none that is.
    pub more: usize,
    /// Who leaves before it is done, and their last day.
    pub leaves: Option<(String, Date)>,
    /// Whether anybody leaves at all; else it is drawn so large that no date is as late.
    pub somebody_leaves: bool,
}

/// A date by which something is wanted, and its chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deadline {
    /// The last day, inclusive.
    pub date: Date,
    /// Share of the runs that finish by its end, 0 to 1.
    pub chance: f64,
    /// Whether it is fixed rather than wished for.
    pub hard: bool,
}

/// What finishing means for this plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The plan has launch steps: it goes live.
    Live,
    /// It is done.
    Done,
}

/// The answer about the plan called `name`, in one or two sentences.
///
/// Chances are in words, to the nearest 5 %, except the 80 % by which the date was chosen.
#[must_use]
pub fn answer(name: &str, ending: Ending, situation: &Situation, today: Date) -> String {
    match situation {
        Situation::Dated { p50, p80, deadline: None } => format!(
            "{name} will be {} by {} (80% sure), even odds by {}.",
            ending.word(),
            words::day(*p80, today),
            words::day(*p50, *p80)
        ),
        Situation::Dated { p50, p80, deadline: Some(deadline) } if deadline.date == *p80 => {
            answer(name, ending, &Situation::Dated { p50: *p50, p80: *p80, deadline: None }, today)
        }
        Situation::Dated { p80, deadline: Some(deadline), .. } => {
            dated(name, ending, *p80, *deadline, today)
        }
        Situation::TooEarly { from, to, assumed_people } => {
            let condition = assumed_people
                .map_or_else(String::new, |people| format!(", if {}", words::people(people)));
            format!("Too early for a date: {}{condition}.", words::months(*from, *to, today))
        }
        Situation::Backlog { items, share_bare } => format!(
            "A backlog, not yet a plan: {}, and {} say neither how big they are nor what they wait for.",
            words::count(*items, "item"),
            share_of_items(*share_bare)
        ),
        Situation::Done { on, due, open } => {
            format!("{}{}", done(name, ending, *on, *due, today), after_the_end(*open))
        }
        Situation::Never(shortfall) => never(name, shortfall, today),
    }
}

/// The answer where the plan's name stands elsewhere: the date that is 80 % sure, and what that means
/// for the deadline; `None` for a situation that has no such date.
#[must_use]
pub fn short(
    ending: Ending,
    situation: &Situation,
    today: Date,
) -> Option<(String, Option<String>)> {
    let Situation::Dated { p80, deadline, .. } = situation else { return None };
    let safe =
        format!("{} by {}, 80% sure.", words::capitalized(ending.word()), words::day(*p80, today));
    let against = deadline.filter(|deadline| deadline.date != *p80).map(|deadline| {
        let day = words::day(deadline.date, *p80);
        if deadline.date < today {
            format!("{day} has passed.")
        } else {
            format!("{day} {}.", words::predicate(deadline.chance).replace("about a ", "a "))
        }
    });
    Some((safe, against))
}

/// That some runs never finish, and who leaves before what is done.
#[must_use]
pub fn never(name: &str, shortfall: &Shortfall, today: Date) -> String {
    let stuck = shortfall.stuck.as_deref();
    let why = match (&shortfall.leaves, stuck) {
        (Some((person, last)), Some(stuck)) => {
            format!("{person} leaves on {}, before {stuck} is finished", words::day(*last, today))
        }
        // What nobody can do never ends in any run.
        _ if !shortfall.somebody_leaves && shortfall.share < ALWAYS => {
            "drawn at the far end of its ranges, the work takes centuries".to_owned()
        }
        (_, Some(stuck)) => {
            let more = match shortfall.more {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!("nobody has the time for {stuck}{more}")
        }
        _ => "its people leave before the work is done".to_owned(),
    };
    if shortfall.share >= ALWAYS {
        return format!("As written, {name} never ends: {why}.");
    }
    format!("In {} {name} never ends: {why}.", words::runs(shortfall.share))
}

/// From this share of runs on, what happens in them is not called one of several outcomes.
const ALWAYS: f64 = 0.99;

fn dated(name: &str, ending: Ending, p80: Date, deadline: Deadline, today: Date) -> String {
    let word = ending.word();
    let safe = format!("{name} will be {word} by {} (80% sure).", words::day(p80, today));
    let odds = words::odds(deadline.chance);
    // The date that is named second has the year of the first.
    let (first, second) = (words::day(deadline.date, today), words::day(deadline.date, p80));
    let p80_second = words::day(p80, deadline.date);
    if deadline.date < today {
        return format!("{safe} {second} has passed.");
    }
    match deadline.chance {
        0.95.. => format!(
            "{name} almost surely makes {first}. It will be {word} by {p80_second} (80% sure)."
        ),
        0.8.. => {
            format!("{name} makes {first}: {odds}. It will be {word} by {p80_second} (80% sure).")
        }
        // Rounded, the chance would be the four in five that the later date has.
        0.775.. => {
            format!("{first} is likely, not safe: not quite 4 in 5. The 80% date is {p80_second}.")
        }
        0.575.. => format!("{first} is likely, not safe: {odds}. The 80% date is {p80_second}."),
        0.01.. => format!("{safe} {second} {}.", words::predicate(deadline.chance)),
        _ => format!("{first} is out of reach. {safe}"),
    }
}

fn done(name: &str, ending: Ending, on: Option<Date>, due: Option<Date>, today: Date) -> String {
    let Some(on) = on else { return format!("{name} is {}", ending.word()) };
    let against = match due {
        Some(due) if on <= due => format!(", in time for {}", words::day(due, today)),
        Some(due) => format!(", after {}", words::day(due, today)),
        None => String::new(),
    };
    format!("{name} is {} since {}{against}", ending.word(), words::day(on, today))
}

fn after_the_end(open: usize) -> String {
    match open {
        0 => ". Celebrate.".to_owned(),
        1 => ", and 1 task is still open.".to_owned(),
        open => format!(", and {} are still open.", words::count(open, "task")),
    }
}

/// A share in words that begins a clause about items: "9 in 10", "most".
fn share_of_items(share: f64) -> String {
    let odds = words::odds(share);
    match odds.strip_prefix("about ") {
        Some(count) => count.to_owned(),
        None if share > 0.9 => "nearly all".to_owned(),
        None if share > 0.4 => "half".to_owned(),
        None => "a few".to_owned(),
    }
}

impl Ending {
    fn word(self) -> &'static str {
        match self {
            Ending::Live => "live",
            Ending::Done => "done",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(situation: &Situation, expected: &str) {
        let today = date(2026, 4, 14);
        assert_eq!(answer("Billing rewrite", Ending::Live, situation, today), expected);
    }

    fn dated(chance: Option<f64>) -> Situation {
        Situation::Dated {
            p50: date(2026, 7, 10),
            p80: date(2026, 7, 22),
            deadline: chance.map(|chance| Deadline { date: date(2026, 6, 30), chance, hard: true }),
        }
    }

    #[test]
    fn a_date_and_a_chance() {
        check(
            &dated(None),
            "Billing rewrite will be live by 22 July (80% sure), even odds by 10 July.",
        );
        check(
            &dated(Some(0.97)),
            "Billing rewrite almost surely makes 30 June. It will be live by 22 July (80% sure).",
        );
        check(
            &dated(Some(0.86)),
            "Billing rewrite makes 30 June: about 6 in 7. It will be live by 22 July (80% sure).",
        );
        check(
            &dated(Some(0.62)),
            "30 June is likely, not safe: about 3 in 5. The 80% date is 22 July.",
        );
        check(
            &dated(Some(0.79)),
            "30 June is likely, not safe: not quite 4 in 5. The 80% date is 22 July.",
        );
        check(
            &dated(Some(0.52)),
            "Billing rewrite will be live by 22 July (80% sure). 30 June is a coin toss.",
        );
        check(
            &dated(Some(0.19)),
            "Billing rewrite will be live by 22 July (80% sure). 30 June has about a 1 in 5 chance.",
        );
        check(
            &dated(Some(0.03)),
            "Billing rewrite will be live by 22 July (80% sure). 30 June is a long shot.",
        );
        check(
            &dated(Some(0.0)),
            "30 June is out of reach. Billing rewrite will be live by 22 July (80% sure).",
        );
    }

    #[test]
    fn without_the_name_the_date_leads() {
        let today = date(2026, 4, 14);
        let said = |chance| short(Ending::Live, &dated(chance), today).unwrap();
        assert_eq!(said(None), ("Live by 22 July, 80% sure.".to_owned(), None));
        let (_, deadline) = said(Some(0.19));
        assert_eq!(deadline.unwrap(), "30 June has a 1 in 5 chance.");
        assert_eq!(
            short(Ending::Live, &Situation::Done { on: None, due: None, open: 0 }, today),
            None
        );
    }

    #[test]
    fn a_deadline_in_the_past_is_said() {
        let passed = Situation::Dated {
            p50: date(2026, 7, 10),
            p80: date(2026, 7, 22),
            deadline: Some(Deadline { date: date(2026, 4, 13), chance: 0.0, hard: false }),
        };
        check(&passed, "Billing rewrite will be live by 22 July (80% sure). 13 April has passed.");
    }

    #[test]
    fn a_span_while_it_is_too_early() {
        let early = |assumed_people| Situation::TooEarly {
            from: date(2026, 8, 3),
            to: date(2026, 11, 9),
            assumed_people,
        };
        check(
            &early(Some(2)),
            "Too early for a date: between August and November, if two people do it.",
        );
        check(
            &early(Some(1)),
            "Too early for a date: between August and November, if one person does it.",
        );
        check(&early(None), "Too early for a date: between August and November.");
    }

    #[test]
    fn backlogs_ends_and_plans_without_an_end() {
        check(
            &Situation::Backlog { items: 214, share_bare: 0.9 },
            "A backlog, not yet a plan: 214 items, and 9 in 10 say neither how big they are nor what they wait for.",
        );
        check(
            &Situation::Backlog { items: 214, share_bare: 1.0 },
            "A backlog, not yet a plan: 214 items, and nearly all say neither how big they are nor what they wait for.",
        );
        check(
            &Situation::Done { on: Some(date(2026, 4, 9)), due: Some(date(2026, 6, 30)), open: 0 },
            "Billing rewrite is live since 9 April, in time for 30 June. Celebrate.",
        );
        check(
            &Situation::Done { on: None, due: None, open: 0 },
            "Billing rewrite is live. Celebrate.",
        );
        check(
            &Situation::Done { on: Some(date(2026, 4, 9)), due: None, open: 25 },
            "Billing rewrite is live since 9 April, and 25 tasks are still open.",
        );
    }

    #[test]
    fn who_leaves_before_the_end() {
        let never = |share, leaves: Option<(String, Date)>| {
            let stuck = Some("`cutover`".to_owned());
            Situation::Never(Shortfall { share, stuck, more: 0, leaves, somebody_leaves: true })
        };
        check(
            &never(1.0, None),
            "As written, Billing rewrite never ends: nobody has the time for `cutover`.",
        );
        let nobody =
            Shortfall { share: 0.02, stuck: None, more: 0, leaves: None, somebody_leaves: false };
        check(
            &Situation::Never(nobody),
            "In 1 run in 50 Billing rewrite never ends: drawn at the far end of its ranges, the work takes centuries.",
        );
        let maya = Some(("maya".to_owned(), date(2026, 6, 12)));
        check(
            &never(1.0, maya.clone()),
            "As written, Billing rewrite never ends: maya leaves on 12 June, before `cutover` is finished.",
        );
        check(
            &never(0.45, maya),
            "In 9 of 20 runs Billing rewrite never ends: maya leaves on 12 June, before `cutover` is finished.",
        );
    }
}
