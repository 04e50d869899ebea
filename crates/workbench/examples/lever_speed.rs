//! How long the search for levers takes, on a plan given by its path or on 200 made-up tasks:
//!
//! `cargo run --release -p workbench --example lever_speed [PLAN.md] [YYYY-MM-DD]`

#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
#![expect(clippy::print_stdout, reason = "its result is for the terminal")]

use std::time::Instant;

use text::SourceFile;
use workbench::levers::{best, candidates};
use workbench::{Input, PlayOptions, play, read};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().map_or_else(made_up, |path| {
        std::fs::read_to_string(path).expect("a plan that can be read")
    });
    let today = arguments.next().unwrap_or_else(|| "2026-04-14".to_owned());
    let files = vec![SourceFile::new("plan.md", text)];
    let today = today.parse().expect("a date as 2026-04-14");
    let snapshot = read(Input::new(files, None, today));
    let options = PlayOptions::default();
    let begun = Instant::now();
    let dates = play(&snapshot, options).expect("a sound plan");
    println!("{:4} ms to play it", begun.elapsed().as_millis());
    let begun = Instant::now();
    let n = candidates(&snapshot, &dates).len();
    println!("{:4} µs to find {n} candidates", begun.elapsed().as_micros());
    let begun = Instant::now();
    let levers = best(&snapshot, &dates, options, 6);
    println!("{:4} ms to find the best", begun.elapsed().as_millis());
    for lever in &levers {
        println!("{:6} min  {:?}", lever.minutes_sooner(), lever.lever.kind);
    }
}

/// 200 tasks for eight people in chains that cross, some optional, some with a simpler form.
fn made_up() -> String {
    let people: String = (0..8).map(|n| format!("- P{n} `{{@p{n}}}`\n")).collect();
    let task = |n: usize| {
        let after =
            if n < 8 { String::new() } else { format!("after=t{},t{}", n - 8, n - 1 - n % 7) };
        let rest = match n % 20 {
            7 => "optional value=3",
            13 => "smaller=1d..2d",
            _ => "",
        };
        format!("- [ ] Task {n} `{{#t{n} @p{} 1d..{}d {after} {rest}}}`\n", n * 5 % 8, 2 + n % 6)
    };
    let tasks: String = (0..200).map(task).collect();
    format!("# Made up\n\n`{{due=2026-12-18 hard}}`\n\n## Team\n\n{people}\n## Work\n\n{tasks}")
}
