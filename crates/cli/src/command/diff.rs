//! `fore diff`: what a change costs, which of its edits costs it, and what would pay for it.

mod versions;

use std::path::Path;

use calendar::last_worked_date;
use forecast::Distribution;
use view::Facts;
use view::difference::difference;
use view::edits::{Edit, edit};
use view::screens::{Diff, Emptied, Lever};
use workbench::diff::{Attribution, attribute, edits};
use workbench::levers::{PricedLever, best};
use workbench::{Dates, Input, PlayOptions, Snapshot, as_often, facts, read};

use crate::arguments::{Arguments, DiffOptions, ReadOptions};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;
use versions::{Version, Versions};

/// So many levers are priced for one diff.
const LEVERS_MAX: usize = 3;

/// Compares two versions of the plan. Exit code 3 says that the change moves the date further than
/// the settings allow, and that they want it to fail.
pub fn run(
    options: &DiffOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let today = open::today(&arguments.read);
    let Versions { base, head, mut remarks } = versions::find(options, arguments)?;
    let plan = plan_path(&head, arguments);
    if let Some(list) = &options.find_in {
        return find_comment(list, &plan, terminal);
    }
    let snapshot = |version: &Version| {
        let files = version.files.as_ref()?.clone();
        Some(read(Input { files: files.files, settings: files.settings, today }))
    };
    let (before, after) = (snapshot(&base), snapshot(&head).ok_or(Trouble::NoHead)?);
    for (version, snapshot) in [(&base, before.as_ref()), (&head, Some(&after))] {
        if let Some(snapshot) = snapshot.filter(|snapshot| snapshot.has_errors()) {
            return refuse(version, snapshot, &plan, options, terminal);
        }
    }
    let base_dates = before.as_ref().and_then(|before| open::dates(before, &arguments.read));
    if base.is_file && base_dates.is_none() {
        return Err(Trouble::NoPlanIn(base.name));
    }
    let Some(head_dates) = open::dates(&after, &arguments.read) else {
        let Some((before, dates)) = before.as_ref().zip(base_dates.as_ref()) else {
            return Err(Trouble::NoPlanIn(head.name));
        };
        let names = [base.name.as_str(), head.name.as_str()];
        return show_emptied((before, dates), &after, names, &plan, options, terminal);
    };
    let runs = base_dates.as_ref().map_or(0, |dates| dates.forecast.runs);
    let head_dates = as_often(&after, head_dates, runs);
    let runs = head_dates.forecast.runs;
    let base_dates = before.as_ref().zip(base_dates);
    let base_dates = base_dates.map(|(before, dates)| as_often(before, dates, runs));
    let old = before.as_ref().zip(base_dates.as_ref());
    if old.is_none() {
        remarks.push(format!("There is nothing to compare with at `{}`.", base.name));
    }
    let play = open::futures(&arguments.read);
    let head_facts = facts(&after, &head_dates);
    let base_facts = old.map(|(before, dates)| facts(before, dates));
    let changed = Changed::find(old, (&after, &head_dates), base_facts.as_ref(), &head_facts, play);
    // What costs nothing needs nothing to pay for it.
    let levers = match changed.p80_minutes {
        Some(1..) => levers(&after, &head_dates, play),
        _ => Vec::new(),
    };
    let program = program(arguments);
    let command = command(&program, options);
    let diff = Diff {
        program: &program,
        command: &command,
        is_checked_out: head.is_file && options.head.is_none(),
        base_name: &base.name,
        head_name: &head.name,
        base: base_facts.as_ref(),
        head: &head_facts,
        edits: &changed.edits,
        p80_minutes: changed.p80_minutes,
        levers: &levers,
        remarks: &remarks,
    };
    show(&diff, &plan, options, terminal)
}

/// The program as it was called, with what decides about its numbers.
fn program(arguments: &Arguments) -> String {
    let ReadOptions { place, today, seed, runs } = &arguments.read;
    let mut words = vec!["fore".to_owned()];
    let place = place.to_string_lossy();
    if place != "." {
        words.extend(["-C".to_owned(), view::words::argument(&place)]);
    }
    words.extend(today.map(|today| format!("--today {today}")));
    words.extend(seed.map(|seed| format!("--seed {seed}")));
    words.extend(runs.map(|runs| format!("--runs {runs}")));
    words.join(" ")
}

