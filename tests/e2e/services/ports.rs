//! What is published: nothing on dev but to this machine, nothing on prod but the edge.

use super::isolation::doors;
use super::probe::Published;
use super::trial::Trial;

/// Compares what the engine publishes with what the probes say.
pub(crate) fn hold(trial: &Trial<'_>) {
    let has_edge = doors(trial).any(|door| door.published == Published::World);
    let mut wrong = Vec::new();
    let mut is_open = false;
    for container in trial.stack.containers() {
        let name = container["Service"].as_str().unwrap_or_default();
        for (address, port) in published(&container) {
            let here = ["127.0.0.1", "::1"].contains(&&*address);
            let who = if here {
                Published::Machine
            } else {
                Published::World
            };
            is_open |= who == Published::World;
            let may = if trial.is_prod() {
                let door = doors(trial).find(|door| door.container == name);
                let edge = name == "nginx" && !has_edge;
                door.is_some_and(|it| it.published == who) || (edge && who == Published::World)
            } else {
                here
            };
            if !may {
                wrong.push(format!("{name} is published on {address}:{port}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(is_open, trial.is_prod(), "the edge is published");
}

/// Address and port on the host.
fn published(container: &serde_json::Value) -> Vec<(String, u64)> {
    let publishers = container["Publishers"].as_array();
    let publishers = publishers.into_iter().flatten();
    publishers
        .filter_map(|it| {
            let port = it["PublishedPort"].as_u64().filter(|port| *port != 0)?;
            Some((it["URL"].as_str()?.to_owned(), port))
        })
        .collect()
}
