//! A folder to start from, what is done to it, and what there is to see before and after.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use djdock::apply::{
    ApplyError, BranchChange, BranchDeletion, EnvEntry, MERGE_DRIVER, Parent, Store, configure,
    env_change, exclude, include, recover, unconfigure, write_branches, write_change, write_folder,
};
use git2::Repository;

use crate::sandbox::{
    SETTINGS, Sandbox, Snapshot, change, commit, executable, file, git_in, snapshot, stack, update,
};

pub(crate) const ENV: &str = "MINE=kept\n";

/// The scenario in which a branch goes.
pub(crate) const UNDO: &str = "undo";

/// The scenario that only finishes what an earlier run began.
pub(crate) const RECOVERY: &str = "recovery";

pub(crate) fn store(root: &Path) -> Store {
    let store = match Repository::open(root) {
        Ok(repository) => Store::of_repository(&repository),
        Err(_) => Store::of_folder(root),
    };
    store.unwrap()
}

/// What a child does to a folder.
pub(crate) fn run(scenario: &str, root: &Path) -> Result<(), ApplyError> {
    recover(&store(root))?;
    let entries = [EnvEntry {
        key: "SECRET_KEY".to_owned(),
        value: "new".to_owned(),
        comment: String::new(),
    }];
    match scenario {
        RECOVERY => Ok(()),
        "single" => run_single(root, &entries),
        UNDO => run_undo(root),
        _ => run_branches(root, &entries),
    }
}

fn run_single(root: &Path, entries: &[EnvEntry]) -> Result<(), ApplyError> {
    let env = env_change(None, root, ".env", entries, &[])?;
    let files: Vec<_> = env.write.into_iter().collect();
    let mut plan = stack("dev");
    let old = file("old\n");
    plan.changes
        .push(change("old/compose.yml", Some(old), None));
    write_folder(None, root, &plan, &files).map(|_| ())
}

fn run_branches(root: &Path, entries: &[EnvEntry]) -> Result<(), ApplyError> {
    let repository = Repository::open(root).unwrap();
    let head = repository.head().unwrap().target().unwrap();
    let mut files = Vec::new();
    files.extend(exclude(&repository, &["/.env".to_owned()])?);
    files.extend(env_change(Some(&repository), root, ".env", entries, &[])?.write);
    files.extend(configure(&repository, &MERGE_DRIVER)?);
    let text = "print('manage')\n";
    let script = change("manage.py", Some(file(text)), Some(executable(text)));
    let gone = change("notes.txt", Some(file("mine\n")), None);
    let mut dev = stack("dev");
    dev.changes.extend([script, gone]);
    let parents = [Parent::Existing(head), Parent::New(0)];
    let commits = [
        commit(head, dev, &parents[..1]),
        commit(head, stack("prod"), &parents),
    ];
    // `main` is checked out, `prod` is new.
    let branches = [update("main", Some(head), 0), update("prod", None, 1)];
    write_branches(&repository, &commits, &branches, &files, "init").map(|_| ())
}

/// What [`run_branches`] did, taken back but for the secrets: `prod` goes, and `main` loses its stack.
fn run_undo(root: &Path) -> Result<(), ApplyError> {
    let repository = Repository::open(root).unwrap();
    let commit_of = |name: &str| {
        let reference = repository.find_reference(&format!("refs/heads/{name}"));
        reference.ok().and_then(|reference| reference.target())
    };
    // Done before: an earlier run was finished.
    let (Some(main), Some(prod)) = (commit_of("main"), commit_of("prod")) else {
        return Ok(());
    };
    let mut files = Vec::new();
    files.extend(include(&repository, &["/.env".to_owned()])?);
    files.extend(unconfigure(&repository, &MERGE_DRIVER.map(|(key, _)| key))?);
    let mut plan = stack("dev");
    for change in &mut plan.changes {
        std::mem::swap(&mut change.before, &mut change.after);
    }
    let change = BranchChange {
        commits: &[commit(main, plan, &[Parent::Existing(main)])],
        updates: &[update("main", Some(main), 0)],
        deletions: &[BranchDeletion {
            name: "prod".to_owned(),
            old: prod,
        }],
    };
    write_change(&repository, change, &files, "undo").map(|_| ())
}

