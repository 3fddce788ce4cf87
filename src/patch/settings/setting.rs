//! One setting: which of its values are edited, and where the line goes that reads the environment.

use super::bound::Bound;
use super::decide::{Decided, Placed, Position, Shape, Wrap};
use super::pack::Part;
use super::prepare::{Prepared, Wanted, invalid};
use super::{Origins, PatchError, Step};
use crate::python::syntax::{Module, Value};

/// One setting of the pack in one module.
pub(super) struct One<'a> {
    pub(super) module: &'a Module<'a>,
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) origins: &'a Origins<'a>,
    pub(super) wanted: &'a Wanted<'a>,
}

impl One<'_> {
    /// Decides what happens to it.
    pub(super) fn decide(&self, decided: &mut Decided) -> Result<(), PatchError> {
        let Some(bound) = Bound::of(self.module, &self.wanted.setting.name, &self.prepared.ours)
        else {
            return self.unbound(decided);
        };
        for value in bound.values() {
            self.note(value, decided);
        }
        match bound.final_value() {
            Some(value) if self.stays(value) => return Ok(()),
            Some(value) => self.wrap(value, decided),
            None => self.insert(&bound, decided)?,
        }
        let (values, elsewhere) = bound.early_values();
        for value in values {
            self.wrap(value, decided);
        }
        if let Some(offset) = elsewhere {
            decided.steps.push(Step::ReadEarly {
                name: self.wanted.setting.name.clone(),
                line: self.module.line(offset),
            });
        }
        Ok(())
    }

    /// Notes the variables that a value reads, where it stays for their sake.
    fn note(&self, value: &Value, decided: &mut Decided) {
        let setting = self.wanted.setting;
        let ours = self.is_ours(value).then_some(&setting.variable);
        let found = self.origins.of(value).filter(|_| self.is_read(value));
        let variables = found.iter().flat_map(|origin| &origin.variables);
        for name in variables.chain(ours) {
            let reads = decided.reads.entry(setting.name.clone()).or_default();
            if !reads.contains(name) {
                reads.push(name.clone());
            }
        }
    }

    /// Whether a value is to stay as it is.
    fn stays(&self, value: &Value) -> bool {
        let fixed = self.wanted.setting.fixed.as_deref();
        let ours = self.is_ours(value) && self.is_given(value);
        self.is_read(value) || ours || fixed == Some(self.module.text_of(value))
    }

    /// Whether a value is known to come from the environment, or from the variable that would be read.
    fn is_read(&self, value: &Value) -> bool {
        self.origins.of(value).is_some_and(|origin| {
            let own = &self.wanted.setting.variable;
            (origin.whole || origin.variables.contains(own)) && self.is_given(value)
        })
    }

    /// Whether a variable that a value is known to read can give it what is wanted, as far as that is asked.
    fn is_given(&self, value: &Value) -> bool {
        let names = self.wanted.setting.given_by.as_ref();
        let origin = self.origins.of(value).filter(|it| !it.variables.is_empty());
        let gives = |names: &Vec<String>| {
            origin.is_none_or(|it| it.variables.iter().any(|name| names.contains(name)))
        };
        names.is_none_or(gives)
    }

    /// Whether a value has the pack's own expression around it.
    fn is_ours(&self, value: &Value) -> bool {
        let Wanted { template, lazy, .. } = self.wanted;
        let mut templates = std::iter::once(template).chain(lazy);
        templates.any(|template| template.is_around(value, &self.prepared.renames))
    }

    fn wrap(&self, value: &Value, decided: &mut Decided) {
        if self.stays(value) {
            return;
        }
        let Prepared { renames, style, .. } = self.prepared;
        let lazy = self.wanted.lazy.as_ref().filter(|_| !value.plain);
        let template = lazy.unwrap_or(&self.wanted.template);
        decided.uses.extend(template.names());
        decided.wraps.insert(
            value.span.start,
            Wrap {
                span: value.span.clone(),
                frame: template.frame(value.form, renames, style),
            },
        );
    }

    /// Inserts a line after the last statement that binds the name.
    fn insert(&self, bound: &Bound, decided: &mut Decided) -> Result<(), PatchError> {
        let name = &self.wanted.setting.name;
        let value = if self.module.surely_binds(name, bound.last) {
            name.clone()
        } else if let Some(value) = self.or_otherwise() {
            value
        } else {
            for value in bound.values() {
                self.wrap(value, decided);
            }
            decided.steps.push(Step::NotAlwaysBound {
                name: name.clone(),
                line: self.module.line(bound.offset()),
            });
            return Ok(());
        };
        self.place(Position::After(bound.last), &value, decided)
    }

    /// A name that the module does not show.
    fn unbound(&self, decided: &mut Decided) -> Result<(), PatchError> {
        let name = &self.wanted.setting.name;
        let mut attributes = self
            .module
            .statements()
            .iter()
            .flat_map(|part| &part.attributes);
        if let Some((_, offset)) = attributes.find(|(attribute, _)| attribute == name) {
            decided.steps.push(Step::InClass {
                name: name.clone(),
                line: self.module.line(*offset),
            });
            return Ok(());
        }
        let Some(otherwise) = &self.wanted.setting.otherwise else {
            return Ok(());
        };
        let hidden = self
            .module
            .last_opaque()
            .filter(|_| !self.wanted.setting.absent);
        let Some(hidden) = hidden else {
            return self.place(Position::End, otherwise, decided);
        };
        let mut below = self.module.statements()[hidden + 1..].iter();
        let read = below.any(|part| part.reads.iter().any(|(read, _)| read == name));
        let place = if read {
            Position::After(hidden)
        } else {
            Position::End
        };
        let value = self.or_otherwise().unwrap_or_else(|| otherwise.clone());
        self.place(place, &value, decided)
    }

    /// The name's value where it is bound, and Django's default where it is not.
    fn or_otherwise(&self) -> Option<String> {
        let otherwise = self.wanted.setting.otherwise.as_ref()?;
        Some(format!(
            "globals().get(\"{}\", {otherwise})",
            self.wanted.setting.name
        ))
    }

    fn place(&self, place: Position, value: &str, decided: &mut Decided) -> Result<(), PatchError> {
        let Prepared { renames, style, .. } = self.prepared;
        let filled = self
            .wanted
            .template
            .fill(value, renames, style)
            .ok_or_else(|| invalid(Part::Setting, &self.wanted.setting.name))?;
        decided.uses.extend(self.wanted.template.names());
        decided.placed.push(Placed {
            place,
            text: format!("{} = {filled}", self.wanted.setting.name),
            shape: Shape::Line,
        });
        Ok(())
    }
}
