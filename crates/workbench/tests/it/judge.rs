//! Runs a case through the workbench and says what is not as expected.
//!
//! In: a [`Case`]. Out: one sentence for each expectation that fails, with its place, what was
//! expected and what was found. Every schedule also goes through the checker.

use calendar::{Moment, end_of_day, last_worked_date, local, start_of_day};
use forecast::middle_efforts;
use plan::{Attribute, Intent, Target};
use schedule::{ActivityId, Lowered, binding_chain, check_schedule};
use text::{Diagnostic, Level, SourceFile, apply};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, price, read};

use crate::case::Case;
use crate::expectation::{Expectation, Fact, Percent, Wrong};

/// What is not as `case` expects; empty if all is.
pub fn failures(case: &Case) -> Vec<String> {
    let snapshot = read(input(case));
    let dates = play(&snapshot, PlayOptions::default());
    let run = Run { snapshot: &snapshot, dates: dates.as_ref() };
    let mut failures: Vec<String> = case
        .expectations
        .iter()
        .filter_map(|(place, expectation)| {
            run.judge(expectation)
                .err()
                .map(|found| format!("{place}: {expectation:?}\n    {found}"))
        })
        .collect();
    failures.extend(run.unexpected_errors(case));
    failures.extend(run.violations());
    failures.iter().map(|failure| format!("{}\n  {failure}", case.name)).collect()
}

/// The input that a case describes.
pub fn input(case: &Case) -> Input {
    let file = |(path, text): &(String, String)| SourceFile::new(path, text);
    Input::new(
        case.files.iter().map(file).collect(),
        case.settings.as_ref().map(|text| SourceFile::new("fore.toml", text)),
        case.today,
    )
}

/// What came out.
struct Run<'a> {
    snapshot: &'a Snapshot,
    dates: Option<&'a Dates>,
}

