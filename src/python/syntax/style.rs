//! How a module is written, so that what is inserted looks the same.

use ruff_python_ast::str::Quote;
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use super::expression::span;
use crate::text::newline;

/// The columns of a line where the project says nothing of them.
const WIDTH: usize = 88;

/// Quotes, indentation, line endings and the width of lines.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Style {
    /// The quote that most strings have.
    pub(crate) quote: char,
    /// One level of indentation.
    pub(crate) indent: String,
    /// The line ending that the module has.
    pub(crate) newline: &'static str,
    /// The columns that a line may have.
    pub(crate) width: usize,
}

/// What a project's configuration of its formatters says of how code is written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct CodeLayout {
    /// The columns that a line may have.
    pub width: Option<usize>,
    /// The quote around a string.
    pub quote: Option<char>,
}

impl Style {
    /// Reads a module's style off its tokens.
    pub(super) fn of(source: &str, tokens: &Tokens, layout: &CodeLayout) -> Self {
        Self {
            quote: layout.quote.unwrap_or_else(|| quote(source, tokens)),
            indent: indent(source, tokens).unwrap_or("    ").to_owned(),
            newline: newline(source),
            width: layout.width.unwrap_or(WIDTH),
        }
    }

    /// A text with the module's line endings.
    pub(crate) fn ended(&self, text: &str) -> String {
        text.replace("\r\n", "\n").replace('\n', self.newline)
    }
}

fn quote(source: &str, tokens: &Tokens) -> char {
    let (mut single, mut double) = (0, 0);
    for token in tokens {
        // One that holds a quote has the other kind around it for that.
        let plain = |token| {
            !source[span(token)]
                .trim_matches(['\'', '"'])
                .contains(['\'', '"'])
        };
        if token.kind() == TokenKind::String && !token.is_triple_quoted_string() && plain(token) {
            match token.string_quote_style() {
                Quote::Single => single += 1,
                Quote::Double => double += 1,
            }
        }
    }
    if single > double { '\'' } else { '"' }
}

/// The first indentation of a body, else a usual one between brackets.
fn indent<'a>(source: &'a str, tokens: &Tokens) -> Option<&'a str> {
    let text = |start: usize, end: usize| {
        let text = source.get(start..end)?;
        let regular = text.chars().all(|letter| matches!(letter, ' ' | '\t'));
        (regular && !text.is_empty()).then_some(text)
    };
    let first = tokens
        .iter()
        .find(|token| token.kind() == TokenKind::Indent)
        .and_then(|token| text(token.start().to_usize(), token.end().to_usize()));
    first.or_else(|| {
        tokens.windows(2).find_map(|pair| {
            let breaks = pair[0].kind() == TokenKind::NonLogicalNewline;
            text(pair[0].end().to_usize(), pair[1].start().to_usize())
                .filter(|text| breaks && matches!(*text, "\t" | "  " | "    "))
        })
    })
}
