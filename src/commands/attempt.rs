//! `djdock try`: proof that a stack comes up, or why it does not.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt as _;

use clap::Parser as _;

use crate::apply::{EnvEntry, Store, Throwaway};
use crate::attempt::{self, Trial};
use crate::catalog::{Catalog, Signatures};
use crate::cli::{Cli, Command, Global, TryArgs};
use crate::compose::EnvFile;
use crate::environment::{self, Environment};
use crate::error::Error;
use crate::lock;
use crate::stack::Stack;
use crate::tree::Tree as _;

use super::audience::{Audience, Event};
use super::change::pack_of;
use super::check::stacks;
use super::env_entries::env_entries;
use super::standing::Standing;
use super::tried::{Tried, TriedStack};
use super::workspace::Workspace;

/// Runs `djdock try`: builds, starts and asks a stack apart from everything else. Nothing in the project is written, but
/// by `--fix`.
pub fn run(args: &TryArgs, global: &Global, audience: &dyn Audience) -> Result<Tried, Error> {
    let place = Workspace::find(&args.place.path, None)?;
    if args.clean {
        return clean(&place);
    }
    let standing = place.whole(place.standing_of_dev())?;
    if let Some(own) = &standing.own {
        return Err(Error::TryOwn(own.path.clone()));
    }
    let catalog = pack_of(&args.place, &place, &standing.answers)?;
    let tried = Trying::new(args, &place, &standing, &catalog)?;
    if args.explain {
        return tried.explain();
    }
    let tried = tried.attempt(audience)?;
    if let Some(words) = fix(&tried).filter(|_| args.fix) {
        audience.hear(&Event::Tried(&tried))?;
        apply(words, args, global, audience)?;
    }
    Ok(tried)
}

fn store(place: &Workspace) -> Result<Store, Error> {
    Ok(match &place.repository {
        Some(repository) => Store::of_repository(repository)?,
        None => Store::of_folder(place.work.root())?,
    })
}

fn clean(place: &Workspace) -> Result<Tried, Error> {
    let store = store(place)?;
    let mut left = Vec::new();
    for environment in Environment::ALL {
        let throwaway = Throwaway::open(&store, environment.name())?;
        left.extend(attempt::clean(&throwaway, environment)?);
    }
    Ok(Tried::Cleaned(left))
}

/// The command of djdock's that does something about what failed.
fn fix(tried: &Tried) -> Option<&[String]> {
    let Tried::Stack(tried) = tried else {
        return None;
    };
    let cause = tried.attempt.failure.as_ref()?.cause.as_ref()?;
    (!cause.command.is_empty()).then_some(&cause.command)
}

/// Runs a command of the table of signatures: `init` or `add`, as the user would have typed it.
fn apply(
    words: &[String],
    args: &TryArgs,
    global: &Global,
    audience: &dyn Audience,
) -> Result<(), Error> {
    let typed = std::iter::once("djdock").chain(words.iter().map(String::as_str));
    let Ok(cli) = Cli::try_parse_from(typed) else {
        return Ok(());
    };
    match cli.command {
        Command::Init(mut init) => {
            init.path.path.clone_from(&args.place.path);
            init.pack.clone_from(&args.place.pack);
            super::init::run(init, global, audience)?;
        }
        Command::Add(mut add) => {
            add.change.place = args.place.clone();
            super::add::run(add, global, audience)?;
        }
        _ => {}
    }
    Ok(())
}

/// A stack that is about to be tried or explained.
struct Trying<'run> {
    place: &'run Workspace,
    standing: &'run Standing,
    stack: Stack,
    /// The keys of its file of secrets with fresh values.
    entries: Vec<EnvEntry>,
    signatures: Signatures,
    environment: Environment,
    /// Whether the work tree has it.
    is_here: bool,
}

impl<'run> Trying<'run> {
    fn new(
        args: &TryArgs,
        place: &'run Workspace,
        standing: &'run Standing,
        catalog: &Catalog,
    ) -> Result<Self, Error> {
        let here = match &standing.tips {
            Some(_) => {
                let text = place.work.read_text(lock::PATH)?;
                text.and_then(|text| environment::of(&text))
            }
            // Both stand side by side, or one alone does.
            None if standing.environments.len() == 1 => standing.environments.first().copied(),
            None => args.environment.or(Some(Environment::Prod)),
        };
        let environment = args.environment.or(here).unwrap_or(Environment::Prod);
        let all = stacks(place, standing, catalog);
        let entries = env_entries(&all.iter().collect::<Vec<_>>(), place)?;
        let stack = all
            .into_iter()
            .find(|stack| stack.environment == environment);
        let is_there = match &standing.tips {
            Some(tips) => tips.of(environment).is_some_and(|tip| tip.locked),
            None => standing.environments.contains(&environment),
        };
        let stack = stack
            .filter(|_| is_there)
            .ok_or(Error::NoEnvironment(environment))?;
        Ok(Self {
            place,
            standing,
            stack,
            entries,
            signatures: Signatures::of(catalog)?,
            environment,
            is_here: here == Some(environment),
        })
    }

