//! A compose file of the user's own, to which services are added.

use crate::answers::{Answers, PartialAnswers, Prompter};
use crate::error::Error;
use crate::pipeline::{ComposeExtension, Outcome};

use super::draft::DraftRequest;

/// A compose file of the user's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExtendedFile {
    /// Its path from the root.
    pub path: String,
    /// The service in it that runs the project, where the user has named it.
    pub web: Option<String>,
    /// The path of the project's `manage.py`, where it has been chosen from several.
    pub manage_py: Option<String>,
}

impl ExtendedFile {
    /// What it becomes with other choices, and these, completed.
    pub(super) fn change(
        &self,
        request: &DraftRequest<'_>,
        given: PartialAnswers,
        prompter: &mut dyn Prompter,
    ) -> Result<(Answers, Outcome), Error> {
        let place = request.place;
        let is_shared = |path: &str| place.is_shared(path);
        let own = ComposeExtension {
            path: &self.path,
            web: self.web.as_deref(),
            manage_py: self.manage_py.as_deref(),
            catalog: request.catalog,
            facts: request.facts,
            is_shared: &is_shared,
            on_conflict: request.on_conflict,
        };
        let answers = own.answers(&place.work, given, prompter)??;
        let outcome = own.run(&place.work, &answers)?;
        Ok((answers, outcome))
    }
}
