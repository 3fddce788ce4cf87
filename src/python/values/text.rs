//! Strings: methods and `%`.

use crate::python::run::call::Args;
use crate::python::run::expression::display_text;
use crate::python::run::machine::Machine;
use crate::python::values::path;
use crate::python::values::value::{At, Shape, Term, Value};

/// What booleans look like in the environment.
pub(crate) fn is_true(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" | "y" | "t" | "ok" => Some(true),
        "0" | "false" | "no" | "off" | "n" | "f" | "" => Some(false),
        _ => None,
    }
}

/// `"%s" % value` with plain conversions.
pub(crate) fn percent(format: &str, right: &Term) -> Option<String> {
    let mut values = match &right.value {
        Value::Sequence(tuple) if tuple.shape == Shape::Tuple => tuple.items.to_vec(),
        Value::Dict(_) => return None,
        _ => vec![right.clone()],
    }
    .into_iter();
    let mut result = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        result.push_str(before);
        let kind = after.chars().next()?;
        match kind {
            '%' => result.push('%'),
            's' | 'd' => result.push_str(&display_text(&values.next()?)?),
            _ => return None,
        }
        rest = &after[1..];
    }
    result.push_str(rest);
    values.next().is_none().then_some(result)
}

/// `"{}".format(…)` with plain fields.
fn format(template: &str, args: &Args) -> Option<String> {
    let mut result = String::new();
    let mut rest = template;
    let mut next = 0;
    while let Some(index) = rest.find(['{', '}']) {
        result.push_str(&rest[..index]);
        let tail = &rest[index..];
        if tail.starts_with("{{") || tail.starts_with("}}") {
            result.push_str(&tail[..1]);
            rest = &tail[2..];
            continue;
        }
        let (field, after) = tail.strip_prefix('{')?.split_once('}')?;
        let term = if field.is_empty() {
            next += 1;
            args.at(next - 1)?
        } else if let Ok(index) = field.parse::<usize>() {
            args.at(index)?
        } else {
            args.keyword(field)?
        };
        result.push_str(&display_text(term)?);
        rest = after;
    }
    result.push_str(rest);
    Some(result)
}

impl Machine<'_> {
    /// A method of a known string.
    pub(crate) fn text_method(
        &mut self,
        text: &str,
        name: &str,
        args: &Args,
        at: &At,
    ) -> Option<Value> {
        match name {
            "format" if !args.open => Some(Value::str(&format(text, args)?)),
            "split" if args.positional.len() <= 1 && args.keywords.is_empty() => {
                let parts: Vec<&str> = match args.at(0) {
                    None => text.split_whitespace().collect(),
                    Some(_) => text
                        .split(argument(args, 0).filter(|mark| !mark.is_empty())?)
                        .collect(),
                };
                let parts = parts
                    .into_iter()
                    .map(|part| Term::new(Value::str(part), at.clone()));
                let parts = parts.collect();
                Some(self.sequence(Shape::List, parts, false))
            }
            "join" => {
                let items = args.at(0)?.items()?;
                let texts = items.iter().map(|item| match &item.value {
                    Value::Str(text) => Some(&**text),
                    _ => None,
                });
                Some(Value::str(
                    &texts.collect::<Option<Vec<&str>>>()?.join(text),
                ))
            }
            _ => changed(text, name, args),
        }
    }
}

/// The string argument at a position.
fn argument(args: &Args, index: usize) -> Option<&str> {
    match &args.at(index)?.value {
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// Methods that make a text, or a truth, of a text alone.
fn changed(text: &str, name: &str, args: &Args) -> Option<Value> {
    let none = args.positional.is_empty() && args.keywords.is_empty();
    Some(match name {
        "lower" | "casefold" if none => Value::str(&text.to_lowercase()),
        "upper" if none => Value::str(&text.to_uppercase()),
        "strip" | "lstrip" | "rstrip" => strip(text, name, args)?,
        "isupper" if none => Value::Bool(
            text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase),
        ),
        "startswith" if !path::is_anywhere(text) => {
            Value::Bool(text.starts_with(argument(args, 0)?))
        }
        "endswith" if !path::is_anywhere(text) => Value::Bool(text.ends_with(argument(args, 0)?)),
        "removesuffix" => Value::str(text.strip_suffix(argument(args, 0)?).unwrap_or(text)),
        "removeprefix" => Value::str(text.strip_prefix(argument(args, 0)?).unwrap_or(text)),
        "replace" if args.positional.len() == 2 && !argument(args, 0)?.is_empty() => {
            Value::str(&text.replace(argument(args, 0)?, argument(args, 1)?))
        }
        _ => return None,
    })
}

fn strip(text: &str, name: &str, args: &Args) -> Option<Value> {
    let characters: Vec<char> = match args.at(0).map(|term| &term.value) {
        None => vec![' ', '\t', '\n', '\r'],
        Some(Value::Str(characters)) => characters.chars().collect(),
        Some(_) => return None,
    };
    let stripped = match name {
        "lstrip" => text.trim_start_matches(&*characters),
        "rstrip" => text.trim_end_matches(&*characters),
        _ => text.trim_matches(&*characters),
    };
    Some(Value::str(stripped))
}