    fn explain(&self) -> Result<Tried, Error> {
        let own = self.place.work.read_text(&self.stack.env_file)?;
        let own = EnvFile::parse(&own.unwrap_or_default(), &|_| None);
        let suffix = own.get("STACK_PLACE").map_or("", |suffix| suffix.expose());
        let project = format!("{}-{}{suffix}", self.stack.name, self.environment.name());
        let root = self.place.work.root();
        let failures = attempt::explained(&project, root, &self.signatures)?;
        Ok(Tried::Explained { project, failures })
    }

    fn attempt(&self, audience: &dyn Audience) -> Result<Tried, Error> {
        let throwaway = Throwaway::open(&store(self.place)?, self.environment.name())?;
        let (secrets, made_up) = self.secrets()?;
        let compose = "docker-compose.yml";
        let compose = self
            .stack
            .files
            .get(compose)
            .map_or(compose, String::as_str);
        let trial = Trial {
            environment: self.environment,
            compose,
            env_file: &self.stack.env_file,
            secrets: &secrets,
            root: self.place.work.root(),
            signatures: &self.signatures,
        };
        let repository = self.place.repository.as_ref();
        let tip = self
            .standing
            .tips
            .as_ref()
            .and_then(|tips| tips.of(self.environment));
        let commit = tip.zip(repository).filter(|_| !self.is_here);
        let copy = || {
            if let Some((tip, repository)) = commit {
                return throwaway.copy_commit(repository, tip.commit);
            }
            let but = ["data", self.stack.env_file.as_str()];
            throwaway.copy_work(&self.place.work, repository, &but)
        };
        // What cannot be told now is told with the result.
        let hear = |step| drop(audience.hear(&Event::Trying(step)));
        let attempt = attempt::attempt(&trial, &throwaway, &copy, &hear)?;
        let [dev, prod] = self.place.branch_names(&self.standing.answers);
        let branch = match self.environment {
            Environment::Dev => dev,
            Environment::Prod => prod,
        };
        Ok(Tried::Stack(Box::new(TriedStack {
            environment: self.environment,
            branch: commit.map(|_| branch),
            attempt,
            made_up,
        })))
    }

    /// The file of secrets for the time of the attempt: the stack's own are new, what else the user's file says is as there,
    /// and what only the owner knows and did not say is made up. What is made up, by name.
    fn secrets(&self) -> Result<(String, Vec<String>), Error> {
        let theirs = self.place.work.read_text(&self.stack.env_file)?;
        let theirs = EnvFile::parse(&theirs.unwrap_or_default(), &|_| None);
        let fresh: BTreeSet<&str> = self
            .stack
            .variables_in(crate::catalog::Scope::Env)
            .map(|variable| variable.key.as_str())
            .collect();
        let mut values: Vec<(String, String)> = Vec::new();
        for entry in &theirs.entries {
            let is_places = ["COMPOSE_", "DOCKER_"]
                .iter()
                .any(|start| entry.key.starts_with(start));
            if entry.is_key()
                && !is_places
                && entry.key != "STACK_PLACE"
                && !fresh.contains(entry.key.as_str())
            {
                values.push((entry.key.clone(), entry.value.expose().to_owned()));
            }
        }
        let mut made_up = Vec::new();
        for entry in &self.entries {
            let said = values
                .iter()
                .any(|(key, value)| *key == entry.key && !value.is_empty());
            if said {
                continue;
            }
            values.retain(|(key, _)| *key != entry.key);
            let value = if entry.value.is_empty() && !fresh.contains(entry.key.as_str()) {
                made_up.push(entry.key.clone());
                likely(&entry.key).to_owned()
            } else {
                entry.value.clone()
            };
            values.push((entry.key.clone(), value));
        }
        let root = self.place.work.root();
        let owner = fs::metadata(root).map_err(|source| Error::Io {
            path: root.to_owned(),
            source,
        })?;
        for (key, id) in [("HOST_UID", owner.uid()), ("HOST_GID", owner.gid())] {
            if !values.iter().any(|(known, _)| known == key) {
                values.push((key.to_owned(), id.to_string()));
            }
        }
        let mut text = String::new();
        for (key, value) in values {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{key}='{}'", value.replace('\'', "\\'"));
        }
        Ok((text, made_up))
    }
}

/// A value that most casts take, for a variable of this name.
fn likely(name: &str) -> &'static str {
    let is_address = ["URL", "URI", "DSN", "ENDPOINT"]
        .iter()
        .any(|end| name.ends_with(end));
    if is_address { "http://localhost/" } else { "1" }
}
