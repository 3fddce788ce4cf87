//! Comprehensions over what is known.

use ruff_python_ast::{Comprehension, Expr};

use crate::python::run::machine::Machine;
use crate::python::values::alternatives::truth;
use crate::python::values::value::{Shape, Term, Value};

/// Items that one comprehension makes.
const MAX_ROUNDS: usize = 500;

impl Machine<'_> {
    /// `[element for target in iterable if …]`, with one `for`.
    pub(crate) fn comprehension(
        &mut self,
        element: &Expr,
        generators: &[Comprehension],
        shape: Shape,
    ) -> Value {
        let [generator] = generators else {
            self.risk.maybe = true;
            return Value::unknown("…");
        };
        self.prepare();
        let iterable = self.term(&generator.iter);
        let at = iterable.at.clone();
        // The names of the comprehension are its own.
        let frame = self.state.frames.last().cloned().unwrap_or_default();
        self.state.frames.push(frame);
        let value = self.lift(&[iterable], &at, &mut |machine, terms| {
            machine.rounds(element, generator, &terms[0], shape)
        });
        self.state.frames.pop();
        value
    }

    fn rounds(
        &mut self,
        element: &Expr,
        generator: &Comprehension,
        iterable: &Term,
        shape: Shape,
    ) -> Value {
        let Some(items) = iterable.items().filter(|items| items.len() <= MAX_ROUNDS) else {
            self.risk.maybe = true;
            return Value::unknown("…");
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
            match keep {
                Some(true) => {
                    let term = self.term(element);
                    results.push(term);
                }
                Some(false) => {}
                None => return Value::unknown("…"),
            }
        }
        self.sequence(shape, results, false)
    }
}
