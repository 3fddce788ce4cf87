//! The record of a branch's move, as git keeps it: one line at the end of a file.

use git2::{Oid, Repository};
use serde::{Deserialize, Serialize};

use super::operation::{Operation, State, Step};
use super::{ApplyError, Base, Store, Target, commits, disk};

/// What is said of every move of one command: who, when, why.
pub(super) struct Reflog {
    signature: String,
    enabled: bool,
}

impl Reflog {
    /// `verb` is the command's name.
    pub(super) fn new(repository: &Repository, verb: &str) -> Result<Self, ApplyError> {
        let (_, committer) = commits::people(repository)?;
        let name = String::from_utf8_lossy(committer.name_bytes()).into_owned();
        let email = String::from_utf8_lossy(committer.email_bytes()).into_owned();
        let when = committer.when();
        let offset = when.offset_minutes().abs();
        let (sign, hours, minutes) = (when.sign(), offset / 60, offset % 60);
        let time = format!("{} {sign}{hours:02}{minutes:02}", when.seconds());
        let config = repository.config().map_err(ApplyError::git("config"))?;
        Ok(Self {
            signature: format!("{name} <{email}> {time}\tdjdock: {verb}"),
            // `always` is no boolean, and enabled.
            enabled: config.get_bool("core.logAllRefUpdates").unwrap_or(true),
        })
    }

    /// The step that records a move in the log at `path`; `None` where git would keep none.
    pub(super) fn step(
        &self,
        store: &Store,
        path: String,
        old: Option<Oid>,
        new: Oid,
    ) -> Result<Option<Operation>, ApplyError> {
        let target = Target::new(Base::Git, path);
        // What is left of a branch `NAME/…`, or a link: no reason to leave the branch where it is.
        let Ok(log) = store.locate(&target) else {
            return Ok(None);
        };
        if !self.enabled && disk::metadata(&log)?.is_none() {
            return Ok(None);
        }
        let old = old.unwrap_or(Oid::ZERO_SHA1);
        Ok(Some(Operation::Log(AppendLog {
            target,
            line: format!("{old} {new} {}\n", self.signature),
            withdrawn: false,
        })))
    }
}

/// A line that comes to stand at the end of a file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct AppendLog {
    pub(super) target: Target,
    /// With its line break.
    pub(super) line: String,
    /// Whether the line goes instead.
    pub(super) withdrawn: bool,
}

impl AppendLog {
    /// How many bytes of the line stand at the file's end: a full disk may have cut it.
    fn standing(&self, found: &[u8]) -> usize {
        let line = self.line.as_bytes();
        if found.ends_with(line) {
            return line.len();
        }
        let tail = found
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(found, |end| &found[end + 1..]);
        if line.starts_with(tail) {
            tail.len()
        } else {
            0
        }
    }

    pub(super) fn state(&self, step: &Step<'_>) -> Result<State, ApplyError> {
        let found = disk::read(&step.store.locate(&self.target)?)?.unwrap_or_default();
        let wanted = if self.withdrawn { 0 } else { self.line.len() };
        Ok(if self.standing(&found) == wanted {
            State::After
        } else {
            State::Before
        })
    }

    /// Goes from before to after; does nothing where that has happened.
    pub(super) fn perform(&self, step: &Step<'_>) -> Result<(), ApplyError> {
        if matches!(self.state(step)?, State::After) {
            return Ok(());
        }
        let path = step.store.locate(&self.target)?;
        let found = disk::read(&path)?.unwrap_or_default();
        let standing = self.standing(&found);
        if !self.withdrawn {
            return disk::append(&path, &self.line.as_bytes()[standing..]);
        }
        match found.len() - standing {
            0 => disk::remove(&path).map(|_| ()),
            rest => disk::truncate(&path, rest as u64),
        }
    }

    pub(super) fn inverse(self) -> Self {
        Self {
            withdrawn: !self.withdrawn,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AppendLog;
    use crate::apply::{Base, Target};

    #[test]
    fn a_line_that_a_full_disk_cut_is_known() {
        let log = AppendLog {
            target: Target::new(Base::Git, "logs/HEAD"),
            line: "0 1 me\n".to_owned(),
            withdrawn: false,
        };
        let standing = |text: &str| log.standing(text.as_bytes());
        assert_eq!(standing(""), 0);
        assert_eq!(standing("a line\n"), 0);
        assert_eq!(standing("a line\n0 1"), 3);
        assert_eq!(standing("0 1 m"), 5);
        assert_eq!(standing("a line\n0 1 me\n"), 7);
        assert_eq!(standing("a line\nanother"), 0);
    }
}
