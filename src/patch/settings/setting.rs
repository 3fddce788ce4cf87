//! One setting: which of its values are edited, and where the line goes that reads the environment.

use super::bound::Bound;
use super::decide::{Decided, Placed, Position, Shape, Wrap};
use super::pack::{Part, Setting};
use super::prepare::{Prepared, Wanted, find_all, invalid};
use super::{Origins, PatchError, Step};
use crate::python::syntax::{Module, Snippet, Value};

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
        let given = self.given();
        let present = given.iter().flat_map(|given| find_all(self.module, given));
        let mut ours = self.prepared.ours.clone();
        ours.extend(present);
        let is_given = ours.len() > self.prepared.ours.len();
        let Some(bound) = Bound::of(self.module, &self.wanted.setting.name, &ours) else {
            return self.unbound(given.filter(|_| !is_given), decided);
        };
        for value in bound.values() {
            self.note(value, decided);
        }
        match bound.final_value() {
            Some(value) if self.stays(value) => return Ok(()),
            Some(value) if self.is_left(value) => {
                self.place(
                    Position::After(bound.last),
                    &self.wanted.setting.name,
                    decided,
                )?;
            }
            Some(value) => self.wrap(value, decided),
            None if is_given => {}
            None => self.insert(&bound, given, decided)?,
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

    /// Whether a value stays as the user's lines have it, and a line after it reads the environment: around it they would
    /// have to move, and be theirs no longer, or no two formatters agree on one line.
    fn is_left(&self, value: &Value) -> bool {
        let Prepared { renames, style, .. } = self.prepared;
        let source = self.module.source(&value.span);
        if self.wanted.lazy.is_some() && !value.plain {
            return false;
        }
        let frame = self.wanted.template.frame(value.form, renames, style);
        let room = self.module.room(&value.span, Some(value.statement), style);
        room.is_some_and(|room| {
            if source.contains('\n') {
                frame.broken(source, &room, style).is_some()
            } else {
                room.is_disputed(&frame.around(source))
            }
        })
    }

    fn wrap(&self, value: &Value, decided: &mut Decided) {
        if self.stays(value) {
            return;
        }
        let Prepared { renames, style, .. } = self.prepared;
        let lazy = self.wanted.lazy.as_ref().filter(|_| !value.plain);
        let template = lazy.unwrap_or(&self.wanted.template);
        decided.uses.extend(template.names());
        let frame = template.frame(value.form, renames, style);
        let room = self.module.room(&value.span, Some(value.statement), style);
        let source = self.module.source(&value.span);
        // What stands on several lines stays there as it is, unless it must not be evaluated.
        let moves = !source.contains('\n') || !value.plain;
        let room = room.filter(|_| moves);
        let broken = room.and_then(|room| frame.broken(source, &room, style));
        decided.wraps.insert(
            value.span.start,
            Wrap {
                span: value.span.clone(),
                frame,
                broken,
            },
        );
    }

    /// Inserts a line after the last statement that binds the name.
    fn insert(
        &self,
        bound: &Bound,
        given: Option<String>,
        decided: &mut Decided,
    ) -> Result<(), PatchError> {
        let name = &self.wanted.setting.name;
        let place = Position::After(bound.last);
        if self.module.surely_binds(name, bound.last) {
            return self.place(place, name, decided);
        }
        if let Some(given) = given {
            self.place_given(place, given, decided);
            return Ok(());
        }
        for value in bound.values() {
            self.wrap(value, decided);
        }
        decided.steps.push(Step::NotAlwaysBound {
            name: name.clone(),
            line: self.module.line(bound.offset()),
        });
        Ok(())
    }

    /// A name that the module does not show; `given` is what takes the variable's value where there is one, and `None`
    /// if it is there.
    fn unbound(&self, given: Option<String>, decided: &mut Decided) -> Result<(), PatchError> {
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
        let (Some(_), Some(given)) = (&self.wanted.setting.otherwise, given) else {
            return Ok(());
        };
        let hidden = self
            .module
            .last_opaque()
            .filter(|_| !self.wanted.setting.absent);
        let Some(hidden) = hidden else {
            return self.append(decided);
        };
        let mut below = self.module.statements()[hidden + 1..].iter();
        let read = below.any(|part| part.reads.iter().any(|(read, _)| read == name));
        let place = if read {
            Position::After(hidden)
        } else {
            Position::End
        };
        self.place_given(place, given, decided);
        Ok(())
    }

    /// The statement that takes the variable's value where there is one, and else leaves what may be bound.
    fn given(&self) -> Option<String> {
        let Wanted { setting, alone, .. } = self.wanted;
        let Setting { name, variable, .. } = setting;
        let value = alone.as_ref()?.source();
        let code = format!("if os.environ.get(\"{variable}\"):\n    {name} = {value}\n");
        let Prepared { renames, style, .. } = self.prepared;
        Some(Snippet::parse(&code).ok()?.render(renames, style))
    }

    fn place_given(&self, place: Position, given: String, decided: &mut Decided) {
        decided.uses.insert("os".to_owned());
        decided.uses.extend(self.wanted.template.names());
        decided.placed.push(Placed {
            place,
            text: self.commented(given),
            shape: Shape::Block,
        });
    }

    /// A line at the end, where nothing binds the name.
    fn append(&self, decided: &mut Decided) -> Result<(), PatchError> {
        let setting = self.wanted.setting;
        let place = self.appended();
        let (None, Some(default)) = (&setting.alone, &setting.otherwise) else {
            let Prepared { renames, style, .. } = self.prepared;
            let alone = self.wanted.alone.as_ref();
            let value = alone.map_or("None", Snippet::source);
            let code = Snippet::parse(&format!("{} = {value}", setting.name));
            let code = code.map_err(|_| invalid(Part::Setting, &setting.name))?;
            decided.uses.extend(code.names());
            decided.placed.push(Placed {
                place,
                text: self.commented(code.render(renames, style)),
                shape: Shape::Line,
            });
            return Ok(());
        };
        self.place(place, default, decided)?;
        if let Some(placed) = decided.placed.last_mut() {
            placed.text = self.commented(std::mem::take(&mut placed.text));
        }
        Ok(())
    }

    /// Where a line goes that nothing asks for: below what it has to do with, where that stands by itself.
    fn appended(&self) -> Position {
        let bound = self.wanted.setting.beside.as_ref();
        let bound = bound.and_then(|name| Bound::of(self.module, name, &self.prepared.ours));
        match bound.filter(|bound| bound.only_value().is_some() && bound.final_value().is_some()) {
            Some(bound) => Position::After(bound.last),
            None => Position::End,
        }
    }

    /// Code below what is to be said of it.
    fn commented(&self, code: String) -> String {
        let newline = self.prepared.style.newline;
        match &self.wanted.setting.comment {
            Some(comment) => format!("# {comment}{newline}{code}"),
            None => code,
        }
    }

    fn place(&self, place: Position, value: &str, decided: &mut Decided) -> Result<(), PatchError> {
        let Prepared { renames, style, .. } = self.prepared;
        let name = &self.wanted.setting.name;
        let filled = self
            .wanted
            .template
            .fill(value, renames, style, name.len() + 3)
            .ok_or_else(|| invalid(Part::Setting, name))?;
        decided.uses.extend(self.wanted.template.names());
        decided.placed.push(Placed {
            place,
            text: format!("{name} = {filled}"),
            shape: Shape::Line,
        });
        Ok(())
    }
}
