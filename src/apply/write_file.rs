//! A file comes, changes or goes: by a temporary file beside it and one rename.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::Mode;

use super::disk::{self, Bits};
use super::operation::{State, Step};
use super::target::PACKED_REFERENCES;
use super::{ApplyError, Base, Store, Target};

/// One file on disk, before and after.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WriteFile {
    /// The file that is written, from the root that it is relative to.
    pub target: Target,
    /// Its bytes now; `None` where there is none. Anything else on disk is an error.
    pub before: Option<Vec<u8>>,
    /// Its bytes then; `None` where it is deleted.
    pub after: Option<Vec<u8>>,
    /// A new file's permissions. One that stands keeps its own but for the x bits, and with
    /// [`Mode::Private`] those too.
    pub mode: Mode,
    /// Whether one that stands is taken away from its group and from everyone.
    pub closes: bool,
}

impl WriteFile {
    /// Whether nothing would change on disk.
    pub(super) fn is_idle(&self, store: &Store) -> Result<bool, ApplyError> {
        let step = self.clone().journalled(store)?;
        Ok(self.before == self.after && step.before_bits == step.after_bits)
    }

    /// This write as a journal holds it: with the permissions that stand now, so that it can be taken back.
    pub(super) fn journalled(self, store: &Store) -> Result<JournalledFile, ApplyError> {
        let standing = disk::metadata(&store.locate(&self.target)?)?;
        let before_bits = standing.map(|standing| standing.mode() & 0o7777);
        let kept = if self.closes { 0o7700 } else { 0o7777 };
        Ok(JournalledFile {
            after_bits: before_bits.map(|bits| bits_over(self.mode, bits) & kept),
            before_bits,
            new_bits: match self.mode {
                Mode::Regular => disk::ORDINARY,
                Mode::Executable => disk::EXECUTABLE,
                Mode::Private => disk::PRIVATE,
            },
            target: self.target,
            before: self.before,
            after: self.after,
        })
    }
}

fn bits_over(mode: Mode, standing: u32) -> u32 {
    match mode {
        Mode::Regular => standing & !0o111,
        // Whoever may read it may run it.
        Mode::Executable => standing | ((standing & 0o444) >> 2),
        Mode::Private => standing,
    }
}

/// A [`WriteFile`] as the journal keeps it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct JournalledFile {
    pub(super) target: Target,
    #[serde(with = "super::content")]
    pub(super) before: Option<Vec<u8>>,
    #[serde(with = "super::content")]
    pub(super) after: Option<Vec<u8>>,
    before_bits: Option<u32>,
    /// Of a file that stood before; else `new_bits` less the umask.
    after_bits: Option<u32>,
    new_bits: Bits,
}

impl JournalledFile {
    pub(super) fn state(&self, step: &Step<'_>) -> Result<State, ApplyError> {
        let path = step.store.locate(&self.target)?;
        let found = disk::read(&path)?;
        // Permissions tell only where the content does not: some file systems have none.
        let settled = self.before != self.after || self.has_after_bits(&path)?;
        Ok(if found == self.after && settled {
            State::After
        } else if found == self.before {
            State::Before
        } else {
            State::Neither(self.target.path.clone())
        })
    }

    fn has_after_bits(&self, path: &Path) -> Result<bool, ApplyError> {
        // Where only the x bits change, the others are not looked at.
        let changed = self
            .before_bits
            .zip(self.after_bits)
            .map(|(before, after)| before ^ after);
        let looked_at = 0o111 | (changed.unwrap_or_default() & 0o777);
        let standing = disk::metadata(path)?.map(|metadata| metadata.mode() & looked_at);
        Ok(standing == self.after_bits.map(|bits| bits & looked_at))
    }

    /// Writes the temporary file, so that nothing but a rename is left to fail.
    pub(super) fn stage(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        let Some(bytes) = &self.after else {
            return Ok(());
        };
        let path = step.store.locate(&self.target)?;
        if let Some(folder) = path.parent() {
            disk::make_folder(folder)?;
        }
        let staged = step.beside(&path);
        let Some(bits) = self.after_bits else {
            return disk::write(&staged, bytes, self.new_bits).map(|_| ());
        };
        let file = disk::write(&staged, bytes, disk::PRIVATE)?;
        if let Some(standing) = disk::metadata(&path)? {
            // Only root may give a file away; for anyone else the new file is their own, as with git.
            let _ = fchown(&file, Some(standing.uid()), Some(standing.gid()));
        }
        file.set_permissions(Permissions::from_mode(bits))
            .map_err(ApplyError::io(&staged))
    }

    /// Goes from before to after; does nothing where that has happened.
    pub(super) fn perform(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        let path = step.store.locate(&self.target)?;
        match (self.state(step)?, &self.after) {
            (State::After, _) => self.unstage(step),
            (State::Before, None) => {
                disk::remove(&path)?;
                disk::sync_parent(&path)
            }
            (State::Before, Some(bytes)) => {
                let staged = step.beside(&path);
                if disk::read(&staged)?.as_ref() != Some(bytes) {
                    self.stage(step)?;
                }
                disk::rename(&staged, &path)
            }
            (State::Neither(path), _) => step.blocked(path),
        }
    }

    /// Removes the temporary file. Its name is the journal's own, so that the way there does not matter.
    pub(super) fn unstage(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        match step.store.root(&self.target.base) {
            Ok(root) => disk::remove(&step.beside(&root.join(&self.target.path))).map(|_| ()),
            // The work tree is gone, and the file with it.
            Err(_) => Ok(()),
        }
    }

    /// git's own lock that goes with the file.
    pub(super) fn lock(&self) -> Option<&str> {
        let has_lock = ["config", PACKED_REFERENCES].contains(&self.target.path.as_str());
        (self.target.base == Base::Git && has_lock).then_some(&self.target.path)
    }

    /// Whether it holds references, which everyone sees.
    pub(super) fn holds_references(&self) -> bool {
        self.target.base == Base::Git && self.target.path == PACKED_REFERENCES
    }

    /// Takes what comes for what has always been there.
    pub(super) fn keep(&mut self) {
        self.before = self.after.clone();
        self.before_bits = self.after_bits;
    }

    pub(super) fn inverse(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
            before_bits: self.after_bits,
            after_bits: self.before_bits,
            ..self
        }
    }
}
