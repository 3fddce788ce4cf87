//! `setup.py` and `setup.cfg`, read without running them.

mod cfg;

use super::text::read_lossy;
use super::{Declared, Package, requirement, requirements};
use crate::environment::Environment;
use crate::inspect::dependencies::purpose::{self, Purpose};
use crate::inspect::project::{Install, Tool};
use crate::python::{self, Setup, SetupText};
use crate::tree::{Tree, TreeError, join};

/// What a folder's setup files declare; `None` where they name no dependencies.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let mut setup = Setup::default();
    let mut files = Vec::new();
    let path = join(folder, "setup.py");
    if let Some(text) = read_lossy(tree, &path)?
        && let Some(said) = python::setup(&path, &text)
    {
        setup = said;
        files.push(path);
    }
    let path = join(folder, "setup.cfg");
    if let Some(text) = read_lossy(tree, &path)?
        && cfg::read(&path, &text, &mut setup)
    {
        files.push(path);
    }
    let mut packages: Vec<Package> = setup
        .requires
        .iter()
        .filter_map(SetupText::package)
        .collect();
    for file in &setup.files {
        let path = join(folder, file);
        packages.extend(requirements::read_file(tree, &path)?);
        files.push(path);
    }
    let classifiers = setup.classifiers.iter();
    let classifiers = classifiers.filter_map(SetupText::classifier).collect();
    let python = setup.python.as_ref();
    let python = python.map(|python| (python.text.clone(), python.at.clone()));
    if files.is_empty() {
        // Nothing is installed from here; beside requirements it still says which Python it is for.
        return Ok(python.is_some().then(|| Declared {
            python,
            classifiers,
            ..Declared::default()
        }));
    }
    let install = Environment::ALL.map(|environment| (environment, setup.install(environment)));
    for (name, texts) in &setup.extras {
        let development = !matches!(purpose::of_name(name), Purpose::Production);
        let found = texts.iter().filter_map(SetupText::package);
        packages.extend(found.map(|package| Package {
            development,
            ..package
        }));
    }
    Ok(Some(Declared {
        tool: Tool::Setuptools,
        files,
        packages: packages.into(),
        python,
        classifiers,
        install: install.into_iter().collect(),
        package: true,
        ..Declared::default()
    }))
}

impl Setup {
    fn install(&self, environment: Environment) -> Install {
        let wanted = |name: &str| {
            matches!(
                (purpose::of_name(name), environment),
                (Purpose::Development | Purpose::Test, Environment::Dev)
                    | (Purpose::Production, Environment::Prod)
            )
        };
        let extras: Vec<_> = self
            .extras
            .iter()
            .filter(|(name, _)| wanted(name))
            .collect();
        let texts = extras.iter().flat_map(|(_, texts)| texts);
        let requirements = self.requires.iter().chain(texts);
        Install {
            files: Vec::new(),
            extras: extras.iter().map(|(name, _)| name.clone()).collect(),
            requirements: requirements.map(|text| text.text.clone()).collect(),
            ..Install::default()
        }
    }
}

impl SetupText {
    fn package(&self) -> Option<Package> {
        Some(Package::new(
            requirement::parse(&self.text)?,
            self.at.clone(),
        ))
    }

    fn classifier(&self) -> Option<(String, String)> {
        Some((of_classifier(&self.text)?, self.at.clone()))
    }
}

/// `Programming Language :: Python :: 3.12` is 3.12.
pub(super) fn of_classifier(text: &str) -> Option<String> {
    let version = text
        .trim()
        .strip_prefix("Programming Language :: Python :: ")?;
    let minor = version.strip_prefix("3.")?;
    minor.parse::<u32>().is_ok().then(|| version.to_owned())
}
