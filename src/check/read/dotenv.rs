//! `.env` as Compose reads it: single quotes keep a `$`, everything else has it expanded.

use std::ops::Range;

use super::secret::Secret;
use super::template::{Lookup, Template};

/// The file's entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct EnvFile {
    pub(crate) entries: Vec<EnvEntry>,
    /// The line at which Compose refuses the whole file.
    pub(crate) broken: Option<usize>,
    /// Whether nothing is known of what stands from there on.
    pub(crate) cut: bool,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Plain,
    Double,
    Single,
    /// No value: the shell's own.
    Inherited,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct EnvEntry {
    pub(crate) key: String,
    /// From 1.
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
        let mut cursor = Cursor { text, at: 0 };
        if text.starts_with('\u{feff}') {
            cursor.at = '\u{feff}'.len_utf8();
        }
        while cursor.skip_to_statement() {
            let line = cursor.line();
            let trails = cursor.trails();
            let Some(statement) = cursor.statement() else {
                file.broken = file.broken.or(Some(line));
                file.cut = true;
                break;
            };
            file.take(statement, (line, trails), shell);
        }
        file
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
        self.entries.iter().rev().find(|entry| entry.key == key)
    }

    /// A key's value.
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

struct Statement {
    key: String,
    form: Form,
    range: Range<usize>,
    written: String,
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }

    /// Whether something else stands before it in its line.
    fn trails(&self) -> bool {
        let before = self.text[..self.at].rsplit('\n').next().unwrap_or_default();
        !before.trim_start_matches('\u{feff}').trim().is_empty()
    }

    /// Past blank lines and comments; whether something is left.
    fn skip_to_statement(&mut self) -> bool {
        loop {
            let rest = self.rest().trim_start();
            self.at = self.text.len() - rest.len();
            if !rest.starts_with('#') {
                return !rest.is_empty();
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    /// A key and its value; `None` where Compose refuses the file.
    fn statement(&mut self) -> Option<Statement> {
        let exported = self.rest().strip_prefix("export");
        if let Some(rest) = exported.filter(|rest| rest.starts_with([' ', '\t'])) {
            self.at = self.text.len() - rest.trim_start_matches([' ', '\t']).len();
        }
        let rest = self.rest();
        let end = rest.find(['=', ':', '\n']).unwrap_or(rest.len());
        let key = rest[..end].trim_end();
        let named = |c: char| c.is_alphanumeric() || "_.-[]".contains(c);
        if key.is_empty() || !key.chars().all(named) {
            return None;
        }
        let key = key.to_owned();
        if rest[end..].is_empty() || rest[end..].starts_with('\n') {
            self.at += end;
            let (form, range) = (Form::Inherited, self.at..self.at);
            return Some(Statement {
                key,
                form,
                range,
                written: String::new(),
            });
        }
        self.at += end + 1;
        let value = self
            .rest()
            .trim_start_matches([' ', '\t', '\r', '\u{b}', '\u{c}']);
        self.at = self.text.len() - value.len();
        let (form, length, written) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => quoted(value, quote)?,
            _ => plain(value),
        };
        let range = self.at..self.at + length;
        self.at = range.end;
        Some(Statement {
            key,
            form,
            range,
            written,
        })
    }
}

/// A value without quotes: up to a comment, or the end of the line.
fn plain(text: &str) -> (Form, usize, String) {
    let line = text.split('\n').next().unwrap_or_default();
    let value = line.split(" #").next().unwrap_or_default().trim_end();
    (Form::Plain, value.len(), value.to_owned())
}

/// A value in quotes, in which a backslash keeps the quote; `None` where they do not close.
fn quoted(text: &str, quote: char) -> Option<(Form, usize, String)> {
    let form = if quote == '"' {
        Form::Double
    } else {
        Form::Single
    };
    let mut written = String::new();
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => {
                if letter != quote || form == Form::Double {
                    written.push('\\');
                }
                written.push(letter);
                escaped = false;
            }
            '\\' => escaped = true,
            letter if letter == quote => return Some((form, at + 1, written)),
            letter => written.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> EnvFile {
        EnvFile::parse(text, &|name| (name == "SHELL_KEY").then(|| "s".to_owned()))
    }

    /// What `docker compose config` 2.26 makes of the same.
    #[test]
    fn values_are_read_as_compose_does() {
        for (line, value) in [
            ("K=abc$def", "abc"),
            ("K=abc$1def", "abc$1def"),
            ("K=abc$$def", "abc$def"),
            ("K='abc$def'", "abc$def"),
            (r"K='ab\'cd$x'", "ab'cd$x"),
            (r"K='ab\cd'", r"ab\cd"),
            (r#"K="abc$def""#, "abc"),
            (r#"K="abc\$def""#, "abc$def"),
            (r"K=ab\$def", r"ab\"),
            ("K=a#b c #d", "a#b c"),
            ("K = x y ", "x y"),
            ("export K=1", "1"),
            ("K: yaml", "yaml"),
            ("A=1\nK=$A$B", "1"),
            ("K=it's$x", "it's"),
            ("K=", ""),
            ("SHELL_KEY\nK=$SHELL_KEY", "s"),
            ("K-B=1\nK=2\r\n", "2"),
            ("K=1\nK=2", "2"),
            ("K='a\nb' # why", "a\nb"),
            ("K=${B:-d$e}x", "dx"),
            ("\u{feff}K=1", "1"),
        ] {
            let file = read(line);
            let found = file.get("K").map(Secret::expose);
            assert_eq!((found, file.broken), (Some(value), None), "{line}");
        }
    }

    #[test]
    fn what_compose_refuses_is_told_with_its_line() {
        for (text, line) in [
            ("A=1\nK=ab${c", 2),
            ("\n\nK B=1", 3),
            ("K=\"open\nL=1", 1),
            ("=1", 1),
            ("K=${A:?}", 1),
        ] {
            assert_eq!(read(text).broken, Some(line), "{text}");
        }
    }

    #[test]
    fn a_dollar_is_told_apart() {
        let dollar = |line: &str| read(line).entries[0].dollar;
        assert_eq!(dollar("K=a$1"), Dollar::default());
        assert_eq!(dollar("K='a$b'"), Dollar::default());
        assert_eq!(dollar(r#"K="a\$b""#), Dollar::default());
        assert!(dollar("K=a$b").unset && dollar("K=a$b").expands);
        assert!(dollar("K=a$$b").expands && !dollar("K=a$$b").unset);
        assert!(dollar("K=a$SHELL_KEY").expands && !dollar("K=a$SHELL_KEY").unset);
        assert!(dollar("K=a${").broken);
    }

    #[test]
    fn what_may_be_a_part_of_a_value_is_no_name() {
        let names = |text: &str| -> Vec<bool> {
            let file = read(text);
            file.entries
                .iter()
                .map(|entry| entry.name().is_some())
                .collect()
        };
        assert_eq!(names("K=1\nexport L=2\n  M=3"), [true, true, true]);
        assert_eq!(names("K=\"\"PART:x"), [true, false]);
        assert_eq!(names("KEY=-----\nMIIEowIBAAKC=="), [true, false]);
    }

    #[test]
    fn a_value_is_never_shown() {
        assert!(!format!("{:?}", read("K=hunter2")).contains("hunter2"));
    }
}
