//! Compose files: a second reader's view of them.

use saphyr::{LoadableYamlNode as _, Yaml};

use super::Rendered;

/// The compose files of both layouts, each with a name for messages.
fn compose_files(rendered: &Rendered) -> Vec<(String, String)> {
    let on_branches = ["dev", "prod"].map(|branch| {
        let text = rendered.branches.on(branch, "docker-compose.yml");
        (branch.to_owned(), text)
    });
    let side_by_side = ["docker-compose.yml", "docker-compose.prod.yml"]
        .map(|path| (path.to_owned(), rendered.single.read(path)));
    on_branches.into_iter().chain(side_by_side).collect()
}

fn parsed<'text>(name: &str, text: &'text str) -> Yaml<'text> {
    let documents = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(documents.len(), 1, "{name}");
    documents.into_iter().next().unwrap()
}

fn keys(node: &Yaml<'_>, key: &str) -> Vec<String> {
    let mapping = node.as_mapping_get(key).and_then(Yaml::as_mapping);
    let keys = mapping.iter().flat_map(|mapping| mapping.keys());
    keys.filter_map(Yaml::as_str)
        .map(ToOwned::to_owned)
        .collect()
}

pub(super) fn each_is_one_yaml_document_with_services(rendered: &Rendered) {
    for (name, text) in compose_files(rendered) {
        let services = keys(&parsed(&name, &text), "services");
        for service in ["prepare", "web"] {
            assert!(
                services.contains(&service.to_owned()),
                "{name}: {services:?}"
            );
        }
    }
}

/// A second key of one name is silently dropped by many readers.
pub(super) fn no_key_stands_twice(rendered: &Rendered) {
    for (name, text) in compose_files(rendered) {
        let mut path: Vec<(usize, String)> = Vec::new();
        let mut seen = Vec::new();
        for line in text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
        {
            let indent = line.len() - line.trim_start().len();
            let Some((key, _)) = line.trim().split_once(':') else {
                continue;
            };
            let is_key = !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
            if !is_key || line.trim().starts_with("- ") {
                continue;
            }
            path.retain(|(depth, _)| *depth < indent);
            path.push((indent, key.to_owned()));
            let full: Vec<&str> = path.iter().map(|(_, key)| key.as_str()).collect();
            let full = full.join(".");
            assert!(!seen.contains(&full), "{name}: {full} stands twice");
            seen.push(full);
        }
        assert!(seen.len() > 20, "{name}");
    }
}

/// The two stacks run side by side on one machine.
pub(super) fn dev_and_prod_share_no_name_volume_or_port(rendered: &Rendered) {
    let files = compose_files(rendered);
    for pair in files.chunks(2) {
        let [dev, prod] = [&pair[0].1, &pair[1].1];
        let name = |text: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix("name: "));
            line.expect("a name").to_owned()
        };
        assert_ne!(name(dev), name(prod));
        assert!(!dev.contains("external:") && !prod.contains("external:"));
        assert!(!dev.contains("container_name:") && !prod.contains("container_name:"));
        let ports = |text: &str| -> Vec<String> {
            let parsed = parsed(&pair[0].0, text);
            let services = parsed
                .as_mapping_get("services")
                .and_then(Yaml::as_mapping)
                .unwrap()
                .clone();
            let lists = services
                .values()
                .filter_map(|service| service.as_mapping_get("ports"));
            let ports = lists.filter_map(Yaml::as_sequence).flatten();
            ports
                .filter_map(Yaml::as_str)
                .map(ToOwned::to_owned)
                .collect()
        };
        let (dev, prod) = (ports(dev), ports(prod));
        assert!(!dev.is_empty() && !prod.is_empty());
        assert!(
            dev.iter().all(|port| !prod.contains(port)),
            "{dev:?} {prod:?}"
        );
        assert!(dev.iter().all(|port| port.contains("127.0.0.1")), "{dev:?}");
    }
}

/// A named volume of one letter is read as a Windows drive.
pub(super) fn volumes_have_names_of_more_than_a_letter(rendered: &Rendered) {
    for (name, text) in compose_files(rendered) {
        for volume in keys(&parsed(&name, &text), "volumes") {
            assert!(volume.len() > 1, "{name}: {volume}");
        }
    }
}
