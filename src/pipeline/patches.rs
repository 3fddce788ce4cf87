//! The user's own files after their patches: settings, requirements, and the files that gain lines.

use std::collections::BTreeMap;

use crate::catalog::{Adds, Catalog};
use crate::compose::ENV_FILE;
use crate::environment::Environment;
use crate::inspect::{self, InspectError, Project, Settings, Spelling, Variable};
use crate::patch::{
    self, FileReads, Package, Patched, PatchedText, Reads, RequirementsError, SettingsChain,
    SettingsPatch, Splices, Step,
};
use crate::python::{CodeLayout, Sources};
use crate::stack::Stack;
use crate::tree::{self, Tree};

use super::requirement_files::requirement_files;
use super::{PipelineError, Restored};

/// The files of settings, and what a stack wants of them.
#[derive(PartialEq)]
pub(super) struct SettingsQuestion {
    wanted: SettingsPatch,
    chains: Vec<SettingsChain>,
    texts: BTreeMap<String, String>,
    /// How the project's own formatters write each file.
    layouts: BTreeMap<String, CodeLayout>,
    reads: Reads,
}

impl SettingsQuestion {
    /// The files after their patches.
    pub(super) fn answer(&self) -> Result<BTreeMap<String, Patched>, PipelineError> {
        let error = |(path, source)| PipelineError::Patch { path, source };
        let shares = patch::share_settings(&self.wanted, &self.chains, &self.texts);
        let unknown = FileReads::default();
        let reads = |path: &str| self.reads.file(path).unwrap_or(&unknown);
        let mut shares = shares.map_err(error)?;
        for (path, share) in &mut shares {
            share.layout = self.layouts.get(path).copied().unwrap_or_default();
        }
        patch::patch_files(shares, &self.texts, &reads).map_err(error)
    }
}

/// The patched files, and what is left to the user.
#[derive(Default)]
pub(super) struct Patches {
    pub(super) files: BTreeMap<String, PatchedText>,
    /// Files that stay as they are, and of which the lock keeps what it knows: the user edited or deleted them.
    pub(super) kept: BTreeMap<String, Splices>,
    pub(super) steps: Vec<(String, Step)>,
}

impl Patches {
    /// Patches the files of a tree that holds no patch of djdock's.
    pub(super) fn new(
        restored: &Restored<'_>,
        project: &Project,
        stack: &Stack,
        wanted: &SettingsPatch,
        catalog: &Catalog,
    ) -> Result<Self, PipelineError> {
        let mut all = Self::default();
        let tree = restored.tree();
        all.settings(restored, project, wanted)?;
        if stack.tool.adds == Adds::Project {
            all.requirements(tree, project, &stack.project.requirements, &stack.packages)?;
        }
        for (path, lines) in lines(stack, catalog) {
            let source = tree.read_text(&path)?;
            let lines = wanted_lines(&path, source.as_deref(), lines, catalog);
            let patched = patch::patch_lines(source.as_deref(), &lines);
            all.files.insert(path, patched);
        }
        Ok(all)
    }

    /// Patches the files of each environment's settings.
    pub(super) fn settings(
        &mut self,
        restored: &Restored<'_>,
        project: &Project,
        wanted: &SettingsPatch,
    ) -> Result<(), PipelineError> {
        for (path, patched) in patched_settings(restored, project, wanted)? {
            let Patched {
                text,
                splices,
                steps,
                ..
            } = patched;
            self.steps
                .extend(steps.into_iter().map(|step| (path.clone(), step)));
            self.files.insert(path, PatchedText { text, splices });
        }
        Ok(())
    }

    /// Patches the requirements files that both environments install, or `otherwise` where there are none.
    pub(super) fn requirements(
        &mut self,
        tree: &dyn Tree,
        project: &Project,
        otherwise: &str,
        packages: &[Package],
    ) -> Result<(), PipelineError> {
        for path in requirement_files(tree, &project.dependencies, otherwise)? {
            let source = tree.read_text(&path)?;
            let patched = patch::patch_requirements(source.as_deref(), packages);
            let patched = patched.map_err(|RequirementsError::Hashes { line, missing }| {
                let path = path.clone();
                PipelineError::Requirements {
                    path,
                    line,
                    missing,
                }
            })?;
            self.files.insert(path, patched);
        }
        Ok(())
    }
}

/// The files of each environment's settings after their patches.
pub(super) fn patched_settings(
    restored: &Restored<'_>,
    project: &Project,
    wanted: &SettingsPatch,
) -> Result<BTreeMap<String, Patched>, PipelineError> {
    let (chains, texts) = chains(restored.tree(), project)?;
    restored.patched(SettingsQuestion {
        wanted: given_by(wanted, project),
        chains,
        layouts: layouts(restored.tree(), &texts)?,
        texts,
        reads: reads(restored.sources(), project)?,
    })
}

