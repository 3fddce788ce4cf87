//! How the project's own code wants its environment variables written: found by following what a text does to the
//! settings, or where it cannot be followed, by evaluating them with variables set, as a developer would try it out.

mod candidate;
mod trials;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evaluations::Evaluations;
use super::project::{Project, Variable};
use crate::environment::Environment;
use crate::python::{Evaluation, Sources};
use candidate::{Candidate, LISTS, SWITCHES};
use trials::{Trials, Way};

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

impl Spelling {
    /// Whether it is known how a setting gets a value from the variable; of a setting that is neither a yes or a no nor a
    /// list of hosts, nothing has to be known.
    #[must_use]
    pub fn gives(&self, setting: &str) -> bool {
        if SWITCHES.contains(&setting) {
            self.yes.is_some() && self.no.is_some()
        } else if LISTS.contains(&setting) {
            self.separator.is_some() || self.plain.iter().any(|plain| plain == setting)
        } else {
            true
        }
    }
}

/// The spelling of each variable that feeds such a setting; without the variables for which none is known.
pub(super) fn spellings(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    project: &Project,
) -> BTreeMap<String, Spelling> {
    spellings_of(sources, folder, evaluations, project, Way::Followed)
}

/// The spellings of variables, found in one way or the other.
fn spellings_of(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    project: &Project,
    way: Way,
) -> BTreeMap<String, Spelling> {
    let mut found = BTreeMap::new();
    for environment in Environment::ALL {
        let settings = &project.settings;
        let Some(module) = settings.environments.get(&environment) else {
            continue;
        };
        let usual = evaluations.of(environment);
        let mut candidates = candidates(project, environment, usual);
        let class = settings.configurations.get(&environment);
        let trials = Trials {
            usual,
            way: if evaluations.has(environment) {
                way
            } else {
                Way::Tried
            },
            follow: &|set| sources.follow(folder, usual, set),
            evaluate: &|set| {
                let class = class.map(String::as_str);
                let evaluation = sources.evaluate_with(folder, module, class, set);
                evaluation.ok()
            },
        };
        trials.run(&mut candidates);
        found.extend(candidates.into_iter().filter_map(Candidate::spelling));
    }
    found
}

/// The variables that feed a setting of an environment.
fn candidates<'p>(
    project: &'p Project,
    environment: Environment,
    usual: &Evaluation,
) -> Vec<Candidate<'p>> {
    let variables = project.environment.iter().enumerate();
    variables
        .filter(|(_, variable)| environment_of(variable) == environment)
        .filter_map(|(index, variable)| Candidate::new(index, variable, usual))
        .collect()
}

/// The environment whose settings are asked.
fn environment_of(variable: &Variable) -> Environment {
    match variable.environments.first() {
        Some(environment) => *environment,
        None => Environment::Prod,
    }
}
