//! A compose file of the user's own, with services of the catalogue in it: spliced in place, and undone the same way.

mod around;
mod choice;
mod find;
mod mounted;

pub use find::{compose_files, own_compose_file};

use std::collections::BTreeMap;

use crate::answers::{Answers, AskError, Layout, PartialAnswers, Prompter, Situation, ask};
use crate::catalog::Catalog;
use crate::compose::from_root;
use crate::files::{File, FileSet};
use crate::inspect::{self, Hints, Project};
use crate::lock::{self, Extended, Lock};
use crate::merge::OnConflict;
use crate::patch::{
    ComposeAddition, ComposeError, ComposeStep, PatchedCompose, PatchedText, Surroundings,
    other_file, patch_compose,
};
use crate::stack::{self, Beyond};
use crate::tree::{Tree, TreeError, parent};

use super::patches::Patches;
use super::restore::{recorded, restored_by};
use super::{Facts, Outcome, PipelineError, plan, read_lock, regular};

/// The name of `manage.py`, where there is none: nothing here runs it.
const MANAGE_PY: &str = "manage.py";

/// What one run works on.
pub struct OwnCompose<'run> {
    /// The compose file.
    pub path: &'run str,
    /// The service in it that runs the project, where the user has named it.
    pub web: Option<&'run str>,
    /// The pack.
    pub catalog: &'run Catalog,
    /// Where the facts come from.
    pub facts: Facts,
    /// Whether a file is the same for everybody: what one machine's says decides nothing.
    pub is_shared: &'run dyn Fn(&str) -> bool,
    /// What becomes of lines that both the user and djdock change.
    pub on_conflict: Option<OnConflict>,
}

