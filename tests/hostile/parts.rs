//! The parts that a format reads in a file, and whether two files have the same.

use saphyr::{LoadableYamlNode as _, Yaml};

use super::world::Files;

/// What ends a word outside of quotes, beside blanks.
const NGINX: &str = "{};";
const SHELL: &str = "{};|&`<>#()";

/// The first difference between the files of a project with a plain word and with another text in its place, which is
/// more than the text.
pub(crate) fn differs(plain: &Files, other: &Files) -> Option<String> {
    for (path, text) in other {
        let name = path.rsplit('/').next().unwrap_or(path);
        let kind = name.rsplit('.').next().unwrap_or(name);
        // What a file of the user's has of it, it had before; and the lock holds all texts of the others.
        if name == "djdock.lock"
            || kind == "py"
            || path.contains("requirements")
            || path.contains("package")
        {
            continue;
        }
        let Some(plain) = plain.get(path) else {
            continue;
        };
        let found = if kind == "yml" {
            yaml(plain, text)
        } else {
            lines(plain, text, name)
        };
        if let Some(found) = found {
            return Some(format!("{path}: {found}"));
        }
    }
    None
}

fn yaml(plain: &str, other: &str) -> Option<String> {
    let read = |text: &str| Yaml::load_from_str(text).map(|mut found| found.remove(0));
    let plain = read(plain).expect("YAML");
    match read(other) {
        Ok(other) => node(&plain, &other, ""),
        Err(error) => Some(error.to_string()),
    }
}

fn node(plain: &Yaml<'_>, other: &Yaml<'_>, place: &str) -> Option<String> {
    match (plain, other) {
        (Yaml::Mapping(plain), Yaml::Mapping(other)) if plain.len() == other.len() => {
            let mut pairs = plain.iter().zip(other.iter());
            pairs.find_map(|((key, one), (other_key, two))| {
                let place = format!("{place}/{}", key.as_str().unwrap_or("?"));
                node(key, other_key, &place).or_else(|| node(one, two, &place))
            })
        }
        (Yaml::Sequence(plain), Yaml::Sequence(other)) if plain.len() == other.len() => {
            let mut pairs = plain.iter().zip(other).enumerate();
            pairs.find_map(|(index, (one, two))| node(one, two, &format!("{place}/{index}")))
        }
        _ if plain == other => None,
        _ => match (plain.as_str(), other.as_str()) {
            (Some(word), Some(text)) if has_word(word) && !is_variable(word, text) => {
                interpolated(text, place)
            }
            (Some(word), Some(_)) if has_word(word) => None,
            _ => Some(format!("{place}: {plain:?} became {other:?}")),
        },
    }
}

/// Whether both are the value of one variable, of the text's own name.
fn is_variable(word: &str, text: &str) -> bool {
    let (Some(word), Some(text)) = (word.strip_prefix("${word"), text.strip_prefix("${")) else {
        return false;
    };
    let name = text.trim_start_matches(|part: char| part == '_' || part.is_ascii_alphanumeric());
    name == word
}

/// Compose would put something in where the text has a dollar that is not doubled.
fn interpolated(text: &str, place: &str) -> Option<String> {
    let own = ["${CELERY_", "${REDIS_", "${WORD", "${STACK_PLACE:-}"];
    let rest = text.replace("$$", "");
    let found = rest
        .match_indices('$')
        .find(|(at, _)| !own.iter().any(|own| rest[*at..].starts_with(own)));
    found.map(|_| format!("{place}: Compose reads a variable in {text:?}"))
}

fn lines(plain: &str, other: &str, name: &str) -> Option<String> {
    let (plain, other): (Vec<&str>, Vec<&str>) = (plain.lines().collect(), other.lines().collect());
    if plain.len() != other.len() {
        return Some(format!("{} lines became {}", plain.len(), other.len()));
    }
    let ends = if name.rsplit('.').next() == Some("conf") {
        NGINX
    } else {
        SHELL
    };
    plain.iter().zip(&other).find_map(|(plain, other)| {
        if plain == other {
            return None;
        }
        let bad = || Some(format!("{plain:?} became {other:?}"));
        if !has_word(plain) || other.chars().any(char::is_control) && !other.starts_with('\t') {
            return bad();
        }
        if plain.starts_with('#') {
            return if other.starts_with('#') { None } else { bad() };
        }
        if name == ".dockerignore" {
            return if other.starts_with(['!', '#']) {
                bad()
            } else {
                None
            };
        }
        match (words(plain, ends), words(other, ends)) {
            (Some(plain), Some(other)) if same(&plain, &other) => None,
            _ => bad(),
        }
    })
}

/// Whether the word stands in a text, which may be a variable that is named after it.
fn has_word(text: &str) -> bool {
    text.to_lowercase().contains("word")
}

/// As many words, of which those without the text are the same.
fn same(plain: &[String], other: &[String]) -> bool {
    let alike = |(plain, other): (&String, &String)| plain == other || has_word(plain);
    plain.len() == other.len() && plain.iter().zip(other).all(alike)
}

/// The words of a line, as a shell, Docker and nginx split it: in quotes, a blank, a brace or a `;` is no more than
/// itself. `None` where quotes stay open.
fn words(line: &str, ends: &str) -> Option<Vec<String>> {
    if let Some((command, list)) = line.split_once('[')
        && let Ok(list) = serde_json::from_str::<Vec<String>>(&format!("[{list}"))
    {
        // A list in place of words means the same.
        return Some(
            command
                .split_whitespace()
                .map(str::to_owned)
                .chain(list)
                .collect(),
        );
    }
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (Some('"') | None, '\\') => word.extend(characters.next()),
            (None, '\'' | '"') => quote = Some(character),
            (None, blank) if blank.is_whitespace() => {
                words.push(std::mem::take(&mut word));
            }
            (None, end) if ends.contains(end) => {
                words.push(std::mem::take(&mut word));
                words.push(character.to_string());
            }
            (_, character) => word.push(character),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    quote.is_none().then_some(words)
}
