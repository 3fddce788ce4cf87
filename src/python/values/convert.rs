//! Functions that make another value of one: `urlparse`, `json.loads`, `open`, `copy`.

use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Dict, Sequence, Shape, Term, Value};

impl Machine<'_> {
    /// What `urlparse(url)` gives.
    pub(crate) fn url_parts(&mut self, args: &Args, at: &At) -> Value {
        let Some(url) = args.get(0, "url") else {
            return Value::unknown("…");
        };
        self.note_cast(url, Some("url"));
        self.lift(
            std::slice::from_ref(url),
            at,
            &mut |_, terms| match &terms[0].value {
                Value::Str(text) => Value::Url(text.clone()),
                _ => Value::unknown("…"),
            },
        )
    }

    /// `json.loads(text)`: plain values are read, as far as Python writes them the same way.
    pub(crate) fn json(&mut self, args: &Args, at: &At) -> Value {
        let Some(text) = args.at(0) else {
            return Value::unknown("…");
        };
        self.note_cast(text, Some("json"));
        self.lift(
            std::slice::from_ref(text),
            at,
            &mut |machine, terms| match terms[0].value.text().map(str::trim) {
                Some("[]") => machine.sequence(Shape::List, Vec::new(), false),
                Some("{}") => machine.dict(Vec::new(), false),
                _ => Value::unknown("…"),
            },
        )
    }

    /// What `open(path)` gives: a file, or something unknown where the path is not known.
    pub(crate) fn open(&mut self, args: &Args, at: &At) -> Value {
        let Some(path) = args.get(0, "file") else {
            return Value::unknown("…");
        };
        self.risk.maybe = true;
        self.lift(
            std::slice::from_ref(path),
            at,
            &mut |_, terms| match terms[0].value.text() {
                Some(path) => Value::File(path.into()),
                None => Value::unknown("…"),
            },
        )
    }

    pub(crate) fn copied(&mut self, args: &Args, at: &At) -> Value {
        let Some(term) = args.at(0) else {
            return Value::unknown("…");
        };
        self.lift(std::slice::from_ref(term), at, &mut |machine, terms| {
            machine.fresh(&terms[0]).value
        })
    }

    /// A deep copy: every container of it is a new object.
    fn fresh(&mut self, term: &Term) -> Term {
        let value = match &term.value {
            Value::Sequence(sequence) => {
                let items = sequence.items.iter().map(|item| self.fresh(item)).collect();
                let id = self.id();
                Sequence::value(sequence.shape, id, items, sequence.open)
            }
            Value::Dict(dict) => {
                let entries = dict.entries.iter();
                let entries = entries.map(|(key, value)| (key.clone(), self.fresh(value)));
                let entries = entries.collect();
                let id = self.id();
                Dict::value(id, entries, dict.open)
            }
            value => value.clone(),
        };
        Term::new(value, term.at.clone())
    }
}
