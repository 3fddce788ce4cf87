//! How an expression is broken over lines where it does not fit on one: as the usual formatters of Python do it.
//!
//! A value of the user's that is broken already stays as it is, and is moved to the right if it has to be.

use std::ops::Range;

use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::token::{TokenKind, Tokens, parenthesized_range};
use ruff_python_ast::{AnyNodeRef, BoolOp, Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange};

use super::expression::span;
use crate::text::{columns, lines};

/// The room that an expression has on its lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room<'r> {
    /// The columns of a line.
    pub(crate) width: usize,
    /// The blanks that the first line starts with.
    pub(crate) indent: &'r str,
    /// The blanks of one more level.
    pub(crate) unit: &'r str,
    /// The columns that are taken before the expression.
    pub(crate) before: usize,
    /// The columns that follow it.
    pub(crate) after: usize,
    /// The same, with a comment for a checker.
    pub(crate) pragma: usize,
    /// Whether it is an entry of a bracketed expression, and not a statement's own value.
    pub(crate) is_entry: bool,
}

impl<'r> Room<'r> {
    /// That of a line of its own, one level deeper.
    fn inner(&self, indent: &'r str, after: usize) -> Self {
        Self {
            indent,
            before: columns(indent),
            after,
            ..*self
        }
    }

    fn holds(&self, text: &str) -> bool {
        self.before + columns(text) + self.after <= self.width
    }

    /// Whether one formatter would have a text on its line, and another would break it.
    pub(crate) fn is_disputed(&self, text: &str) -> bool {
        self.holds(text) && self.before + columns(text) + self.pragma > self.width
    }
}

/// The texts of expressions, broken over lines.
pub(super) struct Layout<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: &'a Tokens,
    /// The bytes that are the user's.
    pub(super) own: Range<usize>,
}

