//! The ports that a container publishes.

use std::fmt::{Display, Formatter, Result};

use super::split::parts;
use crate::yaml::Value;

/// One published port, or a range that was written as one, in the words of the compose file: variables are not
/// expanded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Port<'a> {
    /// The address of the host; `None` for each.
    pub address: Option<&'a str>,
    /// The port of the host; `None` where Docker chooses one.
    pub published: Option<&'a str>,
    /// The port in the container.
    pub target: &'a str,
    /// The protocol, `tcp` or `udp`.
    pub protocol: &'a str,
}

impl<'a> Port<'a> {
    /// An item of `ports:`; `None` where it names no port of the container.
    pub(crate) fn of(item: &'a Value) -> Option<Self> {
        match item.as_text() {
            Some(text) => Self::short(text),
            None => Self::long(item),
        }
    }

    /// Reads the short form: `127.0.0.1:8080:80/tcp`.
    fn short(text: &'a str) -> Option<Self> {
        let mut parts = parts(text);
        let target = parts.pop().filter(|target| !target.is_empty())?;
        let (target, protocol) = target.split_once('/').unwrap_or((target, "tcp"));
        let published = parts.pop().filter(|published| !published.is_empty());
        let address = parts.pop().filter(|address| !address.is_empty());
        Some(Self {
            address: address.map(|it| it.trim_matches(['[', ']'])),
            published,
            target,
            protocol,
        })
    }

    fn long(item: &'a Value) -> Option<Self> {
        let part = |key: &str| item.get(key).and_then(Value::as_text);
        Some(Self {
            address: part("host_ip").filter(|it| !it.is_empty()),
            published: part("published").filter(|it| !it.is_empty()),
            target: part("target")?,
            protocol: part("protocol").unwrap_or("tcp"),
        })
    }
}

/// The short form: `127.0.0.1:8080:80/tcp`.
impl Display for Port<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.address {
            Some(address) if address.contains(':') => write!(f, "[{address}]:")?,
            Some(address) => write!(f, "{address}:")?,
            None => {}
        }
        let published = self.published.unwrap_or_default();
        write!(f, "{published}:{}/{}", self.target, self.protocol)
    }
}
