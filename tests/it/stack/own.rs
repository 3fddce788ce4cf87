//! Environment variables that the project reads under names of its own.

use crate::harness::{Project, accepted};

/// The lines of a branch's compose file that are for the project's own containers.
fn environment(project: &Project, branch: &str) -> String {
    let compose = project.on(branch, "docker-compose.yml");
    let lines = compose
        .lines()
        .skip_while(|line| !line.starts_with("  environment:"));
    let block = lines.skip(1).take_while(|line| line.starts_with("    "));
    block.fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn they_get_what_the_stack_has() {
    let project = Project::fixture("environment-names");
    let run = project.djdock("init --yes --db mariadb --domain example.org");
    let said = run.ok().stderr;
    let mut shown = String::new();
    for branch in ["dev", "prod"] {
        shown.push_str("======== ");
        shown.push_str(branch);
        shown.push('\n');
        shown.push_str(&environment(&project, branch));
    }
    shown.push_str("======== .env.sample\n");
    shown.push_str(&project.on("dev", ".env.sample"));
    let told = said.lines().skip_while(|line| !line.starts_with("warning"));
    shown.push_str("======== what init says\n");
    for line in told {
        shown.push_str(line);
        shown.push('\n');
    }
    accepted("own-variables", &shown);
    assert_eq!(
        project.on("dev", ".env.sample"),
        project.on("prod", ".env.sample")
    );
}

#[test]
fn a_second_time_changes_nothing() {
    let project = Project::fixture("environment-names");
    project.djdock("init --yes --db mariadb").ok();
    let heads = project.git("rev-parse dev prod");
    project.djdock("init --yes").ok();
    assert_eq!(project.git("rev-parse dev prod"), heads);
}

/// Where the project loads .env by itself, no key of it may change a run without Docker.
#[test]
fn a_project_that_loads_env_keeps_its_own_key() {
    let project = Project::fixture("startproject-5.2");
    let settings = project.read("mysite/settings.py");
    let loads = "from dotenv import load_dotenv\nload_dotenv()\n";
    let at = settings.find("from pathlib").expect("the fixture");
    project.write(
        "mysite/settings.py",
        &format!("{}{loads}{}", &settings[..at], &settings[at..]),
    );
    project.commit("dotenv");
    project.djdock("init --yes --db mariadb").ok();
    let env = project.read(".env");
    let keys: Vec<&str> = env
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key)
        .collect();
    assert!(
        keys.contains(&"DOCKER_SECRET_KEY") && !keys.contains(&"SECRET_KEY"),
        "{keys:?}"
    );
    let compose = project.on("prod", "docker-compose.yml");
    assert!(
        compose.contains("SECRET_KEY: ${DOCKER_SECRET_KEY:?run make env}"),
        "{compose}"
    );
}
