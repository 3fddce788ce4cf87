//! Docker and Compose.

use crate::check::finding::Finding;
use crate::check::machine::{Docker, Machine};
use crate::check::spot::Spot;
use crate::check::subject::Subject;
use crate::check::what::What;
use crate::version;

/// From here on an engine knows `start_interval`, which the health checks have.
const ENGINE: &str = "25.0";

/// From here on Compose knows everything that the stacks use.
const COMPOSE: &str = "2.20.2";

pub(super) fn rules(_: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    let mut find = |what| found.push(Finding::new(what, Spot::default()));
    match machine.docker() {
        // Compose comes with it.
        Docker::Absent => return find(What::NoDocker),
        Docker::Silent { denied } => find(What::EngineSilent { denied }),
        Docker::Answers(version) if version::compare(&version, ENGINE).is_lt() => {
            find(What::EngineOld {
                found: version,
                needed: "25",
            });
        }
        Docker::Answers(_) => {}
    }
    match machine.compose() {
        None => find(What::NoCompose),
        Some(version) if version::compare(&version, COMPOSE).is_lt() => find(What::ComposeOld {
            found: version,
            needed: COMPOSE,
        }),
        Some(_) => {}
    }
}
