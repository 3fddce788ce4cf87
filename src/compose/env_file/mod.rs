//! `.env`, and what `env_file` names, as Compose reads them: single quotes keep a `$`, everything else has it expanded.

mod statement;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::secret::Secret;
use super::template::{Lookup, Template};
use statement::{Cursor, Form, Statement};

/// How many bytes of others' values the values of a file may take in, all together.
const GROWTH: usize = 8 * 1024 * 1024;

/// A file of variables such as `.env`, as Compose reads it.
#[derive(Clone, Debug, Default)]
pub(crate) struct EnvFile {
    pub(crate) entries: Vec<EnvEntry>,
    /// The place of the last entry of each key.
    last: HashMap<String, usize>,
    /// How many bytes of others' values have been taken in.
    taken: usize,
    /// The line at which Compose refuses the whole file.
    pub(crate) broken: Option<usize>,
    /// Whether nothing is known of what stands from there on.
    pub(crate) cut: bool,
    /// Whether that is for the length of values that are made of others.
    pub(crate) grows: bool,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct EnvEntry {
    pub(crate) key: String,
    /// The line at which it starts, from 1.
    pub(crate) line: usize,
    /// The value's bytes in the file, quotes among them.
    pub(crate) range: Range<usize>,
    /// What is written there, without quotes.
    pub(crate) written: Secret,
    /// What Compose makes of it.
    pub(crate) value: Secret,
    pub(crate) dollar: Dollar,
    /// Whether there is a value at all; without one it is the shell's.
    pub(crate) assigned: bool,
    /// Whether it stands behind a value that ended before its line did.
    trails: bool,
}

impl EnvEntry {
    /// Whether it is one, and no rest of a value whose quotes are wrong.
    pub(crate) fn is_key(&self) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !self.trails && self.key.chars().all(plain)
    }

    /// The key, if it is one: what is left of a value whose quotes are wrong, or a line of a longer one, looks like a
    /// key too, and must not be shown.
    pub(crate) fn name(&self) -> Option<&str> {
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        (!self.trails && self.key.chars().all(plain)).then_some(&self.key)
    }
}

/// What becomes of the `$` in a value.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Dollar {
    /// Compose takes it for a variable, or for an escaped `$`: the value is not what is written.
    pub(crate) expands: bool,
    /// For a variable that nobody sets.
    pub(crate) unset: bool,
    /// Compose refuses the file for it.
    pub(crate) broken: bool,
}

impl EnvFile {
    /// Reads a text. `shell` are the variables that Compose is started with.
    pub(crate) fn parse(text: &str, shell: Lookup<'_>) -> Self {
        let mut file = Self::default();
        let mut cursor = Cursor::new(text);
        while cursor.skip_to_statement() {
            let line = cursor.line();
            let trails = cursor.trails();
            let Some(statement) = cursor.statement() else {
                file.broken = file.broken.or(Some(line));
                file.cut = true;
                break;
            };
            file.take(statement, (line, trails), shell);
            if file.grows {
                file.broken = file.broken.or(Some(line));
                file.cut = true;
                break;
            }
        }
        file
    }

    /// The keys that a text sets, whatever the shell's variables are.
    ///
    /// # Errors
    ///
    /// The line at which Compose refuses the text.
    pub(crate) fn keys(text: &str) -> Result<BTreeSet<String>, usize> {
        // A variable that a file requires is the shell's to set.
        let file = Self::parse(text, &|_| Some("set".to_owned()));
        match file.broken {
            Some(line) => Err(line),
            None => Ok(file.entries.into_iter().map(|entry| entry.key).collect()),
        }
    }

    fn take(&mut self, statement: Statement, place: (usize, bool), shell: Lookup<'_>) {
        let (line, trails) = place;
        let Statement {
            key,
            form,
            range,
            written,
        } = statement;
        let mut dollar = Dollar::default();
        let value = match form {
            Form::Single => written.clone(),
            Form::Inherited => shell(&key).unwrap_or_default(),
            Form::Plain | Form::Double => {
                let source = if form == Form::Double {
                    unescaped(&written)
                } else {
                    written.clone()
                };
                let template = Template::parse(&source);
                let known = |name: &str| {
                    shell(name).or_else(|| self.get(name).map(|it| it.expose().to_owned()))
                };
                let expanded = template.expand(&known);
                self.taken += expanded.taken;
                self.grows |= expanded.is_cut() || self.taken > GROWTH;
                dollar = Dollar {
                    expands: template.has_variables() || written.contains("$$"),
                    unset: !expanded.unset.is_empty() || !expanded.required.is_empty(),
                    broken: expanded.broken || !expanded.required.is_empty(),
                };
                expanded.text
            }
        };
        if dollar.broken && self.broken.is_none() {
            self.broken = Some(line);
        }
        let (written, value) = (Secret::new(written), Secret::new(value));
        self.last.insert(key.clone(), self.entries.len());
        self.entries.push(EnvEntry {
            key,
            line,
            range,
            written,
            value,
            dollar,
            assigned: form != Form::Inherited,
            trails,
        });
    }

    /// The entry that counts for a key: the last one.
    pub(crate) fn entry(&self, key: &str) -> Option<&EnvEntry> {
        self.entries.get(*self.last.get(key)?)
    }

    /// The value of a key; `None` where the file does not set it.
    pub(crate) fn get(&self, key: &str) -> Option<&Secret> {
        Some(&self.entry(key)?.value)
    }
}

/// A double-quoted text without its escapes, so that an escaped `$` is no variable.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('$') => plain.push_str("$$"),
            Some(other @ ('"' | '\\')) => plain.push(other),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain
}
