//! What the project uses beside Django; the table is `uses.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::dependencies::Declared;
use super::evaluate::{Evaluation, Term, Value};
use super::facts::{entry, setting, settled, strings, text};

/// How one use shows.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Signs {
    packages: Vec<String>,
    modules: Vec<String>,
    schemes: Vec<String>,
}

static USES: LazyLock<BTreeMap<String, Signs>> = LazyLock::new(|| {
    toml::from_str(include_str!("uses.toml")).expect("the embedded table is valid")
});

/// Settings whose dicts name back ends, the key that does, and the key of an address.
const BACKENDS: [(&str, &str, &str); 4] = [
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
const URLS: [&str; 4] = [
    "CELERY_BROKER_URL",
    "BROKER_URL",
    "CELERY_RESULT_BACKEND",
    "REDIS_URL",
];

/// The uses, sorted, and where each shows first.
pub(super) fn uses(
    evaluation: &Evaluation,
    declared: &Declared,
    evidence: &mut BTreeMap<String, String>,
) -> Vec<String> {
    let modules = modules(evaluation);
    let urls = urls(evaluation);
    let mut found = Vec::new();
    for (name, signs) in USES.iter() {
        let package = signs
            .packages
            .iter()
            .find_map(|name| declared.package(name))
            .map(|package| package.at.clone());
        let place = package
            .or_else(|| shown(&modules, &signs.modules, '.'))
            .or_else(|| shown(&urls, &signs.schemes, ':'));
        if let Some(place) = place {
            evidence.insert(format!("uses.{name}"), place);
            found.push(name.clone());
        }
    }
    found
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

fn modules(evaluation: &Evaluation) -> Vec<(String, Term)> {
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

fn urls(evaluation: &Evaluation) -> Vec<(String, Term)> {
    let mut found = Vec::new();
    for name in URLS {
        found.extend(setting(evaluation, name).and_then(|term| Some((text(&term)?, term))));
    }
    for (name, _, address) in BACKENDS {
        found.extend(under(evaluation, name, address));
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
