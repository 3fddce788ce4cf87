//! The statements of `.env`, one after the other.

use std::ops::Range;

/// How a value is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    Plain,
    Double,
    Single,
    /// No value: the shell's own.
    Inherited,
}

/// A key and its value, as they are written.
pub(super) struct Statement {
    pub(super) key: String,
    pub(super) form: Form,
    pub(super) range: Range<usize>,
    /// Without quotes, with escapes.
    pub(super) written: String,
}

/// A place in the text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// The line of `counted`, from 1: lines are counted once, on the way.
    line: usize,
    counted: usize,
    /// The line in which the last statement ended.
    ended: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let at = text.len() - text.trim_start_matches('\u{feff}').len();
        Self {
            text,
            at,
            line: 1,
            counted: 0,
            ended: 0,
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The line that it is in, from 1.
    pub(super) fn line(&mut self) -> usize {
        self.line += self.text[self.counted..self.at].matches('\n').count();
        self.counted = self.at;
        self.line
    }

    /// Whether another statement ended in its line.
    pub(super) fn trails(&mut self) -> bool {
        self.line() == self.ended
    }

    /// Past blank lines and comments; whether something is left.
    pub(super) fn skip_to_statement(&mut self) -> bool {
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
    pub(super) fn statement(&mut self) -> Option<Statement> {
        let statement = self.next_statement();
        self.ended = self.line();
        statement
    }

    fn next_statement(&mut self) -> Option<Statement> {
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
