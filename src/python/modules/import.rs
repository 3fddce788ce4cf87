//! Imports: modules of the repository are evaluated, others stand for their dotted name.

use ruff_python_ast::{Alias, Stmt, StmtImportFrom};

use crate::python::modules::load::Location;
use crate::python::run::call::Args;
use crate::python::run::machine::{Flow, Machine};
use crate::python::values::value::{At, Term, Text, Value};
use crate::tree::parent;

impl Machine<'_> {
    pub(crate) fn import(&mut self, names: &[Alias], statement: &Stmt) -> Flow {
        for alias in names {
            let dotted = alias.name.as_str();
            let at = self.at(statement);
            let first = dotted.split('.').next().unwrap_or(dotted);
            let (bound, target) = match &alias.asname {
                Some(name) => (name.as_str(), dotted),
                None => (first, first),
            };
            let value = match self.find(dotted) {
                Location::File(..) => {
                    if self.load(dotted, false) != Flow::Next {
                        return Flow::Raise;
                    }
                    Value::Module(target.into())
                }
                Location::Folder => Value::Module(target.into()),
                Location::Missing if self.guarded > 0 => return Flow::Raise,
                Location::Missing => self.unknown(statement),
                Location::Elsewhere => {
                    self.risk.import |= !is_standard(dotted);
                    Value::Named(target.into())
                }
            };
            self.bind(bound, Term::new(value, at));
        }
        Flow::Next
    }

    pub(crate) fn import_from(&mut self, node: &StmtImportFrom) -> Flow {
        let Some(module) = self.absolute_name(node) else {
            return self.cannot_import(node);
        };
        if &*module == "__future__" {
            return Flow::Next;
        }
        if node.names.iter().any(|alias| alias.name.as_str() == "*") {
            return self.import_star(&module, node);
        }
        let found = match self.find(&module) {
            Location::Elsewhere if node.level > 0 => Location::Missing,
            found => found,
        };
        if matches!(found, Location::File(..)) && self.load(&module, false) != Flow::Next {
            return if self.guarded > 0 {
                Flow::Raise
            } else {
                self.cannot_import(node)
            };
        }
        if matches!(found, Location::Missing) && (self.guarded > 0 || !self.load_example(&module)) {
            return self.cannot_import(node);
        }
        for alias in &node.names {
            let at = self.at(alias);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
            self.meet(&module, &alias.name);
            let term = match self.imported(&module, &alias.name, &found, &at) {
                Some(term) => term,
                None if self.guarded > 0 => return Flow::Raise,
                None => Term::new(self.unknown(node), at),
            };
            self.bind(&bound, term);
            self.hand_on(&module, &alias.name, &bound);
        }
        Flow::Next
    }

    /// A name that a module imports comes from the statement that the other module's name comes from.
    fn hand_on(&mut self, module: &str, name: &str, bound: &str) {
        let scope = self.state.modules.get(module);
        let made = scope.and_then(|scope| scope.names.bound(name)?.made.clone());
        if let Some(made) = made
            && self.state.frames.is_empty()
        {
            self.globals().mark(&bound.into(), made);
        }
    }

    /// `importlib.import_module(name)`, where the name is plain or usually is.
    pub(crate) fn import_module(&mut self, args: &Args, at: &At) -> Value {
        let plain = args.at(0).filter(|_| args.positional.len() == 1);
        let Some(name) = plain.and_then(Term::usual) else {
            self.risk.maybe = true;
            return Value::unknown("…");
        };
        let Value::Str(dotted) = name.value else {
            self.risk.maybe = true;
            return Value::unknown("…");
        };
        let dotted = &*dotted;
        let sure = plain.is_some_and(|term| matches!(term.value, Value::Str(_)));
        let found = match self.find(dotted) {
            Location::File(..) => self.load(dotted, self.are_settings()) == Flow::Next,
            Location::Missing => self.load_example(dotted),
            Location::Folder | Location::Elsewhere => false,
        };
        self.risk.maybe |= !found || !sure;
        if !found {
            return Value::unknown("…");
        }
        let module = Term::new(Value::Module(dotted.into()), at.clone());
        if sure {
            return module.value;
        }
        crate::python::values::alternatives::read(
            plain.map(Term::names).unwrap_or_default(),
            Some(module),
            false,
        )
    }

    /// One name of `from module import name`; `None` where there is no such name.
    fn imported(&mut self, module: &str, name: &str, found: &Location, at: &At) -> Option<Term> {
        if matches!(found, Location::Elsewhere) {
            if let Some(term) = self.of_sys(module, name) {
                return Some(term);
            }
            self.risk.import |= !is_standard(module);
            return Some(Term::new(
                crate::python::run::call::named_attribute(module, name),
                at.clone(),
            ));
        }
        let scope = self.state.modules.get(module);
        if let Some(term) = scope.and_then(|scope| scope.get(name)) {
            return Some(term.clone());
        }
        let open = scope.is_some_and(|scope| scope.open);
        let dotted = format!("{module}.{name}");
        match self.find(&dotted) {
            Location::File(..) => (self.load(&dotted, false) == Flow::Next)
                .then(|| Term::new(Value::Module(dotted.into()), at.clone())),
            Location::Folder => Some(Term::new(Value::Module(dotted.into()), at.clone())),
            _ if open => {
                self.risk.maybe = true;
                Some(Term::new(Value::unknown("…"), at.clone()))
            }
            _ => None,
        }
    }

    /// The import fails: what would be bound is not.
    pub(crate) fn cannot_import(&mut self, node: &StmtImportFrom) -> Flow {
        if self.guarded > 0 {
            return Flow::Raise;
        }
        for alias in &node.names {
            if alias.name.as_str() == "*" {
                self.globals().blur();
            } else {
                let term = Term::new(self.unknown(node), self.at(alias));
                let bound = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
                self.bind(&bound, term);
            }
        }
        Flow::Next
    }

    fn absolute_name(&mut self, node: &StmtImportFrom) -> Option<Text> {
        let module = node.module.as_ref().map_or("", |module| module.as_str());
        if node.level == 0 {
            return Some(module.into());
        }
        let package = self
            .globals()
            .get("__package__")
            .and_then(|term| term.value.text().map(str::to_owned))?;
        let mut folder = package.replace('.', "/");
        for _ in 1..node.level {
            folder = parent(&folder).to_owned();
        }
        if folder.is_empty() {
            return None;
        }
        let base = folder.replace('/', ".");
        Some(match module {
            "" => base.into(),
            module => format!("{base}.{module}").into(),
        })
    }
}

/// Whether a module comes with Python, or with Django itself.
fn is_standard(dotted: &str) -> bool {
    const STANDARD: [&str; 34] = [
        "abc",
        "ast",
        "base64",
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "datetime",
        "django",
        "enum",
        "functools",
        "hashlib",
        "importlib",
        "io",
        "itertools",
        "json",
        "logging",
        "math",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "random",
        "re",
        "secrets",
        "socket",
        "string",
        "subprocess",
        "sys",
        "tempfile",
        "time",
        "typing",
        "urllib",
        "warnings",
    ];
    let first = dotted.split('.').next().unwrap_or(dotted);
    STANDARD.contains(&first)
}
