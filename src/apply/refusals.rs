//! What must be refused before anything is asked or written.

use std::path::Path;

use git2::{DiffOptions, ErrorClass, ErrorCode, Repository, RepositoryOpenFlags, RepositoryState};

use super::exclusive::Exclusive;
use super::refusal::Refusal;
use super::{ApplyError, Store};

/// The repository that a folder is in; `None` outside of git.
pub fn open_repository(path: &Path) -> Result<Option<Repository>, ApplyError> {
    // From the folder itself: by its own folder alone, a repository does not know of a work tree that is elsewhere.
    let nowhere: [&Path; 0] = [];
    let error = match Repository::open_ext(path, RepositoryOpenFlags::empty(), nowhere) {
        Ok(repository) => return Ok(Some(repository)),
        Err(error) => error,
    };
    let at = path.to_owned();
    let unsupported = error.class() == ErrorClass::Repository
        && (error.message().contains("unsupported") || error.message().contains("unknown object"));
    match error.code() {
        ErrorCode::NotFound => Ok(None),
        ErrorCode::Owner => Err(Refusal::ForeignOwner(at).into()),
        _ if unsupported => {
            let reason = error.message().to_owned();
            Err(Refusal::UnsupportedFormat { path: at, reason }.into())
        }
        _ => Err(ApplyError::git(path.display().to_string())(error)),
    }
}

/// Whether branches can be made from this work tree's HEAD. A detached HEAD will do, and so will a
/// shallow repository: it has HEAD's tree, and whoever needs a merge base finds out about that.
pub fn check_repository(repository: &Repository) -> Result<(), ApplyError> {
    let git_folder = repository.path().to_owned();
    if repository.is_bare() {
        return Err(Refusal::Bare(git_folder).into());
    }
    match repository.head() {
        Ok(_) => {}
        Err(error) if error.code() == ErrorCode::UnbornBranch => {
            let branch = repository.find_reference("HEAD").ok();
            let branch = branch
                .as_ref()
                .and_then(|head| head.symbolic_target().ok().flatten())
                .map(|name| name.trim_start_matches("refs/heads/").to_owned())
                .unwrap_or_default();
            return Err(Refusal::Unborn { git_folder, branch }.into());
        }
        Err(error) => return Err(ApplyError::git("HEAD")(error)),
    }
    let operation = repository.state();
    if operation != RepositoryState::Clean {
        let refusal = Refusal::InProgress {
            git_folder,
            operation,
        };
        return Err(refusal.into());
    }
    let path = git_folder.join("index.lock");
    if path.exists() {
        return Err(ApplyError::Locked { path });
    }
    Ok(())
}

/// Whether the store can be written to at all, and no other djdock is at it.
pub fn check_writable(store: &Store) -> Result<(), ApplyError> {
    Exclusive::acquire(store).map(drop)
}

/// Those of the paths that are not the same in HEAD, the index and the work tree, sorted.
///
/// Only these paths are looked at. An untracked or ignored file counts, and so does one that the
/// user told git not to look at (`--assume-unchanged`, `--skip-worktree`), but for what a sparse check-out leaves out.
pub fn dirty_paths(repository: &Repository, paths: &[&str]) -> Result<Vec<String>, ApplyError> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let subject = repository.path().display().to_string();
    let mut options = DiffOptions::new();
    options
        .disable_pathspec_match(true)
        .include_untracked(true)
        .recurse_untracked_dirs(true)
        .include_ignored(true)
        .recurse_ignored_dirs(true)
        .include_typechange(true);
    for path in paths {
        options.pathspec(*path);
    }
    let diffs = repository
        .head()
        .and_then(|head| head.peel_to_tree())
        .and_then(|head| {
            let index = repository.index()?;
            let staged =
                repository.diff_tree_to_index(Some(&head), Some(&index), Some(&mut options))?;
            let edited = repository.diff_index_to_workdir(Some(&index), Some(&mut options))?;
            let unwatched = unwatched(&index, paths);
            let sparse = left_out(repository, &index, paths);
            Ok((staged, edited, unwatched, sparse))
        });
    let (staged, edited, mut dirty, sparse) = diffs.map_err(ApplyError::git(subject))?;
    for delta in staged.deltas().chain(edited.deltas()) {
        for file in [delta.old_file(), delta.new_file()] {
            let path = file.path().and_then(Path::to_str);
            dirty.extend(path.map(str::to_owned));
        }
    }
    dirty.sort();
    dirty.dedup();
    dirty.retain(|path| !sparse.contains(path));
    Ok(dirty)
}

/// The paths that a sparse check-out leaves out of the work tree: git looks at none of them, and nothing stands there.
fn left_out(repository: &Repository, index: &git2::Index, paths: &[&str]) -> Vec<String> {
    let is_there = |path: &str| {
        let root = repository.workdir();
        root.is_some_and(|root| root.join(path).symlink_metadata().is_ok())
    };
    let skipped = |path: &&&str| {
        let entry = index.get_path(Path::new(path), 0);
        entry.is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
    };
    let paths = paths.iter().filter(skipped);
    let gone = paths.filter(|path| !is_there(path));
    gone.map(|path| (*path).to_owned()).collect()
}

const SKIP_WORKTREE: u16 = 1 << 14;

/// The paths whose index entries carry a flag by which git takes the file on trust.
fn unwatched(index: &git2::Index, paths: &[&str]) -> Vec<String> {
    const ASSUME_UNCHANGED: u16 = 0x8000;
    let is_unwatched = |path: &&&str| {
        index.get_path(Path::new(path), 0).is_some_and(|entry| {
            entry.flags & ASSUME_UNCHANGED != 0 || entry.flags_extended & SKIP_WORKTREE != 0
        })
    };
    paths
        .iter()
        .filter(is_unwatched)
        .map(|path| (*path).to_owned())
        .collect()
}
