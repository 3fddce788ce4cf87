//! The prose of what stands in the way of writing.

use std::path::Path;

use crate::apply::{ApplyError, Refusal};

use super::{OTHER_BRANCHES, Report};
use crate::ui::shell::word;

/// The prose of an error of apply.
pub(super) fn report(error: &ApplyError) -> Report {
    match error {
        ApplyError::Refused(refusal) => refused(refusal),
        ApplyError::Io { path, source } => {
            Report::new(format!("cannot write `{}`: {source}", path.display()))
        }
        ApplyError::NotWritable { path } => {
            Report::new(format!("`{}` may not be written to", path.display()))
        }
        ApplyError::DiskFull { path } => Report::new(format!(
            "no space is left for `{}`; nothing was changed",
            path.display()
        )),
        // What libgit2 says where a write failed and it does not know why.
        ApplyError::Git { subject, source } if source.message() == "no error" => Report::new(
            format!("git cannot write `{subject}`: no space left, or the disk fails"),
        ),
        ApplyError::Git { subject, source } => {
            Report::new(format!("git: {subject}: {}", source.message()))
        }
        ApplyError::AlreadyRunning { lock } => Report::new("another djdock works on this project")
            .detail(format!("it holds `{}`", lock.display()))
            .hint("wait for it, and run the command again"),
        ApplyError::Locked { path } => {
            Report::new(format!("git's own lock `{}` is there", path.display()))
                .hint("another git command is running; if none is, remove that file")
        }
        ApplyError::JournalBlocked { path, journal } => blocked(path, journal),
        ApplyError::JournalUnreadable { journal, reason } => {
            Report::new(format!("`{}` cannot be read: {reason}", journal.display()))
                .hint("another djdock wrote it: use that one")
        }
        ApplyError::Unfinished { journal, source } => unfinished(journal, source),
        ApplyError::ChangedMeanwhile { path } => Report::new(format!(
            "`{path}` changed while djdock was working; nothing was written"
        ))
        .hint("run the command again"),
        ApplyError::DirtyPath { path, work_tree } => Report::new(format!(
            "`{path}` has changes that are not committed"
        ))
        .detail(format!("in {}", work_tree.display()))
        .hint(format!(
            "commit them (`git commit {}`) or set them aside (`git stash`), and run this again",
            word(path)
        )),
        ApplyError::UntrackedInTheWay { path, work_tree } => {
            Report::new(format!("`{path}` stands there, and git does not know it"))
                .detail(format!("in {}", work_tree.display()))
                .hint("commit it, or move it away")
        }
        ApplyError::EnvTracked { path } => {
            Report::new(format!("git tracks `{path}`, which is to hold passwords")).hint(format!(
                "`git rm --cached {}` and commit; change every secret that was in it",
                word(path)
            ))
        }
        ApplyError::EnvUnreadable { path, line } => Report::new(format!(
            "Compose cannot read line {line} of `{path}`, and so none of the file: what djdock adds would not be read either"
        ))
        .hint("mend that line: a quote closes, a backslash before it keeps it open; a key is one word. Then run the command again"),
        ApplyError::BranchExists { name } | ApplyError::BranchMoved { name } => Report::new(
            format!("branch `{name}` moved while djdock was working; nothing was written"),
        )
        .hint("run the command again"),
        ApplyError::BranchCheckedOut { name, work_tree } => checked_out(name, work_tree),
        ApplyError::BranchName { name } => {
            Report::new(format!("git does not allow a branch `{name}` here"))
        }
        ApplyError::BranchInTheWay { name, other } => branch_in_the_way(name, other),
        ApplyError::NotAFile { path } => not_a(path, "file", "write"),
        ApplyError::NotAFolder { path } => not_a(path, "folder", "make"),
        ApplyError::SymbolicLink { path } => symbolic_link(path),
        ApplyError::InSubmodule { path, submodule } => Report::new(format!(
            "`{path}` would be written into the submodule `{submodule}`, which is a repository of its own"
        )),
        ApplyError::NotUtf8 { path } => Report::new(format!("`{path}` is not UTF-8 text"))
            .hint("save it as UTF-8, and run this again"),
        ApplyError::Filtered {
            path,
            attribute,
            value,
        } => Report::new(format!(
            "`{path}` has the attribute `{attribute}={value}`: git alone can write such a file"
        ))
        .hint("switch to another branch: djdock then writes git's objects, and the next `git switch` the file")
        .hint("or take the file out of the filter, in .gitattributes"),
        ApplyError::OutsideRoot { path } => Report::new(format!(
            "`{path}` leads out of the project, or into git's own folder"
        )),
        ApplyError::WrittenTwice { path } => {
            Report::new(format!("`{path}` would be written twice")).bug()
        }
        ApplyError::UnknownCommit { index } => {
            Report::new(format!("commit {index} is not among those to be made")).bug()
        }
        ApplyError::PrivateInCommit { path } => {
            Report::new(format!("`{path}` holds secrets, and would be committed")).bug()
        }
    }
}

