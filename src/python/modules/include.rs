//! Files whose code runs in the module that names them: `include(…)`, `exec(open(…).read())`.

use crate::python::run::call::Args;
use crate::python::run::machine::{Flow, Machine};
use crate::python::source::Parsed;
use crate::python::values::path;
use crate::python::values::value::{At, Term, Value};
use crate::tree::{EntryKind, join, parent};

impl Machine<'_> {
    /// Runs `split_settings.tools.include("base.py", optional("local.py"))`.
    pub(crate) fn include(&mut self, args: &Args) -> Value {
        for term in &args.positional {
            let (pattern, optional) = match &term.value {
                Value::Named(name) => (name.strip_prefix("optional:").map(str::to_owned), true),
                _ => (term.value.text().map(str::to_owned), false),
            };
            let Some(pattern) = pattern else {
                self.globals().blur();
                continue;
            };
            let base = parent(&self.source.path).to_owned();
            let files = path::in_tree(&path::join(&path::absolute(&base), &pattern), "")
                .map(|path| self.matching(&path))
                .unwrap_or_default();
            if files.is_empty() && !optional {
                self.absent_file(&pattern);
            }
            for file in files {
                self.run_here(&file);
            }
        }
        Value::None
    }

    /// What `optional("local.py")` gives to `include`.
    pub(crate) fn optional(args: &Args) -> Value {
        let text = args.at(0).and_then(|term| term.value.text());
        match text {
            Some(text) => Value::Named(format!("optional:{text}").into()),
            None => Value::unknown("…"),
        }
    }

    /// The files of a pattern whose last part may hold `*`, sorted.
    fn matching(&self, path: &str) -> Vec<String> {
        let (folder, name) = (parent(path), path.rsplit('/').next().unwrap_or(path));
        let Some((start, end)) = name.split_once('*') else {
            return self
                .is_file(path)
                .then(|| path.to_owned())
                .into_iter()
                .collect();
        };
        let entries = self.tree.list(folder).unwrap_or_default().into_iter();
        let files = entries.filter(|entry| {
            matches!(entry.kind, EntryKind::File { .. })
                && entry.name.len() >= start.len() + end.len()
                && entry.name.starts_with(start)
                && entry.name.ends_with(end)
        });
        files.map(|entry| join(folder, &entry.name)).collect()
    }

    /// Code that is run without being followed, or a file that is not there: it may bind any name.
    fn absent_file(&mut self, _name: &str) {
        self.risk.maybe = true;
        self.globals().blur();
    }

    /// Runs a file in the module whose code runs.
    pub(crate) fn run_here(&mut self, file: &str) -> Flow {
        let known = self
            .files
            .iter()
            .filter(|(path, _)| **path == *file)
            .count();
        if known > 2
            || self.files.len() >= crate::python::modules::load::MAX_MODULES
            || !self.may_descend()
        {
            self.globals().blur();
            return Flow::Next;
        }
        let settings = self.are_settings();
        self.files.push((file.into(), settings));
        let Ok(Some(parsed)) = self.sources.file(file) else {
            self.absent_file(file);
            return Flow::Next;
        };
        let at = At {
            file: file.into(),
            line: 1,
        };
        let before = self.globals().get("__file__").cloned();
        let own = Term::new(Value::str(&path::absolute(file)), at);
        self.globals().set("__file__", own);
        let flow = if let Ok(parsed) = parsed {
            self.run_parsed(&parsed)
        } else {
            self.absent_file(file);
            Flow::Raise
        };
        if let Some(before) = before {
            self.globals().set("__file__", before);
        }
        flow
    }

    /// Whether the file whose code runs is one of the settings.
    pub(crate) fn are_settings(&self) -> bool {
        let path = &self.source.path;
        self.files
            .iter()
            .any(|(file, settings)| *settings && file == path)
    }

    /// Runs a file's code in the module that is under way, at the top level, with places in that file.
    pub(crate) fn run_parsed(&mut self, parsed: &Parsed) -> Flow {
        let outer = std::mem::replace(&mut self.source, parsed.source.clone());
        let frames = std::mem::take(&mut self.state.frames);
        let trace = std::mem::take(&mut self.origins.statement);
        self.depth += 4;
        let flow = self.run(parsed.body());
        self.depth -= 4;
        self.state.frames = frames;
        self.origins.statement = trace;
        self.source = outer;
        flow
    }

    /// Runs `exec(code)` where the code is a file of the project that can be told.
    pub(crate) fn exec(&mut self, args: &Args) -> Value {
        let plain = args.positional.len() == 1 || args.at(1).is_some_and(is_globals);
        match args.at(0).map(|term| term.value.clone()) {
            Some(Value::File(path)) if plain => {
                match path::in_tree(&path, &self.folder).filter(|path| self.is_file(path)) {
                    Some(path) => {
                        self.run_here(&path);
                    }
                    None if self.guarded > 0 => self.risk.usually = true,
                    None => self.absent_file(&path),
                }
            }
            _ => self.absent_file(""),
        }
        Value::None
    }
}

/// Whether a value is the dict of the names of the module whose code runs.
pub(crate) fn is_globals(term: &Term) -> bool {
    matches!(&term.value, Value::Named(name) if &**name == "globals()")
}
