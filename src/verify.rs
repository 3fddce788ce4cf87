//! Whether settings have, as they will run, the values that a stack relies on. Pure: a tree and variables → verdicts.
//!
//! What is wanted is what the pack's own patch makes of a module that has nothing else. Both that module and the
//! project's are evaluated in the environment of the stack's containers; what the code cannot be followed to is told
//! as such, and never taken for what is wanted.

mod compare;
mod given;
mod harm;
mod own_database;
mod wanted;

use std::collections::BTreeMap;

use crate::environment::Environment;
use crate::patch::SettingsPatch;
use crate::python::{At, EvaluateError, Evaluation, Sources, Term, Value, evaluate_in};
use crate::stack::Stack;
use crate::tree::TreeError;

use compare::{Answer, Entry, compare, compare_item, entry, shown};
pub(crate) use given::{given, placeholder};
use harm::hinders;
use wanted::{Wanted, is_untouched};

/// The variables of a container.
pub(crate) type Variables = BTreeMap<String, String>;

/// The variable that names settings which are meant to be other ones.
pub(crate) const ACCEPT: &str = "DJDOCK_ACCEPT";

/// The variable that names the settings module.
pub(crate) const SETTINGS: &str = "DJANGO_SETTINGS_MODULE";

/// The entries of `DATABASES["default"]` that say which database it is.
const CONNECTION: [&str; 3] = ["ENGINE", "HOST", "NAME"];

/// What a setting turned out to be.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Found {
    /// The value cannot be told; the place of what hides it, `file:line`, where that is one statement.
    Untold(Option<String>),
    /// It has another value, `None` where that must not be shown.
    Other(Option<String>),
    /// No statement of the module binds it.
    Unset,
    /// The key that the stack hands over stands in the code, for everybody to read.
    Published,
}

/// A setting that is not known to have the value that the stack relies on.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Verdict {
    /// The environment whose containers run it; `None` in a compose file of the user's own.
    pub environment: Option<Environment>,
    /// The setting, or the entry of one: `DATABASES["default"]["HOST"]`.
    pub setting: String,
    /// What the setting turned out to be.
    pub found: Found,
    /// What is wanted; `None` where it must not be shown.
    pub wanted: Option<String>,
    /// The file that decides, from the root.
    pub file: String,
    /// Its line, from 1; 0 where there is none.
    pub line: u32,
    /// Whether the stack does not work so. What does no harm is listed.
    pub hinders: bool,
    /// The file of the stack's secrets, where it can be said that it is meant so.
    pub env_file: String,
}

impl Verdict {
    /// The name of the setting itself, as `DJDOCK_ACCEPT` takes it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.setting.split('[').next().unwrap_or_default()
    }

    /// Whether prod's `prepare` does not start for it.
    #[must_use]
    pub fn stops(&self) -> bool {
        let guarded = ["DEBUG", "SECRET_KEY", "DATABASES"].contains(&self.name());
        let known = !matches!(self.found, Found::Untold(_));
        self.environment == Some(Environment::Prod) && guarded && known
    }
}

/// A stack's settings module, and what it is told.
pub(crate) struct Judging<'run> {
    /// The files as they will run.
    pub(crate) sources: &'run Sources<'run>,
    /// The stack whose settings are judged.
    pub(crate) stack: &'run Stack,
    /// What the pack does to settings.
    pub(crate) patch: &'run SettingsPatch,
    /// The variables of the stack's containers.
    pub(crate) variables: &'run Variables,
}

