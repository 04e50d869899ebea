//! Bringing a plan to its one spelling, with the proof that it says the same afterwards.

use markup::Outline;
use text::{FileId, SourceFile, TextEdit};

use crate::{Applied, Refused, Snapshot, read};

/// Brings the files of `snapshot` to their one spelling (see [`plan::format`]); `None` if they have
/// it already.
///
/// # Errors
/// [`Refused::Unproven`] if the result would not have the same items with the same attributes.
pub fn arrange(snapshot: &Snapshot) -> Result<Option<Applied>, Refused> {
    let mut input = snapshot.input();
    let mut edits: Vec<TextEdit> = Vec::new();
    for (id, (file, outline)) in (0..).map(FileId).zip(input.files.iter().zip(&snapshot.outlines)) {
        edits.extend(plan::format(id, &file.text, outline));
    }
    if edits.is_empty() {
        return Ok(None);
    }
    text::apply_to_files(&mut input.files, &edits).map_err(|_| Refused::Unproven)?;
    let after = read(input);
    let mut pairs = snapshot.outlines.iter().zip(&snapshot.files);
    let mut after_pairs = after.outlines.iter().zip(&after.files);
    let says_the_same = pairs.by_ref().all(|(outline, file)| {
        after_pairs
            .next()
            .is_some_and(|(new, new_file)| said(outline, file).eq(said(new, new_file)))
    });
    if says_the_same { Ok(Some(Applied { edits, after })) } else { Err(Refused::Unproven) }
}

/// What every line says: its title and its tokens.
fn said<'a>(
    outline: &'a Outline,
    file: &'a SourceFile,
) -> impl Iterator<Item = (&'a str, Vec<&'a str>)> {
    outline.nodes.iter().map(|node| {
        let tokens = node.block.iter().flat_map(|block| &block.tokens);
        (node.title.of(&file.text), tokens.map(|token| token.range.of(&file.text)).collect())
    })
}
