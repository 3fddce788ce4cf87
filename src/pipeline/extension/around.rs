//! The project's own files around its compose file: settings, requirements, `.gitignore`.

use crate::catalog::{Adds, Catalog};
use crate::compose::ENV_FILE;
use crate::ignore::Ignore;
use crate::inspect::Project;
use crate::patch::{Package, SettingsPatch, patch_lines};
use crate::pipeline::PipelineError;
use crate::pipeline::patches::{IGNORED, Patches, wanted_lines};
use crate::pipeline::requirement_files::requirement_files;
use crate::render;
use crate::stack::Stack;
use crate::tree::Tree;

/// What the image of the project is built from.
const DOCKERFILE: &str = "Dockerfile";

/// The file that names what Docker leaves out.
const NOT_COPIED: &str = ".dockerignore";

/// The services' own part of the settings, with the functions that it calls.
pub(super) fn settings(
    with: &Stack,
    without: &Stack,
    catalog: &Catalog,
) -> Result<SettingsPatch, PipelineError> {
    let mut wanted = render::settings_patch(with, catalog)?;
    let common = render::settings_patch(without, catalog)?;
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

impl Patches {
    /// Adds packages to the requirements files; tells those that the user's own tool must add.
    pub(super) fn added_packages(
        &mut self,
        restored: &dyn Tree,
        project: &Project,
        with: &Stack,
        packages: &[Package],
    ) -> Result<Vec<String>, PipelineError> {
        if packages.is_empty() {
            return Ok(Vec::new());
        }
        let otherwise = &with.project.requirements;
        let files = requirement_files(restored, &project.dependencies, otherwise)?;
        let mut there = with.tool.adds == Adds::Project;
        for file in &files {
            there &= restored.is_file(file)?;
        }
        if there {
            self.requirements(restored, project, otherwise, packages)?;
            return Ok(Vec::new());
        }
        // A file from which nothing is installed would help nobody.
        let lines = packages.iter().map(|package| package.requirement.clone());
        Ok(lines.collect())
    }

    /// Keeps `.env` out of git, where nothing does yet.
    pub(super) fn ignored(
        &mut self,
        restored: &dyn Tree,
        catalog: &Catalog,
    ) -> Result<(), PipelineError> {
        let text = restored.read_text(IGNORED)?;
        let lines = catalog.manifest.lines.get(IGNORED).cloned();
        let lines = lines.unwrap_or_default();
        let wanted = wanted_lines(IGNORED, text.as_deref(), lines, catalog);
        if !wanted.is_empty() {
            let ignoring = patch_lines(text.as_deref(), &wanted);
            self.files.insert(IGNORED.to_owned(), ignoring);
        }
        Ok(())
    }

    /// Keeps it out of the image that the root is built into, where nothing does yet: its `COPY . .` would take it along.
    pub(super) fn out_of_images(&mut self, restored: &dyn Tree) -> Result<(), PipelineError> {
        if !restored.is_file(DOCKERFILE)?
            || restored.is_file(&format!("{DOCKERFILE}{NOT_COPIED}"))?
        {
            return Ok(());
        }
        let text = restored.read_text(NOT_COPIED)?;
        let rules = Ignore::of_docker(text.as_deref().unwrap_or_default());
        if !rules.excludes(ENV_FILE) {
            let keeping = patch_lines(text.as_deref(), &["**/.env".to_owned()]);
            self.files.insert(NOT_COPIED.to_owned(), keeping);
        }
        Ok(())
    }
}
