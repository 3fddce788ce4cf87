//! Where the words of a dependency file stand, looked for once for all of them.

use std::collections::HashMap;

use serde::Deserialize as _;
use toml::Table;
use toml::de::{DeTable, DeValue, Deserializer};

/// The first line of each word of a file.
pub(super) struct Places<'a> {
    path: &'a str,
    lines: HashMap<String, usize>,
}

impl<'a> Places<'a> {
    /// A file of TOML, and the places of its keys and texts; `None` where it does not parse.
    pub(super) fn of_toml(path: &'a str, text: &str) -> Option<(Table, Self)> {
        let document = DeTable::parse(text).ok()?;
        let mut words = Vec::new();
        of_table(document.get_ref(), &mut words);
        let places = Self::new(path, text, words);
        let table = Table::deserialize(Deserializer::from(document)).ok()?;
        Some((table, places))
    }

    /// The places of what stands between two quotes, as keys and texts do in JSON.
    pub(super) fn of_json(path: &'a str, text: &str) -> Self {
        let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
        let words = quotes.windows(2).filter_map(|pair| match pair {
            [open, close] => Some((text[open + 1..*close].to_owned(), *open)),
            _ => None,
        });
        Self::new(path, text, words.collect())
    }

    /// The first of each counts. `words` come with their byte.
    fn new(path: &'a str, text: &str, mut words: Vec<(String, usize)>) -> Self {
        words.sort_by_key(|(_, at)| *at);
        let (mut line, mut counted) = (1, 0);
        let mut lines = HashMap::new();
        for (word, at) in words {
            line += text[counted..at].matches('\n').count();
            counted = at;
            lines.entry(word).or_insert(line);
        }
        Self { path, lines }
    }

    /// `file:line` of a word; the first line for one that is not there.
    pub(super) fn of(&self, word: &str) -> String {
        let line = self.lines.get(word).copied().unwrap_or(1);
        format!("{}:{line}", self.path)
    }
}

fn of_table(table: &DeTable<'_>, words: &mut Vec<(String, usize)>) {
    for (key, value) in table {
        words.push((key.get_ref().to_string(), key.span().start));
        of_value(value.get_ref(), value.span().start, words);
    }
}

fn of_value(value: &DeValue<'_>, at: usize, words: &mut Vec<(String, usize)>) {
    match value {
        DeValue::String(text) => words.push((text.to_string(), at)),
        DeValue::Array(items) => {
            for item in items {
                of_value(item.get_ref(), item.span().start, words);
            }
        }
        DeValue::Table(table) => of_table(table, words),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_it_first_stands_as_a_whole() {
        let text = "[project]\nname = 'django-x'\ndependencies = [\n  'django>=5',\n  'x',\n]\n[tool.poetry.dependencies]\ndjango = { version = '5' }\n";
        let (table, places) = Places::of_toml("p", text).expect("it parses");
        assert!(table.contains_key("project"));
        for (word, place) in [
            ("django", "p:8"),
            ("django>=5", "p:4"),
            ("x", "p:5"),
            ("no", "p:1"),
        ] {
            assert_eq!(places.of(word), place, "{word}");
        }
        let places = Places::of_json(
            "j",
            "{\n\"default\": {\n\"a\": {},\n\"b\": {\"v\": \"a\"}}}",
        );
        assert_eq!(
            (places.of("a"), places.of("b")),
            ("j:3".to_owned(), "j:4".to_owned())
        );
    }
}
