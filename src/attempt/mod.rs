//! `djdock try`: a stack is built and started apart from everything else, asked what a visitor would ask, explained where it
//! fails, and taken away again.

mod container;
mod engine;
mod explain;
mod model;
mod step;

pub use engine::EngineError;
pub use explain::{Cause, Failure};
pub use step::{Done, Outcome, Skipped, Step};

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::apply::{ApplyError, Throwaway};
use crate::catalog::Signatures;
use crate::environment::Environment;
use container::Container;
use engine::Engine;
use explain::{Clues, explain};
use model::{Isolated, isolated};

/// The compose file of a shut off stack, beside the copy.
const MODEL: &str = "compose.json";

/// What asks the pages, in the container that runs Django.
const PROBE: &str = include_str!("probe.py");

/// What its answer starts with.
const ANSWER: &str = "djdock:";

/// How long a build may take: a slow line, and packages that are compiled.
const BUILD: Duration = Duration::from_hours(1);

/// How long a stack may take until it is ready.
const START: Duration = Duration::from_mins(10);

/// How long one question may take.
const QUESTION: Duration = Duration::from_mins(2);

/// How long a server may go on answering that it failed: a first request may come too early.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often the containers are looked at.
const LOOK: Duration = Duration::from_millis(300);

/// How many lines of a container's log are read.
const LINES: usize = 300;

/// The service that runs Django, and the one before it on prod.
const WEB: &str = "web";
const NGINX: &str = "nginx";

/// What is to be tried.
pub struct Trial<'run> {
    /// The environment whose stack it is.
    pub environment: Environment,
    /// Its compose file, from the root.
    pub compose: &'run str,
    /// The file of its secrets, from the root.
    pub env_file: &'run str,
    /// What that file says for the time of the attempt.
    pub secrets: &'run str,
    /// The folder of the project itself, where files stand that no commit holds.
    pub root: &'run Path,
    /// The failures that the pack knows.
    pub signatures: &'run Signatures,
}

/// What an attempt came to.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The steps that were taken, in their order.
    pub steps: Vec<Done>,
    /// What failed, if anything did.
    pub failure: Option<Failure>,
    /// Services that were not started, since they are nothing without the machine that they watch.
    pub left_out: Vec<String>,
    /// What of it could not be taken away, as the engine names it.
    pub remains: Vec<String>,
    /// Whether Ctrl-C ended it.
    pub stopped: bool,
}

/// Hears of each step before it is taken.
pub type Listener<'run> = &'run dyn Fn(Step);

/// The compose project of a place's attempts in an environment.
#[must_use]
pub fn project(throwaway: &Throwaway, environment: Environment) -> String {
    format!("djdock-try-{}-{}", throwaway.digest(), environment.name())
}

/// Takes away what an attempt left behind that was killed. What is left of it still.
pub fn clean(throwaway: &Throwaway, environment: Environment) -> Result<Vec<String>, Stop> {
    let left = {
        Engine::find()?;
        Engine::take_down(&project(throwaway, environment))
    };
    throwaway.empty()?;
    Ok(left)
}

/// Why nothing was tried.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// There is no engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The copy cannot be made.
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

/// Tries a stack. `copy` fills the tree of the throwaway folder.
pub fn attempt(
    trial: &Trial<'_>,
    throwaway: &Throwaway,
    copy: &dyn Fn() -> Result<(), ApplyError>,
    hear: Listener<'_>,
) -> Result<Attempt, Stop> {
    let engine = Engine::find()?;
    engine::heed_interrupts();
    let project = project(throwaway, trial.environment);
    Engine::take_down(&project);
    let mut run = Run {
        trial,
        throwaway,
        engine,
        project,
        steps: Vec::new(),
        failure: None,
        left_out: Vec::new(),
    };
    let copied = run.taken(Step::Copy, hear, |run| run.copy(copy));
    if matches!(copied, Ok(true)) {
        run.all(hear);
    }
    let start = Instant::now();
    hear(Step::TakeDown);
    let remains = Engine::take_down(&run.project);
    let emptied = throwaway.empty();
    let outcome = if remains.is_empty() {
        Outcome::Held(String::new())
    } else {
        Outcome::Failed
    };
    run.steps.push(Done {
        step: Step::TakeDown,
        outcome,
        took: start.elapsed(),
    });
    copied?;
    emptied?;
    Ok(Attempt {
        steps: run.steps,
        failure: run.failure,
        left_out: run.left_out,
        remains,
        stopped: engine::is_stopped(),
    })
}

