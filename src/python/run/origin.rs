//! Which environment variables the value of an assignment reads: for patches, which leave such a value as it is.

use std::collections::HashMap;
use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange};

use crate::python::reads::{Origin, Reads};
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// Variables of the operating system, which say nothing about the project.
const SYSTEM: [&str; 8] = [
    "HOME",
    "USER",
    "PATH",
    "PWD",
    "TMPDIR",
    "TEMP",
    "HOSTNAME",
    "VIRTUAL_ENV",
];

/// Calls that only convert what they are given.
const CONVERSIONS: [&str; 16] = [
    "bool",
    "int",
    "str",
    "float",
    "list",
    "tuple",
    "set",
    "filter",
    "map",
    "sorted",
    "Path",
    "loads",
    "strtobool",
    "literal_eval",
    "Csv",
    "parse",
];

/// The reads of the statement of a module that runs, and what was found so far.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    pub(crate) statement: Trace,
    pub(crate) found: Reads,
    /// The values that come from the environment as a whole, by where they lie in memory. They are kept, so that no
    /// other value comes to lie there; a value that is made of one lies elsewhere.
    whole: HashMap<usize, Value>,
}

impl Origins {
    /// Notes a value that comes from the environment as a whole, whatever name it gets.
    pub(crate) fn note_whole(&mut self, value: &Value) {
        if let Some(address) = address(value) {
            self.whole.entry(address).or_insert_with(|| value.clone());
        }
    }

    fn is_whole(&self, value: &Value) -> bool {
        address(value).is_some_and(|address| self.whole.contains_key(&address))
    }
}

/// Where a value lies in memory that can depend on the environment.
pub(crate) fn address(value: &Value) -> Option<usize> {
    match value {
        Value::Read(read) => Some(Rc::as_ptr(read).addr()),
        Value::Either(either) => Some(Rc::as_ptr(either).addr()),
        _ => None,
    }
}

/// The reads of one statement.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// The innermost expression under way, to which a read belongs. The body of a function that it calls does not
    /// count as innermost.
    place: Option<TextRange>,
    /// The expressions that read variables, and which.
    reads: Vec<(TextRange, Vec<Text>)>,
    /// The calls and look-ups whose values cannot be told.
    untold: Vec<TextRange>,
}

impl Machine<'_> {
    /// Notes that the expression under way reads a variable.
    pub(crate) fn trace_read(&mut self) {
        let trace = &mut self.origins.statement;
        if let Some(place) = trace.place {
            trace.reads.push((place, Vec::new()));
        }
    }

    /// The value of an expression, noting whether it is one that comes from the environment.
    pub(crate) fn traced(&mut self, expression: &Expr, at: At) -> Term {
        let is_step = matches!(
            expression,
            Expr::Call(_)
                | Expr::Subscript(_)
                | Expr::Compare(_)
                | Expr::Attribute(_)
                | Expr::Name(_)
        );
        if !is_step || !self.state.frames.is_empty() {
            return self.expression(expression, at);
        }
        let range = expression.range();
        let outer = self.origins.statement.place.replace(range);
        let before = self.origins.statement.reads.len();
        let term = self.expression(expression, at);
        let is_whole = self.origins.is_whole(&term.value);
        let trace = &mut self.origins.statement;
        trace.place = outer;
        let runs = matches!(expression, Expr::Call(_) | Expr::Subscript(_));
        if runs && matches!(term.value, Value::Unknown(_)) {
            trace.untold.push(range);
        }
        let mut reads = trace.reads.split_off(before.min(trace.reads.len()));
        let own = is_whole || reads.iter().any(|(place, _)| *place == range);
        reads.retain(|(place, _)| *place != range);
        trace.reads.append(&mut reads);
        if own {
            let names = known(&term);
            trace.reads.extend(names.map(|names| (range, names)));
        }
        term
    }

    /// Records what the value of an assignment of a module reads, once it is evaluated to a term.
    pub(crate) fn record_origin(&mut self, statement: &impl Ranged, value: &Expr, term: &Term) {
        if !self.state.frames.is_empty() {
            return;
        }
        let reads = std::mem::take(&mut self.origins.statement.reads);
        let untold = std::mem::take(&mut self.origins.statement.untold);
        let untold = untold
            .into_iter()
            .filter(|range| value.range().contains_range(*range));
        let mut origin = Origin {
            untold: untold.map(TextRange::into).collect(),
            ..Origin::default()
        };
        for (range, names) in &reads {
            let new = |name: &&Text| !origin.variables.iter().any(|known| **known == ***name);
            if value.range().contains_range(*range) {
                let names: Vec<String> =
                    names.iter().filter(new).map(ToString::to_string).collect();
                origin.variables.extend(names);
            }
        }
        origin.whole = !origin.variables.is_empty() && is_whole(value, &reads);
        if origin.whole {
            self.origins.note_whole(&term.value);
        }
        let offset = statement.start().to_usize();
        let path = self.source.path.clone();
        self.origins.found.record(&path, offset, origin);
    }
}

/// The variables of a value that is known to come from them, or else is what it is without them.
fn known(term: &Term) -> Option<Vec<Text>> {
    let settled = match &term.value {
        Value::Either(either) => either.terms.iter().all(|other| {
            matches!(other.value, Value::Read(_))
                || either.usual.as_ref().is_some_and(|usual| usual == other)
        }),
        _ => true,
    };
    let mut names = term.names();
    names.retain(|name| !SYSTEM.contains(&&**name));
    (settled && !names.is_empty()).then_some(names)
}

/// Whether a value comes from the environment as a whole, converted, compared or with another to fall back on.
fn is_whole(expression: &Expr, reads: &[(TextRange, Vec<Text>)]) -> bool {
    let whole = |part: &Expr| is_whole(part, reads);
    if reads.iter().any(|(range, _)| *range == expression.range()) {
        return true;
    }
    match expression {
        Expr::Call(call) => converts(call, whole),
        Expr::Subscript(subscript) => whole(&subscript.value),
        Expr::Compare(compare) => whole(&compare.left) || compare.comparators.iter().any(whole),
        Expr::BoolOp(operation) => operation.values.iter().any(whole),
        Expr::UnaryOp(operation) => whole(&operation.operand),
        Expr::If(choice) => [&choice.test, &choice.body, &choice.orelse]
            .iter()
            .any(|part| whole(part)),
        Expr::ListComp(list) => list.generators.iter().any(|part| whole(&part.iter)),
        Expr::Generator(list) => list.generators.iter().any(|part| whole(&part.iter)),
        _ => false,
    }
}

fn converts(call: &ExprCall, whole: impl Fn(&Expr) -> bool) -> bool {
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(method) if whole(&method.value) => return true,
        Expr::Attribute(method) => method.attr.as_str(),
        _ => return false,
    };
    CONVERSIONS.contains(&name) && call.arguments.args.iter().any(whole)
}
