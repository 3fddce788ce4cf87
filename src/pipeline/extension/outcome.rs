//! What the services add: to the compose file, to the project's own files around it, and beside it.

use crate::answers::Answers;
use crate::compose::from_root;
use crate::files::FileSet;
use crate::inspect::Project;
use crate::patch::{
    ComposeAddition, ComposeError, ComposeStep, PatchedCompose, PatchedText, Surroundings,
    included_file, other_file, patch_compose,
};
use crate::pipeline::part::Notes;
use crate::pipeline::patches::Patches;
use crate::pipeline::{PipelineError, Restored};
use crate::stack::{self, Beyond, Extends, Stack, StackError};
use crate::tree::{Tree, is_within, parent};

use super::{ComposeExtension, around, find};

/// What services add to a project with a compose file of its own.
pub(super) struct Extension {
    /// The stack that they would be part of, with what is new in it.
    pub(super) stack: Stack,
    pub(super) patches: Patches,
    /// The files that the added containers mount.
    pub(super) mounted: FileSet,
    pub(super) notes: Notes,
}

impl ComposeExtension<'_> {
    /// What the services add.
    pub(super) fn extension(
        &self,
        restored: &Restored<'_>,
        project: &Project,
        answers: &Answers,
    ) -> Result<Extension, PipelineError> {
        let environment = self.environment(&self.services(answers));
        let tree = restored.tree();
        let theirs = self.theirs(tree, &self.services(answers))?;
        let env_file = find::extended_env_file(tree, self.path)?;
        let resolve = |answers| {
            stack::resolve_services(
                project,
                answers,
                self.catalog,
                environment,
                &env_file,
                &theirs,
            )
        };
        let [with, bare] = self.compared(answers, &theirs);
        let (mut with, without) = (resolve(&with)?, resolve(&bare)?);
        self.check_offers(&with)?;
        let mut beyond = with.beyond(&without, self.catalog)?;
        beyond.compose.once = self.database_images();
        beyond.compose.reached = theirs.iter().map(|own| own.host.clone()).collect();
        let mounted = self.mounted(&with, &beyond)?;
        let (compose, mut notes) = self.compose(tree, project, &beyond)?;
        let mut patches = Patches::default();
        patches.files.insert(self.path.to_owned(), compose);
        let wanted = around::settings(&with, &without, self.catalog)?;
        patches.settings(restored, project, &wanted)?;
        notes.requirements = patches.added_packages(tree, project, &with, &beyond.packages)?;
        notes.image_packages.clone_from(&beyond.apt);
        if !beyond.variables.is_empty() || !beyond.missing.is_empty() {
            patches.ignored(tree, self.catalog, &with)?;
            let files = find::read_with(tree, self.path)?;
            patches.out_of_images(tree, &around::builds(tree, &files)?, &env_file)?;
        }
        with.variables = beyond.variables;
        with.extends = Some(Extends {
            path: self.path.to_owned(),
            web: self.serving(&notes.runs_project),
            settings: wanted,
        });
        with.project_variables.missing = beyond.missing;
        Ok(Extension {
            stack: with,
            patches,
            mounted,
            notes,
        })
    }

    /// Refuses services that build on code which the project lacks: what djdock writes in its own stacks, is its owner's to
    /// write here.
    fn check_offers(&self, with: &Stack) -> Result<(), StackError> {
        let Some(lacked) = with.offered.files.iter().find(|file| !file.held) else {
            return Ok(());
        };
        let mut services = with.services.iter();
        let offers = |name: &str| {
            let service = self.catalog.service(name);
            service.is_some_and(|service| !service.manifest.offers.is_empty())
        };
        let service = services.find(|service| offers(&service.name));
        Err(StackError::Lacks {
            service: service.map_or_else(String::new, |service| service.name.clone()),
            otherwise: lacked.otherwise.clone(),
        })
    }

    /// The services that run the project: where the user has named one, that alone.
    fn serving(&self, running: &[String]) -> Vec<String> {
        self.web
            .map_or_else(|| running.to_vec(), |web| vec![web.to_owned()])
    }

    /// The compose file, and what is to be said about it and those that Compose reads beside it.
    fn compose(
        &self,
        restored: &dyn Tree,
        project: &Project,
        beyond: &Beyond,
    ) -> Result<(PatchedText, Notes), PipelineError> {
        let folder = parent(self.path);
        let read = |path: &str| {
            let path = from_root(folder, path)?;
            let text = restored.read_text(&path).ok().flatten();
            text.filter(|_| (self.is_shared)(&path))
        };
        let names = |name: &str| project.environment.iter().any(|it| it.name == name);
        let manage_py = project.manage_py.as_deref();
        let holds = |path: &str| {
            let above = from_root(folder, path);
            let within = |above: String| {
                manage_py.is_some_and(|file| above.is_empty() || is_within(file, &above))
            };
            above.is_some_and(within)
        };
        let around = Surroundings {
            web: self.web,
            file: &read,
            is_read: &names,
            holds: &holds,
        };
        let text = restored.read_text(self.path)?.unwrap_or_default();
        let extended = patch_compose(&text, &beyond.compose, &around);
        let extended = extended.map_err(|source| error(self.path, source))?;
        let mut notes = Notes::default();
        let mut beside_it = find::beside(restored, self.path)?;
        beside_it.insert(0, self.path.to_owned());
        for path in find::included(restored, &beside_it)? {
            let text = restored.read_text(&path)?.unwrap_or_default();
            let steps = included_file(&text, &beyond.compose, &around);
            let steps = steps.map_err(|source| error(&path, source))?;
            let steps = steps.into_iter().map(|step| (path.clone(), step));
            notes.compose_steps.extend(steps);
        }
        for path in beside_it.split_off(1) {
            let steps = beside(restored, &path, &beyond.compose, &extended, &around)?;
            let steps = steps.into_iter().map(|step| (path.clone(), step));
            notes.compose_steps.extend(steps);
        }
        let PatchedCompose {
            text,
            splices,
            steps,
            project: runs_project,
            ..
        } = extended;
        notes.runs_project = runs_project;
        let steps = steps.into_iter().map(|step| (self.path.to_owned(), step));
        notes.compose_steps.extend(steps);
        Ok((PatchedText { text, splices }, notes))
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
