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
    families: BTreeMap<String, String>,
    drivers: BTreeMap<String, String>,
    apps: BTreeMap<String, String>,
    narrower: BTreeMap<String, BTreeMap<String, String>>,
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

/// The engine of Django's that serves the same database as another engine, by a part of its name; `None` where that does
/// not tell.
pub(crate) fn family(engine: &str) -> Option<&'static str> {
    let mut families = ENGINES.families.iter();
    let found = families.find(|(part, _)| engine.contains(part.as_str()));
    found
        .map(|(_, family)| family.as_str())
        .or_else(|| kind(engine))
}

/// Packages that speak to one kind of database alone, and the short name of its engine.
pub(crate) fn drivers() -> impl Iterator<Item = (&'static str, &'static str)> {
    let drivers = ENGINES.drivers.iter();
    drivers.map(|(package, engine)| (package.as_str(), engine.as_str()))
}

/// The short name of the engine without which an app of `INSTALLED_APPS` does not work.
pub(crate) fn of_app(app: &str) -> Option<&'static str> {
    let mut apps = ENGINES.apps.iter();
    let found = apps.find(|(name, _)| is_within(app, name));
    found.map(|(_, engine)| engine.as_str())
}

/// The narrower engine that an app of `INSTALLED_APPS` asks for in place of one.
pub(crate) fn narrowed(app: &str, engine: &str) -> Option<&'static str> {
    let mut apps = ENGINES.narrower.iter();
    let (_, engines) = apps.find(|(name, _)| is_within(app, name))?;
    engines.get(engine).map(String::as_str)
}

/// Whether a dotted name is another one, or something in it.
fn is_within(name: &str, other: &str) -> bool {
    let rest = name.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether an engine is one of Django's own, those for maps among them, by its short name.
pub(crate) fn is_djangos(short_name: &str) -> bool {
    !short_name.contains('.')
}
