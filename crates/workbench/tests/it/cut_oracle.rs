//! `cut` against trying everything: on small plans, every set of simpler forms and optional tasks beside
//! every set of the free moves that are proposed, each written and forecast from the beginning.

use calendar::Moment;
use plan::{Lever, LeverCost, LeverKind};
use text::SourceFile;
use workbench::levers::{Cut, Goal, candidates, cut};
use workbench::{Dates, Input, PlayOptions, Snapshot, apply, play, read};

const OPTIONS: PlayOptions = PlayOptions { runs: Some(256), seed: Some(3) };

/// Numbers from a seed (SplitMix64; Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Three to six tasks of one or two people; no more than four choices.
fn plan(random: &mut Random) -> String {
    let people = 1 + random.below(2);
    let mut text = "# P\n\n## Team\n\n- Ana `{@ana}`\n".to_owned();
    if people == 2 {
        text.push_str("- Bo `{@bo}`\n");
    }
    text.push_str("\n## Work\n\n");
    let mut choices = 0;
    for task in 0..3 + random.below(4) {
        let who = if random.below(people) == 0 { "ana" } else { "bo" };
        let low = 1 + random.below(4);
        text.push_str(&format!("- [ ] T{task} `{{#t{task} @{who} {low}d..{}d", low * 2));
        let before: Vec<String> =
            (0..task).filter(|_| random.one_in(3)).map(|one| format!("t{one}")).collect();
        if !before.is_empty() {
            text.push_str(&format!(" after={}", before.join(",")));
        }
        if choices < 4 && task > 0 && random.one_in(2) {
            choices += 1;
            text.push_str(&format!(" optional value={}", 1 + random.below(8)));
        }
        if choices < 4 && random.one_in(3) {
            choices += 1;
            text.push_str(&format!(" smaller={}d..{low}d", low.div_ceil(2)));
        }
        text.push_str("}`\n");
    }
    text
}

fn snapshot(text: &str) -> Snapshot {
    let files = vec![SourceFile::new("plan.md", text)];
    read(Input::new(files, None, "2026-03-02".parse().expect("a date")))
}

/// A plan, a goal for it, and what everything comes to.
struct Oracle {
    snapshot: Snapshot,
    dates: Dates,
    goal: Goal,
    end: Moment,
}

impl Oracle {
    fn new(text: &str, days_before_p50: i64, percent: u32) -> Self {
        let snapshot = snapshot(text);
        let dates = play(&snapshot, OPTIONS).expect("a sound plan");
        let p50 = snapshot.finish_date(dates.forecast.finish.percentile(50).expect("it ends"));
        let by = p50.checked_sub(jiff::Span::new().days(days_before_p50)).expect("a date");
        let goal = Goal { by: by.max(snapshot.today), percent };
        let end = calendar::end_of_day(goal.by, &snapshot.plan.zone);
        Self { snapshot, dates, goal, end }
    }

    fn found(&self) -> Cut {
        cut(&self.snapshot, &self.dates, self.goal, OPTIONS).expect("a plan that can be played")
    }

    fn wanted(&self) -> f64 {
        f64::from(self.goal.percent) / 100.0
    }

    /// The chance with catching up, and as the text has it.
    fn chances(&self, levers: &[&Lever]) -> [f64; 2] {
        let intents: Vec<_> = levers.iter().flat_map(|lever| lever.intents.clone()).collect();
        let after = apply(&self.snapshot, &intents).expect("a sound change").after;
        let text = &after.files[0].text;
        [&after, &snapshot(text)].map(|plan| match play(plan, OPTIONS) {
            Some(dates) => dates.forecast.finish.chance_by(self.end),
            None => 0.0,
        })
    }

    fn is_enough(&self, levers: &[&Lever]) -> bool {
        self.chances(levers).iter().all(|chance| *chance >= self.wanted())
    }

    /// What is lost: values, then cuts, then simpler forms.
    fn loss(&self, levers: &[&Lever]) -> (u64, usize, usize) {
        let value = |lever: &&Lever| match lever.kind {
            LeverKind::Cut(id) => self.snapshot.plan.value_of(id).expect("all have one") as u64,
            _ => 0,
        };
        let count = |cost| levers.iter().filter(|lever| lever.kind.cost() == cost).count();
        (levers.iter().map(value).sum(), count(LeverCost::Scope), count(LeverCost::Simpler))
    }

    /// Every set of choices beside every set of `moves`.
    fn sets<'a>(&self, choices: &'a [Lever], moves: &'a [Lever]) -> Vec<Vec<&'a Lever>> {
        let all: Vec<&Lever> = choices.iter().chain(moves).collect();
        let set = |set: u32| (0..all.len()).filter(move |n| set & (1 << n) != 0);
        (0..1 << all.len()).map(|one| set(one).map(|n| all[n]).collect()).collect()
    }
}

fn is_scope(lever: &Lever) -> bool {
    lever.kind.cost() >= LeverCost::Simpler
}

fn check(seed: u64) {
    let mut random = Random(seed);
    let text = plan(&mut random);
    let percent = [60, 80, 90][random.below(3) as usize];
    let oracle = Oracle::new(&text, random.below(9) as i64, percent);
    let found = oracle.found();
    let told = format!("plan {seed}, {percent}% by {}\n{text}\n{found:#?}", oracle.goal.by);
    let levers: Vec<&Lever> = found.steps.iter().map(|step| &step.lever).collect();
    let choices = candidates(&oracle.snapshot, &oracle.dates);
    let choices: Vec<Lever> = choices.into_iter().filter(is_scope).collect();
    let moves = levers.iter().filter(|lever| !is_scope(lever));
    let moves: Vec<Lever> = moves.map(|lever| (*lever).clone()).collect();

    let [chance, _] = oracle.chances(&levers);
    assert_eq!(found.last().chance, chance, "what is said is what is forecast: {told}");
    assert_eq!(found.is_enough, oracle.is_enough(&levers), "{told}");
    let sets = oracle.sets(&choices, &moves);
    if !found.is_enough {
        let best = sets.iter().map(|set| oracle.chances(set)[0]).fold(0.0, f64::max);
        assert!(!sets.iter().any(|set| oracle.is_enough(set)), "no is no: {told}");
        assert!(chance >= best - 0.03, "all that helps, {best}: {told}");
        return;
    }
    let loss = oracle.loss(&levers);
    let less = sets.iter().filter(|set| oracle.loss(set) < loss);
    for set in less {
        assert!(!oracle.is_enough(set), "less is enough, {set:?}: {told}");
    }
    for n in 0..levers.len() {
        let mut without = levers.clone();
        without.remove(n);
        assert!(!oracle.is_enough(&without), "step {} is not needed: {told}", n + 1);
    }
    for refusal in &found.refusals {
        let is_kept = |n: &usize| *n != refusal.step && !refusal.spared.contains(n);
        let kept = (0..levers.len()).filter(is_kept).map(|n| levers[n]);
        let instead: Vec<&Lever> = kept.chain(&refusal.instead).collect();
        assert_eq!(refusal.stand.chance, oracle.chances(&instead)[0], "{refusal:?}: {told}");
        assert_eq!(refusal.is_enough, oracle.is_enough(&instead), "{refusal:?}: {told}");
    }
}

#[test]
fn no_less_is_enough_and_no_is_no() {
    // More by hand: FORE_CUT_PLANS=500 cargo test --release -p workbench --test it cut_oracle
    let plans = std::env::var("FORE_CUT_PLANS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    for seed in 0..plans {
        check(seed);
    }
}
