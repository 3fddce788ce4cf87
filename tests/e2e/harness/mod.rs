//! What the scenarios share.

pub(crate) mod binary;
pub(crate) mod cleanup;
pub(crate) mod engine;
pub(crate) mod form;
pub(crate) mod passed;
pub(crate) mod project;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod site;
pub(crate) mod stack;
pub(crate) mod steps;
pub(crate) mod user;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use engine::repository;
use run::Run;

/// How long anything is waited for: far longer than it takes on a machine with too much to do.
pub(crate) const PATIENCE: Duration = Duration::from_mins(5);

/// A port that nothing listens on, and that nobody else got here.
pub(crate) fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let listener = TcpListener::bind("0.0.0.0:0").expect("some port is free");
        let port = listener.local_addr().expect("it is bound").port();
        if given.insert(port) {
            return port;
        }
    }
}

/// How many commits led here: by their number things take turns.
pub(crate) fn commits() -> usize {
    let git = Run::new("git").dir(&repository("."));
    let counted = git.args(["rev-list", "--count", "HEAD"]).run().out;
    counted.trim().parse().unwrap_or_default()
}

/// Whether `tests/e2e/all` is running.
pub(crate) fn are_all() -> bool {
    std::env::var("DJDOCK_E2E_ALL").is_ok_and(|all| !all.is_empty())
}
