//! Plans as commits, without a branch yet.

use git2::{Commit, ObjectType, Oid, Repository, Signature};

use crate::plan::Plan;

use super::ApplyError;
use super::objects::{self, Blobs};

/// A commit to make.
#[derive(Clone, Debug)]
pub struct NewCommit {
    /// The commit whose tree the plan applies to.
    pub base: Oid,
    /// What changes in it.
    pub plan: Plan,
    /// Its parents, the branch's own one first.
    pub parents: Vec<Parent>,
    /// The commit's message: the subject, and the body below an empty line.
    pub message: String,
}

/// A parent of a [`NewCommit`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Parent {
    /// A commit that exists.
    Existing(Oid),
    /// An earlier one of the same list, by its index.
    New(usize),
}

/// What became of a [`NewCommit`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WrittenCommit {
    /// The commit; the base where none was needed.
    pub id: Oid,
    /// Whether a commit was made.
    pub made: bool,
}

/// Writes the commits, in their order, and makes them last.
pub(super) fn write(
    repository: &Repository,
    commits: &[NewCommit],
) -> Result<Vec<WrittenCommit>, ApplyError> {
    let written = make(repository, commits, Blobs::Own)?;
    let plans = commits.iter().map(|commit| &commit.plan);
    let made = written
        .iter()
        .zip(plans)
        .filter(|(commit, _)| commit.made)
        .map(|(commit, plan)| (commit.id, plan));
    objects::sync(repository, made)?;
    Ok(written)
}

/// Makes the commits' objects, in their order.
///
/// A parent that the first one holds already is left out. A commit that would change nothing and
/// record no new parent is not made: its base stands for it.
pub(super) fn make(
    repository: &Repository,
    commits: &[NewCommit],
    blobs: Blobs,
) -> Result<Vec<WrittenCommit>, ApplyError> {
    let mut written = Vec::with_capacity(commits.len());
    for commit in commits {
        written.push(make_one(repository, commit, &written, blobs)?);
    }
    Ok(written)
}

fn make_one(
    repository: &Repository,
    commit: &NewCommit,
    earlier: &[WrittenCommit],
    blobs: Blobs,
) -> Result<WrittenCommit, ApplyError> {
    let parents = parents(repository, commit, earlier)?;
    let base = objects::tree_of(repository, commit.base)?;
    let tree = objects::write_tree(repository, &base, &commit.plan, blobs)?;
    if tree == base.id() && parents == [commit.base] {
        let (id, made) = (commit.base, false);
        return Ok(WrittenCommit { id, made });
    }
    let found = parents
        .iter()
        .map(|parent| repository.find_commit(*parent))
        .collect::<Result<Vec<_>, _>>()
        .map_err(ApplyError::git(commit.base.to_string()))?;
    let (author, committer) = people(repository)?;
    let id = repository
        .find_tree(tree)
        .and_then(|tree| {
            let found: Vec<&Commit<'_>> = found.iter().collect();
            let (message, tree) = (&commit.message, &tree);
            let text =
                repository.commit_create_buffer(&author, &committer, message, tree, &found)?;
            // Not in one step: libgit2's own forgets that the disk was full.
            repository.odb()?.write(ObjectType::Commit, &text)
        })
        .map_err(ApplyError::git(tree.to_string()))?;
    Ok(WrittenCommit { id, made: true })
}

fn parents(
    repository: &Repository,
    commit: &NewCommit,
    earlier: &[WrittenCommit],
) -> Result<Vec<Oid>, ApplyError> {
    let mut parents: Vec<Oid> = Vec::new();
    for parent in &commit.parents {
        let id = match *parent {
            Parent::Existing(id) => id,
            Parent::New(index) => {
                let unknown = ApplyError::UnknownCommit { index };
                earlier.get(index).ok_or(unknown)?.id
            }
        };
        let known = match parents.first() {
            None => false,
            Some(first) => {
                parents.contains(&id)
                    || repository
                        .graph_descendant_of(*first, id)
                        .map_err(ApplyError::git(id.to_string()))?
            }
        };
        if !known {
            parents.push(id);
        }
    }
    Ok(parents)
}

/// Author and committer as git would name them; djdock itself where the user is not configured.
pub(super) fn people(
    repository: &Repository,
) -> Result<(Signature<'static>, Signature<'static>), ApplyError> {
    let djdock = || Signature::now("djdock", "djdock@localhost");
    let author = repository.author_from_env().or_else(|_| djdock());
    let committer = repository.committer_from_env().or_else(|_| djdock());
    let refused = || ApplyError::git("user.name");
    Ok((author.map_err(refused())?, committer.map_err(refused())?))
}
