//! The system calls by which djdock changes a disk, one after the other, as strace counts them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use crate::harness::Project;

/// Calls that can change what stands on a disk; a question mark where not every machine has one.
const CHANGING: &str = "?open,?openat,?creat,?write,?writev,?pwrite64,?rename,?renameat,?renameat2,?link,?linkat,\
    ?symlink,?symlinkat,?unlink,?unlinkat,?rmdir,?mkdir,?mkdirat,?truncate,?ftruncate,?chmod,?fchmod,?fchmodat,\
    ?copy_file_range,?sendfile";

/// A call that changed something: the so-manieth of its name.
#[derive(Clone, Debug)]
pub(super) struct Call {
    name: String,
    number: usize,
    /// What strace printed of it.
    pub(super) shown: String,
}

impl Call {
    /// strace's options to kill the process in this call's place.
    pub(super) fn injection(&self) -> Vec<String> {
        let Self { name, number, .. } = self;
        let inject = format!("inject={name}:signal=SIGKILL:when={number}");
        ["-e", &format!("trace={name}"), "-e", &inject]
            .map(str::to_owned)
            .into()
    }

    /// Whether it puts one file in another's place.
    pub(super) fn renames(&self) -> bool {
        self.name.starts_with("rename")
    }

    /// Whether it only writes an object of git's, which nobody sees before a reference does.
    pub(super) fn is_object(&self) -> bool {
        self.shown.contains("/.git/objects/")
    }
}

/// djdock under strace, in the project.
pub(super) fn strace(project: &Project, line: &str, options: &[String]) -> Command {
    let mut command = project.command("strace", &project.root);
    command
        .args(["-f", "--decode-fds=path", "--string-limit=0"])
        .args(["--output", "../trace"])
        .args(options)
        .arg(env!("CARGO_BIN_EXE_djdock"))
        .args(line.split_whitespace())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Runs djdock to its end; tells the calls that changed something. `None`, said loudly, where strace
/// is absent or may not trace.
pub(super) fn record(project: &Project, line: &str) -> Option<Vec<Call>> {
    let options = ["-e".to_owned(), format!("trace={CHANGING}")];
    let status = strace(project, line, &options).status();
    if !status.is_ok_and(|status| status.success()) {
        let _ = writeln!(
            io::stderr(),
            "SKIPPED a test of killed: strace does not run here"
        );
        return None;
    }
    let trace = fs::read(project.path("../trace")).expect("strace's output");
    Some(calls(&String::from_utf8_lossy(&trace)))
}

fn calls(trace: &str) -> Vec<Call> {
    let mut numbers = BTreeMap::<&str, usize>::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((name, shown)) = line
            .split_once(' ')
            .and_then(|(_, call)| call.trim_start().split_once('('))
        else {
            continue;
        };
        let number = numbers.entry(name).or_default();
        *number += 1;
        if changes(name, shown) {
            calls.push(Call {
                name: name.to_owned(),
                number: *number,
                shown: shown.to_owned(),
            });
        }
    }
    calls
}

fn changes(name: &str, shown: &str) -> bool {
    let failed = shown.contains(") = -1 ") || !shown.contains(" = ");
    let reads =
        name.starts_with("open") && !shown.contains("O_CREAT") && !shown.contains("O_TRUNC");
    let talks = name.starts_with("write") && !shown.contains("</");
    !failed && !reads && !talks
}

#[test]
fn calls_are_counted_by_name_and_only_those_that_change_something_are_kept() {
    let trace = "7 openat(AT_FDCWD</a>, \"b\", O_RDONLY) = 3</a/b>\n\
        7 mkdir(\"/a\", 0777) = -1 EEXIST (File exists)\n\
        7 openat(AT_FDCWD</a>, \"c\", O_WRONLY|O_CREAT, 0666) = 4</a/c>\n\
        7 write(4</a/c>, \"\"..., 5) = 5\n\
        7 write(2<pipe:[1]>, \"\"..., 5) = 5\n\
        7 +++ exited with 0 +++\n";
    let found: Vec<_> = calls(trace)
        .into_iter()
        .map(|call| (call.name, call.number))
        .collect();
    assert_eq!(found, [("openat".to_owned(), 2), ("write".to_owned(), 1)]);
}
