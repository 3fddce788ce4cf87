//! A compose file of the user's own, extended in place: services after the last one, volumes, and for the services that
//! run the project the variables and the services to wait for.

mod addition;
mod definition;
mod entry;
mod env_file;
mod error;
mod join;
mod kind;
mod network;
mod other;
mod project;
mod proof;
mod runs;
mod section;
mod service;
mod slot;
mod style;
mod wiring;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

pub use self::addition::{ComposeAddition, ComposeService, PatchedCompose, Surroundings};
use self::definition::Definition;
pub use self::error::{ComposeError, ComposeStep, Obstacle, Unsound};
use self::network::{Networks, networks};
pub use self::other::{included_file, other_file};
use self::proof::Expected;
use self::section::Sections;
use self::service::Service;
use self::slot::Addition;
use self::style::Style;
use self::wiring::{Wires, Wiring};
use super::edit::PatchedText;
use super::record::patched;
use super::undo::unpatch;
use crate::text::Edit;
use crate::text::{is_open, position};
use crate::yaml::{Chomping, Id, Tree, Value};

/// Extends a compose file. What is there already is not added again.
///
/// # Errors
/// Where the file is not understood, has other services of the same names, or would not mean just what it did before
/// and the addition; see [`ComposeError`].
pub fn patch_compose(
    source: &str,
    addition: &ComposeAddition,
    around: &Surroundings<'_>,
) -> Result<PatchedCompose, ComposeError> {
    let tree = Tree::parse(source)?;
    let file = File::read(&tree)?;
    // First with what several services share by an anchor; where that reaches too far, without.
    match file.extended(addition, around, HashSet::new()) {
        Err(ComposeError::Unsound { .. }) => file.extended(addition, around, tree.shared()),
        result => result,
    }
}

/// What the project's services get.
#[derive(Default)]
struct Wired {
    wiring: Wiring,
    /// On which they reach the added ones.
    networks: Vec<String>,
    /// The names of the services that run the project.
    project: Vec<String>,
}

/// A compose file that is extended.
struct File<'a> {
    tree: &'a Tree<'a>,
    sections: Sections,
    style: Style,
    value: Value,
}

impl<'a> File<'a> {
    fn read(tree: &'a Tree<'a>) -> Result<Self, ComposeError> {
        let sections = Sections::find(tree)?;
        Ok(Self {
            tree,
            sections,
            style: Style::of(tree, sections.root, sections.services),
            value: Value::of(tree, sections.root)?,
        })
    }

    /// Extends it without changing some nodes.
    fn extended(
        &self,
        addition: &ComposeAddition,
        around: &Surroundings<'_>,
        fixed: HashSet<Id>,
    ) -> Result<PatchedCompose, ComposeError> {
        let (tree, sections, style) = (self.tree, self.sections, &self.style);
        let services = self.others(addition, around)?;
        let texts = join::definitions(&services, addition, around)?;
        let wanted = addition.services.iter().zip(&texts);
        let wanted = wanted
            .map(|(service, text)| Definition::parse(&service.name, text))
            .collect::<Result<Vec<_>, _>>()?;
        let twins = kind::twins(&services, &wanted, addition)?;
        let missing = sections.missing(tree, &wanted);
        let taken = |error| kind::taken(error, &self.value, &wanted, addition);
        let missing = missing.map_err(taken)?;
        let present: Vec<&Definition> = wanted
            .iter()
            .filter(|service| missing.iter().all(|other| other.name != service.name))
            .collect();
        let volumes = sections.missing_volumes(tree, &addition.volumes, &present)?;
        let Wired {
            wiring,
            networks,
            project,
        } = self.wiring(&services, addition, around, fixed)?;

        let mut additions = wiring.additions.clone();
        if !missing.is_empty() {
            let services = sections.add_services(tree, style, &missing, &networks);
            additions.extend(services.ok_or_else(|| unsound(Unsound::NoPlace))?);
        }
        additions.extend(sections.add_volumes(tree, style, &volumes)?);
        let expected = Expected {
            before: &self.value,
            services: &missing,
            networks: &networks,
            volumes: &volumes,
            wiring: &wiring,
        };
        let patched = self.proven(additions, &expected)?;
        let mut steps = wiring.steps;
        steps.extend(twins);
        steps.sort_by(ComposeStep::in_order);
        Ok(PatchedCompose {
            text: patched.text,
            splices: patched.splices,
            steps,
            project,
            networks,
        })
    }

