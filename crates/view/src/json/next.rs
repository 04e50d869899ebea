//! `fore next --json`.

use serde::Serialize;

use super::{Named, WaitingJson, named, waiting_json};
use crate::facts::Facts;
use crate::screens::{desks, next_working_day, orders, waiting};

/// `fore next --json`.
#[derive(Debug, Serialize)]
pub struct Next {
    plan: String,
    today: String,
    people: Vec<DeskJson>,
    to_set_going: Vec<Order>,
    waiting: Vec<WaitingJson>,
}

#[derive(Debug, Serialize)]
struct DeskJson {
    person: Option<String>,
    now: Vec<Named>,
    then: Option<Then>,
}

#[derive(Debug, Serialize)]
struct Then {
    #[serde(flatten)]
    item: Named,
    start_p50: String,
}

/// A wait that could run and is not begun.
#[derive(Debug, Serialize)]
struct Order {
    #[serde(flatten)]
    item: Named,
    path_share: f64,
}

/// What everybody has now and then.
#[must_use]
pub fn next(facts: &Facts) -> Next {
    let people = desks(facts).into_iter().map(|desk| DeskJson {
        person: desk.person.map(|person| facts.person(person).to_owned()),
        now: desk.now.iter().map(|item| named(facts, *item)).collect(),
        then: desk.then.map(|(item, start)| Then {
            item: named(facts, item),
            start_p50: facts.start_date(start).to_string(),
        }),
    });
    let orders = orders(facts, next_working_day(facts)).into_iter().map(|item| Order {
        item: named(facts, item),
        path_share: facts.played(item).map_or(0.0, |played| played.path_share),
    });
    Next {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        people: people.collect(),
        to_set_going: orders.collect(),
        waiting: waiting(facts).iter().map(|one| waiting_json(facts, one)).collect(),
    }
}
