//! What holds for any plan: reading ends without a panic, schedules pass the checker, forecasts are
//! the same on any number of threads.

use calendar::{Moment, start_of_day};
use forecast::middle_efforts;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use schedule::{
    ActivityId, Lag, LinkKind, Problem, Progress, ResourceId, Schedule, check_schedule,
};
use text::{Diagnostic, Level, SourceFile, apply};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, read};

const TODAY: Date = date(2026, 3, 4);

/// Few runs: enough for every percentile to be somewhere.
const OPTIONS: PlayOptions = PlayOptions { runs: Some(64), seed: None };

const TEAM: &str = "
## Team

- Ada `{@ada lead time=40% skills=rust}`
- Ben `{@ben away=2026-03-05..2026-03-09 skills=rust,sql}`
- Cy `{@cy zone=Pacific/Auckland from=2026-03-09 until=2026-06-30}`
- Vendor `{@vendor outside zone=America/New_York}`
";

fn who() -> impl Strategy<Value = &'static str> {
    select(vec![
        "@ada",
        "@ben",
        "@cy",
        "@vendor",
        "@ada|@ben",
        "@cy|@ben",
        "@ada @ben",
        "needs=rust",
    ])
}

fn amount() -> impl Strategy<Value = &'static str> {
    select(vec!["1m", "3h", "1d", "2d..5d", "1d..2d..9d", "4d..4d", "90m..1w", "2w"])
}

fn state() -> impl Strategy<Value = &'static str> {
    select(vec![
        "wait",
        "optional",
        "cut",
        "start=2026-03-10",
        "started=2026-02-25",
        "started=2026-03-04",
        "started=2026-02-10 left=2d..4d",
        "spent=3d",
        "value=3",
    ])
}

/// A task as text, with links to tasks before it; every fourth one is part of the one before.
fn task(position: usize) -> impl Strategy<Value = String> {
    let is_part = position % 4 == 2;
    let targets = if is_part { position - 1 } else { position };
    let end = select(vec!["", ":start", ":+2d", ":-1d", ":start:+5h", ":+36h"]);
    let links = |key: &'static str| {
        vec((0..targets.max(1), end.clone()), 0..=targets.min(2)).prop_map(move |links| {
            let named: Vec<String> =
                links.into_iter().map(|(to, end)| format!("t{to}{end}")).collect();
            if named.is_empty() { String::new() } else { format!(" {key}={}", named.join(",")) }
        })
    };
    let words = (weighted(0.7, who()), weighted(0.8, amount()), weighted(0.3, state()));
    (any::<bool>(), words, links("after"), links("ends")).prop_map(
        move |(is_done, (who, amount, state), after, ends)| {
            let mark = if is_done && position.is_multiple_of(3) { 'x' } else { ' ' };
            let indent = if is_part { "  " } else { "" };
            let words = [who, amount, state].map(Option::unwrap_or_default).join(" ");
            format!("{indent}- [{mark}] Task `{{#t{position} {words}{after}{ends} }}`\n")
        },
    )
}

/// What stands in the way of the tasks `t0` to `t3`.
const EVENTS: [&str; 6] = [
    "\n## Risks\n\n- R `{p=40% hits=t0:+2d..5d,t3:x1.5}`\n",
    "\n## Risks\n\n- R `{p=100% hits=t1:x1.2..2 status=happened}`\n",
    "\n## Obstacles\n\n- [ ] O `{holds=t3,t1 by=2026-03-11}`\n",
    "\n## Unknowns\n\n- [ ] U `{#u @ben timebox=4h after=t0}`\n",
    "\n## Decisions\n\n- [ ] D `{#d @ada after=t1}`\n",
    "\n## Milestones\n\n- [ ] M `{#m after=t3,t2 due=2026-03-20 hard}`\n",
];

fn plan() -> impl Strategy<Value = String> {
    let tasks = (4..9_usize).prop_flat_map(|count| (0..count).map(task).collect::<Vec<_>>());
    let events = proptest::sample::subsequence(EVENTS.to_vec(), 0..=EVENTS.len());
    (tasks, events).prop_map(|(tasks, events)| {
        format!("# Plan\n{TEAM}\n## Work\n\n{}{}", tasks.concat(), events.concat())
    })
}

