//! The settings module that each environment should use.

use super::deployment::{Mention, is_test};
use super::entry::{Entry, Named, module_file};
use crate::environment::Environment;
use crate::python::Sources;
use crate::tree::{Tree, TreeError, parent};

/// What a module for production is called, beside the others; the likeliest first.
const PRODUCTION: [&str; 8] = [
    "production",
    "prod",
    "product",
    "live",
    "deploy",
    "deployment",
    "prd",
    "settings_production",
];
/// What one for development is called.
const DEVELOPMENT: [&str; 8] = [
    "development",
    "dev",
    "local",
    "devel",
    "develop",
    "local_dev",
    "dev_local",
    "settings_dev",
];
/// What neither of them uses as it is.
const SHARED: [&str; 5] = ["base", "common", "defaults", "default", "shared"];

/// A module for an environment, and the reason where it is only likely.
pub(super) struct Choice {
    pub(super) named: Named,
    pub(super) why: Option<String>,
}

/// What is looked at: the repository, `manage.py`'s folder, and who may name a module.
pub(super) struct Search<'s> {
    pub(super) tree: &'s dyn Tree,
    pub(super) sources: &'s Sources<'s>,
    pub(super) folder: &'s str,
    /// What the servers' modules say.
    pub(super) servers: &'s [Entry],
    pub(super) mentions: &'s [Mention],
}

impl Search<'_> {
    /// Whether a module exists and is one of settings, rather than an empty package.
    pub(super) fn is_settings(&self, module: &str) -> bool {
        if !matches!(module_file(self.sources, self.folder, module), Ok(Some(_))) {
            return false;
        }
        let evaluation = self.sources.evaluate(self.folder, module, None);
        evaluation.is_ok_and(|evaluation| {
            evaluation.get("INSTALLED_APPS").is_some() || evaluation.has_class()
        })
    }

    /// Of the modules that `manage.py` may name, where it cannot be told which it does, the one for development: none
    /// that a server's module names, or that is named for production, as long as there is another; the last of those,
    /// as what is tested for comes first.
    pub(super) fn likely(&self, own: &Entry) -> Option<Named> {
        let named = own.any.iter();
        let named = named.filter(|it| !is_test(&it.module) && self.is_settings(&it.module));
        let named: Vec<&Named> = named.collect();
        let served = |it: &Named| {
            let mut sure = self.servers.iter().filter_map(Entry::sure);
            sure.any(|served| served.module == it.module)
        };
        let is_dev = |it: &&&Named| is_for(&it.module, Environment::Dev);
        let is_other = |it: &&&Named| !is_for(&it.module, Environment::Prod) && !served(it);
        let of_dev = named.iter().find(is_dev);
        let other = || named.iter().rev().find(is_other);
        of_dev
            .or_else(other)
            .or_else(|| named.last())
            .map(|it| (*it).clone())
    }

    /// The module that a production server should use, where another than `settings` is named for it: by the
    /// server's module, by the files that deploy the project, or by its own name beside `settings`.
    pub(super) fn production(&self, settings: &Named) -> Result<Option<Choice>, TreeError> {
        for server in self.servers {
            let other = |named: &&Named| {
                (named.module != settings.module || named.class != settings.class)
                    && self.is_settings(&named.module)
                    && !is_test(&named.module)
                    && !is_for(&named.module, Environment::Dev)
            };
            let mut others = server.named.iter().filter(other);
            let named = others
                .clone()
                .find(|it| is_for(&it.module, Environment::Prod));
            if let Some(named) = named.or_else(|| others.next()) {
                let why = "one of those that the server's module may name".to_owned();
                return Ok(Some(Choice {
                    named: named.clone(),
                    why: server.sure().is_none().then_some(why),
                }));
            }
        }
        if let Some(choice) = self.mentioned(settings, Some(Environment::Prod)) {
            return Ok(Some(choice));
        }
        if let Some(class) = &settings.class {
            return Ok(self.class_by_name(
                settings,
                class,
                &["Production", "Prod", "Live", "Deploy"],
            ));
        }
        let named = self.by_name(&settings.module, &PRODUCTION, "production")?;
        Ok(named.or_else(|| self.mentioned(settings, None)))
    }

    /// The module for development, where `settings` is one for production or shared by both.
    pub(super) fn development(&self, settings: &Named) -> Result<Option<Choice>, TreeError> {
        let last = last(&settings.module);
        if !PRODUCTION.contains(&last) && !SHARED.contains(&last) {
            return Ok(None);
        }
        self.by_name(&settings.module, &DEVELOPMENT, "development")
    }

    /// A module that files name which are for `environment`, or for none in particular.
    fn mentioned(&self, settings: &Named, environment: Option<Environment>) -> Option<Choice> {
        let found = self.mentions.iter().find(|mention| {
            mention.environment == environment
                && mention.module != settings.module
                && !is_for(&mention.module, Environment::Dev)
                && !is_test(&mention.module)
                && self.is_settings(&mention.module)
        })?;
        Some(Choice {
            named: Named {
                module: found.module.clone(),
                class: None,
                by: found.by.clone(),
            },
            why: None,
        })
    }

    fn class_by_name(&self, settings: &Named, class: &str, names: &[&str]) -> Option<Choice> {
        let evaluation = self.sources.evaluate(self.folder, &settings.module, None);
        let evaluation = evaluation.ok()?;
        let (name, by) = names
            .iter()
            .find_map(|name| Some((*name, evaluation.class_at(name)?)))?;
        (name != class).then(|| Choice {
            named: Named {
                module: settings.module.clone(),
                class: Some(name.to_owned()),
                by: by.to_string(),
            },
            why: Some(format!("the class {name} is named for it")),
        })
    }

    /// A module beside the settings that is named for an environment, and the reason.
    pub(super) fn by_name(
        &self,
        settings: &str,
        names: &[&str],
        purpose: &str,
    ) -> Result<Option<Choice>, TreeError> {
        let Some(file) = module_file(self.sources, self.folder, settings)? else {
            return Ok(None);
        };
        let base = parent(&file);
        let package = if file.ends_with("/__init__.py") {
            settings
        } else {
            settings.rsplit_once('.').map_or("", |(package, _)| package)
        };
        for name in names {
            let path = crate::tree::join(base, &format!("{name}.py"));
            let module = if package.is_empty() {
                (*name).to_owned()
            } else {
                format!("{package}.{name}")
            };
            if module != settings && self.tree.is_file(&path)? && self.is_settings(&module) {
                return Ok(Some(Choice {
                    named: Named {
                        module,
                        class: None,
                        by: format!("{path}:1"),
                    },
                    why: Some(format!("{path} is named for {purpose}")),
                }));
            }
        }
        Ok(None)
    }
}

fn last(module: &str) -> &str {
    module.rsplit('.').next().unwrap_or(module)
}

/// Whether a module's name says that it is for an environment.
pub(super) fn is_for(module: &str, environment: Environment) -> bool {
    let last = last(module);
    // `settings_prod`, `prod_settings`
    let of_settings = last
        .strip_prefix("settings_")
        .or(last.strip_suffix("_settings"));
    let names = match environment {
        Environment::Dev => DEVELOPMENT,
        Environment::Prod => PRODUCTION,
    };
    names.contains(&last) || of_settings.is_some_and(|name| names.contains(&name))
}
