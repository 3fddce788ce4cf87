//! `djdock.lock`: what djdock wrote, enough to merge with and undo it anywhere.

mod block;
mod form;
mod lines;

pub(crate) use form::VERSION;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answers::{Options, union};
use crate::environment::{Environment, MARK};
use crate::files::Mode;
use crate::inspect::Project;
use crate::merge::sides;
use crate::patch::Splices;

/// Its path from the repository's root.
pub const PATH: &str = "djdock.lock";

const HEADER: &str = "# Written by djdock: what it rendered, so that it can merge with your edits and undo its own.\n\
    # Not for editing. Commit it.\n\n";

/// The lock of one tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Lock {
    /// The environments whose stack stands in this tree: one in the branch layout, both in the single one.
    pub environments: Vec<Environment>,
    /// The name of the pack that it was rendered from.
    pub pack: String,
    /// The digest of that pack's files.
    pub digest: String,
    /// The compose file of the user's own that is extended, where there is no stack of djdock's.
    pub extended: Option<Extended>,
    /// The owned files by path.
    pub owned: BTreeMap<String, Owned>,
    /// The patched files by path.
    pub patched: BTreeMap<String, Splices>,
    /// Files of the user's that stood where djdock wrote its own, by path.
    pub displaced: BTreeMap<String, Displaced>,
    /// The facts that the stack was rendered from.
    pub facts: Project,
    /// Whether git could not merge it, so that it says what both sides wrote.
    pub unmerged: bool,
    /// The owned files' texts as the file had them.
    pub(crate) block: Option<String>,
}

/// A compose file of the user's own, and what it has got.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// The path of the compose file, from the root.
    pub compose: String,
    /// The service in it that runs the project, where the user has named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
    /// The services that it got, by their names in the pack.
    pub services: Vec<String>,
    /// The services among them that came along because another one needs them.
    #[serde(alias = "brought", default, skip_serializing_if = "Vec::is_empty")]
    pub implied: Vec<String>,
    /// What was chosen about them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: Options,
}

/// An owned file as djdock last rendered it.
#[derive(Clone, Debug, PartialEq)]
pub struct Owned {
    /// The permissions that it was rendered with.
    pub mode: Mode,
    /// The text as it was rendered, before the user's edits.
    pub text: String,
}

impl Owned {
    /// A file as it is rendered.
    #[must_use]
    pub fn new(mode: Mode, text: String) -> Self {
        Self { mode, text }
    }
}

/// A file of the user's that stood where djdock wrote its own.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Displaced {
    /// The permissions that it had.
    #[serde(default)]
    pub mode: Mode,
    /// Where it is kept now; nowhere if it was replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its text, if it was replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Why a lock cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It is not what djdock writes: edited, or with conflict markers.
    #[error("{0}")]
    Invalid(Box<toml::de::Error>),
    /// The block of its texts is not whole.
    #[error("the block of texts is not whole")]
    Block,
    /// It is written by a newer djdock.
    #[error("version {0}")]
    Version(u32),
    /// It cannot be written.
    #[error("{0}")]
    Unwritable(Box<toml::ser::Error>),
}

impl Lock {
    /// Reads a lock's text. Of one that git could not merge, each side says what it wrote.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        if let Some([ours, theirs]) = sides(text) {
            let joined = Self::parse(&ours)?.with(Self::parse(&theirs)?);
            let unmerged = true;
            return Ok(Self { unmerged, ..joined });
        }
        form::read(text)
    }

    /// What it says, and what only another one of the same environments says too.
    fn with(mut self, other: Self) -> Self {
        if self.environments != other.environments {
            return self;
        }
        for (path, theirs) in other.patched {
            match self.patched.get_mut(&path) {
                Some(ours) => ours.splices = union(&ours.splices, theirs.splices),
                None => drop(self.patched.insert(path, theirs)),
            }
        }
        for (path, theirs) in other.owned {
            self.owned.entry(path).or_insert(theirs);
        }
        for (path, theirs) in other.displaced {
            self.displaced.entry(path).or_insert(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.extended, other.extended) {
            ours.services = union(&ours.services, theirs.services);
            ours.implied = union(&ours.implied, theirs.implied);
            for (service, options) in theirs.set {
                ours.set.entry(service).or_insert(options);
            }
        }
        self
    }

    /// The text of `djdock.lock`. What has not changed since `former` stands there as it stood.
    pub fn render(&self, former: Option<&Self>) -> Result<String, LockError> {
        let text = form::written(self, former)?;
        // The mark by which git's merge driver tells the environments' files apart.
        let mark = match self.environments.as_slice() {
            [environment] => format!("{MARK}{environment}"),
            _ => "# djdock".to_owned(),
        };
        Ok(format!("{mark}\n{HEADER}{text}"))
    }

    /// A lock of this version.
    #[must_use]
    pub fn new(environments: Vec<Environment>, pack: &str, digest: &str, facts: Project) -> Self {
        Self {
            environments,
            pack: pack.to_owned(),
            digest: digest.to_owned(),
            extended: None,
            owned: BTreeMap::new(),
            patched: BTreeMap::new(),
            displaced: BTreeMap::new(),
            facts,
            unmerged: false,
            block: None,
        }
    }
}
