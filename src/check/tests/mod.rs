//! The rules on machines and files of paper.

mod growth;
mod machines;
mod unshown;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::machine::{Container, Docker, Machine, PortState};
use super::*;
use crate::catalog::Catalog;
use crate::compose::{EnvFile, Secret};
use crate::environment::Environment;
use crate::files::Mode;
use crate::inspect::Project;
use crate::lock::{Lock, Owned};
use crate::tree::MemoryTree;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().expect("the embedded pack"));

/// A computer that is as a test says.
struct Paper {
    variables: Vec<(&'static str, &'static str)>,
    containers: Vec<Container>,
    volumes: Option<bool>,
    places: Vec<(&'static str, &'static str)>,
    port: PortState,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            variables: Vec::new(),
            containers: Vec::new(),
            volumes: Some(false),
            places: Vec::new(),
            port: PortState::Free,
        }
    }
}

impl Machine for Paper {
    fn variable(&self, name: &str) -> Option<String> {
        let mut variables = self.variables.iter();
        variables.find_map(|(known, value)| (*known == name).then(|| (*value).to_owned()))
    }

    fn docker(&self) -> Docker {
        Docker::Answers("28.0".to_owned())
    }

    fn compose(&self) -> Option<String> {
        Some("2.40.0".to_owned())
    }

    fn containers(&self) -> Vec<Container> {
        self.containers.clone()
    }

    fn volumes(&self, _: &str) -> Option<bool> {
        self.volumes
    }

    fn other_places(&self, project: &str, root: &Path) -> Vec<String> {
        assert_eq!(root, Path::new("/srv/shop"));
        let places = self.places.iter();
        let of = places.filter(|(of, _)| *of == project);
        of.map(|(_, folder)| (*folder).to_owned()).collect()
    }

    fn port(&self, _: Option<IpAddr>, _: u16, _: bool) -> PortState {
        self.port
    }
}

const COMPOSE: &str = r#"name: shop-prod
services:
  db:
    image: ${DB_IMAGE:-postgres:18}
    environment:
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?run make env}
    volumes: ["rows:/var/lib/postgresql"]
  web:
    image: shop:1.0
    env_file: .env
    environment:
      DJANGO_SETTINGS_MODULE: shop.settings
      SECRET_KEY: ${SECRET_KEY:?run make env}
      ALLOWED_HOSTS: ${ALLOWED_HOSTS:-localhost}
      DEBUG: ${DEBUG:-0}
    ports: ["${HTTP_PORT:-21080}:80"]
"#;

/// prod's stack, with such a compose file and such an `.env`.
fn subject(compose: &str, env: &str, machine: &dyn Machine) -> Subject {
    let mut lock = Lock::new(vec![Environment::Prod], "test", "", Project::default());
    let owned = Owned::new(Mode::Regular, COMPOSE.to_owned());
    lock.owned.insert("docker-compose.yml".to_owned(), owned);
    let tree = MemoryTree::new([("docker-compose.yml", compose)]);
    let gathering = Gathering {
        env_file: ".env",
        tree: &tree,
        work: &tree,
        spot: Spot {
            environment: Some(Environment::Prod),
            ..Spot::default()
        },
        lock: &lock,
        files: Vec::new(),
        own: Some("docker-compose.yml"),
    };
    let shell = |name: &str| machine.variable(name);
    let key = |name: &str| Key {
        name: name.to_owned(),
        secret: true,
        made: true,
    };
    Subject {
        environments: vec![gathering.gather().expect("a tree of memory")],
        env: subject::EnvFacts {
            path: ".env".to_owned(),
            file: Some(EnvFile::parse(env, &shell)),
            text: Some(Secret::new(env.to_owned())),
            writable: true,
            ignored: true,
            mode: 0o600,
            tracked: false,
        },
        known: Known::new(&CATALOG, vec![key("SECRET_KEY"), key("POSTGRES_PASSWORD")]),
        clone: None,
        bare_branch: None,
        root: PathBuf::from("/srv/shop"),
        scripts: Vec::new(),
        rows: None,
        interrupted: false,
        project: Project::default(),
    }
}

/// An `.env` in which nothing is wrong.
const ENV: &str = "SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ\nPOSTGRES_PASSWORD=correct-horse-battery\n";

fn ids(compose: &str, env: &str, machine: &dyn Machine) -> Vec<&'static str> {
    let findings = check(&subject(compose, env, machine), machine);
    findings.iter().map(|finding| finding.what.id().0).collect()
}
