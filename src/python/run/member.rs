//! The attributes of classes and instances.

use std::rc::Rc;

use ruff_python_ast::Expr;

use crate::python::packages::reader::Reader;
use crate::python::run::call::Args;
use crate::python::run::class::{Class, Parents, class_of};
use crate::python::run::expression::method;
use crate::python::run::function::{Binding, Function};
use crate::python::run::lineage::Ancestor;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Shape, Term, Text, Value};

impl Machine<'_> {
    /// An attribute of a class, an instance or `super()`.
    pub(crate) fn member(&mut self, receiver: &Term, name: &str, node: &Expr, at: At) -> Term {
        if let Some(term) = self.own_member(receiver, name, &at) {
            return term;
        }
        self.risk.maybe = true;
        Term::new(self.unknown(node), at)
    }

    /// An attribute of a class, an instance or `super()`, its own or inherited; `None` where none is known.
    pub(crate) fn own_member(&mut self, receiver: &Term, name: &str, at: &At) -> Option<Term> {
        if let Value::Object(object) = &receiver.value {
            let scope = self.attributes(&object.scope)?;
            if let Some(term) = scope.get(name) {
                return Some(term.clone());
            }
            if scope.open && self.found(receiver, name).is_none() {
                return None;
            }
        }
        if matches!(name, "model_dump" | "dict" | "__class__") {
            return Some(Term::new(method(receiver, name), at.clone()));
        }
        let (term, owner) = self.found(receiver, name)?;
        match &term.value {
            Value::Function(function) if function.binding == Binding::Property => {
                let function = function.clone();
                let itself = itself(receiver);
                Some(Term::new(
                    self.call_bound(&function, owner, itself, &Args::default(), at),
                    term.at,
                ))
            }
            Value::Function(_) => Some(Term::new(method(receiver, name), at.clone())),
            Value::Reader(reader) => match &**reader {
                Reader::Declared(declared) => Some(Term::new(
                    self.read_declared(declared, name, &term.at),
                    term.at.clone(),
                )),
                _ => Some(term),
            },
            _ => Some(term),
        }
    }

    fn found(&mut self, receiver: &Term, name: &str) -> Option<(Term, Rc<Class>)> {
        self.inherited(&classes(receiver)?, name)
    }

    /// A call of a method; `None` where there is none that is known.
    pub(crate) fn call_member(
        &mut self,
        receiver: &Term,
        name: &str,
        args: &Args,
        at: &At,
    ) -> Option<Value> {
        if matches!(name, "model_dump" | "dict") {
            return self.attributes_as_dict(receiver, at);
        }
        let (term, owner) = self.found(receiver, name)?;
        let Value::Function(function) = &term.value else {
            return None;
        };
        let function = function.clone();
        let itself = itself(receiver);
        let value = match function.binding {
            Binding::Static => self.call_function(&function, args, at),
            Binding::Class => {
                let class = class_of(&itself.value)?;
                let class = Term::new(Value::Class(class), at.clone());
                self.call_bound(&function, owner, class, args, at)
            }
            Binding::Plain if matches!(itself.value, Value::Class(_)) => {
                self.call_function(&function, args, at)
            }
            Binding::Plain | Binding::Property => {
                self.call_bound(&function, owner, itself, args, at)
            }
        };
        Some(value)
    }

    /// A call with the instance or class as first argument.
    fn call_bound(
        &mut self,
        function: &Rc<Function>,
        owner: Rc<Class>,
        receiver: Term,
        args: &Args,
        at: &At,
    ) -> Value {
        let mut args = args.clone();
        args.positional.insert(0, receiver.clone());
        self.members.push(Rc::new(Parents { owner, receiver }));
        self.depth += 1;
        let value = self.call_function(function, &args, at);
        self.depth -= 1;
        self.members.pop();
        value
    }

    /// `super()` and `super(Class, self)`.
    pub(crate) fn parents(&mut self, args: &Args) -> Value {
        if let (Some(owner), Some(receiver)) = (args.at(0), args.at(1)) {
            return match &owner.value {
                Value::Class(owner) => Value::Parents(Rc::new(Parents {
                    owner: owner.clone(),
                    receiver: receiver.clone(),
                })),
                _ => Value::unknown("…"),
            };
        }
        match self.members.last() {
            Some(parents) => Value::Parents(parents.clone()),
            None => Value::unknown("…"),
        }
    }

    /// Code that is not followed may set any attribute.
    pub(crate) fn blur_members(&mut self, receiver: &Value) {
        let scope = match receiver {
            Value::Class(class) => class.scope.clone(),
            Value::Object(object) => object.scope.clone(),
            _ => return,
        };
        if let Some(scope) = self.state.modules.get_mut(&scope) {
            scope.blur();
        }
    }

    /// What `inspect.getmembers(value)` gives: pairs of names and values.
    pub(crate) fn members_of(&mut self, receiver: &Term, at: &At) -> Value {
        let Some(names) = self.attribute_names(&receiver.value) else {
            self.risk.maybe = true;
            return Value::unknown("…");
        };
        let mut pairs = Vec::new();
        for name in names {
            if let Some(term) = self.own_member(receiver, &name, at) {
                let key = Term::new(Value::Str(name), at.clone());
                let pair = self.sequence(Shape::Tuple, vec![key, term], false);
                pairs.push(Term::new(pair, at.clone()));
            }
        }
        self.sequence(Shape::List, pairs, false)
    }

    /// `settings.model_dump()`.
    fn attributes_as_dict(&mut self, receiver: &Term, at: &At) -> Option<Value> {
        let Value::Object(object) = &receiver.value else {
            return None;
        };
        let scope = self.attributes(&object.scope)?.clone();
        let entry = |(name, term): (&Text, &Term)| {
            (
                Term::new(Value::Str(name.clone()), at.clone()),
                term.clone(),
            )
        };
        let entries = scope.names.iter().map(entry).collect();
        Some(self.dict(entries, scope.open))
    }
}

/// The instance or class that `super()` stands for.
fn itself(receiver: &Term) -> Term {
    match &receiver.value {
        Value::Parents(parents) => parents.receiver.clone(),
        _ => receiver.clone(),
    }
}

/// The classes that the attributes of a value are looked for in.
fn classes(receiver: &Term) -> Option<Vec<Ancestor>> {
    if let Value::Parents(parents) = &receiver.value {
        let all = Machine::lineage(&class_of(&parents.receiver.value)?);
        let own = |ancestor: &Ancestor| matches!(ancestor, Ancestor::Own(class) if Rc::ptr_eq(class, &parents.owner));
        let after = all.iter().position(own)? + 1;
        return Some(all[after..].to_vec());
    }
    Some(Machine::lineage(&class_of(&receiver.value)?))
}
