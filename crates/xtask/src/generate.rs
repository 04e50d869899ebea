//! Plans of any size, for benchmarks: several deliverables, people with leave and part time,
//! links a little way back, ranges, a few waits, risks and milestones. Same numbers, same text.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The first day of a generated plan, a Monday.
pub const START: Date = date(2026, 1, 5);

const TASKS_PER_DELIVERABLE: usize = 12;
const LOOK_BACK: usize = 40;

/// A plan of `tasks` tasks for `people` people.
pub fn plan(tasks: usize, people: usize, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut text = format!("# Generated {tasks} by {people}\n\n`{{#generated start={START}}}`\n");
    team(&mut text, people, &mut dice);
    for task in 0..tasks {
        if task % TASKS_PER_DELIVERABLE == 0 {
            write_line(
                &mut text,
                format_args!("\n## Deliverable {}\n", task / TASKS_PER_DELIVERABLE),
            );
        }
        write_task(&mut text, task, people, &mut dice);
    }
    text.push_str("\n## Risks\n\n");
    for risk in 0..tasks / 40 {
        let (hit, percent) = (dice.below(tasks), 10 + dice.below(40));
        write_line(
            &mut text,
            format_args!("- Surprise {risk} `{{#r{risk} @p0 p={percent}% hits=t{hit}:+2d..8d}}`"),
        );
    }
    text.push_str("\n## Milestones\n\n");
    for milestone in 0..tasks / 50 {
        let after = milestone * 50 + 49;
        write_line(
            &mut text,
            format_args!("- [ ] Stage {milestone} `{{#m{milestone} after=t{after}}}`"),
        );
    }
    text
}

fn team(text: &mut String, people: usize, dice: &mut Dice) {
    text.push_str("\n## Team\n\n");
    for person in 0..people {
        let leave = START.saturating_add(days(20 + dice.below(200)));
        let back = leave.saturating_add(days(4 + dice.below(10)));
        let time = [100, 100, 90, 80, 50][dice.below(5)];
        write_line(
            text,
            format_args!("- Person {person} `{{@p{person} time={time}% away={leave}..{back}}}`"),
        );
    }
}

fn write_task(text: &mut String, task: usize, people: usize, dice: &mut Dice) {
    let low = 1 + dice.below(5);
    let high = low + 1 + dice.below(2 * low + 2);
    let first = dice.below(people);
    let who = match dice.below(10) {
        0 if people > 1 => format!("@p{first}|@p{} ", (first + 1) % people),
        1 => String::new(),
        _ => format!("@p{first} "),
    };
    let mut after: Vec<usize> = Vec::new();
    for _ in 0..dice.below(3).min(task) {
        let back = 1 + dice.below(LOOK_BACK.min(task));
        if !after.contains(&(task - back)) {
            after.push(task - back);
        }
    }
    let links: Vec<String> = after.iter().map(|task| format!("t{task}")).collect();
    let links =
        if links.is_empty() { String::new() } else { format!(" after={}", links.join(",")) };
    let wait = if dice.below(30) == 0 { " wait" } else { "" };
    let who = if wait.is_empty() { who } else { String::new() };
    write_line(
        text,
        format_args!("- [ ] Piece of work {task} `{{#t{task} {who}{low}d..{high}d{links}{wait}}}`"),
    );
}

fn write_line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a String takes any text");
}

fn days(count: usize) -> jiff::Span {
    i32::try_from(count).expect("a small count").days()
}

/// A small generator of random numbers: SplitMix64 (Steele, Lea and Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}
