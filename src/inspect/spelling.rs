//! How the project's own code wants its environment variables written: found by evaluating the settings with a
//! variable set, as a developer would try it out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts;
use super::project::{Project, Variable};
use crate::environment::Environment;
use crate::python::{Evaluation, evaluate_with};
use crate::tree::Tree;

/// How one variable is written so that the setting which it feeds gets a value.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Spelling {
    /// The text that makes a yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yes: Option<String>,
    /// The text that makes a no; it may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no: Option<String>,
    /// What stands between the items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The settings, or entries of them, that take the text as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plain: Vec<String>,
}

/// Settings that are a yes or a no, and that depend on where the project runs.
const SWITCHES: [&str; 6] = [
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "EMAIL_USE_TLS",
    "EMAIL_USE_SSL",
];

/// Settings that are lists of host names.
const LISTS: [&str; 2] = ["ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS"];

/// What code takes for a yes, the most usual first.
const YES: [&str; 6] = ["True", "1", "true", "yes", "on", "TRUE"];

/// What code takes for a no.
const NO: [&str; 7] = ["False", "0", "false", "no", "off", "FALSE", ""];

/// What code splits lists at.
const SEPARATORS: [&str; 4] = [",", " ", ";", "|"];

/// Two items that no setting has by itself.
const ITEMS: [&str; 2] = ["https://a.djdock.example", "https://b.djdock.example"];

/// The spelling of each variable that feeds such a setting; without the variables for which none is known.
pub(super) fn spellings(
    tree: &dyn Tree,
    folder: &str,
    project: &Project,
) -> BTreeMap<String, Spelling> {
    let trials = Trials {
        tree,
        folder,
        project,
    };
    let mut found = BTreeMap::new();
    for variable in &project.environment {
        let feeds = |settings: &[&'static str]| {
            let fed = |setting: &&&str| variable.settings.iter().any(|own| own == **setting);
            settings.iter().find(fed).copied()
        };
        let mut spelling = match (feeds(&SWITCHES), feeds(&LISTS)) {
            (Some(setting), _) => trials.switch(variable, setting),
            (None, Some(setting)) => trials.list(variable, setting),
            (None, None) => Spelling::default(),
        };
        spelling.plain = trials.plain(variable);
        if spelling != Spelling::default() {
            found.insert(variable.name.clone(), spelling);
        }
    }
    found
}

struct Trials<'run> {
    tree: &'run dyn Tree,
    folder: &'run str,
    project: &'run Project,
}

impl Trials<'_> {
    fn switch(&self, variable: &Variable, setting: &str) -> Spelling {
        let text = |texts: &[&'static str], wanted: bool| {
            let mut texts = texts.iter();
            let makes = |text: &&&str| {
                let evaluation = self.evaluate(variable, text);
                evaluation.is_some_and(|left| left.is_true(setting) == Some(wanted))
            };
            texts.find(makes).map(|text| (*text).to_owned())
        };
        match (text(&YES, true), text(&NO, false)) {
            (Some(yes), Some(no)) => Spelling {
                yes: Some(yes),
                no: Some(no),
                ..Spelling::default()
            },
            // Half a switch is none.
            _ => Spelling::default(),
        }
    }

    fn list(&self, variable: &Variable, setting: &str) -> Spelling {
        let splits = |separator: &&&str| {
            let evaluation = self.evaluate(variable, &ITEMS.join(separator));
            evaluation.is_some_and(|left| {
                let items = facts::strings(&left, setting);
                let has = |item: &&str| items.iter().any(|(text, _)| text == *item);
                ITEMS.iter().all(has)
            })
        };
        let separator = SEPARATORS.iter().find(splits);
        Spelling {
            separator: separator.map(|separator| (*separator).to_owned()),
            ..Spelling::default()
        }
    }

    /// The settings in which the text arrives as it is.
    fn plain(&self, variable: &Variable) -> Vec<String> {
        if variable.settings.is_empty() {
            return Vec::new();
        }
        let Some(left) = self.evaluate(variable, ITEMS[0]) else {
            return Vec::new();
        };
        let arrives = |setting: &&String| {
            let mut keys = setting.split('.');
            let name = keys.next().unwrap_or_default();
            let keys: Vec<&str> = keys.collect();
            left.get(name)
                .and_then(|term| facts::entry(&term, &keys))
                .is_some_and(|term| facts::holds(&term, ITEMS[0]))
        };
        variable.settings.iter().filter(arrives).cloned().collect()
    }

    /// What the settings that read a variable leave once it is set.
    fn evaluate(&self, variable: &Variable, text: &str) -> Option<Evaluation> {
        let settings = &self.project.settings;
        let environment = match variable.environments.first() {
            Some(environment) => *environment,
            None => Environment::Prod,
        };
        let module = settings.environments.get(&environment)?;
        let class = settings.configurations.get(&environment);
        let set = (variable.name.as_str(), text);
        let class = class.map(String::as_str);
        evaluate_with(self.tree, self.folder, module, class, set).ok()
    }
}
