//! Operations on values that have alternatives or depend on the environment.

use crate::python::run::machine::Machine;
use crate::python::values::alternatives::{add, either_by, read_by};
use crate::python::values::value::{At, Term, Value};

impl Machine<'_> {
    /// Applies `operation` to plain operands: to each alternative, and to what holds while no variable is set.
    pub(crate) fn lift(
        &mut self,
        terms: &[Term],
        at: &At,
        operation: &mut dyn FnMut(&mut Self, &[Term]) -> Value,
    ) -> Value {
        if !self.charge(1) {
            return Value::unknown("…");
        }
        let split = terms
            .iter()
            .position(|term| matches!(term.value, Value::Either(_)));
        if let Some(index) = split {
            return self.lift_either(terms, index, at, operation);
        }
        if !terms
            .iter()
            .any(|term| matches!(term.value, Value::Read(_)))
        {
            return operation(self, terms);
        }
        let names = terms.iter().flat_map(Term::names).collect();
        let mut by = Vec::new();
        for term in terms {
            add(&mut by, &term.ties());
        }
        let url = terms
            .iter()
            .any(|term| matches!(&term.value, Value::Read(read) if read.url));
        let usual: Option<Vec<Term>> = terms.iter().map(Term::usual).collect();
        let usual = usual.map(|terms| Term::new(operation(self, &terms), at.clone()));
        read_by(names, usual, url, by)
    }

    fn lift_either(
        &mut self,
        terms: &[Term],
        index: usize,
        at: &At,
        operation: &mut dyn FnMut(&mut Self, &[Term]) -> Value,
    ) -> Value {
        let mut terms = terms.to_vec();
        let chosen = terms[index].clone();
        let mut results = Vec::new();
        for alternative in chosen.alternatives() {
            terms[index] = alternative;
            let value = self.lift(&terms, at, operation);
            results.push(Term::new(value, at.clone()));
        }
        let usual = chosen.usual().and_then(|term| {
            terms[index] = term;
            Term::new(self.lift(&terms, at, operation), at.clone()).usual()
        });
        either_by(results, usual, at, &chosen.ties()).value
    }
}
