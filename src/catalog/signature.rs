//! What failures look like in the output of a build or a container: `signatures.toml` of a pack.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use super::{Catalog, CatalogError, Pack};

/// The file in a pack.
const PATH: &str = "signatures.toml";

/// The failures that a pack knows, and the tables that they look into.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatures {
    /// The failures. Of those that stand on one line of the output, the first counts.
    #[serde(rename = "signature")]
    pub signatures: Vec<Signature>,
    /// A header of C, as `#include` names it → the Debian package that brings it.
    pub headers: BTreeMap<String, String>,
}

/// What one failure looks like, why it is, and what to do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// A regular expression for one line of the output.
    #[serde(deserialize_with = "regex")]
    pub pattern: Regex,
    /// What `{found}` is looked up in, by the first group of the pattern. Where nothing is found, the failure is another.
    pub lookup: Option<Lookup>,
    /// Why it fails; `{1}`, `{2}` … are the groups, `{migration}` the migration that was applied last.
    pub cause: String,
    /// What to do about it.
    pub fix: String,
    /// The words of a command of djdock's that does it, where that is safe: `--fix` runs it.
    #[serde(default)]
    pub command: Vec<String>,
}

/// Where `{found}` comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Lookup {
    /// The folder of the repository in which a module lies.
    ModuleFolder,
    /// The package that brings a module.
    ModulePackage,
    /// The Debian package that brings a header of C.
    Header,
    /// The path of a file that is on this machine, and in no commit.
    OnlyHere,
}

fn regex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(deserializer)?;
    Regex::new(&text).map_err(serde::de::Error::custom)
}

impl Signatures {
    /// Those of a pack; of one that has none, those of the built-in one.
    pub fn of(catalog: &Catalog) -> Result<Self, CatalogError> {
        let embedded;
        let text = if let Some(text) = catalog.verbatim.get(PATH) {
            text.as_str()
        } else {
            embedded = Pack::embedded();
            embedded.files.get(PATH).map_or("", |text| text)
        };
        toml::from_str(text).map_err(|source| CatalogError::Manifest {
            path: PATH.to_owned(),
            source: Box::new(source),
        })
    }
}
