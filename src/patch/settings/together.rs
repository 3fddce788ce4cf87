//! Settings of several files: what two of them call is defined in the one that they have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::header::Header;
use super::{Brought, PatchError, Patched, SettingsPatch, patch_settings};
use crate::python::FileReads;
use crate::python::syntax::Module;
use crate::tree;

/// Patches each file with its own part of a patch.
///
/// # Errors
///
/// A file that cannot be patched; its path comes with the error.
pub fn patch_files<'r>(
    mut shares: BTreeMap<String, SettingsPatch>,
    texts: &BTreeMap<String, String>,
    reads: &dyn Fn(&str) -> &'r FileReads,
) -> Result<BTreeMap<String, Patched>, (String, PatchError)> {
    let patch = |path: &String, share: &SettingsPatch| {
        let patched = patch_settings(&texts[path], share, reads(path));
        patched.map_err(|error| (path.clone(), error))
    };
    let mut all = BTreeMap::new();
    for (path, share) in &shares {
        all.insert(path.clone(), patch(path, share)?);
    }
    let Some((host, bringing)) = host(&all, texts) else {
        return Ok(all);
    };
    let functions: BTreeSet<String> = all.values().flat_map(|it| it.functions.clone()).collect();
    let whole = shares.values().next().cloned().unwrap_or_default();
    let of_host = shares.entry(host.clone()).or_insert_with(|| SettingsPatch {
        imports: whole.imports,
        functions: whole.functions,
        layout: whole.layout,
        ..SettingsPatch::default()
    });
    of_host.provides = functions;
    all.insert(host.clone(), patch(&host, of_host)?);
    for (path, brought) in bringing {
        let Some(share) = shares.get_mut(&path) else {
            continue;
        };
        share.brought = Some(brought);
        all.insert(path.clone(), patch(&path, share)?);
    }
    Ok(all)
}

/// The file that the others import with `*` which define functions of the patch, and from where each does; `None` where
/// there is none, or a name is another's there.
fn host(
    patched: &BTreeMap<String, Patched>,
    texts: &BTreeMap<String, String>,
) -> Option<(String, BTreeMap<String, Brought>)> {
    let defining = patched.iter().filter(|(_, it)| !it.functions.is_empty());
    let defining: Vec<&String> = defining.map(|(path, _)| path).collect();
    if defining.len() < 2 {
        return None;
    }
    let names: BTreeSet<&String> = patched.values().flat_map(|it| &it.functions).collect();
    let is_free = |path: &String| {
        let module = Module::parse(texts[path].trim_start_matches(super::BYTE_ORDER_MARK));
        module.is_ok_and(|module| {
            let free = |name: &&String| {
                module.bindings(name).next().is_none() && module.reads(name).is_none()
            };
            module.bindings("__all__").next().is_none() && names.iter().all(free)
        })
    };
    if !defining.iter().all(|path| is_free(path)) {
        return None;
    }
    let mut hosts = texts.keys().filter(|host| is_free(host));
    hosts.find_map(|host| {
        let others = defining.iter().filter(|path| **path != host);
        let bringing = others.map(|path| Some(((*path).clone(), brought(path, host, texts)?)));
        let bringing: Option<BTreeMap<String, Brought>> = bringing.collect();
        Some((host.clone(), bringing?))
    })
}

/// How a file imports another one with `*` at its head.
fn brought(path: &str, host: &str, texts: &BTreeMap<String, String>) -> Option<Brought> {
    let text = texts[path].trim_start_matches(super::BYTE_ORDER_MARK);
    let module = Module::parse(text).ok()?;
    let header = Header::of(text, &module).ok()?;
    let mut stars = module.stars().into_iter();
    stars.find_map(|(name, index)| {
        let end = module.statements()[index].end;
        let is_host = end <= header.end && is_at(&name, path, host);
        is_host.then_some(Brought { module: name, end })
    })
}

/// Whether a module's name, as a file has it in an import, is that of another file.
fn is_at(name: &str, path: &str, host: &str) -> bool {
    let dots = name.len() - name.trim_start_matches('.').len();
    let below = name[dots..].replace('.', "/");
    let fits = |place: &str| {
        let stem = host.strip_suffix(".py").unwrap_or(host);
        stem == place || stem == tree::join(place, "__init__")
    };
    if dots > 0 {
        let folder = (1..dots).fold(tree::parent(path), |folder, _| tree::parent(folder));
        return fits(&tree::join(folder, &below));
    }
    let folders = std::iter::successors(Some(tree::parent(path)), |folder| {
        (!folder.is_empty()).then(|| tree::parent(folder))
    });
    let mut places = folders.map(|folder| tree::join(folder, &below));
    places.any(|place| fits(&place))
}
