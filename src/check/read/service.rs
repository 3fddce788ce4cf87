//! One service of a compose file.

use super::ports::PortText;
use super::yaml::Field;
use crate::compose::{self, Command, Container, EnvFilePath, Started, Text};
use crate::yaml::{Value, YamlError};

/// What a service's container is, with the lines that say so.
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
    /// What gives it rights over the whole machine, as the file says it.
    pub(crate) rights: Vec<Text>,
    /// What the container is started with: `entrypoint`, then `command`.
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

/// What is mounted in a container.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mount {
    /// A path, a volume's name, or nothing.
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) line: usize,
}

impl Service {
    /// What a service's container is, and where the file says so.
    pub(super) fn of(name: &str, field: Field<'_>) -> Result<Self, YamlError> {
        let container = Container::unchecked(name, field.value()?);
        let line = |key: &str| field.get(key).map_or(field.line, |field| field.line);
        let text = |text: Option<&str>, key: &str| {
            let (text, line) = (text?.to_owned(), line(key));
            Some(Text { text, line })
        };
        let pull_policy = container.get("pull_policy").and_then(Value::as_text);
        let started = [
            (container.entrypoint(), line("entrypoint")),
            (container.command(), line("command")),
        ];
        Ok(Self {
            name: name.to_owned(),
            line: field.line,
            image: text(container.image(), "image"),
            build: container
                .build()
                .and_then(|it| Build::of(&it, line("build"))),
            pull_policy: pull_policy.unwrap_or_default().to_owned(),
            ports: listed(&container, field, "ports", PortText::of),
            environment: environment(&container, field),
            env_files: listed(&container, field, "env_file", env_file),
            mounts: listed(&container, field, "volumes", Mount::of),
            networks: container
                .networks()
                .into_iter()
                .map(|(network, _)| network.to_owned())
                .collect(),
            network_mode: text(container.network_mode(), "network_mode"),
            rights: rights(&container, field),
            started: started
                .into_iter()
                .filter_map(|(command, line)| Some(Started::of(command?, line)))
                .collect(),
        })
    }

    /// What it sets a variable to itself; `None` where it says nothing of it.
    pub(crate) fn sets(&self, name: &str) -> Option<&(String, Option<Text>, usize)> {
        self.environment.iter().find(|(known, ..)| known == name)
    }
}

/// What each item of a list means, or the one thing that stands in place of a list, with the lines.
fn listed<T>(
    container: &Container,
    field: Field<'_>,
    key: &str,
    read: fn(&Value, usize) -> Option<T>,
) -> Vec<T> {
    let (Some(value), Some(field)) = (container.get(key), field.get(key)) else {
        return Vec::new();
    };
    let Value::Sequence(items) = value else {
        return read(value, field.line).into_iter().collect();
    };
    let items = items.iter().zip(field.items());
    items
        .filter_map(|(item, field)| read(item, field.line))
        .collect()
}

/// Capabilities with which a container is not shut in any longer.
const WIDE: [&str; 8] = [
    "ALL",
    "SYS_ADMIN",
    "SYS_MODULE",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "DAC_READ_SEARCH",
    "BPF",
    "SYS_BOOT",
];

/// What gives a container rights over the whole machine.
fn rights(container: &Container, field: Field<'_>) -> Vec<Text> {
    let said = |key: &str, text: String| Text {
        text,
        line: field.get(key).map_or(field.line, |field| field.line),
    };
    let mut rights = Vec::new();
    let text = |key: &str| container.get(key).and_then(Value::as_text);
    if text("privileged").is_some_and(|value| value != "false") {
        rights.push(said("privileged", "privileged: true".to_owned()));
    }
    for key in ["pid", "ipc", "userns_mode", "uts", "cgroup"] {
        if text(key) == Some("host") {
            rights.push(said(key, format!("{key}: host")));
        }
    }
    let words = |key: &str| -> Vec<(String, usize)> {
        listed(container, field, key, |item, line| {
            Some((item.as_text()?.to_owned(), line))
        })
    };
    for (word, line) in words("cap_add") {
        let name = word.trim_start_matches("CAP_").to_uppercase();
        if WIDE.contains(&name.as_str()) {
            let text = format!("cap_add: {word}");
            rights.push(Text { text, line });
        }
    }
    for (word, line) in words("security_opt") {
        if word.ends_with("unconfined") || word.replace('=', ":") == "label:disable" {
            let text = format!("security_opt: {word}");
            rights.push(Text { text, line });
        }
    }
    if container.get("devices").is_some() {
        rights.push(said("devices", "devices".to_owned()));
    }
    rights
}

/// The variables, each with its line.
fn environment(container: &Container, field: Field<'_>) -> Vec<(String, Option<Text>, usize)> {
    let lines = field.get("environment").map(Field::lines);
    let lines = lines.unwrap_or_default();
    let variables = container.environment().into_iter();
    variables
        .map(|(name, value)| {
            let line = lines.get(name).copied().unwrap_or(field.line);
            let text = value.map(str::to_owned);
            (name.to_owned(), text.map(|text| Text { text, line }), line)
        })
        .collect()
}

/// A file, and whether the stack needs it.
fn env_file(item: &Value, line: usize) -> Option<(Text, bool)> {
    let EnvFilePath { path, required } = EnvFilePath::of(item)?;
    let text = path.to_owned();
    Some((Text { text, line }, required))
}

impl Build {
    /// `None` where the Dockerfile stands in the compose file itself.
    fn of(build: &compose::Build<'_>, line: usize) -> Option<Self> {
        let args = build.args.iter();
        build.inline.is_none().then(|| Self {
            context: build.context.to_owned(),
            dockerfile: build.dockerfile.to_owned(),
            args: args
                .filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())))
                .collect(),
            line,
        })
    }
}

impl Mount {
    fn of(item: &Value, line: usize) -> Option<Self> {
        let mount = compose::Mount::of(item)?;
        Some(Self {
            source: mount.source.to_owned(),
            target: mount.target.to_owned(),
            line,
        })
    }
}

impl Started {
    fn of(command: Command<'_>, line: usize) -> Self {
        let texts = command.texts().into_iter();
        let words = texts.flat_map(str::split_whitespace);
        Self {
            words: words.map(str::to_owned).collect(),
            line,
        }
    }
}
