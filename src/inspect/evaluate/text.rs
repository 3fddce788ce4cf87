//! Strings: methods and `%`.

use super::call::Args;
use super::expression::display_text;
use super::machine::Machine;
use super::place;
use super::value::{At, Shape, Term, Value};

/// What booleans look like in the environment.
pub(super) fn is_true(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" | "y" | "t" | "ok" => Some(true),
        "0" | "false" | "no" | "off" | "n" | "f" | "" => Some(false),
        _ => None,
    }
}

/// `"%s" % value` with plain conversions.
pub(super) fn percent(format: &str, right: &Term) -> Option<String> {
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
    pub(super) fn text_method(
        &mut self,
        text: &str,
        name: &str,
        args: &Args,
        at: &At,
    ) -> Option<Value> {
        let argument = |index: usize| match args.at(index).map(|term| &term.value) {
            Some(Value::Str(text)) => Some(&**text),
            _ => None,
        };
        let none = args.positional.is_empty() && args.keywords.is_empty();
        let value = match name {
            "lower" | "casefold" if none => Value::str(&text.to_lowercase()),
            "upper" if none => Value::str(&text.to_uppercase()),
            "strip" | "lstrip" | "rstrip" => strip(text, name, args)?,
            "startswith" | "endswith" if !place::is_anywhere(text) => {
                let part = argument(0)?;
                Value::Bool(if name == "startswith" {
                    text.starts_with(part)
                } else {
                    text.ends_with(part)
                })
            }
            "removesuffix" => {
                let part = argument(0)?;
                Value::str(text.strip_suffix(part).unwrap_or(text))
            }
            "removeprefix" => {
                let part = argument(0)?;
                Value::str(text.strip_prefix(part).unwrap_or(text))
            }
            "replace" if args.positional.len() == 2 && !argument(0)?.is_empty() => {
                Value::str(&text.replace(argument(0)?, argument(1)?))
            }
            "format" if !args.open => Value::str(&format(text, args)?),
            "split" if args.positional.len() <= 1 && args.keywords.is_empty() => {
                let parts: Vec<&str> = match args.at(0) {
                    Some(_) if argument(0)?.is_empty() => return None,
                    Some(_) => text.split(argument(0)?).collect(),
                    None => text.split_whitespace().collect(),
                };
                let parts = parts
                    .into_iter()
                    .map(|part| Term::new(Value::str(part), at.clone()));
                let parts = parts.collect();
                self.sequence(Shape::List, parts, false)
            }
            "join" => {
                let items = self.items(args.at(0)?)?;
                let texts: Option<Vec<&str>> = items
                    .iter()
                    .map(|item| match &item.value {
                        Value::Str(text) => Some(&**text),
                        _ => None,
                    })
                    .collect();
                Value::str(&texts?.join(text))
            }
            _ => return None,
        };
        Some(value)
    }
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
