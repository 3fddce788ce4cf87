//! What is added to a mapping or a list that is there.

use std::collections::BTreeMap;

use super::style::Style;
use crate::yaml::{Quotes, Value, write};

/// One thing to add.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Entry {
    /// A variable of `environment:`.
    Variable { key: String, value: String },
    /// A service of `depends_on:`.
    Wait { service: String },
    /// A volume of the top level's `volumes:`.
    Volume { name: String },
}

impl Entry {
    /// Its key in a mapping.
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Variable { key, .. } => key,
            Self::Wait { service } => service,
            Self::Volume { name } => name,
        }
    }

    /// Its text in a list.
    fn item(&self) -> String {
        match self {
            Self::Variable { key, value } => format!("{key}={value}"),
            other => other.key().to_owned(),
        }
    }

    /// Its lines in a mapping in block style.
    pub(super) fn block_pair(&self, column: usize, quotes: Quotes, style: &Style) -> String {
        let indent = Style::indent(column);
        let key = write(self.key(), Quotes::Needed, false);
        let newline = style.newline;
        match self {
            Self::Variable { value, .. } => {
                let value = write(value, quotes, false);
                format!("{indent}{key}: {value}{newline}")
            }
            Self::Wait { .. } => {
                let deeper = Style::indent(column + style.step);
                format!("{indent}{key}:{newline}{deeper}condition: service_healthy{newline}")
            }
            Self::Volume { .. } => format!("{indent}{key}:{newline}"),
        }
    }

    /// Its line in a list in block style.
    pub(super) fn block_item(&self, column: usize, quotes: Quotes, style: &Style) -> String {
        let item = write(&self.item(), quotes, false);
        format!("{}- {item}{}", Style::indent(column), style.newline)
    }

    /// Its pair in braces.
    pub(super) fn flow_pair(&self, quotes: Quotes) -> String {
        let key = write(self.key(), Quotes::Needed, true);
        match self {
            Self::Variable { value, .. } => format!("{key}: {}", write(value, quotes, true)),
            Self::Wait { .. } => format!("{key}: {{condition: service_healthy}}"),
            Self::Volume { .. } => format!("{key}: {{}}"),
        }
    }

    /// Its item in brackets.
    pub(super) fn flow_item(&self, quotes: Quotes) -> String {
        write(&self.item(), quotes, true)
    }

    /// Adds what it means to a section.
    pub(super) fn add_to(&self, section: &mut Value) {
        if *section == Value::Null {
            *section = Value::Mapping(BTreeMap::new());
        }
        match section {
            Value::Sequence(items) => items.push(Value::Text(self.item())),
            Value::Mapping(mapping) => {
                let value = match self {
                    Self::Variable { value, .. } => Value::text(value),
                    Self::Wait { .. } => Value::Mapping(BTreeMap::from([(
                        Value::text("condition"),
                        Value::text("service_healthy"),
                    )])),
                    Self::Volume { .. } => Value::Null,
                };
                mapping.entry(Value::text(self.key())).or_insert(value);
            }
            _ => {}
        }
    }
}
