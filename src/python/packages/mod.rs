//! What the libraries do that settings are written with: a file for each family, a row for each name in `library`.

pub(crate) mod cast;
pub(crate) mod configure;
pub(crate) mod declared;
pub(crate) mod dotenv;
pub(crate) mod dynaconf;
pub(crate) mod engines;
pub(crate) mod environment;
pub(crate) mod fields;
pub(crate) mod library;
pub(crate) mod reader;
pub(crate) mod setup;
pub(crate) mod url;
