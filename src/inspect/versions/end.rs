//! Versions that get no more security fixes; the table is `ends.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::embedded;
use crate::version;

#[derive(Deserialize)]
struct Ends {
    python: BTreeMap<String, String>,
    django: BTreeMap<String, String>,
}

static ENDS: LazyLock<Ends> = LazyLock::new(|| embedded::table!("src/inspect/versions/ends.toml"));

/// A version that gets no more security fixes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EndOfLife {
    /// What is no longer supported: `Python` or `Django`.
    pub name: &'static str,
    /// The release of it that the stack has: `3.8`.
    pub release: String,
    /// The month of its last fixes, `2024-10`.
    pub since: &'static str,
}

/// Which of a Python and a Django version are past their end.
#[must_use]
pub fn ends(python: Option<&str>, django: Option<&str>) -> Vec<EndOfLife> {
    let named = [
        ("Python", python, &ENDS.python),
        ("Django", django, &ENDS.django),
    ];
    let found = named.into_iter().filter_map(|(name, version, table)| {
        let release = version::minor(version?);
        let since = table.get(&release)?;
        Some(EndOfLife {
            name,
            release,
            since,
        })
    });
    found.collect()
}
