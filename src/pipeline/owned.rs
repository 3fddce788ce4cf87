//! What each file should be: the render, merged with the user's edits.

use std::collections::BTreeMap;

use crate::files::{File, FileSet};
use crate::lock::{Lock, Owned};
use crate::merge::{Merge, OnConflict, merge};
use crate::patch::{PatchedText, patch_again};
use crate::tree::{Tree, TreeError};

use super::displaced::Displacing;
use super::patches::Patches;
use super::{Conflict, Outcome, regular};

impl Outcome {
    /// What each owned file should be: the render, merged with the user's edits.
    pub(super) fn owned(
        &mut self,
        displacing: &Displacing<'_>,
        rendered: FileSet,
        next: &mut Lock,
    ) -> Result<BTreeMap<String, Option<File>>, TreeError> {
        let Displacing { tree, lock, .. } = displacing;
        let mut desired = BTreeMap::new();
        let none = BTreeMap::new();
        let known = lock.map_or(&none, |lock| &lock.owned);
        for (path, owned) in known
            .iter()
            .filter(|(path, _)| !rendered.contains_key(*path) && !displacing.is_kept(path))
        {
            match tree.read_text(path)? {
                Some(text) if text == owned.text => {
                    desired.insert(path.clone(), None);
                }
                Some(_) => self.left.push(path.clone()),
                None => {}
            }
        }
        for (path, file) in rendered {
            let current = tree.read_text(&path)?;
            let pristine = known.get(&path).map(|owned| owned.text.as_str());
            let on_conflict = displacing.on_conflict;
            let merged = self.merged(&path, current, pristine, &file.text, on_conflict);
            if let Some(text) = merged {
                let mode = file.mode;
                desired.insert(path.clone(), Some(File { text, mode }));
            }
            let File { text, mode } = file;
            next.owned.insert(path, Owned { mode, text });
        }
        Ok(desired)
    }

    /// One owned file's text; `None` where the tree's own stays as it is.
    fn merged(
        &mut self,
        path: &str,
        current: Option<String>,
        pristine: Option<&str>,
        rendered: &str,
        on_conflict: Option<OnConflict>,
    ) -> Option<String> {
        match (current, pristine) {
            // Nothing, or the user's own, which is displaced.
            (_, None) => Some(rendered.to_owned()),
            // The user deleted it.
            (None, Some(_)) => None,
            (Some(current), _) if current == rendered => None,
            (Some(current), Some(pristine)) if current == pristine => Some(rendered.to_owned()),
            (Some(current), Some(pristine)) => {
                self.edited.push(path.to_owned());
                match (merge(path, pristine, &current, rendered), on_conflict) {
                    (Merge::Clean(text), _) => Some(text),
                    (Merge::Conflict(conflict), Some(how)) => Some(conflict.resolved(how)),
                    (Merge::Conflict(conflict), None) => {
                        let markers = conflict.markers();
                        let path = path.to_owned();
                        self.conflicts.push(Conflict { path, markers });
                        None
                    }
                }
            }
        }
    }

    /// Patches what stands there; what stays of the former patch stays where it is.
    pub(super) fn patched(
        &mut self,
        patches: Patches,
        tree: &dyn Tree,
        lock: Option<&Lock>,
        next: &mut Lock,
        desired: &mut BTreeMap<String, Option<File>>,
    ) -> Result<(), TreeError> {
        self.steps = patches.steps;
        for (path, patched) in patches.files {
            let PatchedText { mut text, splices } = patched;
            let former = lock.and_then(|lock| lock.patched.get(&path));
            if let (Some(former), Some(current)) = (former, tree.read_text(&path)?) {
                let restored = former.undone(&current).unwrap_or_default();
                text = patch_again(&path, &current, former, &restored, &text, &splices.splices);
            }
            desired.insert(path.clone(), Some(regular(text)));
            if !splices.splices.is_empty() {
                next.patched.insert(path, splices);
            }
        }
        next.patched.extend(patches.kept);
        self.unpatched(tree, lock, next, desired)
    }

    /// What was patched, and is no longer, is as it was before; a whole file of the user's now stays.
    fn unpatched(
        &mut self,
        tree: &dyn Tree,
        lock: Option<&Lock>,
        next: &Lock,
        desired: &mut BTreeMap<String, Option<File>>,
    ) -> Result<(), TreeError> {
        for (path, former) in lock.iter().flat_map(|lock| &lock.patched) {
            if next.patched.contains_key(path) || desired.contains_key(path) {
                continue;
            }
            let Some(text) = tree.read_text(path)? else {
                continue;
            };
            let restored = former.undone(&text);
            if former.whole && restored.is_some() {
                self.left.push(path.clone());
            }
            desired.insert(path.clone(), restored.map(regular));
        }
        Ok(())
    }
}
