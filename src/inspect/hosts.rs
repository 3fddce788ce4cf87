//! The hosts that prod's settings name; the table is `hosts.toml`.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;
use std::sync::LazyLock;

use serde::Deserialize;

use super::error::InspectError;
use super::evaluations::Evaluations;
use super::facts::{settled, strings_of};
use super::project::Project;
use crate::embedded;
use crate::environment::Environment;
use crate::python::syntax::{How, Module};
use crate::python::{Evaluation, Sources, Term, Value, evaluate_in, read_python};
use crate::tree::OverlayTree;

/// The setting that says to which hosts Django answers.
const HOSTS: &str = "ALLOWED_HOSTS";
/// The one that says which sites may post forms.
const ORIGINS: &str = "CSRF_TRUSTED_ORIGINS";
/// The one on which prod never has.
const DEBUG: &str = "DEBUG";

/// Names that never lead to a server of the project's own.
#[derive(Deserialize)]
struct Table {
    local: Vec<String>,
    private: Vec<String>,
    elsewhere: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| embedded::table!("src/inspect/hosts.toml"));

/// Fills in the hosts that prod's settings name literally, as they are without DEBUG, and whether they name origins.
///
/// Addresses of private networks are kept, for those are an intranet's; this machine's are the stack's own to allow, and a
/// pattern for every host is no name. What is under a tunnel's or another platform's name never comes here, and would let
/// its other customers in.
pub(super) fn fill(
    sources: &Sources,
    folder: &str,
    evaluations: &Evaluations,
    project: &mut Project,
) -> Result<(), InspectError> {
    let evaluation = evaluations.of(Environment::Prod);
    let Some(mut term) = evaluation.get(HOSTS) else {
        return Ok(());
    };
    let other = if matches!(term.value, Value::Either(_)) {
        without_debug(sources, folder, evaluation, project)?
    } else {
        without_literal(sources, folder, evaluation, project)?
    };
    term = other.unwrap_or(term);
    for (text, item) in strings_of(&term) {
        // One that a variable gives is for that variable to say.
        if matches!(item.value, Value::Str(_))
            && let Some(host) = host(&text).filter(|host| !project.hosts.allowed.contains(host))
        {
            project.hosts.allowed.push(host);
            let evidence = project.evidence.entry("hosts.allowed".to_owned());
            evidence.or_insert_with(|| item.at.to_string());
        }
    }
    let origins = evaluation.get(ORIGINS);
    let is_own = |term: &Term| match settled(term).map(|term| term.value) {
        Some(Value::Sequence(origins)) => !origins.items.is_empty() || origins.open,
        Some(_) | None => true,
    };
    let origins = origins.filter(|term| term.names().is_empty() && is_own(term));
    if let Some(term) = origins.filter(|term| !matches!(term.value, Value::Unbound | Value::None)) {
        let fact = "hosts.trusts_origins".to_owned();
        project.evidence.insert(fact, term.at.to_string());
        project.hosts.trusts_origins = true;
    }
    Ok(())
}

/// The hosts of prod's settings where the variables that say DEBUG say no.
fn without_debug(
    sources: &Sources,
    folder: &str,
    evaluation: &Evaluation,
    project: &Project,
) -> Result<Option<Term>, InspectError> {
    let feeds = project
        .environment
        .iter()
        .filter(|variable| variable.settings.iter().any(|setting| setting == DEBUG));
    let set = feeds.map(|variable| {
        let spelling = project.spellings.get(&variable.name);
        let no = spelling.and_then(|spelling| spelling.no.clone());
        (
            variable.name.clone(),
            no.unwrap_or_else(|| "False".to_owned()),
        )
    });
    let set: BTreeMap<String, String> = set.collect();
    if set.keys().all(|name| !evaluation.can_follow(name)) {
        return Ok(None);
    }
    let (module, class) = of_prod(project);
    let found = evaluate_in(sources, folder, module, class, &set)?;
    Ok(found.get(HOSTS))
}

