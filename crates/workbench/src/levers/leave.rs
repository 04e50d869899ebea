//! Leave that falls before the finish is taken after it.

use calendar::local_date;
use jiff::ToSpan;
use jiff::civil::Date;
use plan::{DateRange, Lever, LeverKind, Person, PersonId};

use super::candidates::Ground;
use crate::away_on;

/// Leave of people with binding work, moved by whole weeks to where the plan is over in nearly
/// every run.
pub(super) fn levers(ground: &Ground<'_>) -> Vec<Lever> {
    let Some(finish) = ground.dates.forecast.finish.percentile(95) else { return Vec::new() };
    let finish = local_date(finish, &ground.plan.zone);
    let people = (0..).map(PersonId).zip(&ground.plan.people);
    let binds = |id: PersonId| {
        ground.binding_leaves().iter().any(|(_, task)| task.who.people().any(|who| who == id))
    };
    let staying = people.filter(|(id, person)| person.is_inside() && binds(*id));
    staying.flat_map(|(id, person)| moved(ground, id, person, finish)).collect()
}

fn moved(ground: &Ground<'_>, id: PersonId, person: &Person, finish: Date) -> Vec<Lever> {
    let ahead = |leave: &&DateRange| leave.first > ground.snapshot.today && leave.first <= finish;
    let each = person.away.iter().filter(ahead).filter_map(|planned| {
        let moved = behind(*planned, finish)?;
        let all = person.away.iter().map(|leave| if leave == planned { &moved } else { leave });
        let intents = vec![away_on(ground.plan, id, &all.copied().collect::<Vec<_>>())?];
        Some(Lever { kind: LeverKind::MoveLeave { person: id, planned: *planned, moved }, intents })
    });
    each.collect()
}

/// The same days, the fewest weeks later that lie after `finish`.
fn behind(leave: DateRange, finish: Date) -> Option<DateRange> {
    let days = leave.first.until(finish).ok()?.get_days();
    let weeks = (days / 7 + 1).weeks();
    Some(DateRange {
        first: leave.first.checked_add(weeks).ok()?,
        last: leave.last.checked_add(weeks).ok()?,
    })
}
