//! The two environments that a stack is rendered for.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One of the two stacks of a project.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    Hash,
    JsonSchema,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
    ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Code bind-mounted, `runserver`, debug on.
    Dev,
    /// Images, an application server behind nginx, debug off.
    Prod,
}

impl Environment {
    /// Both, in the order in which they are rendered and reported.
    pub const ALL: [Self; 2] = [Self::Dev, Self::Prod];

    /// The name in files, flags and marker lines: `dev` or `prod`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Prod => "prod",
        }
    }
}

impl std::fmt::Display for Environment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What the first line of a file that is one environment's own begins with; behind it, the environment's name.
pub const MARK: &str = "# djdock: ";

/// The bytes at a file's start within which its mark ends, where djdock wrote it.
pub const MARK_WITHIN: u64 = 64;

/// A text without its mark; as it is where it has none.
#[must_use]
pub fn without_mark(text: &str) -> String {
    let is_shebang = |line: &&str| line.starts_with("#!");
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let first = lines.iter().position(|line| !is_shebang(line));
    if let Some(first) = first.filter(|_| of(text).is_some()) {
        lines.remove(first);
    }
    lines.concat()
}

/// Whose file a text is, by its first line, or by the second after a shebang; `None` where both environments have it
/// alike. git's merge driver reads the same mark.
#[must_use]
pub fn of(text: &str) -> Option<Environment> {
    let first = text.lines().find(|line| !line.starts_with("#!"))?;
    let name = first.strip_prefix(MARK)?;
    let mut all = Environment::ALL.into_iter();
    all.find(|environment| environment.name() == name)
}
