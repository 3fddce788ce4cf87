//! The prose of an engine on which nothing can be tried.

use super::Report;
use crate::attempt::EngineError;

pub(super) fn engine(error: &EngineError) -> Report {
    match error {
        EngineError::Absent => Report::new("there is no `docker` command, and a try needs an engine")
            .hint("install Docker Engine or Docker Desktop: https://docs.docker.com/get-started/get-docker/"),
        EngineError::Silent(said) => Report::new("the Docker engine does not answer")
            .details(said.lines())
            .hint("start it (`sudo systemctl start docker`, or Docker Desktop); on Linux you must be in the group docker"),
        EngineError::NoCompose => Report::new("there is no Docker Compose 2")
            .hint("install the plugin: https://docs.docker.com/compose/install/"),
    }
}
