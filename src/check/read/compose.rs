//! A compose file as it stands, the user's edits among it.

use std::collections::{BTreeSet, HashSet};

use super::service::Service;
use super::yaml::Field;
use crate::compose::{Lookup, Template, Text, from_root};
use crate::tree::parent;
use crate::yaml::{Tree, YamlError};

/// What a compose file says.
#[derive(Clone, Debug, Default)]
pub(crate) struct ComposeFile {
    pub(crate) path: String,
    /// The compose project's name, where the file gives one.
    pub(crate) name: Option<Text>,
    /// Where it says which version of the format it is.
    pub(crate) version: Option<usize>,
    /// Whether it has the services that every format but the first one names.
    pub(crate) has_services: bool,
    pub(crate) services: Vec<Service>,
    /// Networks without a way in or out.
    pub(crate) internal: BTreeSet<String>,
    /// Every text in it, which Compose looks through for variables.
    pub(crate) texts: Vec<Text>,
}

impl ComposeFile {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, YamlError> {
        let mut file = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        let tree = Tree::parse(text)?;
        let Some(root) = Field::root(&tree) else {
            return Ok(file);
        };
        let section = |key: &str| root.get(key).map(Field::entries).unwrap_or_default();
        file.name = root.get("name").and_then(|name| {
            let text = name.text()?.to_owned();
            let line = name.line;
            Some(Text { text, line })
        });
        file.version = root.get("version").map(|version| version.line);
        file.has_services = root.get("services").is_some() || root.get("include").is_some();
        file.services = section("services")
            .into_iter()
            .map(|(name, field)| Service::of(name, field))
            .collect::<Result<_, _>>()?;
        let internal = section("networks")
            .into_iter()
            .filter(|(_, network)| network.get("internal").and_then(Field::text) == Some("true"));
        file.internal = internal.map(|(name, _)| name.to_owned()).collect();
        let mut texts = Vec::new();
        root.scalars(&mut texts);
        file.texts = texts
            .into_iter()
            .filter(|(text, _)| text.contains('$'))
            .map(|(text, line)| Text {
                text: text.to_owned(),
                line,
            })
            .collect();
        Ok(file)
    }

    pub(crate) fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }

    /// The files that a service's variables come from: seen from the root, as written, and whether it needs them.
    pub(crate) fn env_files<'file>(
        &'file self,
        service: &'file Service,
    ) -> impl Iterator<Item = (String, &'file Text, bool)> {
        let files = service.env_files.iter();
        files.filter_map(|(path, required)| {
            let seen = from_root(parent(&self.path), &path.text)?;
            Some((seen, path, *required))
        })
    }

    /// Whether a service gets the variables of a file, seen from the root.
    pub(crate) fn hands_over(&self, path: &str, service: &Service) -> bool {
        self.env_files(service).any(|(own, ..)| own == path)
    }

    /// Whether nobody outside reaches a service, whatever it publishes.
    pub(crate) fn is_unreachable(&self, service: &Service) -> bool {
        let networks = &service.networks;
        !networks.is_empty()
            && networks
                .iter()
                .all(|network| self.internal.contains(network))
    }

    /// Variables without which Compose refuses the file, with the line of the first text that needs each.
    pub(crate) fn required(&self, lookup: Lookup<'_>) -> Vec<(String, usize)> {
        let mut required: Vec<(String, usize)> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        for Text { text, line } in &self.texts {
            for name in Template::parse(text).expand(lookup).required {
                if known.insert(name.clone()) {
                    required.push((name, *line));
                }
            }
        }
        required
    }

    /// The lines whose variables Compose cannot make sense of.
    pub(crate) fn broken(&self) -> impl Iterator<Item = usize> {
        let nothing = |_: &str| Some("x".to_owned());
        let texts = self.texts.iter();
        let broken = texts.filter(move |text| Template::parse(&text.text).expand(&nothing).broken);
        broken.map(|text| text.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"name: shop
x-app: &app
  image: shop-web
  env_file: .env
  environment: &environment
    DEBUG: "0"
    KEY: ${KEY:?run make env}
services:
  db:
    image: postgres:18
    ports: ["5432:5432"]
    networks: [back]
    volumes: [data:/var/lib/postgresql]
  web:
    <<: *app
    build: .
    environment:
      <<: *environment
      EXTRA: 1
    command: [./start.sh, now]
networks:
  front:
  back: { internal: true }
"#;

    #[test]
    fn anchors_and_merges_are_resolved_and_lines_are_those_of_the_text() {
        let file = ComposeFile::parse("docker-compose.yml", TEXT).unwrap();
        let web = file.service("web").unwrap();
        assert_eq!(
            web.image.as_ref().map(|it| (it.text.as_str(), it.line)),
            Some(("shop-web", 3))
        );
        let key = |name: &str| {
            web.sets(name)
                .map(|(_, text, line)| (text.clone().unwrap().text, *line))
        };
        assert_eq!(key("DEBUG"), Some(("0".to_owned(), 6)));
        assert_eq!(key("EXTRA"), Some(("1".to_owned(), 19)));
        assert_eq!(web.started[0].words, ["./start.sh", "now"]);
        let db = file.service("db").unwrap();
        assert!(file.is_unreachable(db) && !file.is_unreachable(web));
        assert_eq!(
            (db.mounts[0].target.as_str(), db.mounts[0].line),
            ("/var/lib/postgresql", 13)
        );
        assert_eq!(file.required(&|_| None), [("KEY".to_owned(), 7)]);
    }

    #[test]
    fn what_merges_itself_ends() {
        let text = "a: &a\n  b: 1\nservices:\n  web: &w\n    image: x\n    <<: [*a, *a]\n";
        assert_eq!(ComposeFile::parse("c", text).unwrap().services.len(), 1);
    }
}
