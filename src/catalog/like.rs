//! Services that are like others. The build script has this file too, for the pack that is built in.

use toml::{Table, Value};

/// The lists of a manifest in which the first that fits counts.
const IN_ORDER: [&str; 2] = ["adopted", "variable"];

/// What a service is recognised by, and no other that is like it.
const SIGNS: &str = "signs";

/// Where the services' folders lie.
pub(crate) const SERVICES: &str = "services/";

/// The file in such a folder that says what the service is.
pub(crate) const MANIFEST: &str = "service.toml";

/// The path of a service's manifest.
pub(crate) fn path(name: &str) -> String {
    format!("{SERVICES}{name}/{MANIFEST}")
}

/// A service's manifest, and under it the one that it is like: what it says itself counts, and comes first. `other` gives
/// the manifest of the service of a name.
pub(crate) fn whole<E>(
    own: Table,
    name: &str,
    other: impl FnOnce(&str) -> Result<Table, E>,
) -> Result<Table, E> {
    let mut own = used(own, name);
    if let Some(like) = own.remove("like") {
        let like = like.as_str().unwrap_or_default();
        let mut other = used(other(like)?, like);
        other.remove(SIGNS);
        for (key, value) in other {
            match (own.get_mut(&key), value) {
                (None, value) => {
                    own.insert(key, value);
                }
                (Some(Value::Array(own)), Value::Array(more)) => {
                    own.extend(
                        more.into_iter()
                            .filter(|_| IN_ORDER.contains(&key.as_str())),
                    );
                }
                _ => {}
            }
        }
    }
    Ok(own)
}

/// A service that has signs is for what they show, unless it says what it is for.
fn used(mut own: Table, name: &str) -> Table {
    if own.contains_key(SIGNS) && !own.contains_key("uses") {
        own.insert("uses".to_owned(), vec![name].into());
    }
    own
}
