//! What stands beside a stack, and stays when it goes: what Docker has of it, secrets, and people's data.

use std::path::Path;

use crate::answers;
use crate::catalog::Catalog;
use crate::compose::{ENV_FILE, EnvFile, OWN_ENV_FILE, Template};
use crate::error::Error;
use crate::lock::Lock;
use crate::pipeline::{self, ANSWERS_PATH};
use crate::stack::env_file;
use crate::tree::{CommitTree, Tree};
use crate::yaml::Value;

use super::super::settle::catalog;
use super::super::undone::ComposeProject;
use super::super::workspace::Workspace;
use super::stacks::Stacks;

/// What stands beside a stack.
#[derive(Default)]
pub(super) struct Beside {
    /// The compose projects of the stacks.
    pub(super) projects: Vec<ComposeProject>,
    /// Secrets and data, from the root of the work tree.
    pub(super) files: Vec<String>,
    /// The rules by which git leaves them alone in this clone.
    pub(super) rules: Vec<String>,
    /// Whether services stand in a compose file of the user's own.
    pub(super) is_extension: bool,
}

impl Beside {
    /// What stands beside these stacks; without one, beside those that may have been here.
    pub(super) fn of(place: &Workspace, stacks: &Stacks) -> Result<Self, Error> {
        let mut beside = Self {
            rules: [ENV_FILE, OWN_ENV_FILE]
                .map(|file| format!("/{file}"))
                .into(),
            ..Self::default()
        };
        if stacks.in_folder {
            beside.add(place, &place.work)?;
        }
        if let Some(repository) = &place.repository {
            for branch in &stacks.branches {
                beside.add(place, &CommitTree::of_commit(repository, branch.commit)?)?;
            }
            if stacks.branches.is_empty() && !stacks.in_folder {
                beside.rules.extend(excluded(None));
            }
        }
        Ok(beside)
    }

    fn add(&mut self, place: &Workspace, tree: &dyn Tree) -> Result<(), Error> {
        let Some(lock) = pipeline::read_lock(tree)? else {
            return Ok(());
        };
        let root = place.work.root();
        let env_file = match &lock.extended {
            Some(own) => pipeline::extended_env_file(&place.work, &own.compose)?,
            None => env_file(&lock.facts).to_owned(),
        };
        let mut rules = vec![format!("/{env_file}")];
        if lock.extended.is_none() {
            rules.extend(excluded(pack(place, tree)?));
        }
        self.is_extension |= lock.extended.is_some();
        for rule in rules {
            for path in standing(root, &rule) {
                if !self.files.contains(&path) {
                    self.files.push(path);
                }
            }
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
        let env = place.work.read_text(&env_file).ok().flatten();
        for project in projects(tree, &lock, &env.unwrap_or_default())? {
            if !self.projects.contains(&project) {
                self.projects.push(project);
            }
        }
        Ok(())
    }
}

/// The catalogue of the pack that a stack is from, if that is not the built-in one, and can be read.
fn pack(place: &Workspace, tree: &dyn Tree) -> Result<Option<Catalog>, Error> {
    let text = tree.read_text(ANSWERS_PATH)?;
    let answers = text.and_then(|text| answers::read(ANSWERS_PATH, &text).ok());
    let folder = answers.and_then(|answers| answers.pack);
    let folder = folder.map(|folder| place.work.root().join(folder));
    Ok(folder.and_then(|folder| catalog(Some(&folder)).ok()))
}

/// What a pack's stacks have git leave alone; the built-in one's where it is not known.
fn excluded(catalog: Option<Catalog>) -> Vec<String> {
    let catalog = catalog.or_else(|| Catalog::embedded().ok());
    catalog.map_or_else(Vec::new, |catalog| catalog.manifest.excluded)
}

/// The files and folders below a root that a rule for git is about: one of a path from there, at whose end anything may
/// stand.
pub(super) fn standing(root: &Path, rule: &str) -> Vec<String> {
    let path = rule.trim_matches('/');
    let Some(start) = path.strip_suffix('*') else {
        let stands = root.join(path).symlink_metadata().is_ok();
        return stands.then(|| path.to_owned()).into_iter().collect();
    };
    let (folder, start) = start.rsplit_once('/').unwrap_or(("", start));
    let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut found: Vec<String> = names
        .filter(|name| name.starts_with(start))
        .map(|name| {
            format!("{folder}/{name}")
                .trim_start_matches('/')
                .to_owned()
        })
        .collect();
    found.sort();
    found
}

/// What Compose runs of a stack: by the files of it that are compose files, whatever the user made of them.
fn projects(tree: &dyn Tree, lock: &Lock, env: &str) -> Result<Vec<ComposeProject>, Error> {
    let env = EnvFile::parse(env, &|_| None);
    let lookup = |name: &str| env.get(name).map(|value| value.expose().to_owned());
    let mut projects = Vec::new();
    for path in lock.owned.keys() {
        let is_yaml = Path::new(path)
            .extension()
            .is_some_and(|kind| kind == "yml" || kind == "yaml");
        let text = if is_yaml { tree.read_text(path)? } else { None };
        let value = text.and_then(|text| Value::parse(&text).ok());
        let Some(value) = value.filter(|value| value.get("services").is_some()) else {
            continue;
        };
        let Some(name) = value.get("name").and_then(Value::as_text) else {
            continue;
        };
        let name = Template::parse(name).expand(&lookup).text;
        let volumes = value.get("volumes").into_iter().flat_map(Value::pairs);
        // Those of a name of their own, or of others, are not the stack's.
        let volumes = volumes.filter(|(_, what)| {
            let has = |key| what.get(key).is_some();
            !has("name") && !has("external")
        });
        let volumes = volumes.filter_map(|(volume, _)| volume.as_text());
        projects.push(ComposeProject {
            volumes: volumes.map(|volume| format!("{name}_{volume}")).collect(),
            name,
        });
    }
    Ok(projects)
}
