//! `.env`, variables and paths, as Compose reads them.

mod env_file;
mod path;
mod secret;
mod template;

pub(crate) use env_file::EnvFile;
pub(crate) use path::from_root;
pub(crate) use secret::Secret;
pub(crate) use template::{Lookup, Template};

/// The file beside the compose file that Compose reads variables from by itself: the secrets stand in it.
pub(crate) const ENV_FILE: &str = ".env";
