//! What the libraries do that settings are written with: a file for each, and its line in the list. The other files are
//! what they share, and the standard library.

pub(crate) mod cast;
mod configurations;
pub(crate) mod declared;
mod decouple;
mod dj_database_url;
mod django_heroku;
mod dotenv;
mod dynaconf;
pub(crate) mod engines;
pub(crate) mod env_file;
mod environ;
pub(crate) mod environment;
mod environs;
pub(crate) mod fields;
mod goodconf;
pub(crate) mod host;
pub(crate) mod library;
mod pydantic;
pub(crate) mod reader;
pub(crate) mod setup;
mod split_settings;
pub(crate) mod standard;
pub(crate) mod url;

use library::Library;

/// Every library.
pub(in crate::python) static LIBRARIES: [Library; 11] = [
    configurations::LIBRARY,
    decouple::LIBRARY,
    dj_database_url::LIBRARY,
    django_heroku::LIBRARY,
    dotenv::LIBRARY,
    dynaconf::LIBRARY,
    environ::LIBRARY,
    environs::LIBRARY,
    goodconf::LIBRARY,
    pydantic::LIBRARY,
    split_settings::LIBRARY,
];
