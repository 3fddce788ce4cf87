//! `ports:` of a compose service: what is published where.

use std::net::IpAddr;

use crate::compose::Port;
use crate::yaml::Value;

/// More ports than a range of anybody's has.
const RANGE: u16 = 200;

/// One published port, or a range that was written as one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct PortText {
    /// As written, variables and all: `127.0.0.1:${WEB_PORT:-8000}:8000`.
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// A port of the host.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Published {
    /// `None` for every address of the machine.
    pub(crate) address: Option<IpAddr>,
    pub(crate) port: u16,
    pub(crate) udp: bool,
}

impl PortText {
    /// An item of `ports:`; the long form is written as the short one, which may have all of its parts in one variable.
    pub(super) fn of(item: &Value, line: usize) -> Option<Self> {
        let text = match item.as_text() {
            Some(text) => text.to_owned(),
            None => Port::of(item)?.to_string(),
        };
        Some(Self { text, line })
    }
}

impl Published {
    pub(crate) fn is_loopback(self) -> bool {
        self.address.is_some_and(|address| address.is_loopback())
    }

    /// Whether the two cannot both be published.
    pub(crate) fn collides(self, other: Self) -> bool {
        let address =
            self.address.is_none() || other.address.is_none() || self.address == other.address;
        self.port == other.port && self.udp == other.udp && address
    }
}

/// The ports of the host that a text publishes, its variables expanded; none where Docker chooses one, or where it
/// makes no sense.
pub(crate) fn published(text: &str) -> Vec<Published> {
    let (text, protocol) = text.rsplit_once('/').unwrap_or((text, "tcp"));
    let udp = protocol.eq_ignore_ascii_case("udp");
    let Some((host, _container)) = text.rsplit_once(':') else {
        return Vec::new();
    };
    let (address, ports) = match host.rsplit_once(':') {
        Some((address, ports)) => (address, ports),
        None => ("", host),
    };
    let address = address.trim_start_matches('[').trim_end_matches(']');
    let address = match address {
        "" => None,
        "localhost" => Some(IpAddr::from([127, 0, 0, 1])),
        address => match address.parse::<IpAddr>() {
            Ok(address) if address.is_unspecified() => None,
            Ok(address) => Some(address),
            Err(_) => return Vec::new(),
        },
    };
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) else {
        return Vec::new();
    };
    let last = last.min(first.saturating_add(RANGE));
    let ports = (first..=last).filter(|port| *port != 0);
    ports.map(|port| Published { address, port, udp }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let ports = published(text).into_iter();
        ports
            .map(|it| {
                let address = it
                    .address
                    .map_or("*".to_owned(), |address| address.to_string());
                format!("{address} {}{}", it.port, if it.udp { " udp" } else { "" })
            })
            .collect()
    }

    #[test]
    fn every_form_is_read() {
        for (text, ports) in [
            ("80:80", vec!["* 80"]),
            ("0.0.0.0:80:80", vec!["* 80"]),
            ("[::]:80:80", vec!["* 80"]),
            ("127.0.0.1:8080:80", vec!["127.0.0.1 8080"]),
            ("[::1]:8080:80/udp", vec!["::1 8080 udp"]),
            ("8000-8001:90-91", vec!["* 8000", "* 8001"]),
            ("443", vec![]),
            ("127.0.0.1::80", vec![]),
            (":80/tcp", vec![]),
            ("nobody:80:80", vec![]),
        ] {
            assert_eq!(shown(text), ports, "{text}");
        }
    }

    #[test]
    fn every_address_is_in_the_way_of_each() {
        let port = |text: &str| published(text)[0];
        assert!(port("80:1").collides(port("127.0.0.1:80:1")));
        assert!(!port("127.0.0.2:80:1").collides(port("127.0.0.1:80:1")));
        assert!(!port("80:1/udp").collides(port("80:1")));
    }
}
