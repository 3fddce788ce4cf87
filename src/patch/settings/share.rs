//! Split settings: which part of a patch belongs into which file.

use std::collections::{BTreeMap, BTreeSet};

use super::{PatchError, SettingsPatch};
use crate::patch::python::Module;

/// The files that make one settings module, the module's own first, then those whose names it takes over.
#[derive(Clone, Debug)]
pub struct SettingsChain {
    /// Their paths.
    pub paths: Vec<String>,
}

/// Each file's part of a patch.
///
/// A setting, and what stands after one, belongs into every file that binds it, so that each value reads the
/// environment, whichever counts in the end. What no file binds belongs at the end of the module itself, and so
/// does what must have the last word.
///
/// # Errors
///
/// A file that is not Python; its path comes with the error.
pub fn share_settings(
    patch: &SettingsPatch,
    chains: &[SettingsChain],
    texts: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, SettingsPatch>, (String, PatchError)> {
    let mut binders = BTreeMap::new();
    for (path, text) in texts {
        let text = text.strip_prefix(super::BYTE_ORDER_MARK).unwrap_or(text);
        let module = Module::parse(text, &[]).map_err(|error| (path.clone(), error.into()))?;
        for name in names(patch) {
            if module.bindings(name).next().is_some() {
                let paths: &mut BTreeSet<&str> = binders.entry(name).or_default();
                paths.insert(path);
            }
        }
    }
    let mut shares = BTreeMap::new();
    for chain in chains {
        let of_chain = |name: Option<&str>| places(name, chain, &binders);
        for setting in &patch.settings {
            for path in of_chain(Some(&setting.name)) {
                let share = share(&mut shares, path, patch);
                if !share.settings.contains(setting) {
                    share.settings.push(setting.clone());
                }
            }
        }
        for fragment in &patch.fragments {
            let after = fragment.after.as_deref();
            if fragment.when_bound && !after.is_some_and(|name| binders.contains_key(name)) {
                continue;
            }
            for path in of_chain(after) {
                let share = share(&mut shares, path, patch);
                if !share.fragments.contains(fragment) {
                    share.fragments.push(fragment.clone());
                }
            }
        }
    }
    Ok(shares)
}

/// Every setting that the patch has to do with.
fn names(patch: &SettingsPatch) -> BTreeSet<&str> {
    let settings = patch.settings.iter().map(|setting| setting.name.as_str());
    let fragments = patch.fragments.iter();
    settings
        .chain(fragments.filter_map(|fragment| fragment.after.as_deref()))
        .collect()
}

/// The files of a chain that bind a setting; the module's own file if none does.
fn places<'chain>(
    name: Option<&str>,
    chain: &'chain SettingsChain,
    binders: &BTreeMap<&str, BTreeSet<&str>>,
) -> Vec<&'chain str> {
    let binds = |path: &&str| {
        name.and_then(|name| binders.get(name))
            .is_some_and(|paths| paths.contains(path))
    };
    let paths = chain.paths.iter().map(String::as_str);
    let found: Vec<&str> = paths.clone().filter(binds).collect();
    if found.is_empty() {
        return paths.take(1).collect();
    }
    found
}

fn share<'shares>(
    shares: &'shares mut BTreeMap<String, SettingsPatch>,
    path: &str,
    whole: &SettingsPatch,
) -> &'shares mut SettingsPatch {
    shares
        .entry(path.to_owned())
        .or_insert_with(|| SettingsPatch {
            imports: whole.imports.clone(),
            functions: whole.functions.clone(),
            ..SettingsPatch::default()
        })
}
