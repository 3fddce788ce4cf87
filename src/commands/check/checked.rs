//! A stack that stands, read and checked.

use std::os::unix::fs::PermissionsExt as _;

use crate::answers::{Defaults, Layout, Situation, ask};
use crate::apply::EnvEntry;
use crate::catalog::{Catalog, PackFile, Scope};
use crate::check::{
    EnvironmentFacts, Finding, Gathering, Key, Known, Machine, ROWS, Script, Spot, Subject, check,
    clone_facts, committed_scripts, env_facts, work_scripts,
};
use crate::compose::EnvFile;
use crate::environment::{self, Environment};
use crate::error::Error;
use crate::lock::{self, Lock};
use crate::pipeline::{self, Facts};
use crate::python::Sources;
use crate::stack::{self, Stack, file_path};
use crate::tree::{CommitTree, Tree};
use crate::verify::Verdict;

use super::super::draft::DraftRequest;
use super::super::env_entries::env_entries;
use super::super::standing::Standing;
use super::super::verify;
use super::super::workspace::Workspace;

/// What was read, and what was found.
pub(super) struct Checked<'run> {
    pub(super) place: &'run Workspace,
    pub(super) subject: Subject,
    pub(super) findings: Vec<Finding>,
    /// The keys of the file of secrets with fresh values, as `init` writes them.
    pub(super) entries: Vec<EnvEntry>,
}

impl<'run> Checked<'run> {
    pub(super) fn new(
        place: &'run Workspace,
        standing: &Standing,
        catalog: &Catalog,
        machine: &dyn Machine,
    ) -> Result<Self, Error> {
        let stacks = stacks(place, standing, catalog);
        let entries = env_entries(&stacks.iter().collect::<Vec<_>>(), place)?;
        let repository = place.repository.as_ref();
        let env_file = match &standing.own {
            Some(own) => pipeline::extended_env_file(&place.work, &own.path)?,
            None => stack::env_file(&standing.facts).to_owned(),
        };
        let env = env_facts(place.work.root(), &env_file, repository, machine);
        let reading = Reading {
            place,
            standing,
            catalog,
            stacks: &stacks,
            env_file: &env_file,
            env: env.file.as_ref(),
            machine,
        };
        let (environments, scripts) = reading.environments()?;
        let rows = place.work.root().join(ROWS).symlink_metadata();
        let branches = standing.tips.is_some_and(|tips| tips.lone().is_none());
        let subject = Subject {
            environments,
            bare_branch: reading.bare_branch()?,
            root: place.work.root().to_owned(),
            scripts,
            env,
            known: Known::new(catalog, keys(&stacks, &entries)),
            clone: repository.map(|repository| clone_facts(repository, branches)),
            interrupted: place.is_interrupted()?,
            rows: rows.ok().map(|rows| rows.permissions().mode() & 0o777),
            project: standing.facts.clone(),
        };
        let findings = check(&subject, machine);
        Ok(Self {
            place,
            subject,
            findings,
            entries,
        })
    }
}

/// What the stack is made of; nothing where this pack cannot tell, which stops no check.
pub(in crate::commands) fn stacks(
    place: &Workspace,
    standing: &Standing,
    catalog: &Catalog,
) -> Vec<Stack> {
    let mut defaults = Defaults { yes: true };
    let given = standing.answers.clone();
    if let Some(own) = &standing.own {
        let request = DraftRequest::new(place, catalog, "check", Facts::Recorded);
        let changed = own.change(&request, given, &mut defaults);
        return changed.map_or_else(|_| Vec::new(), |(_, outcome)| outcome.stacks);
    }
    let situation = Situation {
        repository: true,
        ..Situation::default()
    };
    let Ok(answers) = ask(given, &standing.facts, &situation, catalog, &mut defaults) else {
        return Vec::new();
    };
    let environments = Environment::ALL.into_iter();
    let stacks =
        environments.filter_map(|it| stack::resolve(&standing.facts, &answers, catalog, it).ok());
    stacks.collect()
}

/// The keys of the file of secrets that the stack knows.
fn keys(stacks: &[Stack], entries: &[EnvEntry]) -> Vec<Key> {
    let variables = || {
        stacks
            .iter()
            .flat_map(|stack| stack.variables_in(Scope::Env))
    };
    let known = entries.iter().map(|entry| Key {
        name: entry.key.clone(),
        secret: variables().any(|it| it.key == entry.key && it.secret.is_some()),
        made: !entry.value.is_empty(),
    });
    known.collect()
}

/// What is read of a stack.
struct Reading<'run> {
    place: &'run Workspace,
    standing: &'run Standing,
    catalog: &'run Catalog,
    stacks: &'run [Stack],
    env_file: &'run str,
    env: Option<&'run EnvFile>,
    machine: &'run dyn Machine,
}

