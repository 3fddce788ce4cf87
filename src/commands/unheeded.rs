//! What git does to commits of its own, and djdock does not do to the commits that it makes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::workspace::Workspace;

/// The hooks that `git commit` runs.
const HOOKS: [&str; 4] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
];

/// What git does to a commit where it is told to, and was not done.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Unheeded {
    /// The commits are not signed.
    pub unsigned: bool,
    /// The hooks that did not run.
    pub hooks: Vec<&'static str>,
}

impl Workspace {
    /// What git would have done to commits of its own, and djdock does not: sign them, or run these hooks.
    #[must_use]
    pub fn unheeded(&self) -> Unheeded {
        let Some(repository) = &self.repository else {
            return Unheeded::default();
        };
        let config = repository.config().and_then(|mut it| it.snapshot());
        let Ok(config) = config else {
            return Unheeded::default();
        };
        let own = config.get_path("core.hooksPath").ok();
        let hooks = match own {
            Some(folder) => self.work.root().join(folder),
            None => repository.commondir().join("hooks"),
        };
        let runs = |name: &&&str| {
            let file = fs::metadata(hooks.join(name));
            file.is_ok_and(|file| file.permissions().mode() & 0o100 != 0)
        };
        Unheeded {
            unsigned: config.get_bool("commit.gpgsign").unwrap_or(false),
            hooks: HOOKS.iter().filter(runs).copied().collect(),
        }
    }
}
