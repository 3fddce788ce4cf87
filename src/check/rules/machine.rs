//! What a container may do to the machine that it runs on, and who else runs a stack of this name there.

use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::read::{ComposeFile, Mount, Service};
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::compose::Template;
use crate::environment::Environment;
use crate::tree::is_within;

/// Folders of the system. `/` is one by itself.
const SYSTEM: [&str; 14] = [
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/var/lib/docker",
    "/var/run",
];

/// What tells a container the time of the machine, and nothing else.
const CLOCK: [&str; 3] = ["/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo"];

pub(super) fn rules(subject: &Subject, machine: &dyn Machine, found: &mut Vec<Finding>) {
    for facts in &subject.environments {
        for (file, service) in facts.services() {
            rights(facts, file, service, found);
            for mount in &service.mounts {
                let source = Template::parse(&mount.source);
                let source = source.expand(&subject.lookup(Some(file), machine)).text;
                if let Some(what) = seen(facts, service, &source) {
                    found.push(Finding::new(what, facts.spot.at(&file.path, mount.line)));
                }
            }
        }
        others(facts, subject, machine, found);
    }
}

/// What the compose file lets a container do to the machine.
fn rights(
    facts: &EnvironmentFacts,
    file: &ComposeFile,
    service: &Service,
    found: &mut Vec<Finding>,
) {
    for right in &service.rights {
        let what = What::Rights {
            service: service.name.clone(),
            by: right.text.clone(),
        };
        found.push(Finding::new(what, facts.spot.at(&file.path, right.line)));
    }
}

/// What a mount shows of the machine.
fn seen(facts: &EnvironmentFacts, service: &Service, source: &str) -> Option<What> {
    let name = service.name.clone();
    if is_socket(source) {
        let own = facts.pristine(&service.name);
        let is_own = |own: &Service| {
            own.mounts
                .iter()
                .any(|mount: &Mount| is_socket(&mount.source))
        };
        let own = own.is_some_and(is_own);
        return Some(What::Socket { service: name, own });
    }
    let outside = source.starts_with('/') || source.starts_with('~') || source.starts_with("..");
    if !outside || CLOCK.iter().any(|path| is_within(source, path)) {
        return None;
    }
    let system = matches!(source, "/" | "~") || SYSTEM.iter().any(|path| is_within(source, path));
    Some(What::HostFolder {
        service: name,
        path: source.to_owned(),
        system,
    })
}

fn is_socket(source: &str) -> bool {
    source.ends_with("/docker.sock")
}

/// Who else runs the stack, as the work tree's variables name it.
fn others(
    facts: &EnvironmentFacts,
    subject: &Subject,
    machine: &dyn Machine,
    found: &mut Vec<Finding>,
) {
    // A file that names no project is one of the user's own, which is named after its folder.
    let file = facts.compose.iter().find(|file| file.name.is_some());
    let Some(file) = file else {
        return;
    };
    let line = file.name.as_ref().map_or(0, |name| name.line);
    let Some(project) = subject.lookup(Some(file), machine)("COMPOSE_PROJECT_NAME") else {
        return;
    };
    // The engine is asked last, and only where the answer matters.
    if let (Some(branch), Some(Environment::Dev)) = (&subject.bare_branch, facts.environment())
        && machine.containers().iter().any(|it| it.project == project)
    {
        let dev = facts.spot.branch.clone().unwrap_or_default();
        let branch = branch.clone();
        let what = What::OtherBranch { branch, dev };
        found.push(Finding::new(what, facts.spot.at(&file.path, line)));
    }
    for folder in machine.other_places(&project, &subject.root) {
        let project = project.clone();
        let what = What::OtherPlace { project, folder };
        found.push(Finding::new(what, facts.spot.at(&file.path, line)));
    }
}
