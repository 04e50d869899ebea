//! How soon `fore serve` answers: a browser without eyes that starts the server on plans of three
//! sizes, asks for all pages, edits, listens to the news, and holds connections that say nothing.
//!
//! First paint needs a browser with eyes: where Chromium and the packages of `e2e` are installed,
//! `e2e/paint.mjs` takes it.

mod client;

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use client::{Client, now};

use super::percentile;
use super::program::{TICKS_PER_SECOND, build};
use crate::generate;
use crate::say;

/// A plan, the task that is edited, and what was asked: milliseconds for a page, and from an edit to
/// its date.
struct Case {
    name: &'static str,
    folder: PathBuf,
    today: String,
    task: &'static str,
    asked: [u32; 2],
}

/// Builds `fore` unless there is one, measures, prints a table.
pub fn run(repeat: u32, program: Option<PathBuf>) -> Result<(), String> {
    let program = program.map_or_else(build, Ok)?;
    let cases = cases(&program)?;
    say("| plan | what | figure | asked |\n|---|---|---|---|");
    cold_start(&program, &cases[0], repeat)?;
    for case in &cases {
        measure(&program, case, repeat)?;
    }
    slow_connections(&program, &cases[0])
}

fn cases(program: &Path) -> Result<[Case; 3], String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/server");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).map_err(|error| error.to_string())?;
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let demo = root.join("demo");
    let wrote = Command::new(program)
        .args(["demo", "--today", "2026-04-14"])
        .arg(&demo)
        .output()
        .map_err(|error| error.to_string())?;
    if !wrote.status.success() {
        return Err("`fore demo` failed".to_owned());
    }
    let generated = |name, tasks: usize, people, asked| {
        let folder = root.join(tasks.to_string());
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        fs::write(folder.join("plan.md"), generate::plan(tasks, people, 1))
            .map_err(|error| error.to_string())?;
        Ok::<_, String>(Case {
            name,
            folder,
            today: generate::START.to_string(),
            task: "t5",
            asked,
        })
    };
    Ok([
        Case {
            name: "`fore demo`, 35 tasks",
            folder: demo,
            today: "2026-04-14".to_owned(),
            task: "cutover",
            asked: [20, 150],
        },
        generated("200 tasks, 8 people", 200, 8, [60, 250])?,
        generated("2,000 tasks, 20 people", 2_000, 20, [200, 600])?,
    ])
}

/// From the start of the process to a page, and to its first paint.
fn cold_start(program: &Path, case: &Case, repeat: u32) -> Result<(), String> {
    let mut whole = Vec::new();
    for _ in 0..repeat {
        let begun = now();
        let client = Client::start(program, &case.folder, &case.today)?;
        client.get("/")?;
        whole.push(milliseconds(begun));
    }
    row(case.name, "first page from a cold start, ms", percentile(whole, 50), "300");
    match first_paint(program, case) {
        Some(paint) => row(case.name, "the same to its first paint in Chromium, ms", paint, "300"),
        None => say("(no first paint: Chromium and `npm ci` in e2e are needed)"),
    }
    Ok(())
}

fn first_paint(program: &Path, case: &Case) -> Option<f64> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let script = root.join("e2e/paint.mjs");
    let arguments = [program, &case.folder];
    let said = Command::new("node").arg(script).args(arguments).arg(&case.today).output().ok()?;
    String::from_utf8(said.stdout).ok()?.trim().parse().ok()
}

fn measure(program: &Path, case: &Case, repeat: u32) -> Result<(), String> {
    let client = Client::start(program, &case.folder, &case.today)?;
    let (page, edit) = (case.asked[0].to_string(), case.asked[1].to_string());
    client.wait_until_complete()?;
    let mut pages = Vec::new();
    for path in client.pages()? {
        client.get(&path)?;
        let before = client.ticks()?;
        for _ in 0..repeat {
            client.get(&path)?;
        }
        let spent = (client.ticks()? - before) / TICKS_PER_SECOND * 1000.0;
        pages.push((spent / f64::from(repeat), path));
    }
    pages.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (most, path) = &pages[0];
    row(case.name, &format!("processor time of a page, the longest (`{path}`), ms"), *most, &page);
    let sum: f64 = pages.iter().map(|(spent, _)| spent).sum();
    row(case.name, "the same, mean of all pages, ms", sum / pages.len() as f64, &page);
    let [on_page, in_editor] = edits(&client, case, repeat)?;
    row(case.name, "from Enter on a page to the new date on it, ms", on_page, &edit);
    row(case.name, "from a saved file to the new date on a page, ms", in_editor, &edit);
    let timeline = client.get("/timeline")?;
    row(case.name, "timeline, elements", elements(&timeline) as f64, "3,000");
    row(case.name, "timeline, kB", timeline.len() as f64 / 1000.0, "400");
    if case.asked[0] == 20 {
        for (file, bound) in [("/script.js", "12"), ("/style.css", "20")] {
            let size = client.get(file)?.len() as f64 / 1000.0;
            row(case.name, &format!("`{file}`, kB"), size, bound);
        }
    }
    Ok(())
}

