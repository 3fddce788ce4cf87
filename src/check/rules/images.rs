//! Images whose tag does not say which release it is.

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::read::{Image, Service};
use crate::check::spot::Spot;
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::compose::Template;

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in &subject.environments {
        for (file, service) in facts.services() {
            let Some(image) = &service.image else {
                continue;
            };
            if is_built(facts, service) {
                continue;
            }
            let name = Template::parse(&image.text)
                .expand(&subject.lookup(Some(file), machine))
                .text;
            look(
                &name,
                &image.text,
                facts.spot.at(&file.path, image.line),
                subject,
                found,
            );
        }
        for build in &facts.builds {
            for image in build.dockerfile.images(&build.args) {
                look(
                    &image.text,
                    &image.text,
                    facts.spot.at(&build.path, image.line),
                    subject,
                    found,
                );
            }
        }
    }
}

/// Whether an image is made here: then its tag is the owner's.
fn is_built(facts: &EnvironmentFacts, service: &Service) -> bool {
    let same = |other: &Service| other.build.is_some() && other.image == service.image;
    let policy = matches!(service.pull_policy.as_str(), "never" | "build");
    service.build.is_some() || policy || facts.services().any(|(_, other)| same(other))
}

/// `text` is the name as it is written, with its variables.
fn look(name: &str, text: &str, spot: Spot, subject: &Subject, found: &mut Vec<Finding>) {
    let image = Image::parse(name);
    if image.repository.is_empty() || subject.known.is_pinned(&image) {
        return;
    }
    let example = subject.known.example(&image).map(ToOwned::to_owned);
    let image = text.to_owned();
    found.push(Finding::new(What::Unpinned { image, example }, spot));
}
