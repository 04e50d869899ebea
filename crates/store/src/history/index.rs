//! What a merge that is under way keeps of a file: the three stages of git's index.

use std::path::Path;

use text::SourceFile;

use super::objects::Object;
use super::place::{below, join};
use super::{History, HistoryError};

/// A file as the common ancestor and the two sides of an unfinished merge have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stages {
    /// As the common ancestor has it; `None` if it had no such file.
    pub base: Option<String>,
    /// As our side has it; `None` if it was removed there.
    pub ours: Option<String>,
    /// As their side has it; `None` if it was removed there.
    pub theirs: Option<String>,
}

impl History {
    /// The stages of the file at `path` below `root`, the plan's folder; `None` if no merge is
    /// unfinished there. One process.
    ///
    /// # Errors
    /// [`HistoryError::Git`]; [`HistoryError::NotText`] for a stage that is not UTF-8.
    pub fn stages(&self, root: &Path, path: &str) -> Result<Option<Stages>, HistoryError> {
        let whole = root.canonicalize().ok();
        let Some(folder) = whole.and_then(|root| below(&self.top, &root)) else { return Ok(None) };
        let whole = join(&folder, path);
        if whole.contains('\n') {
            return Ok(None);
        }
        let names: Vec<String> = (1..=3).map(|stage| format!(":{stage}:{whole}")).collect();
        let objects = self.reader.objects(&names)?;
        if objects.iter().all(|object| *object == Object::Absent) {
            return Ok(None);
        }
        let mut texts = objects.into_iter().zip(&names).map(|(object, name)| match object {
            Object::Blob(bytes) => match SourceFile::from_bytes(path, bytes) {
                Ok(file) => Ok(Some(file.text)),
                Err(error) => Err(HistoryError::NotText { revision: name.clone(), error }),
            },
            _ => Ok(None),
        });
        let mut next = || texts.next().unwrap_or(Ok(None));
        Ok(Some(Stages { base: next()?, ours: next()?, theirs: next()? }))
    }
}