    /// The services that the file has of its own.
    fn others(
        &self,
        addition: &ComposeAddition,
        around: &Surroundings<'_>,
    ) -> Result<Vec<Service>, ComposeError> {
        let added = addition.services.iter();
        let added: BTreeSet<&str> = added.map(|service| service.name.as_str()).collect();
        service::services(self.tree, self.sections.services, &added, around)
    }

    /// What the project's services get, and the networks on which they reach the added ones.
    fn wiring(
        &self,
        services: &[Service],
        addition: &ComposeAddition,
        around: &Surroundings<'_>,
        fixed: HashSet<Id>,
    ) -> Result<Wired, ComposeError> {
        Ok(match project::project(services, around)? {
            Ok(project) => self.wire(services, &project, addition, around, fixed),
            // Nobody is told of what has nothing to say to the project.
            Err(_) if addition.environment.is_empty() && addition.ready.is_empty() => {
                let mut wired = self.wire(services, &[], addition, around, fixed);
                wired.project.clear();
                wired
            }
            Err(candidates) => {
                let candidates = candidates.into_iter();
                let candidates =
                    candidates.map(|candidate| (candidate.name.clone(), candidate.line));
                let mut wired = Wired::default();
                wired.wiring.steps.push(ComposeStep::NoWebService {
                    candidates: candidates.collect(),
                });
                wired
            }
        })
    }

    fn wire(
        &self,
        services: &[Service],
        project: &[&Service],
        addition: &ComposeAddition,
        around: &Surroundings<'_>,
        fixed: HashSet<Id>,
    ) -> Wired {
        let wires = Wires {
            tree: self.tree,
            style: &self.style,
            around,
            fixed,
        };
        let mut wiring = wires.wire(project, addition);
        let defined = self.value.get("networks");
        let reached = services.iter();
        let reached = reached.filter(|service| addition.reached.contains(&service.name));
        let others = reached.filter(|service| project.iter().all(|it| it.name != service.name));
        // What an added service talks to counts first: it need not talk to the project.
        let met: Vec<&Service> = if addition.reached.is_empty() {
            project.to_vec()
        } else {
            others.chain(project.iter().copied()).collect()
        };
        let Networks { names, steps } = networks(services, &met, defined);
        wiring.steps.extend(steps);
        let project = project.iter().map(|service| service.name.clone());
        Wired {
            wiring,
            networks: names,
            project: project.collect(),
        }
    }

    /// Applies additions, if the text then means what it should and can be undone.
    fn proven(
        &self,
        mut additions: Vec<Addition>,
        expected: &Expected,
    ) -> Result<PatchedText, ComposeError> {
        let source = self.tree.source;
        additions.sort_by_key(|addition| (addition.edit.range.start, Reverse(addition.depth)));
        let last = |addition: &&mut Addition| {
            addition.lines && addition.edit.range.start == source.len() && is_open(source)
        };
        if let Some(first) = additions.iter_mut().find(last) {
            let chomping = self.tree.chomping(self.sections.root);
            if !matches!(chomping, None | Some(Chomping::Strip)) {
                let line = position(source, source.len()).0;
                return Err(ComposeError::OpenBlock { line });
            }
            first.edit.text.insert_str(0, self.style.newline);
        }
        let edits: Vec<Edit> = additions
            .into_iter()
            .enumerate()
            .map(|(index, addition)| Edit {
                joined: index > 0,
                ..addition.edit
            })
            .collect();
        let patched = patched(Some(source), &edits);
        expected.prove(&patched.text)?;
        if unpatch(&patched.text, &patched.splices).as_ref() != Ok(&Some(source.to_owned())) {
            return Err(unsound(Unsound::NotUndone));
        }
        Ok(patched)
    }
}

fn unsound(found: Unsound) -> ComposeError {
    ComposeError::Unsound { found }
}
