//! The user's own files under names that djdock writes: kept, replaced, or moved aside.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::{Answers, Existing, beside, existing_for};
use crate::files::{File, FileSet};
use crate::lock::{Displaced, Lock};
use crate::merge::OnConflict;
use crate::tree::{Tree, TreeError};

use super::{Outcome, current};

/// What decides about them.
pub(super) struct Displacing<'run> {
    pub(super) tree: &'run dyn Tree,
    pub(super) lock: Option<&'run Lock>,
    pub(super) answers: &'run Answers,
    /// Names that a tool would read instead of djdock's file, or beside it.
    pub(super) shadows: BTreeSet<String>,
    /// What becomes of lines that both the user and djdock change.
    pub(super) on_conflict: Option<OnConflict>,
}

impl Displacing<'_> {
    /// Moves them out of the way: what then stands at those paths, but for djdock's own. A kept file takes djdock's
    /// out of `rendered`.
    pub(super) fn displace(
        &self,
        rendered: &mut FileSet,
        outcome: &mut Outcome,
        next: &mut Lock,
    ) -> Result<BTreeMap<String, Option<File>>, TreeError> {
        if let Some(lock) = self.lock {
            next.displaced.clone_from(&lock.displaced);
        }
        let mut moved = BTreeMap::new();
        let paths: BTreeSet<String> = rendered.keys().chain(&self.shadows).cloned().collect();
        for path in paths {
            if self.is_kept(&path) {
                rendered.remove(&path);
                continue;
            }
            let Some(file) = self.users(&path, rendered)? else {
                continue;
            };
            let what = existing_for(&self.answers.existing, &path);
            outcome.existing.push((path.clone(), what));
            match what {
                Existing::Refuse => {}
                Existing::Keep => {
                    rendered.remove(&path);
                }
                Existing::Replace | Existing::Beside => {
                    let displaced = self.put_aside(&path, file, what, &mut moved)?;
                    next.displaced.insert(path.clone(), displaced);
                    if !rendered.contains_key(&path) {
                        moved.insert(path, None);
                    }
                }
            }
        }
        Ok(moved)
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

    fn put_aside(
        &self,
        path: &str,
        file: File,
        what: Existing,
        moved: &mut BTreeMap<String, Option<File>>,
    ) -> Result<Displaced, TreeError> {
        let mode = file.mode;
        if what == Existing::Replace {
            let text = Some(file.text);
            return Ok(Displaced {
                mode,
                to: None,
                text,
            });
        }
        let mut to = beside(path);
        while self.tree.kind(&to)?.is_some() {
            to = beside(&to);
        }
        moved.insert(to.clone(), Some(file));
        Ok(Displaced {
            mode,
            to: Some(to),
            text: None,
        })
    }
}
