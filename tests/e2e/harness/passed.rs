//! What has passed before, so that a run of everything which was cut short goes on where it stopped: a line for each in
//! the file that `DJDOCK_E2E_PASSED` names. Without the variable, all of it runs.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

/// Whether it has passed before.
pub(crate) fn has(name: &str) -> bool {
    let passed = file().and_then(|file| fs::read_to_string(file).ok());
    passed.is_some_and(|passed| passed.lines().any(|line| line == name))
}

/// Takes note that it has passed.
pub(crate) fn note(name: &str) {
    let Some(file) = file() else {
        return;
    };
    let open = OpenOptions::new().create(true).append(true).open(&file);
    // In one write, as two scenarios may end at once.
    let written = open.and_then(|mut open| open.write_all(format!("{name}\n").as_bytes()));
    written.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

fn file() -> Option<PathBuf> {
    std::env::var_os("DJDOCK_E2E_PASSED").map(PathBuf::from)
}
