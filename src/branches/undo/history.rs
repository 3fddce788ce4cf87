//! Whose a branch is: what djdock did on it, and what others have of it.

use std::collections::BTreeSet;

use git2::{Commit, Oid, Repository};

use super::super::own::verb;

/// A branch's commits since djdock first came to it.
pub(super) struct History {
    /// The commit that the stack was first put on.
    pub(super) start: Oid,
    /// Those above it on the branch's own line, without what was merged.
    line: BTreeSet<Oid>,
    /// Whether djdock made each commit above it, and there are some.
    pub(super) is_own: bool,
}

impl History {
    /// `None` where nothing is below djdock's commits, or the clone does not hold it.
    pub(super) fn of(repository: &Repository, tip: Oid) -> Result<Option<Self>, git2::Error> {
        let mut start = repository.find_commit(tip)?;
        let mut line = BTreeSet::new();
        while verb(&start).is_some() {
            line.insert(start.id());
            match start.parent(0) {
                Ok(parent) => start = parent,
                Err(_) => return Ok(None),
            }
        }
        let start = start.id();
        let mut walk = repository.revwalk()?;
        walk.push(tip)?;
        walk.hide(start)?;
        let commits = walk.collect::<Result<BTreeSet<Oid>, _>>()?;
        let is_own = |id: &Oid| {
            let commit = repository.find_commit(*id);
            commit.is_ok_and(|commit: Commit<'_>| verb(&commit).is_some())
        };
        let is_own = !commits.is_empty() && commits.iter().all(is_own);
        Ok(Some(Self {
            start,
            line,
            is_own,
        }))
    }

    /// Whether a remote has commits of the branch, or git's configuration says something about it, as of one to follow.
    pub(super) fn is_pushed(
        &self,
        repository: &Repository,
        name: &str,
    ) -> Result<bool, git2::Error> {
        let config = repository.config()?.snapshot()?;
        let section = format!("branch.{name}.");
        let mut entries = config.entries(None)?;
        while let Some(entry) = entries.next() {
            if entry?.name().is_ok_and(|key| key.starts_with(&section)) {
                return Ok(true);
            }
        }
        let mut walk = repository.revwalk()?;
        walk.push_glob("refs/remotes/*")?;
        walk.hide(self.start)?;
        for commit in walk {
            if self.line.contains(&commit?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether git's log says that djdock made a branch.
pub(super) fn is_made(repository: &Repository, name: &str) -> bool {
    let log = repository.reflog(&format!("refs/heads/{name}"));
    log.is_ok_and(|log| {
        let first = log.len().checked_sub(1).and_then(|last| log.get(last));
        first.is_some_and(|first| {
            let says = first.message().ok().flatten().unwrap_or_default();
            first.id_old().is_zero() && says.starts_with("djdock: ")
        })
    })
}

/// Whether another reference than those of branches that may go holds a commit.
pub(super) fn is_kept(
    repository: &Repository,
    commit: Oid,
    going: &[String],
) -> Result<bool, git2::Error> {
    let going: Vec<String> = going
        .iter()
        .map(|name| format!("refs/heads/{name}"))
        .collect();
    for reference in repository.references()? {
        let reference = reference?;
        let is_going = |name: &str| going.iter().any(|going| going == name);
        if reference.name().is_ok_and(is_going) {
            continue;
        }
        let Ok(other) = reference.peel_to_commit() else {
            continue;
        };
        if other.id() == commit || repository.graph_descendant_of(other.id(), commit)? {
            return Ok(true);
        }
    }
    Ok(false)
}
