//! What the project uses beside Django.

use super::address::AddressParts;
use super::dependencies::{Declared, normalize};
use super::evaluations::Evaluations;
use super::facts::{entry, setting, settled, strings, text};
use super::project::Project;
use super::signs::{Signs, Uses};
use crate::python::{Evaluation, Term, Value};

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
/// Settings of Celery's that may be a scheme alone: `amqp`.
const TRANSPORTS: [&str; 6] = [
    "BROKER_URL",
    "CELERY_BROKER",
    "CELERY_BROKER_URL",
    "CELERY_RESULT_BACKEND",
    "CELERY_RESULT_BACKEND_URL",
    "RESULT_BACKEND",
];

/// What a project names, each with its place: there the signs are looked for.
pub(super) struct Named<'run> {
    declared: &'run Declared,
    modules: Vec<(String, Term)>,
    urls: Vec<(String, Term)>,
    settings: Vec<(String, Term)>,
}

impl<'run> Named<'run> {
    pub(super) fn new(evaluations: &Evaluations, declared: &'run Declared) -> Self {
        let all = evaluations.all();
        Self {
            declared,
            modules: all.iter().flat_map(modules).collect(),
            urls: all.iter().flat_map(urls).collect(),
            settings: all.iter().flat_map(bound).collect(),
        }
    }

    /// Where a package is asked for that is a sign.
    pub(super) fn package(&self, signs: &Signs) -> Option<String> {
        let mut packages = signs.packages.iter();
        let package = packages.find_map(|name| self.declared.package(&normalize(name)));
        package.map(|package| package.at.clone())
    }

    /// Where settings name what is a sign.
    pub(super) fn setting(&self, signs: &Signs) -> Option<String> {
        shown(&self.modules, &signs.modules, '.')
            .or_else(|| shown(&self.urls, &signs.schemes, ':'))
            .or_else(|| shown(&self.settings, &signs.settings, '.'))
    }
}

/// Fills in the uses, sorted, where each shows first, and which of them settings name.
pub(super) fn fill(uses: &Uses, named: &Named<'_>, project: &mut Project) {
    for (name, signs) in uses.iter() {
        let needed = named.setting(signs);
        if needed.is_some() {
            project.needs.push(name.clone());
        }
        if let Some(place) = named.package(signs).or(needed) {
            project.evidence.insert(format!("uses.{name}"), place);
            project.uses.push(name.clone());
        }
    }
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
    for (name, _) in evaluation.names() {
        let named = setting(evaluation, name).and_then(|term| Some((text(&term)?, term)));
        let is_address =
            |text: &str| TRANSPORTS.contains(&name) || AddressParts::parse(text).is_some();
        found.extend(named.filter(|(text, _)| is_address(text)));
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
