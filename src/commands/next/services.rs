//! What services have to say once they are there.

use super::super::draft::Draft;

/// What services have to say, of those that were not there before: about themselves, and about the code that the
/// project has got for them.
pub(super) fn said(draft: &Draft, before: &[String]) -> Vec<String> {
    let is_new = |name: &String| !before.contains(name);
    let stacks = || draft.outcomes().flat_map(|outcome| &outcome.stacks);
    let services = stacks().flat_map(|stack| &stack.services);
    let own = services
        .filter(|service| is_new(&service.name))
        .flat_map(|service| &service.next);
    // dev's, which may hold what is not yet on prod.
    let of_dev = draft.outcomes().take(1).flat_map(|it| &it.stacks);
    let offered = of_dev
        .flat_map(|stack| &stack.offered.next)
        .filter(|(service, _)| is_new(service))
        .map(|(_, line)| line);
    let mut said: Vec<String> = Vec::new();
    for line in own.chain(offered) {
        if !said.contains(line) {
            said.push(line.clone());
        }
    }
    said
}
