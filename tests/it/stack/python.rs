//! Which Python the images have, and what the stack installs for it.

use insta::assert_snapshot;

use crate::harness::Project;

/// prod's image and requirements, of a project with these.
fn built(requirements: &str, runtime: &str) -> String {
    let project = Project::fixture("startproject-4.2");
    project.write("requirements.txt", requirements);
    if !runtime.is_empty() {
        project.write("runtime.txt", runtime);
    }
    project.commit("versions");
    project.djdock("init --yes --db postgres").ok();
    let file = |path: &str| project.git(&format!("show prod:{path}"));
    let dockerfile = file("Dockerfile");
    let image = dockerfile.lines().find(|line| line.starts_with("FROM "));
    let requirements = file("requirements.txt");
    let added = requirements.lines().filter(|line| !line.is_empty());
    let added: Vec<&str> = added.collect();
    format!("{}\n{}\n", image.unwrap_or_default(), added.join("\n"))
}

#[test]
fn packages_that_import_pkg_resources_get_it() {
    // On the Python of their time every environment has it.
    assert_snapshot!(built("Django==4.2.16\ngunicorn==20.1.0\n", ""), @r"
    FROM python:3.11-slim-trixie AS build
    Django==4.2.16
    gunicorn==20.1.0
    psycopg[binary]>=3.1,<4
    ");
    assert_snapshot!(built("Django==4.2.16\ngunicorn==20.1.0\n", "python-3.12.1"), @r"
    FROM python:3.12-slim-trixie AS build
    Django==4.2.16
    gunicorn==20.1.0
    psycopg[binary]>=3.1,<4
    setuptools<81
    ");
    assert_snapshot!(built("Django==4.2.16\ngunicorn==23.0.0\n", "python-3.12.1"), @r"
    FROM python:3.12-slim-trixie AS build
    Django==4.2.16
    gunicorn==23.0.0
    psycopg[binary]>=3.1,<4
    ");
}

#[test]
fn an_old_python_gets_what_installs_on_it() {
    assert_snapshot!(built("Django==3.1.14\n", "python-3.6.15"), @r"
    FROM python:3.6-slim-bullseye AS build
    Django==3.1.14
    gunicorn>=20.1,<22
    psycopg2-binary>=2.9,<3
    ");
    // No image of these installs Debian's packages any more.
    assert_snapshot!(built("Django==2.2.28\n", "python-3.5.10"), @r"
    FROM python:3.6-slim-bullseye AS build
    Django==2.2.28
    gunicorn>=20.1,<22
    psycopg2-binary>=2.8,<2.9
    ");
}
