//! What git is told in this clone, what it keeps, and what the two branches must agree on.

use crate::answers::{self, PartialAnswers};
use crate::check::ROWS;
use crate::check::finding::Finding;
use crate::check::machine::Machine;
use crate::check::spot::Spot;
use crate::check::subject::{EnvironmentFacts, Subject};
use crate::check::what::What;
use crate::environment::Environment;
use crate::pipeline::ANSWERS_PATH;

pub(super) fn rules(subject: &Subject, _: &dyn Machine, found: &mut Vec<Finding>) {
    let of = |environment| {
        let mut all = subject.environments.iter();
        all.find(move |facts| facts.environment() == Some(environment))
    };
    if subject.interrupted {
        found.push(Finding::new(What::Interrupted, Spot::default()));
    }
    let mut known: Vec<&str> = Vec::new();
    for facts in &subject.environments {
        for (path, rows) in &facts.private {
            if !known.contains(&path.as_str()) {
                known.push(path);
                let what = What::KeptByGit { rows: *rows };
                found.push(Finding::new(what, facts.spot.file(path)));
            }
        }
    }
    let (dev, prod) = (of(Environment::Dev), of(Environment::Prod));
    if subject.clone.as_ref().and_then(|clone| clone.driver) == Some(false) {
        let edited = dev.map(|dev| dev.edited.clone()).unwrap_or_default();
        found.push(Finding::new(What::NoMergeDriver { edited }, Spot::default()).fixable(true));
    }
    if let (Some(dev), Some(prod)) = (dev, prod)
        && dev.spot.branch.is_some()
        && choices(dev) != choices(prod)
    {
        found.push(Finding::new(
            What::AnswersDiffer,
            Spot::shared(ANSWERS_PATH, 0),
        ));
    }
    if let Some(mode) = subject.rows.filter(|mode| mode & 0o004 != 0) {
        found.push(Finding::new(What::RowsOpen { mode }, Spot::shared(ROWS, 0)));
    }
}

/// What `djdock.toml` says, or its text where that cannot be read: comments are nobody's choice.
fn choices(facts: &EnvironmentFacts) -> Result<PartialAnswers, Option<&String>> {
    let text = facts.answers.as_ref();
    let read = text.and_then(|text| answers::read(ANSWERS_PATH, text).ok());
    read.ok_or(text)
}
