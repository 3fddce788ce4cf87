//! Rendered files with and without a service: what the merge is for.

use djdock::answers::Layout;
use djdock::catalog::DATABASE;
use djdock::environment::Environment;
use saphyr::{LoadableYamlNode as _, Yaml};

use crate::stack::{Files, Workshop};

/// A file as it is rendered without and with a service.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) path: String,
    pub(crate) without: String,
    pub(crate) with: String,
}

/// Whether a text can be read. In one that cannot, what djdock adds may make sense of the rest, and another sense than
/// the user's.
pub(crate) fn is_read(path: &str, text: &str) -> bool {
    let is_compose = path.starts_with("docker-compose");
    !is_compose || Yaml::load_from_str(text).is_ok()
}

/// A project that uses queues and caches, so that every service makes sense.
pub(crate) const FIXTURE: &str = "tests/fixtures/services";

pub(crate) fn workshop() -> Workshop {
    Workshop::of(FIXTURE, Layout::Branches)
}

/// The services that are no databases.
pub(crate) fn services(workshop: &Workshop) -> Vec<String> {
    let services = workshop.catalog.services.iter();
    let others = services.filter(|service| !service.provides(DATABASE));
    others.map(|service| service.name.clone()).collect()
}

/// Every file that some service changes, in both environments.
pub(crate) fn pairs() -> Vec<Pair> {
    let workshop = workshop();
    let mut pairs = Vec::new();
    for environment in Environment::ALL {
        let without = workshop.stack(&workshop.answers, &[environment]);
        for service in services(&workshop) {
            let answers = workshop.with(&[&service]);
            let with = workshop.stack(&answers, &[environment]);
            pairs.extend(changed(&without, &with));
        }
    }
    pairs
}

fn changed(without: &Files, with: &Files) -> Vec<Pair> {
    let owned = [
        "docker-compose.yml",
        "Dockerfile",
        "Makefile",
        ".env.sample",
        "nginx/projet.conf",
    ];
    let pairs = owned.iter().filter_map(|path| {
        let (without, with) = (without.get(*path)?, with.get(*path)?);
        (without != with).then(|| Pair {
            path: (*path).to_owned(),
            without: without.clone(),
            with: with.clone(),
        })
    });
    pairs.collect()
}
