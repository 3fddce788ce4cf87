//! Translations: `.po` files, and whether they are compiled.

use crate::inspect::facts;
use crate::python::{Evaluation, Value};
use crate::tree::{EntryKind, Tree, TreeError, join};

/// Folders that are looked into.
const MAX_FOLDERS: usize = 40;

/// What translations there are.
#[derive(Debug, Default)]
pub(in crate::inspect) struct Locales {
    /// One of them, with the place that leads to it.
    pub(super) source: Option<String>,
    /// Whether every one that was looked at has its `.mo` beside it.
    pub(super) compiled: bool,
}

impl Locales {
    /// Looks into `LOCALE_PATHS`, and the `locale` folders of the project and its apps.
    pub(in crate::inspect) fn find(
        tree: &dyn Tree,
        folder: &str,
        evaluation: &Evaluation,
    ) -> Result<Self, TreeError> {
        let mut folders = of_settings(evaluation, folder);
        for top in [folder, ""] {
            folders.push((join(top, "locale"), String::new()));
        }
        for entry in tree.list(folder)?.into_iter().take(MAX_FOLDERS) {
            if entry.kind == EntryKind::Directory && !entry.name.starts_with('.') {
                let path = join(folder, &entry.name);
                folders.push((join(&path, "locale"), String::new()));
            }
        }
        let mut found = Self {
            source: None,
            compiled: true,
        };
        for (folder, place) in folders {
            found.look(tree, &folder, &place)?;
            if found.source.is_some() && !found.compiled {
                break;
            }
        }
        Ok(found)
    }

    /// `locale/fr/LC_MESSAGES/django.po`; the first languages tell enough.
    fn look(&mut self, tree: &dyn Tree, folder: &str, place: &str) -> Result<(), TreeError> {
        for language in tree.list(folder)?.into_iter().take(MAX_FOLDERS) {
            if language.kind != EntryKind::Directory {
                continue;
            }
            let inner = join(&join(folder, &language.name), "LC_MESSAGES");
            let files = tree.list(&inner)?;
            for file in &files {
                let Some(stem) = file.name.strip_suffix(".po") else {
                    continue;
                };
                let path = join(&inner, &file.name);
                let at = if place.is_empty() {
                    format!("{path}:1")
                } else {
                    place.to_owned()
                };
                self.source.get_or_insert(at);
                let compiled = format!("{stem}.mo");
                self.compiled &= files.iter().any(|other| other.name == compiled);
            }
        }
        Ok(())
    }
}

fn of_settings(evaluation: &Evaluation, folder: &str) -> Vec<(String, String)> {
    let Some(term) = facts::setting(evaluation, "LOCALE_PATHS") else {
        return Vec::new();
    };
    let Value::Sequence(sequence) = &term.value else {
        return Vec::new();
    };
    let items = sequence.items.iter();
    items
        .filter_map(|item| Some((facts::path(item, folder)?, item.at.to_string())))
        .collect()
}