impl Layout<'_> {
    /// The value of an assignment or the test of an `if`: parentheses are put around it where it has none to break at.
    pub(super) fn value(&self, expression: &Expr, room: &Room) -> String {
        if let Some(flat) = self.flat(expression).filter(|flat| room.holds(flat)) {
            return flat;
        }
        if let Some(text) = self.broken_at_its_end(expression, room) {
            return text;
        }
        match expression {
            Expr::BoolOp(_) | Expr::If(_) | Expr::BinOp(_) | Expr::Compare(_) => {
                self.parenthesized(expression, room)
            }
            _ => self.broken(expression, room),
        }
    }

    /// A part of another expression. With parentheses of its own it stays as it is.
    fn part(&self, expression: &Expr, whole: AnyNodeRef, room: &Room) -> String {
        let enclosed = parenthesized_range(expression.into(), whole, self.tokens);
        if let Some(range) = enclosed {
            let flat = self.flat_range(range, self.has_comma(expression));
            return flat.unwrap_or_else(|| self.source[span(&range)].to_owned());
        }
        self.piece(expression, room)
    }

    /// An expression in brackets, or what follows a key.
    pub(super) fn piece(&self, expression: &Expr, room: &Room) -> String {
        match self.flat(expression) {
            Some(flat) if room.holds(&flat) => flat,
            _ if matches!(expression, Expr::If(_)) => self.parenthesized(expression, room),
            _ => self.broken(expression, room),
        }
    }

    /// `a or b(…)`, broken inside the brackets that it ends with, if the rest stands before them on the line.
    fn broken_at_its_end(&self, expression: &Expr, room: &Room) -> Option<String> {
        let Expr::BoolOp(operation) = expression else {
            return None;
        };
        let [_, last] = &operation.values[..] else {
            return None;
        };
        let start = expression.range().start();
        let until = |end| {
            let text = &self.source[span(&TextRange::new(start, end))];
            (!text.contains('\n')).then_some(text)
        };
        let enclosed = parenthesized_range(last.into(), expression.into(), self.tokens);
        if let Some(range) = enclosed {
            let text = &self.source[span(&range)];
            let head = until(range.start())?;
            let fits = room.before + columns(head) < room.width;
            return (fits && text.contains('\n')).then(|| format!("{head}{text}"));
        }
        let (last, call) = tail(last)?;
        let head = until(last.range().start())?;
        let before = room.before + columns(head);
        let fits = before + columns(&self.text(&call.func)) < room.width;
        let room = Room { before, ..*room };
        fits.then(|| format!("{head}{}", self.broken(last, &room)))
    }

    /// Parentheses around an expression, which stands on one line or is broken at its operators.
    fn parenthesized(&self, expression: &Expr, room: &Room) -> String {
        let indent = format!("{}{}", room.indent, room.unit);
        let inner = room.inner(&indent, 0);
        let body = match self.flat(expression).filter(|flat| inner.holds(flat)) {
            Some(flat) => flat,
            None => self.at_operators(expression, &inner),
        };
        format!("(\n{indent}{body}\n{})", room.indent)
    }

    fn at_operators(&self, expression: &Expr, room: &Room) -> String {
        let line = format!("\n{}", room.indent);
        let operand = |word: &str, part: &Expr| {
            let before = room.before + columns(word);
            let room = Room { before, ..*room };
            format!("{word}{}", self.part(part, expression.into(), &room))
        };
        let parts: Vec<String> = match expression {
            Expr::BoolOp(operation) => {
                let word = format!("{} ", word(operation.op));
                let parts = operation.values.iter().enumerate();
                parts
                    .map(|(index, part)| operand(if index == 0 { "" } else { &word }, part))
                    .collect()
            }
            Expr::If(choice) => vec![
                operand("", &choice.body),
                operand("if ", &choice.test),
                operand("else ", &choice.orelse),
            ],
            _ => vec![self.text(expression)],
        };
        parts.join(&line)
    }

    /// An expression that is broken inside its last brackets, if it has any.
    fn broken(&self, expression: &Expr, room: &Room) -> String {
        if let Some(moved) = self.moved(expression, room) {
            return moved;
        }
        let indent = format!("{}{}", room.indent, room.unit);
        let inner = room.inner(&indent, 1);
        let parts = |parts: Vec<String>| {
            let lines: String = parts
                .iter()
                .flat_map(|part| [&indent, part.as_str(), ",\n"])
                .collect();
            format!("\n{lines}{}", room.indent)
        };
        let each = |items: &[Expr]| {
            let items = items.iter();
            items
                .map(|item| self.part(item, expression.into(), &inner))
                .collect()
        };
        match expression {
            Expr::List(list) if !list.elts.is_empty() => format!("[{}]", parts(each(&list.elts))),
            Expr::Tuple(tuple) if tuple.parenthesized && !tuple.elts.is_empty() => {
                format!("({})", parts(each(&tuple.elts)))
            }
            Expr::Dict(dict) if !dict.is_empty() => {
                let items = dict.items.iter().map(|item| {
                    let key = match &item.key {
                        Some(key) => format!("{}: ", self.text(key)),
                        None => "**".to_owned(),
                    };
                    let before = inner.before + columns(&key);
                    key + &self.part(&item.value, expression.into(), &Room { before, ..inner })
                });
                format!("{{{}}}", parts(items.collect()))
            }
            Expr::Starred(starred) => {
                let before = room.before + 1;
                let room = Room { before, ..*room };
                format!("*{}", self.part(&starred.value, expression.into(), &room))
            }
            Expr::Call(call) if !call.arguments.is_empty() => {
                let callee = self.text(&call.func);
                format!("{callee}({})", self.arguments(call, room, &indent, parts))
            }
            _ => self.text(expression),
        }
    }

    /// A call's arguments: all on one line of their own, or each on one.
    fn arguments(
        &self,
        call: &ExprCall,
        room: &Room,
        indent: &str,
        parts: impl Fn(Vec<String>) -> String,
    ) -> String {
        let inner = room.inner(indent, 1);
        let arguments: Vec<_> = call.arguments.iter_source_order().collect();
        let flat: Option<Vec<String>> = arguments
            .iter()
            .map(|argument| self.flat_range(argument.range(), self.has_comma(argument.value())))
            .collect();
        let flat = flat.map(|flat| flat.join(", "));
        let one_line = room.inner(indent, 0);
        let has_comma = self.ends_with_comma(call.arguments.range());
        if let Some(flat) = flat.filter(|flat| !has_comma && one_line.holds(flat)) {
            return format!("\n{indent}{flat}\n{}", room.indent);
        }
        let each = arguments.iter().map(|argument| {
            let start = argument.range().start().to_usize();
            let name = &self.source[start..argument.value().start().to_usize().max(start)];
            let before = inner.before + columns(name);
            let room = Room { before, ..inner };
            let whole = (&call.arguments).into();
            format!("{name}{}", self.part(argument.value(), whole, &room))
        });
        let each: Vec<String> = each.collect();
        match &each[..] {
            [only] if !has_comma => format!("\n{indent}{only}\n{}", room.indent),
            _ => parts(each),
        }
    }

    /// The text of an expression on one line; `None` where it has to stand on several.
    fn flat(&self, expression: &Expr) -> Option<String> {
        self.flat_range(expression.range(), self.has_comma(expression))
    }

    fn flat_range(&self, range: TextRange, has_comma: bool) -> Option<String> {
        let source = &self.source[span(&range)];
        if !source.contains(['\n', '\r']) {
            return Some(source.to_owned());
        }
        // Not a character of the user's goes.
        let inside = span(&range);
        if self.own.start <= inside.start && inside.end <= self.own.end {
            return None;
        }
        let tokens: Vec<_> = self.tokens.in_range(range).iter().collect();
        let across = tokens.iter().any(|token| {
            let text = &self.source[span(*token)];
            token.kind() == TokenKind::Comment
                || (token.kind() != TokenKind::NonLogicalNewline && text.contains('\n'))
        });
        if across || has_comma {
            return None;
        }
        let tokens = tokens.into_iter();
        let tokens: Vec<_> = tokens
            .filter(|token| token.kind() != TokenKind::NonLogicalNewline)
            .collect();
        let mut text = String::new();
        let mut end = range.start().to_usize();
        for (index, token) in tokens.iter().enumerate() {
            let between = &self.source[end..token.start().to_usize()];
            let opened = index > 0 && is_opening(tokens[index - 1].kind());
            let closes = is_closing(token.kind()) || token.kind() == TokenKind::Comma;
            if !between.contains(['\n', '\r']) {
                text.push_str(between);
            } else if !opened && !closes {
                text.push(' ');
            }
            text.push_str(&self.source[span(*token)]);
            end = token.end().to_usize();
        }
        Some(text)
    }

    /// The text as it stands, and moved where it has several lines.
    fn text(&self, expression: &Expr) -> String {
        let flat = self.flat_range(expression.range(), false);
        flat.unwrap_or_else(|| self.source[span(expression)].to_owned())
    }

    /// The lines of the user's as they stand, moved so that the last one is indented like the line that they begin on.
    /// `None` where a formatter would write them otherwise.
    fn moved(&self, expression: &Expr, room: &Room) -> Option<String> {
        let range = span(expression);
        let source = &self.source[range.clone()];
        let is_own = self.own.start <= range.start && range.end <= self.own.end;
        if !is_own || !source.contains('\n') {
            return None;
        }
        let all: Vec<&str> = lines(source).collect();
        let last = all.last().copied().unwrap_or_default();
        let own = &last[..last.len() - last.trim_start().len()];
        let mut text = String::new();
        let mut offset = range.start;
        for (index, line) in all.iter().enumerate() {
            let is_text = self.tokens.iter().any(|token| {
                let token_span = span(token);
                token.string_flags().is_some()
                    && token_span.start < offset
                    && offset < token_span.end
            });
            match line.strip_prefix(own) {
                Some(rest) if index > 0 && !is_text && !line.trim().is_empty() => {
                    text.push_str(room.indent);
                    text.push_str(rest);
                }
                _ => text.push_str(line),
            }
            offset += line.len();
        }
        let fits = text.lines().skip(1).all(|line| columns(line) <= room.width);
        let stays = self.holds_comments(expression.range()) || (fits && self.is_broken(expression));
        stays.then_some(text)
    }

    fn holds_comments(&self, range: TextRange) -> bool {
        let mut tokens = self.tokens.in_range(range).iter();
        tokens.any(|token| token.kind() == TokenKind::Comment)
    }

    /// Whether the first line ends behind an opening bracket, as it does where a formatter broke it.
    fn is_broken(&self, expression: &Expr) -> bool {
        let source = &self.source[span(expression)];
        let first = source.lines().next().unwrap_or_default();
        first.trim_end().ends_with(['(', '[', '{'])
    }

    /// Whether a comma stands before a closing bracket of it, which keeps its parts on lines of their own.
    fn has_comma(&self, expression: &Expr) -> bool {
        any_over_expr(expression, |part| match part {
            Expr::List(_) | Expr::Dict(_) | Expr::Set(_) => self.ends_with_comma(part.range()),
            Expr::Tuple(tuple) => {
                tuple.parenthesized && tuple.elts.len() > 1 && self.ends_with_comma(part.range())
            }
            Expr::Call(call) => self.ends_with_comma(call.arguments.range()),
            _ => false,
        })
    }

    fn ends_with_comma(&self, range: TextRange) -> bool {
        let tokens = self.tokens.in_range(range);
        let mut tokens = tokens.iter().rev().skip(1).filter(|token| {
            !matches!(
                token.kind(),
                TokenKind::NonLogicalNewline | TokenKind::Comment
            )
        });
        tokens
            .next()
            .is_some_and(|token| token.kind() == TokenKind::Comma)
    }
}

/// The call with arguments that an expression ends with.
fn tail(expression: &Expr) -> Option<(&Expr, &ExprCall)> {
    match expression {
        Expr::Call(call) if !call.arguments.is_empty() => Some((expression, call)),
        Expr::Compare(comparison) => tail(comparison.comparators.last()?),
        Expr::UnaryOp(operation) => tail(&operation.operand),
        _ => None,
    }
}

fn word(operator: BoolOp) -> &'static str {
    match operator {
        BoolOp::And => "and",
        BoolOp::Or => "or",
    }
}

fn is_opening(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace)
}

fn is_closing(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace)
}
