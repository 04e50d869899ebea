//! Settling what collides: by a flag, by asking, or not at all; and what each side would cost.

use std::io::{self, BufRead, IsTerminal};

use jiff::civil::Date;
use plan::Slot;
use plan::merge::{Clash, Collision, Merged, Side, merge};
use text::SourceFile;
use view::screens;
use view::words;
use workbench::{Input, PlayOptions};

use crate::arguments::Arguments;
use crate::exit::Trouble;
use crate::open;
use crate::terminal::Terminal;

/// So many collisions are priced: each takes a forecast.
const PRICED_MAX: usize = 8;

/// A file with its sides.
pub struct Job {
    /// Its path, as people know it.
    pub path: String,
    /// As the common ancestor has it.
    pub base: String,
    /// As our side has it.
    pub ours: String,
    /// As their side has it.
    pub theirs: String,
}

/// A merged file.
pub struct Settled {
    /// Its path.
    pub path: String,
    /// Its position in the plan.
    pub index: usize,
    /// As our side has it.
    pub ours: String,
    /// As their side has it.
    pub theirs: String,
    /// The result.
    pub merged: Merged,
    /// The collisions, as they are shown.
    pub collisions: Vec<screens::Collision>,
}

/// Merges each of `jobs`, files of the plan `input` at their positions. Collisions go to the side
/// of `take`; else, where `may_ask` and somebody sits at the terminal, they are asked about.
pub fn settle(
    jobs: Vec<(usize, Job)>,
    input: &Input,
    take: Option<Side>,
    may_ask: bool,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Vec<Settled>, Trouble> {
    let asks = may_ask && take.is_none() && !terminal.json;
    let asks = asks && io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut prices = Prices::new(&jobs, input, arguments);
    let mut settled = Vec::new();
    for (index, job) in jobs {
        let merged = |decided: &[(Collision, Option<Side>)]| {
            merge(&job.base, &job.ours, &job.theirs, &|collision| {
                take.or_else(|| side_of(decided, collision))
            })
        };
        let mut decided: Vec<(Collision, Option<Side>)> = Vec::new();
        let mut shown: Vec<screens::Collision> = Vec::new();
        // Settling one thing may bring up another one, or spare somebody the next question.
        let at_once = if asks { 1 } else { usize::MAX };
        let result = loop {
            let result = merged(&decided);
            let is_new = |found: &&Collision| decided.iter().all(|(known, _)| known != *found);
            let new: Vec<Collision> =
                result.collisions.iter().filter(is_new).take(at_once).cloned().collect();
            if new.is_empty() {
                break result;
            }
            for new in new {
                let p80 = prices.of(index, &job, &decided, &new);
                let mut collision = shown_as(&new, p80);
                let side = match take {
                    Some(side) => Some(side),
                    None if asks => ask(&collision, input.today, terminal)?,
                    None => None,
                };
                collision.taken = side.map(name);
                shown.push(collision);
                decided.push((new, side));
            }
        };
        let Job { path, ours, theirs, .. } = job;
        settled.push(Settled { path, index, ours, theirs, merged: result, collisions: shown });
    }
    Ok(settled)
}

fn side_of(decided: &[(Collision, Option<Side>)], collision: &Collision) -> Option<Side> {
    decided.iter().find(|(known, _)| known == collision).and_then(|(_, side)| *side)
}

fn name(side: Side) -> &'static str {
    match side {
        Side::Ours => "ours",
        Side::Theirs => "theirs",
    }
}

/// What the sides of collisions cost, on the same draws.
struct Prices {
    /// The plan with our side of every collision.
    input: Input,
    options: PlayOptions,
    left: usize,
}

