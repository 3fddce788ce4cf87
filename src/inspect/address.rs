//! The address of a server: `redis://user@localhost:6379/1`, or `localhost:11211` where there is no scheme.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::environment::Environment;

/// Names by which a machine reaches itself.
const LOCAL: [&str; 4] = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];

/// A server on the developer's own machine that a setting names literally.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(default)]
pub struct Address {
    /// The setting, dotted below the first level: `CACHES.default.LOCATION`.
    pub setting: String,
    /// The address without a user's name and password; `host:port` where there is no scheme.
    pub address: String,
    /// Whether it stands in a list.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub list: bool,
    /// Whether the setting is the host alone, beside its port.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub host_only: bool,
    /// The environments whose settings have it, where not all do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<Environment>,
}

/// An address, taken apart.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct AddressParts {
    /// `redis`; empty where there is none.
    pub scheme: String,
    /// The host's name or address, without the port.
    pub host: String,
    /// The port, if it is named.
    pub port: Option<u16>,
    /// What follows, with its slash or question mark.
    pub path: String,
}

impl AddressParts {
    /// Reads `scheme://[user@]host[:port][/path]` or `host:port`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((scheme, rest)) = text.split_once("://") else {
            let (host, port) = text.rsplit_once(':')?;
            let word = |c: char| c.is_ascii_alphanumeric() || ".-_[]:".contains(c);
            let port = Some(port.parse().ok()?);
            let known = !host.is_empty() && host.chars().all(word);
            return known.then(|| Self {
                host: host.to_owned(),
                port,
                ..Self::default()
            });
        };
        let word = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        if scheme.is_empty() || !scheme.chars().all(word) {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let server = authority.rsplit_once('@').map_or(authority, |(_, it)| it);
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
            _ => (server, None),
        };
        Some(Self {
            scheme: scheme.to_ascii_lowercase(),
            host: host.to_owned(),
            port,
            path: path.to_owned(),
        })
    }

    /// Whether it is on the machine itself.
    #[must_use]
    pub fn is_local(&self) -> bool {
        LOCAL.contains(&self.host.as_str())
    }

    /// The address without a user's name and password.
    #[must_use]
    pub fn text(&self) -> String {
        let scheme = if self.scheme.is_empty() {
            String::new()
        } else {
            format!("{}://", self.scheme)
        };
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}{}{port}{}", self.host, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, Option<u16>, String) {
        let AddressParts {
            scheme,
            host,
            port,
            path,
        } = AddressParts::parse(text).unwrap();
        (scheme, host, port, path)
    }

    #[test]
    fn an_address_is_taken_apart() {
        let found = parts("rediss://:a@b@localhost:6379/1?ssl=1");
        assert_eq!(
            found,
            (
                "rediss".into(),
                "localhost".into(),
                Some(6379),
                "/1?ssl=1".into()
            )
        );
        let found = parts("amqp://guest:guest@localhost//");
        assert_eq!(
            found,
            ("amqp".into(), "localhost".into(), None, "//".into())
        );
        let found = parts("127.0.0.1:11211");
        assert_eq!(
            found,
            (
                String::new(),
                "127.0.0.1".into(),
                Some(11211),
                String::new()
            )
        );
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "django-db",
            "a b:1",
            "localhost",
            ":80",
            "C:\\temp",
            "://x",
            "cache+memory",
        ] {
            assert_eq!(AddressParts::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_password_is_not_part_of_the_text() {
        let parts = AddressParts::parse("redis://:secret@localhost:6379/0").unwrap();
        assert!(parts.is_local());
        assert_eq!(parts.text(), "redis://localhost:6379/0");
    }
}
