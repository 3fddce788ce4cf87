//! Answers that the facts give.

use sha2::{Digest as _, Sha256};

use crate::catalog::{Catalog, hexadecimal};
use crate::inspect::Project;
use crate::version;

use super::asking::Asking;

/// The Python that the project declares; else the one that its Django supports, that nothing it declares forbids, and
/// that its pinned packages come ready-made for, in the pack's order; what its tests run on comes first among those.
pub(super) fn python(project: &Project, catalog: &Catalog) -> String {
    let declared = project.python.version.as_deref().map(version::minor);
    if let Some(declared) = declared.filter(|minor| version::numbers(minor).len() == 2) {
        return with_image(declared, catalog);
    }
    let rows = &catalog.manifest.python;
    let row = match project.django_version() {
        Some(django) => rows
            .iter()
            .find(|row| version::compare(&row.django, django).is_le())
            .or_else(|| rows.last()),
        None => rows.first(),
    };
    let supported = row.map_or(&[][..], |row| &row.versions);
    let requires = project.python.requires.as_deref().unwrap_or_default();
    let allowed = |python: &&String| version::allows(requires, python);
    let fits =
        |python: &&String| project.python.fits.is_empty() || project.python.fits.contains(python);
    let likely = project.python_version().map(version::minor);
    let likely = |python: &&String| likely.as_ref() == Some(*python);
    let all = || supported.iter();
    all()
        .filter(allowed)
        .filter(fits)
        .find(likely)
        .or_else(|| all().filter(allowed).find(fits))
        .or_else(|| all().find(allowed))
        .or_else(|| rows.iter().flat_map(|row| &row.versions).find(allowed))
        .or_else(|| all().next())
        .cloned()
        .unwrap_or_default()
}

/// A version, or the oldest that has an image where it is older.
fn with_image(python: String, catalog: &Catalog) -> String {
    let oldest = catalog.manifest.bases.last().map(|base| &base.python);
    match oldest {
        Some(oldest) if version::compare(oldest, &python).is_gt() => oldest.clone(),
        _ => python,
    }
}

/// The settings' package as a compose name. Where many projects share that name, so would two projects
/// on one machine share their volumes: four digits of the settings' digest keep them apart.
pub(super) fn name(asking: &Asking<'_>) -> String {
    let module = &asking.project.settings.module;
    let package = module.split('.').next().unwrap_or(module);
    let name: String = package
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-').to_owned();
    let common = &asking.catalog.manifest.common_names;
    if !name.is_empty() && !common.contains(&package.to_lowercase()) {
        return name;
    }
    let digest = Sha256::digest(asking.situation.settings_text.as_bytes());
    format!("{name}-{}", hexadecimal(&digest[..2]))
        .trim_start_matches('-')
        .to_owned()
}
