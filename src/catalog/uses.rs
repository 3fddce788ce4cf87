//! What a project may use beside Django, by the signs of a pack's services.

use serde::Deserialize;

use super::load::{parse, service_manifests};
use super::{CatalogError, Pack, Service};
use crate::inspect::{Signs, Uses};

/// What a service's manifest says of uses.
#[derive(Deserialize)]
struct Signed {
    #[serde(default)]
    uses: Vec<String>,
    signs: Option<Signs>,
}

/// The uses that a pack's services can be recognised by, and those that need no pack. Nothing else of the pack is
/// looked at.
///
/// # Errors
///
/// A service's manifest that is no TOML, or that is for a use which no service and no table has signs of.
pub fn uses(pack: &Pack) -> Result<Uses, CatalogError> {
    let mut known = Uses::default();
    let mut named = Vec::new();
    for (name, path) in service_manifests(pack).filter(|(_, path)| says_something(pack, path)) {
        let Signed { uses, signs } = parse(pack, path)?;
        add(&mut known, name, signs);
        named.push((path, uses));
    }
    for (path, uses) in named {
        check(&known, path, &uses)?;
    }
    Ok(known)
}

/// Whether a manifest may say something of uses: the others need not be parsed.
fn says_something(pack: &Pack, path: &str) -> bool {
    let text = pack.files.get(path).map_or("", AsRef::as_ref);
    text.contains("uses") || text.contains("signs")
}

/// The uses, from manifests that are read already. Each service learns the signs of what it is for.
pub(super) fn uses_of(services: &mut [Service]) -> Result<Uses, CatalogError> {
    let mut known = Uses::default();
    for service in &*services {
        add(&mut known, &service.name, service.manifest.signs.clone());
    }
    for service in services {
        let uses = &service.manifest.uses;
        check(&known, &service.file("service.toml"), uses)?;
        service.served = known.of(uses);
    }
    Ok(known)
}

fn add(known: &mut Uses, name: &str, signs: Option<Signs>) {
    if let Some(signs) = signs {
        known.add(name, signs);
    }
}

/// A word that nothing is recognised by would never count, and nobody would learn why.
fn check(known: &Uses, path: &str, uses: &[String]) -> Result<(), CatalogError> {
    let is_known = |name: &&String| known.names().any(|known| known == *name);
    match uses.iter().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => Err(CatalogError::UnknownUse {
            path: path.to_owned(),
            name: name.clone(),
            known: known.names().map(str::to_owned).collect(),
        }),
    }
}
