//! Levers in words: what would be done, and what it takes.
//!
//! In: a plan and a lever of it. Out: phrases without a capital or a period, for rows and
//! sentences. What a lever buys is not known here.

use jiff::civil::Date;
use plan::{DateRange, ItemRef, LeverKind, PersonId, Plan, TaskId};

use crate::words;

/// What would be done: ``hand `cutover`, `rehearsal` to priya``, ``leave out `webhooks` ``.
#[must_use]
pub fn said(plan: &Plan, lever: &LeverKind, today: Date) -> String {
    let task = |id: &TaskId| plan.mention(ItemRef::Task(*id));
    let person = |id: &PersonId| plan.people[id.index()].name();
    match lever {
        LeverKind::HandOver { tasks, to } => {
            let tasks: Vec<String> = tasks.iter().map(task).collect();
            format!("hand {} to {}", tasks.join(", "), person(to))
        }
        LeverKind::StartSooner { task: id, planned } => {
            let verb = if plan.task(*id).wait { "order" } else { "start" };
            format!("{verb} {} before {}", task(id), words::day(*planned, today))
        }
        LeverKind::DropLag { task: id, after } => {
            format!("start {} right after {}", task(id), plan.mention(*after))
        }
        LeverKind::Contract { provider, consumer } => {
            format!("agree a contract between {} and {}", task(provider), task(consumer))
        }
        LeverKind::MoveLeave { person: id, planned, moved } => {
            let (planned, moved) = (dates(*planned, today), dates(*moved, today));
            format!("leave of {} on {moved} instead of {planned}", person(id))
        }
        LeverKind::AddPerson { like, from } => {
            let from = words::day(*from, today);
            format!("a second person for the work of {}, from {from} on", person(like))
        }
        LeverKind::Learn { person: id, skill, until } => {
            format!("{} learns {skill} until {}", person(id), words::day(*until, today))
        }
        LeverKind::Smaller(id) => match plan.task(*id).smaller {
            Some(smaller) => format!("{} in its smaller form, {smaller}", task(id)),
            None => format!("{} in its smaller form", task(id)),
        },
        LeverKind::Cut(id) => format!("leave out {}", task(id)),
    }
}

/// What would be done without the names of people, for pages that others read; `None` for what is
/// about one person.
#[must_use]
pub fn said_of_work(plan: &Plan, lever: &LeverKind, today: Date) -> Option<String> {
    match lever {
        LeverKind::HandOver { .. } => together_of_work(plan, &[lever], today),
        LeverKind::MoveLeave { .. } | LeverKind::AddPerson { .. } | LeverKind::Learn { .. } => None,
        _ => Some(said(plan, lever, today)),
    }
}

/// [`said_of_work`] of several levers that are pulled together: what is handed over is listed once, and
/// what is more than three tasks of it is counted.
#[must_use]
pub fn together_of_work(plan: &Plan, levers: &[&LeverKind], today: Date) -> Option<String> {
    let mut handed: Vec<TaskId> = Vec::new();
    let mut others = Vec::new();
    for lever in levers {
        match lever {
            LeverKind::HandOver { tasks, .. } => handed.extend(tasks),
            _ => others.push(said_of_work(plan, lever, today)?),
        }
    }
    let titles: Vec<String> = handed.iter().map(|id| plan.mention(ItemRef::Task(*id))).collect();
    let named = match titles.len() {
        0..=3 => words::list(&titles),
        n => format!("{} and {} more", titles[..2].join(", "), words::number(n - 2)),
    };
    let first = (!titles.is_empty()).then(|| format!("hand over {named}"));
    let all: Vec<String> = first.into_iter().chain(others).collect();
    Some(words::list(&all))
}

/// The same for a row: ``cutover`, `rehearsal` → priya``.
#[must_use]
pub fn row(plan: &Plan, lever: &LeverKind, today: Date) -> String {
    let LeverKind::HandOver { tasks, to } = lever else { return said(plan, lever, today) };
    let tasks: Vec<String> = tasks.iter().map(|id| plan.mention(ItemRef::Task(*id))).collect();
    format!("{} → {}", tasks.join(", "), plan.people[to.index()].name())
}

/// What it takes: `no scope lost`, `value 4`, `simpler`.
#[must_use]
pub fn cost(plan: &Plan, lever: &LeverKind) -> String {
    match lever {
        LeverKind::HandOver { .. } | LeverKind::StartSooner { .. } | LeverKind::DropLag { .. } => {
            "no scope lost".to_owned()
        }
        LeverKind::Contract { .. } => "no scope lost, some more work".to_owned(),
        LeverKind::MoveLeave { .. } => "if it can be moved".to_owned(),
        LeverKind::AddPerson { .. } => "one more person".to_owned(),
        LeverKind::Learn { .. } => "time to learn".to_owned(),
        LeverKind::Smaller(_) => "simpler".to_owned(),
        LeverKind::Cut(id) => match plan.value_of(*id) {
            Some(value) => format!("value {value}"),
            None => "no value written".to_owned(),
        },
    }
}

/// `18–29 May`, `28 May – 3 June`.
fn dates(range: DateRange, today: Date) -> String {
    let last = words::day(range.last, today);
    if range.first == range.last {
        last
    } else if range.first.first_of_month() == range.last.first_of_month() {
        format!("{}–{last}", range.first.day())
    } else {
        format!("{} – {last}", words::day(range.first, today))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(lever: &LeverKind, expected: [&str; 2]) {
        let text = "# P\n\n## Team\n\n- A `{@ana}`\n\n## Work\n\n- [ ] One `{#one 3d smaller=1d optional value=4}`\n- [ ] Two `{wait 2d}`\n- [ ] Three `{#three 1d optional for=fast}`\n\n## Features\n\n- Fast `{#fast value=9}`\n";
        let files = [text::SourceFile::new("p.md", text)];
        let (plan, _) = plan::build(&files, &[markup::parse(text)], &plan::Settings::default());
        let today = date(2026, 4, 14);
        assert_eq!([said(&plan, lever, today), cost(&plan, lever)], expected);
    }

    #[test]
    fn levers_name_the_work() {
        let (one, two, ana) = (TaskId(0), TaskId(1), PersonId(0));
        let hand_over = LeverKind::HandOver { tasks: vec![one, two], to: ana };
        check(&hand_over, ["hand `one`, “Two” to ana", "no scope lost"]);
        let sooner = LeverKind::StartSooner { task: two, planned: date(2026, 5, 4) };
        check(&sooner, ["order “Two” before 4 May", "no scope lost"]);
        check(&LeverKind::Smaller(one), ["`one` in its smaller form, 1d", "simpler"]);
        check(&LeverKind::Cut(one), ["leave out `one`", "value 4"]);
        check(&LeverKind::Cut(TaskId(2)), ["leave out `three`", "value 9"]);
        let days = |from: (i8, i8), to: (i8, i8)| DateRange {
            first: date(2026, from.0, from.1),
            last: date(2026, to.0, to.1),
        };
        let (planned, moved) = (days((5, 18), (5, 29)), days((7, 27), (8, 7)));
        check(
            &LeverKind::MoveLeave { person: ana, planned, moved },
            ["leave of ana on 27 July – 7 August instead of 18–29 May", "if it can be moved"],
        );
    }
}
