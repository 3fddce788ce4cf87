//! One setting: which of its values are edited, and where the line goes that reads the environment.

use super::bound::Bound;
use super::decide::{Decided, Place, Placed, Shape, Wrap};
use super::pack::{Part, Setting};
use super::prepare::{Prepared, invalid};
use super::{PatchError, Step};
use crate::python::syntax::{Module, Template, Value};

/// One setting of the pack in one module.
pub(super) struct One<'a> {
    pub(super) module: &'a Module<'a>,
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) setting: &'a Setting,
    pub(super) template: &'a Template,
}

impl One<'_> {
    /// Decides what happens to it.
    pub(super) fn decide(&self, decided: &mut Decided) -> Result<(), PatchError> {
        let Some(bound) = Bound::of(self.module, &self.setting.name, &self.prepared.ours) else {
            return self.unbound(decided);
        };
        for value in bound.values().filter(|value| self.is_read(value)) {
            let reads = decided.reads.entry(self.setting.name.clone()).or_default();
            for name in &value.environment.names {
                if !reads.contains(name) {
                    reads.push(name.clone());
                }
            }
        }
        match bound.final_value() {
            Some(value) if self.is_read(value) => return Ok(()),
            Some(value) => self.wrap(value, decided),
            None => self.insert(&bound, decided)?,
        }
        let (values, elsewhere) = bound.early_values();
        for value in values {
            self.wrap(value, decided);
        }
        if let Some(offset) = elsewhere {
            decided.steps.push(Step::ReadEarly {
                name: self.setting.name.clone(),
                line: self.module.line(offset),
            });
        }
        Ok(())
    }

    /// Whether a value already comes from the environment, or from the variable that would be read.
    fn is_read(&self, value: &Value) -> bool {
        value.environment.whole || value.environment.names.contains(&self.setting.variable)
    }

    fn wrap(&self, value: &Value, decided: &mut Decided) {
        if self.is_read(value) {
            return;
        }
        let Prepared { renames, style, .. } = self.prepared;
        decided.uses.extend(self.template.names());
        decided.wraps.insert(
            value.span.start,
            Wrap {
                span: value.span.clone(),
                frame: self.template.frame(value.form, renames, style),
            },
        );
    }

    /// Inserts a line after the last statement that binds the name.
    fn insert(&self, bound: &Bound, decided: &mut Decided) -> Result<(), PatchError> {
        let name = &self.setting.name;
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
        self.place(Place::After(bound.last), &value, decided)
    }

    /// A name that the module does not show.
    fn unbound(&self, decided: &mut Decided) -> Result<(), PatchError> {
        let name = &self.setting.name;
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
        let Some(otherwise) = &self.setting.otherwise else {
            return Ok(());
        };
        let hidden = self.module.last_opaque().filter(|_| !self.setting.absent);
        let Some(hidden) = hidden else {
            return self.place(Place::End, otherwise, decided);
        };
        let mut below = self.module.statements()[hidden + 1..].iter();
        let read = below.any(|part| part.reads.iter().any(|(read, _)| read == name));
        let place = if read {
            Place::After(hidden)
        } else {
            Place::End
        };
        let value = self.or_otherwise().unwrap_or_else(|| otherwise.clone());
        self.place(place, &value, decided)
    }

    /// The name's value where it is bound, and Django's default where it is not.
    fn or_otherwise(&self) -> Option<String> {
        let otherwise = self.setting.otherwise.as_ref()?;
        Some(format!(
            "globals().get(\"{}\", {otherwise})",
            self.setting.name
        ))
    }

    fn place(&self, place: Place, value: &str, decided: &mut Decided) -> Result<(), PatchError> {
        let Prepared { renames, style, .. } = self.prepared;
        let filled = self
            .template
            .fill(value, renames, style)
            .ok_or_else(|| invalid(Part::Setting, &self.setting.name))?;
        decided.uses.extend(self.template.names());
        decided.placed.push(Placed {
            place,
            text: format!("{} = {filled}", self.setting.name),
            shape: Shape::Line,
        });
        Ok(())
    }
}
