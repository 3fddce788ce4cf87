//! What a merged text must mean: the three-way merge of the parsed values.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode as _, Scalar, Yaml};

/// A parsed value. The order of keys is of no account.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Value {
    /// With its type, as the parser shows it.
    Scalar(String),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

/// What a merged text must mean.
pub(super) struct Expected {
    format: Format,
    value: Meaning,
}

enum Meaning {
    /// No such format, or a text that does not parse: nothing can be told.
    Unknown,
    /// The values contradict each other.
    Contradiction,
    /// The values are known, and agree.
    Known(Value),
}

#[derive(Clone, Copy)]
enum Format {
    Yaml,
    Toml,
    Other,
}

impl Format {
    fn of(path: &str) -> Self {
        match path.rsplit('.').next() {
            Some("yml" | "yaml") => Self::Yaml,
            Some("toml") => Self::Toml,
            _ => Self::Other,
        }
    }

    fn parse(self, lines: &[&str]) -> Option<Value> {
        let text = lines.join("\n");
        match self {
            Self::Yaml => {
                let documents = Yaml::load_from_str(&text).ok()?;
                let values = documents.iter().map(of_yaml).collect::<Option<Vec<_>>>()?;
                Some(Value::List(values))
            }
            Self::Toml => toml::from_str(&text)
                .ok()
                .map(|table| of_toml(&toml::Value::Table(table))),
            Self::Other => None,
        }
    }
}

impl Expected {
    pub(super) fn of(path: &str, base: &[&str], ours: &[&str], theirs: &[&str]) -> Self {
        let format = Format::of(path);
        let parse = |lines| format.parse(lines);
        let value = match (parse(base), parse(ours), parse(theirs)) {
            (Some(base), Some(ours), Some(theirs)) => {
                match merged(Some(&base), Some(&ours), Some(&theirs)) {
                    Ok(value) => Meaning::Known(sorted(value.unwrap_or(Value::List(Vec::new())))),
                    Err(Contradiction) => Meaning::Contradiction,
                }
            }
            _ => Meaning::Unknown,
        };
        Self { format, value }
    }

    /// Whether texts can be held against it.
    pub(super) fn is_known(&self) -> bool {
        matches!(self.value, Meaning::Known(_))
    }

    /// Whether a text means that, as far as it can be told.
    pub(super) fn is_met_by(&self, lines: &[&str]) -> bool {
        match &self.value {
            Meaning::Unknown => true,
            Meaning::Contradiction => false,
            Meaning::Known(value) => {
                let parsed = self.format.parse(lines);
                parsed.is_some_and(|parsed| sorted(parsed) == *value)
            }
        }
    }
}

fn of_yaml(yaml: &Yaml<'_>) -> Option<Value> {
    Some(match yaml {
        Yaml::Sequence(items) => Value::List(items.iter().map(of_yaml).collect::<Option<_>>()?),
        Yaml::Mapping(entries) => {
            let mut map = BTreeMap::new();
            for (key, value) in entries {
                map.insert(format!("{key:?}"), of_yaml(value)?);
            }
            Value::Map(map)
        }
        Yaml::Tagged(tag, value) => {
            Value::List(vec![Value::Scalar(tag.to_string()), of_yaml(value)?])
        }
        // Of a script, one side may change the first line and the other the second.
        Yaml::Value(Scalar::String(text)) if text.contains('\n') => {
            let lines = text.split('\n').map(|line| Value::Scalar(line.to_owned()));
            Value::List(lines.collect())
        }
        Yaml::Value(_) | Yaml::Representation(..) => Value::Scalar(format!("{yaml:?}")),
        Yaml::Alias(_) | Yaml::BadValue => return None,
    })
}

fn of_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::Array(items) => Value::List(items.iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            let entries = table.iter();
            Value::Map(
                entries
                    .map(|(key, value)| (key.clone(), of_toml(value)))
                    .collect(),
            )
        }
        scalar => Value::Scalar(format!("{scalar:?}")),
    }
}

/// Both sides change one value, each in its own way.
struct Contradiction;

fn merged(
    base: Option<&Value>,
    ours: Option<&Value>,
    theirs: Option<&Value>,
) -> Result<Option<Value>, Contradiction> {
    if ours == theirs || base == theirs {
        return Ok(ours.cloned());
    }
    if base == ours {
        return Ok(theirs.cloned());
    }
    match (base, ours, theirs) {
        (None | Some(Value::Map(_)), Some(Value::Map(ours)), Some(Value::Map(theirs))) => {
            let none = BTreeMap::new();
            let base = match base {
                Some(Value::Map(base)) => base,
                _ => &none,
            };
            let mut map = BTreeMap::new();
            for key in ours.keys().chain(theirs.keys()) {
                let value = merged(base.get(key), ours.get(key), theirs.get(key))?;
                map.extend(value.map(|value| (key.clone(), value)));
            }
            Ok(Some(Value::Map(map)))
        }
        (None | Some(Value::List(_)), Some(Value::List(ours)), Some(Value::List(theirs))) => {
            let base = match base {
                Some(Value::List(base)) => base.as_slice(),
                _ => &[],
            };
            merged_lists(base, ours, theirs).map(Some)
        }
        _ => Err(Contradiction),
    }
}

/// Each item as often as both sides want it. Items that stand one for one in all three are merged in place.
fn merged_lists(base: &[Value], ours: &[Value], theirs: &[Value]) -> Result<Value, Contradiction> {
    if base.len() == ours.len() && base.len() == theirs.len() {
        let items = base.iter().zip(ours).zip(theirs);
        let items =
            items.map(|((base, ours), theirs)| merged(Some(base), Some(ours), Some(theirs)));
        let items = items.collect::<Result<Vec<_>, _>>()?;
        return Ok(Value::List(items.into_iter().flatten().collect()));
    }
    let count = |items: &[Value], item: &Value| items.iter().filter(|other| *other == item).count();
    let mut distinct: Vec<&Value> = base.iter().chain(ours).chain(theirs).collect();
    distinct.sort();
    distinct.dedup();
    let mut items = Vec::new();
    for item in distinct {
        let (before, mine, new) = (count(base, item), count(ours, item), count(theirs, item));
        let times = if mine == new {
            mine
        } else {
            (mine + new).saturating_sub(before)
        };
        items.extend(std::iter::repeat_n(item.clone(), times));
    }
    Ok(Value::List(items))
}

/// The lines' own order is the diff's: of lists, only what is in them is compared.
fn sorted(value: Value) -> Value {
    match value {
        Value::List(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort();
            Value::List(items)
        }
        Value::Map(map) => {
            let entries = map.into_iter();
            Value::Map(entries.map(|(key, value)| (key, sorted(value))).collect())
        }
        scalar @ Value::Scalar(_) => scalar,
    }
}
