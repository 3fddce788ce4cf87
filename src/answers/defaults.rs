//! Answers that the facts give.

use sha2::{Digest as _, Sha256};

use crate::catalog::{Catalog, hexadecimal};
use crate::inspect::Project;
use crate::version;

use super::Situation;

/// The newest Python that the project's Django supports, or the one that the project asks for.
pub(super) fn python(project: &Project, catalog: &Catalog) -> String {
    if let Some(declared) = project.python_version().map(version::minor)
        && version::numbers(&declared).len() == 2
    {
        return declared;
    }
    let newest = || catalog.manifest.python.first();
    let row = match project.django_version() {
        Some(django) => catalog
            .manifest
            .python
            .iter()
            .find(|row| version::compare(&row.django, django).is_le())
            .or_else(|| catalog.manifest.python.last()),
        None => newest(),
    };
    row.and_then(|row| row.versions.first())
        .cloned()
        .unwrap_or_default()
}

/// The settings' package as a compose name. Where many projects share that name, so would two projects
/// on one machine share their volumes: four digits of the settings' digest keep them apart.
pub(super) fn name(project: &Project, situation: &Situation, catalog: &Catalog) -> String {
    let module = &project.settings.module;
    let package = module.split('.').next().unwrap_or(module);
    let name: String = package
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-').to_owned();
    let common = &catalog.manifest.common_names;
    if !name.is_empty() && !common.contains(&package.to_lowercase()) {
        return name;
    }
    let digest = Sha256::digest(situation.settings_text.as_bytes());
    format!("{name}-{}", hexadecimal(&digest[..2]))
        .trim_start_matches('-')
        .to_owned()
}
