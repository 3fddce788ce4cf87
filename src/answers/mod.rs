//! The choices: what flags, `djdock.toml` and the wizard say, in one value.

mod ask;
mod check;
mod defaults;
mod existing;
mod file;
mod options;
mod prompter;
mod services;

pub(crate) use check::check_branch;

pub use ask::{AskError, Situation, ask};
pub use existing::{CHOICES, EVERY_FILE, Existing, beside, existing_for, parse_existing};
pub use file::{AnswersFileError, read, render};
pub use options::{OptionAnswer, options_given, parse_option};
pub use prompter::{Defaults, PromptError, Prompter, Question, Scripted};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalog::{Offer, Service};

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

/// Every choice, made.
#[derive(Clone, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Answers {
    /// The first part of the compose projects' names.
    pub name: String,
    /// Where the environments live.
    pub layout: Layout,
    /// dev's branch.
    pub dev_branch: String,
    /// prod's branch.
    pub prod_branch: String,
    /// `manage.py`, from the repository's root.
    pub manage_py: String,
    /// dev's settings module.
    pub settings: String,
    /// prod's.
    pub prod_settings: String,
    /// The Python version, major and minor.
    pub python: String,
    /// The database service.
    pub db: String,
    /// The one that it replaced, as long as its rows may be carried over.
    pub former_db: Option<String>,
    /// The other services.
    pub with: Vec<String>,
    /// Those among them that came along for another one, and go with it.
    pub brought: Vec<String>,
    /// The folder of another template pack than the built-in one, from the root.
    pub pack: Option<String>,
    /// The application server of prod.
    pub server: String,
    /// Whether prod starts with the rows of the sqlite file.
    pub import_data: bool,
    /// The host names that prod answers to, beside localhost.
    pub domain: Vec<String>,
    /// dev's port on the host.
    pub dev_port: u16,
    /// prod's port on the host.
    pub prod_port: u16,
    /// What becomes of files of the user's own under names that djdock writes; `*` is for every other.
    pub existing: BTreeMap<String, Existing>,
    /// What was chosen about services, by service and key; a service's default where nothing was.
    pub set: Options,
}

/// Choices about services, by service and key.
pub type Options = BTreeMap<String, BTreeMap<String, String>>;

impl Answers {
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

/// The choices that one source names: flags, an answers file, or `djdock.toml`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are those of Answers")]
pub struct PartialAnswers {
    pub version: Option<u32>,
    pub name: Option<String>,
    pub layout: Option<Layout>,
    pub dev_branch: Option<String>,
    pub prod_branch: Option<String>,
    pub manage_py: Option<String>,
    pub settings: Option<String>,
    pub prod_settings: Option<String>,
    pub python: Option<String>,
    pub db: Option<String>,
    pub former_db: Option<String>,
    pub with: Option<Vec<String>>,
    pub brought: Option<Vec<String>>,
    pub pack: Option<String>,
    pub server: Option<String>,
    pub import_data: Option<bool>,
    pub domain: Option<Vec<String>>,
    pub dev_port: Option<u16>,
    pub prod_port: Option<u16>,
    pub existing: Option<BTreeMap<String, Existing>>,
    pub set: Option<Options>,
}

/// One source's choices about services, and the other's where it is silent.
fn merged(options: Option<Options>, other: Option<Options>) -> Option<Options> {
    let (Some(mut options), Some(other)) = (options.clone(), other.clone()) else {
        return options.or(other);
    };
    for (service, choices) in other {
        let own = options.entry(service).or_default();
        for (key, value) in choices {
            own.entry(key).or_insert(value);
        }
    }
    Some(options)
}

impl PartialAnswers {
    /// These answers, and where they are silent, the other's.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            version: self.version.or(other.version),
            name: self.name.or(other.name),
            layout: self.layout.or(other.layout),
            dev_branch: self.dev_branch.or(other.dev_branch),
            prod_branch: self.prod_branch.or(other.prod_branch),
            manage_py: self.manage_py.or(other.manage_py),
            settings: self.settings.or(other.settings),
            prod_settings: self.prod_settings.or(other.prod_settings),
            python: self.python.or(other.python),
            db: self.db.or(other.db),
            former_db: self.former_db.or(other.former_db),
            with: self.with.or(other.with),
            brought: self.brought.or(other.brought),
            pack: self.pack.or(other.pack),
            server: self.server.or(other.server),
            import_data: self.import_data.or(other.import_data),
            domain: self.domain.or(other.domain),
            dev_port: self.dev_port.or(other.dev_port),
            prod_port: self.prod_port.or(other.prod_port),
            existing: self.existing.or(other.existing),
            set: merged(self.set, other.set),
        }
    }
}