impl Reading<'_> {
    fn environments(&self) -> Result<(Vec<EnvironmentFacts>, Vec<Script>), Error> {
        let (Some(tips), Some(repository)) = (&self.standing.tips, &self.place.repository) else {
            return self.in_work_tree();
        };
        let mut all = Vec::new();
        let mut scripts = Vec::new();
        let here = self.checked_out()?;
        let names = self.place.branch_names(&self.standing.answers);
        for (environment, name) in Environment::ALL.into_iter().zip(names) {
            let Some(tip) = tips.of(environment).filter(|tip| tip.locked) else {
                continue;
            };
            let committed = CommitTree::of_commit(repository, tip.commit)?;
            // What is checked out runs as it stands there, with edits that no commit holds.
            let tree: &dyn Tree = if here == Some(environment) {
                &self.place.work
            } else {
                &committed
            };
            let Some(lock) = pipeline::read_lock(tree)? else {
                continue;
            };
            let spot = Spot {
                environment: Some(environment),
                branch: Some(name),
                ..Spot::default()
            };
            let committed = committed_scripts(&committed, &spot)?;
            if here == Some(environment) {
                scripts.extend(self.work_scripts(&committed, &lock)?);
            }
            scripts.extend(committed);
            all.push(self.gather(tree, spot, &lock, Layout::Branches)?);
        }
        Ok((all, scripts))
    }

    /// The branch that this work tree has, where the stacks stand on others.
    fn bare_branch(&self) -> Result<Option<String>, Error> {
        let repository = self.place.repository.as_ref();
        let repository = repository.filter(|_| self.standing.tips.is_some());
        let head = repository.and_then(|it| it.head().ok());
        let name = head.and_then(|head| head.shorthand().ok().map(ToOwned::to_owned));
        let has_stack = self.place.work.is_file(lock::PATH)?;
        Ok(name.filter(|_| !has_stack))
    }

    /// The environment whose branch this work tree has.
    fn checked_out(&self) -> Result<Option<Environment>, Error> {
        let text = self.place.work.read_text(lock::PATH)?;
        Ok(text.and_then(|text| environment::of(&text)))
    }

    fn in_work_tree(&self) -> Result<(Vec<EnvironmentFacts>, Vec<Script>), Error> {
        let work = &self.place.work;
        let Some(lock) = pipeline::read_lock(work)? else {
            return Err(Error::NoStack);
        };
        let environments = self.standing.environments.iter().copied().map(Some);
        let mut environments: Vec<Option<Environment>> = environments.collect();
        if self.standing.own.is_some() {
            environments.push(None);
        }
        let layout = self.standing.answers.layout.unwrap_or(Layout::Single);
        let mut all = Vec::new();
        for environment in environments {
            let spot = Spot {
                environment,
                ..Spot::default()
            };
            all.push(self.gather(work, spot, &lock, layout)?);
        }
        let scripts = committed_scripts(work, &Spot::default())?;
        Ok((all, self.work_scripts(&scripts, &lock)?))
    }

    fn work_scripts(&self, scripts: &[Script], lock: &Lock) -> Result<Vec<Script>, Error> {
        let head = self.place.head()?.zip(self.place.repository.as_ref());
        let head = head.map(|(head, repository)| CommitTree::of_commit(repository, head));
        let head = head.transpose()?;
        let committed = head.as_ref().map(|tree| tree as &dyn Tree);
        Ok(work_scripts(&self.place.work, scripts, lock, committed)?)
    }

    fn gather(
        &self,
        tree: &dyn Tree,
        spot: Spot,
        lock: &Lock,
        layout: Layout,
    ) -> Result<EnvironmentFacts, Error> {
        let installed = self.standing.installed(self.catalog);
        let installed: Vec<&str> = installed.iter().map(String::as_str).collect();
        let tool = self
            .stacks
            .first()
            .and_then(|stack| self.catalog.tool(&stack.tool.name));
        let tool = tool.or(self.catalog.tools.first());
        let files: Vec<(&PackFile, &str)> = match (tool, spot.environment) {
            (Some(tool), Some(environment)) => {
                let files = self.catalog.files(&installed, tool);
                // Side by side, what both have is looked at once.
                let first = match layout {
                    Layout::Single => Environment::ALL.as_slice(),
                    Layout::Branches => std::slice::from_ref(&environment),
                };
                let files = files.filter(|file| {
                    let mut of = first.iter().filter(|it| file.environments.contains(it));
                    of.next() == Some(&environment)
                });
                files.map(|file| (file, file_path(file, layout))).collect()
            }
            _ => Vec::new(),
        };
        let gathering = Gathering {
            tree,
            work: &self.place.work,
            spot,
            lock,
            files,
            env_file: self.env_file,
            own: self.standing.own.as_ref().map(|own| own.path.as_str()),
        };
        let mut facts = gathering.gather()?;
        facts.settings = self.judge(tree, &facts)?;
        Ok(facts)
    }

    /// What this environment's settings will be.
    fn judge(&self, tree: &dyn Tree, facts: &EnvironmentFacts) -> Result<Vec<Verdict>, Error> {
        let mut stacks = self.stacks.iter();
        let own = self.standing.own.is_some();
        let stack = stacks.find(|stack| own || Some(stack.environment) == facts.environment());
        let Some(stack) = stack else {
            return Ok(Vec::new());
        };
        let shell = |name: &str| self.machine.variable(name);
        let sources = Sources::new(tree);
        verify::on_compose(
            &sources,
            stack,
            self.catalog,
            &facts.compose,
            self.env,
            &shell,
        )
    }
}
