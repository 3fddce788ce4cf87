//! The commands of Docker that an attempt gives, each with a limit.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How often a command that runs is looked at.
const STEP: Duration = Duration::from_millis(20);

/// Variables that Docker's own commands read. Others of the shell would count more than the stack's `.env`.
const KEPT: [&str; 22] = [
    "PATH",
    "HOME",
    "USER",
    "LANG",
    "TMPDIR",
    "TERM",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "SSH_AUTH_SOCK",
    "DOCKER_HOST",
    "DOCKER_CONTEXT",
    "DOCKER_CONFIG",
    "DOCKER_CERT_PATH",
    "DOCKER_TLS_VERIFY",
    "DOCKER_API_VERSION",
    "DOCKER_DEFAULT_PLATFORM",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
];

/// Whether Ctrl-C was pressed: what was begun is taken down, and nothing more is begun.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// Takes note of Ctrl-C from now on, so that what stands on the engine is taken down before djdock ends.
pub(super) fn heed_interrupts() {
    // A second handler cannot be set, and need not be.
    let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::SeqCst));
}

/// Whether Ctrl-C was pressed since.
pub(super) fn is_stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// What a command came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Ran {
    /// Whether it ended well, and in time.
    pub(super) ok: bool,
    /// What it printed on standard output, and on standard error where that was asked for.
    pub(super) text: String,
}

/// Docker and its Compose.
pub(super) struct Engine {
    /// The words that call Compose.
    compose: &'static [&'static str],
}

/// Why there is no engine to try on.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// There is no `docker` command.
    #[error("no docker")]
    Absent,
    /// It is there, and its engine does not answer; what it said.
    #[error("{0}")]
    Silent(String),
    /// There is no Compose 2.
    #[error("no compose")]
    NoCompose,
}

impl Engine {
    /// The engine that the `docker` command talks to.
    pub(super) fn find() -> Result<Self, EngineError> {
        let limit = Duration::from_secs(20);
        let version = ["version", "--format", "{{.Server.Version}}"];
        let Some(version) = call("docker", &version, None, limit, true) else {
            return Err(EngineError::Absent);
        };
        if !version.ok {
            return Err(EngineError::Silent(version.text.trim().to_owned()));
        }
        let ways: [&[&str]; 2] = [&["docker", "compose"], &["docker-compose"]];
        let answers = |way: &&&[&str]| {
            let words: Vec<&str> = way[1..].iter().copied().chain(["version"]).collect();
            call(way[0], &words, None, limit, false).is_some_and(|ran| ran.ok)
        };
        let compose = ways.iter().find(answers).ok_or(EngineError::NoCompose)?;
        Ok(Self { compose })
    }

    /// A command of `docker` that is over at once, and what it printed.
    fn docker(words: &[&str]) -> Ran {
        call("docker", words, None, Duration::from_mins(1), false).unwrap_or_default()
    }

    /// A command in a container, which reads `input`; also what it said on standard error.
    pub(super) fn exec(container: &str, input: &str, words: &[&str], limit: Duration) -> Ran {
        let words = [&["exec", "-i", container], words].concat();
        call("docker", &words, Some(input), limit, true).unwrap_or_default()
    }

    /// A command of Compose on one file; `all` is whether what it says on standard error belongs to its text.
    pub(super) fn compose(
        &self,
        project: &str,
        file: &Path,
        words: &[&str],
        limit: Duration,
        all: bool,
    ) -> Ran {
        let file = file.to_string_lossy();
        let own = ["--project-name", project, "--file", &file];
        let words = [&self.compose[1..], &own, words].concat();
        call(self.compose[0], &words, None, limit, all).unwrap_or_default()
    }

    /// What the engine knows of the containers of a compose project, those that ended among them.
    pub(super) fn containers(project: &str) -> Vec<Value> {
        let ids = Self::ids(&["ps", "--all", "--quiet", "--no-trunc"], &label(project));
        if ids.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = ["inspect"]
            .into_iter()
            .chain(ids.iter().map(String::as_str))
            .collect();
        let Ok(Value::Array(all)) = serde_json::from_str(&Self::docker(&words).text) else {
            return Vec::new();
        };
        all
    }

    /// The last lines that a container printed.
    pub(super) fn log(container: &str, lines: usize) -> String {
        let lines = lines.to_string();
        let words = ["logs", "--tail", &lines, container];
        let limit = Duration::from_mins(1);
        call("docker", &words, None, limit, true)
            .unwrap_or_default()
            .text
    }

    /// Takes away whatever a compose project left on the engine: containers, networks, volumes, and the images that were
    /// made for it. Whether anything is left.
    pub(super) fn take_down(project: &str) -> Vec<String> {
        let (own, image) = (label(project), format!("label={IMAGE_LABEL}={project}"));
        let kinds: [(&[&str], &str, &[&str]); 4] = [
            (
                &["ps", "--all", "--quiet"],
                &own,
                &["rm", "--force", "--volumes"],
            ),
            (&["network", "ls", "--quiet"], &own, &["network", "rm"]),
            (
                &["volume", "ls", "--quiet"],
                &own,
                &["volume", "rm", "--force"],
            ),
            (
                &["image", "ls", "--quiet"],
                &image,
                &["image", "rm", "--force"],
            ),
        ];
        let mut left = Vec::new();
        for (list, filter, remove) in kinds {
            let all = Self::ids(list, filter);
            if all.is_empty() {
                continue;
            }
            let words: Vec<&str> = remove
                .iter()
                .copied()
                .chain(all.iter().map(String::as_str))
                .collect();
            Self::docker(&words);
            left.extend(Self::ids(list, filter));
        }
        left
    }

    /// What a list of the engine's names, each once.
    fn ids(list: &[&str], filter: &str) -> Vec<String> {
        let words = [list, &["--filter", filter]].concat();
        let mut all: Vec<String> = Self::docker(&words)
            .text
            .lines()
            .map(str::to_owned)
            .collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The label of the images that were built for an attempt.
pub(super) const IMAGE_LABEL: &str = "djdock.try";

fn label(project: &str) -> String {
    format!("label=com.docker.compose.project={project}")
}

/// Runs a command to its end, or to the limit; `None` where there is no such command.
fn call(
    program: &str,
    words: &[&str],
    input: Option<&str>,
    limit: Duration,
    all: bool,
) -> Option<Ran> {
    let (mut reader, writer) = std::io::pipe().ok()?;
    let mut command = Command::new(program);
    command.args(words).env_clear();
    command.envs(
        KEPT.iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?))),
    );
    command.stdin(input.map_or_else(Stdio::null, |_| Stdio::piped()));
    match writer.try_clone() {
        Ok(second) if all => command.stderr(second),
        _ => command.stderr(Stdio::null()),
    };
    command.stdout(writer);
    let mut child = command.spawn().ok()?;
    // Its ends of the pipe would keep the reader waiting.
    drop(command);
    if let (Some(input), Some(mut pipe)) = (input, child.stdin.take()) {
        // A command that ended before it read everything says why by itself.
        let _ = pipe.write_all(input.as_bytes());
    }
    let text = thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = reader.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let end = Instant::now() + limit;
    let ok = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if Instant::now() < end => thread::sleep(STEP),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                // What it started may hold the pipe open: nobody waits for it.
                let text = format!("djdock: more than {} s", limit.as_secs());
                return Some(Ran { ok: false, text });
            }
        }
    };
    let text = text.join().unwrap_or_default();
    Some(Ran { ok, text })
}
