//! What a file, a group or an extra is for, by its name.

/// What is installed where.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Purpose {
    /// For work on the project: dev alone.
    Development,
    /// For its tests: dev alone, too.
    Test,
    /// For its deployment: prod alone.
    Production,
    /// For its manual, or for one that packages it: nobody runs the project with it.
    Aside,
    /// What the project needs wherever it runs.
    Base,
    /// The name does not tell.
    Other,
}

const NAMES: [(Purpose, &[&str]); 5] = [
    (
        Purpose::Development,
        &[
            "dev",
            "devel",
            "develop",
            "development",
            "local",
            "debug",
            "dev-packages",
        ],
    ),
    (
        Purpose::Test,
        &[
            "test", "tests", "testing", "ci", "lint", "linting", "linters", "quality", "qa",
            "types", "typing", "format",
        ],
    ),
    (
        Purpose::Production,
        &[
            "prod",
            "production",
            "deploy",
            "deployment",
            "live",
            "server",
            "docker",
            "container",
            "heroku",
        ],
    ),
    (
        Purpose::Aside,
        &[
            "doc",
            "docs",
            "documentation",
            "readthedocs",
            "rtd",
            "release",
            "build",
            "migrations",
            "migration",
            "packaging",
        ],
    ),
    (
        Purpose::Base,
        &[
            "",
            "base",
            "common",
            "main",
            "default",
            "core",
            "pip",
            "app",
            "all",
            "requirements",
            "project",
            "web",
        ],
    ),
];

/// The purpose that a name tells; of several words the one that tells most: `requirements-dev`, `prod_extra`.
pub(super) fn of_name(name: &str) -> Purpose {
    let name = name.to_ascii_lowercase();
    let known = |word: &str| {
        let mut rows = NAMES.iter();
        rows.find(|(_, words)| words.contains(&word))
            .map(|(purpose, _)| *purpose)
    };
    if let Some(purpose) = known(&name) {
        return purpose;
    }
    let words = name
        .split(['-', '_', '.', ' '])
        .filter(|word| !word.is_empty());
    let mut purposes: Vec<_> = words.map(known).collect();
    let first = purposes
        .iter()
        .flatten()
        .find(|purpose| **purpose != Purpose::Base);
    if let Some(purpose) = first {
        return *purpose;
    }
    // `requirements` alone is for everybody, `requirements-contribs` says nothing.
    purposes.retain(Option::is_none);
    if purposes.is_empty() {
        Purpose::Base
    } else {
        Purpose::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        let cases = [
            ("requirements", Purpose::Base),
            ("requirements-dev", Purpose::Development),
            ("dev_requirements", Purpose::Development),
            ("requirements.production", Purpose::Production),
            ("base", Purpose::Base),
            ("common_requirements", Purpose::Base),
            ("requirements-contribs", Purpose::Other),
            ("requirements-docs", Purpose::Aside),
            ("testing", Purpose::Test),
            ("dev-packages", Purpose::Development),
        ];
        for (name, purpose) in cases {
            assert_eq!(of_name(name), purpose, "{name}");
        }
    }
}
