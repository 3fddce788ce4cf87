//! What is made of a fragment's text. A container that cannot be rewritten line by line is written anew from its value:
//! it loses its comments, and never its meaning.

use std::ops::Range;

use super::layout::Layout;
use super::{Fragment, Part};
use crate::compose::Container;
use crate::text::lines;
use crate::yaml::{MERGE, Quotes, Value, block, first_column, write};

/// What a container that is set aside says otherwise, or no more.
const ASIDE: [&str; 4] = ["profiles", "networks", "restart", "depends_on"];

/// What makes a container what it is: without one of these, which others of its file have too, it is another.
const OWN: [&str; 10] = [
    MERGE,
    "build",
    "command",
    "entrypoint",
    "env_file",
    "environment",
    "image",
    "user",
    "volumes",
    "working_dir",
];

impl Fragment {
    /// The fragment with its containers' names at a column, that of the file which takes it in.
    #[must_use]
    pub fn moved_to(self, column: usize) -> Self {
        let from = first_column(&self.text).unwrap_or(column);
        if from == column {
            return self;
        }
        let moved = lines(&self.text).map(|line| shifted(line, from, column));
        let containers: Vec<Container> = self.containers().cloned().collect();
        Self::meaning(&moved.collect::<String>(), &containers, column)
    }

    /// The fragment with its containers under new names: started for one profile alone, and found on one network alone,
    /// there by their old names. They wait for nobody, and end with who started them.
    #[must_use]
    pub fn set_aside(
        &self,
        new_name: impl Fn(&str) -> String,
        profile: &str,
        network: &str,
    ) -> Self {
        let mut text = String::new();
        let mut done = 0;
        let mut containers = Vec::new();
        for Part { container, layout } in &self.parts {
            let name = new_name(&container.name);
            let pairs = aside(&container.name, profile, network);
            if let Some(layout) = layout {
                text.push_str(&self.text[done..layout.name.start]);
                text.push_str(&write(&name, Quotes::Needed, false));
                text.push_str(&self.text[layout.name.end..layout.body.start]);
                for (key, value) in &pairs {
                    text.push_str(&block(&Value::pair(key, value.clone()), layout.column));
                }
                text.push_str(&self.kept(layout, |key| ASIDE.contains(&key)));
                done = layout.body.end;
            }
            let mut container = container.without(|key, _| ASIDE.contains(&key));
            container.name = name;
            let with = |container: Container, (key, value)| container.with(key, value);
            containers.push(pairs.into_iter().fold(container, with));
        }
        text.push_str(&self.text[done..]);
        let column = first_column(&self.text).unwrap_or_default();
        Self::meaning(&text, &containers, column)
    }

    /// The definition of each container as a text at the left margin, for a file that has neither the networks of this
    /// one nor its anchors: without what they hold. `None` where a container is nothing without them.
    #[must_use]
    pub fn alone(&self) -> Option<Vec<(Container, String)>> {
        let parts = self.parts.iter().map(|part| self.part_alone(part));
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        (!parts.is_empty()).then_some(parts)
    }

    /// The definition of each container that is what the project's own ones are but for its command, without what these
    /// have too. `None` where one of them is more than that.
    #[must_use]
    pub fn joined(&self) -> Option<Vec<(Container, String)>> {
        let parts = self.parts.iter().map(|part| self.part_joined(part));
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        (!parts.is_empty()).then_some(parts)
    }

    fn part_joined(&self, part: &Part) -> Option<(Container, String)> {
        let merges = part.container.get(MERGE).is_some_and(Value::has_outer);
        let container = part.container.without(|key, value| {
            let shared = matches!(value, Value::Outer(_));
            shared || [MERGE, "networks", "depends_on"].contains(&key)
        });
        let same = |key: &str| key == "command" || container.get(key).is_none();
        let joins = merges && container.command().is_some() && OWN.iter().all(|key| same(key));
        self.without_the_rest(part, container).filter(|_| joins)
    }

    fn part_alone(&self, part: &Part) -> Option<(Container, String)> {
        let is_shared = |key: &str, value: &Value| match value {
            Value::Outer(_) => !OWN.contains(&key),
            _ => key == "networks",
        };
        let container = part.container.without(is_shared);
        self.without_the_rest(part, container)
    }

    /// What is left of a part, as a text at the left margin; `None` where that is not whole.
    fn without_the_rest(&self, part: &Part, container: Container) -> Option<(Container, String)> {
        if !container.is_whole() || container.is_empty() {
            return None;
        }
        let text = part.layout.as_ref().map(|layout| {
            let kept = self.kept(layout, |key| container.get(key).is_none());
            let kept = lines(&kept).map(|line| shifted(line, layout.column, 0));
            kept.collect::<String>()
        });
        let meant = container.definition();
        let same = |text: &String| Value::parse(text).is_ok_and(|value| value == meant);
        let text = text.filter(same).unwrap_or_else(|| block(&meant, 0));
        Some((container, text))
    }

    /// The lines of a container but for those of some keys.
    fn kept(&self, layout: &Layout, is_dropped: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        let mut done = layout.body.start;
        for (key, Range { start, end }) in &layout.pairs {
            if is_dropped(key) {
                text.push_str(&self.text[done..*start]);
                done = *end;
            }
        }
        text.push_str(&self.text[done..layout.body.end]);
        text
    }

    /// The fragment of a text, if it means these containers; else these, written anew.
    fn meaning(text: &str, containers: &[Container], column: usize) -> Self {
        match Self::parse(text) {
            Ok(fragment) if fragment.containers().eq(containers) => fragment,
            _ => Self::written(containers, column),
        }
    }

    fn written(containers: &[Container], column: usize) -> Self {
        let pairs = containers.iter();
        let pairs = pairs.map(|it| block(&Value::pair(&it.name, it.definition()), column));
        Self {
            text: pairs.collect(),
            parts: containers
                .iter()
                .map(|container| Part {
                    container: container.clone(),
                    layout: None,
                })
                .collect(),
        }
    }
}

/// What a container gets that is set aside, in this order.
fn aside(name: &str, profile: &str, network: &str) -> [(&'static str, Value); 2] {
    let one = |text: &str| Value::Sequence(vec![Value::text(text)]);
    let aliases = Value::pair("aliases", one(name));
    [
        (ASIDE[0], one(profile)),
        (ASIDE[1], Value::pair(network, aliases)),
    ]
}

/// A line that moves with the one at a column to another; what stands before that one loses what it has at most.
fn shifted(line: &str, from: usize, to: usize) -> String {
    let rest = line.trim_start_matches(' ');
    let own = line.len() - rest.len();
    let empty = own == 0 && rest.trim_end_matches(['\n', '\r']).is_empty();
    let column = if empty {
        0
    } else {
        (own + to).saturating_sub(from)
    };
    format!("{}{rest}", " ".repeat(column))
}
