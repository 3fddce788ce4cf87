//! A compose file of the user's own, to which services are added.

use crate::answers::{Answers, PartialAnswers};
use crate::catalog::Catalog;
use crate::error::Error;
use crate::pipeline::{Facts, Outcome, OwnCompose};
use crate::ui::prompt::Prompter;

use super::place::Place;

/// A compose file of the user's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnFile {
    /// Its path from the root.
    pub path: String,
    /// The service in it that runs the project, where the user has named it.
    pub web: Option<String>,
}

impl OwnFile {
    /// What it becomes with other choices, and these, completed.
    pub(super) fn change(
        &self,
        place: &Place,
        catalog: &Catalog,
        facts: Facts,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<(Answers, Outcome), Error> {
        let is_shared = |path: &str| place.is_shared(path);
        let own = OwnCompose {
            path: &self.path,
            web: self.web.as_deref(),
            catalog,
            facts,
            is_shared: &is_shared,
        };
        let answers = own.answers(&place.work, given, prompter)??;
        let outcome = own.run(&place.work, &answers)?;
        Ok((answers, outcome))
    }
}
