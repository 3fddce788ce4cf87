//! Compose files: their containers as values, and `.env`, variables, paths and Dockerfiles as Compose reads them.

mod container;
mod dockerfile;
mod env_file;
mod fragment;
mod path;
mod secret;
mod template;

pub use container::{Build, Command, Container, EnvFilePath, FormError, FormKind, Mount, Port};
pub(crate) use dockerfile::{Copied, Dockerfile, Stage, Started, Text};
pub(crate) use env_file::EnvFile;
pub use fragment::{Fragment, FragmentError, FragmentFault};
pub(crate) use path::from_root;
pub(crate) use secret::Secret;
pub(crate) use template::{Lookup, Template};

/// The file beside the compose file that Compose reads variables from by itself: the secrets stand in it.
pub(crate) const ENV_FILE: &str = ".env";

/// The file that they stand in where git tracks [`ENV_FILE`], so that everybody may read that one. Compose reads it where
/// it is named.
pub(crate) const OWN_ENV_FILE: &str = ".env.djdock";
