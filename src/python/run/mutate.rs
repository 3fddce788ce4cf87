//! Changes in place: item assignment, `+=`, `.append` and the like reach every name of the same object.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprAttribute, ExprSubscript, Operator, StmtAugAssign};

use crate::python::modules::state::Scope;
use crate::python::run::machine::Machine;
use crate::python::values::alternatives::{either, read};
use crate::python::values::content::{extended, with_item, with_slice, without_item};
use crate::python::values::value::{Dict, Id, Sequence, Shape, Term, Text, Value};

/// Turns the former content of an object into its new one.
pub(crate) type Change<'c> = dyn Fn(&Value) -> Value + 'c;

impl Machine<'_> {
    /// Applies a change to the object that a term stands for, wherever it is referred to. `root` is the
    /// variable that the code names: where it may stand for several objects, it is the one that is surely changed.
    pub(crate) fn change(&mut self, target: &Term, root: Option<&str>, change: &Change<'_>) {
        let mut ids = Vec::new();
        identities(target, &mut ids);
        // One that was changed on one way and not on another is one object all the same.
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return;
        }
        let mut work = 0;
        let frame = self.state.frames.len().checked_sub(1);
        let in_frame = root.is_some_and(|root| {
            frame.is_some_and(|frame| self.state.frames[frame].get(root).is_some())
        });
        let module = self.module.clone();
        let mut lost = Vec::new();
        let path = self.path_term();
        let scopes = self.state.modules.iter();
        let scopes = scopes.filter(|(_, scope)| scope.names.may_hold(&ids));
        let scopes: Vec<Text> = scopes.map(|(name, _)| name.clone()).collect();
        for name in &scopes {
            let Some(scope) = self.state.modules.get_mut(name) else {
                continue;
            };
            let sure = root.filter(|_| *name == module && !in_frame);
            let made = |(bound, step)| (name.clone(), bound, step);
            let (more, changed) = rewrite(scope, sure, &ids, change);
            work += more;
            lost.extend(changed.into_iter().map(made));
        }
        for (index, scope) in self.state.frames.iter_mut().enumerate() {
            let sure = root.filter(|_| in_frame && Some(index) == frame);
            work += rewrite(scope, sure, &ids, change).0;
        }
        self.keep_path(path);
        if self.again.is_none() {
            self.lose(lost);
        }
        self.charge(work);
    }

    /// The object may have been changed by code that is not followed.
    pub(crate) fn taint(&mut self, target: &Term) {
        self.change(target, None, &|_| Value::unknown("…"));
    }

    pub(crate) fn store_item(&mut self, node: &ExprSubscript, term: &Term) {
        let target = self.term(&node.value);
        if let Expr::Slice(slice) = &*node.slice {
            let bounds = self.bounds(slice);
            return self.change(&target, root(&node.value), &|value| {
                with_slice(value, &bounds, term)
            });
        }
        let key = self.term(&node.slice);
        if let Value::Named(name) = &target.value {
            return self.store_named_item(&name.clone(), &key, term);
        }
        self.change(&target, root(&node.value), &|value| {
            with_item(value, &key, term)
        });
    }

    fn store_named_item(&mut self, name: &str, key: &Term, term: &Term) {
        match (name, key.usual().map(|key| key.value)) {
            ("os.environ", Some(Value::Str(key))) => {
                self.state.environ.insert(key, term.clone());
            }
            ("globals()", Some(Value::Str(key))) => self.globals().set(&key, term.clone()),
            ("globals()", _) => self.globals().blur(),
            _ => {}
        }
    }

    pub(crate) fn store_attribute(&mut self, node: &ExprAttribute, term: &Term) {
        let target = self.term(&node.value);
        self.set_attribute(&target.value, &node.attr, term);
    }

    /// `target.name = term` on what has attributes of its own.
    pub(crate) fn set_attribute(&mut self, target: &Value, name: &str, term: &Term) {
        let scope = match target {
            Value::Named(module) if &**module == "sys" => return self.set_in_sys(name, term),
            Value::Module(module) => module,
            Value::Class(class) => &class.scope,
            Value::Object(object) => &object.scope,
            _ => return,
        };
        let scope = self.state.scope(scope.clone());
        scope.set(name, term.clone());
    }

    pub(crate) fn remove_item(&mut self, node: &ExprSubscript) {
        let target = self.term(&node.value);
        if let Expr::Slice(slice) = &*node.slice {
            let bounds = self.bounds(slice);
            let nothing = Sequence::value(Shape::List, self.id(), Vec::new(), false);
            let nothing = Term::new(nothing, target.at.clone());
            return self.change(&target, root(&node.value), &|value| {
                with_slice(value, &bounds, &nothing)
            });
        }
        let key = self.term(&node.slice);
        if let (Value::Named(name), Value::Str(key)) = (&target.value, &key.value)
            && &**name == "os.environ"
        {
            self.state.environ.remove(key);
            self.unfollow(key);
            return;
        }
        self.change(&target, root(&node.value), &|value| {
            without_item(value, &key)
        });
    }

    pub(crate) fn augment(&mut self, node: &StmtAugAssign) {
        let before = self.term(&node.target);
        let term = self.term(&node.value);
        let at = self.at(node);
        let in_place = before.alternatives().iter().all(changes_in_place);
        if in_place && matches!(node.op, Operator::Add | Operator::BitOr) {
            self.need(&term);
            let id = self.id();
            let root = root(&node.target);
            self.change(&before, root, &|value| extended(value, &term, id));
            return;
        }
        let value = self.binary(&before, node.op, &term, &at);
        self.assign(&node.target, &Term::new(value, at));
    }
}

