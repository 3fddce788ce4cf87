//! Comprehensions over what is known.

use ruff_python_ast::{Comprehension, Expr};

use crate::python::run::machine::Machine;
use crate::python::values::alternatives::truth;
use crate::python::values::content::Entries;
use crate::python::values::value::{Shape, Term, Value};

/// Items that one comprehension makes.
const MAX_ROUNDS: usize = 500;

/// What a comprehension makes of each item.
#[derive(Clone, Copy)]
pub(crate) enum Element<'e> {
    /// An item of a list, a set or a generator.
    Item(Shape, &'e Expr),
    /// An entry of a dict: its key and its value.
    Entry(&'e Expr, &'e Expr),
}

impl Machine<'_> {
    /// `[element for target in iterable if …]`, with one `for`.
    pub(crate) fn comprehension(
        &mut self,
        element: Element,
        generators: &[Comprehension],
    ) -> Value {
        let [generator] = generators else {
            self.risk.maybe = true;
            return Value::unknown("…");
        };
        self.prepare();
        let iterable = self.term(&generator.iter);
        self.need(&iterable);
        let at = iterable.at.clone();
        // The names of the comprehension are its own.
        let frame = self.state.frames.last().cloned().unwrap_or_default();
        self.state.frames.push(frame);
        let value = self.lift(&[iterable], &at, &mut |machine, terms| {
            match element {
                Element::Item(shape, item) => {
                    let items = machine.rounds(generator, &terms[0], |machine| machine.term(item));
                    items.map(|items| machine.sequence(shape, items, false))
                }
                Element::Entry(key, value) => {
                    let entry = |machine: &mut Self| (machine.term(key), machine.term(value));
                    let made = machine.rounds(generator, &terms[0], entry);
                    made.map(|made| {
                        let mut entries = Entries::default();
                        let added = made.iter().map(|(key, value)| entries.insert(key, value));
                        let open = added.fold(false, |open, more| open | more);
                        machine.dict(entries.list, open)
                    })
                }
            }
            .unwrap_or_else(|| Value::unknown("…"))
        });
        self.state.frames.pop();
        value
    }

    /// What is made of each item that passes the tests; `None` where these or the items cannot be told.
    fn rounds<T>(
        &mut self,
        generator: &Comprehension,
        iterable: &Term,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> Option<Vec<T>> {
        let Some(items) = iterable.items().filter(|items| items.len() <= MAX_ROUNDS) else {
            self.risk.maybe = true;
            return None;
        };
        let mut results = Vec::new();
        for item in items {
            self.assign(&generator.target, &item);
            let mut keep = Some(true);
            for test in &generator.ifs {
                let tested = self.term(test);
                keep = match (keep, truth(&tested).always) {
                    (Some(true), answer) => answer,
                    (keep, _) => keep,
                };
            }
            if keep? {
                results.push(make(self));
            }
        }
        Some(results)
    }
}
