//! `fore diff`: what a change costs, which of its edits costs it, and what would pay for it.

use std::path::Path;

use view::difference::difference;
use view::edits::{Edit, edit};
use view::screens::{Diff, Emptied};
use workbench::diff::{Advice, NoVersions, Version, Versions, compared, edits, find};
use workbench::{Dates, Input, Snapshot, dated, facts, read};

use crate::arguments::{Arguments, DiffOptions, ReadOptions};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Compares two versions of the plan. Exit code 3 says that the change moves the date further than
/// the settings allow, and that they want it to fail.
pub fn run(
    options: &DiffOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let today = open::today(&arguments.read);
    let place = &arguments.read.place;
    let Versions { base, head, mut remarks } =
        find(place, options.base.as_deref(), options.head.as_deref())?;
    let plan = plan_path(&head, arguments);
    if let Some(list) = &options.find_in {
        return find_comment(list, &plan, terminal);
    }
    let snapshot = |version: &Version| {
        let files = version.files.as_ref()?.clone();
        let snapshot = read(Input::new(files.files, files.settings, today));
        Some(dated(snapshot, place, &open::state_folder()))
    };
    let (before, after) = (snapshot(&base), snapshot(&head).ok_or(Trouble::NoHead)?);
    for (version, snapshot) in [(&base, before.as_ref()), (&head, Some(&after))] {
        if let Some(snapshot) = snapshot.filter(|snapshot| snapshot.has_errors()) {
            return refuse(version, snapshot, &plan, options, terminal);
        }
    }
    let base_dates = before.as_ref().and_then(|before| open::dates(before, &arguments.read));
    if base.is_file && base_dates.is_none() {
        return Err(NoVersions::NoPlanIn(base.name).into());
    }
    let Some(head_dates) = open::dates(&after, &arguments.read) else {
        let Some((before, dates)) = before.as_ref().zip(base_dates.as_ref()) else {
            return Err(NoVersions::NoPlanIn(head.name).into());
        };
        let names = [base.name.as_str(), head.name.as_str()];
        return show_emptied((before, dates), &after, names, &plan, options, terminal);
    };
    let old = before.zip(base_dates);
    if old.is_none() {
        remarks.push(format!("There is nothing to compare with at `{}`.", base.name));
    }
    let compared =
        compared(old, (after, head_dates), open::futures(&arguments.read), Advice::Single);
    let (base_facts, head_facts) = (compared.base(), compared.head());
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
        edits: &compared.edits,
        p80_minutes: compared.p80_minutes,
        if_kept: compared.if_kept,
        levers: &compared.levers,
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