fn changes_in_place(term: &Term) -> bool {
    match &term.value {
        Value::Sequence(sequence) => sequence.shape != Shape::Tuple,
        Value::Dict(_) => true,
        _ => false,
    }
}

/// The variable at the root of `a`, `a["b"]`, `a.b`.
pub(crate) fn root(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(&name.id),
        Expr::Subscript(node) => root(&node.value),
        Expr::Attribute(node) => root(&node.value),
        _ => None,
    }
}

fn identities(term: &Term, ids: &mut Vec<Id>) {
    match &term.value {
        Value::Sequence(sequence) => ids.push(sequence.id),
        Value::Dict(dict) => ids.push(dict.id),
        Value::Either(either) => either.terms.iter().for_each(|term| identities(term, ids)),
        Value::Read(read) => read.usual.iter().for_each(|term| identities(term, ids)),
        _ => {}
    }
}

/// Changes the objects in a scope: the work that it was, and the names whose values come from a statement that is kept.
fn rewrite(
    scope: &mut Scope,
    sure: Option<&str>,
    ids: &[Id],
    change: &Change<'_>,
) -> (u32, Vec<(Text, usize)>) {
    let mut work = 0;
    let mut changed: Vec<(Text, Term)> = Vec::new();
    for (name, term) in scope.names.iter() {
        let certain = ids.len() == 1 || sure == Some(&**name);
        let mut walk = Walk {
            ids,
            change,
            certain,
            work: 1,
        };
        if let Some(term) = walk.term(term) {
            changed.push((name.clone(), term));
        }
        work += walk.work;
    }
    let mut lost = Vec::new();
    for (name, term) in changed {
        let made = scope
            .names
            .bound(&name)
            .and_then(|bound| bound.made.clone());
        lost.extend(made.map(|made| (name.clone(), made.step)));
        scope.set(&name, term);
    }
    (work / 8, lost)
}

struct Walk<'w> {
    ids: &'w [Id],
    change: &'w Change<'w>,
    certain: bool,
    work: u32,
}

impl Walk<'_> {
    /// The term with the objects changed; `None` where none of them is in it.
    fn term(&mut self, term: &Term) -> Option<Term> {
        self.work += 1;
        let at = &term.at;
        if !term.value.size().may_hold(self.ids) {
            return None;
        }
        let value = match &term.value {
            Value::Sequence(Sequence { id, .. }) | Value::Dict(Dict { id, .. })
                if self.ids.contains(id) =>
            {
                return Some(self.changed(term));
            }
            Value::Sequence(sequence) => {
                let items = self.terms(&sequence.items)?;
                Sequence::value(sequence.shape, sequence.id, items, sequence.open)
            }
            Value::Dict(dict) => self.entries(dict)?,
            Value::Either(old) => {
                let terms = self.terms(&old.terms)?;
                let usual = old
                    .usual
                    .as_ref()
                    .map(|term| self.term(term).unwrap_or(term.clone()));
                return Some(either(terms, usual, at));
            }
            Value::Read(old) => {
                let usual = self.term(old.usual.as_ref()?)?;
                read(old.names.clone(), Some(usual), old.url)
            }
            Value::Method(receiver, name) => {
                Value::Method(Rc::new(self.term(receiver)?), name.clone())
            }
            _ => return None,
        };
        Some(Term::new(value, at.clone()))
    }

    fn entries(&mut self, dict: &Dict) -> Option<Value> {
        let values: Vec<Term> = dict
            .entries
            .iter()
            .map(|(_, value)| value.clone())
            .collect();
        let values = self.terms(&values)?;
        let keys = dict.entries.iter().map(|(key, _)| key.clone());
        Some(Dict::value(dict.id, keys.zip(values).collect(), dict.open))
    }

    fn changed(&mut self, term: &Term) -> Term {
        self.work = self.work.saturating_add(term.value.weight());
        let new = Term::new((self.change)(&term.value), term.at.clone());
        if self.certain {
            new
        } else {
            either(vec![term.clone(), new], None, &term.at)
        }
    }

    fn terms(&mut self, terms: &[Term]) -> Option<Vec<Term>> {
        let new: Vec<Option<Term>> = terms.iter().map(|term| self.term(term)).collect();
        if new.iter().all(Option::is_none) {
            return None;
        }
        let pairs = new.into_iter().zip(terms);
        Some(
            pairs
                .map(|(new, old)| new.unwrap_or_else(|| old.clone()))
                .collect(),
        )
    }
}
