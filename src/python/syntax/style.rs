//! How a module is written, so that what is inserted looks the same.

use ruff_python_ast::str::Quote;
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use crate::text::newline;

/// Quotes, indentation and line endings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Style {
    /// The quote that most strings have.
    pub(crate) quote: char,
    /// One level of indentation.
    pub(crate) indent: String,
    /// The line ending that the module has.
    pub(crate) newline: &'static str,
}

impl Style {
    /// Reads a module's style off its tokens.
    pub(super) fn of(source: &str, tokens: &Tokens) -> Self {
        Self {
            quote: quote(tokens),
            indent: indent(source, tokens).unwrap_or("    ").to_owned(),
            newline: newline(source),
        }
    }
}

fn quote(tokens: &Tokens) -> char {
    let (mut single, mut double) = (0, 0);
    for token in tokens {
        if token.kind() == TokenKind::String && !token.is_triple_quoted_string() {
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
