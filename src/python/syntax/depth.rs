//! How deep expressions are nested: everything that walks them recurses as deep.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

use crate::text::lines;

/// Deeper nesting is refused, before the stack is used up. Python has such limits too.
const MAXIMUM: usize = 400;

/// Whether an expression may be nested deeper than is safe: by brackets, or by operators between them.
pub(super) fn exceeds(source: &str) -> bool {
    let mut lexer = lex(source, Mode::Module);
    // For each open bracket, the tokens that may nest since the last comma.
    let mut levels: Vec<usize> = vec![0];
    let mut total = 0;
    loop {
        let kind = lexer.next_token();
        match kind {
            TokenKind::EndOfFile => return false,
            TokenKind::Newline => {
                levels = vec![0];
                total = 0;
            }
            TokenKind::Comma => total -= levels.last_mut().map_or(0, std::mem::take),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if levels.len() > 1 => {
                total -= levels.pop().unwrap_or_default();
            }
            kind if is_flat(kind) => {}
            _ => {
                total += 1;
                levels.last_mut().into_iter().for_each(|level| *level += 1);
            }
        }
        if matches!(kind, TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace) {
            levels.push(0);
        }
        if total > MAXIMUM {
            return true;
        }
    }
}

/// Whether a token never makes an expression deeper.
fn is_flat(kind: TokenKind) -> bool {
    kind.is_trivia()
        || matches!(
            kind,
            TokenKind::Name
                | TokenKind::Int
                | TokenKind::Float
                | TokenKind::String
                | TokenKind::FStringStart
                | TokenKind::FStringMiddle
                | TokenKind::FStringEnd
        )
}

/// The line of such an expression.
pub(super) fn line(source: &str) -> usize {
    let mut end = 0;
    let ends: Vec<usize> = lines(source)
        .map(|line| {
            end += line.len();
            end
        })
        .collect();
    1 + ends.partition_point(|end| !exceeds(&source[..*end]))
}
