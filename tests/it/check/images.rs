//! Images: which release they are, where they keep data, what gets into them.

use super::{Stack, provoked};
use crate::harness::Project;

const COMPOSE: &str = "docker-compose.yml";

/// Puts one image in the place of another.
fn image(stack: &Stack, branch: &str, from: &str, to: &str) {
    stack.edit(
        branch,
        COMPOSE,
        &format!("image: {from}\n"),
        &format!("image: {to}\n"),
    );
}

#[test]
fn releases() {
    let base = Stack::new("--db postgres --with redis");
    provoked(
        "images-releases",
        &base,
        &[
            ("no tag, latest, no minor release", &|stack| {
                image(stack, "dev", "postgres:18", "postgres");
                image(stack, "dev", "redis:8.2", "redis:8-alpine");
                image(stack, "prod", "redis:8.2", "redis:latest");
            }),
            ("another release, a digest, another registry", &|stack| {
                image(
                    stack,
                    "dev",
                    "redis:8.2",
                    "docker.io/library/redis:8.0.3-alpine",
                );
                image(
                    stack,
                    "prod",
                    "redis:8.2",
                    &format!("redis@sha256:{}", "0".repeat(64)),
                );
            }),
            ("a Dockerfile", &|stack| {
                stack.edit(
                    "prod",
                    "docker-compose.yml",
                    "FROM nginx:1.30-alpine",
                    "FROM nginx:alpine",
                );
            }),
            ("a Dockerfile's argument", &|stack| {
                let from = "FROM python:3.13-slim-trixie";
                stack.edit(
                    "dev",
                    "Dockerfile",
                    from,
                    "ARG PYTHON=3\nFROM python:${PYTHON}-slim AS base\nFROM base",
                );
            }),
        ],
    );
}

#[test]
fn data() {
    let base = Stack::new("--db postgres");
    provoked(
        "images-data",
        &base,
        &[
            ("the volume of a release before 18", &|stack| {
                stack.edit(
                    "prod",
                    COMPOSE,
                    "postgres-data:/var/lib/postgresql ",
                    "postgres-data:/var/lib/postgresql/data ",
                );
            }),
            ("an older release with the volume of 18", &|stack| {
                image(stack, "prod", "postgres:18", "postgres:17");
            }),
            (
                "an older release with its own volume, or data elsewhere",
                &|stack| {
                    image(stack, "prod", "postgres:18", "postgres:17");
                    stack.edit(
                        "prod",
                        COMPOSE,
                        "postgres-data:/var/lib/postgresql ",
                        "postgres-data:/var/lib/postgresql/data ",
                    );
                    stack.edit(
                        "dev",
                        COMPOSE,
                        "      POSTGRES_DB:",
                        "      PGDATA: /srv/rows\n      POSTGRES_DB:",
                    );
                    stack.edit(
                        "dev",
                        COMPOSE,
                        "postgres-data:/var/lib/postgresql ",
                        "postgres-data:/srv/rows ",
                    );
                },
            ),
            ("the image's own programs keep nothing", &|stack| {
                let service =
                    "\n  dump:\n    image: postgres:18\n    command: pg_dump shop\n\nnetworks:\n";
                stack.edit("prod", COMPOSE, "\nnetworks:\n", service);
            }),
            ("no volume", &|stack| {
                let compose = stack.project.on("prod", COMPOSE);
                let line = compose
                    .lines()
                    .find(|line| line.contains("- postgres-data:"))
                    .unwrap();
                stack.edit("prod", COMPOSE, &format!("    volumes:\n{line}\n"), "");
            }),
        ],
    );
}

#[test]
fn secrets() {
    let base = Stack::new("");
    provoked(
        "images-secrets",
        &base,
        &[
            (".env is copied", &|stack| {
                stack.edit(
                    "prod",
                    "Dockerfile",
                    "COPY --chown=app:app . /app/",
                    "COPY --chown=app:app .env . /app/",
                );
            }),
            ("the ignore file lets .env in", &|stack| {
                stack.edit("prod", ".dockerignore", "**/.env*\n", "");
            }),
            ("it is not there at all", &|stack| {
                stack.change("prod", |project| {
                    project.git("rm --quiet .dockerignore");
                });
            }),
            ("it has an exception", &|stack| {
                stack.change("prod", |project| project.append(".dockerignore", "!.env\n"));
            }),
        ],
    );
}

/// A file that no pattern of the ignore file knows by its end.
#[test]
fn rows_under_another_name_stay_out() {
    let project = Project::polls();
    let settings = project.read("mysite/settings.py");
    assert!(settings.contains("'db.sqlite3'"));
    project.write(
        "mysite/settings.py",
        &settings.replace("'db.sqlite3'", "'rows'"),
    );
    project.commit("rows");
    let stack = Stack::of(project, "");
    let ignored = stack.project.on("prod", ".dockerignore");
    assert!(ignored.contains("\nrows\nrows-*\n"), "{ignored}");
    assert!(stack.shown().starts_with("Nothing stops"));
    stack.edit("prod", ".dockerignore", "\nrows\n", "\n");
    assert!(stack.shown().contains("does not leave out rows"));
}
