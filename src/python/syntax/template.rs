//! Expressions of a pack, with a place for the user's value.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{BoolOp, Expr, Stmt};

use super::calls::named_calls;
use super::expression::form;
use super::layout::{Layout, Room};
use super::names::{Form, Value};
use super::{Snippet, Style};

/// What stands for the value while an expression is parsed.
const PLACEHOLDER: &str = "djdock_value__";

/// An expression with one `{value}` in it.
pub(crate) struct Template {
    snippet: Snippet,
    slot: Slot,
}

/// Where the value stands in an expression.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Slot {
    /// It is the whole expression.
    Whole,
    /// As an argument, between commas.
    Argument,
    /// An operand of `or`.
    Alternative,
    /// What a condition gives otherwise.
    Otherwise,
    /// Anywhere else in an expression.
    Other,
}

/// What to put around a value.
pub(crate) struct Frame {
    /// What stands before it.
    pub(crate) before: String,
    /// What stands after it.
    pub(crate) after: String,
}

impl Template {
    /// Parses an expression; `None` where it is none, or has not just one `{value}`.
    pub(crate) fn parse(expression: &str) -> Option<Self> {
        let (before, after) = expression.split_once("{value}")?;
        if after.contains("{value}") {
            return None;
        }
        let snippet = Snippet::parse(&format!("{before}{PLACEHOLDER}{after}")).ok()?;
        let [Stmt::Expr(statement)] = snippet.body() else {
            return None;
        };
        let slot = slot(&statement.value)?;
        Some(Self { snippet, slot })
    }

    /// Every name that the expression mentions.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        self.snippet.names()
    }

    /// Whether a value names the same things to the same callees, as this expression around another value does.
    pub(crate) fn is_around(&self, value: &Value, renames: &BTreeMap<String, String>) -> bool {
        let [Stmt::Expr(statement)] = self.snippet.body() else {
            return false;
        };
        named_calls(&statement.value).into_iter().any(|mut call| {
            if let Some(name) = renames.get(&call.root) {
                call.root.clone_from(name);
            }
            value.calls.contains(&call)
        })
    }

    /// The expression around a value of a form.
    pub(crate) fn frame(
        &self,
        form: Form,
        renames: &BTreeMap<String, String>,
        style: &Style,
    ) -> Frame {
        let text = self.snippet.render(renames, style);
        let (before, after) = text.split_once(PLACEHOLDER).unwrap_or((&text, ""));
        let (open, close) = if self.slot.encloses(form) {
            ("(", ")")
        } else {
            ("", "")
        };
        Frame {
            before: format!("{before}{open}"),
            after: format!("{close}{after}"),
        }
    }

    /// The expression with a value put in; `None` where that is no expression. `before` columns of its line are taken.
    pub(crate) fn fill(
        &self,
        value: &str,
        renames: &BTreeMap<String, String>,
        style: &Style,
        before: usize,
    ) -> Option<String> {
        let snippet = Snippet::parse(value).ok()?;
        let [Stmt::Expr(statement)] = snippet.body() else {
            return None;
        };
        let value = snippet.render(renames, style);
        let Frame {
            before: opening,
            after,
        } = self.frame(form(&statement.value), renames, style);
        let text = format!("{opening}{value}{after}");
        let room = Room {
            width: style.width,
            indent: "",
            unit: &style.indent,
            before,
            after: 0,
            pragma: 0,
            is_entry: false,
        };
        let broken = broken(&text, 0..0, &room);
        Some(style.ended(&broken.unwrap_or(text)))
    }
}

impl Frame {
    /// The user's value and what stands around it, broken over lines as a formatter does it; `None` where it stays as
    /// it is, between the two.
    pub(crate) fn broken(&self, value: &str, room: &Room, style: &Style) -> Option<String> {
        let Self { before, after } = self;
        let text = self.around(value).replace("\r\n", "\n");
        let own = before.len()..text.len() - after.len();
        let broken = broken(&text, own, room).filter(|broken| *broken != text)?;
        Some(style.ended(&broken))
    }

    /// The value between its two sides.
    pub(crate) fn around(&self, value: &str) -> String {
        let Self { before, after } = self;
        format!("{before}{value}{after}")
    }
}

/// An expression broken over lines, if that changes nothing of what it says.
fn broken(text: &str, own: Range<usize>, room: &Room) -> Option<String> {
    let snippet = Snippet::parse(text).ok()?;
    let [Stmt::Expr(statement)] = snippet.body() else {
        return None;
    };
    let layout = Layout {
        source: text,
        tokens: snippet.tokens(),
        own,
    };
    let broken = if room.is_entry {
        layout.piece(&statement.value, room)
    } else {
        layout.value(&statement.value, room)
    };
    let again = Snippet::parse(&broken).ok()?;
    let [Stmt::Expr(other)] = again.body() else {
        return None;
    };
    let [before, after] = [&statement.value, &other.value].map(|it| ComparableExpr::from(&**it));
    (before == after).then_some(broken)
}

impl Slot {
    /// Whether a value needs parentheses here.
    fn encloses(self, form: Form) -> bool {
        match self {
            Self::Whole => false,
            Self::Argument | Self::Otherwise => form == Form::Bare,
            Self::Alternative => matches!(form, Form::Bare | Form::Loose),
            Self::Other => form != Form::Atom,
        }
    }
}

fn slot(expression: &Expr) -> Option<Slot> {
    if is_placeholder(expression) {
        return Some(Slot::Whole);
    }
    let mut finder = Finder { slot: None };
    finder.visit_expr(expression);
    finder.slot
}

fn is_placeholder(expression: &Expr) -> bool {
    matches!(expression, Expr::Name(name) if name.id.as_str() == PLACEHOLDER)
}

/// Looks for the expression that the placeholder is a part of.
struct Finder {
    slot: Option<Slot>,
}

impl<'a> Visitor<'a> for Finder {
    fn visit_expr(&mut self, expression: &'a Expr) {
        let among = |parts: &[Expr]| parts.iter().any(is_placeholder);
        let slot = match expression {
            _ if is_placeholder(expression) => Some(Slot::Other),
            Expr::Call(call) => {
                let keyword = call
                    .arguments
                    .keywords
                    .iter()
                    .any(|part| is_placeholder(&part.value));
                (keyword || among(&call.arguments.args)).then_some(Slot::Argument)
            }
            Expr::List(list) => among(&list.elts).then_some(Slot::Argument),
            Expr::BoolOp(operation) if operation.op == BoolOp::Or => {
                among(&operation.values).then_some(Slot::Alternative)
            }
            Expr::If(choice) if is_placeholder(&choice.orelse) => Some(Slot::Otherwise),
            _ => None,
        };
        if self.slot.is_none() {
            self.slot = slot;
        }
        walk_expr(self, expression);
    }
}
