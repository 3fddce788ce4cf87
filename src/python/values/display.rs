//! Lists, dicts and f-strings as they are written.

use ruff_python_ast::{Expr, ExprDict, ExprFString, FStringPart, InterpolatedStringElement};

use crate::python::run::expression::display_text;
use crate::python::run::machine::Machine;
use crate::python::values::content::Entries;
use crate::python::values::value::{At, Shape, Term, Text, Value};

impl Machine<'_> {
    pub(crate) fn display(&mut self, shape: Shape, elements: &[Expr]) -> Value {
        let mut items = Vec::with_capacity(elements.len());
        let mut open = false;
        for element in elements {
            if let Expr::Starred(node) = element {
                let spread = self.term(&node.value);
                match &spread.value {
                    Value::Sequence(sequence) => {
                        items.extend(sequence.items.iter().cloned());
                        open |= sequence.open;
                    }
                    _ => match spread.items() {
                        Some(more) => items.extend(more),
                        None => open = true,
                    },
                }
            } else {
                items.push(self.term(element));
            }
        }
        self.sequence(shape, items, open)
    }

    pub(crate) fn dict_display(&mut self, node: &ExprDict) -> Value {
        let mut entries = Entries::default();
        let mut open = false;
        for item in &node.items {
            let value = self.term(&item.value);
            if let Some(key) = &item.key {
                let key = self.term(key);
                open |= entries.insert(&key, &value);
                continue;
            }
            let before = self.dict(std::mem::take(&mut entries).list, open);
            let id = self.id();
            match crate::python::values::content::extended(&before, &value, id) {
                Value::Dict(dict) => {
                    entries = dict.entries.to_vec().into();
                    open = dict.open;
                }
                // What follows a spread with alternatives is set in each of them.
                other if node.items.len() == 1 => return other,
                _ => open = true,
            }
        }
        self.dict(entries.list, open)
    }

    pub(crate) fn f_string(&mut self, node: &ExprFString, at: &At) -> Value {
        let mut parts: Vec<Term> = Vec::new();
        for part in &node.value {
            match part {
                FStringPart::Literal(literal) => {
                    parts.push(Term::new(Value::str(&literal.value), at.clone()));
                }
                FStringPart::FString(string) => {
                    for element in &string.elements {
                        parts.push(self.f_string_element(element, at));
                    }
                }
            }
        }
        self.lift(&parts, at, &mut |_, parts| {
            let texts: Option<Vec<Text>> = parts.iter().map(display_text).collect();
            texts.map_or_else(|| Value::unknown("…"), |texts| Value::str(&texts.concat()))
        })
    }

    fn f_string_element(&mut self, element: &InterpolatedStringElement, at: &At) -> Term {
        match element {
            InterpolatedStringElement::Literal(literal) => {
                Term::new(Value::str(&literal.value), at.clone())
            }
            InterpolatedStringElement::Interpolation(node) => {
                let term = self.term(&node.expression);
                let plain = node.format_spec.is_none() && node.debug_text.is_none();
                if plain && node.conversion.is_none() {
                    term
                } else {
                    Term::new(Value::unknown("…"), at.clone())
                }
            }
        }
    }
}
