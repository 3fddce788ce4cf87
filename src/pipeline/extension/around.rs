//! The project's own files around its compose file: settings, requirements, `.gitignore`.

use std::collections::BTreeSet;

use crate::catalog::{Adds, Catalog};
use crate::compose::{Container, from_root};
use crate::ignore::Ignore;
use crate::inspect::Project;
use crate::patch::{Package, SettingsPatch, patch_lines};
use crate::pipeline::PipelineError;
use crate::pipeline::patches::{IGNORED, Patches, lines, wanted_lines};
use crate::pipeline::requirement_files::requirement_files;
use crate::render;
use crate::stack::Stack;
use crate::tree::{Tree, join, parent};
use crate::yaml::Value;

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
        stack: &Stack,
    ) -> Result<(), PipelineError> {
        let text = restored.read_text(IGNORED)?;
        let lines = lines(stack, catalog).remove(IGNORED).unwrap_or_default();
        let wanted = wanted_lines(IGNORED, text.as_deref(), lines, catalog);
        if !wanted.is_empty() {
            let ignoring = patch_lines(text.as_deref(), &wanted);
            self.files.insert(IGNORED.to_owned(), ignoring);
        }
        Ok(())
    }

    /// Keeps it out of the images whose folders it lies in, where nothing does yet: a `COPY . .` would take it along.
    pub(super) fn out_of_images(
        &mut self,
        restored: &dyn Tree,
        builds: &BTreeSet<(String, String)>,
        env_file: &str,
    ) -> Result<(), PipelineError> {
        for (context, dockerfile) in builds {
            let below = match context.as_str() {
                "" => Some(env_file),
                context => env_file
                    .strip_prefix(context)
                    .and_then(|below| below.strip_prefix('/')),
            };
            let Some(below) = below else {
                continue;
            };
            if !restored.is_file(dockerfile)? {
                continue;
            }
            // Docker reads the one that is named after the Dockerfile, and no other then.
            let own = format!("{dockerfile}{NOT_COPIED}");
            let path = if restored.is_file(&own)? {
                own
            } else {
                join(context, NOT_COPIED)
            };
            let text = restored.read_text(&path)?;
            let rules = Ignore::of_docker(text.as_deref().unwrap_or_default());
            if !rules.excludes(below) {
                let keeping = patch_lines(text.as_deref(), &["**/.env".to_owned()]);
                self.files.insert(path, keeping);
            }
        }
        Ok(())
    }
}

/// The folders that a compose file's services are built from, each with its Dockerfile, from the root; the root's own
/// Dockerfile among them, whoever builds it.
pub(super) fn builds(
    tree: &dyn Tree,
    files: &[String],
) -> Result<BTreeSet<(String, String)>, PipelineError> {
    let mut builds = BTreeSet::from([(String::new(), DOCKERFILE.to_owned())]);
    for path in files {
        let text = tree.read_text(path)?.unwrap_or_default();
        // What is no YAML is refused where the file is extended.
        let file = Value::parse(&text).unwrap_or(Value::Null);
        let services = file.get("services").into_iter().flat_map(Value::pairs);
        for (name, definition) in services {
            let name = name.as_text().unwrap_or_default();
            let container = Container::unchecked(name, definition.clone());
            let Some(build) = container.build() else {
                continue;
            };
            // Outside, or at a URL, there is nothing to keep it from.
            let context = from_root(parent(path), build.context);
            let dockerfile = context
                .as_ref()
                .and_then(|context| from_root(context, build.dockerfile));
            builds.extend(context.zip(dockerfile));
        }
    }
    Ok(builds)
}
