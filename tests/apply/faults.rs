//! Killed, or out of space, at every single write: the next command finds before or after.
//!
//! The test runs itself again as a child process, which waits until strace has attached to the one
//! thread that does the work; strace then kills it, or fails it, at the n-th call of a kind.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use djdock::apply::{
    ApplyError, BranchUpdate, EnvEntry, MERGE_DRIVER, Parent, Recovery, Store, configure,
    env_change, exclude_env, recover, write_branches, write_folder,
};
use git2::Repository;

use crate::sandbox::{SETTINGS, Sandbox, Snapshot, commit, git_in, snapshot, stack};

const CHILD: &str = "DJDOCK_TEST_CHILD";
const ENV: &str = "MINE=kept\n";

/// The scenario that only finishes what an earlier run began.
const RECOVERY: &str = "recovery";

fn store(root: &Path) -> Store {
    let store = match Repository::open(root) {
        Ok(repository) => Store::of_repository(&repository),
        Err(_) => Store::of_folder(root),
    };
    store.unwrap()
}

/// What a child does to a folder: its outcome is the last word that it prints.
fn run(scenario: &str, root: &Path) -> Result<(), ApplyError> {
    if scenario == RECOVERY {
        return recover(&store(root)).map(|_| ());
    }
    recover(&store(root))?;
    let entries = [EnvEntry {
        key: "SECRET_KEY".to_owned(),
        value: "new".to_owned(),
        comment: String::new(),
    }];
    if scenario == "single" {
        let env = env_change(None, root, &entries)?;
        let files: Vec<_> = env.write.into_iter().collect();
        return write_folder(None, root, &stack("dev"), &files).map(|_| ());
    }
    let repository = Repository::open(root).unwrap();
    let head = repository.head().unwrap().target().unwrap();
    let mut files = Vec::new();
    files.extend(exclude_env(&repository)?);
    files.extend(env_change(Some(&repository), root, &entries)?.write);
    files.extend(configure(&repository, &MERGE_DRIVER)?);
    let commits = [
        commit(head, stack("dev"), &[Parent::Existing(head)]),
        commit(
            head,
            stack("prod"),
            &[Parent::Existing(head), Parent::New(0)],
        ),
    ];
    let branch = |name: &str, old, commit| BranchUpdate {
        name: name.to_owned(),
        old,
        commit,
    };
    // `main` is checked out, `prod` is new.
    let branches = [branch("main", Some(head), 0), branch("prod", None, 1)];
    write_branches(&repository, &commits, &branches, &files, "init").map(|_| ())
}

#[test]
#[ignore = "the child of the other tests"]
fn child() {
    let Ok(scenario) = std::env::var(CHILD) else {
        return;
    };
    let (scenario, root) = scenario.split_once(':').unwrap();
    let thread = fs::read_link("/proc/thread-self").unwrap();
    println!("\nthread {}", thread.file_name().unwrap().to_str().unwrap());
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let outcome = run(scenario, Path::new(root));
    println!(
        "\noutcome {}",
        outcome.map_or_else(|error| format!("{error:?}"), |()| "done".to_owned())
    );
}

/// Calls that change what is on disk, or say that it cannot be.
const CALLS: &str = "openat,write,pwrite64,ftruncate,copy_file_range,rename,renameat,renameat2,\
    unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,fchmod,fsync,fdatasync";

/// One call of the child's: its kind, its number among those, and what strace says of it.
#[derive(Debug)]
struct Call {
    kind: String,
    number: usize,
    line: String,
}

impl Call {
    fn succeeds(&self) -> bool {
        !self.line.contains("= -1 E")
    }

    fn changes_something(&self) -> bool {
        match self.kind.as_str() {
            "openat" => self.line.contains("O_CREAT") || self.line.contains("O_TRUNC"),
            "fsync" | "fdatasync" => false,
            "write" => !self.line.starts_with("write(1,"),
            _ => true,
        }
    }
}

/// A child with strace at its one working thread.
struct Traced {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    strace: Child,
}

