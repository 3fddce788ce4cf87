//! A compose file of the user's own, with services of the catalogue in it: spliced in place, and undone the same way.

use std::collections::BTreeMap;

use crate::answers::{Answers, AskError, Layout, PartialAnswers, Situation, ask};
use crate::catalog::{Adds, Catalog, DATABASE};
use crate::environment::Environment;
use crate::files::File;
use crate::inspect::{self, Hints, Project};
use crate::lock::{self, Lock};
use crate::patch::{PatchedText, SettingsPatch, patch_compose};
use crate::plan::Plan;
use crate::render;
use crate::stack::{self, Stack};
use crate::tree::{Tree, TreeError};
use crate::ui::prompt::Prompter;

use super::patches::Patches;
use super::restore::{recorded, restored_by};
use super::{Outcome, PipelineError, plan, read_lock, regular};

/// The names under which Compose looks for its file, the first one first.
const NAMES: [&str; 4] = [
    "compose.yaml",
    "compose.yml",
    "docker-compose.yml",
    "docker-compose.yaml",
];

/// The compose file of the user's own at the root, if there is one.
pub fn own_compose_file(tree: &dyn Tree) -> Result<Option<String>, TreeError> {
    for name in NAMES {
        if tree.is_file(name)? {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(None)
}

/// What one run works on.
pub struct OwnCompose<'run> {
    /// The compose file.
    pub path: &'run str,
    /// The pack.
    pub catalog: &'run Catalog,
}

impl OwnCompose<'_> {
    /// The choices: these services, and those that they need.
    pub fn answers(
        &self,
        tree: &dyn Tree,
        services: Vec<String>,
        set: Option<crate::answers::Options>,
        prompter: &mut dyn Prompter,
    ) -> Result<Result<Answers, AskError>, PipelineError> {
        let lock = read_lock(tree)?;
        let project = self.project(tree, lock.as_ref())?;
        let (databases, others): (Vec<String>, Vec<String>) = services
            .into_iter()
            .partition(|name| self.provides_database(name));
        let given = PartialAnswers {
            layout: Some(Layout::Single),
            db: databases.into_iter().next().or_else(|| self.fileless()),
            with: Some(others),
            set,
            import_data: Some(false),
            domain: Some(Vec::new()),
            dev_port: Some(8000),
            prod_port: Some(80),
            ..PartialAnswers::default()
        };
        let situation = Situation::default();
        Ok(ask(given, &project, &situation, self.catalog, prompter))
    }

    /// What the file and the project's own become with these choices; without a service, what they were.
    pub fn run(&self, tree: &dyn Tree, answers: &Answers) -> Result<Outcome, PipelineError> {
        let lock = read_lock(tree)?;
        let restored = restored_by(tree, lock.as_ref())?;
        let project = self.project(tree, lock.as_ref())?;
        let services = self.services(answers);
        let environment = self.environment(&services);
        let with = stack::resolve(&project, answers, self.catalog, environment)?;
        let mut outcome = Outcome {
            plan: Plan::default(),
            stacks: Vec::new(),
            project: project.clone(),
            existing: Vec::new(),
            edited: Vec::new(),
            left: Vec::new(),
            conflicts: Vec::new(),
            steps: Vec::new(),
            compose_steps: Vec::new(),
        };
        let mut next = Lock::new(
            Vec::new(),
            &self.catalog.manifest.name,
            &self.catalog.digest,
            recorded(&project, self.catalog),
        );
        next.services.clone_from(&services);
        let mut desired = former(&restored, lock.as_ref())?;
        if services.is_empty() {
            desired.insert(lock::PATH.to_owned(), None);
        } else {
            let patches = self.patches(&restored, &project, answers, with, &mut outcome)?;
            outcome.patched(patches, tree, lock.as_ref(), &mut next, &mut desired)?;
            desired.insert(lock::PATH.to_owned(), Some(regular(next.render()?)));
        }
        outcome.plan = plan(tree, desired)?;
        Ok(outcome)
    }

    fn patches(
        &self,
        restored: &dyn Tree,
        project: &Project,
        answers: &Answers,
        mut with: Stack,
        outcome: &mut Outcome,
    ) -> Result<Patches, PipelineError> {
        let bare = Answers {
            db: self.fileless().unwrap_or_default(),
            with: Vec::new(),
            ..answers.clone()
        };
        let without = stack::resolve(project, &bare, self.catalog, with.environment)?;
        let beyond = with.beyond(&without)?;
        let mut patches = Patches::default();
        let text = restored.read_text(self.path)?.unwrap_or_default();
        let extended = patch_compose(&text, &beyond.compose, None).map_err(|source| {
            let path = self.path.to_owned();
            PipelineError::Compose { path, source }
        })?;
        let steps = extended.steps.into_iter();
        outcome.compose_steps = steps.map(|step| (self.path.to_owned(), step)).collect();
        let (text, splices) = (extended.text, extended.splices);
        patches
            .files
            .insert(self.path.to_owned(), PatchedText { text, splices });
        patches.settings(restored, project, &self.settings(&with, &without)?)?;
        if with.tool.adds == Adds::Project && !beyond.packages.is_empty() {
            patches.requirements(
                restored,
                project,
                &with.project.requirements,
                &beyond.packages,
            )?;
        }
        with.variables = beyond.variables;
        with.own.missing.clear();
        outcome.stacks.push(with);
        Ok(patches)
    }

    /// The services' own part of the settings, with the functions that it calls.
    fn settings(&self, with: &Stack, without: &Stack) -> Result<SettingsPatch, PipelineError> {
        let mut wanted = render::settings_patch(with, self.catalog)?;
        let common = render::settings_patch(without, self.catalog)?;
        wanted.fragments.retain(|it| !common.fragments.contains(it));
        wanted.settings.retain(|it| !common.settings.contains(it));
        let sources: Vec<&String> = wanted
            .fragments
            .iter()
            .map(|fragment| &fragment.source)
            .chain(wanted.settings.iter().map(|setting| &setting.expression))
            .collect();
        let called = |name: &str| sources.iter().any(|source| source.contains(name));
        wanted.functions.retain(|function| called(&function.name));
        if sources.is_empty() {
            wanted.imports.clear();
        }
        Ok(wanted)
    }

    /// The facts that the lock recorded, or those of today.
    fn project(&self, tree: &dyn Tree, lock: Option<&Lock>) -> Result<Project, PipelineError> {
        match lock {
            Some(lock) if lock.digest == self.catalog.digest => Ok(lock.facts.clone()),
            _ => {
                let restored = restored_by(tree, lock)?;
                Ok(inspect::inspect(&restored, tree, &Hints::default())?)
            }
        }
    }

    /// The services that were chosen: the database counts only where it is a container.
    fn services(&self, answers: &Answers) -> Vec<String> {
        let database = Some(answers.db.clone()).filter(|db| Some(db) != self.fileless().as_ref());
        database.into_iter().chain(answers.with.clone()).collect()
    }

    fn environment(&self, services: &[String]) -> Environment {
        let mut services = services
            .iter()
            .filter_map(|name| self.catalog.service(name));
        if services.all(|service| service.is_in(Environment::Dev)) {
            Environment::Dev
        } else {
            Environment::Prod
        }
    }

    fn provides_database(&self, name: &str) -> bool {
        let service = self.catalog.service(name);
        service.is_some_and(|service| service.provides(DATABASE))
    }

    /// The database without a container: what a stack has that adds nothing.
    fn fileless(&self) -> Option<String> {
        let mut databases = self.catalog.providers(DATABASE);
        let bare = databases.find(|service| {
            let mut releases = service.manifest.releases.iter();
            releases.all(|release| release.image.is_none())
        });
        bare.map(|service| service.name.clone())
    }
}

/// What an earlier run patched, as it was before.
fn former(
    restored: &dyn Tree,
    lock: Option<&Lock>,
) -> Result<BTreeMap<String, Option<File>>, TreeError> {
    let paths = lock.iter().flat_map(|lock| lock.patched.keys());
    let mut former = BTreeMap::new();
    for path in paths {
        former.insert(path.clone(), restored.read_text(path)?.map(regular));
    }
    Ok(former)
}
