//! The stack that stands: where it was found, and what it was made from.

use std::path::Path;

use git2::Repository;

use crate::answers::{Layout, PartialAnswers};
use crate::branches::{BranchesError, Tips};
use crate::catalog::Catalog;
use crate::environment::{self, Environment};
use crate::error::Error;
use crate::inspect::{self, Hints, Project};
use crate::lock::{Extended, Lock};
use crate::pipeline;
use crate::tree::{CommitTree, Tree};

use super::draft::on_branch;
use super::extended_file::ExtendedFile;
use super::settle::uses;
use super::workspace::Workspace;

/// What reads the choices of the branches.
type AnswersOf = fn(&Workspace, &Tips) -> Result<PartialAnswers, Error>;

/// What looks for a pair of branches of other names than those that are known.
type PairOf = fn(&Repository) -> Result<Option<[String; 2]>, BranchesError>;

/// What was named of a compose file of the user's own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named<'run> {
    /// The file.
    pub(super) compose: Option<&'run Path>,
    /// The path of the project's `manage.py`, from the root.
    pub(super) manage_py: Option<&'run str>,
}

/// A stack that stands.
pub struct Standing {
    /// Where its branches are; `None` where it is in the work tree.
    pub tips: Option<Tips>,
    /// The environments of the work tree's stack: both in the single layout, one in a copy of a branch without its history.
    pub environments: Vec<Environment>,
    /// The compose file of the user's own that it lives in, where djdock made no stack.
    pub own: Option<ExtendedFile>,
    /// The choices that it was rendered from, as its `djdock.toml` says.
    pub answers: PartialAnswers,
    /// The facts that it was rendered from.
    pub facts: Project,
}

impl Standing {
    /// Of a compose file that has these services.
    fn own(path: String, known: Extended, facts: Project) -> Self {
        Self {
            tips: None,
            environments: Vec::new(),
            own: Some(ExtendedFile {
                path,
                web: known.web,
                manage_py: facts.manage_py.clone(),
            }),
            answers: PartialAnswers {
                with: Some(known.services),
                implied: Some(known.implied),
                set: Some(known.set),
                ..PartialAnswers::default()
            },
            facts,
        }
    }

    /// The services that stand, the database first.
    #[must_use]
    pub fn installed(&self, catalog: &Catalog) -> Vec<String> {
        self.answers.installed(catalog)
    }
}

impl Workspace {
    /// Finds the stack: on the branches that git's configuration names, on the usual ones, on the one pair that holds
    /// locks, or in the work tree.
    pub fn standing(&self) -> Result<Standing, Error> {
        self.standing_by(Self::equal_answers, Tips::pair)
    }

    /// Finds the stack as [`Self::standing`] does, but on no branches of other names: a remote may have hundreds.
    pub fn standing_as_named(&self) -> Result<Standing, Error> {
        self.standing_by(Self::equal_answers, |_| Ok(None))
    }

    /// Finds the stack as [`Self::standing`] does, and takes dev's `djdock.toml` where it differs between the branches.
    pub fn standing_of_dev(&self) -> Result<Standing, Error> {
        self.standing_by(Self::dev_answers, Tips::pair)
    }

    fn standing_by(&self, answers: AnswersOf, pair: PairOf) -> Result<Standing, Error> {
        if let Some(standing) = self.standing_on_branches(answers, pair)? {
            return Ok(standing);
        }
        let Some(lock) = pipeline::read_lock(&self.work)? else {
            return Err(match marked(&self.work)? {
                Some(seen) => Error::LockLost { branch: None, seen },
                None => Error::NoStack,
            });
        };
        if let Some(known) = &lock.extended {
            let path = pipeline::extended_compose_file(&self.work, &self.folder, Some(&lock))?;
            let path = path.ok_or_else(|| Error::NoCompose(known.compose.clone()))?;
            let mut standing = Standing::own(path, known.clone(), lock.facts);
            if let Some(own) = &mut standing.own {
                // One that is gone chooses nothing.
                let there = |path: &String| self.work.is_file(path).unwrap_or(false);
                own.manage_py = own.manage_py.take().filter(there);
            }
            return Ok(standing);
        }
        let answers = self.djdock_answers(Layout::Single, None)?;
        // A copy of a branch without its history has one stack.
        let layout = match lock.environments.as_slice() {
            [_] => Layout::Branches,
            _ => Layout::Single,
        };
        let answers = laid_out(answers, layout)?;
        Ok(Standing {
            tips: None,
            environments: lock.environments,
            own: None,
            answers,
            facts: lock.facts,
        })
    }