impl Run<'_> {
    /// `Err` with what was found if it is not as expected.
    fn judge(&self, expectation: &Expectation) -> Result<(), String> {
        match expectation {
            Expectation::Of(item, fact) => self.fact(item, fact),
            Expectation::Given { item, who, fact } => self.given(item, who, fact),
            Expectation::TooEarly(expected) => same(expected, &self.snapshot.plan.is_too_early()),
            Expectation::Path(expected) => same(expected, &self.path()?),
            Expectation::Diagnostic(wrong) => match self.matching(wrong).next() {
                Some(_) => Ok(()),
                None => Err(format!("found {}", self.all_diagnostics())),
            },
            Expectation::NoErrors if self.snapshot.has_errors() => Err(self.all_diagnostics()),
            Expectation::NoDates if self.dates.is_some() => Err("there are dates".to_owned()),
            Expectation::NoErrors | Expectation::NoDates | Expectation::Survives => Ok(()),
        }
    }

    fn fact(&self, item: &str, fact: &Fact) -> Result<(), String> {
        let activity = self.activity(item)?;
        let (lowered, dates) = self.both()?;
        if let Fact::TakesNoTime = fact {
            let entry = activity.and_then(|id| dates.schedule.entry(id));
            return same(&true, &entry.is_none_or(|entry| entry.start == entry.finish));
        }
        let id = activity.ok_or("it is not in the schedule")?;
        let entry = dates.schedule.entry(id).ok_or("it is never finished")?;
        let zone = &lowered.zone;
        let date = |moment: Moment| last_worked_date(moment, zone);
        match fact {
            Fact::Span { start, finish, who } => {
                same(&(*start, *finish), &(local(entry.start, zone), local(entry.finish, zone)))?;
                match who {
                    Some(who) => same(who, &self.who(lowered, id, entry.mode)),
                    None => Ok(()),
                }
            }
            Fact::Finish(finish) => same(finish, &local(entry.finish, zone)),
            Fact::At(at) => {
                same(&(*at, *at), &(local(entry.start, zone), local(entry.finish, zone)))
            }
            Fact::Date(expected) => same(expected, &date(entry.finish)),
            Fact::Before(day) => same(&true, &(entry.finish <= start_of_day(*day, zone))),
            Fact::NotBefore(day) => same(&true, &(entry.finish > start_of_day(*day, zone))),
            Fact::Percentile(percent, expected) => {
                let moment = self.percentile(dates, item, id, *percent)?;
                same(&Some(*expected), &moment.map(date))
            }
            Fact::Chance(day, expected) => {
                let by = end_of_day(*day, zone);
                near(*expected, self.distribution(dates, item, id)?.chance_by(by))
            }
            Fact::Float(minutes) => same(minutes, &dates.critical_path.total_float[id.index()].0),
            Fact::PathShare(expected) => {
                near(*expected, dates.forecast.activities[id.index()].path_share)
            }
            Fact::TakesNoTime => unreachable!("judged above"),
        }
    }

    /// The fact about the item after it was given to `who`.
    fn given(&self, item: &str, who: &str, fact: &Fact) -> Result<(), String> {
        let (_, dates) = self.both()?;
        let set = Intent::Set(Target::Id(item.to_owned()), Attribute::Who(who.to_owned()));
        let price = price(self.snapshot, dates, &[set]);
        let price = price.map_err(|refused| refused.to_string())?;
        Run { snapshot: &price.applied.after, dates: Some(&price.dates) }.fact(item, fact)
    }

    /// The activity of the item with this id, or the one that ends the plan.
    fn activity(&self, item: &str) -> Result<Option<ActivityId>, String> {
        let (lowered, _) = self.both()?;
        if item == "plan" {
            return Ok(Some(lowered.finish));
        }
        let found = self.snapshot.plan.by_id.get(item).ok_or(format!("no item `{item}`"))?;
        Ok(lowered.activity_of(*found))
    }

    fn both(&self) -> Result<(&Lowered, &Dates), String> {
        self.snapshot
            .lowered
            .as_ref()
            .zip(self.dates)
            .ok_or_else(|| format!("there are no dates: {}", self.all_diagnostics()))
    }

    fn who(&self, lowered: &Lowered, id: ActivityId, mode: u32) -> Vec<String> {
        let demands = &lowered.problem.activity(id).modes[mode as usize].demands;
        let people = demands.iter().filter_map(|demand| lowered.person_of(demand.resource));
        let plan = &self.snapshot.plan;
        people
            .map(|person| plan.people[person.index()].item.id.clone().expect("people have names"))
            .map(|name| format!("@{name}"))
            .collect()
    }

    fn distribution<'d>(
        &self,
        dates: &'d Dates,
        item: &str,
        id: ActivityId,
    ) -> Result<&'d forecast::Distribution, String> {
        if item == "plan" {
            return Ok(&dates.forecast.finish);
        }
        dates.forecast.kept.get(&id).ok_or_else(|| "its distribution is not kept".to_owned())
    }

    fn percentile(
        &self,
        dates: &Dates,
        item: &str,
        id: ActivityId,
        percent: u32,
    ) -> Result<Option<Moment>, String> {
        if item == "plan" {
            return Ok(dates.forecast.finish.percentile(percent));
        }
        let finish = dates.forecast.activities[id.index()].finish;
        Ok(match percent {
            10 => finish.p10,
            50 => finish.p50,
            80 => finish.p80,
            90 => finish.p90,
            _ => return Err(format!("P{percent} is not kept")),
        })
    }

    /// The chain that binds at middle estimates, first to last, without what takes no time.
    fn path(&self) -> Result<Vec<String>, String> {
        let (lowered, dates) = self.both()?;
        let mut chain = binding_chain(&lowered.problem, &dates.schedule, lowered.finish);
        chain.reverse();
        let takes_time = chain.iter().filter_map(|(id, _)| {
            let entry = dates.schedule.entry(*id)?;
            (entry.start < entry.finish).then_some(*id)
        });
        let items = takes_time.filter_map(|id| self.snapshot.plan.item(lowered.item_of(id)?));
        Ok(items.map(|item| item.id.clone().unwrap_or_else(|| item.title.clone())).collect())
    }

    fn matching<'a>(&'a self, wrong: &'a Wrong) -> impl Iterator<Item = &'a Diagnostic> {
        self.snapshot.diagnostics.iter().filter(|found| {
            wrong.level.is_none_or(|level| level == found.level)
                && wrong.code.as_ref().is_none_or(|code| code == found.code)
                && wrong.token.as_ref().is_none_or(|token| token == self.token(found))
                && wrong.members.is_none_or(|members| members == 1 + found.labels.len())
                && (!wrong.has_fix || self.fix_mends(found))
        })
    }

    fn token(&self, diagnostic: &Diagnostic) -> &str {
        diagnostic.place.range.of(&self.snapshot.files[diagnostic.place.file.index()].text)
    }

    /// Whether the edit that is offered takes the diagnostic away.
    fn fix_mends(&self, diagnostic: &Diagnostic) -> bool {
        let Some(fix) = &diagnostic.fix else { return false };
        let mut input = self.snapshot.input();
        for (index, file) in input.files.iter_mut().enumerate() {
            let own = fix.edits.iter().filter(|edit| edit.file.index() == index);
            let own: Vec<_> = own.cloned().collect();
            *file = SourceFile::new(file.path.clone(), apply(&file.text, &own).expect("it fits"));
        }
        let same =
            |other: &Diagnostic| (other.code, &other.what) == (diagnostic.code, &diagnostic.what);
        !read(input).diagnostics.iter().any(same)
    }

    fn unexpected_errors(&self, case: &Case) -> Vec<String> {
        let expected: Vec<&Diagnostic> = case
            .expectations
            .iter()
            .filter_map(|(_, expectation)| match expectation {
                Expectation::Diagnostic(wrong) => Some(self.matching(wrong)),
                _ => None,
            })
            .flatten()
            .collect();
        let survives = case.expectations.iter().any(|(_, e)| matches!(e, Expectation::Survives));
        let errors = self.snapshot.diagnostics.iter().filter(|found| found.level == Level::Error);
        errors
            .filter(|error| !survives && !expected.contains(error))
            .map(|error| format!("{}: unexpected {}", case.place, self.describe(error)))
            .collect()
    }

    fn violations(&self) -> Vec<String> {
        let Ok((lowered, dates)) = self.both() else { return Vec::new() };
        let efforts = middle_efforts(&lowered.problem);
        let found = check_schedule(&lowered.problem, &efforts, &dates.schedule);
        found.iter().map(|violation| format!("the schedule is wrong: {violation:?}")).collect()
    }

    fn all_diagnostics(&self) -> String {
        let each = self.snapshot.diagnostics.iter().map(|found| self.describe(found));
        let all: Vec<String> = each.collect();
        if all.is_empty() { "no diagnostics".to_owned() } else { all.join("\n          ") }
    }

    fn describe(&self, diagnostic: &Diagnostic) -> String {
        let Diagnostic { code, level, what, .. } = diagnostic;
        let members = 1 + diagnostic.labels.len();
        let fix = if self.fix_mends(diagnostic) { " with fix" } else { "" };
        format!(
            "{}[{code}] {:?}{fix} members {members}: {what}",
            level.name(),
            self.token(diagnostic)
        )
    }
}

fn same<T: PartialEq + std::fmt::Debug>(expected: &T, found: &T) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("found {found:?}")) }
}

/// Whether a share of 0 to 1 is as many percent as expected.
fn near(expected: Percent, share: f64) -> Result<(), String> {
    let percent = 100.0 * share;
    if (percent - expected.value).abs() <= expected.tolerance {
        Ok(())
    } else {
        Err(format!("found {percent:.2} %"))
    }
}
