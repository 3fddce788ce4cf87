//! What `djdock try` saw.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{Output, Page};
use super::json;
use crate::attempt::{Done, Failure, Outcome, Skipped, Step};
use crate::commands::tried::{Tried, TriedStack};
use crate::ui::table::padded;

/// The column behind which a step says what it saw.
const STEPS: usize = 9;

/// What is about to happen.
pub(super) fn doing(step: Step) -> &'static str {
    match step {
        Step::Copy => "Copying the stack ...",
        Step::Build => "Building its images (minutes, the first time) ...",
        Step::Start => "Starting it, without a way to anything outside ...",
        Step::Site => "Asking for the first page ...",
        Step::Admin => "Asking for the admin ...",
        Step::Upload => "Uploading a file ...",
        Step::Websocket => "Opening a websocket ...",
        Step::Check => "Running Django's checks ...",
        Step::TakeDown => "Taking it away again ...",
    }
}

impl Output for Tried {
    fn text(&self, page: &mut Page) {
        match self {
            Self::Stack(tried) => stack(tried, page),
            Self::Explained {
                project,
                failures: None,
            } => {
                page.say(format!("{project} has no containers on this engine."));
                page.hint("`make run` starts it; where that fails while it builds, `djdock try` tells why");
            }
            Self::Explained {
                project,
                failures: Some(failures),
            } => {
                if failures.is_empty() {
                    page.say(format!("No container of {project} has failed."));
                }
                for it in failures {
                    failure(it, page);
                }
            }
            Self::Cleaned(remains) => {
                remaining(remains, page);
                if remains.is_empty() {
                    page.say("Nothing of earlier tries is left.");
                }
            }
        }
    }

    fn json(&self) -> serde_json::Value {
        json(&Told::of(self))
    }

    fn exit_code(&self) -> u8 {
        u8::from(self.is_bad())
    }
}

fn stack(tried: &TriedStack, page: &mut Page) {
    let TriedStack {
        environment,
        branch,
        attempt,
        made_up,
    } = tried;
    let what = branch.as_ref().map_or_else(
        || "the files as they stand".to_owned(),
        |branch| format!("the last commit of {branch}"),
    );
    page.data(format!("{environment}: {what}\n"));
    for done in &attempt.steps {
        page.data(line(done));
    }
    if !made_up.is_empty() {
        page.say(format!(
            "Only you know these, and .env does not say: values were made up. {}",
            made_up.join(", ")
        ));
    }
    if !attempt.left_out.is_empty() {
        page.say(format!(
            "Not started, for it would see the whole machine: {}",
            attempt.left_out.join(", ")
        ));
    }
    remaining(&attempt.remains, page);
    if attempt.stopped {
        page.say("Stopped.");
    } else if let Some(it) = &attempt.failure {
        failure(it, page);
    } else {
        page.say("It comes up. Nothing of it is left.");
    }
}

fn line(done: &Done) -> String {
    let seconds = done.took.as_secs_f64();
    let (how, what) = match &done.outcome {
        Outcome::Held(what) => ("ok", seen(done.step, what)),
        Outcome::Failed => ("FAILED", String::new()),
        Outcome::Skipped(why) => ("-", skipped(done.step, *why).to_owned()),
    };
    let line = format!(
        "  {how:<6} {seconds:>6.1} s  {}  {what}",
        padded(done.step.word(), STEPS)
    );
    format!("{}\n", line.trim_end())
}

fn seen(step: Step, what: &str) -> String {
    match (step, what) {
        (Step::Admin, path) => format!("{path}, with its style sheets"),
        (Step::Check, "0") => "no warning".to_owned(),
        (Step::Check, number) => format!("{number} warnings: `make check` shows them"),
        (_, what) => what.to_owned(),
    }
}

fn skipped(step: Step, why: Skipped) -> &'static str {
    match (step, why) {
        (Step::Admin, Skipped::Absent) => "the project has no admin",
        (Step::Upload, Skipped::Absent) => "the project has no uploads",
        (Step::Websocket, Skipped::Absent) => "the project has no websockets",
        (_, Skipped::Absent) => "the project has none",
        (_, Skipped::Elsewhere) => "files go to a storage outside the stack",
        (_, Skipped::Unknown) => "no address of one can be made up from its routes",
        (_, Skipped::OnDev) => "prod alone serves uploads by nginx",
        (_, Skipped::NoWeb) => "no service is called web",
    }
}