    /// The stack that stands, or a compose file of the user's own, to which nothing was added yet: that one, or the one
    /// that Compose reads. `pack` is the folder of the pack that was named.
    pub(super) fn standing_or_extended(
        &self,
        named: Named<'_>,
        pack: Option<&Path>,
    ) -> Result<Standing, Error> {
        let Named { compose, manage_py } = named;
        match self.standing() {
            Err(Error::NoStack) => {
                let path = match compose {
                    Some(path) => Some(self.compose(path)?),
                    None => pipeline::extended_compose_file(&self.work, &self.folder, None)?,
                };
                let Some(path) = path else {
                    let found = pipeline::compose_files(&self.work)?;
                    return Err(Error::NoStackBeside(found));
                };
                let uses = uses(pack)?;
                let hints = Hints {
                    manage_py: manage_py.map(str::to_owned),
                    folder: self.folder.clone(),
                    ..Hints::default()
                };
                let facts = inspect::inspect(&self.work, &self.work, &hints, &uses)?;
                Ok(Standing::own(path, Extended::default(), facts))
            }
            Ok(mut standing) => {
                if let Some(path) = manage_py {
                    choose(&mut standing, path)?;
                }
                let named = compose.map(|path| self.compose(path)).transpose()?;
                let own = standing.own.as_ref().map(|own| own.path.clone());
                match named {
                    Some(named) if own.as_ref() != Some(&named) => Err(Error::OtherCompose {
                        named,
                        standing: own,
                    }),
                    _ => Ok(standing),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// A compose file that was named, from the root.
    fn compose(&self, path: &Path) -> Result<String, Error> {
        let named = || Error::NoCompose(path.display().to_string());
        let inside = self.inside(path).ok_or_else(named)?;
        if self.work.is_file(&inside)? {
            return Ok(inside);
        }
        Err(named())
    }

    fn equal_answers(&self, tips: &Tips) -> Result<PartialAnswers, Error> {
        self.djdock_answers(Layout::Branches, Some(tips))
    }

    fn standing_on_branches(
        &self,
        answers: AnswersOf,
        pair: PairOf,
    ) -> Result<Option<Standing>, Error> {
        let (Some(repository), Some(head)) = (&self.repository, self.head()?) else {
            return Ok(None);
        };
        let mut names = self.branch_names(&PartialAnswers::default());
        let mut tips = Tips::find(repository, head, &names[0], &names[1])?;
        if !tips.has_stack()
            && let Some(pair) = pair(repository)?
        {
            tips = Tips::find(repository, head, &pair[0], &pair[1])?;
            names = pair;
        }
        if !tips.has_stack() {
            return Ok(None);
        }
        for (tip, name) in [tips.dev, tips.prod].into_iter().zip(&names) {
            if let Some(tip) = tip.filter(|tip| !tip.locked)
                && let Some(seen) = marked(&CommitTree::of_commit(repository, tip.commit)?)?
            {
                let branch = Some(name.clone());
                return Err(Error::LockLost { branch, seen });
            }
        }
        if let Some((environment, name)) = self.lost_branch(&tips) {
            let like = Tips::of_environment(repository, environment)?;
            return Err(Error::BranchLost {
                environment,
                name,
                like,
            });
        }
        let Some(lock) = self.lock_of(&tips, &names)? else {
            return Ok(None);
        };
        let mut answers = laid_out(answers(self, &tips)?, Layout::Branches)?;
        let [dev, prod] = names;
        if tips.lone().is_none() {
            (answers.dev_branch, answers.prod_branch) = (Some(dev), Some(prod));
        }
        Ok(Some(Standing {
            tips: Some(tips),
            environments: Vec::new(),
            own: None,
            answers,
            facts: lock.facts,
        }))
    }

    /// dev's lock, or prod's.
    fn lock_of(&self, tips: &Tips, names: &[String; 2]) -> Result<Option<Lock>, Error> {
        let Some(repository) = &self.repository else {
            return Ok(None);
        };
        for (tip, name) in [tips.dev, tips.prod].into_iter().zip(names) {
            let Some(tip) = tip.filter(|tip| tip.locked) else {
                continue;
            };
            let tree = CommitTree::of_commit(repository, tip.commit)?;
            let lock = pipeline::read_lock(&tree).map_err(|error| on_branch(name)(error.into()))?;
            return Ok(lock);
        }
        Ok(None)
    }
}

/// Has another project of the repository's run by the services of a compose file of the user's own. A stack of
/// djdock's has the one that it was made for.
fn choose(standing: &mut Standing, manage_py: &str) -> Result<(), Error> {
    let Some(own) = &mut standing.own else {
        let known = standing.facts.manage_py.clone();
        return match known.filter(|known| known != manage_py) {
            Some(standing) => Err(Error::OtherProject {
                named: manage_py.to_owned(),
                standing,
            }),
            None => Ok(()),
        };
    };
    own.manage_py = Some(manage_py.to_owned());
    Ok(())
}

/// A file in which djdock's mark shows that the stack of a tree is djdock's.
pub(super) fn marked(tree: &dyn Tree) -> Result<Option<String>, Error> {
    for path in MARKED {
        let start = tree.read_prefix(path, environment::MARK_WITHIN)?;
        let mark = start.and_then(|start| environment::of(&String::from_utf8_lossy(&start)));
        if mark.is_some() {
            return Ok(Some(path.to_owned()));
        }
    }
    Ok(None)
}

/// Files that every stack of djdock's has, with its mark in them.
const MARKED: [&str; 3] = ["docker-compose.yml", "docker-compose.prod.yml", "Makefile"];

/// The choices of a stack of this layout. Those that name another one would move its files about.
fn laid_out(mut answers: PartialAnswers, standing: Layout) -> Result<PartialAnswers, Error> {
    match answers.layout {
        Some(named) if named != standing => Err(Error::LayoutDiffers { named, standing }),
        _ => {
            answers.layout = Some(standing);
            Ok(answers)
        }
    }
}
