//! Servers on the developer's own machine that settings name literally: in a container they are somewhere else.

use std::collections::BTreeMap;

use super::address::{Address, AddressParts};
use super::evaluations::Evaluations;
use super::facts::{settled, text};
use super::signs::Uses;
use crate::environment::Environment;
use crate::python::{Evaluation, Term, Value};

/// Schemes of addresses that are no server of the stack's: pages, and the sockets of browsers.
const OTHERS: [&str; 4] = ["http", "https", "ws", "wss"];

/// Settings that are read elsewhere, or hold names of this machine for other reasons.
const SKIPPED: [&str; 3] = ["DATABASES", "ALLOWED_HOSTS", "INTERNAL_IPS"];

/// How the parts of an address are called where a dict holds them apart.
const APART: [(&str, &str); 2] = [("HOST", "PORT"), ("host", "port")];

/// How deep dicts are followed.
const DEPTH: u8 = 6;

/// The addresses, by setting, and where each stands.
pub(super) fn addresses(
    evaluations: &Evaluations,
    uses: &Uses,
    evidence: &mut BTreeMap<String, String>,
) -> Vec<Address> {
    let mut found: BTreeMap<String, (Address, String)> = BTreeMap::new();
    for environment in Environment::ALL {
        for (address, at) in literal(evaluations.of(environment), uses) {
            let setting = address.setting.clone();
            let (known, _) = found.entry(setting).or_insert((address, at));
            known.environments.push(environment);
        }
    }
    let keep = |(mut address, at): (Address, String)| {
        evidence.insert(format!("addresses.{}", address.setting), at);
        if address.environments.len() == Environment::ALL.len() {
            address.environments.clear();
        }
        address
    };
    found.into_values().map(keep).collect()
}

fn literal(evaluation: &Evaluation, uses: &Uses) -> Vec<(Address, String)> {
    let mut found = Vec::new();
    for (name, term) in evaluation.names() {
        let setting = name.chars().next().is_some_and(char::is_uppercase)
            && !name.chars().any(char::is_lowercase)
            && !SKIPPED.contains(&name);
        if setting {
            walk(name, term, 0, uses, &mut found);
        }
    }
    found
}

/// Looks through a setting, and through the dicts below it. What comes from the environment is no literal.
fn walk(path: &str, term: &Term, depth: u8, uses: &Uses, found: &mut Vec<(Address, String)>) {
    if depth > DEPTH || !term.names().is_empty() {
        return;
    }
    let Some(term) = settled(term) else {
        return;
    };
    let mut note = |setting: &str, address: &AddressParts, list: bool, host_only: bool| {
        let address = Address {
            setting: setting.to_owned(),
            address: address.text(),
            list,
            host_only,
            environments: Vec::new(),
        };
        found.push((address, term.at.to_string()));
    };
    match &term.value {
        Value::Str(_) => {
            if let Some(address) = text(&term).and_then(|text| server(&text, uses)) {
                note(path, &address, false, false);
            }
        }
        Value::Sequence(sequence) => {
            let mut items = sequence.items.iter().map(|item| {
                let item = settled(item).filter(|_| item.names().is_empty())?;
                text(&item)
                    .and_then(|text| server(&text, uses))
                    .or_else(|| pair(&item, uses))
            });
            // One server: several on one machine are somebody's experiment.
            if let (Some(Some(address)), None) = (items.next(), items.next()) {
                note(path, &address, true, false);
            }
        }
        Value::Dict(dict) => {
            for (host, port) in APART {
                let (host_term, port) = (dict.get(host), dict.get(port));
                if let Some(address) = apart(host_term, port, uses) {
                    note(&format!("{path}.{host}"), &address, false, true);
                }
            }
            for (key, value) in dict.entries.iter() {
                if let Some(key) = key.value.text().filter(|key| is_plain(key)) {
                    walk(&format!("{path}.{key}"), value, depth + 1, uses, found);
                }
            }
        }
        _ => {}
    }
}

/// A key that stands in dotted paths, and in quotes, as it is.
fn is_plain(key: &str) -> bool {
    key.chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

/// A text that is the address of a server on this machine.
fn server(text: &str, uses: &Uses) -> Option<AddressParts> {
    let address = AddressParts::parse(text)?;
    let known = if address.scheme.is_empty() {
        address.port.is_some_and(|port| uses.has_port(port))
    } else {
        !OTHERS.contains(&address.scheme.as_str())
    };
    (known && address.is_local()).then_some(address)
}

/// The host and port of a tuple or list such as `("localhost", 6379)`.
fn pair(term: &Term, uses: &Uses) -> Option<AddressParts> {
    let Value::Sequence(sequence) = &term.value else {
        return None;
    };
    match sequence.items.as_slice() {
        [host, port] => apart(Some(host), Some(port), uses),
        _ => None,
    }
}

fn apart(host: Option<&Term>, port: Option<&Term>, uses: &Uses) -> Option<AddressParts> {
    let literal = |term: &Term| term.names().is_empty().then(|| settled(term)).flatten();
    let host = text(&literal(host?)?)?;
    let port = match literal(port?)?.value {
        Value::Int(port) => port.to_string(),
        Value::Str(port) => port.to_string(),
        _ => return None,
    };
    server(&format!("{host}:{port}"), uses)
}
