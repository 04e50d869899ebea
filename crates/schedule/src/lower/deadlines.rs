//! Deadlines that cannot be met, whoever does what in whatever order, and the fewest causes of that.
//!
//! In: a plan and its problem. Out: warnings. It must not know how the work is ordered: a deadline that
//! only this order misses has a chance, and ways to better it.

use calendar::{Moment, Work, end_of_day, last_worked_date, local_date};
use jiff::civil::Date;
use plan::table::Key;
use plan::{Due, Item, ItemRef, Plan, codes};
use text::Diagnostic;

use super::Lowered;
use super::warnings::{day, remaining};
use crate::problem::{Activity, ActivityId, Progress};
use crate::{Conflict, Overload, conflict};

/// So many causes are pointed at, the first of a chain and the longest of a pile.
const LABELS_MAX: usize = 8;

/// A warning for each hard deadline that cannot be met at the middle estimates.
pub(super) fn out_of_reach(plan: &Plan, lowered: &Lowered, today: Date) -> Vec<Diagnostic> {
    let hard = hard(plan, lowered);
    if hard.is_empty() {
        return Vec::new();
    }
    let middle = |activity: &Activity| Work(remaining(activity.effort).0.round() as i64);
    let efforts: Vec<Work> = lowered.problem.activities().iter().map(middle).collect();
    let warn = |(item, date, activity): &(&Item, Date, ActivityId)| {
        let until = end_of_day(*date, &plan.zone);
        let found = conflict(&lowered.problem, &efforts, *activity, until)?;
        let what = format!(
            "{} cannot be reached by {}, its deadline, if all takes its middle estimate",
            item.mention(),
            day(*date, today)
        );
        let warning = Diagnostic::warning(codes::OUT_OF_REACH, item.place_of(Key::Due), what);
        let causes = Causes { plan, lowered, efforts: &efforts, today };
        Some(match found {
            Conflict::Chain { activities, finish } => causes.chain(warning, &activities, finish),
            Conflict::Overload(overload) => causes.overload(warning, &overload),
        })
    };
    hard.iter().filter_map(warn).collect()
}

/// What is fixed to a date, and still open.
fn hard<'a>(plan: &'a Plan, lowered: &Lowered) -> Vec<(&'a Item, Date, ActivityId)> {
    let milestones = (0..).map(plan::MilestoneId).zip(&plan.milestones);
    let milestones = milestones.map(|(id, one)| (&one.item, one.due, ItemRef::Milestone(id)));
    let features = (0..).map(plan::FeatureId).zip(&plan.features);
    let features = features.map(|(id, one)| (&one.item, one.due, ItemRef::Feature(id)));
    let dated = |(item, due, reference): (&'a Item, Option<Due>, ItemRef)| {
        let due = due.filter(|due| due.hard)?;
        Some((item, due.date, lowered.activity_of(reference)?))
    };
    let whole = plan.heading.as_ref().zip(plan.due.filter(|due| due.hard));
    let whole = whole.map(|(item, due)| (item, due.date, lowered.finish));
    let is_open = |(.., id): &(&Item, Date, ActivityId)| {
        !matches!(lowered.problem.activity(*id).progress, Progress::Finished { .. })
    };
    let all = whole.into_iter().chain(milestones.chain(features).filter_map(dated));
    let mut hard: Vec<(&Item, Date, ActivityId)> = Vec::new();
    for one in all.filter(is_open) {
        // The plan and the milestone it ends with are one thing.
        if !hard.iter().any(|(_, date, id)| (*date, *id) == (one.1, one.2)) {
            hard.push(one);
        }
    }
    hard
}

/// Says what stands in the way.
struct Causes<'a> {
    plan: &'a Plan,
    lowered: &'a Lowered,
    efforts: &'a [Work],
    today: Date,
}

impl Causes<'_> {
    fn chain(&self, warning: Diagnostic, chain: &[ActivityId], finish: Moment) -> Diagnostic {
        let finish = day(last_worked_date(finish, &self.plan.zone), self.today);
        let takes_time = |id: &&ActivityId| self.efforts[id.index()] > Work(0);
        let links: Vec<ActivityId> = chain.iter().filter(takes_time).copied().collect();
        let what = if links.len() == 1 { "this takes" } else { "one follows the other" };
        let first = links.first().map(|id| self.lowered.problem.activity(*id).release);
        let begin = first.flatten().map_or_else(String::new, |release| {
            let start = day(local_date(release, &self.plan.zone), self.today);
            format!("nothing of this begins before {start}, as is written; ")
        });
        let why = format!(
            "{begin}{what} until {finish}, part time and days off counted, even if nobody is ever busy"
        );
        self.labeled(warning, links.iter().take(LABELS_MAX).copied())
            .why(why)
            .help("shorten or split one of these, start it sooner, or move `due=`")
    }

    fn overload(&self, warning: Diagnostic, overload: &Overload) -> Diagnostic {
        let people = overload.people.iter().map(|&resource| {
            let person = self.lowered.person_of(resource);
            person.map_or("one person", |id| self.plan.people[id.index()].name()).to_owned()
        });
        let people: Vec<String> = people.collect();
        let who = match people.len() {
            0..=3 => people.join(" or "),
            n => format!("{n} people"),
        };
        let why = format!(
            "this is {} that nobody else than {who} can do, with {} left until then",
            self.days(overload.needed),
            self.days(overload.time)
        );
        let mut longest = overload.work.clone();
        longest.sort_by_key(|id| (std::cmp::Reverse(self.efforts[id.index()]), *id));
        self.labeled(warning, longest.into_iter().take(LABELS_MAX))
            .why(why)
            .help("let somebody else do some of it, make it smaller, or move `due=`")
    }

    fn labeled(&self, warning: Diagnostic, work: impl Iterator<Item = ActivityId>) -> Diagnostic {
        let pieces = work.filter_map(|id| {
            let item = self.plan.item(self.lowered.item_of(id)?)?;
            Some((item.place, self.days(self.efforts[id.index()])))
        });
        pieces.fold(warning, |warning, (place, days)| warning.label(place, days))
    }

    /// "2.5 days": working days of the plan.
    fn days(&self, work: Work) -> String {
        let days = self.plan.settings.days(work.0 as f64);
        let days = (days * 10.0).round() / 10.0;
        if days == 1.0 { "1 day".to_owned() } else { format!("{days} days") }
    }
}
