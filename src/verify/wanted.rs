//! What a stack wants of settings: what the pack's patch makes of a module that has nothing of its own.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::patch::{self, SettingsPatch};
use crate::python::{Evaluation, FileReads, Sources, Term, Value, evaluate_in};
use crate::tree::MemoryTree;

use super::Variables;

/// What such a module binds: where it is left, the stack wants nothing.
const UNTOUCHED: &str = "djdock: untouched";

/// The module's name, and its file.
const MODULE: &str = "wanted";
const FILE: &str = "wanted.py";

/// The values that the stack relies on, by the settings that have them.
pub(super) struct Wanted<'run> {
    sources: &'run Sources<'run>,
    patch: &'run SettingsPatch,
    variables: &'run Variables,
    /// The names that the module binds before it is patched.
    bound: BTreeSet<String>,
    left: Evaluation,
}

impl<'run> Wanted<'run> {
    /// `found` is the project's: what the patch leaves alone beside a setting of that name, it leaves alone here.
    pub(super) fn new(
        sources: &'run Sources<'run>,
        patch: &'run SettingsPatch,
        found: &Evaluation,
        variables: &'run Variables,
    ) -> Self {
        let settings = patch.settings.iter();
        let is_bound = |name: &&String| found.get(name).is_some();
        // What is not put into a project that needs none of it, is not wanted there.
        let needed = settings
            .clone()
            .map(|it| (&it.name, it.uploads && it.otherwise.is_none()));
        let needed = needed.filter(|(name, spared)| !spared || is_bound(name));
        let mut bound: BTreeSet<String> = needed.map(|(name, _)| name.clone()).collect();
        let fragments = patch.fragments.iter();
        let after = fragments.filter_map(|fragment| fragment.after.as_ref());
        let others = settings.filter_map(|setting| setting.unless.as_ref());
        bound.extend(after.chain(others).filter(is_bound).cloned());
        bound.insert("DATABASES".to_owned());
        let left = evaluated(sources, patch, &bound, variables);
        Self {
            sources,
            patch,
            variables,
            bound,
            left,
        }
    }

    /// The settings that the stack gives a value, in the order of their names.
    pub(super) fn settings(&self) -> impl Iterator<Item = (String, Term)> {
        let upper = |name: &str| name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        let told = |term: &Term| term.usual().is_some() && !is_untouched(term);
        let names = self.left.names();
        names
            .filter(move |(name, term)| upper(name) && told(term))
            .map(|(name, term)| (name.to_owned(), term.clone()))
    }

    /// Whether the patch leaves a setting to a project that has one of that name, as it does with caches.
    pub(super) fn is_the_projects(&self, name: &str) -> bool {
        if self.bound.contains(name) {
            return false;
        }
        let mut bound = self.bound.clone();
        bound.insert(name.to_owned());
        let left = evaluated(self.sources, self.patch, &bound, self.variables);
        left.get(name).is_some_and(|term| is_untouched(&term))
    }
}

/// Whether a value is what it was before the patch.
pub(super) fn is_untouched(term: &Term) -> bool {
    let Some(term) = term.usual() else {
        return false;
    };
    match &term.value {
        Value::Str(text) => **text == *UNTOUCHED,
        Value::Sequence(items) => items.items.iter().any(is_untouched),
        Value::Dict(dict) => dict.entries.iter().all(|(_, term)| is_untouched(term)),
        _ => false,
    }
}

fn evaluated(
    sources: &Sources<'_>,
    patch: &SettingsPatch,
    bound: &BTreeSet<String>,
    variables: &Variables,
) -> Evaluation {
    let lines = bound.iter().map(|name| match name.as_str() {
        "DATABASES" => format!(
            "DATABASES = {{\"default\": {{\"ENGINE\": \"{UNTOUCHED}\", \"HOST\": \"{UNTOUCHED}\", \"NAME\": \"{UNTOUCHED}\"}}}}\n"
        ),
        name if patch.settings.iter().any(|setting| setting.name == name) => {
            format!("{name} = \"{UNTOUCHED}\"\n")
        }
        name => format!("{name} = {{\"{UNTOUCHED}\": \"{UNTOUCHED}\"}}\n"),
    });
    let module: String = lines.collect();
    // A pack whose patch is no Python is told by whoever patches with it.
    let text =
        patch::patch_settings(&module, patch, &FileReads::default()).map(|patched| patched.text);
    let tree = MemoryTree::new([(FILE, text.unwrap_or(module).as_str())]);
    evaluate_in(&sources.beside(Rc::new(tree)), "", MODULE, None, variables).unwrap_or_default()
}