impl Judging<'_> {
    /// Each setting that is not known to have its value; nothing for those that have it.
    pub(crate) fn verdicts(&self) -> Result<Vec<Verdict>, TreeError> {
        let own = self.stack.extends.is_some();
        let Some(found) = self.evaluated()? else {
            return Ok(Vec::new());
        };
        // A module that comes from elsewhere tells nothing.
        if own && found.files.is_empty() {
            return Ok(Vec::new());
        }
        let mut verdicts = Vec::new();
        let wanted = Wanted::new(self.sources, self.patch, &found, self.variables);
        for (name, term) in wanted.settings() {
            if name == "DATABASES" {
                verdicts.extend(self.database(&found, &term));
            } else if let Some(verdict) = self.setting(&found, &wanted, &name, &term) {
                verdicts.push(verdict);
            }
        }
        verdicts.extend(self.moved(&found));
        if !own {
            verdicts.extend(self.published(&found)?);
        }
        let accepted = self.variables.get(ACCEPT).map_or("", String::as_str);
        let accepted: Vec<&str> = accepted.split([',', ' ']).collect();
        verdicts.retain(|verdict| !accepted.contains(&verdict.name()));
        Ok(verdicts)
    }

    /// The settings as they will run; `None` for a file with an error in it, of which whoever reads it says so.
    fn evaluated(&self) -> Result<Option<Evaluation>, TreeError> {
        let project = &self.stack.project;
        let class = Some(project.configuration.as_str()).filter(|class| !class.is_empty());
        // In a compose file of the user's own it is theirs to choose.
        let named = self.variables.get(SETTINGS);
        let named = named.filter(|name| self.stack.extends.is_some() && !name.is_empty());
        self.sources.look_in(&project.found_in);
        let found = evaluate_in(
            self.sources,
            &project.folder,
            named.unwrap_or(&project.settings),
            class,
            self.variables,
        );
        match found {
            Ok(found) => Ok(Some(found)),
            Err(EvaluateError::Tree(error)) => Err(error),
            Err(EvaluateError::Syntax { .. }) => Ok(None),
        }
    }

    fn setting(
        &self,
        found: &Evaluation,
        wanted: &Wanted<'_>,
        name: &str,
        term: &Term,
    ) -> Option<Verdict> {
        let own = found.get(name);
        let answer = match (&own, found.replaced.is_some()) {
            (_, true) => Answer::Untold,
            (Some(own), false) => compare(name, own, term),
            (None, false) => Answer::of_unset(name, term),
        };
        if answer == Answer::Same || wanted.is_the_projects(name) {
            return None;
        }
        Some(self.verdict(found, name, own.as_ref(), term, answer))
    }

    /// The default database, entry by entry. Of another engine nothing else is said.
    fn database(&self, found: &Evaluation, term: &Term) -> Vec<Verdict> {
        let own = found.get("DATABASES");
        let mut verdicts = Vec::new();
        for key in CONNECTION {
            let keys = ["default", key];
            let Entry::Is(wanted) = entry(term, &keys) else {
                continue;
            };
            if is_untouched(&wanted) {
                continue;
            }
            let other = match own.as_ref().map(|own| entry(own, &keys)) {
                _ if found.replaced.is_some() => Entry::Untold,
                Some(entry) => entry,
                None => Entry::Absent,
            };
            let (answer, entry) = match other {
                Entry::Is(term) => (compare(key, &term, &wanted), Some(term)),
                Entry::Absent => (Answer::Other, None),
                Entry::Untold => (Answer::Untold, None),
            };
            let setting = format!("DATABASES[\"default\"][\"{key}\"]");
            let at = entry.as_ref().or(own.as_ref());
            match answer {
                Answer::Same => {}
                Answer::Untold => {
                    return vec![self.verdict(found, "DATABASES", at, &wanted, answer)];
                }
                Answer::Other => {
                    verdicts.push(self.verdict(found, &setting, at, &wanted, answer));
                    if key == "ENGINE" {
                        return verdicts;
                    }
                }
            }
        }
        verdicts
    }

    /// Entries of settings that named a server of the developer's machine.
    fn moved(&self, found: &Evaluation) -> Vec<Verdict> {
        let moved = self
            .stack
            .moved
            .iter()
            .filter(|moved| !moved.keys.is_empty());
        let moved = moved.filter_map(|moved| {
            let wanted = self.variables.get(&moved.variable)?;
            let own = found.get(&moved.name)?;
            let keys: Vec<&str> = moved.keys.iter().map(String::as_str).collect();
            let wanted = Term::new(Value::str(wanted), own.at.clone());
            let answer = match entry(&own, &keys) {
                Entry::Is(term) if moved.list => compare_item(&term, &wanted),
                Entry::Is(term) => compare("", &term, &wanted),
                // What only one of the environments has.
                Entry::Absent => Answer::Same,
                Entry::Untold => Answer::Untold,
            };
            let setting = moved.name.clone();
            (answer != Answer::Same)
                .then(|| self.verdict(found, &setting, Some(&own), &wanted, answer))
        });
        moved.collect()
    }

    fn verdict(
        &self,
        found: &Evaluation,
        setting: &str,
        own: Option<&Term>,
        wanted: &Term,
        answer: Answer,
    ) -> Verdict {
        let at = own.map(|own| &own.at).filter(|at| at.line > 0);
        let name = setting.split('[').next().unwrap_or_default();
        let value = own.and_then(Term::usual);
        let value = value.filter(|value| !matches!(value.value, Value::Unbound));
        let hinders =
            answer == Answer::Other && hinders(self.stack, found, name, value.as_ref(), wanted);
        let replaced = found.replaced.as_ref().map(At::to_string);
        let main = found.files.first().cloned().unwrap_or_default();
        Verdict {
            environment: self.environment(),
            setting: setting.to_owned(),
            found: match answer {
                Answer::Other if own.is_none() => Found::Unset,
                Answer::Other => Found::Other(own.and_then(|own| shown(setting, own))),
                _ => Found::Untold(replaced),
            },
            wanted: shown(setting, wanted),
            file: at.map_or_else(|| main.clone(), |at| at.file.to_string()),
            line: at.map_or(0, |at| at.line),
            hinders,
            env_file: self.stack.env_file.clone(),
        }
    }

    fn environment(&self) -> Option<Environment> {
        let own = self.stack.extends.is_some();
        (!own).then_some(self.stack.environment)
    }

    /// A key that the stack hands over, and that stands in the settings all the same.
    fn published(&self, found: &Evaluation) -> Result<Option<Verdict>, TreeError> {
        let key = self.variables.get("SECRET_KEY");
        let is_prod = self.stack.environment == Environment::Prod;
        let Some(key) = key.filter(|key| is_prod && !key.is_empty()) else {
            return Ok(None);
        };
        let quoted = [format!("'{key}'"), format!("\"{key}\"")];
        for file in &found.files {
            let text = self.sources.tree().read_text(file)?.unwrap_or_default();
            let holds = |line: &str| quoted.iter().any(|key| line.contains(key));
            let Some(index) = text.lines().position(holds) else {
                continue;
            };
            let line = u32::try_from(index + 1).unwrap_or_default();
            return Ok(Some(Verdict {
                environment: self.environment(),
                setting: "SECRET_KEY".to_owned(),
                found: Found::Published,
                wanted: None,
                file: file.clone(),
                line,
                hinders: true,
                env_file: self.stack.env_file.clone(),
            }));
        }
        Ok(None)
    }
}
