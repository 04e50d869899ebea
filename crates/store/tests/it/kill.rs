//! A process that edits is killed at any moment, many times.
//!
//! The victim is this test binary itself, told by an environment variable to edit without end.
//! `FORE_KILLS` says how many times (default 40; a release wants 1,000 and more).

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

use store::{Change, UndoLog, read};

use crate::plan_folder::{PlanFolder, hidden_names};

const VICTIM: &str = "FORE_KILL_VICTIM";
const PATH: &str = "plan/plan.md";

/// The plan after edit `n`: long enough that a torn one shows, and every line tells the number.
fn text_of(n: u32) -> String {
    format!("- [ ] task of edit {n}\n").repeat(100)
}

/// The number of the edit that left `text`, which must be whole.
fn number_of(text: &str) -> u32 {
    let first = text.lines().next().unwrap_or_default();
    let n = first.rsplit(' ').next().and_then(|n| n.parse().ok());
    let n = n.unwrap_or_else(|| panic!("torn: {} bytes, first line {first:?}", text.len()));
    assert_eq!(text, text_of(n), "torn");
    n
}

fn edit_once(folder: &Path) -> u32 {
    let root = folder.join("root");
    let log = UndoLog::open(&root, &folder.join("state")).unwrap();
    let before = read(&root).unwrap().files.remove(0).text;
    let n = number_of(&before) + 1;
    let change = Change { path: PATH.to_owned(), before, after: text_of(n) };
    log.write(&format!("edit {n}"), &[change]).unwrap();
    n
}

/// Edits ten times; as the victim, without end, telling each edit that is done.
#[test]
fn victim() {
    let Some(folder) = env::var_os(VICTIM).map(PathBuf::from) else {
        let plan = PlanFolder::new(&[(PATH, &text_of(0))]);
        let numbers: Vec<u32> = (0..10).map(|_| edit_once(plan.folder.path())).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
        return;
    };
    loop {
        let n = edit_once(&folder);
        writeln!(std::io::stdout(), "\ndone {n}").unwrap();
    }
}

/// A small generator of numbers from a seed (Steele, Lea, Flood 2014, SplitMix64).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// Lets a victim work for a few edits and then a random while, kills it, and returns the last edit
/// that it told of.
fn work_and_kill(folder: &Path, random: &mut Seeded) -> Option<u32> {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "kill::victim", "--nocapture", "--test-threads=1"]);
    let mut victim =
        command.env(VICTIM, folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut told = Told { lines: BufReader::new(victim.stdout.take().unwrap()), last: None };
    for _ in 0..=random.below(3) {
        assert!(told.next(), "the victim died by itself");
    }
    for _ in 0..random.below(2_000_000) {
        std::hint::spin_loop();
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    while told.next() {}
    told.last
}

/// What the victim told of.
struct Told {
    lines: BufReader<ChildStdout>,
    last: Option<u32>,
}

impl Told {
    /// Reads on to the next edit; false when the victim has no more to tell.
    fn next(&mut self) -> bool {
        let mut line = String::new();
        while self.lines.read_line(&mut line).unwrap() > 0 {
            if let Some(n) = line.strip_prefix("done ").and_then(|n| n.trim().parse().ok()) {
                self.last = Some(n);
                return true;
            }
            line.clear();
        }
        false
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a run by hand wants to see how many moments were hit")]
fn a_killed_writer_leaves_whole_files_no_litter_and_every_edit_it_told_of() {
    let n_kills: u32 = env::var("FORE_KILLS").map_or(40, |n| n.parse().unwrap());
    let plan = PlanFolder::new(&[(PATH, &text_of(0))]);
    let mut random = Seeded(7);
    let (mut n_litter, mut n_untold) = (0, 0);
    for _ in 0..n_kills {
        let told = work_and_kill(plan.folder.path(), &mut random).unwrap();
        n_litter += u32::from(!hidden_names(&plan.root().join("plan")).is_empty());
        let found = number_of(&read(&plan.root()).unwrap().files[0].text);
        assert!(found == told || found == told + 1, "told of {told}, found {found}");
        n_untold += found - told;
        assert!(hidden_names(&plan.root().join("plan")).is_empty());

        let undone = plan.log().undo().unwrap().unwrap();
        assert_eq!(undone.title, format!("edit {found}"));
        assert_eq!(number_of(&plan.text(PATH)), found - 1);
        plan.log().redo().unwrap().unwrap();
        assert_eq!(number_of(&plan.text(PATH)), found);
    }
    let logs = fs::read_dir(plan.state().join("forethought")).unwrap();
    assert!(logs.flat_map(|log| hidden_names(&log.unwrap().path())).next().is_none());
    eprintln!("{n_kills} kills: {n_litter} left a temporary, {n_untold} after the edit was in");
}
