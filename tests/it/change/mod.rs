//! `djdock add`, `remove`, `update`, `services`: a stack that changes, on branches and in folders, with what users did.

mod add;
mod conflict;
mod copies;
mod database;
mod former;
mod killed;
mod offer;
mod own;
mod own_files;
mod own_image;
mod own_needs;
mod own_places;
mod own_web;
mod refuse;
mod remove;
mod services;
mod update;

use crate::harness::Project;

/// A project with its stack, on dev.
fn on_dev(flags: &str) -> Project {
    let project = Project::polls();
    project.djdock(&format!("init --yes {flags}")).ok();
    project.git("switch --quiet dev");
    project
}

/// The trees of both branches.
fn trees(project: &Project) -> [String; 2] {
    ["dev^{tree}", "prod^{tree}"].map(|revision| project.id(revision))
}
