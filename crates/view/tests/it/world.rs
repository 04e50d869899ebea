//! A plan and all that follows from it, made from text, for screens to be looked at.

use calendar::Moment;
use forecast::precedence::with_enough_people;
use forecast::{
    Distribution, Emphasis, Finished, Forecast, Options, Prior, Runs, Shape, middle_efforts,
    simulate,
};
use jiff::civil::Date;
use plan::{ItemRef, Plan, Settings};
use schedule::{
    Crew, CriticalPath, LowerOptions, Lowered, Schedule, critical_path, finish_bound, lower, solve,
};
use text::{Diagnostic, SourceFile};
use view::Facts;
use view::facts::CrewForecast;

/// Everything that [`Facts`] borrows.
pub struct World {
    files: Vec<SourceFile>,
    plan: Plan,
    lowered: Lowered,
    critical_path: CriticalPath,
    schedule: Schedule,
    forecast: Forecast,
    enough_people: Distribution,
    diagnostics: Vec<Diagnostic>,
    crews: Vec<CrewForecast>,
    today: Date,
}

impl World {
    /// Reads and plays a plan that has no errors.
    pub fn new(plan: &str, settings: &str, today: Date) -> World {
        let files = vec![SourceFile::new("plan/plan.md", plan)];
        let outlines = vec![markup::parse(plan)];
        let (settings, _) = Settings::parse(text::FileId(1), settings);
        let (plan, mut diagnostics) = plan::build(&files, &outlines, &settings);
        let lowering = lower(&plan, &LowerOptions::new(today));
        diagnostics.extend(lowering.diagnostics);
        let lowered = lowering.lowered.unwrap_or_else(|| panic!("{diagnostics:#?}"));
        let problem = &lowered.problem;
        let middle = middle_efforts(problem);
        let milestones =
            (0..plan.milestones.len()).map(|i| ItemRef::Milestone(plan::MilestoneId(i as u32)));
        let features =
            (0..plan.features.len()).map(|i| ItemRef::Feature(plan::FeatureId(i as u32)));
        let options = Options {
            runs: Runs::Fixed(2048),
            calendar: lowered.plan_calendar_id(),
            seed: 7,
            prior: Prior::USUAL,
            shape: Shape::LogNormal,
            factors: Vec::new(),
            record: lowered
                .record
                .iter()
                .map(|task| Finished {
                    low: task.low,
                    likely: task.likely,
                    high: task.high,
                    actual: task.actual,
                })
                .collect(),
            emphasis: Emphasis::default(),
            keep: milestones.chain(features).filter_map(|item| lowered.activity_of(item)).collect(),
        };
        let forecast = simulate(problem, &options);
        let enough_people = with_enough_people(problem, lowered.plan_calendar_id(), &options);
        let is_open_question = lowered.crew == Crew::OneUnnamed && plan.is_too_early();
        let crews = (1..=3)
            .filter(|_| is_open_question)
            .filter_map(|people| {
                let as_many = LowerOptions { unnamed_people: people, ..LowerOptions::new(today) };
                let lowered = lower(&plan, &as_many).lowered?;
                let options = Options { keep: Vec::new(), ..options.clone() };
                Some(CrewForecast {
                    people: people as usize,
                    finish: simulate(&lowered.problem, &options).finish,
                })
            })
            .collect();
        World {
            critical_path: critical_path(problem, &middle),
            schedule: solve(problem, &middle),
            forecast,
            enough_people,
            crews,
            files,
            plan,
            lowered,
            diagnostics,
            today,
        }
    }

    /// What the screens are made from.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            files: &self.files,
            plan: &self.plan,
            lowered: &self.lowered,
            critical_path: &self.critical_path,
            schedule: &self.schedule,
            forecast: &self.forecast,
            enough_people: &self.enough_people,
            diagnostics: &self.diagnostics,
            crews: &self.crews,
            today: self.today,
        }
    }

    /// No order of work finishes the plan before this.
    pub fn bound(&self) -> Option<Moment> {
        let problem = &self.lowered.problem;
        let (_, found) = self.schedule.last(problem)?;
        Some(finish_bound(problem, &middle_efforts(problem), found))
    }
}
