//! Where services are reached, those of a compose file of the user's own among them.

use std::collections::BTreeMap;

use crate::catalog::Service;

/// A service of a compose file of the user's own that provides what an added one needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Theirs {
    /// The service of the catalogue that it is in all but its name.
    pub service: String,
    /// Its name in that file, which is its host name on the networks.
    pub host: String,
    /// The port at which it is reached, where that is known.
    pub port: Option<u16>,
}

/// The one of the user's own that stands for a service.
fn of<'run>(service: &Service, theirs: &'run [Theirs]) -> Option<&'run Theirs> {
    theirs.iter().find(|own| own.service == service.name)
}

/// Where what services provide is reached: the first that provides it counts.
pub(super) fn urls(services: &[&Service], theirs: &[Theirs]) -> BTreeMap<String, String> {
    let mut urls = BTreeMap::new();
    for service in services {
        for (capability, url) in &service.manifest.urls {
            let Some(url) = url_of(url, of(service, theirs)) else {
                continue;
            };
            urls.entry(capability.clone()).or_insert(url);
        }
    }
    urls
}

/// The same URL at a service of the user's own; none where it would need a name and a password of that one.
fn url_of(url: &str, own: Option<&Theirs>) -> Option<String> {
    let Some(own) = own else {
        return Some(url.to_owned());
    };
    let (scheme, rest) = url.split_once("://").filter(|_| !url.contains('@'))?;
    let (server, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let port = own.port.map(|port| format!(":{port}"));
    let usual = server.find(':').map(|at| server[at..].to_owned());
    let port = port.or(usual).unwrap_or_default();
    Some(format!("{scheme}://{}{port}{path}", own.host))
}

/// The containers that provide something, by capability: the first that provides it counts.
pub(super) fn servers(services: &[&Service], theirs: &[Theirs]) -> BTreeMap<String, String> {
    let mut servers = BTreeMap::new();
    for service in services {
        let own = of(service, theirs).map(|own| &own.host);
        let Some(host) = own.or_else(|| service.manifest.ready.first()) else {
            continue;
        };
        for capability in &service.manifest.provides {
            servers
                .entry(capability.clone())
                .or_insert_with(|| host.clone());
        }
    }
    servers
}

/// What the user's own services provide.
pub(super) fn provided(services: &[&Service], theirs: &[Theirs]) -> Vec<String> {
    let own = services
        .iter()
        .filter(|service| of(service, theirs).is_some());
    let provided = own.flat_map(|service| service.manifest.provides.clone());
    provided.collect()
}
