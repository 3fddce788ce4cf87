//! Refuses what is nested so deeply that the parser, or whatever walks its tree, would use up the stack.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

/// Deeper expressions are refused: brackets, and operators between them. Python has such limits too.
const MAX_EXPRESSION: usize = 400;
/// Deeper blocks are refused, as by Python.
const MAX_BLOCKS: usize = 100;

/// Whether a text may be nested deeper than is safe. Commas, semicolons and lines begin anew, since their parts are
/// siblings.
pub(super) fn is_too_deep(text: &str) -> bool {
    let mut lexer = lex(text, Mode::Module);
    let mut depth = Depth::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            kind => depth.step(kind),
        }
        if depth.total > MAX_EXPRESSION || depth.blocks > MAX_BLOCKS {
            return true;
        }
    }
}

/// The first line up to which a text is.
pub(super) fn line(text: &str) -> usize {
    let ends: Vec<usize> = text
        .match_indices('\n')
        .map(|(offset, _)| offset + 1)
        .collect();
    1 + ends.partition_point(|end| !is_too_deep(&text[..*end]))
}

#[derive(Default)]
struct Depth {
    /// The tokens that may nest since the last separator, by bracket that is open.
    brackets: Vec<usize>,
    /// The tokens that may nest since the last separator, outside all brackets.
    outside: usize,
    /// The sum of both: how deep an expression may be nested here.
    total: usize,
    blocks: usize,
}

impl Depth {
    fn step(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Indent => self.blocks += 1,
            TokenKind::Dedent => self.blocks = self.blocks.saturating_sub(1),
            TokenKind::Newline => {
                let blocks = self.blocks;
                *self = Self::default();
                self.blocks = blocks;
            }
            TokenKind::Comma | TokenKind::Semi => self.total -= std::mem::take(self.level()),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if !self.brackets.is_empty() => {
                self.total -= self.brackets.pop().unwrap_or_default();
            }
            kind if is_flat(kind) => {}
            _ => {
                self.total += 1;
                *self.level() += 1;
            }
        }
        if matches!(kind, TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace) {
            self.brackets.push(0);
        }
    }

    fn level(&mut self) -> &mut usize {
        self.brackets.last_mut().unwrap_or(&mut self.outside)
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

#[cfg(test)]
mod tests {
    use super::{is_too_deep, line};

    #[test]
    fn whatever_nests_counts() {
        let nests: [&dyn Fn(usize) -> String; 9] = [
            &|count| format!("X = {}1", "1 + ".repeat(count)),
            &|count| format!("X = {}1", "-".repeat(count)),
            &|count| format!("X = {}", "not ".repeat(count) + "1"),
            &|count| format!("X = {}{}", "[".repeat(count), "]".repeat(count)),
            &|count| format!("X = a{}", "()".repeat(count)),
            &|count| format!("X = {}1", "lambda: ".repeat(count)),
            &|count| format!("X = f\"{{{}1}}\"", "1 + ".repeat(count)),
            &|count| format!("X = 1{}", " +\\\n1".repeat(count)),
            &|count| (0..count).fold(String::new(), |text, n| text + &" ".repeat(n) + "if a:\n"),
        ];
        for nest in nests {
            assert!(!is_too_deep(&nest(50)), "{}", nest(5));
            for count in [410, 1_000] {
                assert!(is_too_deep(&nest(count)), "{}", nest(5));
            }
        }
    }

    #[test]
    fn what_stands_beside_does_not() {
        let beside = [
            "X = 1 + 2\n",
            "a = 1; b = 2\n",
            "if a:\n    b()\n",
            "X = [\n    (1, 2), {'a': f(1) + 2},\n]\n",
        ];
        for part in beside {
            assert!(!is_too_deep(&part.repeat(5_000)), "{part}");
        }
        assert!(!is_too_deep(&"a = 1; ".repeat(5_000)));
        assert!(!is_too_deep(&format!(
            "X = [{}]",
            "f(1) + 2, ".repeat(5_000)
        )));
        let late = format!("X = 1\nY = {}\n", "-".repeat(1_000));
        assert_eq!(line(&late), 2);
    }
}