impl Traced {
    /// `None`, said aloud, where there is no strace or it may not attach.
    fn start(scenario: &str, root: &Path, injection: Option<&str>) -> Option<Self> {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::child", "--ignored", "--nocapture"])
            .env(CHILD, format!("{scenario}:{}", root.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let thread = word(&mut output, "thread ").unwrap();
        let mut command = Command::new("strace");
        command.args(["-p", &thread, "-o"]).arg(log(root));
        command.args(["-e", &format!("trace={CALLS}")]);
        if let Some(injection) = injection {
            command.args(["-e", &format!("inject={injection}")]);
        }
        let mut said = String::new();
        let strace = command
            .stderr(Stdio::piped())
            .spawn()
            .and_then(|mut strace| {
                let messages = strace.stderr.as_mut().unwrap();
                BufReader::new(messages).read_line(&mut said)?;
                Ok(strace)
            });
        match strace {
            Ok(strace) if said.contains("attached") => Some(Self {
                child,
                output,
                strace,
            }),
            other => {
                let _ = child.kill();
                let _ = child.wait();
                eprintln!(
                    "SKIPPED: strace cannot be used here: {said} {:?}",
                    other.err()
                );
                None
            }
        }
    }

    /// Lets it go; its outcome, or `None` when it was killed before.
    fn finish(mut self) -> Option<String> {
        let mut input = self.child.stdin.take().unwrap();
        input.write_all(b"\n").unwrap();
        let outcome = word(&mut self.output, "outcome ");
        self.child.wait().unwrap();
        self.strace.wait().unwrap();
        outcome
    }
}

fn word(output: &mut Lines<BufReader<ChildStdout>>, before: &str) -> Option<String> {
    output.find_map(|line| line.ok()?.strip_prefix(before).map(str::to_owned))
}

fn log(root: &Path) -> PathBuf {
    root.with_extension("log")
}

/// The calls of a run that nothing disturbs.
fn calls(scenario: &str, case: &Case) -> Option<Vec<Call>> {
    let root = case.copy();
    let outcome = Traced::start(scenario, &root, None)?.finish();
    assert_eq!(outcome.as_deref(), Some("done"));
    let mut numbers = BTreeMap::new();
    let text = fs::read_to_string(log(&root)).unwrap();
    let call = |line: &str| {
        let (kind, _) = line.split_once('(')?;
        let number = numbers.entry(kind.to_owned()).or_insert(0);
        *number += 1;
        Some(Call {
            kind: kind.to_owned(),
            number: *number,
            line: line.to_owned(),
        })
    };
    Some(text.lines().filter_map(call).collect())
}

/// A folder to start from, as often as it is needed.
struct Case {
    scenario: &'static str,
    folder: tempfile::TempDir,
    before: Snapshot,
    after: Facts,
}

/// What there is to see after a run: not when it was.
type Facts = BTreeMap<String, String>;

impl Case {
    fn new(scenario: &'static str) -> Self {
        // In memory, where there is such a place: every run waits for the disk dozens of times.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.unwrap();
        let root = folder.path().join("start");
        if scenario == "single" {
            fs::create_dir_all(root.join("mysite")).unwrap();
            fs::write(root.join("mysite/settings.py"), SETTINGS).unwrap();
        } else {
            let sandbox = Sandbox::new();
            copy(sandbox.root(), &root);
        }
        fs::write(root.join(".env"), ENV).unwrap();
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

    fn copy(&self) -> PathBuf {
        let root = self.folder.path().join("run");
        let _ = fs::remove_dir_all(&root);
        copy(&self.folder.path().join("start"), &root);
        root
    }

    /// An index that was taken back says the same in other bytes.
    fn before_facts(&self) -> Facts {
        let root = self.folder.path().join("before");
        if !root.exists() {
            copy(&self.folder.path().join("start"), &root);
        }
        facts(&root)
    }

    /// Before or after, and nothing between; then a second run comes to the same end.
    fn assert_whole(&self, root: &Path, what: &str) {
        if visible(root) == self.before {
            run(self.scenario, root).unwrap();
        }
        let difference = difference(&facts(root), &self.after);
        assert!(difference.is_empty(), "{what}: {difference:#?}");
    }
}

fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(status.unwrap().success());
}

/// Every file but git's objects and the lock that nobody holds.
fn visible(root: &Path) -> Snapshot {
    let mut files = snapshot(root);
    files.retain(|path, _| !path.starts_with(".git/objects/") && path != ".git/djdock/lock");
    files
}

fn facts(root: &Path) -> Facts {
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
fn difference(found: &Facts, wanted: &Facts) -> Facts {
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

/// Kills the run at each call that changes something on disk.
fn kill_everywhere(scenario: &'static str) {
    let case = Case::new(scenario);
    if let Some(calls) = calls(scenario, &case) {
        kill_at(scenario, &case, &calls);
    }
}

/// The folder of a run that was killed just behind its commit point.
fn pending(scenario: &'static str, case: &Case) -> Option<PathBuf> {
    let first = calls(scenario, case)?;
    let is_rename = |call: &&Call| call.kind == "rename";
    let mut renames = first.iter().filter(is_rename);
    renames.find(|call| call.line.contains("journal.new\""));
    let next = renames.next().unwrap();
    let root = case.copy();
    let injection = format!("rename:signal=KILL:when={}", next.number);
    let outcome = Traced::start(scenario, &root, Some(&injection))
        .unwrap()
        .finish();
    assert_eq!(outcome, None);
    Some(root)
}

/// Kills the run that finishes an earlier one, at each call.
fn kill_the_recovery(scenario: &'static str) {
    let case = Case::new(scenario);
    let Some(root) = pending(scenario, &case) else {
        return;
    };
    let start = case.folder.path().join("start");
    fs::remove_dir_all(&start).unwrap();
    fs::rename(&root, &start).unwrap();
    // From here on there is no way back to before.
    let second = calls(RECOVERY, &case).unwrap();
    kill_at(RECOVERY, &case, &second);
}

fn kill_at(scenario: &'static str, case: &Case, calls: &[Call]) {
    let mut killed = 0;
    for call in calls
        .iter()
        .filter(|call| call.succeeds() && call.changes_something())
    {
        let root = case.copy();
        let injection = format!("{}:signal=KILL:when={}", call.kind, call.number);
        let outcome = Traced::start(scenario, &root, Some(&injection))
            .unwrap()
            .finish();
        killed += usize::from(outcome.is_none());
        let env = fs::read_to_string(root.join(".env")).unwrap();
        assert!(env.starts_with(ENV), "{call:?}: {env}");
        recover(&store(&root)).unwrap();
        case.assert_whole(&root, &format!("{call:?}"));
    }
    assert!(killed >= 8, "only {killed} calls were hit");
}

/// Fails each call that can fail for want of space.
fn fail_everywhere(scenario: &'static str) {
    let case = Case::new(scenario);
    let Some(calls) = calls(scenario, &case) else {
        return;
    };
    let takes_space = |call: &&Call| {
        let frees =
            call.kind.starts_with("unlink") || call.kind == "rmdir" || call.kind == "fchmod";
        let reads = call.kind == "openat" && !call.changes_something();
        call.succeeds() && !frees && !reads && !call.line.starts_with("write(1,")
    };
    let mut failed = 0;
    for call in calls.iter().filter(takes_space) {
        let root = case.copy();
        let injection = format!("{}:error=ENOSPC:when={}", call.kind, call.number);
        let outcome = Traced::start(scenario, &root, Some(&injection))
            .unwrap()
            .finish();
        let outcome = outcome.unwrap();
        assert!(!outcome.contains("Unfinished"), "{call:?}: {outcome}");
        if outcome != "done" {
            failed += 1;
            let difference = difference(&facts(&root), &case.before_facts());
            assert!(
                difference.is_empty(),
                "{call:?}: {outcome}: {difference:#?}"
            );
            run(scenario, &root).unwrap();
        }
        case.assert_whole(&root, &format!("{call:?}: {outcome}"));
    }
    assert!(failed > 20, "only {failed} calls were hit");
}

#[test]
fn single_killed_at_every_write() {
    kill_everywhere("single");
}

#[test]
fn branches_killed_at_every_write() {
    kill_everywhere("branches");
}

#[test]
fn single_recovery_killed_at_every_write() {
    kill_the_recovery("single");
}

#[test]
fn branches_recovery_killed_at_every_write() {
    kill_the_recovery("branches");
}

#[test]
fn single_without_space_at_every_write() {
    fail_everywhere("single");
}

#[test]
fn branches_without_space_at_every_write() {
    fail_everywhere("branches");
}

#[test]
fn an_edit_after_the_kill_is_kept_and_named() {
    for scenario in ["single", "branches"] {
        let case = Case::new(scenario);
        let Some(root) = pending(scenario, &case) else {
            return;
        };
        let settings = root.join("mysite/settings.py");
        let standing = fs::read(&settings).unwrap();
        fs::write(&settings, "MINE = 1\n").unwrap();
        let error = recover(&store(&root)).unwrap_err();
        let named = matches!(
            &error,
            ApplyError::JournalBlocked { path, .. } if path == "mysite/settings.py"
        );
        assert!(named, "{error:?}");
        assert!(run(scenario, &root).is_err());
        assert_eq!(fs::read_to_string(&settings).unwrap(), "MINE = 1\n");
        fs::write(&settings, standing).unwrap();
        assert_eq!(recover(&store(&root)).unwrap(), Recovery::Finished);
        case.assert_whole(&root, scenario);
    }
}

#[test]
fn a_pending_journal_goes_with_a_copy_of_its_repository() {
    for scenario in ["single", "branches"] {
        let case = Case::new(scenario);
        let Some(root) = pending(scenario, &case) else {
            return;
        };
        let moved = case.folder.path().join("moved");
        copy(&root, &moved);
        let standing = visible(&root);
        recover(&store(&moved)).unwrap();
        case.assert_whole(&moved, scenario);
        assert!(visible(&root) == standing, "the original was written to");
    }
}

#[test]
fn a_dead_ones_locks_keep_git_out_until_the_next_command() {
    let case = Case::new("branches");
    let Some(root) = pending("branches", &case) else {
        return;
    };
    let commit = git_in(&root, &["commit", "-q", "--allow-empty", "-m", "Between"]);
    assert!(!commit.status.success());
    recover(&store(&root)).unwrap();
    case.assert_whole(&root, "branches");
}
