//! certbot: nginx serves https before the first certificate, and each one that an ACME server gives, without a restart.

use std::fs;
use std::io::Write as _;

use djdock::environment::Environment;

use super::probe::{Door, Probe, Shown};
use super::tls::{Edge, address};
use super::trial::Trial;
use crate::harness::engine::{self, docker};
use crate::harness::site::Site;

pub(super) const PROBE: Probe = Probe {
    service: "certbot",
    flags: &["--domain", HOST],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Prod],
        used,
    },
    doors: &[Door::on(&["front"], "certbot", &[])],
};

pub(super) const HOST: &str = "polls.test";
const IMAGE: &str = "pebble:2.6";

fn used(trial: &Trial<'_>) {
    let edge = Edge::of(trial);
    before_the_first(&edge);
    let nginx = edge.started("nginx");
    let server = AcmeServer::start(trial);
    // certbot asks once, and then not for a quarter of an hour.
    trial.until("the ACME server listens", || {
        let open = ["curl", "-sk", "https://pebble:14000/dir"];
        trial.succeeds("nginx", &open).then_some(())
    });
    ask(trial, &server);
    let issued = trial.until("the first certificate", || is_issued(&edge));
    edge.holds(edge.keep("acme.crt", &root(trial)));
    let renew = [
        "certbot",
        "renew",
        "--force-renewal",
        "--no-random-sleep-on-renew",
    ];
    trial.inside("certbot", &renew);
    trial.until("the renewed certificate", || {
        is_issued(&edge).filter(|serial| *serial != issued)
    });
    assert_eq!(edge.started("nginx"), nginx, "nginx was not restarted");
}

/// The serial number of the certificate that is served, if the ACME server signed it.
fn is_issued(edge: &Edge<'_>) -> Option<String> {
    edge.served("-issuer")
        .contains("Pebble")
        .then(|| edge.served("-serial"))
}

/// https answers with a placeholder, and http with what certbot puts there.
fn before_the_first(edge: &Edge<'_>) {
    let trial = edge.trial;
    assert!(
        edge.served("-issuer").ends_with("placeholder"),
        "{}",
        edge.served("-issuer")
    );
    let page = "curl -sk -o /dev/null -w '%{http_code}' -H 'Host: polls.test' https://127.0.0.1/";
    assert_eq!(trial.shell("nginx", page), "200");
    let put = "mkdir -p /srv/acme/.well-known/acme-challenge && echo yes >/srv/acme/.well-known/acme-challenge/e2e";
    trial.shell("certbot", put);
    let http = Site::named(HOST, edge.port(80));
    assert_eq!(
        http.get("/.well-known/acme-challenge/e2e").is(200).text(),
        "yes\n"
    );
    http.get("/.well-known/acme-challenge/other").is(404);
}

/// Has certbot ask this server, whose own certificate it is told to trust.
fn ask(trial: &Trial<'_>, server: &AcmeServer) {
    let folder = &trial.stack.folder;
    docker(["cp", &format!("{}:/pebble/cert.pem", server.0)])
        .arg(folder.join("data/acme.pem"))
        .ok();
    let file = "data/trust.yml";
    let text = "services: {certbot: {environment: {REQUESTS_CA_BUNDLE: /acme.pem}, volumes: [./data/acme.pem:/acme.pem:ro]}}\n";
    fs::write(folder.join(file), text).expect("it is written");
    let env = fs::OpenOptions::new()
        .append(true)
        .open(folder.join(".env"));
    let written = env.and_then(|mut env| env.write_all(b"ACME_SERVER=https://pebble:14000/dir\n"));
    written.expect("init made it");
    // On a branch, a file that is named stands for the usual one.
    let is_branch = !folder.join("docker-compose.prod.yml").exists();
    let usual = is_branch.then_some(["--file", "docker-compose.yml"]);
    let up = ["up", "-d", "--no-build", "--no-deps", "--wait", "certbot"];
    let words = usual.into_iter().flatten().chain(["--file", file]);
    trial.stack.compose(words.chain(up)).ok();
}

/// A small ACME server on the stack's network, which finds nginx under the host's name.
struct AcmeServer(String);

impl AcmeServer {
    fn start(trial: &Trial<'_>) -> Self {
        engine::image(IMAGE);
        let server = Self(format!("{}-acme", trial.stack.name));
        let network = format!("{}_front", trial.stack.name);
        let nginx = format!("{HOST}:{}", address(trial, "nginx", &network));
        docker(["run", "--detach", "--rm", "--name", &server.0])
            .args(["--network", &network, "--network-alias", "pebble"])
            .args(["--add-host", &nginx, IMAGE])
            .ok();
        server
    }
}

/// The authority that signs the ACME server's certificates: another one each time that it starts.
fn root(trial: &Trial<'_>) -> String {
    trial.shell("nginx", "curl -sk https://pebble:15000/roots/0")
}

impl Drop for AcmeServer {
    fn drop(&mut self) {
        docker(["rm", "--force", &self.0]).run();
    }
}
