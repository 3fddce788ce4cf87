//! One service of a compose file.

use super::ports::PortText;
use super::yaml::Field;

/// A text as written, variables and all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Text {
    pub(crate) text: String,
    /// From 1.
    pub(crate) line: usize,
}

/// What a service says, with anchors and merge keys resolved.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) image: Option<Text>,
    pub(crate) build: Option<Build>,
    pub(crate) pull_policy: String,
    pub(crate) ports: Vec<PortText>,
    /// `None` is taken from the shell.
    pub(crate) environment: Vec<(String, Option<Text>, usize)>,
    pub(crate) env_files: Vec<(Text, bool)>,
    pub(crate) mounts: Vec<Mount>,
    /// Empty for the default one.
    pub(crate) networks: Vec<String>,
    pub(crate) network_mode: Option<Text>,
    /// `entrypoint` and `command`.
    pub(crate) started: Vec<Started>,
}

/// Where an image is built.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Build {
    pub(crate) context: String,
    pub(crate) dockerfile: String,
    pub(crate) args: Vec<(String, String)>,
    pub(crate) line: usize,
}

/// What a container is started with, word by word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Started {
    pub(crate) words: Vec<String>,
    pub(crate) line: usize,
}

/// What is mounted in a container.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mount {
    /// A path, a volume's name, or nothing.
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) line: usize,
}

impl Service {
    pub(super) fn of(name: &str, field: Field<'_>) -> Self {
        let text = |key: &str| field.get(key).and_then(located);
        let items = |key: &str| field.get(key).map(Field::items).unwrap_or_default();
        Self {
            name: name.to_owned(),
            line: field.line,
            image: text("image"),
            build: field.get("build").and_then(build),
            pull_policy: text("pull_policy").map(|it| it.text).unwrap_or_default(),
            ports: items("ports")
                .into_iter()
                .filter_map(PortText::of)
                .collect(),
            environment: field
                .get("environment")
                .map(environment)
                .unwrap_or_default(),
            env_files: field.get("env_file").map(env_files).unwrap_or_default(),
            mounts: items("volumes").into_iter().filter_map(mount).collect(),
            networks: field.get("networks").map(names).unwrap_or_default(),
            network_mode: text("network_mode"),
            started: ["entrypoint", "command"]
                .into_iter()
                .filter_map(|key| Some(started(field.get(key)?)))
                .collect(),
        }
    }

    /// What it sets a variable to itself; `None` where it says nothing of it.
    pub(crate) fn sets(&self, name: &str) -> Option<&(String, Option<Text>, usize)> {
        self.environment.iter().find(|(known, ..)| known == name)
    }
}

fn located(field: Field<'_>) -> Option<Text> {
    let text = field.text()?.to_owned();
    let line = field.line;
    Some(Text { text, line })
}

fn build(field: Field<'_>) -> Option<Build> {
    let line = field.line;
    if let Some(context) = field.text() {
        return Some(Build {
            context: context.to_owned(),
            dockerfile: "Dockerfile".to_owned(),
            args: Vec::new(),
            line,
        });
    }
    let part = |key: &str, default: &str| {
        let text = field.get(key).and_then(Field::text);
        text.unwrap_or(default).to_owned()
    };
    if field.get("dockerfile_inline").is_some() || field.entries().is_empty() {
        return None;
    }
    let args = field
        .get("args")
        .map(environment)
        .unwrap_or_default()
        .into_iter();
    Some(Build {
        context: part("context", "."),
        dockerfile: part("dockerfile", "Dockerfile"),
        args: args
            .filter_map(|(name, value, _)| Some((name, value?.text)))
            .collect(),
        line,
    })
}

/// A mapping, or a list of `KEY=value`.
fn environment(field: Field<'_>) -> Vec<(String, Option<Text>, usize)> {
    let mapped = field.entries().into_iter();
    let mapped = mapped.map(|(name, value)| (name.to_owned(), located(value), value.line));
    let listed = field.items().into_iter().filter_map(|item| {
        let line = item.line;
        Some(match item.text()?.split_once('=') {
            Some((name, value)) => {
                let text = value.to_owned();
                (name.to_owned(), Some(Text { text, line }), line)
            }
            None => (item.text()?.to_owned(), None, line),
        })
    });
    mapped.chain(listed).collect()
}

/// Files, and whether the stack needs them.
fn env_files(field: Field<'_>) -> Vec<(Text, bool)> {
    let short = field.texts().into_iter().map(|(text, line)| {
        let text = text.to_owned();
        (Text { text, line }, true)
    });
    let long = field.items().into_iter().filter_map(|item| {
        let required = item.get("required").and_then(Field::text) != Some("false");
        let path = item.get("path")?;
        Some((located(path)?, required))
    });
    short.chain(long).collect()
}

fn mount(item: Field<'_>) -> Option<Mount> {
    let line = item.line;
    if let Some(text) = item.text() {
        let mut parts = text.splitn(3, ':');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next());
        let (source, target) = second.map_or(("", first), |second| (first, second));
        return Some(Mount {
            source: source.to_owned(),
            target: target.to_owned(),
            line,
        });
    }
    let part = |key: &str| item.get(key).and_then(Field::text).unwrap_or_default();
    let target = part("target").to_owned();
    (!target.is_empty()).then(|| Mount {
        source: part("source").to_owned(),
        target,
        line,
    })
}

/// The names of a list, or of a mapping's keys.
fn names(field: Field<'_>) -> Vec<String> {
    let keys = field.entries().into_iter().map(|(name, _)| name.to_owned());
    let items = field.texts().into_iter().map(|(name, _)| name.to_owned());
    keys.chain(items).collect()
}

fn started(field: Field<'_>) -> Started {
    let texts = field.texts().into_iter();
    let words = texts.flat_map(|(text, _)| text.split_whitespace());
    Started {
        words: words.map(ToOwned::to_owned).collect(),
        line: field.line,
    }
}
