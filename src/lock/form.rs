//! The forms of the file: what djdock writes today, and what it wrote before.

use std::collections::BTreeMap;

use serde::ser::Error as _;
use serde::{Deserialize, Serialize};

use super::lines::in_lines;
use super::{Displaced, Extended, Lock, LockError, Owned, block};
use crate::environment::Environment;
use crate::files::Mode;
use crate::inspect::Project;
use crate::patch::Splices;

/// The `version` that is written. The one before it is read too.
pub(crate) const VERSION: u32 = 2;

#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

/// Version 2: the pristine texts are one block.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Form {
    version: u32,
    environments: Vec<Environment>,
    pack: String,
    digest: String,
    /// The paths of the owned files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    owned: Vec<String>,
    /// Those among them that may be run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    executable: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    extended: Option<Extended>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    displaced: BTreeMap<String, Displaced>,
    facts: Project,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    patched: BTreeMap<String, Splices>,
    pristine: Pristine,
}

/// The owned files' texts.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Pristine {
    texts: String,
}

/// Version 1: each owned file has its text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstForm {
    #[serde(rename = "version")]
    _version: u32,
    environments: Vec<Environment>,
    pack: String,
    digest: String,
    #[serde(alias = "own", default)]
    extended: Option<Extended>,
    #[serde(default)]
    owned: BTreeMap<String, FirstOwned>,
    #[serde(default)]
    patched: BTreeMap<String, Splices>,
    #[serde(default)]
    displaced: BTreeMap<String, Displaced>,
    facts: Project,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstOwned {
    #[serde(default)]
    mode: Mode,
    text: String,
}

/// A lock of any version.
pub(super) fn read(text: &str) -> Result<Lock, LockError> {
    match read_toml::<VersionOnly>(text)?.version {
        1 => Ok(first(read_toml(text)?)),
        VERSION => second(read_toml(text)?),
        // Of another version, it need not be readable otherwise.
        version => Err(LockError::Version(version)),
    }
}

fn read_toml<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, LockError> {
    toml::from_str(text).map_err(|error| LockError::Invalid(Box::new(error)))
}

fn first(form: FirstForm) -> Lock {
    let owned = form.owned.into_iter();
    let owned = owned.map(|(path, FirstOwned { mode, text })| (path, Owned::new(mode, text)));
    Lock {
        extended: form.extended,
        owned: owned.collect(),
        patched: form.patched,
        displaced: form.displaced,
        ..Lock::new(form.environments, &form.pack, &form.digest, form.facts)
    }
}

fn second(form: Form) -> Result<Lock, LockError> {
    let mut texts = block::unpack(&form.pristine.texts).ok_or(LockError::Block)?;
    let mut owned = BTreeMap::new();
    for path in form.owned {
        let text = texts.remove(&path).ok_or(LockError::Block)?;
        let mode = if form.executable.contains(&path) {
            Mode::Executable
        } else {
            Mode::Regular
        };
        owned.insert(path, Owned::new(mode, text));
    }
    Ok(Lock {
        extended: form.extended,
        owned,
        patched: form.patched,
        displaced: form.displaced,
        block: Some(form.pristine.texts),
        ..Lock::new(form.environments, &form.pack, &form.digest, form.facts)
    })
}

/// The owned files' texts, by path.
fn texts(lock: &Lock) -> BTreeMap<&str, &str> {
    let owned = lock.owned.iter();
    owned
        .map(|(path, owned)| (path.as_str(), owned.text.as_str()))
        .collect()
}

/// A lock as it is written. Where `former` has the same texts, so is the block: another version of the compressor may make
/// another one of them.
pub(super) fn written(lock: &Lock, former: Option<&Lock>) -> Result<String, LockError> {
    let own = texts(lock);
    let kept = former.filter(|former| texts(former) == own);
    let kept = kept.and_then(|former| former.block.clone());
    let executable = lock
        .owned
        .iter()
        .filter(|(_, owned)| owned.mode == Mode::Executable);
    let form = Form {
        version: VERSION,
        environments: lock.environments.clone(),
        pack: lock.pack.clone(),
        digest: lock.digest.clone(),
        owned: lock.owned.keys().cloned().collect(),
        executable: executable.map(|(path, _)| path.clone()).collect(),
        extended: lock.extended.clone(),
        displaced: lock.displaced.clone(),
        facts: lock.facts.clone(),
        patched: lock.patched.clone(),
        pristine: Pristine {
            texts: kept.unwrap_or_else(|| block::pack(&own)),
        },
    };
    let text =
        toml::to_string_pretty(&form).map_err(|error| LockError::Unwritable(Box::new(error)))?;
    in_lines(&text)
        .map_err(|error| LockError::Unwritable(Box::new(toml::ser::Error::custom(error))))
}
