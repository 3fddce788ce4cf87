//! Ports: taken, asked for twice, and published where nobody needs them.

use std::net::TcpListener;

use super::{DOCKER, Stack, part, provoked};
use crate::harness::accepted;

const COMPOSE: &str = "docker-compose.yml";

/// The database gets a port, and perhaps another network.
fn database(stack: &Stack, branch: &str, port: &str, networks: &str) {
    let own = "    networks: [back]\n";
    let ports = format!("    ports: [\"{port}\"]\n    networks: [{networks}]\n");
    stack.edit(branch, COMPOSE, own, &ports);
}

#[test]
fn published() {
    let base = Stack::new("");
    provoked(
        "ports-published",
        &base,
        &[
            ("a database on prod", &|stack| {
                database(stack, "prod", "3306:3306", "back, front");
            }),
            ("in vain", &|stack| {
                database(stack, "prod", "3306:3306", "back");
            }),
            ("on dev", &|stack| {
                database(stack, "dev", "0.0.0.0:3306:3306", "back, front");
            }),
            ("on dev, for this machine", &|stack| {
                database(stack, "dev", "127.0.0.1:3306:3306", "back, front");
            }),
            ("with the network of the machine", &|stack| {
                stack.edit(
                    "dev",
                    COMPOSE,
                    "    networks: [back]\n",
                    "    network_mode: host\n",
                );
            }),
            ("a container of the user's on prod", &|stack| {
                stack.edit("prod", COMPOSE, "\nnetworks:\n", "\n  grafana:\n    image: grafana/grafana:12.0\n    ports: [\"3000:3000\"]\n\nnetworks:\n");
            }),
            ("a search of the user's, in the long form", &|stack| {
                let service = "\n  search:\n    image: elasticsearch:9.0.1\n    ports:\n      - target: 9200\n        published: 9200\n\nnetworks:\n";
                stack.edit("prod", COMPOSE, "\nnetworks:\n", service);
            }),
            ("dev for the whole network", &|stack| {
                stack.edit(
                    "dev",
                    COMPOSE,
                    "\"${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT",
                    "\"${WEB_PORT",
                );
            }),
            ("Docker's socket", &|stack| {
                let service = "\n  watch:\n    image: watchtower:1.7\n    volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]\n\nnetworks:\n";
                stack.edit("prod", COMPOSE, "\nnetworks:\n", service);
            }),
            ("https beside http", &|stack| {
                stack.edit("prod", COMPOSE, ":80\"\n", ":80\"\n      - \"21443:443\"\n");
            }),
        ],
    );
}

#[test]
fn asked_for_twice() {
    let base = Stack::new("");
    provoked(
        "ports-twice",
        &base,
        &[
            ("the same port twice", &|stack| {
                stack.edit(
                    "prod",
                    COMPOSE,
                    ":80\"\n",
                    ":80\"\n      - \"127.0.0.1:21443:443\"\n      - \"21443:444\"\n",
                );
            }),
            ("the same port on dev and prod", &|stack| {
                let [dev, _] = stack.ports;
                stack.project.append(".env", &format!("HTTP_PORT={dev}\n"));
            }),
        ],
    );
}

/// A docker with one container that publishes a port.
fn holding(project: &str, port: u16) -> String {
    let line = format!(
        "\"ps --format\") printf 'shop-web-1\\t{project}\\t127.0.0.1:{port}->8000/tcp\\n' ;;"
    );
    DOCKER.replace("\"ps --format\" | ", &format!("{line}\n"))
}

#[test]
fn one_that_is_taken() {
    let stack = Stack::new("");
    let [dev, _] = stack.ports;
    let listener = TcpListener::bind(("127.0.0.1", dev)).unwrap();
    let mut shown = part("by a program", &stack.shown_here());
    stack.docker(&holding("shop-dev", dev));
    shown.push_str(&part("by a container", &stack.shown_here()));
    let compose = stack.project.on("dev", COMPOSE);
    let name = compose
        .lines()
        .find_map(|line| {
            line.strip_prefix("name: ")?
                .strip_suffix("${STACK_PLACE:-}")
        })
        .unwrap();
    stack.docker(&holding(name, dev));
    shown.push_str(&part("by this stack itself", &stack.shown_here()));
    drop(listener);
    stack.project.append(".env", "HTTP_PORT=192.0.2.7:8080\n");
    shown.push_str(&part("an address of another machine", &stack.shown_here()));
    accepted("check/ports-taken", &shown);
}

#[test]
fn the_engine_of_another_machine_has_other_ports() {
    let stack = Stack::new("");
    let _listener = TcpListener::bind(("127.0.0.1", stack.ports[0])).unwrap();
    let shown = stack.shown_with(&[("DOCKER_HOST", "ssh://me@server")]);
    assert!(shown.contains("Nothing stops"), "{shown}");
}
