//! The work trees of a repository, and what each has checked out.

use std::path::{Path, PathBuf};

use git2::{Repository, RepositoryState};

use super::{ApplyError, Base, Refusal, Store, disk};

/// A work tree whose HEAD is a branch.
pub(super) struct Checkout {
    pub(super) base: Base,
    pub(super) root: PathBuf,
    /// Its git folder below the common one: empty for the main work tree, else with a trailing `/`.
    pub(super) git_folder: String,
    pub(super) repository: Repository,
}

/// The work trees that have a branch checked out, also one without a commit yet.
///
/// Refused where the branch is in the middle of a merge, rebase or bisect, and where the folder is gone.
pub(super) fn checkouts(store: &Store, reference: &str) -> Result<Vec<Checkout>, ApplyError> {
    let repository = store.expect_repository()?;
    let mut found = Vec::new();
    let names = repository
        .worktrees()
        .map_err(ApplyError::git("worktrees"))?;
    let main = (!repository.is_bare()).then_some((Base::Main, String::new()));
    let linked = names.iter().flatten().flatten().map(|name| {
        let base = Base::Linked(name.to_owned());
        (base, format!("worktrees/{name}/"))
    });
    for (base, git_folder) in main.into_iter().chain(linked) {
        let path = repository.commondir().join(&git_folder);
        let holds = names_branch(&path.join("HEAD"), "ref: ", reference)?;
        if holds || is_taken(&path, reference)? {
            let checkout = open(store, base, git_folder)?;
            check_idle(&checkout)?;
            found.push(checkout);
        }
    }
    Ok(found)
}

fn names_branch(file: &Path, prefix: &str, reference: &str) -> Result<bool, ApplyError> {
    let text = disk::read(file)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    Ok(text.trim_end().strip_prefix(prefix) == Some(reference))
}

/// Whether HEAD will come back to the branch: it is being rebased or bisected.
fn is_taken(git_folder: &Path, reference: &str) -> Result<bool, ApplyError> {
    let short = reference.trim_start_matches("refs/heads/");
    Ok(
        names_branch(&git_folder.join("rebase-merge/head-name"), "", reference)?
            || names_branch(&git_folder.join("rebase-apply/head-name"), "", reference)?
            || names_branch(&git_folder.join("BISECT_START"), "", short)?,
    )
}

fn open(store: &Store, base: Base, git_folder: String) -> Result<Checkout, ApplyError> {
    let gone = |_| match &base {
        Base::Linked(name) => Refusal::WorkTreeGone { name: name.clone() }.into(),
        _ => ApplyError::from(Refusal::NoRepository(store.folder().to_owned())),
    };
    let root = store.root(&base)?;
    let repository = Repository::open(&root).map_err(gone)?;
    Ok(Checkout {
        base,
        root,
        git_folder,
        repository,
    })
}

fn check_idle(checkout: &Checkout) -> Result<(), ApplyError> {
    let operation = checkout.repository.state();
    if operation == RepositoryState::Clean {
        return Ok(());
    }
    let git_folder = checkout.repository.path().to_owned();
    let refusal = Refusal::InProgress {
        git_folder,
        operation,
    };
    Err(refusal.into())
}
