//! A container, as a compose file defines it: what it means, however it is written. Compose files of djdock's and of the
//! user's are read through it, and what deploys elsewhere is written from it.

mod form;
mod mount;
mod port;
mod split;
#[cfg(test)]
mod tests;

pub use form::{FormError, FormKind};
pub use mount::Mount;
pub use port::Port;

use std::collections::BTreeMap;

use crate::yaml::{MERGE, Value};

/// A container: its name, and what its definition means. Every key is kept, those that nothing here asks for among them.
///
/// A part of a compose file may take what another part has, by an alias; of that, the name alone is known, see
/// [`Container::is_whole`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Container {
    /// Its name among the services of its file, which is its host name on their networks too.
    pub name: String,
    definition: BTreeMap<Value, Value>,
}

/// What a container runs: `command`, `entrypoint`, or the test of a health check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Command<'a> {
    /// A line, which Compose splits as a shell does.
    Line(&'a str),
    /// A program and its arguments.
    Words(&'a [Value]),
}

/// Where a container's image is built.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Build<'a> {
    /// The folder that is built, as it is written.
    pub context: &'a str,
    /// The Dockerfile, seen from there, as it is written.
    pub dockerfile: &'a str,
    /// The text of the Dockerfile, where it stands in the compose file.
    pub inline: Option<&'a str>,
    /// The stage that is built, where not the last one.
    pub target: Option<&'a str>,
    /// The build's arguments; `None` for one that is taken from whoever builds it.
    pub args: BTreeMap<&'a str, Option<&'a str>>,
}

/// A file that a container's variables come from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EnvFilePath<'a> {
    /// Its path, as it is written.
    pub path: &'a str,
    /// Whether Compose refuses to start without it.
    pub required: bool,
}

impl Container {
    /// A container of a compose file.
    ///
    /// # Errors
    /// Where a key has a value of a kind that Compose does not take there, such as a text for `networks`.
    pub fn new(name: impl Into<String>, definition: Value) -> Result<Self, FormError> {
        let definition = match definition {
            Value::Mapping(definition) => definition,
            outer @ Value::Outer(_) => BTreeMap::from([(Value::text(MERGE), outer)]),
            _ => return Err(FormError::whole()),
        };
        form::check(&definition)?;
        let name = name.into();
        Ok(Self { name, definition })
    }

    /// A container of a file of the user's, whose values are Compose's to judge: none is refused here. What is no mapping
    /// says nothing.
    #[must_use]
    pub fn unchecked(name: impl Into<String>, definition: Value) -> Self {
        let definition = match definition {
            Value::Mapping(definition) => definition,
            _ => BTreeMap::new(),
        };
        let name = name.into();
        Self { name, definition }
    }

