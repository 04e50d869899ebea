//! File names as editors write them, and back: `file:///srv/my%20plan/plan.md`.

use std::path::{Path, PathBuf};

/// The path of a `file:` URI; `None` for documents that are no files.
#[must_use]
pub fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let start = rest.find('/')?;
    let path = decoded(&rest[start..])?;
    let is_drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &path[1..] } else { &path }))
}

/// `path` as a URI.
#[must_use]
pub fn of_path(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = if *first == b'%' { after.get(..2) } else { None };
        match hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_the_way_there_and_back() {
        for path in ["/srv/ada/my plan/plan.md", "/tmp/ä%25/x.md", "/a+b/c:d.md"] {
            assert_eq!(path_of(&of_path(Path::new(path))), Some(PathBuf::from(path)));
        }
    }

    #[test]
    fn editors_spell_the_same_file_in_many_ways() {
        assert_eq!(path_of("file:///c%3A/x/plan.md"), Some(PathBuf::from("c:/x/plan.md")));
        assert_eq!(path_of("file://localhost/x/plan.md"), Some(PathBuf::from("/x/plan.md")));
        assert_eq!(path_of("file:///x/50%/plan.md"), Some(PathBuf::from("/x/50%/plan.md")));
        assert_eq!(path_of("untitled:Untitled-1"), None);
        assert_eq!(path_of("file:///%ff"), None);
    }
}
