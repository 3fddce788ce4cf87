//! What the project uses beside Django; the table is `uses.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dependencies::Declared;
use super::evaluations::Evaluations;
use super::facts::{entry, setting, settled, strings, text};
use super::project::Project;
use crate::python::{Evaluation, Term, Value};

/// How one use shows.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Signs {
    packages: Vec<String>,
    modules: Vec<String>,
    schemes: Vec<String>,
    ports: Vec<u16>,
    settings: Vec<String>,
}

static USES: LazyLock<BTreeMap<String, Signs>> = LazyLock::new(|| {
    toml::from_str(include_str!("uses.toml")).expect("the embedded table is valid")
});

/// Settings whose dicts name back ends, the key that does, and the key of an address.
const BACKENDS: [(&str, &str, &str); 6] = [
    ("HAYSTACK_CONNECTIONS", "ENGINE", "URL"),
    ("WAGTAILSEARCH_BACKENDS", "BACKEND", "URLS"),
    ("CACHES", "BACKEND", "LOCATION"),
    ("CHANNEL_LAYERS", "BACKEND", "LOCATION"),
    ("STORAGES", "BACKEND", "LOCATION"),
    ("TASKS", "BACKEND", "LOCATION"),
];
/// Settings that are a dotted name.
const MODULES: [&str; 4] = [
    "DEFAULT_FILE_STORAGE",
    "STATICFILES_STORAGE",
    "SESSION_ENGINE",
    "EMAIL_BACKEND",
];
/// Settings that are a URL.
const URLS: [&str; 8] = [
    "CELERY_BROKER",
    "CELERY_BROKER_URL",
    "CELERY_RESULT_BACKEND_URL",
    "REDIS",
    "RESULT_BACKEND",
    "BROKER_URL",
    "CELERY_RESULT_BACKEND",
    "REDIS_URL",
];

/// Fills in the uses, sorted, where each shows first, and which of them settings name.
pub(super) fn fill(evaluations: &Evaluations, declared: &Declared, project: &mut Project) {
    let all = evaluations.all();
    let modules: Vec<_> = all.iter().flat_map(modules).collect();
    let urls: Vec<_> = all.iter().flat_map(urls).collect();
    let settings: Vec<_> = all.iter().flat_map(bound).collect();
    for (name, signs) in USES.iter() {
        let package = signs
            .packages
            .iter()
            .find_map(|name| declared.package(name))
            .map(|package| package.at.clone());
        let needed = shown(&modules, &signs.modules, '.')
            .or_else(|| shown(&urls, &signs.schemes, ':'))
            .or_else(|| shown(&settings, &signs.settings, '.'));
        if needed.is_some() {
            project.needs.push(name.clone());
        }
        if let Some(place) = package.or(needed) {
            project.evidence.insert(format!("uses.{name}"), place);
            project.uses.push(name.clone());
        }
    }
}

/// Whether servers that some project uses listen on a port.
pub(super) fn is_port(port: u16) -> bool {
    USES.values().any(|signs| signs.ports.contains(&port))
}

/// Where one of the texts is a sign, or begins with it and `separator`.
fn shown(texts: &[(String, Term)], signs: &[String], separator: char) -> Option<String> {
    let matches = |text: &str| {
        signs.iter().any(|sign| {
            text.strip_prefix(sign.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
        })
    };
    texts
        .iter()
        .find(|(text, _)| matches(text))
        .map(|(_, term)| term.at.to_string())
}

pub(super) fn modules(evaluation: &Evaluation) -> Vec<(String, Term)> {
    let mut found = strings(evaluation, "INSTALLED_APPS");
    found.extend(strings(evaluation, "MIDDLEWARE"));
    for name in MODULES {
        found.extend(setting(evaluation, name).and_then(|term| Some((text(&term)?, term))));
    }
    for (name, backend, _) in BACKENDS {
        found.extend(under(evaluation, name, backend));
    }
    found
}

/// The settings that are set to something.
fn bound(evaluation: &Evaluation) -> Vec<(String, Term)> {
    let set = evaluation.names().filter(|(name, _)| {
        setting(evaluation, name).is_some_and(|term| super::facts::is_something(&term))
    });
    set.map(|(name, term)| (name.to_owned(), term.clone()))
        .collect()
}

fn urls(evaluation: &Evaluation) -> Vec<(String, Term)> {
    let mut found = Vec::new();
    for name in URLS {
        found.extend(setting(evaluation, name).and_then(|term| Some((text(&term)?, term))));
    }
    for (name, _, address) in BACKENDS {
        found.extend(under(evaluation, name, address));
    }
    // The default of `CACHE_URL` is no setting by itself.
    for reading in evaluation.readings.values() {
        if let Some(term) = &reading.default
            && let Some(text) = text(term).filter(|text| text.contains("://"))
        {
            found.push((text, term.clone()));
        }
    }
    found
}

/// The texts under one key of every entry of a setting.
fn under(evaluation: &Evaluation, name: &str, key: &str) -> Vec<(String, Term)> {
    let Some(Value::Dict(dict)) = setting(evaluation, name).map(|term| term.value) else {
        return Vec::new();
    };
    dict.entries
        .iter()
        .filter_map(|(_, value)| {
            let term = entry(value, &[key])?;
            Some((text(&settled(&term)?)?, term))
        })
        .collect()
}
