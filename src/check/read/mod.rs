//! What Compose, Docker and a shell read, as they read it: each file's own rules, and where things stand in it.

mod compose;
mod image;
mod ports;
mod service;
mod yaml;

pub(crate) use compose::ComposeFile;
pub(super) use image::Image;
pub(super) use ports::{Published, published};
pub(super) use service::{Mount, Service};
