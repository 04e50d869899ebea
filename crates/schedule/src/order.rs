//! The order of priority: what goes first where people have to choose.
//!
//! In: a problem and middle efforts. Out: an order of the activities. It must not look at when
//! anybody is free; that is the dispatcher's.

use calendar::{Moment, Span, Work};

use crate::{Activity, ActivityId, CalendarId, Lag, Link, LinkKind, Problem, Progress};

/// Returns all activities by priority, first to last: the longest path of remaining work to the
/// finish of the plan, then must-haves, then value, then plan order.
///
/// **Meaning.** The length of a path is the expected work of its activities, each over the mean rate
/// of those who may do it, with its lags; what does not lead to the finish has length 0. To compare
/// people's time with clock time, `work` in a calendar counts as what it takes in weeks as full as the
/// fullest of the next eight: leave and holidays do not change priorities.
///
/// **Cost.** `O(activities + links + modes)`, and a sort.
///
/// **Source.** The rule of the greatest rank positional weight, with all successors on the longest
/// path (Kolisch 1996 calls its mirror image latest start time).
#[must_use]
pub fn priority_order(problem: &Problem, efforts: &[Work]) -> Vec<ActivityId> {
    assert_eq!(efforts.len(), problem.activities().len(), "BUG: one effort an activity");
    let paths = Paths::new(problem, efforts);
    paths.order(&paths.expected)
}

/// What it takes to order by longest paths, for any lengths of the activities.
pub(crate) struct Paths<'p> {
    problem: &'p Problem,
    pace: Pace,
    /// The clock time that each activity is expected to take, at the mean rate of those who may do it.
    pub expected: Vec<Span>,
}

impl<'p> Paths<'p> {
    pub fn new(problem: &'p Problem, efforts: &[Work]) -> Self {
        let pace = Pace::of(problem);
        let activities = problem.activities().iter().zip(efforts);
        let expected =
            activities.map(|(activity, &effort)| pace.expected(activity, effort)).collect();
        Paths { problem, pace, expected }
    }

    /// The activities by their longest path to the finish where each is as long as in `own`, then as
    /// [`priority_order`] has it.
    pub fn order(&self, own: &[Span]) -> Vec<ActivityId> {
        let problem = self.problem;
        let lengths = self.lengths_to_finish(own);
        let mut order: Vec<ActivityId> = problem.ids().collect();
        order.sort_by(|&a, &b| {
            let ranks = [a, b].map(|id| problem.activity(id).rank);
            lengths[b.index()]
                .cmp(&lengths[a.index()])
                .then(ranks[1].must.cmp(&ranks[0].must))
                .then(ranks[1].value.total_cmp(&ranks[0].value))
                .then(a.cmp(&b))
        });
        order
    }

    /// The clock time from each activity's start to the finish of the plan along its longest path, as
    /// far as work, waits and lags go; 0 for what does not lead there or is finished.
    fn lengths_to_finish(&self, own: &[Span]) -> Vec<Span> {
        let problem = self.problem;
        let mut lengths: Vec<Option<Span>> = vec![None; own.len()];
        for &id in problem.finish() {
            lengths[id.index()] = Some(own[id.index()]);
        }
        let waiting = |link: &Link| problem.holds(link) && !problem.has_begun(link);
        for &id in problem.topological_order().iter().rev() {
            for (_, link) in problem.outgoing(id).filter(|(_, link)| waiting(link)) {
                let Some(rest) = lengths[link.to.index()] else { continue };
                let through = through(link, self.pace.lag(&link.lag), own, rest);
                let length = &mut lengths[id.index()];
                *length = Some(length.map_or(through, |length| length.max(through)));
            }
        }
        lengths.into_iter().map(Option::unwrap_or_default).collect()
    }
}

/// The length from the start of `link.from` when the path goes on through `link`; `rest` is the length
/// from the start of `link.to`.
fn through(link: &Link, lag: Span, own: &[Span], rest: Span) -> Span {
    let (from, to) = (own[link.from.index()], own[link.to.index()]);
    let minutes = match link.kind {
        LinkKind::FinishStart => from.0 + lag.0 + rest.0,
        LinkKind::StartStart => lag.0 + rest.0,
        LinkKind::FinishFinish => from.0 + lag.0 + rest.0 - to.0,
        LinkKind::StartFinish => lag.0 + rest.0 - to.0,
    };
    Span(minutes.max(from.0))
}

/// How many minutes each calendar works in a full week.
struct Pace(Vec<i64>);

const WEEK: i64 = 7 * 24 * 60;
/// How far to look for a full week.
const N_WEEKS: i64 = 8;
/// Five days of eight hours, for those who are not there in the next weeks.
const USUAL_WEEK: i64 = 5 * 8 * 60;

impl Pace {
    fn of(problem: &Problem) -> Self {
        let Moment(today) = problem.today();
        let full_week = |calendar: &calendar::Calendar| {
            (0..N_WEEKS)
                .map(|week| Moment(today + week * WEEK))
                .map(|monday| calendar.work_between(monday, monday + Span(WEEK)).0)
                .max()
                .filter(|&minutes| minutes > 0)
                .unwrap_or(USUAL_WEEK)
        };
        Self(problem.calendars().iter().map(full_week).collect())
    }

    fn elapsed(&self, calendar: CalendarId, work: Work) -> Span {
        let minutes = i128::from(work.0) * i128::from(WEEK) / i128::from(self.0[calendar.index()]);
        Span(minutes as i64)
    }

    fn lag(&self, lag: &Lag) -> Span {
        match *lag {
            Lag::Elapsed(span) => span,
            Lag::Working(calendar, work) => self.elapsed(calendar, work),
        }
    }

    /// What the activity takes at the mean rate of its modes: the harmonic mean of what each takes.
    fn expected(&self, activity: &Activity, effort: Work) -> Span {
        if matches!(activity.progress, Progress::Finished { .. }) {
            return Span(0);
        }
        let mut rate = 0.0;
        for mode in &activity.modes {
            let Span(minutes) = self.elapsed(mode.calendar, mode.duration(effort));
            if minutes == 0 {
                return Span(0);
            }
            rate += 1.0 / minutes as f64;
        }
        Span((activity.modes.len() as f64 / rate) as i64)
    }
}
