//! What a container listens on and reaches, from inside of its own network, whatever its image has.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::thread;

use serde_json::Value;

use crate::harness::engine::docker;
use crate::harness::stack::Stack;

/// A running container of a stack.
pub(super) struct Container {
    id: String,
    /// Its name in the compose file.
    pub(super) service: String,
    image: String,
    pub(super) addresses: Vec<IpAddr>,
    /// The ports that others could reach.
    pub(super) ports: BTreeSet<u16>,
}

/// The ports of /proc/net/tcp on which somebody listens, not for this container alone.
const LISTENING: &str = "
import re
for name in '/proc/net/tcp', '/proc/net/tcp6':
    for line in open(name):
        found = re.match(r' *\\d+: ([0-9A-F]+):([0-9A-F]{4}) \\S+ 0A ', line)
        if found and not re.search(r'7F$|^0{24}01000000$', found[1]):
            print(int(found[2], 16))
";

/// Which of the addresses take a connection.
const OPEN: &str = "
import socket, sys, threading
found = []
def attempt(address):
    host, port = address.rsplit(':', 1)
    try:
        socket.create_connection((host, int(port)), 3).close()
        found.append(address)
    except OSError:
        pass
threads = [threading.Thread(target=attempt, args=[address]) for address in sys.argv[1:]]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for address in found:
    print(address)
";

impl Container {
    /// The running containers of a stack.
    pub(super) fn all(stack: &Stack) -> Vec<Self> {
        let python = stack.image("web");
        let running = stack.containers().into_iter();
        let running = running.filter(|it| it["State"] == "running");
        let mut containers: Vec<Self> = running.map(|it| Self::of(&it)).collect();
        thread::scope(|scope| {
            for container in &mut containers {
                let python = &python;
                scope.spawn(|| {
                    let printed = container.python(python, LISTENING, &[]);
                    let ports = printed.lines().map(|line| line.parse().expect("a port"));
                    container.ports = ports.collect();
                });
            }
        });
        containers
    }

    fn of(listed: &Value) -> Self {
        let text = |key: &str| listed[key].as_str().unwrap_or_default().to_owned();
        let id = text("ID");
        let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}";
        let addresses = docker(["inspect", "--format", format, &id]).ok().out;
        let addresses = addresses.split_whitespace();
        Self {
            id,
            service: text("Service"),
            image: text("Image"),
            addresses: addresses
                .map(|it| it.parse().expect("an address"))
                .collect(),
            ports: BTreeSet::new(),
        }
    }

    /// Whether it is made from the same image.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        self.image == other.image
    }

    /// Where others would find it, on each of its networks.
    pub(super) fn sockets(&self) -> Vec<SocketAddr> {
        let addresses = self.addresses.iter();
        addresses
            .flat_map(|address| self.ports.iter().map(|port| (*address, *port).into()))
            .collect()
    }

    /// Which of the sockets it reaches, by the network that it has.
    pub(super) fn reaches(&self, python: &str, sockets: &[SocketAddr]) -> BTreeSet<SocketAddr> {
        let words: Vec<String> = sockets.iter().map(ToString::to_string).collect();
        let printed = self.python(python, OPEN, &words);
        let lines = printed.lines().filter(|line| !line.is_empty());
        lines.map(|line| line.parse().expect("a socket")).collect()
    }

    /// Runs Python in the container's network, from an image that has it.
    fn python(&self, image: &str, code: &str, words: &[String]) -> String {
        let network = format!("container:{}", self.id);
        let run = docker([
            "run",
            "--rm",
            "--network",
            &network,
            "--entrypoint",
            "python",
        ]);
        run.args([image, "-c", code]).args(words).ok().out
    }
}