/// Lines of words that mean something here and there, in any order.
fn soup() -> impl Strategy<Value = String> {
    let word = select(vec![
        "# ",
        "## Work",
        "## Riks",
        "- [ ] ",
        "- [x] ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "`{",
        "}`",
        "#a",
        "#b",
        "@ada",
        "@ada|@ben",
        " ",
        "after=",
        "a",
        "b",
        ":start",
        ":+1d",
        ",",
        "1d",
        "1e300d",
        "0d",
        "5d..2d",
        "99999999w",
        "start=",
        "due=",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "cut",
        "wait",
        "p=",
        "30%",
        "hits=",
        "x0",
        "<<<<<<< HEAD",
        "=======",
        "\u{1b}[2J",
        "\u{202e}",
        "é",
        "\"",
        "\\",
        "## Risks",
        "## Team",
        "left=",
        "spent=",
        "holds=",
        "{#",
        "-[ ]",
        "```",
    ]);
    vec(word, 0..60).prop_map(|words| words.concat())
}

/// A sound plan with something replaced by a word that means something elsewhere.
fn damaged() -> impl Strategy<Value = String> {
    (plan(), any::<prop::sample::Index>(), 0..30_usize, soup()).prop_map(
        |(plan, at, length, word)| {
            let start = at.index(plan.len());
            let (before, after) = (&plan[..start], &plan[(start + length).min(plan.len())..]);
            format!("{before}{}{after}", word.lines().next().unwrap_or_default())
        },
    )
}

fn snapshot(text: &str) -> Snapshot {
    let files = vec![SourceFile::new("plan.md", text)];
    read(Input::new(files, None, TODAY))
}

fn play_on(threads: usize, snapshot: &Snapshot) -> Option<Dates> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    pool.install(|| play(snapshot, OPTIONS))
}

/// `text` without finish links and leads. They look ahead, and what they hold may be known too late.
fn without_foresight(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.starts_with("ends=")).collect();
    words.join(" ").replace(":-1d", "")
}

