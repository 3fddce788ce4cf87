//! The files of a pack as manifests and templates.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use tera::Tera;

use super::formats;
use super::like::{self, SERVICES};
use super::{CatalogError, Pack, PackFile, SCHEMA, Service, ServiceManifest, Tool, ToolManifest};
use crate::inspect::Signs;
use crate::patch::SettingsPatch;

/// Where the tools' folders lie.
const TOOLS: &str = "tools/";

/// What a file of TOML says. Its text is parsed, for what is wrong in it has a line there; that of the built-in pack only
/// where something is.
pub(super) fn parse<T: DeserializeOwned>(pack: &Pack, path: &str) -> Result<T, CatalogError> {
    if let Some(value) = pack.built(path) {
        return Ok(value);
    }
    let text = pack.files.get(path).ok_or_else(|| CatalogError::Missing {
        path: path.to_owned(),
    })?;
    toml::from_str(text).map_err(|source| CatalogError::Manifest {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

/// The templates of a pack, parsed: a template that is no Tera is an error.
pub(super) fn templates(files: Vec<(&String, &Cow<'_, str>)>) -> Result<Tera, tera::Error> {
    let mut templates = Tera::new();
    formats::register(&mut templates);
    templates.add_raw_templates(files)?;
    Ok(templates)
}

/// Puts a folder's files in its place.
pub(super) fn expand_folders(files: Vec<PackFile>, pack: &Pack) -> Vec<PackFile> {
    let mut expanded = Vec::new();
    for file in files {
        if !file.template.ends_with('/') {
            expanded.push(file);
            continue;
        }
        for template in pack.files.keys() {
            if let Some(name) = template.strip_prefix(&file.template) {
                expanded.push(PackFile {
                    path: format!("{}{name}", file.path),
                    template: template.clone(),
                    ..file.clone()
                });
            }
        }
    }
    expanded
}

pub(super) fn check_schema(path: &str, found: u32) -> Result<(), CatalogError> {
    if found == SCHEMA {
        return Ok(());
    }
    let path = path.to_owned();
    Err(CatalogError::Schema { path, found })
}

/// The folders below one folder of the pack that hold a manifest of this name, and its path.
fn folders<'pack>(
    pack: &'pack Pack,
    above: &'pack str,
    manifest: &'pack str,
) -> impl Iterator<Item = (&'pack str, &'pack str)> {
    pack.files.keys().filter_map(move |path| {
        let (folder, name) = path.strip_prefix(above)?.split_once('/')?;
        (name == manifest).then_some((folder, path.as_str()))
    })
}

/// The names of the services, and the paths of their manifests.
pub(super) fn service_manifests(pack: &Pack) -> impl Iterator<Item = (&str, &str)> {
    folders(pack, SERVICES, like::MANIFEST)
}

/// A path from a folder of the pack, `../` perhaps before it, as a path from its root.
fn placed(path: &str, above: &str, folder: &str) -> String {
    match path.strip_prefix("../") {
        Some(shared) => format!("{above}{shared}"),
        None => format!("{above}{folder}/{path}"),
    }
}

fn place_templates(files: &mut [PackFile], above: &str, folder: &str) {
    for file in files {
        file.template = placed(&file.template, above, folder);
    }
}

/// Several files like the pack's `settings.toml` as one.
fn settings(pack: &Pack, paths: &[String], folder: &str) -> Result<SettingsPatch, CatalogError> {
    let mut all = SettingsPatch::default();
    for path in paths {
        let one: SettingsPatch = parse(pack, &placed(path, SERVICES, folder))?;
        all.add(one);
    }
    Ok(all)
}

/// A service's manifest, with what it has of the one that it is like.
fn manifest(pack: &Pack, path: &str, name: &str) -> Result<ServiceManifest, CatalogError> {
    if let Some(manifest) = pack.built(path) {
        return Ok(manifest);
    }
    let other = |name: &str| parse(pack, &like::path(name));
    let whole = like::whole(parse(pack, path)?, name, other)?;
    whole.try_into().map_err(|source| CatalogError::Manifest {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

pub(super) fn services(pack: &Pack) -> Result<Vec<Service>, CatalogError> {
    let mut services = Vec::new();
    for (name, path) in service_manifests(pack) {
        let mut manifest = manifest(pack, path, name)?;
        check_schema(path, manifest.schema)?;
        place_templates(&mut manifest.files, SERVICES, name);
        manifest.files = expand_folders(manifest.files, pack);
        let settings = settings(pack, &manifest.settings, name)?;
        let name = name.to_owned();
        services.push(Service {
            name,
            manifest,
            settings,
            served: Signs::default(),
        });
    }
    services.sort_by(|a, b| (a.manifest.order, &a.name).cmp(&(b.manifest.order, &b.name)));
    Ok(services)
}

/// The texts of the templates of which compose files are made, by their paths.
pub(super) fn compose_templates(pack: &Pack) -> BTreeMap<String, String> {
    let of_compose = |path: &str| path.ends_with(".yml.tera") || path.contains("/slots/");
    let files = pack.files.iter().filter(|(path, _)| of_compose(path));
    files
        .map(|(path, text)| (path.clone(), text.clone().into_owned()))
        .collect()
}

pub(super) fn tools(pack: &Pack) -> Result<Vec<Tool>, CatalogError> {
    let mut tools = Vec::new();
    for (name, path) in folders(pack, TOOLS, "tool.toml") {
        let mut manifest: ToolManifest = parse(pack, path)?;
        check_schema(path, manifest.schema)?;
        place_templates(&mut manifest.files, TOOLS, name);
        let name = name.to_owned();
        tools.push(Tool { name, manifest });
    }
    Ok(tools)
}
