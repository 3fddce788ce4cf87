//! A running environment, and what a probe does in it.

use std::thread;
use std::time::{Duration, Instant};

use djdock::environment::Environment;

use super::tls;
use crate::harness::PATIENCE;
use crate::harness::site::Site;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// One environment of a project, up and healthy.
pub(crate) struct Trial<'a> {
    pub(crate) environment: Environment,
    pub(crate) stack: &'a Stack,
    /// The services of the stack, its database among them.
    pub(crate) services: &'a [String],
    pub(crate) steps: &'a Steps,
}

impl Trial<'_> {
    /// Whether another service stands in the stack.
    pub(super) fn has(&self, service: &str) -> bool {
        self.services.iter().any(|name| name == service)
    }

    pub(super) fn is_prod(&self) -> bool {
        self.environment == Environment::Prod
    }

    /// What Python code prints in the web container, under the project's own settings.
    pub(super) fn python(&self, code: &str) -> String {
        let code = format!("import django\ndjango.setup()\n{code}");
        let ran = self.stack.exec("web", &["python", "-c", &code]);
        ran.out.trim().to_owned()
    }

    /// What a command prints in a container.
    pub(super) fn inside(&self, container: &str, command: &[&str]) -> String {
        self.stack.exec(container, command).out.trim().to_owned()
    }

    /// What a shell prints in a container.
    pub(super) fn shell(&self, container: &str, script: &str) -> String {
        self.inside(container, &["sh", "-c", script])
    }

    /// Whether a command in a container ends well.
    pub(super) fn succeeds(&self, container: &str, command: &[&str]) -> bool {
        let exec = self.stack.compose(["exec", "-T", container]);
        exec.args(command).run().code == Some(0)
    }

    /// The server behind a published port of a container.
    pub(super) fn published(&self, container: &str, port: u16) -> Site {
        let ran = self.stack.compose(["port", container, &port.to_string()]);
        let ran = ran.ok().out;
        let port = ran.trim().rsplit(':').next().and_then(|it| it.parse().ok());
        Site::new(port.unwrap_or_else(|| panic!("{container} publishes nothing: {ran}")))
    }

    /// Asks again until there is an answer; without one in time, ends the step.
    pub(super) fn until<T>(&self, what: &str, ask: impl Fn() -> Option<T>) -> T {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(answer) = ask() {
                return answer;
            }
            thread::sleep(Duration::from_millis(200));
        }
        panic!("{what}: not within {PATIENCE:?} ({})", self.stack.name)
    }

    /// Whether something ends TLS in this environment.
    pub(super) fn has_tls(&self) -> bool {
        self.edge().is_some()
    }

    /// What a browser asks, whoever signed the certificate of what ends TLS.
    pub(super) fn front(&self) -> Site {
        self.edge().map_or_else(
            || self.stack.site(),
            |(container, host)| Site::tls_of_anybody(host, self.published(container, 443).port()),
        )
    }

    /// The container that ends TLS, and a host name that it answers to.
    pub(super) fn edge(&self) -> Option<(&'static str, &'static str)> {
        let mut edges = tls::EDGES.iter();
        let edge = edges.find(|(service, ..)| self.is_prod() && self.has(service));
        edge.map(|(_, container, host)| (*container, *host))
    }

    /// A figure that was measured on the way.
    pub(super) fn figure(&self, name: &str, value: impl std::fmt::Display) {
        self.steps.figure(name, value);
    }
}
