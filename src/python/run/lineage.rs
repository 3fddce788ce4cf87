//! The classes that a class comes from, and what it has of them.

use std::rc::Rc;

use crate::python::modules::state::Scope;
use crate::python::packages::library::Library;
use crate::python::run::class::{Class, class_of};
use crate::python::run::machine::Machine;
use crate::python::values::value::{Term, Text, Value};

/// One of the classes that an attribute is looked for in.
#[derive(Clone, Debug)]
pub(crate) enum Ancestor {
    Own(Rc<Class>),
    /// A class of another package, by its dotted name.
    Foreign(Text),
}

/// What a class is made for, by the foreign classes that it comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Plain,
    /// Calling it binds its fields.
    Record,
    /// Calling it reads its fields from the environment.
    Settings,
}

impl Machine<'_> {
    /// The classes that an attribute is looked for in, in Python's order for all but odd diamonds.
    pub(crate) fn lineage(class: &Rc<Class>) -> Vec<Ancestor> {
        let mut found: Vec<Ancestor> = Vec::new();
        walk(class, &mut found, 0);
        let mut lineage: Vec<Ancestor> = Vec::new();
        // A class that is met twice comes after all that derive from it.
        for ancestor in found.into_iter().rev() {
            if !lineage.iter().any(|other| same(other, &ancestor)) {
                lineage.push(ancestor);
            }
        }
        lineage.reverse();
        lineage
    }

    /// An attribute that the code comes upon, as the classes have it, and which of them does; `None` where none does.
    pub(crate) fn inherited(
        &mut self,
        lineage: &[Ancestor],
        name: &str,
    ) -> Option<(Term, Rc<Class>)> {
        let found = self.in_lineage(lineage, name);
        for ancestor in lineage {
            let Ancestor::Own(class) = ancestor else {
                continue;
            };
            self.attributes(&class.scope);
            if let Some((_, owner)) = &found
                && Rc::ptr_eq(owner, class)
            {
                break;
            }
        }
        found
    }

    /// An attribute as the classes have it, without a note that the code has come upon it: not for values that reach the
    /// code.
    pub(crate) fn in_lineage(&self, lineage: &[Ancestor], name: &str) -> Option<(Term, Rc<Class>)> {
        let mut sure = true;
        for ancestor in lineage {
            match ancestor {
                Ancestor::Own(class) => {
                    let scope = self.state.modules.get(&class.scope);
                    if let Some(term) = scope.and_then(|scope| scope.get(name)) {
                        let term = if sure { term.clone() } else { term.blurred() };
                        return Some((term, class.clone()));
                    }
                }
                Ancestor::Foreign(foreign) => sure &= is_inert(foreign),
            }
        }
        None
    }

    /// The names of all attributes, sorted; `None` where there may be others.
    pub(crate) fn attribute_names(&mut self, receiver: &Value) -> Option<Vec<Text>> {
        let class = class_of(receiver)?;
        let mut names: Vec<Text> = Vec::new();
        let mut add = |scope: Option<&Scope>| {
            let scope = scope?;
            names.extend(scope.names.sorted());
            (!scope.open).then_some(())
        };
        if let Value::Object(object) = receiver {
            add(self.attributes(&object.scope))?;
        }
        for ancestor in Self::lineage(&class) {
            match ancestor {
                Ancestor::Own(class) => add(self.attributes(&class.scope))?,
                Ancestor::Foreign(name) if !is_inert(&name) => return None,
                Ancestor::Foreign(_) => {}
            }
        }
        names.sort();
        names.dedup();
        Some(names)
    }

    pub(crate) fn kind_of(lineage: &[Ancestor]) -> Kind {
        let mut kind = Kind::Plain;
        for ancestor in lineage {
            match ancestor {
                Ancestor::Own(class) if class.record => kind = Kind::Record,
                Ancestor::Foreign(name) => match name.rsplit('.').next().unwrap_or(name) {
                    class if Library::has_fields(class) => return Kind::Settings,
                    "NamedTuple" | "BaseModel" => kind = Kind::Record,
                    _ => {}
                },
                Ancestor::Own(_) => {}
            }
        }
        kind
    }
}

/// The annotated names of all classes, those of the oldest first.
pub(crate) fn field_names(lineage: &[Ancestor]) -> Vec<(Text, Text)> {
    let mut fields: Vec<(Text, Text)> = Vec::new();
    for ancestor in lineage.iter().rev() {
        if let Ancestor::Own(class) = ancestor {
            for field in &class.fields {
                fields.retain(|(name, _)| *name != field.0);
                fields.push(field.clone());
            }
        }
    }
    fields
}

fn walk(class: &Rc<Class>, found: &mut Vec<Ancestor>, depth: usize) {
    if depth > 20 || found.len() > 200 {
        return;
    }
    found.push(Ancestor::Own(class.clone()));
    for base in &class.bases {
        match &base.value {
            Value::Class(class) => walk(class, found, depth + 1),
            Value::Named(name) => found.push(Ancestor::Foreign(name.clone())),
            _ => found.push(Ancestor::Foreign("…".into())),
        }
    }
}

fn same(first: &Ancestor, second: &Ancestor) -> bool {
    match (first, second) {
        (Ancestor::Own(first), Ancestor::Own(second)) => Rc::ptr_eq(first, second),
        (Ancestor::Foreign(first), Ancestor::Foreign(second)) => first == second,
        _ => false,
    }
}

/// A foreign class that has no settings of its own.
pub(crate) fn is_inert(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name);
    matches!(first, "builtins" | "typing" | "abc" | "logging")
        || Library::of(name).is_some_and(|(library, _)| library.inert)
}
