//! Measures what a question to a calendar costs:
//! `cargo run --release -p calendar --example calendar_speed`.
//!
//! Fifty people with hours in two parts, holidays and leave, three years explicit, asked in turn
//! from moments all over these years, so that the tables of all of them are in use; then the same
//! after the horizon, and the clock.

#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
#![expect(clippy::print_stdout, reason = "its result is for the terminal")]

use std::hint::black_box;
use std::time::Instant;

use calendar::{Calendar, CalendarRules, DayParts, Moment, Work, public_holidays, start_of_day};
use jiff::ToSpan;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

const ROUNDS: i64 = 2_000_000;
const MINUTES_PER_DAY: i64 = 24 * 60;

fn main() {
    let begin = Instant::now();
    let people: Vec<Calendar> = (0..50).map(person).collect();
    println!("build     {:>8.1} µs a calendar", begin.elapsed().as_secs_f64() * 1e6 / 50.0);

    let explicit = start_of_day(date(2026, 1, 1), &TimeZone::UTC);
    let after = start_of_day(date(2031, 1, 1), &TimeZone::UTC);
    measure("explicit", &people, explicit);
    measure("after", &people, after);
    measure("clock", &[Calendar::clock()], explicit);

    let begin = Instant::now();
    black_box(Calendar::common(&people.iter().collect::<Vec<_>>()));
    println!("common    {:>8.1} µs for 50 people", begin.elapsed().as_secs_f64() * 1e6);
}

fn person(index: i64) -> Calendar {
    let day: DayParts = vec![
        (time(9, 0, 0, 0), time(12, 0, 0, 0)),
        (time(13, 0, 0, 0), time(17 + (index % 2) as i8, 0, 0, 0)),
    ];
    let mut days_off: Vec<_> = public_holidays("DE", None, 2026..=2028)
        .expect("a known country")
        .into_iter()
        .map(|(day, _)| (day, day))
        .collect();
    let leave = date(2026, 1, 1).saturating_add((index * 7).days());
    days_off.push((leave, leave.saturating_add(13.days())));
    let mut week: [DayParts; 7] = std::array::from_fn(|_| day.clone());
    week[5].clear();
    week[6].clear();
    let zone = TimeZone::get("Europe/Berlin").expect("bundled");
    let rules = CalendarRules { zone, week, days_off, from: None, until: None };
    Calendar::new(&rules, date(2026, 1, 1), date(2028, 12, 31))
}

/// Something asked of a calendar, with an answer that can be summed.
type Question = fn(&Calendar, Moment, Work) -> i64;

fn measure(name: &str, calendars: &[Calendar], first: Moment) {
    let questions: [(&str, Question); 4] = [
        ("finish", |calendar, at, work| calendar.finish(at, work).map_or(0, |moment| moment.0)),
        ("start", |calendar, at, work| calendar.start(at, work).map_or(0, |moment| moment.0)),
        ("next_working", |calendar, at, _| calendar.next_working(at).map_or(0, |moment| moment.0)),
        ("work_between", |calendar, at, work| calendar.work_between(at, Moment(at.0 + work.0)).0),
    ];
    for (question, ask) in questions {
        let begin = Instant::now();
        let mut sum = 0i64;
        for round in 0..ROUNDS {
            // Steps without a common pattern, over about a thousand days; up to ten days of work.
            let at = Moment(first.0 + round * 7919 % (1000 * MINUTES_PER_DAY));
            let work = Work(1 + round * 31 % 4800);
            let calendar = &calendars[(round % calendars.len() as i64) as usize];
            sum = sum.wrapping_add(ask(calendar, at, work));
        }
        black_box(sum);
        let each = begin.elapsed().as_secs_f64() * 1e9 / ROUNDS as f64;
        println!("{name:<9} {each:>8.1} ns {question}");
    }
}
