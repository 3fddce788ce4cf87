//! A compose file of the user's own, extended in place: services after the last one, volumes, and for the services that
//! run the project the variables and the services to wait for.

mod definition;
mod entry;
mod error;
mod extent;
mod growth;
mod network;
mod place;
mod project;
mod proof;
mod scalar;
mod section;
mod service;
mod slot;
mod style;
mod tree;
mod value;
mod wiring;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use self::definition::Definition;
pub use self::error::{ComposeError, ComposeStep, Obstacle};
use self::extent::Chomping;
use self::network::{Networks, networks};
use self::proof::Expected;
pub(crate) use self::scalar::is_null;
use self::section::Sections;
use self::slot::Addition;
use self::style::Style;
pub(crate) use self::tree::{Id, Kind, Tree};
use self::value::Value;
pub(crate) use self::value::is_merge;
use self::wiring::{Wires, Wiring};
use super::edit::{Edit, PatchedText, Splices, patched};
use super::text::{is_open, position};
use super::undo::unpatch;

/// What a compose file gets.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ComposeAddition {
    /// The services, in their order in the file.
    pub services: Vec<ComposeService>,
    /// Named volumes of the top level.
    pub volumes: Vec<String>,
    /// Variables of the containers that run the project: names, and values without quotes. A value may read others:
    /// `${KEY:?why}`.
    pub environment: Vec<(String, String)>,
    /// The services for whose health those containers wait.
    pub ready: Vec<String>,
}

/// A service to add.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ComposeService {
    /// Its name.
    pub name: String,
    /// A mapping in block style at the left margin, with steps of two spaces and without `networks:`.
    pub definition: String,
}

/// A compose file's text after a patch, how to undo it, and what is left to do.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PatchedCompose {
    /// The whole text.
    pub text: String,
    /// What was done; they are undone together or not at all.
    pub splices: Splices,
    /// What the file's owner must do by hand, in the order of the file.
    pub steps: Vec<ComposeStep>,
}

/// Extends a compose file. `web` is a service that runs the project, where that is known; otherwise it is looked for. What
/// is there already is not added again.
///
/// # Errors
/// Where the file is not understood, has other services of the same names, or would not mean just what it did before
/// and the addition; see [`ComposeError`].
pub fn patch_compose(
    source: &str,
    addition: &ComposeAddition,
    web: Option<&str>,
) -> Result<PatchedCompose, ComposeError> {
    let tree = Tree::parse(source)?;
    let file = File::read(&tree)?;
    // First with what several services share by an anchor; where that reaches too far, without.
    match file.extended(addition, web, HashSet::new()) {
        Err(ComposeError::Unsound { .. }) => file.extended(addition, web, tree.shared()),
        result => result,
    }
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
        web: Option<&str>,
        fixed: HashSet<Id>,
    ) -> Result<PatchedCompose, ComposeError> {
        let (tree, sections, style) = (self.tree, self.sections, &self.style);
        let wanted = addition
            .services
            .iter()
            .map(|service| Definition::parse(&service.name, &service.definition))
            .collect::<Result<Vec<_>, _>>()?;
        let missing = sections.missing(tree, &wanted)?;
        let present: Vec<&Definition> = wanted
            .iter()
            .filter(|service| missing.iter().all(|other| other.name != service.name))
            .collect();
        let volumes = sections.missing_volumes(tree, &addition.volumes, &present)?;
        let (wiring, networks) = self.wiring(addition, web, fixed)?;

        let mut additions = wiring.additions.clone();
        if !missing.is_empty() {
            let services = sections.add_services(tree, style, &missing, &networks);
            additions.extend(services.ok_or_else(|| unsound("no place for services"))?);
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
        steps.sort_by(ComposeStep::in_order);
        Ok(PatchedCompose {
            text: patched.text,
            splices: patched.splices,
            steps,
        })
    }

    /// What the project's services get, and the networks on which they reach the added ones.
    fn wiring(
        &self,
        addition: &ComposeAddition,
        web: Option<&str>,
        fixed: HashSet<Id>,
    ) -> Result<(Wiring, Vec<String>), ComposeError> {
        let added: BTreeSet<&str> = addition
            .services
            .iter()
            .map(|service| service.name.as_str())
            .collect();
        let services = service::services(self.tree, self.sections.services, &added)?;
        let project = match project::project(&services, web) {
            Ok(project) => project,
            Err(candidates) => {
                let candidates = candidates.into_iter();
                let candidates =
                    candidates.map(|candidate| (candidate.name.clone(), candidate.line));
                let wiring = Wiring {
                    steps: vec![ComposeStep::NoWebService {
                        candidates: candidates.collect(),
                    }],
                    ..Wiring::default()
                };
                return Ok((wiring, Vec::new()));
            }
        };
        let wires = Wires {
            tree: self.tree,
            style: &self.style,
            fixed,
        };
        let mut wiring = wires.wire(&project, addition);
        let defined = self.value.get("networks");
        let Networks { names, steps } = networks(&services, &project, defined);
        wiring.steps.extend(steps);
        Ok((wiring, names))
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
            return Err(unsound("it could not be undone"));
        }
        Ok(patched)
    }
}

fn unsound(found: &str) -> ComposeError {
    ComposeError::Unsound {
        found: found.to_owned(),
    }
}
