//! The problems that are measured.

use std::fs;
use std::path::Path;

use calendar::{Calendar, Moment};
use schedule::{
    Activity, ActivityId, CalendarId, Effect, Effort, HandOver, Impact, Lag, Link, LinkKind,
    Lowered, Mode, Problem, ProblemParts, Progress, Range, Rank, Risk,
};
use text::SourceFile;
use workbench::{Input, read};

use crate::generate::{self, Dice};

/// Tasks of the network, and of the plan with people.
pub const TASKS: usize = 1_000;
const LINKS: usize = 3_000;
const PEOPLE: usize = 12;
const MINUTES_PER_DAY: f64 = 480.0;

/// A network without people.
pub struct Network {
    /// It is the one that the rivals' scripts read.
    pub is_the_rivals: bool,
    days: Vec<[f64; 3]>,
    links: Vec<(u32, u32)>,
}

/// The network of `precedence-1000.txt` in `folder`; without it a made-up one of its size.
pub fn network(folder: Option<&Path>) -> Network {
    let text =
        folder.and_then(|folder| fs::read_to_string(folder.join("precedence-1000.txt")).ok());
    text.and_then(|text| stored(&text)).unwrap_or_else(made_up)
}

impl Network {
    /// Every estimate a range and paced; every tenth task hit by a risk.
    pub fn with_risks(&self) -> Problem {
        let risk = |activity: usize| Risk {
            key: (TASKS + activity) as u64,
            probability: 0.3,
            effects: vec![Effect {
                activity: ActivityId(activity as u32),
                impact: Impact::Add(range([1.0, 2.0, 4.0], false)),
            }],
        };
        self.problem(&self.links, (0..self.days.len()).step_by(10).map(risk).collect())
    }

    /// The same without risks.
    pub fn without_risks(&self) -> Problem {
        self.problem(&self.links, vec![])
    }

    /// The tasks alone.
    pub fn without_links(&self) -> Problem {
        self.problem(&[], vec![])
    }

    /// How many finishes are read to place all tasks once.
    pub fn n_links(&self) -> usize {
        self.links.len()
    }

    fn problem(&self, links: &[(u32, u32)], risks: Vec<Risk>) -> Problem {
        let activity = |(key, days): (u64, &[f64; 3])| Activity {
            key,
            effort: Effort::Range(range(*days, true)),
            modes: vec![Mode {
                calendar: CalendarId(0),
                share_percent: 100,
                demands: vec![],
                hand_over: HandOver::NONE,
            }]
            .into(),
            release: None,
            progress: Progress::Planned,
            rank: Rank::default(),
        };
        let link = |&(from, to): &(u32, u32)| Link {
            from: ActivityId(from),
            to: ActivityId(to),
            kind: LinkKind::FinishStart,
            lag: Lag::ZERO,
            binds_started: false,
        };
        Problem::new(ProblemParts {
            today: Moment(0),
            calendars: vec![Calendar::clock()],
            resources: vec![],
            activities: (0..).zip(&self.days).map(activity).collect(),
            links: links.iter().map(link).collect(),
            hand_over: HandOver::NONE,
            risks,
            finish: (0..self.days.len() as u32).map(ActivityId).collect(),
        })
        .expect("BUG: links lead forward")
    }
}

/// A generated plan with part time, leave, either-or and risks, as the program lowers it.
pub fn with_people() -> Result<Lowered, String> {
    let files = vec![SourceFile::new("plan.md", generate::plan(TASKS, PEOPLE, 1))];
    let snapshot = read(Input::new(files, None, generate::START));
    snapshot.lowered.ok_or_else(|| format!("the plan is not sound: {:#?}", snapshot.diagnostics))
}

fn range([low, likely, high]: [f64; 3], paced: bool) -> Range {
    let [low, likely, high] = [low, likely, high].map(|days| days * MINUTES_PER_DAY);
    Range { low, likely, high, widened: true, paced, spent: 0.0 }
}

/// First how many tasks and links, then low, middle and high of each task, then the links.
fn stored(text: &str) -> Option<Network> {
    let mut lines = text.lines();
    let mut numbers = || {
        let parsed = lines.next()?.split_whitespace().map(str::parse::<f64>);
        parsed.collect::<Result<Vec<f64>, _>>().ok()
    };
    let head = numbers()?;
    let (&n, &m) = (head.first()?, head.get(1)?);
    let days = (0..n as usize).map(|_| numbers()?.get(..3)?.try_into().ok());
    let days = days.collect::<Option<Vec<[f64; 3]>>>()?;
    let links = (0..m as usize).map(|_| match numbers()?.as_slice() {
        [from, to] => Some((*from as u32, *to as u32)),
        _ => None,
    });
    Some(Network { is_the_rivals: true, days, links: links.collect::<Option<_>>()? })
}

fn made_up() -> Network {
    let mut dice = Dice(1);
    let days = (0..TASKS).map(|_| {
        let likely = 1.0 + dice.below(40) as f64 / 4.0;
        [0.6 * likely, likely, 2.0 * likely]
    });
    let days = days.collect();
    let links = (0..LINKS).map(|link| {
        let to = 1 + link % (TASKS - 1);
        let from = to - 1 - dice.below(to.min(100));
        (from as u32, to as u32)
    });
    Network { is_the_rivals: false, days, links: links.collect() }
}
