//! A part of a compose file's `services:`, as a service's template is rendered to it: its containers as values, and where
//! they stand in the text, so that what is made of the text keeps its comments.

mod layout;
mod rewrite;
#[cfg(test)]
mod tests;

use layout::Layout;

use super::{Container, FormError};
use crate::yaml::{Kind, Tree, Value, YamlError};

/// Containers, with the text that they were read from.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fragment {
    text: String,
    parts: Vec<Part>,
}

/// A container of a fragment.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Part {
    container: Container,
    /// Where its lines stand; `None` where it is not written in lines of its own, but in braces or by an alias.
    layout: Option<Layout>,
}

/// Why a text is no part of a compose file's services. The line counts from 1; it is `None` where no place is known.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{fault}")]
pub struct FragmentError {
    /// Where, in the rendered text.
    pub line: Option<usize>,
    /// What is wrong there.
    pub fault: FragmentFault,
}

/// What is wrong with a part of a compose file's services.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FragmentFault {
    /// It is no YAML.
    #[error(transparent)]
    Yaml(YamlError),
    /// It is something else than a mapping in block style from names to containers.
    #[error("no containers by their names, each on a line of its own")]
    NoContainers,
    /// A container has a value of a kind that Compose does not take there.
    #[error("{container}: {form}")]
    Form {
        /// The container's name.
        container: String,
        /// What is wrong about it.
        form: FormError,
    },
}

impl Fragment {
    /// Reads a text. Aliases may stand for anchors of other parts of the file; nothing but comments has no containers.
    pub fn parse(text: &str) -> Result<Self, FragmentError> {
        let source = crate::yaml::Part::of(text);
        let tree = source.tree().map_err(unreadable)?;
        let parts = match tree.root() {
            None => Vec::new(),
            Some(root) => parts(&tree, root)?,
        };
        let text = text.to_owned();
        Ok(Self { text, parts })
    }

    /// Reads a whole compose file, of which the containers are kept; one without services has none.
    ///
    /// # Errors
    /// Where it is no YAML, or has a container that Compose would refuse.
    pub fn of_file(text: &str) -> Result<Self, FragmentError> {
        let tree = Tree::parse(text).map_err(unreadable)?;
        let services = tree.root().and_then(|root| tree.pair(root, "services"));
        let services = services.map_or(&[][..], |(_, services)| tree.pairs(services));
        let parts = services.iter().map(|pair| part(&tree, *pair));
        let parts = parts.collect::<Result<_, _>>()?;
        let text = text.to_owned();
        Ok(Self { text, parts })
    }

    /// The containers, in the order of the text.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.parts.iter().map(|part| &part.container)
    }

    /// The text, with the names of its containers at the column that it was read with or moved to.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn unreadable(error: YamlError) -> FragmentError {
    FragmentError {
        line: error.line(),
        fault: FragmentFault::Yaml(error),
    }
}

fn parts(tree: &Tree, root: usize) -> Result<Vec<Part>, FragmentError> {
    let node = tree.node(root);
    if !matches!(node.kind, Kind::Mapping(_)) || node.bracket.is_some() {
        return Err(FragmentError {
            line: Some(tree.line(root)),
            fault: FragmentFault::NoContainers,
        });
    }
    let pairs = tree.pairs(root).iter();
    pairs.map(|pair| part(tree, *pair)).collect()
}

fn part(tree: &Tree, (key, value): (usize, usize)) -> Result<Part, FragmentError> {
    let error = |line: usize, fault: FragmentFault| FragmentError {
        line: Some(line),
        fault,
    };
    let Some(name) = tree.text(key) else {
        return Err(error(tree.line(key), FragmentFault::NoContainers));
    };
    let read = Value::of(tree, value);
    let read = read.map_err(|fault| error(tree.line(key), FragmentFault::Yaml(fault)))?;
    let container = Container::new(name, read).map_err(|form| {
        let at = tree.pair(value, &form.key).map_or(key, |(key, _)| key);
        let container = name.to_owned();
        error(tree.line(at), FragmentFault::Form { container, form })
    })?;
    Ok(Part {
        container,
        layout: Layout::of(tree, key, value),
    })
}