impl Prices {
    fn new(jobs: &[(usize, Job)], input: &Input, arguments: &Arguments) -> Self {
        let mut input = input.clone();
        for (index, job) in jobs {
            let ours = merge(&job.base, &job.ours, &job.theirs, &|_| Some(Side::Ours));
            input.files[*index] = SourceFile::new(job.path.clone(), ours.text);
        }
        let ours = workbench::read(input);
        let ours = workbench::dated(ours, &arguments.read.place, &open::state_folder());
        let runs = arguments.read.runs.or_else(|| workbench::runs_for_price(&ours));
        let options = PlayOptions { runs, seed: arguments.read.seed };
        Self { input: ours.input(), options, left: PRICED_MAX }
    }

    /// The date that is 80 % sure with our side of `collision`, and with theirs.
    fn of(
        &mut self,
        index: usize,
        job: &Job,
        decided: &[(Collision, Option<Side>)],
        collision: &Collision,
    ) -> Option<(Date, Date)> {
        self.left = self.left.checked_sub(1)?;
        let with = |side: Side| {
            let merged = merge(&job.base, &job.ours, &job.theirs, &|found| {
                let known = if found == collision { Some(side) } else { side_of(decided, found) };
                known.or(Some(Side::Ours))
            });
            let mut input = self.input.clone();
            input.files[index] = SourceFile::new(job.path.clone(), merged.text);
            let snapshot = workbench::read(input);
            let dates = workbench::play(&snapshot, self.options)?;
            let p80 = dates.forecast.finish.percentile(80)?;
            Some(snapshot.finish_date(p80))
        };
        with(Side::Ours).zip(with(Side::Theirs))
    }
}

fn shown_as(collision: &Collision, p80: Option<(Date, Date)>) -> screens::Collision {
    let what = match &collision.what {
        Clash::Attribute(Slot::Id) => "its id".to_owned(),
        Clash::Attribute(Slot::Who) => "who".to_owned(),
        Clash::Attribute(Slot::Estimate) => "the estimate".to_owned(),
        Clash::Attribute(Slot::Key(key)) => format!("{key}="),
        Clash::Attribute(Slot::Flag(flag)) => flag.to_string(),
        Clash::Title => "the title".to_owned(),
        Clash::Text => "the text".to_owned(),
        Clash::Place => "its place; without a decision it stays where ours has it".to_owned(),
        Clash::Removed(Side::Ours) => "removed by ours, changed by theirs".to_owned(),
        Clash::Removed(Side::Theirs) => "changed by ours, removed by theirs".to_owned(),
        Clash::Line => "the line".to_owned(),
        Clash::File => {
            "the text is merged by lines, because it cannot be taken apart; look at it".to_owned()
        }
    };
    screens::Collision {
        item: if collision.name.is_empty() {
            "The file".to_owned()
        } else {
            collision.name.clone()
        },
        what,
        ours: collision.ours.clone(),
        theirs: collision.theirs.clone(),
        taken: None,
        p80,
    }
}

/// Asks which side to take; `None` if that is left open.
fn ask(
    collision: &screens::Collision,
    today: Date,
    terminal: &Terminal,
) -> Result<Option<Side>, Trouble> {
    let said = |said: &Option<String>, date: Option<Date>| {
        let said = said.as_deref().unwrap_or("nothing");
        match date {
            Some(date) => format!("{said}   P80 {}", words::day(date, today)),
            None => said.to_owned(),
        }
    };
    let dates = (collision.p80.map(|p80| p80.0), collision.p80.map(|p80| p80.1));
    terminal.say(&text::escape_controls(&format!("{}: {}", collision.item, collision.what)))?;
    terminal.say(&format!(
        "\n  o  ours    {}\n  t  theirs  {}\n",
        text::escape_controls(&said(&collision.ours, dates.0)),
        text::escape_controls(&said(&collision.theirs, dates.1)),
    ))?;
    loop {
        terminal.say("Which one? o, t, or Enter to leave it open: ")?;
        let mut answer = String::new();
        if io::stdin().lock().read_line(&mut answer)? == 0 {
            return Ok(None);
        }
        match answer.trim() {
            "o" | "ours" => return Ok(Some(Side::Ours)),
            "t" | "theirs" => return Ok(Some(Side::Theirs)),
            "" => return Ok(None),
            _ => {}
        }
    }
}
