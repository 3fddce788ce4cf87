//! Where a database keeps its data, and whether a volume is there.

use crate::catalog::DataFolder;
use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::read::{Image, Mount, Service};
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::compose::Template;

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in &subject.environments {
        for (file, service) in facts.services() {
            let Some(name) = &service.image else {
                continue;
            };
            let lookup = subject.lookup(Some(file), machine);
            let image = Template::parse(&name.text).expand(&lookup).text;
            let Some(folder) = subject.known.data(&Image::parse(&image)) else {
                continue;
            };
            if let Some((what, line)) = look(facts, service, folder, &name.text) {
                found.push(Finding::new(what, facts.spot.at(&file.path, line)));
            }
        }
    }
}

/// What is wrong with the mounts of a database, and the line that says so.
fn look(
    facts: &EnvironmentFacts,
    service: &Service,
    folder: &DataFolder,
    image: &str,
) -> Option<(What, usize)> {
    let (service_name, image) = (service.name.clone(), image.to_owned());
    let refused = |mount: &&Mount| folder.refuses.iter().any(|path| is(&mount.target, path));
    if let Some(mount) = service.mounts.iter().find(refused) {
        let what = What::MountRefused {
            service: service_name,
            image,
            path: mount.target.clone(),
            instead: folder.path.clone(),
        };
        return Some((what, mount.line));
    }
    let path = data_path(service, folder);
    if is_kept(service, &path) || is_client(facts, service, &path) {
        return None;
    }
    let what = What::DataOutside {
        service: service_name,
        image,
        path,
    };
    Some((what, service.line))
}

/// The image's own folder, or the one that the service names.
fn data_path(service: &Service, folder: &DataFolder) -> String {
    let variable = folder.variable.as_ref();
    let moved = variable.and_then(|variable| service.sets(variable));
    let moved = moved.and_then(|(_, text, _)| text.as_ref());
    moved.map_or_else(|| folder.path.clone(), |text| text.text.clone())
}

fn is(target: &str, path: &str) -> bool {
    target.trim_end_matches('/') == path.trim_end_matches('/')
}

/// Whether a named volume, or a folder of the host, is mounted there.
fn is_kept(service: &Service, path: &str) -> bool {
    let mut mounts = service.mounts.iter();
    mounts.any(|mount| !mount.source.is_empty() && is(&mount.target, path))
}

/// Whether one folder is in the other: releases of one image differ by that.
fn is_near(target: &str, path: &str) -> bool {
    let within =
        |inner: &str, outer: &str| is(inner, outer) || inner.starts_with(&format!("{outer}/"));
    within(target, path) || within(path, target)
}

/// Whether only the image's programs are run, not its server: djdock's own file keeps nothing near there either, or the
/// container is started with something else than options of the server.
fn is_client(facts: &EnvironmentFacts, service: &Service, path: &str) -> bool {
    if let Some(own) = facts.pristine(&service.name) {
        return !own.mounts.iter().any(|mount| is_near(&mount.target, path));
    }
    let mut words = service.started.iter().filter_map(|it| it.words.first());
    words.any(|word| !word.starts_with('-'))
}
