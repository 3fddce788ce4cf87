//! What is checked: everything that was read, environment by environment.

use std::path::PathBuf;

use super::known::Known;
use super::machine::Machine;
use super::read::{ComposeFile, Service};
use super::spot::Spot;
use crate::compose::{Dockerfile, EnvFile, Secret, Started, Template};
use crate::environment::Environment;
use crate::ignore::Ignore;
use crate::inspect::Project;
use crate::lock;
use crate::verify::Verdict;

/// A stack, where it stands.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) environments: Vec<EnvironmentFacts>,
    pub(crate) env: EnvFacts,
    pub(crate) known: Known,
    /// This clone's git; `None` outside of git.
    pub(crate) clone: Option<CloneFacts>,
    /// The branch that is checked out, where it has no stack.
    pub(crate) bare_branch: Option<String>,
    /// The work tree's root.
    pub(crate) root: PathBuf,
    /// Shell scripts, on branches and in the work tree.
    pub(crate) scripts: Vec<Script>,
    /// The permission bits of `data/db.json`; `None` where it is not there.
    pub(crate) rows: Option<u32>,
    /// Whether an earlier djdock left something half written.
    pub(crate) interrupted: bool,
    /// The facts that the stack was rendered from.
    pub(crate) project: Project,
}

/// The work tree's file of secrets.
#[derive(Debug, Default)]
pub(crate) struct EnvFacts {
    /// Its path from the root: `.env`, or that of the one beside it.
    pub(crate) path: String,
    /// `None` where there is none.
    pub(crate) file: Option<EnvFile>,
    /// Its text, for repairs.
    pub(crate) text: Option<Secret>,
    /// Whether djdock may write it: no symbolic link, UTF-8.
    pub(crate) writable: bool,
    pub(crate) mode: u32,
    pub(crate) tracked: bool,
    pub(crate) ignored: bool,
}

/// What this clone's git is told.
#[derive(Debug, Default)]
pub(crate) struct CloneFacts {
    /// Whether stack files are merged by djdock's driver; `None` where there are no two branches.
    pub(crate) driver: Option<bool>,
}

/// One environment's own tree.
#[derive(Debug, Default)]
pub(crate) struct EnvironmentFacts {
    /// Whose it is, without a file.
    pub(crate) spot: Spot,
    pub(crate) compose: Vec<ComposeFile>,
    /// Where djdock puts the first of them.
    pub(crate) expected: Option<String>,
    /// Compose files that cannot be read: line and words of the parser.
    pub(crate) unreadable: Vec<(String, Option<usize>, String)>,
    /// The compose files as djdock last wrote them, without the edits since.
    pub(crate) pristine: Vec<ComposeFile>,
    /// Other files that Compose takes: the file instead of which or beside which, and its name.
    pub(crate) shadows: Vec<(String, String)>,
    pub(crate) builds: Vec<BuildFacts>,
    pub(crate) sample: Option<EnvFile>,
    /// Files of this environment alone that differ from what djdock wrote.
    pub(crate) edited: Vec<String>,
    /// Owned files that carry another environment's mark.
    pub(crate) foreign: Vec<(String, Environment)>,
    /// Whether the branch holds the file of secrets.
    pub(crate) tracks_env: bool,
    /// What git keeps and should not: the path, and whether it holds people's data.
    pub(crate) private: Vec<(String, bool)>,
    /// The text of `djdock.toml`.
    pub(crate) answers: Option<String>,
    /// Files named by `env_file:` that are in the work tree.
    pub(crate) present: Vec<String>,
    /// Settings that are not known to have the value that this stack relies on.
    pub(crate) settings: Vec<Verdict>,
}

/// An image that is built.
#[derive(Debug)]
pub(crate) struct BuildFacts {
    /// The Dockerfile's path from the root.
    pub(crate) path: String,
    /// The context's, empty for the root itself.
    pub(crate) context: String,
    pub(crate) dockerfile: Dockerfile,
    pub(crate) args: Vec<(String, String)>,
    pub(crate) ignore: Ignore,
    pub(crate) ignore_path: String,
}

/// A shell script that containers may start.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Script {
    pub(crate) path: String,
    /// Whether its lines end as on Windows.
    pub(crate) carriage_returns: bool,
    pub(crate) executable: bool,
    /// Whether it is djdock's, and unchanged but for that: then it can be repaired.
    pub(crate) own: bool,
    /// Where it was found: the environment, and the branch or work tree.
    pub(crate) spot: Spot,
}

impl EnvironmentFacts {
    pub(crate) fn environment(&self) -> Option<Environment> {
        self.spot.environment
    }

    /// Whether all of its stack is another environment's.
    pub(crate) fn is_foreign(&self) -> bool {
        self.foreign.iter().any(|(path, _)| path == lock::PATH)
    }

    pub(crate) fn is_prod(&self) -> bool {
        self.environment() == Some(Environment::Prod)
    }

    /// Every service, with the file that it stands in.
    pub(crate) fn services(&self) -> impl Iterator<Item = (&ComposeFile, &Service)> {
        let files = self.compose.iter();
        files.flat_map(|file| file.services.iter().map(move |service| (file, service)))
    }

    /// A service as djdock wrote it.
    pub(crate) fn pristine(&self, name: &str) -> Option<&Service> {
        self.pristine.iter().find_map(|file| file.service(name))
    }

    /// What containers are started with, each with the file and line that say so.
    pub(crate) fn started(&self) -> Vec<(Started, Spot)> {
        let mut all = Vec::new();
        for build in &self.builds {
            let started = build.dockerfile.started().into_iter();
            all.extend(started.map(|it| {
                let spot = self.spot.at(&build.path, it.line);
                (it, spot)
            }));
        }
        for (file, service) in self.services() {
            let started = service.started.iter().cloned();
            all.extend(started.map(|it| {
                let spot = self.spot.at(&file.path, it.line);
                (it, spot)
            }));
        }
        all
    }
}

impl Script {
    /// Whether an environment's containers see it.
    pub(crate) fn is_of(&self, facts: &EnvironmentFacts) -> bool {
        let environment = self.spot.environment;
        environment.is_none() || environment == facts.environment()
    }
}

impl Subject {
    /// Where Compose takes a variable from: the shell, `.env`, and for the project's name at last the file.
    pub(crate) fn lookup<'run>(
        &'run self,
        file: Option<&'run ComposeFile>,
        machine: &'run dyn Machine,
    ) -> impl Fn(&str) -> Option<String> + 'run {
        move |name| {
            let said = |name: &str| {
                let env = || Some(self.env.file.as_ref()?.get(name)?.expose().to_owned());
                machine.variable(name).or_else(env)
            };
            let project = || {
                let name = file.and_then(|file| file.name.as_ref());
                name.map(|name| Template::parse(&name.text).expand(&said).text)
            };
            let own = || (name == "COMPOSE_PROJECT_NAME").then(project).flatten();
            said(name).or_else(own)
        }
    }

    /// The names under which the project reads a setting: the setting's own, and those of its code.
    pub(crate) fn variables_of<'run>(
        &'run self,
        setting: &'run str,
    ) -> impl Iterator<Item = &'run str> {
        let feeds = move |names: &[String]| names.iter().any(|name| name == setting);
        let own = self.project.environment.iter();
        let own = own.filter(move |it| it.name != setting && feeds(&it.settings));
        std::iter::once(setting).chain(own.map(|variable| variable.name.as_str()))
    }
}
