//! Where a command works: a git repository, or a folder outside git.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, Oid, Repository};

use crate::answers::{self, BRANCHES, Layout, PartialAnswers};
use crate::apply::{self, ApplyError, Recovery, Refusal, Store};
use crate::branches::Tips;
use crate::compose::ENV_FILE;
use crate::environment::{self, Environment};
use crate::error::Error;
use crate::lock;
use crate::tree::{Tree, WorkTree};

use super::audience::{Audience, Event, Recovered};

/// Where git's own configuration keeps dev's branch.
pub const DEV_KEY: &str = "djdock.dev";
/// Where it keeps prod's.
pub const PROD_KEY: &str = "djdock.prod";

/// A git repository, or a folder outside git, in which a command works.
pub struct Workspace {
    /// The repository, if the folder is in one.
    pub repository: Option<Repository>,
    /// The files on disk.
    pub work: WorkTree,
    /// The folder that was named, from the work tree's root; empty for the root itself.
    pub folder: String,
}

impl Workspace {
    /// Finds the repository around a folder, or takes the folder itself. `layout` is the one asked for, if any.
    pub fn find(path: &Path, layout: Option<Layout>) -> Result<Self, Error> {
        let io = |source| Error::Io {
            path: path.to_owned(),
            source,
        };
        let folder = fs::canonicalize(path).map_err(io)?;
        let repository = match apply::open_repository(&folder) {
            // The single layout can do without git's objects.
            Err(ApplyError::Refused(Refusal::UnsupportedFormat { .. }))
                if layout == Some(Layout::Single) =>
            {
                None
            }
            repository => repository?,
        };
        let root = match &repository {
            Some(repository) => workdir(repository).unwrap_or_else(|| folder.clone()),
            None => folder.clone(),
        };
        let below = folder.strip_prefix(&root).unwrap_or(Path::new(""));
        let folder = below.to_string_lossy().into_owned();
        let work = match &repository {
            Some(repository) => WorkTree::of_repository(root, repository.path()),
            None => WorkTree::new(root),
        };
        Ok(Self {
            repository,
            work,
            folder,
        })
    }

    /// Finishes what a killed djdock left behind, or takes it back where that is no longer possible. To be called before anything is read.
    pub fn recover(&self, audience: &dyn Audience) -> Result<(), Error> {
        let store = self.store()?;
        let recovered = match apply::recover(&store) {
            Ok(Recovery::Nothing) => return Ok(()),
            Ok(Recovery::Withdrawn) => Recovered::Withdrawn,
            Ok(Recovery::Finished) => Recovered::Finished,
            // Who edited the file cannot know what would have to stand there for the rest to fit.
            Err(ApplyError::JournalBlocked { path, .. }) => {
                apply::abandon(&store)?;
                Recovered::Abandoned { path }
            }
            Err(error) => return Err(error.into()),
        };
        audience.hear(&Event::Recovered(recovered))
    }

    /// Whether an earlier djdock left something half written. For commands that write nothing.
    pub fn is_interrupted(&self) -> Result<bool, Error> {
        Ok(apply::is_interrupted(&self.store()?))
    }

    /// What a command found that writes nothing. Where an earlier djdock left something half written, an error is no wonder.
    pub fn whole<T>(&self, found: Result<T, Error>) -> Result<T, Error> {
        match found {
            Err(_) if self.is_interrupted()? => Err(Error::Interrupted),
            found => found,
        }
    }

    fn store(&self) -> Result<Store, ApplyError> {
        match &self.repository {
            Some(repository) => Store::of_repository(repository),
            None => Store::of_folder(self.work.root()),
        }
    }

    /// The commit that new branches start from.
    pub fn head(&self) -> Result<Option<Oid>, Error> {
        let Some(repository) = &self.repository else {
            return Ok(None);
        };
        match repository.head() {
            Ok(head) => Ok(Some(head.peel_to_commit()?.id())),
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The names of dev's and prod's branches: as given, as git's config says, or the usual ones.
    #[must_use]
    pub fn branch_names(&self, given: &PartialAnswers) -> [String; 2] {
        let name = |given: &Option<String>, key: &str, default: &str| {
            let known = given.clone().or_else(|| self.configured(key));
            known.unwrap_or_else(|| default.to_owned())
        };
        [
            name(&given.dev_branch, DEV_KEY, BRANCHES[0]),
            name(&given.prod_branch, PROD_KEY, BRANCHES[1]),
        ]
    }

    /// The environment whose branch git's configuration names, and which is neither here nor on a remote, with that name.
    #[must_use]
    pub fn lost_branch(&self, tips: &Tips) -> Option<(Environment, String)> {
        let keys = [(Environment::Dev, DEV_KEY), (Environment::Prod, PROD_KEY)];
        let lost = keys
            .into_iter()
            .filter(|(environment, _)| tips.of(*environment).is_none());
        let mut named =
            lost.filter_map(|(environment, key)| Some((environment, self.configured(key)?)));
        named.next()
    }

    /// Whether an earlier djdock put its stack on this branch.
    #[must_use]
    pub fn is_djdock_branch(&self, name: &str) -> bool {
        let own = [DEV_KEY, PROD_KEY].map(|key| self.configured(key));
        own.iter().flatten().any(|own| own == name)
    }

    /// The pack's folder that an answers file names, or the stack that stands.
    #[must_use]
    pub fn pack(&self, file: &PartialAnswers) -> Option<PathBuf> {
        let own = || {
            self.standing_as_named()
                .ok()
                .and_then(|standing| standing.answers.pack)
        };
        let folder = file.pack.clone().or_else(own)?;
        Some(self.work.root().join(folder))
    }

    /// A folder as seen from the root; `None` outside, where nobody but this machine knows it.
    #[must_use]
    pub fn inside(&self, folder: &Path) -> Option<String> {
        let folder = fs::canonicalize(folder).ok()?;
        let inside = folder.strip_prefix(self.work.root()).ok()?;
        Some(inside.to_string_lossy().into_owned())
    }

    /// Of these files, those whose edits are in no commit, on a checked-out branch that has a stack: what reads commits
    /// does not see them.
    pub fn uncommitted(&self, files: &[&str]) -> Result<Vec<String>, Error> {
        let Some(repository) = &self.repository else {
            return Ok(Vec::new());
        };
        let text = self.work.read_text(lock::PATH)?;
        if text.and_then(|text| environment::of(&text)).is_none() {
            return Ok(Vec::new());
        }
        Ok(apply::dirty_paths(repository, files)?)
    }

    /// Whether a file is the same for everybody who has the project: git tracks it, or without git, it is not `.env`.
    #[must_use]
    pub fn is_shared(&self, path: &str) -> bool {
        if self.repository.is_none() {
            return Path::new(path).file_name() != Some(ENV_FILE.as_ref());
        }
        self.work.is_shared(path).unwrap_or(false)
    }

    fn configured(&self, key: &str) -> Option<String> {
        let config = self.repository.as_ref()?.config().ok()?;
        config.get_string(key).ok()
    }
}

/// The folder of a repository's work tree; that of a bare one is nowhere.
fn workdir(repository: &Repository) -> Option<PathBuf> {
    repository.workdir().map(Path::to_owned)
}

/// What an answers file of the user's says.
pub fn answers_file(path: Option<&Path>) -> Result<PartialAnswers, Error> {
    let Some(path) = path else {
        return Ok(PartialAnswers::default());
    };
    let text = fs::read_to_string(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    Ok(answers::read(&path.to_string_lossy(), &text)?)
}
