//! The second reading of a change: everybody keeps their tasks, in their order.
//!
//! In: two snapshots with their dates. Out: two finishes. It must not know which reading is told, nor
//! what the edits are.

use std::collections::BTreeMap;

use forecast::{Distribution, frozen, frozen_as_in, replay_finish};
use schedule::{Lowered, ResourceId};

use crate::{Dates, Snapshot};

/// The finishes of the older and the newer version if all that both have is done by whom and in the
/// order in which the older one's schedule has it; `None` if that order contradicts a new link.
///
/// **Cost.** Two plays for no more than the finish.
pub(super) fn if_kept(
    (before, base): (&Snapshot, &Dates),
    (after, head): (&Snapshot, &Dates),
) -> Option<[Distribution; 2]> {
    let (old, new) = (before.lowered.as_ref()?, after.lowered.as_ref()?);
    let people = same_people((before, old), (after, new));
    let earlier = (&old.problem, &base.schedule);
    let now = |resource: ResourceId| people.get(&resource).copied();
    let (old, new) =
        (frozen(&old.problem, &base.schedule)?, frozen_as_in(&new.problem, earlier, now)?);
    Some([replay_finish(&old, &base.forecast).finish, replay_finish(&new, &head.forecast).finish])
}

/// Which resource of the newer version each of the older one is. The one unnamed person stays that.
fn same_people(
    (before, old): (&Snapshot, &Lowered),
    (after, new): (&Snapshot, &Lowered),
) -> BTreeMap<ResourceId, ResourceId> {
    let by_key = |snapshot: &Snapshot, lowered: &Lowered| -> BTreeMap<Option<u64>, ResourceId> {
        let resources = (0..lowered.problem.resources().len()).map(|at| ResourceId(at as u32));
        let key = |resource| {
            lowered.person_of(resource).map(|person| snapshot.plan.people[person.index()].item.key)
        };
        resources.map(|resource| (key(resource), resource)).collect()
    };
    let now = by_key(after, new);
    let same = |(key, resource)| Some((resource, *now.get(&key)?));
    by_key(before, old).into_iter().filter_map(same).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use text::SourceFile;

    use super::*;
    use crate::{Input, PlayOptions, play, read};

    /// A task: its days, who may do it, and which of the tasks before it it waits for.
    type Piece = (u32, usize, u8);

    const WHO: [&str; 5] = ["", "@ada", "@ben", "@ada|@ben", "@cy"];

    fn played(pieces: &[Piece]) -> (Snapshot, Dates) {
        let mut text =
            "# P\n\n## Team\n\n- A `{@ada}`\n- B `{@ben}`\n- C `{@cy}`\n\n## Work\n\n".to_owned();
        for (at, (days, who, waits)) in pieces.iter().enumerate() {
            let after = (0..at.min(8)).filter(|to| waits >> to & 1 == 1);
            let after: Vec<String> = after.map(|to| format!("t{to}")).collect();
            let after = match after.as_slice() {
                [] => String::new(),
                ids => format!(" after={}", ids.join(",")),
            };
            text += &format!("- [ ] T `{{#t{at} {} {days}d..{days}d{after}}}`\n", WHO[*who]);
        }
        let files = vec![SourceFile::new("plan.md", text)];
        let today = "2026-04-14".parse().expect("a date");
        let snapshot = read(Input::new(files, None, today));
        let options = PlayOptions { runs: Some(16), seed: Some(1) };
        let dates = play(&snapshot, options).expect("a sound plan");
        (snapshot, dates)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_sooner_for_more_work(
            pieces in prop::collection::vec((1..9_u32, 0..5_usize, any::<u8>()), 3..9),
            longer in 0..8_usize,
            added in (1..5_u32, 0..5_usize, any::<u8>()),
        ) {
            let mut more = pieces.clone();
            more[longer % pieces.len()].0 += 1;
            more.push(added);
            let (before, after) = (played(&pieces), played(&more));
            let kept = if_kept((&before.0, &before.1), (&after.0, &after.1));
            let [base, head] = kept.expect("links of new work contradict no order");
            for percent in [50, 80, 95] {
                prop_assert!(base.percentile(percent) <= head.percentile(percent));
            }
        }
    }
}