/// How the diff was asked for, so that it can be asked for again.
fn command(program: &str, options: &DiffOptions) -> String {
    let names = options.base.iter().chain(&options.head).map(|name| view::words::argument(name));
    let words: Vec<String> =
        [program.to_owned(), "diff".to_owned()].into_iter().chain(names).collect();
    words.join(" ")
}

fn show(
    diff: &Diff,
    plan: &str,
    options: &DiffOptions,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    if options.comment {
        say_comment(&view::comment::comment(diff, plan), terminal)?;
    } else if terminal.json {
        terminal.say_json(&view::json::diff(diff))?;
    } else if options.brief {
        terminal.say(&view::screens::diff_brief(diff))?;
    } else {
        terminal.say(&view::screens::diff(diff, &terminal.paint))?;
    }
    let Some(base) = diff.base else { return Ok(Exit::Fine) };
    let limits = view::limits::limits(base.plan.settings.diff, diff.head.plan.settings.diff);
    let passed = view::limits::excess(diff, &difference(base, diff.head));
    Ok(if limits.fails && !passed.is_empty() { Exit::No } else { Exit::Fine })
}

/// The newer version has no work: an error of the plan, however it is asked for.
fn show_emptied(
    (before, dates): (&Snapshot, &Dates),
    after: &Snapshot,
    [base_name, head_name]: [&str; 2],
    plan: &str,
    options: &DiffOptions,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let base = &facts(before, dates);
    let removed: Vec<Edit> = edits(before, after)
        .iter()
        .filter(|one| one.base.is_some() && one.head.is_none())
        .map(|one| edit(&one.changes, Some(base), base))
        .collect();
    let emptied = Emptied { base_name, head_name, base, removed: &removed };
    if options.comment {
        say_comment(&view::comment::emptied(&emptied, plan), terminal)?;
    } else if terminal.json {
        terminal.say_json(&view::json::diff_emptied(&emptied))?;
    } else if options.brief {
        terminal.say(&(emptied.headline() + "\n"))?;
    } else {
        terminal.say(&view::screens::diff_emptied(&emptied, &terminal.paint))?;
    }
    Ok(Exit::Plan)
}

/// The comment as text, or as the body that hosts take.
fn say_comment(comment: &str, terminal: &Terminal) -> Result<(), Trouble> {
    if terminal.json {
        terminal.say_json(&serde_json::json!({ "body": comment }))
    } else {
        terminal.say(comment)
    }
}

/// One of the two versions has errors: which, and what they are.
fn refuse(
    version: &Version,
    snapshot: &Snapshot,
    plan: &str,
    options: &DiffOptions,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let name = &version.in_a_sentence();
    let (found, files) = (&snapshot.diagnostics, &snapshot.files);
    if options.comment {
        say_comment(&view::comment::refused(name, found, files, plan), terminal)?;
    } else if terminal.json {
        terminal.say_json(&view::json::diff_refused(&version.name, found, files))?;
    } else {
        terminal.say(&format!("There are no dates to compare: {name} has errors.\n\n"))?;
        terminal.say(&view::screens::check(&snapshot.plan, found, files, &terminal.paint))?;
    }
    Ok(Exit::Plan)
}

/// Where the plan lies, by which its comment is found again.
fn plan_path(head: &Version, arguments: &Arguments) -> String {
    let file = head.files.as_ref().and_then(|files| files.files.first());
    let path = file.map_or("plan.md", |file| file.path.as_str());
    match arguments.read.place.to_string_lossy().as_ref() {
        "." => path.to_owned(),
        place => format!("{place}/{path}"),
    }
}

