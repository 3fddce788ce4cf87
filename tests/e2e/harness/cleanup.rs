//! What the tests leave behind on the engine: nothing, also after one that was killed.

use std::path::Path;

use super::engine::docker;

/// What the compose projects of the tests are called: PREFIX-DATABASE-PROCESS-NUMBER-ENVIRONMENT.
pub(crate) const PREFIX: &str = "djdock-e2e";

/// Removes a compose project's containers, volumes, networks and images. By label and not by `compose down`: another
/// branch may be checked out by now.
pub(crate) fn remove(project: &str) {
    let label = format!("label=com.docker.compose.project={project}");
    let remove = |list: &[&str], remove: &[&str]| {
        let found = docker(list.iter().copied().chain(["--filter", &label])).run();
        let found: Vec<_> = found.out.split_whitespace().collect();
        if !found.is_empty() {
            docker(remove.iter().copied().chain(found)).run();
        }
    };
    remove(&["ps", "--all", "--quiet"], &["rm", "--force", "--volumes"]);
    remove(&["volume", "ls", "--quiet"], &["volume", "rm"]);
    remove(&["network", "ls", "--quiet"], &["network", "rm"]);
    // Those that compose built; it labels them too.
    remove(&["image", "ls", "--quiet"], &["image", "rm", "--force"]);
}

/// Removes what a test left that was killed on this machine.
pub(crate) fn remove_abandoned() {
    let label = "{{.Label \"com.docker.compose.project\"}}";
    let ran = docker(["ps", "--all", "--format", label]).run();
    let mut projects: Vec<_> = ran.out.lines().filter(|name| is_abandoned(name)).collect();
    projects.sort_unstable();
    projects.dedup();
    projects.into_iter().for_each(remove);
}

fn is_abandoned(project: &str) -> bool {
    let process = project
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split('-').find(|part| part.parse::<u32>().is_ok()));
    process.is_some_and(|id| !Path::new("/proc").join(id).exists())
}