fn branch_in_the_way(name: &str, other: &str) -> Report {
    let report = Report::new(format!(
        "git cannot have a branch `{name}` beside the branch `{other}`"
    ));
    let report = match other.split_once('/') {
        Some((folder, rest)) => report.hint(format!(
            "rename yours: `git branch -m {} {}`",
            word(other),
            word(&format!("{folder}-{rest}"))
        )),
        None => report,
    };
    report.hint(OTHER_BRANCHES)
}

/// Something else stands where djdock would write a file, or make a folder.
fn not_a(path: &str, kind: &str, verb: &str) -> Report {
    Report::new(format!(
        "`{path}` is not a {kind}, and djdock would {verb} one of that name"
    ))
    .hint(renamed(Path::new(path)))
}

fn symbolic_link(path: &Path) -> Report {
    Report::new(format!(
        "`{}` is a symbolic link, which djdock neither follows nor replaces",
        path.display()
    ))
    .hint(of_its_own(path))
    .hint(renamed(path))
}

/// How what a link points to takes the link's place.
fn of_its_own(path: &Path) -> String {
    let new = format!("{}.new", path.display());
    let old = path.to_string_lossy();
    let (old, new) = (word(&old), word(&new));
    if path.is_dir() {
        format!(
            "to make it a folder of its own: `cp -R {old}/. {new} && rm {old} && mv {new} {old}`"
        )
    } else {
        format!("to make it a file of its own: `cp {old} {new} && mv {new} {old}`")
    }
}

/// How something is moved out of the way: a path in a commit is relative, one on disk is not.
fn renamed(path: &Path) -> String {
    let mine = format!("{}.mine", path.display());
    let old = path.to_string_lossy();
    let (old, mine) = (word(&old), word(&mine));
    if path.is_absolute() {
        format!("to move it out of the way: `mv {old} {mine}`")
    } else {
        format!("to move it out of the way: `git mv {old} {mine}`, and commit that")
    }
}

fn blocked(path: &str, journal: &Path) -> Report {
    Report::new(format!(
        "an interrupted djdock cannot be finished: `{path}` has changed since"
    ))
    .detail(format!(
        "what it was doing stands in `{}`",
        journal.display()
    ))
    .hint("`djdock init` takes it back, and leaves your change as it is")
}

/// What stopped it, as it reads by itself; its hints are for a command that wrote nothing.
fn unfinished(journal: &Path, source: &ApplyError) -> Report {
    let cause = report(source);
    Report::new(format!("stopped half-way: {}", cause.message))
        .details(cause.details)
        .detail(format!(
            "what it was doing stands in `{}`",
            journal.display()
        ))
        .hint("the next djdock command finishes it")
}

fn refused(refusal: &Refusal) -> Report {
    match refusal {
        Refusal::NoRepository(path) => {
            Report::new(format!("`{}` is in no git repository", path.display()))
        }
        Refusal::Bare(path) => Report::new(format!(
            "`{}` is a bare repository: it has no files to work on",
            path.display()
        ))
        .hint("clone it, and run djdock there"),
        Refusal::Unborn { branch, .. } => Report::new(format!(
            "`{branch}` has no commit yet, and branches start from one"
        ))
        .hint("first keep out of it what is nobody else's: `printf '%s\\n' .env '*.sqlite3' venv/ .venv/ __pycache__/ >>.gitignore`")
        .hint("then `git add -A && git commit -m start`, or `djdock init --layout single`"),
        Refusal::InProgress { operation, .. } => {
            Report::new(format!("git is in the middle of something ({operation:?})"))
                .hint("finish or abort it (`git status` says how), and run this again")
        }
        Refusal::ForeignOwner(path) => {
            Report::new(format!("`{}` belongs to another user", path.display())).hint(format!(
                "as its owner, or after `git config --global --add safe.directory {}`",
                word(&path.to_string_lossy())
            ))
        }
        Refusal::UnsupportedFormat { path, reason } => Report::new(format!(
            "`{}` is of a format that djdock does not know: {reason}",
            path.display()
        ))
        .hint("`djdock init --layout single` works without git's objects"),
        Refusal::WorkTreeGone { name } => {
            Report::new(format!("the work tree `{name}` is gone from disk"))
                .hint("`git worktree prune`, and run this again")
        }
    }
}

fn checked_out(name: &str, work_tree: &Path) -> Report {
    Report::new(format!(
        "branch `{name}` was checked out in {} while djdock was working; nothing was written",
        work_tree.display()
    ))
    .hint("run the command again")
}
