//! Named steps of one long scenario: each is timed and printed, and one that fails does not hide the next.

use std::cell::{Cell, RefCell};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Instant;

use super::stack::logs;
use super::{engine, passed};

/// What a scenario did.
pub(crate) struct Steps {
    scenario: String,
    started: Instant,
    done: Cell<usize>,
    failed: RefCell<Vec<String>>,
    /// The compose projects whose logs explain a failure.
    watched: RefCell<Vec<String>>,
}

impl Steps {
    /// Those of a scenario, on an engine that answers; `None` where the scenario has passed before.
    pub(crate) fn new(scenario: &str) -> Option<Self> {
        let steps = Self {
            scenario: scenario.to_owned(),
            started: Instant::now(),
            done: Cell::new(0),
            failed: RefCell::new(Vec::new()),
            watched: RefCell::new(Vec::new()),
        };
        if passed::has(scenario) {
            steps.say("has passed before");
            return None;
        }
        engine::start();
        Some(steps)
    }

    /// From now on, prints this compose project's logs under a step that fails.
    pub(crate) fn watch(&self, compose_project: &str) {
        self.watched.borrow_mut().push(compose_project.to_owned());
    }

    /// Runs a step. If it fails, that is noted for the end.
    pub(crate) fn step(&self, name: &str, body: impl FnOnce()) {
        self.attempt(name, body).ok();
    }

    /// Runs a step without which the others make no sense.
    pub(crate) fn must<T>(&self, name: &str, body: impl FnOnce() -> T) -> T {
        self.attempt(name, body)
            .unwrap_or_else(|failure| resume_unwind(failure))
    }

    /// Runs a step without which some of the others make no sense; what it came to.
    pub(crate) fn attempted<T>(&self, name: &str, body: impl FnOnce() -> T) -> Option<T> {
        self.attempt(name, body).ok()
    }

    /// Runs a part of the scenario, unless it has passed before: what it holds are steps of their own.
    pub(crate) fn part(&self, name: &str, body: impl FnOnce()) {
        if passed::has(name) {
            self.say(&format!("     {name}: has passed before"));
            return;
        }
        let failed = self.failed.borrow().len();
        body();
        if self.failed.borrow().len() == failed {
            passed::note(name);
        }
    }

    fn attempt<T>(&self, name: &str, body: impl FnOnce() -> T) -> std::thread::Result<T> {
        let started = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(body));
        let seconds = started.elapsed().as_secs_f64();
        let word = if result.is_ok() { "ok  " } else { "FAIL" };
        self.say(&format!("{word} {name} ({seconds:.1} s)"));
        if result.is_ok() {
            self.done.set(self.done.get() + 1);
        } else {
            self.failed.borrow_mut().push(name.to_owned());
            for project in self.watched.borrow().iter() {
                self.say(&logs(project));
            }
        }
        result
    }

    /// A figure that was measured on the way.
    pub(crate) fn figure(&self, name: &str, value: impl std::fmt::Display) {
        self.say(&format!("     {name}: {value}"));
    }

    /// Ends the scenario: fails if a step did.
    pub(crate) fn finish(&self) {
        let failed = self.failed.borrow();
        let seconds = self.started.elapsed().as_secs_f64();
        self.say(&format!(
            "{} steps, {} failed, {seconds:.0} s",
            self.done.get() + failed.len(),
            failed.len()
        ));
        assert!(
            failed.is_empty(),
            "{} failed at:\n  {}",
            self.scenario,
            failed.join("\n  ")
        );
        passed::note(&self.scenario);
    }

    /// At once, and past the capture of the test runner: a scenario takes minutes.
    fn say(&self, line: &str) {
        writeln!(std::io::stderr(), "{:<9} {line}", self.scenario).ok();
    }
}