fn remaining(remains: &[String], page: &mut Page) {
    if !remains.is_empty() {
        page.warn(format!(
            "the engine keeps what could not be taken away: {}",
            remains.join(", ")
        ));
        page.hint("`djdock try --clean` tries it again");
    }
}

fn failure(failure: &Failure, page: &mut Page) {
    let who = failure
        .service
        .as_deref()
        .unwrap_or("the build, or the start");
    page.say("");
    page.say(format!("The last lines of {who}:"));
    for line in &failure.lines {
        page.say(format!("  {line}"));
    }
    page.say("");
    let at = failure.place.as_ref();
    let at = at.map_or_else(String::new, |place| format!(" ({place})"));
    match &failure.cause {
        Some(cause) => {
            page.warn(format!("{}{at}", cause.cause));
            page.hint(cause.fix.clone());
        }
        None => page.warn(format!(
            "{who} failed{at}, as the lines above tell: djdock knows no more"
        )),
    }
}

/// What was tried, or explained, for scripts.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Try")]
pub(super) struct Told<'run> {
    /// Whose stack; `null` where none was tried.
    environment: Option<&'static str>,
    /// The branch whose last commit was tried; `null` for files as they stand.
    branch: Option<&'run str>,
    /// Whether nothing failed.
    ok: bool,
    /// The steps, in their order.
    steps: Vec<ToldStep>,
    /// What failed: with `--explain`, each container that did.
    failures: Vec<ToldFailure<'run>>,
    /// Variables for which values were made up.
    made_up: &'run [String],
    /// Services that were not started.
    left_out: &'run [String],
    /// What could not be taken away, as the engine names it.
    remains: &'run [String],
}

/// One step.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TryStep")]
struct ToldStep {
    /// copy, build, start, page, admin, upload, websocket, check or down.
    step: &'static str,
    /// ok, failed or skipped.
    outcome: &'static str,
    /// How long it took, in seconds.
    seconds: f64,
    /// What was seen, or why it was skipped.
    what: String,
}

/// What failed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TryFailure")]
struct ToldFailure<'run> {
    /// The service; `null` for the build and the start.
    service: Option<&'run str>,
    /// Why; `null` where djdock does not know.
    cause: Option<&'run str>,
    /// What to do about it.
    fix: Option<&'run str>,
    /// The place in the project's own code, as `polls/views.py:12`.
    place: Option<&'run str>,
    /// The last lines of its output.
    lines: &'run [String],
}

impl<'run> Told<'run> {
    fn of(tried: &'run Tried) -> Self {
        let mut told = Self {
            environment: None,
            branch: None,
            ok: !tried.is_bad(),
            steps: Vec::new(),
            failures: Vec::new(),
            made_up: &[],
            left_out: &[],
            remains: &[],
        };
        match tried {
            Tried::Stack(tried) => {
                let TriedStack {
                    environment,
                    branch,
                    attempt,
                    made_up,
                } = &**tried;
                told.environment = Some(environment.name());
                told.branch = branch.as_deref();
                told.steps = attempt.steps.iter().map(ToldStep::of).collect();
                told.failures = attempt.failure.iter().map(ToldFailure::of).collect();
                told.made_up = made_up;
                told.left_out = &attempt.left_out;
                told.remains = &attempt.remains;
            }
            Tried::Explained { failures, .. } => {
                told.failures = failures.iter().flatten().map(ToldFailure::of).collect();
            }
            Tried::Cleaned(remains) => told.remains = remains,
        }
        told
    }
}

impl ToldStep {
    fn of(done: &Done) -> Self {
        let (outcome, what) = match &done.outcome {
            Outcome::Held(what) => ("ok", what.clone()),
            Outcome::Failed => ("failed", String::new()),
            Outcome::Skipped(why) => ("skipped", skipped(done.step, *why).to_owned()),
        };
        Self {
            step: done.step.word(),
            outcome,
            seconds: done.took.as_secs_f64(),
            what,
        }
    }
}

impl<'run> ToldFailure<'run> {
    fn of(failure: &'run Failure) -> Self {
        let cause = failure.cause.as_ref();
        Self {
            service: failure.service.as_deref(),
            cause: cause.map(|cause| cause.cause.as_str()),
            fix: cause.map(|cause| cause.fix.as_str()),
            place: failure.place.as_deref(),
            lines: &failure.lines,
        }
    }
}
