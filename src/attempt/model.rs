//! Compose's own model of a stack → the same stack, shut off from everything around it. Pure.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::engine::IMAGE_LABEL;

/// A stack that touches nothing outside itself.
#[derive(Clone, Debug)]
pub(super) struct Isolated {
    /// The compose file, as JSON.
    pub(super) model: Value,
    /// The services that are started.
    pub(super) services: Vec<String>,
    /// Those of them that are to end by themselves.
    pub(super) one_shots: BTreeSet<String>,
    /// Those whose image is built.
    pub(super) built: Vec<String>,
    /// Those that are left out, since they are nothing without the machine that they watch or change.
    pub(super) left_out: Vec<String>,
}

/// What binds a service to the machine itself, or to another one's container.
const HOSTS_OWN: [&str; 10] = [
    "container_name",
    "devices",
    "external_links",
    "ipc",
    "logging",
    "network_mode",
    "pid",
    "ports",
    "restart",
    "userns_mode",
];

/// Shuts a stack off: networks without a way out, volumes and names of its own, no port, and no folder of the machine
/// but those below `root`. `project` is the compose project that it runs as.
pub(super) fn isolated(mut model: Value, project: &str, root: &Path) -> Isolated {
    let services = model["services"].take();
    let Value::Object(mut services) = services else {
        return Isolated {
            model,
            services: Vec::new(),
            one_shots: BTreeSet::new(),
            built: Vec::new(),
            left_out: Vec::new(),
        };
    };
    let left_out: Vec<String> = services
        .iter()
        .filter(|(_, service)| rules_the_machine(service))
        .map(|(name, _)| name.clone())
        .collect();
    services.retain(|name, _| !left_out.contains(name));
    let mut one_shots = BTreeSet::new();
    for service in services.values_mut() {
        let Some(after) = service.get_mut("depends_on").and_then(Value::as_object_mut) else {
            continue;
        };
        after.retain(|name, _| !left_out.contains(name));
        let done = after
            .iter()
            .filter(|(_, how)| how["condition"] == "service_completed_successfully");
        one_shots.extend(done.map(|(name, _)| name.clone()));
    }
    let built = images(&mut services, project);
    for service in services.values_mut() {
        shut_off(service, root);
    }
    let names = services.keys().cloned().collect();
    model["services"] = Value::Object(services);
    model["name"] = project.into();
    if let Some(networks) = model.get_mut("networks").and_then(Value::as_object_mut) {
        for network in networks.values_mut() {
            *network = json!({"internal": true});
        }
    }
    if let Some(volumes) = model.get_mut("volumes").and_then(Value::as_object_mut) {
        for volume in volumes.values_mut() {
            *volume = json!({});
        }
    }
    Isolated {
        model,
        services: names,
        one_shots,
        built,
        left_out,
    }
}

/// Whether a service is there for the engine or the machine itself.
fn rules_the_machine(service: &Value) -> bool {
    let mounts = service["volumes"].as_array().into_iter().flatten();
    let mut sources = mounts.filter_map(|mount| mount["source"].as_str());
    service["privileged"] == true || sources.any(|source| source.ends_with("docker.sock"))
}

/// Gives the images that are built names of the attempt's own, and tells whose they are.
fn images(services: &mut Map<String, Value>, project: &str) -> Vec<String> {
    let mut built = Vec::new();
    let mut names = Vec::new();
    for (name, service) in services.iter_mut() {
        let own = format!("{project}-{name}");
        let Some(how) = service.get_mut("build").and_then(Value::as_object_mut) else {
            continue;
        };
        for elsewhere in ["tags", "cache_to"] {
            how.remove(elsewhere);
        }
        how.insert("labels".to_owned(), json!({IMAGE_LABEL: project}));
        if let Some(former) = service["image"].as_str() {
            names.push((former.to_owned(), own.clone()));
        }
        service["image"] = own.into();
        built.push(name.clone());
    }
    for service in services.values_mut() {
        let former = names
            .iter()
            .find(|(former, _)| service["image"] == **former);
        if let Some((_, own)) = former.filter(|_| service.get("build").is_none()) {
            service["image"] = own.as_str().into();
        }
    }
    built
}

fn shut_off(service: &mut Value, root: &Path) {
    let Some(service) = service.as_object_mut() else {
        return;
    };
    for key in HOSTS_OWN {
        service.remove(key);
    }
    if let Some(mounts) = service.get_mut("volumes").and_then(Value::as_array_mut) {
        mounts.retain(|mount| {
            let source = mount["source"].as_str().unwrap_or_default();
            mount["type"] != "bind" || Path::new(source).starts_with(root)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_machine_is_left() {
        let model = json!({
            "name": "shop-prod",
            "services": {
                "web": {
                    "build": {"context": "/site/tree", "tags": ["shop:latest"]},
                    "image": "shop-prod-web",
                    "container_name": "shop",
                    "restart": "always",
                    "ports": [{"target": 8000, "published": "80"}],
                    "depends_on": {
                        "prepare": {"condition": "service_completed_successfully"},
                        "portainer": {"condition": "service_started"},
                    },
                    "volumes": [
                        {"type": "bind", "source": "/site/tree/data", "target": "/data"},
                        {"type": "bind", "source": "/etc", "target": "/host"},
                        {"type": "bind", "source": "/site/treehouse", "target": "/other"},
                        {"type": "volume", "source": "static", "target": "/srv/static"},
                    ],
                },
                "prepare": {"image": "shop-prod-web", "network_mode": "host"},
                "mariadb": {"image": "mariadb:11.8"},
                "portainer": {
                    "image": "portainer",
                    "volumes": [{"type": "bind", "source": "/var/run/docker.sock", "target": "/x"}],
                },
            },
            "networks": {"front": {"name": "shop-prod_front"}, "lan": {"name": "lan", "external": true}},
            "volumes": {
                "static": {"name": "shop-prod_static"},
                "media": {"name": "nas", "external": true, "driver_opts": {"device": "/mnt"}},
            },
        });
        let isolated = isolated(model, "djdock-try-1", Path::new("/site/tree"));
        let expected = json!({
            "name": "djdock-try-1",
            "services": {
                "web": {
                    "build": {"context": "/site/tree", "labels": {"djdock.try": "djdock-try-1"}},
                    "image": "djdock-try-1-web",
                    "depends_on": {"prepare": {"condition": "service_completed_successfully"}},
                    "volumes": [
                        {"type": "bind", "source": "/site/tree/data", "target": "/data"},
                        {"type": "volume", "source": "static", "target": "/srv/static"},
                    ],
                },
                "prepare": {"image": "djdock-try-1-web"},
                "mariadb": {"image": "mariadb:11.8"},
            },
            "networks": {"front": {"internal": true}, "lan": {"internal": true}},
            "volumes": {"static": {}, "media": {}},
        });
        assert_eq!(isolated.model, expected);
        assert_eq!(isolated.left_out, ["portainer"]);
        assert_eq!(isolated.built, ["web"]);
        assert_eq!(isolated.one_shots, BTreeSet::from(["prepare".to_owned()]));
    }
}
