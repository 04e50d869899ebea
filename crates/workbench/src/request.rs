//! What somebody asks for, as if it were taken into the plan as it is now.
//!
//! In: a plan with its dates, and the name of a revision that has the request in it. Out: a name and
//! what the request would do, for the brief. What the revision changes since it began to differ is
//! merged into the plan, so that what the plan has learned meanwhile is no part of the price.

use std::path::Path;

use plan::merge::{Side, merge};
use store::PlanFiles;
use text::SourceFile;

use crate::diff::{NoVersions, Versions, find};
use crate::{Dates, Input, PlayOptions, Snapshot, as_often, facts, play, read};

/// What the request in the revision `name` is called, and what it would do to the plan at `place`;
/// `None` if the plan would have errors or nothing to do with it.
///
/// # Errors
/// [`NoVersions`] if there is no such revision.
pub fn request(
    place: &Path,
    name: &str,
    (snapshot, dates): (&Snapshot, &Dates),
    options: PlayOptions,
) -> Result<Option<(String, String)>, NoVersions> {
    let Versions { base, head, .. } = find(place, Some(&format!("HEAD...{name}")), None)?;
    let Some(asked) = &head.files else { return Ok(None) };
    let taken = read(merged(snapshot, base.files.as_ref(), asked));
    let Some(played) = play(&taken, options).filter(|_| !taken.has_errors()) else {
        return Ok(None);
    };
    let played = as_often(&taken, played, dates.forecast.runs);
    let said = view::brief::request(&facts(snapshot, dates), &facts(&taken, &played));
    Ok(Some((title(name), said)))
}

/// The texts of the plan with what the request changes in them.
fn merged(now: &Snapshot, before: Option<&PlanFiles>, asked: &PlanFiles) -> Input {
    let mut input = now.input();
    for file in &asked.files {
        let base = before.and_then(|plan| plan.files.iter().find(|one| one.path == file.path));
        let base = base.map_or("", |base| base.text.as_str());
        let take = |text: &str| merge(base, text, &file.text, &|_| Some(Side::Theirs)).text;
        match input.files.iter_mut().find(|one| one.path == file.path) {
            Some(own) => *own = SourceFile::new(own.path.clone(), take(&own.text)),
            None if base.is_empty() => input.files.push(file.clone()),
            // It was removed meanwhile.
            None => {}
        }
    }
    input
}

/// A branch as people speak of it: `sales/usage-tiers` is “Usage tiers”.
fn title(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    view::words::capitalized(&last.replace(['-', '_'], " "))
}
