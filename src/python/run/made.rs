//! Which statement made a value: the one that a name's value is followed to, through whatever names, classes and calls
//! it was handed on by.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::python::modules::state::{Scope, State};
use crate::python::run::machine::Machine;
use crate::python::run::origin::address;
use crate::python::run::trail::Trail;
use crate::python::values::value::{Term, Text, Value};

/// Where a name's value comes from: the statement, by its number in the trail, and the name that it bound there, or the
/// attribute of the class that it bound there.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) step: usize,
    pub(crate) module: Text,
    pub(crate) name: Text,
    pub(crate) attribute: Option<Text>,
}

impl Made {
    /// The value in the state that the statement left; `None` where there is none.
    pub(crate) fn term(&self, after: &State) -> Option<Term> {
        let term = after.modules.get(&self.module)?.get(&self.name)?;
        match (&self.attribute, &term.value) {
            (None, _) => Some(term.clone()),
            (Some(attribute), Value::Class(class)) => {
                after.modules.get(&class.scope)?.get(attribute).cloned()
            }
            (Some(_), _) => None,
        }
    }
}

/// Where values come from that depend on variables, by where they lie in memory. They are kept, so that no other value
/// comes to lie there; one that is made of another lies elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Makers(HashMap<usize, (Value, Rc<Made>)>);

impl Makers {
    /// Notes where a value comes from that was not seen before.
    fn note(&mut self, value: &Value, made: impl FnOnce() -> Rc<Made>) {
        if let Some(address) = address(value) {
            let new = || (value.clone(), made());
            self.0.entry(address).or_insert_with(new);
        }
    }
}

impl Trail {
    /// Where a value comes from that a statement bound as it found it.
    fn origin(&self, value: &Value) -> Option<Rc<Made>> {
        let (_, made) = self.makers.0.get(&address(value)?)?;
        let step = self.steps.get(made.step)?;
        step.start.is_some().then(|| made.clone())
    }
}

impl Machine<'_> {
    /// Notes where the value of a name comes from that a statement changed; `new` are the classes that it made.
    pub(crate) fn note_made(
        &mut self,
        step: usize,
        module: &Text,
        name: &Text,
        new: &BTreeSet<Text>,
    ) {
        let Some(term) = self
            .state
            .modules
            .get(module)
            .and_then(|scope| scope.get(name))
        else {
            return;
        };
        let term = term.clone();
        let made = |attribute| {
            Rc::new(Made {
                step,
                module: module.clone(),
                name: name.clone(),
                attribute,
            })
        };
        let own = self.trail.origin(&term.value).unwrap_or_else(|| made(None));
        self.trail.makers.note(&term.value, || own.clone());
        if let Value::Class(class) = &term.value
            && new.contains(&class.scope)
            && let Some(scope) = self.state.modules.get(&class.scope)
        {
            for (attribute, term) in scope.names.iter() {
                self.trail
                    .makers
                    .note(&term.value, || made(Some(attribute.clone())));
            }
        }
        if let Some(scope) = self.state.modules.get_mut(module) {
            scope.mark(name, own);
        }
    }

    /// The attributes of a class or an instance, by its scope, as the code reads them. Variables that had a say in a later
    /// change of them are not followed.
    pub(crate) fn attributes(&mut self, scope: &str) -> Option<&Scope> {
        if let Some((_, variables)) = self.trail.stirred.get(scope) {
            self.trail.gates.extend(variables);
        }
        self.stray(scope);
        self.state.modules.get(scope)
    }
}
