//! An image's name: registry, repository, tag.

/// Where the images of Docker's own registry are, as a name may say.
const HUB: [&str; 3] = ["docker.io/library/", "docker.io/", "library/"];

/// What a name says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Image {
    /// Without Docker's own registry: `redis`, `valkey/valkey`, `ghcr.io/who/what`.
    pub(crate) repository: String,
    /// Empty where there is none.
    pub(crate) tag: String,
    /// Whether a digest names the very image.
    pub(crate) digest: bool,
}

impl Image {
    pub(crate) fn parse(name: &str) -> Self {
        let (name, digest) = match name.split_once('@') {
            Some((name, _)) => (name, true),
            None => (name, false),
        };
        // A colon before a slash is that of a registry's port.
        let (repository, tag) = match name.rsplit_once(':') {
            Some((repository, tag)) if !tag.contains('/') => (repository, tag),
            _ => (name, ""),
        };
        let mut hubs = HUB.iter();
        let repository = hubs
            .find_map(|hub| repository.strip_prefix(hub))
            .unwrap_or(repository);
        Self {
            repository: repository.to_owned(),
            tag: tag.to_owned(),
            digest,
        }
    }

    /// The last part of the repository's name.
    pub(crate) fn name(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }

    /// The numbers at the start of the tag: `8.2-alpine` has two.
    pub(crate) fn version(&self) -> Vec<u32> {
        let tag = self.tag.strip_prefix('v').unwrap_or(&self.tag);
        let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.');
        let numbers = tag[..end.unwrap_or(tag.len())].split('.');
        numbers.map_while(|number| number.parse().ok()).collect()
    }

    /// Whether a part of the tag is one of these names.
    pub(crate) fn is_named(&self, names: &[String]) -> bool {
        self.tag
            .split('-')
            .any(|part| names.iter().any(|name| name == part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, repository, tag, version) in [
            ("redis", "redis", "", vec![]),
            ("redis:8.2-alpine", "redis", "8.2-alpine", vec![8, 2]),
            ("docker.io/library/redis:8", "redis", "8", vec![8]),
            (
                "docker.io/valkey/valkey:8.1",
                "valkey/valkey",
                "8.1",
                vec![8, 1],
            ),
            ("localhost:5000/shop", "localhost:5000/shop", "", vec![]),
            (
                "localhost:5000/shop:v1.2.3",
                "localhost:5000/shop",
                "v1.2.3",
                vec![1, 2, 3],
            ),
            ("redis:alpine3.20", "redis", "alpine3.20", vec![]),
        ] {
            let image = Image::parse(name);
            assert_eq!(
                (image.repository.as_str(), image.tag.as_str()),
                (repository, tag)
            );
            assert_eq!(image.version(), version, "{name}");
        }
        assert!(Image::parse("redis@sha256:00").digest);
        assert_eq!(Image::parse("bitnami/redis:8").name(), "redis");
    }
}