/// A folder to start from, as often as it is needed.
pub(crate) struct Case {
    pub(crate) scenario: &'static str,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) before: Snapshot,
    pub(crate) after: Facts,
}

/// What there is to see after a run: not when it was.
pub(crate) type Facts = BTreeMap<String, String>;

impl Case {
    pub(crate) fn new(scenario: &'static str) -> Self {
        // In memory, where there is such a place: every run waits for the disk dozens of times.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.unwrap();
        let root = folder.path().join("start");
        if scenario == "single" {
            fs::create_dir_all(root.join("mysite")).unwrap();
            fs::create_dir_all(root.join("old")).unwrap();
            fs::write(root.join("old/compose.yml"), "old\n").unwrap();
            fs::write(root.join("mysite/settings.py"), SETTINGS).unwrap();
        } else {
            let sandbox = Sandbox::new();
            copy(sandbox.root(), &root);
        }
        fs::write(root.join(".env"), ENV).unwrap();
        if scenario == UNDO {
            run("branches", &root).unwrap();
            git_in(&root, &["pack-refs", "--all"]);
        }
        let before = visible(&root);
        let done = folder.path().join("done");
        copy(&root, &done);
        run(scenario, &done).unwrap();
        Self {
            scenario,
            before,
            after: facts(&done),
            folder,
        }
    }

    pub(crate) fn copy(&self) -> PathBuf {
        let root = self.folder.path().join("run");
        let _ = fs::remove_dir_all(&root);
        copy(&self.folder.path().join("start"), &root);
        root
    }

    /// An index that was taken back says the same in other bytes.
    pub(crate) fn before_facts(&self) -> Facts {
        let root = self.folder.path().join("before");
        if !root.exists() {
            copy(&self.folder.path().join("start"), &root);
        }
        facts(&root)
    }

    /// Before or after, and nothing between; then a second run comes to the same end.
    pub(crate) fn assert_whole(&self, root: &Path, what: &str) {
        if visible(root) == self.before {
            run(self.scenario, root).unwrap();
        }
        let difference = difference(&facts(root), &self.after);
        assert!(difference.is_empty(), "{what}: {difference:#?}");
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(status.unwrap().success());
}

/// Every file but git's objects and the lock that nobody holds.
pub(crate) fn visible(root: &Path) -> Snapshot {
    let mut files = snapshot(root);
    files.retain(|path, _| !path.starts_with(".git/objects/") && path != ".git/djdock/lock");
    files
}

pub(crate) fn facts(root: &Path) -> Facts {
    let mut files = visible(root);
    // They tell the time: git says what they come to.
    let tells_time = |path: &str| {
        path == ".git/index" || path.starts_with(".git/logs/") || path.starts_with(".git/refs/")
    };
    files.retain(|path, _| !tells_time(path));
    let text = |(mode, bytes): (u32, Vec<u8>)| format!("{mode:o} {}", bytes.escape_ascii());
    let mut facts: Facts = files
        .into_iter()
        .map(|(path, file)| (path, text(file)))
        .collect();
    if !root.join(".git").exists() {
        return facts;
    }
    for question in [
        "rev-parse main^{tree} prod^{tree} prod^2^{tree}",
        "for-each-ref --format=%(refname)",
        "status --porcelain=v2",
        "reflog show --format=%gs HEAD",
        "reflog show --format=%gs prod",
        "fsck --strict --no-dangling",
    ] {
        let arguments: Vec<&str> = question.split(' ').collect();
        let output = git_in(root, &arguments);
        let answer = [output.stdout, output.stderr].concat();
        facts.insert(
            format!("git {question}"),
            String::from_utf8(answer).unwrap(),
        );
    }
    facts
}

/// What is not the same in both.
pub(crate) fn difference(found: &Facts, wanted: &Facts) -> Facts {
    let keys = found.keys().chain(wanted.keys());
    keys.filter(|key| found.get(*key) != wanted.get(*key))
        .map(|key| {
            (
                key.clone(),
                format!("{:?} instead of {:?}", found.get(key), wanted.get(key)),
            )
        })
        .collect()
}