    /// What stands under a key; nothing where Compose is told to forget it, by `!reset`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self.definition.get(&Value::text(key))? {
            Value::Tagged(tag, _) if tag == "!reset" => None,
            Value::Tagged(_, value) => Some(value),
            value => Some(value),
        }
    }

    /// What is listed under a key; nothing where no list is there.
    #[must_use]
    pub fn items(&self, key: &str) -> &[Value] {
        self.get(key).map(Value::items).unwrap_or_default()
    }

    /// All that it says, as a mapping.
    #[must_use]
    pub fn definition(&self) -> Value {
        Value::Mapping(self.definition.clone())
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_text)
    }

    /// The image that it is started from, or that its build is named.
    #[must_use]
    pub fn image(&self) -> Option<&str> {
        self.text("image")
    }

    /// Where its image is built; `None` where it is pulled.
    #[must_use]
    pub fn build(&self) -> Option<Build<'_>> {
        let build = self.get("build")?;
        let part = |key: &str| build.get(key).and_then(Value::as_text);
        Some(Build {
            context: build.as_text().or(part("context")).unwrap_or("."),
            dockerfile: part("dockerfile").unwrap_or("Dockerfile"),
            inline: part("dockerfile_inline"),
            target: part("target"),
            args: build.get("args").map(variables).unwrap_or_default(),
        })
    }

    /// What it runs instead of its image's command.
    #[must_use]
    pub fn command(&self) -> Option<Command<'_>> {
        self.get("command").and_then(Command::of)
    }

    /// What it runs instead of its image's entrypoint.
    #[must_use]
    pub fn entrypoint(&self) -> Option<Command<'_>> {
        self.get("entrypoint").and_then(Command::of)
    }

    /// Its variables; `None` for one that is taken from whoever starts it.
    #[must_use]
    pub fn environment(&self) -> BTreeMap<&str, Option<&str>> {
        self.get("environment").map(variables).unwrap_or_default()
    }

    /// The files that its variables come from too; what a later one sets counts before what an earlier one does.
    #[must_use]
    pub fn env_files(&self) -> Vec<EnvFilePath<'_>> {
        let Some(files) = self.get("env_file") else {
            return Vec::new();
        };
        let all = files.items().iter().chain(std::iter::once(files));
        all.filter_map(EnvFilePath::of).collect()
    }

    /// What is mounted in it: named volumes, folders and files of the host, memory.
    #[must_use]
    pub fn mounts(&self) -> Vec<Mount<'_>> {
        let mounts = self.items("volumes").iter();
        mounts.filter_map(Mount::of).collect()
    }

    /// The networks that it joins, and the further names that it has on each, in the order of a list of them; none where it
    /// joins the default one.
    #[must_use]
    pub fn networks(&self) -> Vec<(&str, Vec<&str>)> {
        let networks = self.get("networks");
        let names = networks.map(Value::names).unwrap_or_default();
        let aliases = |name: &str| {
            let network = networks.and_then(|networks| networks.get(name));
            let aliases = network.and_then(|network| network.get("aliases"));
            aliases.map(Value::names).unwrap_or_default()
        };
        names
            .into_iter()
            .map(|name| (name, aliases(name)))
            .collect()
    }

    /// The network of another kind that it has: `host`, `none`, `service:vpn`.
    #[must_use]
    pub fn network_mode(&self) -> Option<&str> {
        self.text("network_mode")
    }

    /// The ports that it publishes on the host.
    #[must_use]
    pub fn ports(&self) -> Vec<Port<'_>> {
        let ports = self.items("ports").iter();
        ports.filter_map(Port::of).collect()
    }

    /// Its health check: a mapping with `test`, `interval` and the like.
    #[must_use]
    pub fn health(&self) -> Option<&Value> {
        self.get("healthcheck")
    }

    /// The containers that it waits for, and what for: `service_started`, `service_healthy`,
    /// `service_completed_successfully`.
    #[must_use]
    pub fn depends_on(&self) -> BTreeMap<&str, &str> {
        let section = self.get("depends_on");
        let names = section.map(Value::names).unwrap_or_default();
        let condition = |name: &str| {
            let dependency = section.and_then(|section| section.get(name));
            dependency.and_then(|it| it.get("condition")?.as_text())
        };
        names
            .into_iter()
            .map(|name| (name, condition(name).unwrap_or("service_started")))
            .collect()
    }

    /// Whether all that it says stands in it: nothing is taken from another part of its file.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.definition.values().any(Value::has_outer)
    }

    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.definition.is_empty()
    }

    /// What becomes of it without some keys.
    #[must_use]
    pub fn without(&self, is_dropped: impl Fn(&str, &Value) -> bool) -> Self {
        let mut without = self.clone();
        let goes = |key: &Value, value: &Value| {
            let key = key.as_text();
            key.is_some_and(|key| is_dropped(key, value))
        };
        without.definition.retain(|key, value| !goes(key, value));
        without
    }

    /// What becomes of it with a key, whatever stood there.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.definition.insert(Value::text(key), value);
        self
    }
}

/// The variables of a mapping, or of a list of `NAME=value`.
fn variables(section: &Value) -> BTreeMap<&str, Option<&str>> {
    let listed = section.items().iter().filter_map(Value::as_text);
    let listed = listed.map(|item| match item.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (item, None),
    });
    let mapped = section.pairs();
    let mapped = mapped.filter_map(|(name, value)| Some((name.as_text()?, value.as_text())));
    mapped
        .filter(|(name, _)| *name != MERGE)
        .chain(listed)
        .collect()
}

impl<'a> EnvFilePath<'a> {
    /// An item of `env_file:`, or all of it; `None` where it names no file.
    pub(crate) fn of(item: &'a Value) -> Option<Self> {
        let required = item.get("required").and_then(Value::as_text) != Some("false");
        let path = item.as_text().or_else(|| item.get("path")?.as_text())?;
        Some(Self { path, required })
    }
}

impl<'a> Command<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Sequence(words) => Some(Self::Words(words)),
            value => value.as_text().map(Self::Line),
        }
    }

    /// The texts that it is made of: the line, or each word.
    pub fn texts(self) -> Vec<&'a str> {
        match self {
            Self::Line(line) => vec![line],
            Self::Words(words) => words.iter().filter_map(Value::as_text).collect(),
        }
    }
}
