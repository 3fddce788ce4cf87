//! Compose files as files.

use super::{Stack, provoked};

const COMPOSE: &str = "docker-compose.yml";

#[test]
fn each() {
    let base = Stack::new("");
    provoked(
        "compose",
        &base,
        &[
            ("no YAML", &|stack| {
                stack.edit("prod", COMPOSE, "\nservices:\n", "\nservices: [\n");
            }),
            ("a key twice", &|stack| {
                stack.edit("prod", COMPOSE, "\nvolumes:\n", "\nvolumes:\n  static:\n");
            }),
            ("conflict markers", &|stack| {
                stack.edit(
                    "dev",
                    COMPOSE,
                    "services:\n",
                    "<<<<<<< yours\nservices:\n=======\n>>>>>>> theirs\n",
                );
            }),
            ("Compose 1", &|stack| {
                stack.change("dev", |project| {
                    project.write(COMPOSE, "web:\n  image: shop:1.0\n");
                });
            }),
            ("a version", &|stack| {
                stack.edit("dev", COMPOSE, "name: ", "version: \"3.8\"\nname: ");
            }),
            ("no file", &|stack| {
                stack.change("dev", |project| {
                    project.git(&format!("rm --quiet {COMPOSE}"));
                });
            }),
            ("a variable that cannot be read", &|stack| {
                stack.edit(
                    "prod",
                    COMPOSE,
                    "    TLS:",
                    "    PATTERN: \"^${1}$\"\n    TLS:",
                );
            }),
            ("a volume of one letter", &|stack| {
                stack.edit(
                    "prod",
                    COMPOSE,
                    "- mariadb-data:/var/lib/mysql",
                    "- m:/var/lib/mysql",
                );
                stack.edit("prod", COMPOSE, "  mariadb-data:", "  m:");
            }),
            ("one name for both stacks, and other files", &|stack| {
                stack
                    .project
                    .append(".env", "COMPOSE_PROJECT_NAME=shop\nCOMPOSE_FILE=mine.yml\n");
            }),
            ("another file instead", &|stack| {
                stack.change("dev", |project| {
                    project.write("compose.yaml", "services: {}\n");
                });
            }),
            ("another file beside, which is checked too", &|stack| {
                let text = "services:\n  db:\n    ports: [\"3306:3306\"]\n    networks: [front]\n";
                stack.change("prod", |project| {
                    project.write("docker-compose.override.yml", text);
                });
            }),
        ],
    );
}

/// What is checked out runs as it stands there.
#[test]
fn edits_that_no_commit_holds_are_looked_at() {
    let stack = Stack::new("");
    stack.project.git("switch --quiet prod");
    assert!(stack.shown().ends_with("exit 0\n"), "{}", stack.shown());
    let compose = stack.project.read(COMPOSE);
    let edited = compose.replacen(
        "\n  web:\n    <<: *app\n",
        "\n  web:\n    <<: *app\n    privileged: true\n",
        1,
    );
    assert_ne!(edited, compose);
    stack.project.write(COMPOSE, &edited);
    let shown = stack.shown();
    assert!(
        shown.contains("web has rights over the whole machine"),
        "{shown}"
    );
    std::fs::remove_file(stack.project.path(COMPOSE)).unwrap();
    let shown = stack.shown();
    assert!(shown.contains("there is no compose file"), "{shown}");
    stack.project.write(COMPOSE, &compose);
    stack.project.append("mysite/settings.py", "DEBUG = True\n");
    let shown = stack.shown();
    assert!(
        shown.contains("DEBUG") && shown.ends_with("exit 1\n"),
        "{shown}"
    );
    // Another branch is as it was committed.
    stack.project.git("restore .");
    stack.project.git("switch --quiet main");
    assert!(stack.shown().ends_with("exit 0\n"), "{}", stack.shown());
}
