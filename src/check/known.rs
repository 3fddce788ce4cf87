//! What the catalogue, and a table of images, know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::read::Image;
use super::what::Role;
use crate::catalog::{Catalog, DATABASE, DataFolder};
use crate::embedded;

/// The table of images.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    database: Vec<String>,
    private: Vec<String>,
    names: BTreeMap<String, Vec<String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| embedded::table!("src/check/images.toml"));

/// Passwords that are tried first.
static WEAK: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("weak.txt").lines().collect());

/// A key of `.env` that the stack knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    /// Whether its value is a secret.
    pub(crate) secret: bool,
    /// Whether djdock can make a value.
    pub(crate) made: bool,
}

/// What is known about images and keys.
#[derive(Debug)]
pub(crate) struct Known {
    /// By repository: how many numbers a tag must begin with, and the image that the pack has itself.
    pins: BTreeMap<String, (usize, Option<String>)>,
    /// Repositories of databases in the catalogue.
    databases: Vec<String>,
    /// Repositories of its other servers.
    servers: Vec<String>,
    data: Vec<(Vec<String>, Vec<DataFolder>)>,
    /// Whose secret a key is, by the title of the service; in the catalogue's order.
    owners: Vec<(String, String)>,
    pub(crate) keys: Vec<Key>,
}

impl Known {
    pub(crate) fn new(catalog: &Catalog, keys: Vec<Key>) -> Self {
        let mut pins = BTreeMap::new();
        let mut pin = |image: &str, numbers: Option<usize>| {
            let example = (!image.contains('{')).then(|| image.to_owned());
            let image = Image::parse(image);
            // Major and minor will do.
            let numbers = numbers.unwrap_or(image.version().len()).min(2);
            pins.entry(image.repository).or_insert((numbers, example));
        };
        for base in &catalog.manifest.bases {
            // Python's version is major and minor.
            pin(&base.image, Some(2));
        }
        for image in catalog.manifest.images.values() {
            pin(image, None);
        }
        let (mut databases, mut servers) = (Vec::new(), Vec::new());
        let (mut data, mut owners) = (Vec::new(), Vec::new());
        for service in &catalog.services {
            let releases = service.manifest.releases.iter();
            let images: Vec<&String> = releases
                .filter_map(|release| release.image.as_ref())
                .collect();
            for image in &images {
                pin(image, None);
            }
            let images = images.iter().map(|image| Image::parse(image).repository);
            let repositories: Vec<String> = images.collect();
            if service.provides(DATABASE) {
                databases.extend(repositories.clone());
            } else if service.is_server() {
                servers.extend(repositories.clone());
            }
            let title = &service.manifest.title;
            owners.extend(service.secrets().map(|it| (it.name.clone(), title.clone())));
            if !service.manifest.data.is_empty() {
                data.push((repositories, service.manifest.data.clone()));
            }
        }
        Self {
            pins,
            databases,
            servers,
            data,
            owners,
            keys,
        }
    }

    /// Whose secret a key is that the stack does not know: the title of a service that it has no longer.
    pub(crate) fn former_owner(&self, key: &str) -> Option<&str> {
        let mut owners = self.owners.iter().filter(|_| self.key(key).is_none());
        let owner = owners.find(|(known, _)| known == key);
        owner.map(|(_, title)| title.as_str())
    }

    /// What an image is for.
    pub(crate) fn role(&self, image: &Image) -> Role {
        let is_in = |names: &[String]| names.iter().any(|name| name == image.name());
        if self.databases.contains(&image.repository) || is_in(&TABLE.database) {
            Role::Database
        } else if self.servers.contains(&image.repository) || is_in(&TABLE.private) {
            Role::Private
        } else {
            Role::Other
        }
    }

    /// Whether a tag says which release it is, to the number that the catalogue itself pins. Where that is not known, or
    /// the catalogue's own tag begins with no number, any digit does.
    pub(crate) fn is_pinned(&self, image: &Image) -> bool {
        let names = TABLE.names.get(&image.repository);
        let needed = self
            .pins
            .get(&image.repository)
            .map_or(0, |(numbers, _)| *numbers);
        let says = match needed {
            0 => image.tag.contains(|c: char| c.is_ascii_digit()),
            needed => image.version().len() >= needed,
        };
        says || image.digest || names.is_some_and(|names| image.is_named(names))
    }

    /// The image that the catalogue has of that name.
    pub(crate) fn example(&self, image: &Image) -> Option<&str> {
        self.pins.get(&image.repository)?.1.as_deref()
    }

    /// Where an image keeps its data; `None` for one that nothing is known of.
    pub(crate) fn data(&self, image: &Image) -> Option<&DataFolder> {
        let mut known = self.data.iter();
        let (_, rows) = known.find(|(repositories, _)| repositories.contains(&image.repository))?;
        let version: Vec<String> = image.version().iter().map(ToString::to_string).collect();
        DataFolder::of(rows, &version.join("."))
    }

    /// Whether a password is one that everybody tries first.
    pub(crate) fn is_weak(password: &str) -> bool {
        let password = password.to_lowercase();
        WEAK.contains(&password.as_str())
    }

    pub(crate) fn key(&self, key: &str) -> Option<&Key> {
        self.keys.iter().find(|known| known.name == key)
    }

    /// Whether a key holds a secret, by what the stack says of it or by its name.
    pub(crate) fn is_secret(&self, key: &str) -> bool {
        const MARKS: [&str; 5] = ["PASSWORD", "PASSWD", "SECRET", "SECRET_KEY", "TOKEN"];
        // Switches of images are no passwords: MYSQL_ALLOW_EMPTY_PASSWORD.
        let switch = ["ALLOW_", "RANDOM_"].iter().any(|mark| key.contains(mark));
        let named = MARKS.iter().any(|mark| key.to_uppercase().ends_with(mark)) && !switch;
        self.key(key).is_some_and(|known| known.secret) || named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_pack_pins_is_pinned() {
        let catalog = Catalog::embedded().unwrap();
        let known = Known::new(&catalog, Vec::new());
        let releases = catalog
            .services
            .iter()
            .flat_map(|service| &service.manifest.releases);
        for image in releases.filter_map(|release| release.image.as_ref()) {
            assert!(known.is_pinned(&Image::parse(image)), "{image}");
        }
        for (name, pinned) in [
            ("python:3.13-slim", true),
            ("python:3-slim", false),
            ("python:slim-trixie", false),
            ("redis:8", false),
            ("redis:8.0", true),
            ("redis:alpine", false),
            ("postgres", false),
            ("postgres:latest", false),
            ("postgres:16", true),
            ("postgres:16-alpine", true),
            ("debian:trixie-slim", true),
            ("debian:stable", false),
            ("who/what:3", true),
            ("who/what:edge", false),
            ("who/what:RELEASE.2026-01-31", true),
            ("node:22-trixie-slim", true),
            ("who/what@sha256:00", true),
        ] {
            assert_eq!(known.is_pinned(&Image::parse(name)), pinned, "{name}");
        }
    }
}