/// The hosts of prod's settings where those write DEBUG as `True`, and say more than once what the hosts are: as they are
/// with `False` in its place. A value alone cannot hang on it.
fn without_literal(
    sources: &Sources,
    folder: &str,
    evaluation: &Evaluation,
    project: &Project,
) -> Result<Option<Term>, InspectError> {
    let (mut files, mut bindings, mut is_nested) = (BTreeMap::new(), 0, false);
    for path in &evaluation.files {
        let Some(text) = read_python(sources.tree(), path)? else {
            continue;
        };
        let Ok(module) = Module::parse(&text) else {
            continue;
        };
        for (_, binding) in module.bindings(HOSTS) {
            bindings += 1;
            is_nested |= binding.nested;
        }
        let on = module
            .bindings(DEBUG)
            .filter_map(|(_, binding)| match &binding.how {
                How::Value(value) => (module.text_of(value) == "True").then(|| value.span.clone()),
                _ => None,
            });
        let mut on: Vec<_> = on.collect();
        on.sort_by_key(|span| std::cmp::Reverse(span.start));
        if !on.is_empty() {
            let mut off = text.clone();
            for span in on {
                off.replace_range(span, " False");
            }
            files.insert(path.clone(), Some(off));
        }
    }
    if files.is_empty() || (bindings < 2 && !is_nested) {
        return Ok(None);
    }
    let tree = OverlayTree::new(sources.tree(), files);
    let (module, class) = of_prod(project);
    let found = sources
        .beside(Rc::new(tree))
        .evaluate(folder, module, class)?;
    Ok(found.get(HOSTS))
}

/// prod's settings module, and the class of it that holds the settings.
fn of_prod(project: &Project) -> (&str, Option<&str>) {
    let settings = &project.settings;
    let module = settings.environments.get(&Environment::Prod);
    let class = settings.configurations.get(&Environment::Prod);
    let module = module.unwrap_or(&settings.module);
    (module, class.map(String::as_str))
}

/// A host as `ALLOWED_HOSTS` takes it, in lower case; `None` where it is none, or never leads to a server of one's own.
fn host(text: &str) -> Option<String> {
    let host = text.trim().to_ascii_lowercase();
    let name = host.strip_prefix('.').unwrap_or(&host);
    let is_known = match address(name) {
        Some(address) => !address.is_loopback() && !address.is_unspecified() && name == host,
        None => is_name(name) && !is_under(name, &TABLE.elsewhere) && !name.ends_with(".localhost"),
    };
    let is_local = TABLE.local.iter().any(|local| local == name);
    (is_known && !is_local).then_some(host)
}

/// The address that a host is, IPv6 in brackets.
fn address(host: &str) -> Option<IpAddr> {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match bare {
        Some(bare) => bare.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

/// Whether a text is a name of the domain name system: labels of letters, digits and dashes.
fn is_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_part = |part: u8| part.is_ascii_alphanumeric() || part == b'-';
        !label.is_empty()
            && label.len() < 64
            && label.bytes().all(is_part)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() < 254 && text.split('.').all(is_label)
}

/// Whether a name is one of these, or below one.
fn is_under(name: &str, others: &[String]) -> bool {
    let mut others = others.iter();
    others.any(|other| {
        let above = name.strip_suffix(other.as_str());
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    })
}

/// The public names among hosts, each once, without the dot of those with all below them: what an address in a browser, or
/// a certificate, can be for.
#[must_use]
pub fn names(hosts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for host in hosts {
        let name = host.strip_prefix('.').unwrap_or(host);
        let last = name.rsplit('.').next().unwrap_or(name);
        let is_public = name.contains('.')
            && address(name).is_none()
            && last.contains(|part: char| part.is_ascii_alphabetic())
            && !is_under(name, &TABLE.private);
        if is_public && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{host, names};

    #[test]
    fn hosts_of_ones_own() {
        for text in [
            "www.exemple.fr",
            ".exemple.fr",
            "WWW.Exemple.FR",
            "203.0.113.7",
            "192.168.1.10",
            "[2001:db8::1]",
            "intranet",
        ] {
            assert_eq!(host(text), Some(text.to_lowercase()), "{text}");
        }
        for text in [
            "*",
            "*.exemple.fr",
            ".",
            "",
            "localhost",
            ".localhost",
            "app.localhost",
            "127.0.0.1",
            "127.1.2.3",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "testserver",
            "exemple.fr:8000",
            "https://exemple.fr",
            "exemple.fr/x",
            "a b",
            "a_b.fr",
            "${X}",
            "a\"b.fr",
            "moi.pythonanywhere.com",
            ".ngrok-free.app",
            "ab12.ngrok.io",
        ] {
            assert_eq!(host(text), None, "{text}");
        }
    }

    #[test]
    fn names_for_browsers() {
        let hosts = [
            ".exemple.fr",
            "exemple.fr",
            "www.exemple.fr",
            "192.168.1.10",
            "[2001:db8::1]",
            "web",
            "serveur.lan",
            "box.home.arpa",
        ];
        let hosts = hosts.map(str::to_owned);
        assert_eq!(names(&hosts), ["exemple.fr", "www.exemple.fr"]);
    }
}