/// Explains why the stack that stands does not run: the compose project's containers that failed, by their logs. `None`
/// where the project has no container.
pub fn explained(
    project: &str,
    root: &Path,
    signatures: &Signatures,
) -> Result<Option<Vec<Failure>>, Stop> {
    Engine::find()?;
    let containers = containers(project);
    if containers.is_empty() {
        return Ok(None);
    }
    let clues = Copied { tree: root, root };
    let failed = containers.iter().filter(|it| it.has_failed());
    let failures = failed.map(|container| {
        let output = output(container);
        explain(Some(container.service.clone()), &output, signatures, &clues)
    });
    Ok(Some(failures.collect()))
}

/// One attempt, while it goes on.
struct Run<'run> {
    trial: &'run Trial<'run>,
    throwaway: &'run Throwaway,
    engine: Engine,
    project: String,
    steps: Vec<Done>,
    failure: Option<Failure>,
    left_out: Vec<String>,
}

impl Run<'_> {
    /// Takes a step; whether the next one makes sense.
    fn taken<E>(
        &mut self,
        step: Step,
        hear: Listener<'_>,
        take: impl FnOnce(&mut Self) -> Result<Outcome, E>,
    ) -> Result<bool, E> {
        if engine::is_stopped() {
            return Ok(false);
        }
        hear(step);
        let start = Instant::now();
        let outcome = take(self)?;
        let goes_on = outcome != Outcome::Failed;
        self.steps.push(Done {
            step,
            outcome,
            took: start.elapsed(),
        });
        Ok(goes_on)
    }

    fn all(&mut self, hear: Listener<'_>) {
        let mut stack = None;
        let never = |never: Result<bool, std::convert::Infallible>| never.unwrap_or(false);
        let built = self.taken(Step::Build, hear, |run| {
            stack = run.build();
            Ok(match &stack {
                Some(stack) => Outcome::Held(stack.built.join(", ")),
                None => Outcome::Failed,
            })
        });
        let Some(stack) = stack.filter(|_| never(built)) else {
            return;
        };
        if !never(self.taken(Step::Start, hear, |run| Ok(run.start(&stack)))) {
            return;
        }
        for step in Step::QUESTIONS {
            if !never(self.taken(step, hear, |run| Ok(run.ask(step, &stack)))) {
                return;
            }
        }
        // A worker may have ended meanwhile.
        let containers = containers(&self.project);
        if let Some(container) = containers.iter().find(|it| it.has_failed()) {
            self.fail(container);
            if let Some(start) = self.steps.iter_mut().find(|it| it.step == Step::Start) {
                start.outcome = Outcome::Failed;
            }
        }
    }

    fn copy(&mut self, copy: &dyn Fn() -> Result<(), ApplyError>) -> Result<Outcome, ApplyError> {
        copy()?;
        let secrets = format!("tree/{}", self.trial.env_file);
        self.throwaway.write(&secrets, self.trial.secrets)?;
        // Compose would make it as root.
        self.throwaway.make_folder("tree/data")?;
        Ok(Outcome::Held(String::new()))
    }

    /// Reads the model, shuts it off, and builds its images.
    fn build(&mut self) -> Option<Isolated> {
        let tree = self.throwaway.tree();
        let compose = tree.join(self.trial.compose);
        let env_file = tree.join(self.trial.env_file);
        let env_file = env_file.to_string_lossy();
        let words = ["--env-file", &env_file, "config", "--format", "json"];
        let config = |all| {
            self.engine
                .compose(&self.project, &compose, &words, QUESTION, all)
        };
        let model = config(false);
        let Ok(model) = serde_json::from_str::<Value>(&model.text) else {
            let said = config(true).text;
            self.told(None, &said);
            return None;
        };
        let stack = isolated(model, &self.project, &tree);
        self.left_out.clone_from(&stack.left_out);
        let file = match self.throwaway.write(MODEL, &stack.model.to_string()) {
            Ok(file) => file,
            Err(error) => {
                self.told(None, &error.to_string());
                return None;
            }
        };
        let words = ["--progress", "plain", "build"];
        let built = self
            .engine
            .compose(&self.project, &file, &words, BUILD, true);
        if built.ok {
            return Some(stack);
        }
        self.told(None, &built.text);
        None
    }

    /// Starts everything, and waits until it is ready, or has failed.
    fn start(&mut self, stack: &Isolated) -> Outcome {
        let file = self.throwaway.tree().with_file_name(MODEL);
        let words = ["up", "--detach", "--no-build"];
        let up = self
            .engine
            .compose(&self.project, &file, &words, START, true);
        let end = Instant::now() + START;
        let mut failing: Option<Instant> = None;
        loop {
            let containers = containers(&self.project);
            let is_over = |it: &&Container| {
                it.has_failed() || (it.has_ended() && !stack.one_shots.contains(&it.service))
            };
            if let Some(container) = containers.iter().find(is_over) {
                self.fail(container);
                return Outcome::Failed;
            }
            if !up.ok {
                self.told(None, &up.text);
                return Outcome::Failed;
            }
            if stack.services.iter().all(|service| {
                containers
                    .iter()
                    .any(|it| it.service == *service && it.is_ready())
            }) {
                return Outcome::Held(stack.services.join(", "));
            }
            // A page that fails is asked again for minutes before the engine calls it unhealthy.
            let answers = containers.iter().find(|it| it.answers_wrongly());
            failing = answers.map(|_| failing.unwrap_or_else(Instant::now));
            let is_late = Instant::now() > end || engine::is_stopped();
            let has_answered = failing.is_some_and(|since| since.elapsed() > PATIENCE);
            if is_late || has_answered {
                let waiting = || containers.iter().find(|it| !it.is_ready());
                match answers.or_else(waiting) {
                    Some(container) if container.service == WEB => self.fail_page(container, stack),
                    Some(container) => self.fail(container),
                    None => self.told(None, &up.text),
                }
                return Outcome::Failed;
            }
            thread::sleep(LOOK);
        }
    }

    /// Asks one question in web's container.
    fn ask(&mut self, step: Step, stack: &Isolated) -> Outcome {
        let containers = containers(&self.project);
        let Some(web) = containers.iter().find(|it| it.service == WEB) else {
            return Outcome::Skipped(Skipped::NoWeb);
        };
        if step == Step::Upload && self.trial.environment == Environment::Dev {
            return Outcome::Skipped(Skipped::OnDev);
        }
        let said = Self::question(step.word(), web, stack);
        let answer = said.lines().find_map(|line| line.strip_prefix(ANSWER));
        let answer: Value = answer
            .and_then(|line| serde_json::from_str(line).ok())
            .unwrap_or(Value::Null);
        if let Some(why) = answer["skipped"].as_str() {
            return Outcome::Skipped(Skipped::of(why));
        }
        let path = answer["path"].as_str().unwrap_or_default();
        let told = match (answer["status"].as_u64(), step) {
            (Some(200), Step::Check) => answer["issues"].to_string(),
            (Some(200), Step::Admin | Step::Upload | Step::Websocket) => path.to_owned(),
            (Some(status), Step::Site) if status < 500 && status != 400 => {
                format!("{path} {status}")
            }
            (status, _) => {
                let status =
                    status.map_or_else(String::new, |status| format!("djdock: {path}: {status}\n"));
                let own: Vec<&str> = said
                    .lines()
                    .filter(|line| !line.starts_with(ANSWER))
                    .collect();
                let log = Engine::log(&web.id, LINES);
                let text = format!("{log}\n{}\n{status}", own.join("\n"));
                self.told(Some(WEB), &text);
                return Outcome::Failed;
            }
        };
        Outcome::Held(told)
    }

    /// What the container answers to a question, and what it said meanwhile.
    fn question(what: &str, web: &Container, stack: &Isolated) -> String {
        let variables = &stack.model["services"][WEB]["environment"];
        let hosts = variables["ALLOWED_HOSTS"].as_str().unwrap_or_default();
        let mut hosts = hosts.split(',').map(str::trim);
        let host = hosts.find(|host| !host.trim_matches(['.', '*']).is_empty());
        let host = host.map_or("localhost", |host| host.trim_start_matches('.'));
        let scheme = if variables["TLS"] == "1" {
            "https"
        } else {
            "http"
        };
        let server = if stack.services.iter().any(|service| service == NGINX) {
            "nginx:80"
        } else {
            "127.0.0.1:8000"
        };
        let words = ["python", "-", what, server, host, scheme];
        Engine::exec(&web.id, PROBE, &words, QUESTION).text
    }

    /// A container failed, which its log explains.
    fn fail(&mut self, container: &Container) {
        let output = output(container);
        self.told(Some(&container.service), &output);
    }

    /// web answers its health check with a failure: the page itself tells why, which no log may.
    fn fail_page(&mut self, web: &Container, stack: &Isolated) {
        let log = output(web);
        let page = Self::question(Step::Site.word(), web, stack);
        let page: Vec<&str> = page
            .lines()
            .filter(|line| !line.starts_with(ANSWER))
            .collect();
        self.told(Some(WEB), &format!("{log}\n{}", page.join("\n")));
    }

    fn told(&mut self, service: Option<&str>, output: &str) {
        let tree = self.throwaway.tree();
        let clues = Copied {
            tree: &tree,
            root: self.trial.root,
        };
        let service = service.map(str::to_owned);
        self.failure = Some(explain(service, output, self.trial.signatures, &clues));
    }
}

