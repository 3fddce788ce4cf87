//! Imports: modules of the repository are evaluated, others stand for their dotted name.

use std::rc::Rc;

use ruff_python_ast::{Alias, Stmt, StmtImportFrom};

use super::machine::{Flow, Machine, Stop};
use super::place;
use super::source::{parse, read_python};
use super::state::Scope;
use super::value::{At, Term, Text, Value};
use crate::tree::{join, parent};

/// Modules that one evaluation reads.
const MAX_MODULES: usize = 60;

/// What a module name stands for.
pub(super) enum Found {
    /// A file of the repository, and whether it is a package's `__init__.py`.
    File(String, bool),
    /// A folder without `__init__.py`.
    Folder,
    /// The repository holds the package, but not this module of it.
    Missing,
    /// Nothing of the repository.
    Elsewhere,
}

impl Machine<'_> {
    /// Where a dotted name is in the repository.
    pub(super) fn find(&mut self, dotted: &str) -> Found {
        let relative = dotted.replace('.', "/");
        let first = dotted.split('.').next().unwrap_or(dotted);
        let mut ours = false;
        for folder in self.path.clone() {
            let path = join(&folder, &relative);
            for (file, package) in [
                (format!("{path}/__init__.py"), true),
                (format!("{path}.py"), false),
            ] {
                if self.tree.is_file(&file).unwrap_or(false) {
                    return Found::File(file, package);
                }
            }
            if self.tree.kind(&path).ok().flatten() == Some(crate::tree::EntryKind::Directory) {
                return Found::Folder;
            }
            // A package without a module of that name; a mere folder may be a namespace elsewhere too.
            let top = join(&folder, first);
            ours |= self
                .tree
                .is_file(&format!("{top}/__init__.py"))
                .unwrap_or(false);
        }
        if ours {
            Found::Missing
        } else {
            Found::Elsewhere
        }
    }

    /// Evaluates a module; `Next` where its names are there afterwards.
    pub(super) fn load(&mut self, dotted: &str, settings: bool) -> Flow {
        if self.state.modules.contains_key(dotted) {
            self.mark(dotted, settings);
            return Flow::Next;
        }
        let Found::File(file, package) = self.find(dotted) else {
            return Flow::Raise;
        };
        if self.files.len() >= MAX_MODULES || !self.may_descend() {
            let open = Scope {
                open: true,
                ..Scope::default()
            };
            self.state.modules.insert(dotted.into(), open);
            return Flow::Next;
        }
        self.files.push((file.as_str().into(), settings));
        let text = match read_python(self.tree, &file) {
            Ok(text) => text.unwrap_or_default(),
            Err(error) if settings => {
                self.stop = Some(Stop::Tree(error));
                return Flow::Raise;
            }
            Err(_) => return Flow::Raise,
        };
        self.execute(dotted, &file, package, text, settings)
    }

    /// Runs a file as the main program.
    pub(super) fn run_script(&mut self, file: &str, text: String) {
        self.execute("__main__", file, false, text, true);
    }

    fn execute(
        &mut self,
        dotted: &str,
        file: &str,
        package: bool,
        text: String,
        settings: bool,
    ) -> Flow {
        let parsed = match parse(file, text) {
            Ok(parsed) => parsed,
            Err(error) => {
                if settings && self.guarded == 0 {
                    self.stop = Some(Stop::Syntax(error));
                }
                return Flow::Raise;
            }
        };
        let source = Rc::new(parsed.source);
        let at = At {
            file: source.path.clone(),
            line: 1,
        };
        let owner = if package {
            dotted
        } else {
            dotted.rsplit_once('.').map_or("", |(owner, _)| owner)
        };
        let mut scope = Scope::default();
        scope.set(
            "__file__",
            Term::new(Value::str(&place::absolute(file)), at.clone()),
        );
        scope.set("__name__", Term::new(Value::str(dotted), at.clone()));
        scope.set("__package__", Term::new(Value::str(owner), at));
        self.state.modules.insert(dotted.into(), scope);
        let module = std::mem::replace(&mut self.module, dotted.into());
        let outer = std::mem::replace(&mut self.source, source);
        let frames = std::mem::take(&mut self.state.frames);
        self.depth += 4;
        let flow = self.run(&parsed.body);
        self.depth -= 4;
        self.state.frames = frames;
        self.module = module;
        self.source = outer;
        if flow == Flow::Raise && self.guarded > 0 && !self.is_spent() {
            self.state.modules.remove(dotted);
            return Flow::Raise;
        }
        if flow == Flow::Raise
            && let Some(scope) = self.state.modules.get_mut(dotted)
        {
            scope.open = true;
        }
        Flow::Next
    }

    fn mark(&mut self, dotted: &str, settings: bool) {
        if !settings {
            return;
        }
        if let Found::File(file, _) = self.find(dotted)
            && let Some(entry) = self.files.iter_mut().find(|(path, _)| **path == *file)
        {
            entry.1 = true;
        }
    }

    pub(super) fn import(&mut self, names: &[Alias], statement: &Stmt) -> Flow {
        for alias in names {
            let dotted = alias.name.as_str();
            let at = self.at(statement);
            let first = dotted.split('.').next().unwrap_or(dotted);
            let (bound, target) = match &alias.asname {
                Some(name) => (name.as_str(), dotted),
                None => (first, first),
            };
            let value = match self.find(dotted) {
                Found::File(..) => {
                    if self.load(dotted, false) != Flow::Next {
                        return Flow::Raise;
                    }
                    Value::Module(target.into())
                }
                Found::Folder => Value::Module(target.into()),
                Found::Missing if self.guarded > 0 => return Flow::Raise,
                Found::Missing => self.unknown(statement),
                Found::Elsewhere => {
                    self.risk.maybe = true;
                    Value::Named(target.into())
                }
            };
            self.bind(bound, Term::new(value, at));
        }
        Flow::Next
    }

    pub(super) fn import_from(&mut self, node: &StmtImportFrom) -> Flow {
        let Some(module) = self.absolute_name(node) else {
            return self.cannot_import(node);
        };
        if &*module == "__future__" {
            return Flow::Next;
        }
        if node.names.iter().any(|alias| alias.name.as_str() == "*") {
            return self.import_star(&module, node);
        }
        let found = self.find(&module);
        if matches!(found, Found::File(..)) && self.load(&module, false) != Flow::Next {
            return if self.guarded > 0 {
                Flow::Raise
            } else {
                self.cannot_import(node)
            };
        }
        if matches!(found, Found::Missing) {
            return self.cannot_import(node);
        }
        for alias in &node.names {
            let at = self.at(alias);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
            let term = match self.imported(&module, &alias.name, &found, &at) {
                Some(term) => term,
                None if self.guarded > 0 => return Flow::Raise,
                None => Term::new(self.unknown(node), at),
            };
            self.bind(&bound, term);
        }
        Flow::Next
    }

    /// One name of `from module import name`; `None` where there is no such name.
    fn imported(&mut self, module: &str, name: &str, found: &Found, at: &At) -> Option<Term> {
        if matches!(found, Found::Elsewhere) {
            self.risk.maybe = true;
            return Some(Term::new(
                super::call::named_attribute(module, name),
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
            Found::File(..) => (self.load(&dotted, false) == Flow::Next)
                .then(|| Term::new(Value::Module(dotted.into()), at.clone())),
            Found::Folder => Some(Term::new(Value::Module(dotted.into()), at.clone())),
            _ if open => {
                self.risk.maybe = true;
                Some(Term::new(Value::unknown("…"), at.clone()))
            }
            _ => None,
        }
    }

    fn import_star(&mut self, module: &str, node: &StmtImportFrom) -> Flow {
        if module == "django.conf.global_settings" {
            self.globals().open = true;
            return Flow::Next;
        }
        match self.find(module) {
            Found::File(..) => {}
            Found::Elsewhere if self.guarded == 0 => {
                self.globals().blur();
                return Flow::Next;
            }
            _ => return self.cannot_import(node),
        }
        let settings = self
            .files
            .iter()
            .any(|(file, settings)| *settings && *file == self.source.path);
        if self.load(module, settings) != Flow::Next {
            return if self.guarded > 0 {
                Flow::Raise
            } else {
                self.cannot_import(node)
            };
        }
        let scope = self.state.modules.get(module).cloned().unwrap_or_default();
        let listed = exported(&scope);
        let mut mine = self.globals().clone();
        for (name, term) in scope.names.iter() {
            let public = match &listed {
                Some(names) => names.contains(name),
                None => !name.starts_with('_'),
            };
            if public {
                mine.set(name, overlaid(term, mine.get(name)));
            }
        }
        mine.open |= scope.open;
        *self.globals() = mine;
        Flow::Next
    }

    /// The import fails: what would be bound is not.
    fn cannot_import(&mut self, node: &StmtImportFrom) -> Flow {
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
            if folder.is_empty() {
                return None;
            }
            folder = parent(&folder).to_owned();
        }
        let base = folder.replace('/', ".");
        Some(match (base.is_empty(), module.is_empty()) {
            (true, true) => return None,
            (true, false) => module.into(),
            (false, true) => base.into(),
            (false, false) => format!("{base}.{module}").into(),
        })
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
    super::alternatives::either(terms, usual, &term.at)
}
