//! What each file should be: the render, merged with the user's edits.

use std::collections::BTreeMap;

use crate::files::{File, FileSet};
use crate::lock::{Lock, Owned};
use crate::merge::{Merge, OnConflict, merge};
use crate::patch::{PatchedText, patch_again};
use crate::tree::{Tree, TreeError};

use super::displaced::Displacing;
use super::part::{Conflict, Notes, Part};
use super::patches::Patches;
use super::regular;

/// What each owned file should be: the render, merged with the user's edits.
pub(super) fn owned(displacing: &Displacing<'_>, rendered: FileSet) -> Result<Part, TreeError> {
    let Displacing { tree, lock, .. } = displacing;
    let mut part = Part::default();
    let none = BTreeMap::new();
    let known = lock.map_or(&none, |lock| &lock.owned);
    for (path, owned) in known
        .iter()
        .filter(|(path, _)| !rendered.contains_key(*path) && !displacing.is_kept(path))
    {
        match tree.read_text(path)? {
            Some(text) if text == owned.text => {
                part.desired.insert(path.clone(), None);
            }
            Some(_) => part.notes.left.push(path.clone()),
            None => {}
        }
    }
    for (path, file) in rendered {
        let current = tree.read_text(&path)?;
        let pristine = known.get(&path).map(|owned| owned.text.as_str());
        let on_conflict = displacing.on_conflict;
        if current.is_none() && pristine.is_some() {
            let File { text, mode } = file;
            if displacing.restore.has(&path) {
                let text = text.clone();
                part.notes.restored.push(path.clone());
                part.desired.insert(path.clone(), Some(File { text, mode }));
            } else {
                part.notes.deleted.push(path.clone());
            }
            part.owned.insert(path, Owned::new(mode, text));
            continue;
        }
        let merged = part
            .notes
            .merged(&path, current, pristine, &file.text, on_conflict);
        if let Some(text) = merged {
            let mode = file.mode;
            part.desired.insert(path.clone(), Some(File { text, mode }));
        }
        let File { text, mode } = file;
        part.owned.insert(path, Owned::new(mode, text));
    }
    Ok(part)
}

impl Notes {
    /// One owned file's text; `None` where the tree's own stays as it is.
    pub(super) fn merged(
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
}

/// Patches what stands there; what stays of the former patch stays where it is.
pub(super) fn patched(
    patches: Patches,
    tree: &dyn Tree,
    lock: Option<&Lock>,
) -> Result<Part, TreeError> {
    let mut part = Part::default();
    part.notes.steps = patches.steps;
    for (path, patched) in patches.files {
        let PatchedText { mut text, splices } = patched;
        let former = lock.and_then(|lock| lock.patched.get(&path));
        if let (Some(former), Some(current)) = (former, tree.read_text(&path)?) {
            let restored = former.undone(&current).unwrap_or_default();
            text = patch_again(&path, &current, former, &restored, &text, &splices.splices);
        }
        part.desired.insert(path.clone(), Some(regular(text)));
        if !splices.splices.is_empty() {
            part.patched.insert(path, splices);
        }
    }
    part.patched.extend(patches.kept);
    Ok(part)
}

/// With what was patched, and is no longer, as it was before; a whole file of the user's now stays.
pub(super) fn unpatched(
    mut part: Part,
    tree: &dyn Tree,
    lock: Option<&Lock>,
) -> Result<Part, TreeError> {
    for (path, former) in lock.iter().flat_map(|lock| &lock.patched) {
        if part.patched.contains_key(path) || part.desired.contains_key(path) {
            continue;
        }
        let Some(text) = tree.read_text(path)? else {
            continue;
        };
        let restored = former.undone(&text);
        if former.whole && restored.is_some() {
            part.notes.left.push(path.clone());
        }
        part.desired.insert(path.clone(), restored.map(regular));
    }
    Ok(part)
}
