//! A compose stack in a folder, gone with its volumes and images when the test is over.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::cleanup;
use super::engine::docker;
use super::rows::Rows;
use super::run::{Ran, Run};
use super::site::Site;
use super::user::User;

/// The exit code of a container that did not end in time when it was told to.
pub(crate) const KILLED: &str = "137";

/// One environment's stack.
pub(crate) struct Stack {
    pub(crate) folder: PathBuf,
    /// The compose project.
    pub(crate) name: String,
    pub(crate) port: u16,
    /// What its files' names end with, where another environment's lie beside them.
    suffix: &'static str,
    /// The file of its secrets, where Compose must be told of it.
    env_file: Option<&'static str>,
    user: Rc<User>,
}

impl Stack {
    pub(crate) fn new(folder: &Path, name: String, port: u16, user: &Rc<User>) -> Self {
        Self {
            folder: folder.to_owned(),
            name,
            port,
            suffix: "",
            env_file: None,
            user: Rc::clone(user),
        }
    }

    /// The same, of `docker-compose.prod.yml` and `Makefile.prod`.
    pub(crate) fn with_suffix(self, suffix: &'static str) -> Self {
        // A stack that is dropped is taken down: its parts cannot be moved out.
        let mut stack = self;
        stack.suffix = suffix;
        stack
    }

    /// The same, whose secrets are in a file that Compose does not read by itself.
    pub(crate) fn with_env_file(self, env_file: &'static str) -> Self {
        let mut stack = self;
        stack.env_file = Some(env_file);
        stack
    }

    /// The server that the stack publishes.
    pub(crate) fn site(&self) -> Site {
        Site::new(self.port)
    }

    /// What names a file that has not its usual name.
    fn file(&self, stem: &str, end: &str) -> Vec<String> {
        if self.suffix.is_empty() {
            return Vec::new();
        }
        vec!["--file".to_owned(), format!("{stem}{}{end}", self.suffix)]
    }

    /// `docker compose …` in the stack's folder, as its developer types it.
    pub(crate) fn compose<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        self.command("docker")
            .args(["compose", "--ansi=never"])
            .args(self.env_file.iter().flat_map(|path| ["--env-file", *path]))
            .args(self.file("docker-compose", ".yml"))
            .args(args)
    }

    pub(crate) fn make<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        let make = self.command("make").args(self.file("Makefile", ""));
        make.args(args)
    }

    /// A command of the developer's in the stack's folder.
    pub(crate) fn command(&self, program: &str) -> Run {
        self.user.run(program).dir(&self.folder)
    }

    /// Brings the stack up; the very first answer afterwards must be the page.
    pub(crate) fn up(&self, more: &[&str]) -> Ran {
        let ran = self
            .compose(["up", "-d", "--build", "--wait"])
            .args(more)
            .ok();
        self.site().get("/polls/").is(200);
        ran
    }

    /// What a command in a running container prints.
    pub(crate) fn exec(&self, service: &str, command: &[&str]) -> Ran {
        self.compose(["exec", "-T", service]).args(command).ok()
    }

    pub(crate) fn manage(&self, command: &[&str]) -> Ran {
        self.exec("web", &[&["python", "manage.py"], command].concat())
    }

    /// Stops a service; returns the seconds from SIGTERM to its end, as the engine saw them.
    pub(crate) fn stop(&self, service: &str) -> f64 {
        let id = self.ids(service).remove(0);
        self.compose(["stop", service]).ok();
        let filter = format!("container={id}");
        // Until a moment to come: what has just happened may be missing from the past.
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let until = (now.expect("after 1970").as_secs() + 1).to_string();
        let ran = docker(["events", "--since", "1m", "--until", &until]);
        let ran = ran.args(["--format", "{{.Action}} {{.TimeNano}}"]);
        let events = ran.args(["--filter", &filter]).ok().out;
        let last = |action: &str| {
            let mut found = events.lines().rev().filter_map(|line| line.split_once(' '));
            let (_, time) = found
                .find(|(name, _)| *name == action)
                .unwrap_or_else(|| panic!("no {action} in {events}"));
            time.parse::<f64>().expect("nanoseconds") / 1e9
        };
        last("die") - last("kill")
    }

    /// Every row of its database.
    pub(crate) fn rows(&self) -> Rows {
        Rows::parse(&self.manage(&["fingerprint", "--rows"]).out)
    }

    /// All containers, stopped ones too.
    pub(crate) fn containers(&self) -> Vec<Value> {
        let ran = self.compose(["ps", "--all", "--format", "json"]).ok();
        let lines = ran.out.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("compose prints an object per line"))
            .collect()
    }

    /// The ids of a service's containers.
    pub(crate) fn ids(&self, service: &str) -> Vec<String> {
        let ran = self.compose(["ps", "--all", "--quiet", service]).ok();
        ran.out.lines().map(str::to_owned).collect()
    }

    /// The id of a service's container, whatever files the folder has.
    pub(crate) fn id(&self, service: &str) -> String {
        let labels = [("project", self.name.as_str()), ("service", service)];
        let filters = labels.map(|(key, value)| format!("label=com.docker.compose.{key}={value}"));
        let ran = docker(["ps", "--quiet"]).args(filters.iter().flat_map(|it| ["--filter", it]));
        ran.ok().out.trim().to_owned()
    }

    /// A template over what the engine knows of a service's first container.
    pub(crate) fn inspect(&self, service: &str, template: &str) -> String {
        let id = self.ids(service).remove(0);
        let ran = docker(["inspect", "--format", template, &id]).ok();
        ran.out.trim().to_owned()
    }

    /// The image of a service.
    pub(crate) fn image(&self, service: &str) -> String {
        self.inspect(service, "{{.Config.Image}}")
    }

    /// All that a service logged.
    pub(crate) fn log(&self, service: &str) -> String {
        self.compose(["logs", "--no-color", "--no-log-prefix", service])
            .ok()
            .all()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        cleanup::remove(&self.name);
    }
}

/// The end of a compose project's logs, and what its containers are doing.
pub(crate) fn logs(project: &str) -> String {
    let compose = ["compose", "--ansi=never", "-p", project];
    let ask = |words: &[&str]| {
        let ran = docker(compose.iter().chain(words).copied());
        ran.dir(Path::new("/")).run().all()
    };
    ask(&["ps", "--all"]) + &ask(&["logs", "--no-color", "--tail", "50"])
}
