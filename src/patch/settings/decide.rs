//! What happens to each setting, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bound::Bound;
use super::pack::Fragment;
use super::prepare::{Code, Prepared};
use super::setting::One;
use super::{Origins, PatchError, Step};
use crate::python::syntax::{Frame, Module};

/// Everything that is to be done to a module.
#[derive(Default)]
pub(super) struct Decided {
    /// Values that get an expression around them, by where they start.
    pub(super) wraps: BTreeMap<usize, Wrap>,
    /// The code to insert, each with its place.
    pub(super) placed: Vec<Placed>,
    /// What is left to the user.
    pub(super) steps: Vec<Step>,
    /// The variables that settings already read.
    pub(super) reads: BTreeMap<String, Vec<String>>,
    /// The pack's names that all this code uses.
    pub(super) uses: BTreeSet<String>,
    /// The first line that uses such a name already, where the module has lost it.
    pub(super) first: Option<usize>,
}

/// An expression around a value.
pub(super) struct Wrap {
    pub(super) span: Range<usize>,
    pub(super) frame: Frame,
    /// Both together, where they have to be broken over lines.
    pub(super) broken: Option<String>,
}

/// A piece of code to insert, and where.
pub(super) struct Placed {
    pub(super) place: Position,
    pub(super) text: String,
    pub(super) shape: Shape,
}

/// Where in the module a piece of code goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Position {
    /// After a statement at top level.
    After(usize),
    /// At the end of the file.
    End,
}

/// What inserted code looks like, in the order in which it stands at one place.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Shape {
    /// It imports a module.
    Import,
    /// It defines a function.
    Function,
    /// It assigns to a name.
    Line,
    /// Statements that stand by themselves.
    Block,
    /// Such statements with a definition among them.
    Definitions,
}

/// Decides about every setting and fragment.
pub(super) fn decide(
    module: &Module,
    prepared: &Prepared,
    origins: &Origins,
) -> Result<Decided, PatchError> {
    let mut decided = Decided::default();
    for wanted in &prepared.settings {
        let one = One {
            module,
            prepared,
            origins,
            wanted,
        };
        one.decide(&mut decided)?;
    }
    if let Some(line) = origins.reads.replaced() {
        let names = prepared.settings.iter();
        decided.steps.push(Step::Replaced {
            names: names.map(|wanted| wanted.setting.name.clone()).collect(),
            line: line as usize,
        });
    }
    for (fragment, code) in &prepared.fragments {
        if code.present.is_none() {
            decided.fragment(module, fragment, code);
        }
    }
    decided.lost(module, prepared);
    Ok(decided)
}

impl Decided {
    /// Names of the pack that the module uses and does not bind: lines of djdock's that the user has made theirs.
    fn lost(&mut self, module: &Module, prepared: &Prepared) {
        if module.is_opaque() {
            return;
        }
        for code in prepared.functions.iter().chain(&prepared.imports) {
            if let Some(user) = module.reads(&code.name)
                && module.bindings(&code.name).next().is_none()
            {
                self.uses.insert(code.name.clone());
                self.first = self.first.into_iter().chain([user.start]).min();
            }
        }
    }

    fn fragment(&mut self, module: &Module, fragment: &Fragment, code: &Code) {
        let bound = |name| Bound::of(module, name, &BTreeSet::new());
        let place = match &fragment.after {
            None => Position::End,
            Some(name) => match bound(name) {
                Some(bound) => Position::After(bound.last),
                None if fragment.when_bound => return,
                None if !module.is_opaque() && code.snippet.needs(name) => {
                    self.steps.push(Step::Unbound {
                        name: name.clone(),
                        source: fragment.source.clone(),
                    });
                    return;
                }
                None => Position::End,
            },
        };
        let shape = if code.snippet.is_definition() {
            Shape::Definitions
        } else {
            Shape::Block
        };
        self.uses.extend(code.snippet.names());
        self.placed.push(Placed {
            place,
            text: code.text.clone(),
            shape,
        });
    }
}
