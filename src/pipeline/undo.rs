//! A tree without djdock: what stands there when the stack and the patches are taken out.

use std::collections::BTreeMap;

use crate::answers;
use crate::environment;
use crate::files::File;
use crate::lock::{self, Displaced, Lock, Owned};
use crate::merge::OnConflict;
use crate::patch::{Splices, TakenOut};
use crate::plan::{Change, Plan};
use crate::text::are_same_lines;
use crate::tree::Tree;

use super::part::{Conflict, Notes};
use super::restore::refuse_unmerged;
use super::{ANSWERS_PATH, PipelineError, current, read_lock};

/// What taking the stack out comes to in one tree.
#[derive(Debug, Default)]
pub struct TreeUndo {
    /// The changes to the tree.
    pub plan: Plan,
    /// Files of djdock's that the user edited: they stay, and are the user's.
    pub left: Vec<String>,
    /// Files of the user's in which lines of djdock's stay: the user edited them, or their own code needs them.
    pub lines: Vec<String>,
    /// Files of the user's that stay where djdock put them aside, for something of theirs stands under the name that they
    /// had: that name, and where they are.
    pub aside: Vec<(String, String)>,
    /// Files where the user edited lines that go.
    pub conflicts: Vec<Conflict>,
}

/// What a tree becomes without djdock; `None` where it has no lock.
///
/// # Errors
///
/// The lock, or a file that it names, cannot be read.
pub fn undo(
    tree: &dyn Tree,
    on_conflict: Option<OnConflict>,
) -> Result<Option<TreeUndo>, PipelineError> {
    let Some(lock) = read_lock(tree)? else {
        return Ok(None);
    };
    if lock.unmerged {
        refuse_unmerged(tree, &lock)?;
    }
    let mut undoing = Undoing {
        tree,
        lock: &lock,
        on_conflict,
        desired: BTreeMap::new(),
        undo: TreeUndo::default(),
    };
    undoing.owned()?;
    undoing.patched()?;
    undoing.choices()?;
    undoing.displaced()?;
    undoing.desired.insert(lock::PATH.to_owned(), None);
    let Undoing {
        desired, mut undo, ..
    } = undoing;
    for (path, after) in desired {
        let before = current(tree, &path)?;
        if before != after {
            undo.plan.changes.push(Change {
                path,
                before,
                after,
            });
        }
    }
    Ok(Some(undo))
}

struct Undoing<'run> {
    tree: &'run dyn Tree,
    lock: &'run Lock,
    on_conflict: Option<OnConflict>,
    /// The files as they should be, by path; `None` where none should stand.
    desired: BTreeMap<String, Option<File>>,
    undo: TreeUndo,
}

impl Undoing<'_> {
    /// Files that djdock rendered go; one that the user edited is theirs, and no environment's any more.
    fn owned(&mut self) -> Result<(), PipelineError> {
        for (path, Owned { text, .. }) in &self.lock.owned {
            let Some(file) = current(self.tree, path)? else {
                continue;
            };
            if are_same_lines(&file.text, text) {
                self.desired.insert(path.clone(), None);
                continue;
            }
            self.undo.left.push(path.clone());
            let text = environment::without_mark(&file.text);
            let file = File { text, ..file };
            self.desired.insert(path.clone(), Some(file));
        }
        Ok(())
    }

    fn patched(&mut self) -> Result<(), PipelineError> {
        for (path, splices) in &self.lock.patched {
            let Some(File { text, mode }) = current(self.tree, path)? else {
                continue;
            };
            let extended = self.lock.extended.as_ref();
            let after = if extended.is_some_and(|extended| extended.compose == *path) {
                self.extended(path, splices, text)
            } else {
                let TakenOut { text: after, stays } = splices.taken_out(path, &text);
                if splices.whole && after.is_some() {
                    self.undo.left.push(path.clone());
                } else if stays {
                    self.undo.lines.push(path.clone());
                }
                after
            };
            let file = after.map(|text| File { text, mode });
            self.desired.insert(path.clone(), file);
        }
        Ok(())
    }

    /// A compose file of the user's own, as `remove` gives it back: edits of what was added are for the user to settle.
    fn extended(&mut self, path: &str, splices: &Splices, text: String) -> Option<String> {
        let written = splices.as_written(&text);
        let undone = splices.undone(&written)?;
        let mut notes = Notes::default();
        let how = self.on_conflict;
        let merged = notes.merged(path, Some(text.clone()), Some(&written), &undone, how);
        self.undo.conflicts.extend(notes.conflicts);
        Some(merged.unwrap_or(text))
    }

    /// The choices go, but for a file in which the user wrote more than those.
    fn choices(&mut self) -> Result<(), PipelineError> {
        let Some(file) = current(self.tree, ANSWERS_PATH)? else {
            return Ok(());
        };
        if answers::users_lines(&file.text).is_empty() {
            self.desired.insert(ANSWERS_PATH.to_owned(), None);
        } else {
            self.undo.left.push(ANSWERS_PATH.to_owned());
        }
        Ok(())
    }

    /// Files of the user's come back under their names.
    fn displaced(&mut self) -> Result<(), PipelineError> {
        for (path, Displaced { mode, to, text }) in &self.lock.displaced {
            let file = match (to, text) {
                (Some(to), _) => current(self.tree, to)?,
                (None, Some(text)) => Some(File {
                    text: text.clone(),
                    mode: *mode,
                }),
                (None, None) => None,
            };
            let Some(file) = file else {
                continue;
            };
            let stands = match self.desired.get(path) {
                Some(after) => after.is_some(),
                None => self.tree.kind(path)?.is_some(),
            };
            if !stands {
                self.desired.insert(path.clone(), Some(file));
                if let Some(to) = to {
                    self.desired.insert(to.clone(), None);
                }
            } else if let Some(to) = to {
                self.undo.aside.push((path.clone(), to.clone()));
            }
        }
        Ok(())
    }
}