/// Median milliseconds from an edit to a page with what follows from it: from a form of a page, and
/// from an editor that saves the file. People pause between edits, so the server may work on.
fn edits(client: &Client, case: &Case, repeat: u32) -> Result<[f64; 2], String> {
    const PAUSE: Duration = Duration::from_millis(1500);
    let mut news = client.listen()?;
    let (mut on_page, mut in_editor) = (Vec::new(), Vec::new());
    for n in 0..repeat {
        std::thread::sleep(PAUSE);
        news.skip();
        let form = client.form()?;
        let begun = now();
        client.edit(&form, case.task, &format!("{}d..{}d", 3 + n % 2, 9 + n % 3))?;
        news.wait_for_another()?;
        client.get("/")?;
        on_page.push(milliseconds(begun));
    }
    let file = plan_file(&case.folder);
    let text = fs::read_to_string(&file).map_err(|error| error.to_string())?;
    for n in 0..repeat {
        std::thread::sleep(PAUSE);
        news.skip();
        let begun = now();
        fs::write(&file, with_one_more(&text, case.task, n + 1))
            .map_err(|error| error.to_string())?;
        news.wait_for_another()?;
        client.get("/")?;
        in_editor.push(milliseconds(begun));
    }
    fs::write(&file, text).map_err(|error| error.to_string())?;
    Ok([percentile(on_page, 50), percentile(in_editor, 50)])
}

/// Two hundred connections that begin a request and never end it, while somebody reads.
fn slow_connections(program: &Path, case: &Case) -> Result<(), String> {
    const SLOW: usize = 200;
    const PAGES: usize = 300;
    let client = Client::start(program, &case.folder, &case.today)?;
    client.wait_until_complete()?;
    let mut held = Vec::new();
    for _ in 0..SLOW {
        let mut stream = TcpStream::connect(client.host()).map_err(|error| error.to_string())?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: ").map_err(|error| error.to_string())?;
        held.push(stream);
    }
    let mut latencies = Vec::new();
    for _ in 0..PAGES {
        let begun = now();
        client.get("/")?;
        latencies.push(milliseconds(begun));
    }
    let what = format!("a page while {SLOW} connections are slow, P99, ms");
    row(case.name, &what, percentile(latencies, 99), "100");
    drop(held);
    Ok(())
}

/// The text with one more task of some days before `task`.
fn with_one_more(text: &str, task: &str, days: u32) -> String {
    let is_it = |line: &&str| line.contains(&format!("`{{#{task} "));
    let before = text.lines().find(is_it).unwrap_or_default();
    let indent = &before[..before.len() - before.trim_start().len()];
    text.replacen(before, &format!("{indent}- [ ] One more `{{#more {days}d}}`\n{before}"), 1)
}

fn plan_file(folder: &Path) -> PathBuf {
    let of_demo = folder.join("plan/plan.md");
    if of_demo.exists() { of_demo } else { folder.join("plan.md") }
}

/// How many elements a page has.
fn elements(page: &str) -> usize {
    let opens = |pair: &[u8]| pair[0] == b'<' && pair[1].is_ascii_alphabetic();
    page.as_bytes().windows(2).filter(|pair| opens(pair)).count()
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn row(plan: &str, what: &str, figure: f64, asked: &str) {
    let figure = if figure < 10.0 { format!("{figure:.1}") } else { format!("{figure:.0}") };
    say(&format!("| {plan} | {what} | {figure} | {asked} |"));
}
