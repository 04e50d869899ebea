//! A request on the table: what somebody asks for costs this much work and moves the date so far.
//!
//! In: the plan as it is and as it would be. Out: sentences in plain words.

use crate::difference::{Pair, difference};
use crate::facts::Facts;
use crate::words;

/// What taking a request would do, in two or three sentences.
#[must_use]
pub fn request(now: &Facts, taken: &Facts) -> String {
    let figures = difference(now, taken);
    let mut said = vec![work(figures.work_days.head - figures.work_days.base)];
    if let Pair { base: Some(base), head: Some(head) } = figures.p80.date {
        let after = words::day(head, now.today);
        said.push(if base == head {
            format!("The date that is 80% sure stays {after}.")
        } else {
            let before = words::day(base, now.today);
            format!("The date that is 80% sure would move from {before} to {after}.")
        });
    }
    if let Some(due) = figures.due()
        && let (Some(date), Pair { base: Some(base), head: Some(head) }) =
            (due.date.head, due.chance)
    {
        let (date, then) = (words::day(date, now.today), words::odds(head));
        let today = words::odds(base);
        said.push(if then == today {
            format!("The chance of {date} stays {then}.")
        } else {
            format!("The chance of {date}: {today} now, {then} then.")
        });
    }
    said.join(" ")
}

fn work(more: f64) -> String {
    let days = words::count(more.abs().round() as usize, "day");
    match more.round() {
        1.0.. => format!("It is {days} of work more."),
        ..=-1.0 => format!("It is {days} of work less."),
        _ => "It is no more work.".to_owned(),
    }
}
