//! `fore lsp`, spoken to over real pipes.

mod client;
mod dates;
mod documents;
mod features;

use std::path::Path;

use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let whole = root.join(path);
    std::fs::create_dir_all(whole.parent().expect("a parent")).expect("a folder");
    std::fs::write(whole, text).expect("a file");
}
