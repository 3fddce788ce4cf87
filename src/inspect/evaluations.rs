//! What the settings of each environment leave.

use std::collections::BTreeMap;

use super::error::InspectError;
use super::project::Settings;
use crate::environment::Environment;
use crate::python::{At, Evaluation, Sources};

/// The evaluations of the project's own module and of those of the environments, each module once.
pub(super) struct Evaluations {
    /// The project's own first.
    all: Vec<Evaluation>,
    /// Which of them each environment uses.
    used: BTreeMap<Environment, usize>,
}

impl Evaluations {
    /// Evaluates the modules. Only the project's own must be free of errors.
    pub(super) fn new(
        sources: &Sources,
        folder: &str,
        settings: &Settings,
    ) -> Result<Self, InspectError> {
        let run = |module: &str, class| sources.evaluate(folder, module, class);
        let class = |environment| {
            settings
                .configurations
                .get(&environment)
                .map(String::as_str)
        };
        let mut names = vec![(settings.module.as_str(), class(Environment::Dev))];
        let mut all = vec![run(names[0].0, names[0].1)?];
        let mut used = BTreeMap::new();
        for (environment, module) in &settings.environments {
            let name = (module.as_str(), class(*environment));
            let index = names.iter().position(|known| *known == name);
            let index = match index {
                Some(index) => index,
                None => match run(name.0, name.1) {
                    Ok(evaluation) => {
                        names.push(name);
                        all.push(evaluation);
                        all.len() - 1
                    }
                    Err(_) => continue,
                },
            };
            used.insert(*environment, index);
        }
        Ok(Self { all, used })
    }

    /// The evaluation of the project's own settings module.
    pub(super) fn main(&self) -> &Evaluation {
        &self.all[0]
    }

    /// Whether the module that an environment uses could be evaluated.
    pub(super) fn has(&self, environment: Environment) -> bool {
        self.used.contains_key(&environment)
    }

    /// The evaluation of the module that an environment uses, or else of the project's own.
    pub(super) fn of(&self, environment: Environment) -> &Evaluation {
        &self.all[self.used.get(&environment).copied().unwrap_or(0)]
    }

    /// All evaluations, the project's own first.
    pub(super) fn all(&self) -> &[Evaluation] {
        &self.all
    }

    /// The evaluations of modules that only an environment uses, and not the project by itself.
    pub(super) fn others(&self) -> &[Evaluation] {
        &self.all[1..]
    }

    /// The environments that read a variable.
    pub(super) fn readers(&self, name: &str) -> Vec<Environment> {
        let reads = |environment: &Environment| self.of(*environment).readings.contains_key(name);
        Environment::ALL.into_iter().filter(reads).collect()
    }

    /// The files of the environment that any of them reads, and where, each once.
    pub(super) fn env_files(&self) -> impl Iterator<Item = (&str, &At)> {
        let mut found: Vec<(&str, &At)> = Vec::new();
        for (path, at) in self.all.iter().flat_map(|evaluation| &evaluation.env_files) {
            if !found.iter().any(|(known, _)| known == path) {
                found.push((path, at));
            }
        }
        found.into_iter()
    }
}
