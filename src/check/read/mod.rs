//! What Compose, Docker and a shell read, as they read it: each file's own rules, and where things stand in it.

mod compose;
mod dockerfile;
mod dotenv;
mod ignore;
mod image;
mod path;
mod ports;
mod secret;
mod service;
mod template;
mod yaml;

pub(super) use compose::ComposeFile;
pub(super) use dockerfile::{Copied, Dockerfile};
pub(super) use dotenv::EnvFile;
pub(super) use ignore::Ignore;
pub(super) use image::Image;
pub(super) use path::from_root;
pub(super) use ports::{Published, published};
pub(crate) use secret::Secret;
pub(super) use service::{Mount, Service, Started};
pub(super) use template::Template;
