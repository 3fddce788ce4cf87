//! Caddy: https before nginx, by an authority of its own for localhost.

use djdock::environment::Environment;

use super::probe::{Door, Probe, Published, Shown};
use super::tls::Edge;
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "caddy",
    flags: &["--domain", "localhost"],
    company: &[],
    shown: Shown::Used {
        environments: &[Environment::Prod],
        used,
    },
    doors: &[Door::on(&["front"], "caddy", &[80, 443]).published(Published::World)],
};

const AUTHORITY: &str = "/data/caddy/pki/authorities/local/root.crt";

fn used(trial: &Trial<'_>) {
    let edge = Edge::of(trial);
    let authority = edge.keep("caddy.crt", &trial.inside("caddy", &["cat", AUTHORITY]));
    edge.holds(authority.clone());
    let certificate = edge.served("-serial");
    trial.stack.compose(["restart", "caddy"]).ok();
    edge.site(authority).wait("/", |page| page.status == 200);
    assert_eq!(edge.served("-serial"), certificate, "it is kept");
    let log = trial.stack.log("nginx");
    assert!(
        !log.contains(&super::tls::address(trial, "caddy", &front(trial))),
        "who visited: {log}"
    );
}

fn front(trial: &Trial<'_>) -> String {
    format!("{}_front", trial.stack.name)
}
