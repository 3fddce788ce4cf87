//! `from module import *`.

use ruff_python_ast::StmtImportFrom;

use crate::python::modules::load::Location;
use crate::python::modules::state::Scope;
use crate::python::run::machine::{Flow, Machine};
use crate::python::values::equality::is_same;
use crate::python::values::value::{Term, Text, Value};

impl Machine<'_> {
    pub(crate) fn import_star(&mut self, module: &str, node: &StmtImportFrom) -> Flow {
        if module == "django.conf.global_settings" {
            self.globals().open = true;
            return Flow::Next;
        }
        let found = match self.find(module) {
            Location::Elsewhere if node.level > 0 => Location::Missing,
            found => found,
        };
        match found {
            Location::File(..) => {}
            Location::Missing if self.guarded == 0 => {
                return match self.example_scope(module) {
                    Some(scope) => self.take_over(&scope),
                    None => self.cannot_import(node),
                };
            }
            Location::Elsewhere if self.guarded == 0 => {
                self.globals().blur();
                return Flow::Next;
            }
            _ => return self.cannot_import(node),
        }
        let settings = self.are_settings();
        if self.load(module, settings) != Flow::Next {
            return if self.guarded > 0 {
                Flow::Raise
            } else {
                self.cannot_import(node)
            };
        }
        let scope = self.state.modules.get(module).cloned().unwrap_or_default();
        if self.trail.current.is_none() && self.again.is_none() {
            return self.take_over(&scope);
        }
        for (name, _) in scope.names.iter() {
            self.meet(module, name);
        }
        let scope = self.state.modules.get(module).cloned().unwrap_or_default();
        self.take_over(&scope)
    }

    /// Binds the public names of a module.
    fn take_over(&mut self, scope: &Scope) -> Flow {
        let listed = exported(scope);
        let mut mine = self.globals().clone();
        for (name, bound) in scope.names.all() {
            let public = match &listed {
                Some(names) => names.contains(name),
                None => !name.starts_with('_'),
            };
            if public {
                let term = overlaid(&bound.term, mine.get(name));
                let same = is_same(&term.value, &bound.term.value);
                let made = bound.made.clone().filter(|_| same);
                mine.names.set_made(name.clone(), term, made);
            }
        }
        mine.open |= scope.open;
        *self.globals() = mine;
        Flow::Next
    }
}

/// `__all__`, where it is known.
fn exported(scope: &Scope) -> Option<Vec<Text>> {
    let Value::Sequence(names) = &scope.get("__all__")?.value else {
        return None;
    };
    let texts = names.items.iter().map(|item| match &item.value {
        Value::Str(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// What a star import leaves of a name: where the module may not bind it, the former term stays.
fn overlaid(term: &Term, former: Option<&Term>) -> Term {
    let Some(former) = former else {
        return term.clone();
    };
    let unbound = |term: &Term| matches!(term.value, Value::Unbound);
    if !term.alternatives().iter().any(unbound) {
        return term.clone();
    }
    let bound = term
        .alternatives()
        .into_iter()
        .filter(|term| !unbound(term));
    let terms = bound.chain([former.clone()]).collect();
    let usual = match term.usual() {
        Some(usual) if unbound(&usual) => former.usual(),
        usual => usual,
    };
    crate::python::values::alternatives::either(terms, usual, &term.at)
}
