//! Images whose tag does not say which release it is.

use std::collections::HashSet;

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::read::{Image, Service};
use crate::check::spot::Spot;
use crate::check::subject::Subject;
use crate::check::what::What;
use crate::compose::{Template, Text};

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in &subject.environments {
        let services = facts.services();
        let built = services.filter(|(_, service)| service.build.is_some());
        let built = built.filter_map(|(_, service)| service.image.as_ref());
        let built: HashSet<(&str, usize)> = built.map(place).collect();
        for (file, service) in facts.services() {
            let Some(image) = &service.image else {
                continue;
            };
            if is_built(service) || built.contains(&place(image)) {
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

/// Whether a service says that its image is made here: then the tag is the owner's.
fn is_built(service: &Service) -> bool {
    service.build.is_some() || matches!(service.pull_policy.as_str(), "never" | "build")
}

/// An image's name, and the line that it stands in: services that merge one mapping have the same.
fn place(image: &Text) -> (&str, usize) {
    (&image.text, image.line)
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
