//! What `djdock.toml` says: in the work tree, or on the branches.

use git2::Repository;

use crate::answers::{self, Layout, PartialAnswers};
use crate::branches::{Tip, Tips};
use crate::error::Error;
use crate::pipeline::ANSWERS_PATH;
use crate::tree::{CommitTree, Tree as _};

use super::workspace::Workspace;

impl Workspace {
    /// The layout that a project without answers of its own gets, or that its `djdock.toml` names.
    pub fn layout(&self, given: &PartialAnswers) -> Result<Layout, Error> {
        if let Some(layout) = given.layout {
            return Ok(layout);
        }
        let own = parsed(self.work.read_text(ANSWERS_PATH)?.as_deref())?;
        let default = if self.repository.is_some() {
            Layout::Branches
        } else {
            Layout::Single
        };
        Ok(own.layout.unwrap_or(default))
    }

    /// The choices that the project's own `djdock.toml` makes: the work tree's in the single layout, dev's
    /// in the branch layout, where prod's must be the same.
    pub fn djdock_answers(
        &self,
        layout: Layout,
        tips: Option<&Tips>,
    ) -> Result<PartialAnswers, Error> {
        let text = match (layout, tips, &self.repository) {
            (Layout::Branches, Some(tips), Some(repository)) => branch_answers(repository, tips)?,
            _ => self.work.read_text(ANSWERS_PATH)?,
        };
        parsed(text.as_deref())
    }

    /// The choices on dev, or on prod where it is alone.
    pub fn dev_answers(&self, tips: &Tips) -> Result<PartialAnswers, Error> {
        let Some(repository) = &self.repository else {
            return Ok(PartialAnswers::default());
        };
        let text = match answers_on(repository, tips.dev)? {
            Some(text) => Some(text),
            None => answers_on(repository, tips.prod)?,
        };
        parsed(text.as_deref())
    }
}

/// Answers of a text; none of one that is not there.
fn parsed(text: Option<&str>) -> Result<PartialAnswers, Error> {
    let answers = text.map(|text| answers::read(ANSWERS_PATH, text));
    Ok(answers.transpose()?.unwrap_or_default())
}

/// The text of `djdock.toml` on a branch.
fn answers_on(repository: &Repository, tip: Option<Tip>) -> Result<Option<String>, Error> {
    let tree = tip.map(|tip| CommitTree::of_commit(repository, tip.commit));
    let text = tree.transpose()?.map(|tree| tree.read_text(ANSWERS_PATH));
    Ok(text.transpose()?.flatten())
}

/// The text that counts: what both branches say, or the one that was edited since they were the same.
fn branch_answers(repository: &Repository, tips: &Tips) -> Result<Option<String>, Error> {
    let (dev, prod) = (
        answers_on(repository, tips.dev)?,
        answers_on(repository, tips.prod)?,
    );
    let (Some(dev), Some(prod)) = (&dev, &prod) else {
        return Ok(dev.or(prod));
    };
    let [of_dev, of_prod] = [parsed(Some(dev.as_str()))?, parsed(Some(prod.as_str()))?];
    if of_dev == of_prod {
        return Ok(Some(dev.clone()));
    }
    let common = tips.common(repository)?;
    let common = common.map(|commit| CommitTree::of_commit(repository, commit));
    let common = common.transpose()?.map(|tree| tree.read_text(ANSWERS_PATH));
    let common = parsed(common.transpose()?.flatten().as_deref())?;
    match (of_dev, of_prod) {
        (before, _) if before == common => Ok(Some(prod.clone())),
        (_, before) if before == common => Ok(Some(dev.clone())),
        _ => Err(Error::DifferentAnswers {
            diff: similar::TextDiff::from_lines(dev.as_str(), prod.as_str())
                .unified_diff()
                .context_radius(0)
                .header("dev", "prod")
                .to_string(),
        }),
    }
}
