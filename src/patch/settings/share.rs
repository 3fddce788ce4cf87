//! Split settings: which part of a patch belongs into which file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fragment, PatchError, Setting, SettingsPatch};
use crate::environment::Environment;
use crate::python::syntax::{Module, Snippet};

/// The files that make one settings module, the module's own first, then those whose names it takes over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SettingsChain {
    /// The paths of the files that it changes, from the root.
    pub paths: Vec<String>,
    /// Whether nothing else binds a setting.
    pub closed: bool,
    /// The environments that use the module.
    pub environments: Vec<Environment>,
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
    let seen = Seen::of(patch, texts)?;
    let mut shares = BTreeMap::new();
    for chain in chains {
        let closed = chain.closed && chain.paths.iter().all(|path| !seen.veiled.contains(path));
        let beside = |other: &String| seen.binders.contains_key(other);
        let alone = |setting: &&Setting| !setting.unless.as_ref().is_some_and(beside);
        for setting in patch.settings.iter().filter(alone) {
            let mut setting = setting.clone();
            setting.absent = closed && !seen.binders.contains_key(&setting.name);
            let beside = setting.beside.as_ref().filter(|_| setting.absent);
            for path in seen.places(Some(beside.unwrap_or(&setting.name)), chain) {
                setting.fixed = fixed(&setting, path, chains);
                let share = share(&mut shares, path, patch);
                let known = |known: &Setting| known.name == setting.name;
                if !share.settings.iter().any(known) {
                    share.settings.push(setting.clone());
                }
            }
        }
        for guard in &patch.guards {
            let binders = seen.binders.get(&guard.setting);
            let binds = |path: &&String| binders.is_some_and(|paths| paths.contains(*path));
            for path in chain.paths.iter().filter(binds) {
                let share = share(&mut shares, path, patch);
                if !share.guards.contains(guard) {
                    share.guards.push(guard.clone());
                }
            }
        }
        for fragment in &patch.fragments {
            let after = fragment.after.as_deref();
            if fragment.when_bound && !after.is_some_and(|name| seen.binders.contains_key(name)) {
                continue;
            }
            for path in seen.places(after, chain) {
                let known = seen.known(fragment, path, chain, closed);
                let share = share(&mut shares, path, patch);
                let same = |other: &&mut Fragment| {
                    other.source == fragment.source && other.after == fragment.after
                };
                match share.fragments.iter_mut().find(same) {
                    // Of a file of two modules what holds for both is known.
                    Some(other) => other
                        .known
                        .retain(|name, bound| known.get(name) == Some(bound)),
                    None => share.fragments.push(Fragment {
                        known,
                        ..fragment.clone()
                    }),
                }
            }
        }
    }
    Ok(shares)
}

/// The literal that each environment needs which uses a file, where it is one.
fn fixed(setting: &Setting, path: &str, chains: &[SettingsChain]) -> Option<String> {
    let uses = |chain: &&SettingsChain| chain.paths.iter().any(|other| other == path);
    let environments = chains
        .iter()
        .filter(uses)
        .flat_map(|chain| &chain.environments);
    let mut wanted = environments.map(|environment| setting.wanted.get(environment));
    let first = wanted.next()??;
    wanted
        .all(|other| other == Some(first))
        .then(|| first.clone())
}

/// What the files show of the settings that a patch has to do with.
#[derive(Default)]
struct Seen {
    /// The files that bind each.
    binders: BTreeMap<String, BTreeSet<String>>,
    /// The files that bind each on every path.
    sure: BTreeMap<String, BTreeSet<String>>,
    /// Files that may bind any, in ways that do not show.
    veiled: BTreeSet<String>,
}

impl Seen {
    fn of(
        patch: &SettingsPatch,
        texts: &BTreeMap<String, String>,
    ) -> Result<Self, (String, PatchError)> {
        let mut seen = Self::default();
        for (path, text) in texts {
            let text = text.strip_prefix(super::BYTE_ORDER_MARK).unwrap_or(text);
            let module = Module::parse(text).map_err(|error| (path.clone(), error.into()))?;
            if module.is_veiled() {
                seen.veiled.insert(path.clone());
            }
            let last = module.statements().len().checked_sub(1);
            for name in names(patch) {
                if module.bindings(&name).next().is_some() {
                    if last.is_some_and(|last| module.surely_binds(&name, last)) {
                        let paths = seen.sure.entry(name.clone()).or_default();
                        paths.insert(path.clone());
                    }
                    seen.binders.entry(name).or_default().insert(path.clone());
                }
            }
        }
        Ok(seen)
    }

    /// What a chain's other files tell of the names that a fragment asks for.
    fn known(
        &self,
        fragment: &Fragment,
        path: &str,
        chain: &SettingsChain,
        closed: bool,
    ) -> BTreeMap<String, bool> {
        let among = |files: &BTreeMap<String, BTreeSet<String>>, name: &String| {
            let mut others = chain.paths.iter().filter(|other| *other != path);
            others.any(|other| files.get(name).is_some_and(|files| files.contains(other)))
        };
        let bound = |name: String| {
            let bound = among(&self.sure, &name);
            let is_known = bound || (closed && !among(&self.binders, &name));
            is_known.then_some((name, bound))
        };
        // What a file is imported by comes after it, and is not seen by it.
        let is_main = chain.paths.first().is_some_and(|main| main == path);
        let asked = asked(fragment).into_iter().filter(|_| is_main);
        asked.filter_map(bound).collect()
    }

    /// The files of a chain that bind a setting; the module's own file if none does.
    fn places<'chain>(&self, name: Option<&str>, chain: &'chain SettingsChain) -> Vec<&'chain str> {
        let binders = name.and_then(|name| self.binders.get(name));
        let binds = |path: &&str| binders.is_some_and(|paths| paths.contains(*path));
        let paths = chain.paths.iter().map(String::as_str);
        let found: Vec<&str> = paths.clone().filter(binds).collect();
        if found.is_empty() {
            return paths.take(1).collect();
        }
        found
    }
}

/// Every setting that the patch has to do with.
fn names(patch: &SettingsPatch) -> BTreeSet<String> {
    let settings = patch.settings.iter().flat_map(|setting| {
        let name = setting.name.clone();
        let others = [&setting.unless, &setting.beside];
        std::iter::once(name).chain(others.into_iter().flatten().cloned())
    });
    let fragments = patch.fragments.iter();
    let fragments = fragments.flat_map(|it| asked(it).into_iter().chain(it.after.clone()));
    let guards = patch.guards.iter().map(|guard| guard.setting.clone());
    settings.chain(guards).chain(fragments).collect()
}

/// The names of which a fragment asks whether they are bound. One that is no Python is told by whoever patches with it.
fn asked(fragment: &Fragment) -> Vec<String> {
    Snippet::parse(&fragment.source).map_or_else(|_| Vec::new(), |snippet| snippet.asked())
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