impl OwnCompose<'_> {
    /// The choices: these services, and those that they need.
    pub fn answers(
        &self,
        tree: &dyn Tree,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<Result<Answers, AskError>, PipelineError> {
        let lock = self.lock(tree)?;
        let project = self.project(tree, lock.as_ref())?;
        let services = given.with.unwrap_or_default();
        let (databases, others): (Vec<String>, Vec<String>) = services
            .into_iter()
            .partition(|name| self.provides_database(name));
        let manage_py = project.manage_py.clone();
        let given = PartialAnswers {
            layout: Some(Layout::Single),
            manage_py: Some(manage_py.unwrap_or_else(|| MANAGE_PY.to_owned())),
            db: databases.into_iter().next().or_else(|| self.fileless()),
            with: Some(others),
            brought: given.brought,
            set: given.set,
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
        let lock = self.lock(tree)?;
        let restored = restored_by(tree, lock.as_ref())?;
        let project = self.project(tree, lock.as_ref())?;
        let services = self.services(answers);
        let mut outcome = Outcome::new(project.clone(), Vec::new());
        let mut next = Lock::new(
            Vec::new(),
            &self.catalog.manifest.name,
            &self.catalog.digest,
            recorded(&project, self.catalog),
        );
        next.own = Some(Extended {
            compose: self.path.to_owned(),
            web: self.web.map(str::to_owned),
            services: services.clone(),
            brought: answers.brought.clone(),
            set: answers.set.clone(),
        });
        let mut desired = former(&restored, lock.as_ref())?;
        let displacing = self.displacing(tree, lock.as_ref(), answers);
        if services.is_empty() {
            desired.extend(outcome.owned(&displacing, FileSet::new(), &mut next)?);
            desired.insert(lock::PATH.to_owned(), None);
        } else {
            let (patches, mounted) = self.patches(&restored, &project, answers, &mut outcome)?;
            for path in mounted.keys() {
                if displacing.users(path, &mounted)?.is_some() {
                    let path = path.clone();
                    return Err(PipelineError::MountTaken { path });
                }
            }
            desired.extend(outcome.owned(&displacing, mounted, &mut next)?);
            outcome.patched(patches, tree, lock.as_ref(), &mut next, &mut desired)?;
            desired.insert(lock::PATH.to_owned(), Some(regular(next.render()?)));
        }
        outcome.plan = plan(tree, desired)?;
        Ok(outcome)
    }

    /// The patches, and the files that the added containers mount.
    fn patches(
        &self,
        restored: &dyn Tree,
        project: &Project,
        answers: &Answers,
        outcome: &mut Outcome,
    ) -> Result<(Patches, FileSet), PipelineError> {
        let environment = self.environment(&self.services(answers));
        let resolve =
            |answers| stack::resolve_services(project, answers, self.catalog, environment);
        let bare = Answers {
            db: self.fileless().unwrap_or_default(),
            with: Vec::new(),
            ..answers.clone()
        };
        let (mut with, without) = (resolve(answers)?, resolve(&bare)?);
        let mut beyond = with.beyond(&without, self.catalog)?;
        beyond.compose.once = self.database_images();
        let mounted = self.mounted(&with, &beyond)?;
        let mut patches = Patches::default();
        self.compose(restored, project, &beyond, &mut patches, outcome)?;
        let wanted = around::settings(&with, &without, self.catalog)?;
        patches.settings(restored, project, &wanted)?;
        outcome.requirements = patches.own_packages(restored, project, &with, &beyond.packages)?;
        outcome.image_packages.clone_from(&beyond.apt);
        if !beyond.variables.is_empty() {
            patches.ignored(restored, self.catalog)?;
        }
        with.variables = beyond.variables;
        with.own.missing.clear();
        outcome.stacks.push(with);
        Ok((patches, mounted))
    }

    /// The compose file, and what is to be said about it and those that Compose reads beside it.
    fn compose(
        &self,
        restored: &dyn Tree,
        project: &Project,
        beyond: &Beyond,
        patches: &mut Patches,
        outcome: &mut Outcome,
    ) -> Result<(), PipelineError> {
        let folder = parent(self.path);
        let read = |path: &str| {
            let path = from_root(folder, path)?;
            let text = restored.read_text(&path).ok().flatten();
            text.filter(|_| (self.is_shared)(&path))
        };
        let names = |name: &str| project.environment.iter().any(|it| it.name == name);
        let around = Surroundings {
            web: self.web,
            env_file: &read,
            is_read: &names,
        };
        let text = restored.read_text(self.path)?.unwrap_or_default();
        let extended = patch_compose(&text, &beyond.compose, &around);
        let extended = extended.map_err(|source| error(self.path, source))?;
        for path in find::beside(restored, self.path)? {
            let steps = beside(restored, &path, &beyond.compose, &extended, &around)?;
            let steps = steps.into_iter().map(|step| (path.clone(), step));
            outcome.compose_steps.extend(steps);
        }
        let PatchedCompose {
            text,
            splices,
            steps,
            project: runs_project,
            ..
        } = extended;
        outcome.runs_project = runs_project;
        let steps = steps.into_iter().map(|step| (self.path.to_owned(), step));
        outcome.compose_steps.extend(steps);
        let text = PatchedText { text, splices };
        patches.files.insert(self.path.to_owned(), text);
        Ok(())
    }

    /// The tree's lock. A compose file that has another name now keeps what is known of it.
    fn lock(&self, tree: &dyn Tree) -> Result<Option<Lock>, PipelineError> {
        let mut lock = read_lock(tree)?;
        if let Some(lock) = &mut lock
            && let Some(own) = lock.own.as_mut().filter(|own| own.compose != self.path)
        {
            if let Some(splices) = lock.patched.remove(&own.compose) {
                lock.patched.insert(self.path.to_owned(), splices);
            }
            self.path.clone_into(&mut own.compose);
        }
        Ok(lock)
    }

    /// The facts that the lock recorded, or those of today.
    fn project(&self, tree: &dyn Tree, lock: Option<&Lock>) -> Result<Project, PipelineError> {
        match lock {
            Some(lock) if self.facts == Facts::Recorded && lock.digest == self.catalog.digest => {
                Ok(lock.facts.clone())
            }
            _ => {
                let restored = restored_by(tree, lock)?;
                let uses = &self.catalog.uses;
                Ok(inspect::inspect(&restored, tree, &Hints::default(), uses)?)
            }
        }
    }
}

fn error(path: &str, source: ComposeError) -> PipelineError {
    let path = path.to_owned();
    PipelineError::Compose { path, source }
}

/// What a file that Compose reads beside the extended one takes back.
fn beside(
    tree: &dyn Tree,
    path: &str,
    addition: &ComposeAddition,
    extended: &PatchedCompose,
    around: &Surroundings<'_>,
) -> Result<Vec<ComposeStep>, PipelineError> {
    let text = tree.read_text(path)?.unwrap_or_default();
    other_file(&text, addition, extended, around).map_err(|source| error(path, source))
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
