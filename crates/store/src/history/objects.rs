//! What `git cat-file --batch` says, taken apart.
//!
//! In: its output, for names given one a line. Out: one object a name.

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// The bytes of a file.
    Blob(Vec<u8>),
    /// The entries of a folder, as git stores them.
    Tree(Vec<u8>),
    /// Nothing, or nothing that can be a file or a folder.
    Absent,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
    /// The id of its content; none for a link, which has somebody else's content.
    pub id: Option<String>,
}

impl Entry {
    /// Whether it is a file, or a link that may lead to one.
    pub fn is_file(&self) -> bool {
        matches!(self.kind, EntryKind::File | EntryKind::Link)
    }
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A folder, or another repository.
    Other,
}

/// The objects in `said`, in the order in which they were asked for.
pub fn objects(mut said: &[u8]) -> Vec<Object> {
    let mut found = Vec::new();
    while let Some(end) = said.iter().position(|byte| *byte == b'\n') {
        let header = String::from_utf8_lossy(&said[..end]);
        said = &said[end + 1..];
        let Some((kind, length)) = content_of(&header) else {
            found.push(Object::Absent);
            continue;
        };
        let Some((content, rest)) = said.split_at_checked(length) else { break };
        said = rest.strip_prefix(b"\n").unwrap_or(rest);
        found.push(match kind {
            "blob" => Object::Blob(content.to_vec()),
            "tree" => Object::Tree(content.to_vec()),
            _ => Object::Absent,
        });
    }
    found
}

/// The kind of content that follows a header, and its length; `None` if nothing follows.
fn content_of(header: &str) -> Option<(&str, usize)> {
    let words: Vec<&str> = header.split(' ').collect();
    match words[..] {
        [_, kind @ ("blob" | "tree" | "commit" | "tag"), length] => {
            Some((kind, length.parse().ok()?))
        }
        // Links that lead nowhere, in a circle, or out of the repository.
        [kind @ ("symlink" | "dangling" | "loop" | "notdir"), length] => {
            Some((kind, length.parse().ok()?))
        }
        _ => None,
    }
}

/// The entries of a tree whose names are UTF-8 and fit on a line, which is how git is asked for
/// them. The ids in it may be of either length that git has; `id_length` is 20 or 32 bytes.
pub fn entries(mut tree: &[u8], id_length: usize) -> Vec<Entry> {
    let mut found = Vec::new();
    while let Some(end) = tree.iter().position(|byte| *byte == 0) {
        let head = &tree[..end];
        let Some(id) = tree.get(end + 1..end + 1 + id_length) else { break };
        tree = &tree[end + 1 + id_length..];
        let Ok(head) = std::str::from_utf8(head) else { continue };
        let Some((mode, name)) = head.split_once(' ') else { continue };
        if name.contains('\n') {
            continue;
        }
        let kind = match mode {
            "120000" => EntryKind::Link,
            "40000" | "160000" => EntryKind::Other,
            _ => EntryKind::File,
        };
        let hex = || id.iter().map(|byte| format!("{byte:02x}")).collect();
        let id = (kind == EntryKind::File).then(hex);
        found.push(Entry { name: name.to_owned(), kind, id });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_found_in_order() {
        let said = b"0123 blob 3\na\nb\nmain:no such missing\n45 tree 0\n\ndangling 2\nxy\n\
                     loop 1\nz\n67 commit 2\nhi\n";
        let blob = Object::Blob(b"a\nb".to_vec());
        let absent = Object::Absent;
        assert_eq!(
            objects(said),
            [blob, absent.clone(), Object::Tree(vec![]), absent.clone(), absent.clone(), absent]
        );
    }

    #[test]
    fn output_that_was_cut_off_is_no_panic() {
        assert_eq!(objects(b"0123 blob 30\nabc"), []);
        assert_eq!(objects(b"0123 blob"), []);
        assert_eq!(entries(b"100644 a\0short", 20), []);
    }

    #[test]
    fn entries_have_a_name_and_a_kind() {
        let mut tree = Vec::new();
        for head in ["100644 plan.md", "40000 plan", "120000 link.md", "160000 other"] {
            tree.extend_from_slice(head.as_bytes());
            tree.push(0);
            tree.extend_from_slice(&[7; 20]);
        }
        let kinds: Vec<_> =
            entries(&tree, 20).into_iter().map(|entry| (entry.name, entry.kind)).collect();
        let expected = [
            ("plan.md", EntryKind::File),
            ("plan", EntryKind::Other),
            ("link.md", EntryKind::Link),
            ("other", EntryKind::Other),
        ];
        assert_eq!(kinds, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }
}
