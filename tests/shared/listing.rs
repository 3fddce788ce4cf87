//! Everything that stands below a folder, to compare before and after.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// What stands at one path.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Entry {
    Folder { mode: u32 },
    File { mode: u32, bytes: Vec<u8> },
    Other { target: Option<String> },
}

/// Permissions and content of everything below a folder, by path.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Listing {
    entries: BTreeMap<String, Entry>,
}

impl Listing {
    /// Reads a folder, `.git` and all.
    pub(crate) fn of(root: &Path) -> Self {
        let mut listing = Self::default();
        listing.add(root, "");
        listing
    }

    /// The same without what stands at or below these paths.
    pub(crate) fn without(mut self, paths: &[&str]) -> Self {
        self.entries.retain(|path, _| {
            !paths.iter().any(|left_out| {
                path.strip_prefix(left_out)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        });
        self
    }

    /// The paths of files, in order.
    pub(crate) fn files(&self) -> Vec<&str> {
        let is_file = |(_, entry): &(&String, &Entry)| matches!(entry, Entry::File { .. });
        let files = self.entries.iter().filter(is_file);
        files.map(|(path, _)| path.as_str()).collect()
    }

    /// The files whose paths are wanted, without folders.
    pub(crate) fn files_where(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        self.entries
            .retain(|path, entry| matches!(entry, Entry::File { .. }) && wanted(path));
        self
    }

    /// Where two folders differ, a line for each path.
    pub(crate) fn differences(&self, after: &Self) -> Vec<String> {
        let mut paths: Vec<&String> = self.entries.keys().chain(after.entries.keys()).collect();
        paths.sort();
        paths.dedup();
        let differing = paths.into_iter().filter_map(|path| {
            match (self.entries.get(path), after.entries.get(path)) {
                (before, after) if before == after => None,
                (None, _) => Some(format!("new: {path}")),
                (_, None) => Some(format!("gone: {path}")),
                (Some(before), Some(after)) => Some(format!(
                    "changed: {path} ({} -> {})",
                    before.summary(),
                    after.summary()
                )),
            }
        });
        differing.collect()
    }

    /// Fails with the paths that differ.
    #[track_caller]
    pub(crate) fn assert_same(&self, after: &Self) {
        let differences = self.differences(after);
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }

    fn add(&mut self, folder: &Path, prefix: &str) {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        for entry in entries {
            let path = entry.expect("a readable entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{name}");
            let metadata = fs::symlink_metadata(&path).expect("metadata");
            let mode = metadata.mode() & 0o7777;
            let entry = if metadata.is_dir() {
                self.add(&path, &format!("{name}/"));
                Entry::Folder { mode }
            } else if metadata.is_file() {
                let bytes = fs::read(&path).expect("a readable file");
                Entry::File { mode, bytes }
            } else {
                let target = fs::read_link(&path).ok();
                let target = target.map(|target| target.to_string_lossy().into_owned());
                Entry::Other { target }
            };
            self.entries.insert(name, entry);
        }
    }
}

impl Entry {
    fn summary(&self) -> String {
        match self {
            Self::Folder { mode } => format!("folder {mode:o}"),
            Self::File { mode, bytes } => format!("file {mode:o}, {} bytes", bytes.len()),
            Self::Other { target } => format!("{target:?}"),
        }
    }
}
