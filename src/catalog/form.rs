//! What answers must look like. A manifest may name those forms that are safe in YAML and in shells.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::version;

/// What the answer about a service must look like: it ends up in YAML, and in shells.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Letters, digits and `._@:/+-`; it may be empty.
    #[default]
    Word,
    /// A whole number from 0, as `u32` holds it.
    Number,
    /// A port of the host.
    Port,
    /// `yes` or `no`, in these words.
    YesNo,
    /// Anything: what it ends up in quotes it.
    #[serde(skip)]
    Any,
    /// A branch of git's.
    #[serde(skip)]
    Branch,
    /// A host name or address.
    #[serde(skip)]
    Host,
    /// A compose project's name.
    #[serde(skip)]
    Project,
    /// A Python version, major and minor.
    #[serde(skip)]
    Python,
}

impl Form {
    /// Whether an answer is of this form.
    #[must_use]
    pub fn accepts(self, answer: &str) -> bool {
        match self {
            Self::Word => is_word(answer),
            Self::Number => answer.parse::<u32>().is_ok(),
            Self::Port => is_port(answer),
            Self::YesNo => ["yes", "no"].contains(&answer),
            Self::Any => true,
            Self::Branch => is_branch(answer),
            Self::Host => is_host(answer),
            Self::Project => is_project(answer),
            Self::Python => is_python(answer),
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || "._@:/+-".contains(c))
}

/// 0 would be another one at every start.
fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0)
}

/// git's own rule for branch names.
fn is_branch(name: &str) -> bool {
    git2::Branch::name_is_valid(name).unwrap_or(false)
}

/// As `ALLOWED_HOSTS` takes it: it ends up in YAML and in nginx.
fn is_host(host: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    !host.is_empty() && host.chars().all(allowed) && !host.contains("://")
}

/// Compose's own rule for project names.
fn is_project(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    starts && name.chars().all(allowed)
}

fn is_python(python: &str) -> bool {
    let numbers = version::numbers(python);
    numbers.len() == 2 && version::minor(python) == python && numbers[0] == 3
}
