//! The files of a pack as manifests.

use serde::de::DeserializeOwned;

use super::{CatalogError, Pack, PackFile, SCHEMA, Service, ServiceManifest, Tool, ToolManifest};

/// Where the tools' folders lie.
const TOOLS: &str = "tools/";

/// Where the services' folders lie.
const SERVICES: &str = "services/";

pub(super) fn parse<T: DeserializeOwned>(pack: &Pack, path: &str) -> Result<T, CatalogError> {
    let text = pack.files.get(path).ok_or_else(|| CatalogError::Missing {
        path: path.to_owned(),
    })?;
    toml::from_str(text).map_err(|source| CatalogError::Manifest {
        path: path.to_owned(),
        source: Box::new(source),
    })
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

/// Paths from a folder of the pack, `../` among them, as paths from its root.
fn place_templates(files: &mut [PackFile], above: &str, folder: &str) {
    for file in files {
        file.template = match file.template.strip_prefix("../") {
            Some(shared) => format!("{above}{shared}"),
            None => format!("{above}{folder}/{}", file.template),
        };
    }
}

pub(super) fn services(pack: &Pack) -> Result<Vec<Service>, CatalogError> {
    let mut services = Vec::new();
    for (name, path) in folders(pack, SERVICES, "service.toml") {
        let mut manifest: ServiceManifest = parse(pack, path)?;
        check_schema(path, manifest.schema)?;
        place_templates(&mut manifest.files, SERVICES, name);
        let name = name.to_owned();
        services.push(Service { name, manifest });
    }
    services.sort_by(|a, b| (a.manifest.order, &a.name).cmp(&(b.manifest.order, &b.name)));
    Ok(services)
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
