//! Secrets: what Compose makes of them, and how easily they are guessed.

use super::{Stack, provoked};

#[test]
fn each() {
    let base = Stack::new("");
    let compose = "docker-compose.yml";
    provoked(
        "secrets",
        &base,
        &[
            ("a $ in a password", &|stack| {
                stack.set("MARIADB_PASSWORD", "MARIADB_PASSWORD=correct$horse-battery");
            }),
            ("in double quotes", &|stack| {
                stack.set(
                    "MARIADB_PASSWORD",
                    "MARIADB_PASSWORD=\"correct$horse'battery\"",
                );
            }),
            ("in single quotes, escaped, or before a digit", &|stack| {
                stack.set(
                    "MARIADB_PASSWORD",
                    "MARIADB_PASSWORD='correct$horse-battery'",
                );
                stack.set(
                    "MARIADB_ROOT_PASSWORD",
                    "MARIADB_ROOT_PASSWORD=\"correct\\$horse-battery\"",
                );
                stack.set("MARIADB_USER", "MARIADB_USER=user$1");
            }),
            ("a key that names another one", &|stack| {
                stack
                    .project
                    .append(".env", "SITE=https://$MARIADB_USER.example.org\n");
            }),
            ("braces that do not close", &|stack| {
                stack.set("MARIADB_PASSWORD", "MARIADB_PASSWORD=correct${horse");
            }),
            ("a short SECRET_KEY", &|stack| {
                stack.set("SECRET_KEY", "SECRET_KEY=0123456789abcdef");
            }),
            ("a SECRET_KEY of one letter", &|stack| {
                stack.set("SECRET_KEY", &format!("SECRET_KEY={}", "x".repeat(60)));
            }),
            ("the SECRET_KEY of startproject", &|stack| {
                stack.set(
                    "SECRET_KEY",
                    &format!("SECRET_KEY='django-insecure-{}'", "0123456789".repeat(5)),
                );
            }),
            ("a password that everybody tries", &|stack| {
                stack.set("MARIADB_PASSWORD", "MARIADB_PASSWORD=ChangeMe");
            }),
            ("a password that is the user's name", &|stack| {
                stack.set("MARIADB_USER", "MARIADB_USER=polls-user");
                stack.set("MARIADB_PASSWORD", "MARIADB_PASSWORD=polls-user");
            }),
            ("a password of the sample", &|stack| {
                stack.set("MARIADB_PASSWORD", "MARIADB_PASSWORD=from-the-sample");
                stack.edit(
                    "dev",
                    ".env.sample",
                    "MARIADB_PASSWORD=",
                    "MARIADB_PASSWORD=from-the-sample",
                );
            }),
            ("a password in the compose file", &|stack| {
                stack.edit(
                    "prod",
                    compose,
                    "MARIADB_ROOT_PASSWORD: ${MARIADB_ROOT_PASSWORD:?run make env}",
                    "MARIADB_ROOT_PASSWORD: correct-horse",
                );
            }),
            ("an address with a password", &|stack| {
                stack.edit(
                    "prod",
                    compose,
                    "    TLS:",
                    "    SEARCH: http://me:correct-horse@search:9200/\n    TLS:",
                );
            }),
            ("switches of images are none", &|stack| {
                stack.edit(
                    "dev",
                    compose,
                    "      MARIADB_AUTO_UPGRADE:",
                    "      MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: \"no\"\n      MARIADB_AUTO_UPGRADE:",
                );
            }),
        ],
    );
}

/// What the compose file no longer names, it no longer empties in web.
#[test]
fn of_a_service_that_is_gone() {
    let stack = Stack::new("--with portainer");
    assert!(!stack.shown().contains("no part of the stack"));
    stack.run("remove portainer", &[]).ok();
    // As on a server, where `make` alone reads the file.
    let env = stack.project.read(".env");
    let env = env.replace("# removed: PORTAINER", "PORTAINER");
    stack.project.write(".env", &env);
    let shown = stack.shown();
    let told = "PORTAINER_PASSWORD is a secret of Portainer, which is no part of the stack";
    assert!(
        shown.contains(told) && shown.ends_with("exit 1\n"),
        "{shown}"
    );
    let env = stack.project.read(".env");
    let fixed = env.replace("\nPORTAINER_PASSWORD=", "\n# removed: PORTAINER_PASSWORD=");
    stack.project.write(".env", &fixed);
    assert!(stack.shown().ends_with("exit 0\n"), "{}", stack.shown());
}
