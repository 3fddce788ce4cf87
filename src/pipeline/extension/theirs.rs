//! The services of a compose file of the user's own that provide what added ones need.

use std::collections::BTreeMap;

use super::{ComposeExtension, find};
use crate::catalog::{DATABASE, Service};
use crate::compose::{Build, Container, Dockerfile, from_root};
use crate::pipeline::PipelineError;
use crate::stack::Theirs;
use crate::tree::{Tree, join, parent};
use crate::yaml::Value;

impl ComposeExtension<'_> {
    /// Of the user's services, those that provide what these services need, and no other one of these does.
    pub(super) fn theirs(
        &self,
        restored: &dyn Tree,
        services: &[String],
    ) -> Result<Vec<Theirs>, PipelineError> {
        let chosen: Vec<&Service> = services
            .iter()
            .filter_map(|name| self.catalog.service(name))
            .collect();
        let needs = chosen.iter().flat_map(|service| &service.manifest.needs);
        let is_met = |need: &str| chosen.iter().any(|service| service.provides(need));
        let mut needs: Vec<&String> = needs.filter(|need| !is_met(need)).collect();
        needs.dedup();
        if needs.is_empty() {
            return Ok(Vec::new());
        }
        let mut theirs: Vec<Theirs> = Vec::new();
        let all = self.standing_services(restored)?;
        for need in needs {
            let provides = |it: &Theirs| {
                self.catalog
                    .service(&it.service)
                    .is_some_and(|it| it.provides(need))
            };
            if theirs.iter().any(provides) {
                continue;
            }
            let found = all.iter().find(|it| provides(it) && self.fits(it, &chosen));
            theirs.extend(found.cloned());
        }
        Ok(theirs)
    }

    /// Whether none of the chosen services is what a stack has once, as this one is.
    fn fits(&self, theirs: &Theirs, chosen: &[&Service]) -> bool {
        let once = self.catalog.manifest.once.iter().map(String::as_str);
        let mut once = once.chain([DATABASE]);
        let own = self.catalog.service(&theirs.service);
        !once.any(|capability| {
            own.is_some_and(|own| own.provides(capability))
                && chosen.iter().any(|service| service.provides(capability))
        })
    }

    /// The services of the user's that are some of the catalogue's: by their images first, then by where
    /// their data lies, by their ports and names.
    fn standing_services(&self, restored: &dyn Tree) -> Result<Vec<Theirs>, PipelineError> {
        let mut containers = Vec::new();
        for path in find::read_with(restored, self.path)? {
            let text = restored.read_text(&path)?.unwrap_or_default();
            // What is no YAML is refused where the file is extended.
            let file = Value::parse(&text).unwrap_or(Value::Null);
            let services = file.get("services").cloned().unwrap_or(Value::Null);
            for (name, definition) in services.pairs() {
                let container = name
                    .as_text()
                    .map(|name| Container::unchecked(name, definition.clone()));
                containers.extend(container.map(|container| (parent(&path).to_owned(), container)));
            }
        }
        let mut found = Vec::new();
        for by in [Self::by_image, Self::by_data, Self::by_port, Self::by_name] {
            for (folder, container) in &containers {
                let known = |it: &Theirs| it.host == container.name;
                if found.iter().any(known) {
                    continue;
                }
                if let Some(service) = by(self, restored, folder, container) {
                    found.push(theirs(service, container));
                }
            }
        }
        Ok(found)
    }

    fn by_image(&self, tree: &dyn Tree, folder: &str, container: &Container) -> Option<&Service> {
        let image = match container.build() {
            Some(build) => built_from(tree, folder, &build)?,
            None => container.image()?.to_owned(),
        };
        let own = image_name(&image)?;
        let is = |service: &&Service| {
            let releases = service.manifest.releases.iter();
            let mut images = releases.filter_map(|release| release.image.as_deref());
            images.any(|image| image_name(image) == Some(own))
        };
        // Other people's images of a database have the name of its engine: `postgresql`.
        let serves =
            |service: &&Service| service.manifest.engines.iter().any(|engine| engine == own);
        let services = || self.catalog.services.iter();
        services().find(is).or_else(|| services().find(serves))
    }

    fn by_data(&self, _: &dyn Tree, _: &str, container: &Container) -> Option<&Service> {
        let mounts = container.mounts();
        let mut services = self.catalog.services.iter();
        services.find(|service| {
            let mut folders = service.manifest.data.iter();
            folders.any(|folder| mounts.iter().any(|mount| mount.target == folder.path))
        })
    }

    fn by_port(&self, _: &dyn Tree, _: &str, container: &Container) -> Option<&Service> {
        // What is built and not known is the project's own, or something beside it.
        container.build().is_none().then_some(())?;
        let targets = targets(container);
        let mut services = self.catalog.services.iter();
        services.find(|service| port(service).is_some_and(|port| targets.contains(&port)))
    }

    fn by_name(&self, _: &dyn Tree, _: &str, container: &Container) -> Option<&Service> {
        self.catalog
            .service(&container.name)
            .filter(|service| !service.manifest.provides.is_empty())
    }
}

fn theirs(service: &Service, container: &Container) -> Theirs {
    let usual = port(service);
    let targets = targets(container);
    let other = targets.first().filter(|_| targets.len() == 1);
    Theirs {
        service: service.name.clone(),
        host: container.name.clone(),
        port: usual.and(other.copied().or(usual)),
    }
}

/// The port at which a service of the catalogue is reached, where that is known.
fn port(service: &Service) -> Option<u16> {
    let served = service.ports().first().copied();
    let mut rules = service.manifest.adopted.iter();
    let adopted = rules.find_map(|rule| {
        let is_port = rule
            .setting
            .as_ref()
            .is_some_and(|it| it.split('.').next_back() == Some("PORT"));
        rule.value.as_ref().filter(|_| is_port)?.parse().ok()
    });
    served.or(adopted)
}

/// The ports on which a container listens, as its file says.
fn targets(container: &Container) -> Vec<u16> {
    let ports = container.ports();
    let published = ports.iter().filter_map(|port| port.target.parse().ok());
    let exposed = container.items("expose").iter();
    let exposed = exposed.filter_map(|port| port.as_text()?.parse().ok());
    let mut targets: Vec<u16> = published.chain(exposed).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// The image that a build starts from, where its Dockerfile can be read.
fn built_from(tree: &dyn Tree, folder: &str, build: &Build<'_>) -> Option<String> {
    let read = || {
        let path = from_root(folder, &join(build.context, build.dockerfile))?;
        tree.read_text(&path).ok().flatten()
    };
    let text = build.inline.map(str::to_owned).or_else(read)?;
    let arguments: BTreeMap<&str, Option<&str>> = build.args.clone();
    let arguments: Vec<(String, String)> = arguments
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect();
    let stage = Dockerfile::parse(&text).stage(build.target, &arguments)?;
    Some(stage.image)
}

/// The name of an image, without registry, owner and tag.
fn image_name(image: &str) -> Option<&str> {
    image
        .split('@')
        .next()?
        .rsplit('/')
        .next()?
        .split(':')
        .next()
}
