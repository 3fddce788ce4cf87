//! Brings a stack up in both environments, one after the other, and asks every probe.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use djdock::environment::Environment;
use serde_json::Value;

use super::probe::{Probe, Shown};
use super::stacks::Choice;
use super::trial::Trial;
use super::{isolation, ports, probe};
use crate::harness::engine;
use crate::harness::free_port;
use crate::harness::project::Project;
use crate::harness::steps::Steps;

/// A project with a Celery application that names no server: it takes what it gets.
const FIXTURE: &str = "tests/fixtures/names-no-server";

/// dev, then prod, side by side in one folder.
pub(super) fn both(steps: &Steps, choice: &Choice) {
    let say = format!(
        "{}: {} on {}",
        choice.name,
        choice.with.join(" "),
        choice.database
    );
    let project = steps.must(&say, || init(choice));
    let services = installed(&project);
    for environment in Environment::ALL {
        one(steps, choice, &project, &services, environment);
    }
}

fn init(choice: &Choice) -> Project {
    let project = Project::of(FIXTURE, &choice.database);
    let init = project.init().args(["--layout", "single"]);
    init.args(choice.flags()).ok();
    engine::images_of(&project.folder);
    settle_ports(&project);
    project
}

/// The services that stand in the stack now, its database among them.
fn installed(project: &Project) -> Vec<String> {
    let listed = project.djdock().args(["services", "--json"]).ok().out;
    let listed: Vec<Value> = serde_json::from_str(&listed).expect("a list");
    let installed = listed.iter().filter(|it| it["installed"] == true);
    installed
        .filter_map(|it| it["name"].as_str().map(str::to_owned))
        .collect()
}

/// Every `${…_PORT:-8080}` of the compose files gets a free port: another stack may have the usual one.
fn settle_ports(project: &Project) {
    let mut lines = String::new();
    for file in ["docker-compose.yml", "docker-compose.prod.yml"] {
        for part in project.read(file).split("${").skip(1) {
            let name = part.split(":-").next().unwrap_or_default();
            let is_settled = ["WEB_PORT", "HTTP_PORT"].contains(&name) || lines.contains(name);
            if name.ends_with("_PORT") && !name.contains('}') && !is_settled {
                writeln!(lines, "{name}={}", free_port()).expect("a string grows");
            }
        }
    }
    append(&project.folder.join(".env"), &lines);
}

fn append(file: &Path, lines: &str) {
    let file = fs::OpenOptions::new().append(true).open(file);
    let written = file.and_then(|mut file| file.write_all(lines.as_bytes()));
    written.expect("init made it");
}

fn one(
    steps: &Steps,
    choice: &Choice,
    project: &Project,
    services: &[String],
    environment: Environment,
) {
    let stack = match environment {
        Environment::Dev => project.dev(),
        Environment::Prod => project.prod(&project.folder).with_suffix(".prod"),
    };
    steps.watch(&stack.name);
    let name = |what: &str| format!("{} {environment}: {what}", choice.name);
    let come = steps.attempted(&name("`make run`"), || stack.make(["run"]).ok());
    if come.is_none() {
        return;
    }
    let trial = Trial {
        environment,
        stack: &stack,
        services,
        steps,
    };
    for probe in services.iter().map(|service| probe(service)) {
        try_probe(&trial, probe, &name(probe.service));
    }
    steps.step(&name("who reaches whom"), || isolation::holds(&trial));
    steps.step(&name("what is published"), || ports::hold(&trial));
    drop(stack);
}

fn try_probe(trial: &Trial<'_>, probe: &Probe, name: &str) {
    if let Shown::Used { environments, used } = probe.shown
        && environments.contains(&trial.environment)
    {
        trial.steps.step(&format!("{name} is used"), || used(trial));
    }
}