fn containers(project: &str) -> Vec<Container> {
    let all = Engine::containers(project);
    all.iter().filter_map(Container::of).collect()
}

/// What a container printed, what its health check said, and how it ended.
fn output(container: &Container) -> String {
    let log = Engine::log(&container.id, LINES);
    let health = container.health_said.as_deref().unwrap_or_default();
    let end = container.end();
    format!("{log}\n{health}\n{end}")
}

/// A copy on disk, and the project that it is one of.
struct Copied<'run> {
    tree: &'run Path,
    root: &'run Path,
}

/// How deep a module is looked for.
const DEPTH: usize = 4;

impl Clues for Copied<'_> {
    fn folder_of(&self, module: &str) -> Option<String> {
        let folder = folder_with(self.tree, module, DEPTH)?;
        let inside = folder.strip_prefix(self.tree).ok()?;
        let inside = inside.to_string_lossy().into_owned();
        (!inside.is_empty()).then_some(inside)
    }

    fn is_only_here(&self, path: &str) -> bool {
        let path = Path::new(path);
        path.is_relative() && self.root.join(path).exists() && !self.tree.join(path).exists()
    }
}

/// A folder that holds a module of Python.
fn folder_with(folder: &Path, module: &str, depth: usize) -> Option<std::path::PathBuf> {
    let here = folder.join(module);
    if folder.join(format!("{module}.py")).is_file() || here.join("__init__.py").is_file() {
        return Some(folder.to_owned());
    }
    let below = depth.checked_sub(1)?;
    let mut folders: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    folders
        .iter()
        .find_map(|folder| folder_with(folder, module, below))
}