/// Prints the id of the comment about the plan in a list of comments; nothing if there is none.
fn find_comment(list: &Path, plan: &str, terminal: &Terminal) -> Result<Exit, Trouble> {
    let unread = |why: String| Trouble::NoComments { file: list.to_path_buf(), why };
    let text = std::fs::read_to_string(list).map_err(|error| unread(error.to_string()))?;
    let comments: Vec<serde_json::Value> =
        serde_json::from_str(&text).map_err(|error| unread(error.to_string()))?;
    let marker = view::comment::marker(plan);
    let ours = comments
        .iter()
        .find(|comment| comment["body"].as_str().is_some_and(|body| body.contains(&marker)));
    if let Some(id) = ours.and_then(|comment| comment["id"].as_u64()) {
        terminal.say(&format!("{id}\n"))?;
    }
    Ok(Exit::Fine)
}

/// The edits, and what they do to P80.
struct Changed {
    edits: Vec<Edit>,
    p80_minutes: Option<i64>,
}

impl Changed {
    fn find(
        old: Option<(&Snapshot, &Dates)>,
        (after, head_dates): (&Snapshot, &Dates),
        base_facts: Option<&Facts<'_>>,
        head_facts: &Facts<'_>,
        play: PlayOptions,
    ) -> Self {
        let Some((before, base_dates)) = old else {
            return Self { edits: Vec::new(), p80_minutes: None };
        };
        let found = edits(before, after);
        let mut said: Vec<Edit> =
            found.iter().map(|one| edit(&one.changes, base_facts, head_facts)).collect();
        let is_dated = !before.plan.is_too_early() && !after.plan.is_too_early();
        let shift = p80_shift(after, base_dates, head_dates).filter(|_| is_dated);
        let attribution = shift.and_then(|total| {
            let steps: Vec<_> = found.iter().map(|one| one.step.clone()).collect();
            let emphasis = &head_dates.forecast.emphasis;
            attribute(before, after, &steps, total, play, emphasis)
        });
        if let Some(attribution) = attribution {
            let Attribution { steps, without, settings, order, .. } = attribution;
            for (index, one) in found.iter().enumerate() {
                let minutes = if one.is_settings() { settings } else { steps[index] };
                said[index].p80_minutes = Some(minutes);
                said[index].without_minutes = without[index];
            }
            let settings_unsaid =
                if found.iter().any(workbench::diff::Edit::is_settings) { 0 } else { settings };
            if order + settings_unsaid != 0 {
                said.push(Edit::of_order(order + settings_unsaid));
            }
        }
        let p80_minutes = shift.filter(|_| said.iter().all(|edit| edit.p80_minutes.is_some()));
        Self { edits: said, p80_minutes }
    }
}

/// Working minutes of the newer plan by which P80 is later in it.
fn p80_shift(after: &Snapshot, base: &Dates, head: &Dates) -> Option<i64> {
    let p80 = |finish: &Distribution| finish.percentile(80);
    let (from, to) = (p80(&base.forecast.finish)?, p80(&head.forecast.finish)?);
    Some(after.lowered.as_ref()?.plan_calendar().work_between(from, to).0)
}

/// What would make the newer plan faster.
fn levers(after: &Snapshot, dates: &Dates, play: PlayOptions) -> Vec<Lever> {
    let now = dates.forecast.finish.percentile(80);
    let zone = &after.plan.zone;
    let lever = |priced: PricedLever| {
        let p80 = priced.p80.map(|p80| last_worked_date(p80, zone));
        let now = now.map(|now| last_worked_date(now, zone));
        let working_days = now.zip(p80).map_or(0, |(now, p80)| {
            let calendar = after.lowered.as_ref().expect("BUG: dates without a problem");
            calendar.plan_calendar().working_days(p80, now, zone)
        });
        let kind = &priced.lever.kind;
        Lever {
            text: view::levers::said(&after.plan, kind, after.today),
            text_of_work: view::levers::said_of_work(&after.plan, kind, after.today),
            cost: view::levers::cost(&after.plan, kind),
            p80,
            chance: priced.chance,
            working_days: if priced.helps() { working_days.max(0) } else { 0 },
        }
    };
    best(after, dates, play, LEVERS_MAX).into_iter().map(lever).collect()
}
