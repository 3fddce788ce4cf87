//! A tree → what the rules need of it.

mod clone;
mod scripts;

pub(crate) use clone::{clone_facts, env_facts};
pub(crate) use scripts::{committed_scripts, work_scripts};

use std::collections::{BTreeMap, BTreeSet};

use super::ROWS;
use super::read::ComposeFile;
use super::spot::Spot;
use super::subject::{BuildFacts, EnvironmentFacts};
use crate::catalog::PackFile;
use crate::compose::{Dockerfile, ENV_FILE, EnvFile, from_root};
use crate::environment::{self, Environment};
use crate::ignore::Ignore;
use crate::lock::{self, Lock};
use crate::pipeline::ANSWERS_PATH;
use crate::tree::{Tree, TreeError, join, parent};
use crate::yaml::YamlError;

/// Where people keep an environment of Python.
const VENVS: [&str; 4] = ["venv", ".venv", "env", "ENV"];

/// What is read of one environment.
pub(crate) struct Gathering<'run> {
    pub(crate) tree: &'run dyn Tree,
    pub(crate) work: &'run dyn Tree,
    pub(crate) spot: Spot,
    pub(crate) lock: &'run Lock,
    /// The pack's files in this environment, and where each stands.
    pub(crate) files: Vec<(&'run PackFile, &'run str)>,
    /// The file of secrets, from the root.
    pub(crate) env_file: &'run str,
    /// The compose file of the user's own, where djdock made none.
    pub(crate) own: Option<&'run str>,
}

