//! The registry: images are pushed by a login alone, and run on a machine that has not built them.

use std::fs;
use std::io::Write as _;

use djdock::environment::Environment;

use super::probe::{Probe, Shown};
use super::trial::Trial;
use crate::harness::cleanup;
use crate::harness::engine::docker;
use crate::harness::free_port;
use crate::harness::run::Run;
use crate::harness::site::Site;

pub(super) const PROBE: Probe = Probe {
    service: "registry",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Prod],
        used,
    },
    // A compose project of its own, and published to this machine alone.
    doors: &[],
};

/// The registry, gone with its images when the probe is over.
struct Registry<'a> {
    trial: &'a Trial<'a>,
    name: String,
    port: u16,
}

fn used(trial: &Trial<'_>) {
    let registry = Registry::start(trial);
    assert_eq!(registry.published(), ["127.0.0.1"]);
    let page = Site::new(registry.port).get("/").is(200).text();
    assert!(page.contains("Docker Registry UI"), "{page}");
    Site::new(registry.port).get("/v2/_catalog").is(401);
    let refused = registry.make("push", "1.2").fails().all();
    assert!(refused.contains("no basic auth credentials"), "{refused}");
    assert!(refused.contains("docker login"), "{refused}");
    registry.login();
    registry.make("push", "1.2").ok();
    let built = registry.image_id();
    registry.forget();
    registry.make("pull", "1.2").ok();
    assert_eq!(registry.image_id(), built);
    registry.make("pull", "1.3").fails();
    let unsaved = trial.stack.folder.join("unsaved.txt");
    fs::write(&unsaved, "").expect("it is written");
    let unnamed = trial.stack.make(["push"]).fails().all();
    fs::remove_file(unsaved).expect("it is there");
    assert!(
        unnamed.contains("changes that no commit holds"),
        "{unnamed}"
    );
}

impl<'a> Registry<'a> {
    fn start(trial: &'a Trial<'a>) -> Self {
        let port = free_port();
        let env = trial.stack.folder.join(".env");
        let env = fs::OpenOptions::new().append(true).open(env);
        let written = env.and_then(|mut env| writeln!(env, "REGISTRY_PORT={port}"));
        written.expect("init made it");
        let project = trial.stack.name.trim_end_matches("-prod");
        let registry = Self {
            trial,
            name: project.to_owned(),
            port,
        };
        let seconds = trial.stack.make(["registry"]).ok().seconds;
        trial.figure(
            "seconds until the registry is healthy",
            format!("{seconds:.1}"),
        );
        registry
    }

    /// The addresses of this machine on which any of its containers answers.
    fn published(&self) -> Vec<String> {
        let project = format!("label=com.docker.compose.project={}-registry", self.name);
        let ids = docker(["ps", "--quiet", "--filter", &project]).ok().out;
        let ports = "{{range .NetworkSettings.Ports}}{{range .}}{{.HostIp}} {{end}}{{end}}";
        let ran = docker(["inspect", "--format", ports]);
        let ran = ran.args(ids.split_whitespace()).ok();
        ran.out.split_whitespace().map(str::to_owned).collect()
    }

    fn make(&self, target: &str, version: &str) -> Run {
        let registry = format!("REGISTRY=localhost:{}", self.port);
        let version = format!("VERSION={version}");
        self.trial.stack.make([target, &registry, &version])
    }

    /// With the account of .env.
    fn login(&self) {
        let env = fs::read_to_string(self.trial.stack.folder.join(".env")).expect("init made it");
        let value = |key: &str| {
            let mut lines = env.lines().filter_map(|line| line.split_once('='));
            let found = lines.find(|(name, _)| *name == key);
            found
                .map(|(_, value)| value.to_owned())
                .expect("it has a value")
        };
        let server = format!("localhost:{}", self.port);
        let login = [
            "login",
            "--password-stdin",
            "--username",
            &value("REGISTRY_USER"),
            &server,
        ];
        let login = self.trial.stack.command("docker").args(login);
        login.input(value("REGISTRY_PASSWORD")).ok();
    }

    fn image_id(&self) -> String {
        let image = format!("{}-web", self.trial.stack.name);
        docker(["image", "inspect", "--format", "{{.Id}}", &image])
            .ok()
            .out
    }

    /// As a machine that has built nothing: every name of the images is gone.
    fn forget(&self) {
        for service in ["web", "nginx"] {
            let pushed = format!("localhost:{}/{}-{service}:1.2", self.port, self.name);
            let built = format!("{}-{service}", self.trial.stack.name);
            docker(["image", "rm", "--force", &pushed, &built]).ok();
            docker(["image", "inspect", &built]).fails();
        }
    }
}

impl Drop for Registry<'_> {
    fn drop(&mut self) {
        cleanup::remove(&format!("{}-registry", self.name));
        let pushed = format!("reference=localhost:{}/*", self.port);
        let images = docker(["image", "ls", "--quiet", "--filter", &pushed]).run();
        let images: Vec<_> = images.out.split_whitespace().collect();
        if !images.is_empty() {
            docker(["image", "rm", "--force"]).args(images).run();
        }
    }
}
