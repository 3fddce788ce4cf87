//! What `djdock.toml` says: in the work tree, or on the branches.

use git2::{Oid, Repository};

use crate::answers::{self, Layout, PartialAnswers};
use crate::branches::{Tip, Tips};
use crate::error::Error;
use crate::merge::sides;
use crate::pipeline::ANSWERS_PATH;
use crate::tree::{CommitTree, Tree as _};

use super::workspace::Workspace;

impl Workspace {
    /// The layout that a project without answers of its own gets, or that its `djdock.toml` names.
    pub fn layout(&self, given: &PartialAnswers) -> Result<Layout, Error> {
        if let Some(layout) = given.layout {
            return Ok(layout);
        }
        let default = if self.repository.is_some() {
            Layout::Branches
        } else {
            Layout::Single
        };
        Ok(self.own_answers()?.layout.unwrap_or(default))
    }

    /// The choices that the project's own `djdock.toml` makes: the work tree's in the single layout, dev's
    /// in the branch layout, where prod's must be the same.
    pub fn djdock_answers(
        &self,
        layout: Layout,
        tips: Option<&Tips>,
    ) -> Result<PartialAnswers, Error> {
        match (layout, tips, &self.repository) {
            (Layout::Branches, Some(tips), Some(repository)) => branch_answers(repository, tips),
            _ => self.own_answers(),
        }
    }

    /// The choices on dev, or on prod where it is alone.
    pub fn dev_answers(&self, tips: &Tips) -> Result<PartialAnswers, Error> {
        let Some(repository) = &self.repository else {
            return Ok(PartialAnswers::default());
        };
        let said = match said_on(repository, tips.dev)? {
            Some(said) => Some(said),
            None => said_on(repository, tips.prod)?,
        };
        Ok(said.map(|said| said.answers).unwrap_or_default())
    }

    /// The choices of the work tree.
    fn own_answers(&self) -> Result<PartialAnswers, Error> {
        let Some(text) = self.work.read_text(ANSWERS_PATH)? else {
            return Ok(PartialAnswers::default());
        };
        answers_of(&text, || match (&self.repository, self.head()?) {
            (Some(repository), Some(head)) => before_merge(repository, head, &text),
            _ => Ok(None),
        })
    }
}

/// What `djdock.toml` says on a branch.
struct Said {
    text: String,
    answers: PartialAnswers,
}

fn said_on(repository: &Repository, tip: Option<Tip>) -> Result<Option<Said>, Error> {
    said_at(repository, tip.map(|tip| tip.commit))
}

fn said_at(repository: &Repository, commit: Option<Oid>) -> Result<Option<Said>, Error> {
    let Some(commit) = commit else {
        return Ok(None);
    };
    let Some(text) = text_at(repository, commit)? else {
        return Ok(None);
    };
    let answers = answers_of(&text, || before_merge(repository, commit, &text))?;
    Ok(Some(Said { text, answers }))
}

/// The choices of a text. Where git could not merge it, `base` is asked for the one that both sides started from.
fn answers_of(
    text: &str,
    base: impl FnOnce() -> Result<Option<String>, Error>,
) -> Result<PartialAnswers, Error> {
    Ok(match sides(text) {
        Some(both) => answers::read_merged(ANSWERS_PATH, base()?.as_deref(), &both)?,
        None => answers::read(ANSWERS_PATH, text)?,
    })
}

/// The text of `djdock.toml` in a commit.
fn text_at(repository: &Repository, commit: Oid) -> Result<Option<String>, Error> {
    let tree = CommitTree::of_commit(repository, commit)?;
    Ok(tree.read_text(ANSWERS_PATH)?)
}

/// The text from which both sides of the merge started that left this one: the merge is the last one before a commit.
fn before_merge(repository: &Repository, commit: Oid, text: &str) -> Result<Option<String>, Error> {
    let mut commit = repository.find_commit(commit)?;
    while commit.parent_count() == 1 {
        commit = commit.parent(0)?;
        if text_at(repository, commit.id())?.as_deref() != Some(text) {
            return Ok(None);
        }
    }
    let parents: Vec<Oid> = commit.parent_ids().collect();
    let [ours, theirs] = parents[..] else {
        return Ok(None);
    };
    match repository.merge_base(ours, theirs) {
        Ok(base) => text_at(repository, base),
        Err(_) => Ok(None),
    }
}

/// The choices that count: what both branches say, or the one that was edited since they were the same.
fn branch_answers(repository: &Repository, tips: &Tips) -> Result<PartialAnswers, Error> {
    let (dev, prod) = (
        said_on(repository, tips.dev)?,
        said_on(repository, tips.prod)?,
    );
    let (dev, prod) = match (dev, prod) {
        (Some(dev), Some(prod)) => (dev, prod),
        (dev, prod) => return Ok(dev.or(prod).map(|said| said.answers).unwrap_or_default()),
    };
    if dev.answers == prod.answers {
        return Ok(dev.answers);
    }
    let common = said_at(repository, tips.common(repository)?)?;
    let common = common.map(|said| said.answers).unwrap_or_default();
    if dev.answers == common {
        return Ok(prod.answers);
    }
    if prod.answers == common {
        return Ok(dev.answers);
    }
    Err(Error::DifferentAnswers {
        diff: similar::TextDiff::from_lines(&dev.text, &prod.text)
            .unified_diff()
            .context_radius(0)
            .header("dev", "prod")
            .to_string(),
    })
}
