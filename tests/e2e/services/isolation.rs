//! Who reaches whom: every running container tries every port of every other one, and the way out.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::thread;

use super::network::Container;
use super::probe;
use super::probe::Door;
use super::trial::Trial;
use crate::harness::engine::docker;

/// The network that has a way out.
const FRONT: &str = "front";

/// Compares what is reached with what the probes say.
pub(crate) fn holds(trial: &Trial<'_>) {
    let containers = Container::all(trial.stack);
    let places: Vec<&[&str]> = containers
        .iter()
        .map(|container| networks(trial, &containers, container))
        .collect();
    listen(trial, &containers);
    let outside = Outside::open();
    let sockets: Vec<SocketAddr> = containers.iter().flat_map(Container::sockets).collect();
    let sockets = [sockets, vec![outside.socket]].concat();
    let look = || {
        let reached = reached(trial, &containers, &sockets);
        wrong(&containers, &places, &reached, outside.socket)
    };
    let mut wrong = look();
    if !wrong.is_empty() {
        // Where another stack gets its networks, the engine takes the rule that keeps networks apart out, and puts it
        // back in the first place (moby, libnetwork/iptables, `EnsureJumpRule`): for a moment all are reached.
        let again = look();
        wrong.retain(|it| again.contains(it));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    trial.figure(
        "pairs of a container and a port",
        sockets.len() * containers.len(),
    );
}

/// What each container reaches, all of them asked at once.
fn reached(
    trial: &Trial<'_>,
    containers: &[Container],
    sockets: &[SocketAddr],
) -> Vec<BTreeSet<SocketAddr>> {
    let image = &trial.stack.image("web");
    thread::scope(|scope| {
        let ask = |it| scope.spawn(move || Container::reaches(it, image, sockets));
        let asked: Vec<_> = containers.iter().map(ask).collect();
        let answers = asked.into_iter().map(|it| it.join().expect("an answer"));
        answers.collect()
    })
}

/// What is reached and should not be, or should be and is not.
fn wrong(
    containers: &[Container],
    places: &[&[&str]],
    reached: &[BTreeSet<SocketAddr>],
    outside: SocketAddr,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((from, place), reached) in containers.iter().zip(places).zip(reached) {
        let mut check = |what: String, may: bool, does: bool| match (may, does) {
            (true, false) => wrong.push(format!("{} does not reach {what}", from.service)),
            (false, true) => wrong.push(format!("{} reaches {what}", from.service)),
            _ => {}
        };
        check(
            "the outside".to_owned(),
            place.contains(&FRONT),
            reached.contains(&outside),
        );
        for (to, there) in containers.iter().zip(places) {
            let may = place.iter().any(|network| there.contains(network));
            for port in to.ports.iter().filter(|_| from.service != to.service) {
                let mut sockets = to.addresses.iter().map(|it| SocketAddr::new(*it, *port));
                let does = sockets.any(|socket| reached.contains(&socket));
                check(format!("{}:{port}", to.service), may, does);
            }
        }
    }
    wrong
}

/// The networks on which a container stands, as the probes say.
fn networks<'doors>(
    trial: &Trial<'_>,
    all: &[Container],
    container: &Container,
) -> &'doors [&'doors str] {
    let web = all.iter().find(|it| it.service == "web");
    if web.is_some_and(|web| web.is_as(container)) {
        return &["front", "back"];
    }
    if let Some(door) = doors(trial).find(|door| door.container == container.service) {
        return door.networks;
    }
    assert_eq!(container.service, "nginx", "no probe names this container");
    &[FRONT]
}

/// The doors of the stack's services.
pub(super) fn doors(trial: &Trial<'_>) -> impl Iterator<Item = &'static Door> {
    let probes = trial.services.iter().map(|service| probe(service));
    probes.flat_map(|probe| probe.doors)
}

/// Each container that the probes name runs where they say, and listens on its ports.
fn listen(trial: &Trial<'_>, containers: &[Container]) {
    for probe in trial.services.iter().map(|service| probe(service)) {
        let stands = probe.environments().contains(&trial.environment);
        for door in probe.doors {
            let running = containers.iter().find(|it| it.service == door.container);
            assert_eq!(running.is_some(), stands, "{} runs", door.container);
            for port in door.ports {
                let listens = running.is_none_or(|it| it.ports.contains(port));
                assert!(listens, "{} listens not on {port}", door.container);
            }
        }
    }
}

/// A server that stands for the rest of the world: this machine, by an address that none of the stack's networks has.
struct Outside {
    /// Kept: it answers as long as it is there.
    _listener: TcpListener,
    socket: SocketAddr,
}

impl Outside {
    fn open() -> Self {
        let format = "{{(index .IPAM.Config 0).Gateway}}";
        let gateway = docker(["network", "inspect", "bridge", "--format", format]).ok();
        let gateway: IpAddr = gateway
            .out
            .trim()
            .parse()
            .expect("the default bridge's address");
        let listener = TcpListener::bind((gateway, 0)).expect("some port is free");
        let socket = listener.local_addr().expect("it is bound");
        Self {
            _listener: listener,
            socket,
        }
    }
}
