//! Django's releases and the Pythons that they run on; the table is `releases.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::embedded;
use crate::version;

/// Release → the oldest Python that it installs on, and the newest that its documentation names.
static RELEASES: LazyLock<BTreeMap<String, [String; 2]>> =
    LazyLock::new(|| embedded::table!("src/inspect/versions/releases.toml"));

/// A minor release of Django.
#[derive(Clone, Copy)]
pub(super) struct Release {
    /// Major and minor: `4.2`.
    pub(super) django: &'static str,
    /// The oldest Python that it installs on.
    pub(super) oldest: &'static str,
    /// The newest that it was made for.
    pub(super) newest: &'static str,
}

/// Every release, the newest first.
pub(super) fn all() -> impl Iterator<Item = Release> + Clone {
    let mut rows: Vec<_> = RELEASES.iter().collect();
    rows.sort_by(|(one, _), (other, _)| version::compare(other, one));
    rows.into_iter().map(|(django, [oldest, newest])| Release {
        django,
        oldest,
        newest,
    })
}

/// The release of a version, `4.2.3`.
pub(super) fn named(version: &str) -> Option<Release> {
    let minor = version::minor(version);
    all().find(|release| release.django == minor)
}
