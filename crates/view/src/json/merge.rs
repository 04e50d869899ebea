//! What became of a merge, for programs.

use serde_json::{Value, json};

use crate::diagnostics::diagnostics_json;
use crate::screens::Merge;

/// What became of a merge.
#[must_use]
pub fn merge(merge: &Merge<'_>) -> Value {
    let collisions = merge.collisions.iter().map(|collision| {
        let p80 = collision.p80.map(
            |(ours, theirs)| json!({ "ours": ours.to_string(), "theirs": theirs.to_string() }),
        );
        json!({
            "item": collision.item.trim_matches('`'), "what": collision.what,
            "ours": collision.ours, "theirs": collision.theirs,
            "taken": collision.taken, "p80": p80,
        })
    });
    json!({
        "files": merge.files,
        "collisions": collisions.collect::<Vec<_>>(),
        "open": merge.collisions.iter().filter(|collision| collision.taken.is_none()).count(),
        "errors": diagnostics_json(merge.errors, merge.sources),
    })
}
