//! The choices: what flags, `djdock.toml` and the wizard say, in one value.

mod ask;
mod asking;
mod check;
mod defaults;
mod error;
mod existing;
mod file;
mod joined;
mod options;
mod prompter;
mod question;
mod questions;
mod said;
mod services;
mod table;
mod users_lines;
mod wanted;

pub(crate) use check::check_branch;

pub use ask::ask;
pub use asking::{Situation, likely_database};
pub use error::{AskError, PromptError};
pub use existing::{CHOICES, EVERY_FILE, Existing, beside, existing_for, parse_existing};
pub(crate) use file::VERSION;
pub use file::{AnswersFileError, read, read_merged, render};
pub(crate) use joined::union;
pub use options::{OptionAnswer, options_given, parse_option};
pub use prompter::{Defaults, Prompter, Scripted};
pub use question::{Kind, Question};
pub use questions::{AnswerFlags, Answers, BRANCHES, PartialAnswers};
pub use users_lines::users_lines;
pub use wanted::Wanted;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Offer, ROWS, Service};

/// Where the two environments live.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Each on a git branch of its own, under the usual names.
    Branches,
    /// Side by side in the work tree.
    Single,
}

impl Layout {
    /// The name in flags and files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Branches => "branches",
            Self::Single => "single",
        }
    }
}

/// Choices about services, by service and key.
pub type Options = BTreeMap<String, BTreeMap<String, String>>;

/// Whether a stack has what carries rows over: those of the sqlite file, or of the database that was replaced.
fn carries_rows(import_data: bool, previous_db: Option<&String>) -> bool {
    import_data || previous_db.is_some()
}

impl PartialAnswers {
    /// The services of a stack that stands, the database first.
    #[must_use]
    pub fn installed(&self, catalog: &Catalog) -> Vec<String> {
        let with = self.with.iter().flatten();
        let mut installed: Vec<String> = self.db.iter().chain(with).cloned().collect();
        if carries_rows(self.import_data == Some(true), self.previous_db.as_ref()) {
            let carriers = catalog.providers(ROWS).map(|service| service.name.clone());
            let further: Vec<String> = carriers.filter(|it| !installed.contains(it)).collect();
            installed.extend(further);
        }
        installed
    }
}

impl Answers {
    /// The services that these answers name: the database first, then the others in the catalogue's order.
    pub fn services<'catalog>(
        &self,
        catalog: &'catalog Catalog,
    ) -> impl Iterator<Item = &'catalog Service> {
        let carries = carries_rows(self.import_data, self.previous_db.as_ref());
        let database = catalog.service(&self.db);
        let others = catalog.services.iter().filter(move |service| {
            let named = self.with.contains(&service.name) && service.name != self.db;
            named || carries && service.provides(ROWS)
        });
        database.into_iter().chain(others)
    }

    /// Every choice about a service, the defaults among them.
    #[must_use]
    pub fn options_of(&self, service: &Service) -> BTreeMap<String, String> {
        let chosen = self.set.get(&service.name);
        let questions = service.manifest.questions.iter();
        questions
            .map(|question| {
                let own = chosen.and_then(|chosen| chosen.get(&question.key));
                (
                    question.key.clone(),
                    own.unwrap_or(&question.default).clone(),
                )
            })
            .collect()
    }
}

/// What an offer that is taken is answered with, and one that is not.
pub(crate) const TAKEN: [&str; 2] = ["yes", "no"];

impl Answers {
    /// Whether a service may write what a project lacks.
    #[must_use]
    pub fn takes(&self, service: &Service, offer: &Offer) -> bool {
        let Some(question) = &offer.question else {
            return true;
        };
        let chosen = self.set.get(&service.name);
        let answer = chosen.and_then(|chosen| chosen.get(&question.key));
        answer.is_some_and(|answer| answer == TAKEN[0])
    }
}
