//! A child process that strace stops, or lies to, at the n-th call of a kind.
//!
//! The test runs itself again as a child, which waits until strace has attached to the one thread
//! that does the work, so that neither the product nor the count of its calls is touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::case::{Case, run};

pub(crate) const CHILD: &str = "DJDOCK_TEST_CHILD";

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
pub(crate) const CALLS: &str = "openat,write,pwrite64,ftruncate,copy_file_range,rename,renameat,renameat2,\
    unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,fchmod,fsync,fdatasync";

/// One call of the child's: its kind, its number among those, and what strace says of it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) kind: String,
    pub(crate) number: usize,
    pub(crate) line: String,
}

impl Call {
    pub(crate) fn succeeds(&self) -> bool {
        !self.line.contains("= -1 E")
    }

    pub(crate) fn changes_something(&self) -> bool {
        match self.kind.as_str() {
            "openat" => self.line.contains("O_CREAT") || self.line.contains("O_TRUNC"),
            "fsync" | "fdatasync" => false,
            "write" => !self.line.starts_with("write(1,"),
            _ => true,
        }
    }
}

/// A child with strace at its one working thread.
pub(crate) struct Traced {
    child: Child,
    output: Output,
    strace: Child,
}

impl Traced {
    /// `None`, said aloud, where there is no strace or it may not attach.
    pub(crate) fn start(scenario: &str, root: &Path, injection: Option<&str>) -> Option<Self> {
        let (mut child, output, thread) = spawn(scenario, root);
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
    pub(crate) fn finish(mut self) -> Option<String> {
        let outcome = let_go(&mut self.child, &mut self.output);
        self.strace.wait().unwrap();
        outcome
    }
}

/// A child that waits, and the id of the thread that it waits in.
fn spawn(scenario: &str, root: &Path) -> (Child, Output, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "trace::child", "--ignored", "--nocapture"])
        .env(CHILD, format!("{scenario}:{}", root.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let thread = word(&mut output, "thread ").unwrap();
    (child, output, thread)
}

fn let_go(child: &mut Child, output: &mut Output) -> Option<String> {
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    let outcome = word(output, "outcome ");
    child.wait().unwrap();
    outcome
}

/// The outcomes of several processes that do the same to one folder at once.
pub(crate) fn race(scenario: &str, root: &Path, count: usize) -> Vec<String> {
    let mut children: Vec<_> = (0..count).map(|_| spawn(scenario, root)).collect();
    std::thread::scope(|scope| {
        let runs: Vec<_> = children
            .iter_mut()
            .map(|(child, output, _)| scope.spawn(|| let_go(child, output).unwrap()))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

type Output = Lines<BufReader<ChildStdout>>;

pub(crate) fn word(output: &mut Output, before: &str) -> Option<String> {
    output.find_map(|line| line.ok()?.strip_prefix(before).map(str::to_owned))
}

pub(crate) fn log(root: &Path) -> PathBuf {
    root.with_extension("log")
}

/// The calls of a run that nothing disturbs.
pub(crate) fn calls(scenario: &str, case: &Case) -> Option<Vec<Call>> {
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
