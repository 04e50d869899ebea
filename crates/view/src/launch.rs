//! Whether a launch is ready: what is written down for it, and what is missing.
//!
//! In: a plan. Out: checks, each passed or not, and the ladder of steps with the way back beside
//! them. It looks only at what is written: whether it is true, the team knows.

use plan::{Estimate, LineId, Phase, Plan, Step, StepId, Who};

/// One thing that has to be so before a launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is missing, as a short sentence without a period.
    pub what: String,
    /// Why it matters.
    pub why: &'static str,
    /// Whether it is there.
    pub passed: bool,
}

/// A step of the launch, with what undoes it.
#[derive(Clone, Debug)]
pub struct Rung<'a> {
    /// The step.
    pub step: &'a Step,
    /// The way back from here.
    pub back: Back<'a>,
}

/// How a step is taken back.
#[derive(Clone, Debug)]
pub enum Back<'a> {
    /// By this step of the rollback.
    By(&'a Step),
    /// Nothing is written.
    Missing,
    /// The point of no return is this step.
    Last,
    /// It lies behind the point of no return.
    Gone,
}

/// The steps of the launch in order, each with its way back.
#[must_use]
pub fn ladder(plan: &Plan) -> Vec<Rung<'_>> {
    let mut is_gone = false;
    let mut rungs = Vec::new();
    for step in steps(plan, Phase::Launch) {
        let undo = step.undo.map(|StepId(id)| &plan.steps[id as usize]);
        let back = match undo {
            _ if step.no_return => Back::Last,
            _ if is_gone => Back::Gone,
            Some(undo) => Back::By(undo),
            None => Back::Missing,
        };
        is_gone |= step.no_return;
        rungs.push(Rung { step, back });
    }
    rungs
}

/// The steps of one list, in order.
pub fn steps(plan: &Plan, phase: Phase) -> impl Iterator<Item = &Step> {
    plan.steps.iter().filter(move |step| step.phase == phase)
}

/// Minutes that steps take one after the other, each at its middle; what has no time counts nothing.
#[must_use]
pub fn minutes<'a>(plan: &Plan, steps: impl IntoIterator<Item = &'a Step>) -> f64 {
    let middle = |estimate: &Estimate| estimate.range(&plan.settings).likely;
    // The sum of nothing would be −0.
    steps.into_iter().filter_map(|step| step.estimate.as_ref().map(middle)).fold(0.0, |a, b| a + b)
}

/// Everything that has to be written for a launch, in the order in which it is asked about.
#[must_use]
pub fn checks(plan: &Plan) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut check = |passed: bool, what: String, why: &'static str| {
        checks.push(Check { what, why, passed });
    };
    premortem(plan, &mut check);
    good_enough(plan, &mut check);
    let rungs = ladder(plan);
    check(
        !rungs.is_empty(),
        "No step of the launch is written".to_owned(),
        "who does what, in which order?",
    );
    for rung in &rungs {
        let name = rung.step.item.mention();
        let is_party = rung.step.check.is_none() && matches!(rung.back, Back::Gone);
        check(
            !rung.step.who.is_empty(),
            format!("Nobody is named for {name}"),
            "on the day everybody thinks it is somebody else",
        );
        if is_party {
            continue;
        }
        check(
            rung.step.check.is_some(),
            format!("Nothing says that {name} worked"),
            "a step without a check is a hope",
        );
        let has_way = !matches!(rung.back, Back::Missing);
        check(
            has_way,
            format!("There is no way back from {name}"),
            "write its undo, or that it is the point of no return",
        );
    }
    let has_point = rungs.iter().any(|rung| rung.step.no_return);
    check(
        rungs.is_empty() || has_point,
        "No step is the point of no return".to_owned(),
        "up to where can we still go back?",
    );
    for step in steps(plan, Phase::Rollback) {
        let name = step.item.mention();
        check(
            !step.who.is_empty(),
            format!("Nobody is named for {name}"),
            "it is read at night, by somebody who is tired",
        );
        check(
            step.estimate.is_some(),
            format!("Nobody knows how long {name} takes"),
            "the way back has to fit into its window",
        );
    }
    checks
}

