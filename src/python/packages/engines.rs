//! Database engines by URL scheme and by their short name; the table is `engines.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::embedded;

#[derive(Deserialize)]
struct Engines {
    schemes: BTreeMap<String, String>,
    former: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
}

static ENGINES: LazyLock<Engines> =
    LazyLock::new(|| embedded::table!("src/python/packages/engines.toml"));

/// The engine that a database URL's scheme stands for.
pub(crate) fn of_scheme(scheme: &str) -> Option<&'static str> {
    ENGINES.schemes.get(scheme).map(String::as_str)
}

/// The short name of Django's own engines, the dotted path of any other.
pub(crate) fn short_name(engine: &str) -> String {
    let own = ["django.db.backends.", "django.contrib.gis.db.backends."]
        .iter()
        .find_map(|prefix| engine.strip_prefix(prefix));
    let Some(name) = own else {
        return engine.to_owned();
    };
    ENGINES
        .former
        .get(name)
        .map_or(name, String::as_str)
        .to_owned()
}

/// The kind of database that an engine speaks to, whatever it adds to Django's own of that kind; `None` where its name
/// does not tell.
pub(crate) fn kind(engine: &str) -> Option<&'static str> {
    let mut kinds = ENGINES.kinds.iter();
    let found = kinds.find(|(part, _)| engine.contains(part.as_str()));
    found.map(|(_, kind)| kind.as_str())
}

/// Whether an engine is one of Django's own, those for maps among them, by its short name.
pub(crate) fn is_djangos(short_name: &str) -> bool {
    !short_name.contains('.')
}
