//! What nobody chose, and the project's own files decided.

use crate::answers::{Answers, likely_database};
use crate::catalog::Catalog;
use crate::inspect::{Interface, Project, names};

/// A choice that the project's own files made, or could not make.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Chosen {
    /// The database, which the settings do not name.
    Database {
        /// As people write it: `PostgreSQL`.
        title: String,
        /// What speaks for it, with its place.
        why: String,
    },
    /// prod is served by ASGI, as the project says.
    Asgi {
        /// The name of the server.
        server: String,
        /// The places that say so.
        at: String,
    },
    /// prod is served by WSGI, and something speaks for ASGI.
    Wsgi {
        /// The name of a server of ASGI, as `--server` takes it.
        server: String,
        /// The places that speak for it.
        at: String,
        /// The ASGI application, where no server can start with it.
        unready: Option<String>,
    },
    /// prod answers to the hosts that its settings name.
    Hosts {
        /// The hosts.
        hosts: Vec<String>,
        /// Where.
        at: String,
    },
}

/// What the project's own files decided of the answers.
pub(super) fn chosen(project: &Project, answers: &Answers, catalog: &Catalog) -> Vec<Chosen> {
    let all = [
        database(project, answers, catalog),
        server(project, answers, catalog),
        hosts(project, answers),
    ];
    all.into_iter().flatten().collect()
}

fn database(project: &Project, answers: &Answers, catalog: &Catalog) -> Option<Chosen> {
    let (service, guess) = likely_database(project, catalog)?;
    (service.name == answers.db).then(|| Chosen::Database {
        title: service.manifest.title.clone(),
        why: guess.why.clone(),
    })
}

fn server(project: &Project, answers: &Answers, catalog: &Catalog) -> Option<Chosen> {
    let interface = project.interface?;
    let at = project.evidence.get("interface").cloned();
    let at = at.unwrap_or_default();
    let mut servers = catalog.manifest.servers.iter();
    let asgi: Vec<&String> = servers
        .by_ref()
        .filter(|server| server.asgi)
        .map(|server| &server.name)
        .collect();
    let is_asgi = asgi.contains(&&answers.server);
    let server = (*asgi.first()?).clone();
    match interface {
        Interface::Asgi if is_asgi => {
            let server = answers.server.clone();
            Some(Chosen::Asgi { server, at })
        }
        // Somebody named the other one.
        Interface::Asgi => None,
        Interface::Either | Interface::Unready if is_asgi => None,
        Interface::Either | Interface::Unready => {
            let is_unready = interface == Interface::Unready;
            let unready = project.asgi_application.clone().filter(|_| is_unready);
            Some(Chosen::Wsgi {
                server,
                at,
                unready,
            })
        }
    }
}

fn hosts(project: &Project, answers: &Answers) -> Option<Chosen> {
    let mut named = names(&project.hosts.allowed).into_iter().peekable();
    named.peek()?;
    named
        .all(|name| answers.domain.contains(&name))
        .then(|| Chosen::Hosts {
            hosts: project.hosts.allowed.clone(),
            at: project
                .evidence
                .get("hosts.allowed")
                .cloned()
                .unwrap_or_default(),
        })
}
