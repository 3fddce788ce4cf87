//! Dockerfiles and compose files.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::Linters;
use super::once::{Met, accepts, named, once};
use super::rendered::Rendered;
use crate::harness::project::fill_in;

/// The default rules, for files that are written for people: lines as long as the project's own, no `---`.
const YAML: &str = "{extends: default, rules: {document-start: disable, line-length: {max: 130}, \
                    comments: {min-spaces-from-content: 1}}}";

pub(super) fn hadolint(linters: &Linters, stacks: &[Rendered]) {
    let files = once(stacks, |stack| {
        named(stack, |name| name.starts_with("Dockerfile"))
    });
    accepts(linters.run("hadolint"), &files);
}

/// The stacks' own, and those that services bring along.
fn compose_files(stack: &Rendered) -> Vec<String> {
    named(stack, |name| name.contains("compose") && is_yaml(name))
}

fn is_yaml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "yml")
}

pub(super) fn schema(linters: &Linters, stacks: &[Rendered]) {
    let check = linters.run("check-jsonschema");
    let schema = ["--builtin-schema", "vendor.compose-spec"];
    accepts(check.args(schema), &once(stacks, compose_files));
}

pub(super) fn yamllint(linters: &Linters, stacks: &[Rendered]) {
    let files = once(stacks, |stack| named(stack, is_yaml));
    let lint = linters.run("yamllint").args(["--strict", "-d", YAML]);
    accepts(lint, &files);
}

/// With the keys that `make env` makes.
pub(super) fn compose(stacks: &[Rendered]) {
    env(stacks);
    let mut scripts = BTreeSet::new();
    for met in once(stacks, compose_files) {
        let files = ["compose", "--env-file", ".env", "--file", &met.file];
        let config = ["config", "--format", "json"];
        let ran = met.stack.run("docker").args(files).args(config).ok();
        assert_eq!(ran.err, "", "{}: {}: a warning", met.stack.name, met.file);
        let whole: Value = serde_json::from_str(&ran.out).expect("JSON");
        if met.file == met.stack.compose_file() {
            services_start_again_and_tell_their_health(&met, &whole);
        }
        for script in inline_scripts(&whole) {
            if scripts.insert(script.clone()) {
                let dash = met.stack.run("dash").args(["-n"]).input(script);
                met.stack.accepts(dash);
            }
        }
    }
}

/// Makes .env wherever there is none yet: by `make env`, once for each text; else the one of `djdock init`.
fn env(stacks: &[Rendered]) {
    for met in once(stacks, |stack| {
        vec![".env.sample".to_owned()]
            .into_iter()
            .chain([stack.makefile()])
            .collect()
    }) {
        let make = met.stack.run("make");
        let makefile = met.stack.makefile();
        met.stack.accepts(make.args(["--file", &makefile, "env"]));
    }
    for stack in stacks {
        let env = stack.folder.join(".env");
        if !env.exists() {
            let copy = stack.run("cp").arg(stack.env_file());
            copy.arg(&env).ok();
        }
        fill_in(&env);
    }
}

fn services_start_again_and_tell_their_health(met: &Met<'_>, whole: &Value) {
    let services = whole["services"].as_object().expect("services");
    // What others wait for until it has ended runs once.
    let waits = |service: &Value, name: &str| {
        service["depends_on"][name]["condition"] == "service_completed_successfully"
    };
    for (name, service) in services {
        let restarts = service["restart"] == "unless-stopped";
        let stack = met.stack;
        let once = services.values().any(|other| waits(other, name));
        assert!(
            restarts == stack.is_prod || once,
            "{}: {name}: restart",
            stack.name
        );
        let healthy = service.get("healthcheck").is_some();
        assert!(healthy || once, "{}: {name}: health", stack.name);
    }
}

/// The scripts that stand in a compose file: what follows `sh -c`.
fn inline_scripts(compose: &Value) -> Vec<String> {
    let services = compose["services"].as_object().expect("services").values();
    let words = services.flat_map(|service| [&service["entrypoint"], &service["command"]]);
    let scripts = words.filter_map(|words| {
        let words = words.as_array()?;
        (words.first()? == "sh").then(|| {
            words
                .get(2)?
                .as_str()
                .map(|script| script.replace("$$", "$"))
        })?
    });
    scripts.collect()
}