/// A patch that knows which of the project's variables can give each setting its value.
fn given_by(patch: &SettingsPatch, project: &Project) -> SettingsPatch {
    let mut patch = patch.clone();
    let unknown = Spelling::default();
    for setting in &mut patch.settings {
        let gives = |variable: &&Variable| {
            let spelling = project.spellings.get(&variable.name);
            let feeds = variable.settings.contains(&setting.name);
            feeds && spelling.unwrap_or(&unknown).gives(&setting.name)
        };
        let names = project.environment.iter().filter(gives);
        let names: Vec<String> = names.map(|variable| variable.name.clone()).collect();
        setting.given_by = (!unknown.gives(&setting.name)).then_some(names);
    }
    patch
}

/// The file that names what git leaves alone.
pub(super) const IGNORED: &str = ".gitignore";

/// The lines of a file that are to be added: of `.gitignore`, those that say what it does not; where there is none, the
/// usual ones too.
pub(super) fn wanted_lines(
    path: &str,
    source: Option<&str>,
    lines: Vec<String>,
    catalog: &Catalog,
) -> Vec<String> {
    match source {
        Some(text) if path == IGNORED => patch::not_ignored(text, &lines),
        Some(_) => lines,
        None => {
            let fresh = catalog.manifest.fresh_lines.get(path);
            fresh.into_iter().flatten().cloned().chain(lines).collect()
        }
    }
}

/// The lines that files gain: the pack's, then the tool's.
pub(super) fn lines(stack: &Stack, catalog: &Catalog) -> BTreeMap<String, Vec<String>> {
    let mut lines = catalog.manifest.lines.clone();
    if let Some(ignored) = lines.get_mut(IGNORED) {
        let usual = format!("/{ENV_FILE}");
        for line in ignored.iter_mut().filter(|line| line.starts_with(&usual)) {
            *line = format!("/{}{}", stack.env_file, &line[usual.len()..]);
        }
    }
    let tool = catalog.tool(&stack.tool.name);
    for (path, more) in tool.iter().flat_map(|tool| &tool.manifest.lines) {
        lines.entry(path.clone()).or_default().extend(more.clone());
    }
    lines
}

/// The files of each environment's settings, and their texts. Those that git ignores are this machine's alone.
fn chains(
    tree: &dyn Tree,
    project: &Project,
) -> Result<(Vec<SettingsChain>, BTreeMap<String, String>), PipelineError> {
    let settings = &project.settings;
    let (mut chains, mut texts) = (Vec::new(), BTreeMap::new());
    for (files, of_prod) in [(&settings.files, false), (&settings.prod_files, true)] {
        let mut paths = Vec::new();
        for path in files {
            if let Some(text) = tree.read_text(path)? {
                texts.insert(path.clone(), text);
                paths.push(path.clone());
            }
        }
        if !paths.is_empty() {
            chains.push(SettingsChain {
                paths,
                closed: !settings.hidden,
                environments: users(settings, of_prod),
            });
        }
    }
    Ok((chains, texts))
}

/// How the project's own formatters write each file of settings.
fn layouts(
    tree: &dyn Tree,
    texts: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, CodeLayout>, PipelineError> {
    let mut layouts = BTreeMap::new();
    for path in texts.keys() {
        layouts.insert(path.clone(), inspect::code_layout(tree, path)?);
    }
    Ok(layouts)
}

/// The environments that use the project's own module, or prod's where that is another.
fn users(settings: &Settings, of_prod: bool) -> Vec<Environment> {
    let uses = |environment: &Environment| {
        let own = settings.environments.get(environment) == Some(&settings.module);
        match environment {
            Environment::Prod => own != of_prod,
            // Of another module for development, only the names are known that it shares.
            Environment::Dev => !own || !of_prod,
        }
    };
    Environment::ALL.into_iter().filter(uses).collect()
}

/// What the settings' assignments read from the environment. Only the project's own module must be free of errors.
fn reads(sources: &Sources<'_>, project: &Project) -> Result<Reads, PipelineError> {
    let settings = &project.settings;
    let folder = match &project.manage_py {
        // The settings may lie in another folder on `sys.path` than the process starts in.
        Some(path) if !project.python_path.is_empty() => tree::parent(path),
        _ => settings.folder(),
    };
    sources.look_in(&project.python_path);
    let mut modules: Vec<&str> = settings.environments.values().map(String::as_str).collect();
    modules.retain(|module| *module != settings.module);
    modules.dedup();
    let evaluate = |module: &str| sources.evaluate(folder, module, None);
    let main = evaluate(&settings.module).map_err(InspectError::from)?;
    let mut reads = main.reads;
    for module in modules {
        reads.add(
            evaluate(module)
                .map(|other| other.reads)
                .unwrap_or_default(),
        );
    }
    Ok(reads)
}