/// The working minute before the start of `id` in which it could have begun already: nothing that it
/// waits for holds it, and everybody it needs is idle. `None` if there is none, and for what may be
/// done in several ways, which may wait on purpose.
fn idle_minute(problem: &Problem, schedule: &Schedule, id: ActivityId) -> Option<Moment> {
    let activity = problem.activity(id);
    let [mode] = activity.modes.as_slice() else { return None };
    let entry = schedule.entry(id)?;
    if activity.progress != Progress::Planned || entry.start == entry.finish {
        return None;
    }
    let calendar = problem.calendar(mode.calendar);
    let minute = Moment(calendar.last_worked(entry.start)?.0 - 1);
    let bounds = problem.incoming(id).filter_map(|(_, link)| {
        let from = schedule.entry(link.from)?;
        let at = if link.kind == LinkKind::FinishStart { from.finish } else { from.start };
        match link.lag {
            Lag::Elapsed(span) => Some(at + span),
            Lag::Working(calendar, work) => problem.calendar(calendar).offset(at, work),
        }
    });
    let bound = bounds.chain(activity.release).chain([problem.today()]).max();
    let is_busy = |resource: ResourceId| {
        problem.ids().filter(|other| *other != id).any(|other| {
            schedule.entry(other).is_some_and(|entry| {
                let modes = [Some(entry.mode), entry.handed_on.map(|(_, mode)| mode)];
                let modes = modes.into_iter().flatten();
                let mut modes = modes.map(|mode| &problem.activity(other).modes[mode as usize]);
                entry.resumed <= minute
                    && minute < entry.finish
                    && modes.any(|mode| mode.demands.iter().any(|d| d.resource == resource))
            })
        })
    };
    let is_held = bound.is_some_and(|bound| minute < bound)
        || mode.demands.iter().any(|demand| is_busy(demand.resource));
    (!is_held).then_some(minute)
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![soup(), damaged()]) {
        let snapshot = snapshot(&text);
        let dates = play(&snapshot, OPTIONS);
        prop_assert!(!(snapshot.has_errors() && dates.is_some()), "dates in spite of errors");
    }

    #[test]
    fn schedules_are_right(text in plan()) {
        let snapshot = snapshot(&text);
        let Some(dates) = play(&snapshot, OPTIONS) else { return Ok(()) };
        let lowered = snapshot.lowered.as_ref().expect("there are dates");
        let problem = &lowered.problem;
        prop_assert_eq!(check_schedule(problem, &middle_efforts(problem), &dates.schedule), []);
        let today = start_of_day(TODAY, &lowered.zone);
        for (activity, entry) in problem.activities().iter().zip(&dates.schedule.entries) {
            let is_finished = matches!(activity.progress, Progress::Finished { .. });
            prop_assert!(is_finished || entry.is_none_or(|entry| entry.finish >= today));
        }
    }

    #[test]
    fn nothing_waits_without_a_reason(text in plan()) {
        let text = without_foresight(&text);
        let snapshot = snapshot(&text);
        let Some(dates) = play(&snapshot, OPTIONS) else { return Ok(()) };
        let problem = &snapshot.lowered.as_ref().expect("there are dates").problem;
        for id in problem.ids() {
            let idle = idle_minute(problem, &dates.schedule, id);
            prop_assert_eq!(idle, None, "activity {} of\n{}", id.0, text);
        }
    }

    #[test]
    fn a_fix_takes_its_mistake_away(text in prop_oneof![soup(), damaged()]) {
        let before = snapshot(&text);
        for diagnostic in &before.diagnostics {
            let Some(fix) = &diagnostic.fix else { continue };
            let mended = snapshot(&apply(&text, &fix.edits).expect("edits fit"));
            let same = |other: &&Diagnostic| {
                (other.code, &other.what) == (diagnostic.code, &diagnostic.what)
            };
            let count = |snapshot: &Snapshot| snapshot.diagnostics.iter().filter(same).count();
            prop_assert!(count(&mended) < count(&before), "{diagnostic:#?}");
        }
    }

    #[test]
    fn work_beside_the_plan_moves_nothing(text in plan()) {
        let beside = text.replace("## Work\n", "## Work\n\n- [ ] Beside `{#beside wait 1d..9d optional}`\n");
        let (before, after) = (snapshot(&text), snapshot(&beside));
        let (Some(one), Some(two)) = (play(&before, OPTIONS), play(&after, OPTIONS)) else { return Ok(()) };
        for item in before.plan.by_id.values() {
            let old = before.lowered.as_ref().and_then(|lowered| lowered.activity_of(*item));
            let id = before.plan.item(*item).and_then(|item| item.id.as_deref()).expect("by id");
            let new = after.lowered.as_ref().and_then(|lowered| {
                lowered.activity_of(*after.plan.by_id.get(id)?)
            });
            let Some((old, new)) = old.zip(new) else { continue };
            let (old, new) = (&one.forecast.activities[old.index()], &two.forecast.activities[new.index()]);
            prop_assert_eq!((old.start, old.finish), (new.start, new.finish), "{}", id);
        }
    }

    #[test]
    fn one_thread_or_two_give_the_same_dates(text in plan()) {
        let snapshot = snapshot(&text);
        let (one, two) = (play_on(1, &snapshot), play_on(2, &snapshot));
        prop_assert_eq!(one.as_ref().map(|dates| &dates.schedule), two.as_ref().map(|dates| &dates.schedule));
        prop_assert_eq!(one.map(|dates| dates.forecast), two.map(|dates| dates.forecast));
    }
}

#[test]
fn generated_plans_are_mostly_sound() {
    // Or the properties above would say nothing.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let faults = (0..100).filter_map(|_| {
        let text = plan().new_tree(&mut runner).expect("a plan").current();
        let found = snapshot(&text).diagnostics;
        found.into_iter().find(|found| found.level == Level::Error).map(|error| error.what)
    });
    let faults: Vec<String> = faults.collect();
    assert!(faults.len() <= 50, "{faults:#?}");
}

#[test]
fn bytes_that_are_not_text_are_refused_at_the_door() {
    let refused = SourceFile::from_bytes("plan.md", b"# P\n\n- [ ] caf\xe9\n".to_vec());
    assert_eq!(refused.map_err(|error| (error.line, error.byte)).err(), Some((3, 0xe9)));
}
