//! The user's own files under names that djdock writes: kept, replaced, or moved aside.

use std::collections::BTreeSet;

use crate::answers::{Answers, Existing, beside, existing_for};
use crate::files::{File, FileSet};
use crate::lock::{Displaced, Lock};
use crate::merge::OnConflict;
use crate::tree::{Tree, TreeError};

use super::part::Part;
use super::{Restore, current};

/// What decides about them.
pub(super) struct Displacing<'run> {
    pub(super) tree: &'run dyn Tree,
    pub(super) lock: Option<&'run Lock>,
    pub(super) answers: &'run Answers,
    /// Names that a tool would read instead of djdock's file, or beside it.
    pub(super) shadows: BTreeSet<String>,
    /// What becomes of lines that both the user and djdock change.
    pub(super) on_conflict: Option<OnConflict>,
    /// Which files come back that the user deleted.
    pub(super) restore: &'run Restore,
}

impl Displacing<'_> {
    /// Moves them out of the way. Of the rendered files, those remain that djdock writes: a kept file takes
    /// djdock's out.
    pub(super) fn displace(&self, mut rendered: FileSet) -> Result<(FileSet, Part), TreeError> {
        let mut part = Part::default();
        if let Some(lock) = self.lock {
            part.displaced.clone_from(&lock.displaced);
        }
        let paths: BTreeSet<String> = rendered.keys().chain(&self.shadows).cloned().collect();
        for path in paths {
            if self.is_kept(&path) {
                rendered.remove(&path);
                continue;
            }
            let Some(file) = self.users(&path, &rendered)? else {
                continue;
            };
            let what = existing_for(&self.answers.existing, &path);
            part.notes.existing.push((path.clone(), what));
            match what {
                Existing::Refuse => {}
                Existing::Keep => {
                    rendered.remove(&path);
                }
                Existing::Replace | Existing::Beside => {
                    if !rendered.contains_key(&path) {
                        part.desired.insert(path.clone(), None);
                    }
                    part = part.and(self.put_aside(path, file, what)?);
                }
            }
        }
        Ok((rendered, part))
    }

    /// Whether the user has taken a file over, djdock's own among them.
    pub(super) fn is_kept(&self, path: &str) -> bool {
        self.answers.existing.get(path) == Some(&Existing::Keep)
    }

    /// The user's own file at a path, if it says anything else than djdock's.
    pub(super) fn users(&self, path: &str, rendered: &FileSet) -> Result<Option<File>, TreeError> {
        if self.lock.is_some_and(|lock| lock.owned.contains_key(path)) {
            return Ok(None);
        }
        let file = current(self.tree, path)?;
        let same = |file: &File| {
            rendered
                .get(path)
                .is_some_and(|ours| ours.text == file.text)
        };
        Ok(file.filter(|file| !same(file)))
    }

    fn put_aside(&self, path: String, file: File, what: Existing) -> Result<Part, TreeError> {
        let mut part = Part::default();
        let (mode, mut to, mut text) = (file.mode, None, None);
        if what == Existing::Replace {
            text = Some(file.text);
        } else {
            let mut name = beside(&path);
            while self.tree.kind(&name)?.is_some() {
                name = beside(&name);
            }
            part.desired.insert(name.clone(), Some(file));
            to = Some(name);
        }
        part.displaced.insert(path, Displaced { mode, to, text });
        Ok(part)
    }
}
