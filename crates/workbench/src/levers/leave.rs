//! Leave that falls before the finish is taken after it.

use calendar::local_date;
use jiff::ToSpan;
use jiff::civil::Date;
use plan::table::Key;
use plan::{Attribute, DateRange, Intent, ItemRef, Lever, LeverKind, Person, PersonId};

use super::candidates::Ground;

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
    let Some(target) = ground.plan.target(ItemRef::Person(id)) else { return Vec::new() };
    let ahead = |leave: &&DateRange| leave.first > ground.snapshot.today && leave.first <= finish;
    let each = person.away.iter().filter(ahead).filter_map(|planned| {
        let moved = behind(*planned, finish)?;
        let all = person.away.iter().map(|leave| if leave == planned { &moved } else { leave });
        let text: Vec<String> =
            all.map(|leave| format!("{}..{}", leave.first, leave.last)).collect();
        let away = Attribute::Pair(Key::Away, text.join(","));
        let intents = vec![Intent::Set(target.clone(), away)];
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