fn premortem(plan: &Plan, check: &mut impl FnMut(bool, String, &'static str)) {
    check(
        !plan.premortem.is_empty(),
        "There was no premortem".to_owned(),
        "it is a month later, and it failed: why?",
    );
    for row in plan.premortem.iter().filter(|row| row.harm != Some("mild")) {
        let mention = row.item.title.as_str();
        check(!row.tasks.is_empty(), format!("Nothing answers “{mention}”"), "no task prevents it");
    }
}

fn good_enough(plan: &Plan, check: &mut impl FnMut(bool, String, &'static str)) {
    check(
        !plan.lines.is_empty(),
        "No line says what is good enough".to_owned(),
        "when may the work stop?",
    );
    for line in &plan.lines {
        let title = line.item.title.as_str();
        check(
            !line.agreed.is_empty(),
            format!("Nobody agreed to “{title}”"),
            "who says that it is enough?",
        );
        check(
            line.measure.is_some(),
            format!("Nothing measures “{title}”"),
            "how does one see that it holds?",
        );
    }
}

/// The names of those who agreed to a line, or who do something.
#[must_use]
pub fn names(plan: &Plan, who: &Who) -> Vec<String> {
    who.people().map(|id| plan.people[id.index()].name().to_owned()).collect()
}

/// The names of those who agreed to a line.
#[must_use]
pub fn agreed(plan: &Plan, line: LineId) -> Vec<String> {
    let agreed = plan.lines[line.index()].agreed.iter();
    agreed.map(|id| plan.people[id.index()].name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan_of(text: &str) -> Plan {
        let file = text::SourceFile::new("plan.md", text);
        let outline = markup::parse(&file.text);
        plan::build(&[file], &[outline], &plan::Settings::default()).0
    }

    /// What is missing in a plan with this text.
    fn missing(text: &str) -> Vec<String> {
        let checks = checks(&plan_of(text));
        checks.into_iter().filter(|check| !check.passed).map(|check| check.what).collect()
    }

    const READY: &str = "# A

## Good enough

- One month is right `{agreed=@ana measure=\"0 differences\"}`

## Work

- [ ] Work `{#work @ana 1d}`

## Launch

1. [ ] Send `{#send @ana 10m check=\"sent\" undo=stop}`
2. [ ] Delete the old `{#delete @ana 10m check=\"gone\" no-return}`
3. [ ] Cake `{@ana}`

## Rollback

1. [ ] Stop `{#stop @ana 5m}`

## Premortem

- It was slow `{harm=severe task=work}`
";

    #[test]
    fn nothing_is_missing_where_all_is_written() {
        assert_eq!(missing(READY), Vec::<String>::new());
    }

    #[test]
    fn each_thing_that_is_not_written_is_named() {
        let check = |from: &str, to: &str, expected: &str| {
            let text = READY.replacen(from, to, 1);
            assert_ne!(text, READY, "{from}");
            assert_eq!(missing(&text), [expected], "{from}");
        };
        check(" undo=stop", "", "There is no way back from `send`");
        check("#send @ana", "#send", "Nobody is named for `send`");
        check(" check=\"gone\"", "", "Nothing says that `delete` worked");
        check("#stop @ana 5m", "#stop @ana", "Nobody knows how long `stop` takes");
        check(" task=work", "", "Nothing answers “It was slow”");
        check("agreed=@ana ", "", "Nobody agreed to “One month is right”");
    }

    #[test]
    fn a_launch_has_a_point_of_no_return() {
        let found = missing(&READY.replace(" no-return", " undo=stop"));
        assert!(found.contains(&"No step is the point of no return".to_owned()), "{found:?}");
    }

    #[test]
    fn a_ladder_says_where_the_way_back_ends() {
        let plan = plan_of(READY);
        let ladder = ladder(&plan);
        assert!(matches!(ladder[0].back, Back::By(step) if step.item.title == "Stop"));
        assert!(matches!(ladder[1].back, Back::Last));
        assert!(matches!(ladder[2].back, Back::Gone));
        // 10 + 10 minutes; the cake has no time.
        assert_eq!(minutes(&plan, steps(&plan, Phase::Launch)), 20.0);
    }
}
