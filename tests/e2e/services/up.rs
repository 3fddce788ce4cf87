//! Brings a stack up, one environment after the other, and asks every probe.

use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use djdock::environment::Environment;
use serde_json::Value;

use super::probe::{Probe, Shown};
use super::stacks::Choice;
use super::trial::Trial;
use super::{isolation, ports, probe};
use crate::combinations::FIXTURE;
use crate::harness::engine;
use crate::harness::free_port;
use crate::harness::project::{Project, fill_in};
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// One environment after the other, in one folder: side by side, or each on its branch.
pub(super) fn bring(steps: &Steps, choice: &Choice, environments: &[Environment]) {
    let project = steps.must(&choice.to_string(), || init(choice));
    let services = installed(&project);
    for &environment in environments {
        let started = Instant::now();
        one(steps, choice, &project, &services, environment);
        let seconds = started.elapsed().as_secs();
        steps.figure(&format!("{} {environment}: seconds", choice.name), seconds);
    }
}

/// Code that keeps uploads, as what the tests type into `manage.py shell` does.
const KEEPS: &str = "from django.core.files.storage import default_storage\n";

fn init(choice: &Choice) -> Project {
    let project = Project::of(FIXTURE, &choice.database);
    fs::write(project.folder.join("notes/kept.py"), KEEPS).expect("it is written");
    project.commit(&project.folder);
    project.init().args(choice.flags()).ok();
    fill_in(&project.folder.join(".env"));
    project
}

/// The stack of an environment; its branch is checked out now.
fn stack(choice: &Choice, project: &Project, environment: Environment) -> Stack {
    if choice.layout == "branches" {
        project.git(&format!("switch -q {environment}"));
    }
    engine::images_of(&project.folder);
    settle_ports(project);
    match environment {
        Environment::Dev => project.dev(),
        Environment::Prod if choice.layout == "single" => {
            project.prod(&project.folder).with_suffix(".prod")
        }
        Environment::Prod => project.prod(&project.folder),
    }
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
    let mut env = project.read(".env");
    for file in ["docker-compose.yml", "docker-compose.prod.yml"] {
        let text = fs::read_to_string(project.folder.join(file)).unwrap_or_default();
        for part in text.split("${").skip(1) {
            let name = part.split(":-").next().unwrap_or_default();
            let is_own = ["WEB_PORT", "HTTP_PORT"].contains(&name);
            let is_set = env.contains(&format!("\n{name}="));
            if name.ends_with("_PORT") && !name.contains('}') && !is_own && !is_set {
                writeln!(env, "{name}={}", free_port()).expect("a string grows");
            }
        }
    }
    fs::write(project.folder.join(".env"), env).expect("init made it");
}

fn one(
    steps: &Steps,
    choice: &Choice,
    project: &Project,
    services: &[String],
    environment: Environment,
) {
    let name = |what: &str| format!("{} {environment}: {what}", choice.name);
    let stack = stack(choice, project, environment);
    steps.watch(&stack.name);
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
}

fn try_probe(trial: &Trial<'_>, probe: &Probe, name: &str) {
    if let Shown::Used { environments, used } = probe.shown
        && environments.contains(&trial.environment)
    {
        trial.steps.step(&format!("{name} is used"), || used(trial));
    }
}