impl Gathering<'_> {
    pub(crate) fn gather(&self) -> Result<EnvironmentFacts, TreeError> {
        let mut facts = EnvironmentFacts {
            spot: self.spot.clone(),
            tracks_env: self.spot.branch.is_some() && self.tree.is_shared(self.env_file)?,
            private: self.private()?,
            answers: self.tree.read_text(ANSWERS_PATH)?,
            sample: self.sample()?,
            ..EnvironmentFacts::default()
        };
        self.owned(&mut facts)?;
        // Of another environment's stack nothing is told but that.
        if facts.is_foreign() {
            return Ok(facts);
        }
        self.shadows(&mut facts)?;
        for path in self.compose_paths(&mut facts) {
            let Some(text) = self.tree.read_text(&path)? else {
                continue;
            };
            match ComposeFile::parse(&path, &text) {
                Ok(file) => facts.compose.push(file),
                Err(error) => {
                    let (line, words) = located(&error);
                    facts.unreadable.push((path.clone(), line, words));
                }
            }
            let pristine = self.lock.owned.get(&path);
            let pristine = pristine.and_then(|owned| ComposeFile::parse(&path, &owned.text).ok());
            facts.pristine.extend(pristine);
        }
        self.builds(&mut facts)?;
        self.present(&mut facts)?;
        Ok(facts)
    }

    /// Compose files: the pack's, or the user's own, and what Compose takes beside them.
    fn compose_paths(&self, facts: &mut EnvironmentFacts) -> Vec<String> {
        let mut paths: Vec<String> = self.own.map(ToOwned::to_owned).into_iter().collect();
        for (_, path) in self.files.iter().filter(|(_, path)| is_compose(path)) {
            facts.expected.get_or_insert_with(|| (*path).to_owned());
            paths.push((*path).to_owned());
        }
        let mut beside: Vec<&String> = facts.shadows.iter().map(|(_, shadow)| shadow).collect();
        beside.retain(|shadow| shadow.contains(".override."));
        paths.extend(beside.into_iter().cloned());
        paths
    }

    /// Files that a tool takes instead of one of the stack's, or beside it. One that is named to the tool has no other
    /// in its way.
    fn shadows(&self, facts: &mut EnvironmentFacts) -> Result<(), TreeError> {
        for (file, path) in self.files.iter().filter(|(file, path)| *path == file.path) {
            for shadow in &file.shadowed_by {
                if self.tree.is_file(shadow)? {
                    facts.shadows.push(((*path).to_owned(), shadow.clone()));
                }
            }
        }
        Ok(())
    }

    /// Rows, and environments of Python, that git keeps.
    fn private(&self) -> Result<Vec<(String, bool)>, TreeError> {
        let rows = self.lock.facts.databases.get("default");
        let rows = rows.and_then(|database| database.name.clone());
        let rows = rows.filter(|path| !path.starts_with('/'));
        let data = rows.into_iter().chain([ROWS.to_owned()]);
        let environments = VENVS.map(|folder| join(folder, "pyvenv.cfg"));
        let mut found = Vec::new();
        for path in data {
            if self.tree.is_shared(&path)? {
                found.push((path, true));
            }
        }
        for path in environments {
            if self.tree.is_shared(&path)? {
                found.push((parent(&path).to_owned(), false));
            }
        }
        Ok(found)
    }

    fn sample(&self) -> Result<Option<EnvFile>, TreeError> {
        let name = format!("{ENV_FILE}.sample");
        let text = self.tree.read_text(&name)?;
        Ok(text.map(|text| EnvFile::parse(&text, &|_| None)))
    }

    fn builds(&self, facts: &mut EnvironmentFacts) -> Result<(), TreeError> {
        let mut builds: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
        for (file, service) in facts.services() {
            let Some(build) = &service.build else {
                continue;
            };
            // Outside, or at a URL, there is nothing to read.
            let context = from_root(parent(&file.path), &build.context);
            let path = context
                .as_ref()
                .and_then(|context| from_root(context, &build.dockerfile));
            if let (Some(context), Some(path)) = (context, path) {
                builds.insert((context, path), build.args.clone());
            }
        }
        for ((context, path), args) in builds {
            let Some(text) = self.tree.read_text(&path)? else {
                continue;
            };
            let own = format!("{path}.dockerignore");
            let usual = join(&context, ".dockerignore");
            let ignore_path = if self.tree.is_file(&own)? { own } else { usual };
            let ignore = self.tree.read_text(&ignore_path)?.unwrap_or_default();
            facts.builds.push(BuildFacts {
                dockerfile: Dockerfile::parse(&text),
                ignore: Ignore::of_docker(&ignore),
                path,
                context,
                args,
                ignore_path,
            });
        }
        Ok(())
    }

    /// Edits of djdock's own files, and files that are another environment's.
    fn owned(&self, facts: &mut EnvironmentFacts) -> Result<(), TreeError> {
        for (path, owned) in &self.lock.owned {
            let Some(text) = self.tree.read_text(path)? else {
                continue;
            };
            let marked = environment::of(&owned.text).is_some();
            if marked && text != owned.text {
                facts.edited.push(path.clone());
            }
            let foreign =
                environment::of(&text).filter(|mark| self.lock.environments == [mark.other()]);
            facts
                .foreign
                .extend(foreign.map(|environment| (path.clone(), environment)));
        }
        // The whole of a lone branch may be the other's, its lock among it.
        if let (Some(own), [found]) = (self.spot.environment, self.lock.environments.as_slice())
            && own != *found
        {
            facts.foreign.push((lock::PATH.to_owned(), *found));
        }
        Ok(())
    }

    fn present(&self, facts: &mut EnvironmentFacts) -> Result<(), TreeError> {
        let named: BTreeSet<String> = facts
            .services()
            .flat_map(|(file, service)| file.env_files(service))
            .map(|(path, ..)| path)
            .collect();
        for path in named {
            if self.work.is_file(&path)? {
                facts.present.push(path);
            }
        }
        Ok(())
    }
}

/// Whether a file is one for Compose, by its name.
pub(crate) fn is_compose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let yaml = [".yml", ".yaml"].iter().any(|end| name.ends_with(end));
    yaml && name.contains("compose")
}

/// The line of what cannot be read, and the parser's words without it.
fn located(error: &YamlError) -> (Option<usize>, String) {
    (error.line(), error.words())
}

impl Environment {
    fn other(self) -> Self {
        match self {
            Self::Dev => Self::Prod,
            Self::Prod => Self::Dev,
        }
    }
}
