//! Dockerfiles and compose files.

use serde_json::Value;

use super::Linters;
use super::rendered::Rendered;

/// The default rules, for files that are written for people: lines as long as the project's own, no `---`.
const YAML: &str = "{extends: default, rules: {document-start: disable, line-length: {max: 130}, \
                    comments: {min-spaces-from-content: 1}}}";

pub(super) fn hadolint(linters: &Linters, stack: &Rendered) {
    let mut files = vec![stack.dockerfile()];
    if stack.is_prod {
        files.push("nginx/Dockerfile".to_owned());
    }
    stack.accepts(linters.run("hadolint").args(files));
}

pub(super) fn schema(linters: &Linters, stack: &Rendered) {
    let check = linters.run("check-jsonschema");
    let schema = ["--builtin-schema", "vendor.compose-spec"];
    stack.accepts(check.args(schema).arg(stack.compose_file()));
}

/// With the keys that `make env` makes.
pub(super) fn compose(stack: &Rendered) {
    stack.accepts(stack.run("make").args(["--file", &stack.makefile(), "env"]));
    let compose = |words: &[&str]| {
        let file = stack.compose_file();
        stack
            .run("docker")
            .args(["compose", "--file", &file, "config"])
            .args(words)
    };
    let quiet = compose(&["--quiet"]).ok();
    assert_eq!(quiet.all(), "", "{}: a warning", stack.name);
    let whole: Value =
        serde_json::from_str(&compose(&["--format", "json"]).ok().out).expect("JSON");
    for (name, service) in whole["services"].as_object().expect("services") {
        let restarts = service["restart"] == "unless-stopped";
        assert!(
            restarts == stack.is_prod || name == "prepare",
            "{}: {name}: restart",
            stack.name
        );
        assert!(
            service.get("healthcheck").is_some() || name == "prepare",
            "{}: {name}: health",
            stack.name
        );
    }
    for script in inline_scripts(&whole) {
        stack.accepts(stack.run("dash").args(["-n"]).input(script));
    }
}

pub(super) fn yamllint(linters: &Linters, stack: &Rendered) {
    let lint = linters.run("yamllint").args(["--strict", "-d", YAML]);
    stack.accepts(lint.args(stack.files_of("yml")));
}

/// The scripts that stand in a compose file: what follows `sh -c`.
fn inline_scripts(compose: &Value) -> Vec<String> {
    let services = compose["services"].as_object().expect("services").values();
    let scripts = services.filter_map(|service| {
        let words = service["entrypoint"].as_array()?;
        (words.first()? == "sh").then(|| {
            words
                .get(2)?
                .as_str()
                .map(|script| script.replace("$$", "$"))
        })?
    });
    scripts.collect()
}
