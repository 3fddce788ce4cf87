//! Modules of the repository: where they are, and what running them leaves.

use crate::python::modules::state::Scope;
use crate::python::run::machine::{Flow, Machine, Stop};
use crate::python::source::{Parsed, Source, SyntaxError};
use crate::python::values::path;
use crate::python::values::value::{At, Term, Value};
use crate::tree::{TreeError, join};

/// Modules that one evaluation reads.
pub(crate) const MAX_MODULES: usize = 60;

/// What a module name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Location {
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
    pub(crate) fn find(&self, dotted: &str) -> Location {
        let path: Vec<String> = self.on_path().into_iter().map(|(path, _)| path).collect();
        self.sources
            .location(&path, dotted, || self.search(&path, dotted))
    }

    fn search(&self, path: &[String], dotted: &str) -> Location {
        let relative = dotted.replace('.', "/");
        let first = dotted.split('.').next().unwrap_or(dotted);
        let mut ours = false;
        for folder in path {
            let path = join(folder, &relative);
            if let Some(found) = self.module_at(&path) {
                return found;
            }
            if self.holds_python(&path) {
                return Location::Folder;
            }
            // A package without a module of that name; a mere folder may be a namespace elsewhere too.
            let top = join(folder, first);
            ours |= self.is_file(&format!("{top}/__init__.py"));
        }
        if ours {
            return Location::Missing;
        }
        // The package that the repository itself installs.
        let mut installed = ["src", ""]
            .iter()
            .filter(|root| !path.iter().any(|path| path == *root));
        installed
            .find_map(|root| self.module_at(&join(root, &relative)))
            .unwrap_or(Location::Elsewhere)
    }

    fn module_at(&self, path: &str) -> Option<Location> {
        let files = [
            (format!("{path}/__init__.py"), true),
            (format!("{path}.py"), false),
        ];
        let mut files = files.into_iter();
        let (file, package) = files.find(|(file, _)| self.is_file(file))?;
        Some(Location::File(file, package))
    }

    pub(crate) fn is_file(&self, path: &str) -> bool {
        self.tree.is_file(path).unwrap_or(false)
    }

    /// Whether a folder is a namespace package, rather than one of anything else that has the name of a package.
    fn holds_python(&self, path: &str) -> bool {
        let entries = self.tree.list(path).unwrap_or_default();
        entries
            .iter()
            .any(|entry| matches!(entry.name.rsplit_once('.'), Some((_, "py"))))
    }

    /// Evaluates a module; `Next` where its names are there afterwards.
    pub(crate) fn load(&mut self, dotted: &str, settings: bool) -> Flow {
        if self.state.modules.contains_key(dotted) {
            self.mark(dotted, settings);
            return Flow::Next;
        }
        let Location::File(file, package) = self.find(dotted) else {
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
        match self.sources.file(&file) {
            Ok(Some(Ok(parsed))) => self.execute(dotted, package, &parsed),
            Ok(Some(Err(error))) => self.cannot_parse(&file, error, settings),
            Ok(None) => Flow::Raise,
            Err(error) => {
                if settings {
                    self.stop = Some(Stop::Tree(error));
                }
                Flow::Raise
            }
        }
    }

    /// Runs a file as the main program; nothing where there is none.
    pub(crate) fn run_script(&mut self, file: &str) -> Result<(), TreeError> {
        match self.sources.file(file)? {
            Some(Ok(parsed)) => {
                self.execute("__main__", false, &parsed);
            }
            Some(Err(error)) => {
                self.cannot_parse(file, error, true);
            }
            None => {}
        }
        Ok(())
    }

    pub(crate) fn execute(&mut self, dotted: &str, package: bool, parsed: &Parsed) -> Flow {
        let scope = module_scope(dotted, package, &parsed.source);
        self.state.modules.insert(dotted.into(), scope);
        let module = std::mem::replace(&mut self.module, dotted.into());
        let flow = self.run_parsed(parsed);
        self.module = module;
        if flow != Flow::Raise {
            return Flow::Next;
        }
        if self.guarded > 0 && !self.is_spent() {
            self.state.modules.remove(dotted);
            return Flow::Raise;
        }
        if let Some(scope) = self.state.modules.get_mut(dotted) {
            scope.open = true;
        }
        Flow::Next
    }

    /// A settings file that is not Python ends it all, unless the error is caught.
    fn cannot_parse(&mut self, file: &str, error: SyntaxError, settings: bool) -> Flow {
        if settings && self.guarded == 0 {
            self.stop = Some(Stop::Syntax(file.to_owned(), error));
        }
        Flow::Raise
    }

    fn mark(&mut self, dotted: &str, settings: bool) {
        if !settings {
            return;
        }
        if let Location::File(file, _) = self.find(dotted)
            && let Some(entry) = self.files.iter_mut().find(|(path, _)| **path == *file)
        {
            entry.1 = true;
        }
    }
}

/// The names that a module has before it runs.
fn module_scope(dotted: &str, package: bool, source: &Source) -> Scope {
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
    let names = [
        ("__file__", path::absolute(&source.path)),
        ("__name__", dotted.to_owned()),
        ("__package__", owner.to_owned()),
    ];
    for (name, text) in names {
        scope.set(name, Term::new(Value::str(&text), at.clone()));
    }
    scope
}
