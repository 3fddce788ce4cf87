//! What services have to say once they are there.

use crate::plan::Plan;

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
    each_once(own.chain(offered))
}

/// What services that were there before have to say to who has their data from an older stack.
pub(super) fn older(draft: &Draft, before: &[String]) -> Vec<String> {
    each_once(draft.outcomes().flat_map(|outcome| {
        let stacks = outcome.stacks.iter();
        let services = stacks.flat_map(|stack| &stack.services);
        let services = services.filter(|service| before.contains(&service.name));
        let older = services.flat_map(|service| &service.older);
        let older = older.filter(|older| gains(&outcome.plan, &older.without));
        older.flat_map(|older| &older.next)
    }))
}

/// Whether a file gets a text that it did not have.
fn gains(plan: &Plan, text: &str) -> bool {
    plan.changes.iter().any(|change| {
        let (Some(before), Some(after)) = (&change.before, &change.after) else {
            return false;
        };
        !before.text.contains(text) && after.text.contains(text)
    })
}

fn each_once<'l>(lines: impl Iterator<Item = &'l String>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for line in lines {
        if !said.contains(line) {
            said.push(line.clone());
        }
    }
    said
}
