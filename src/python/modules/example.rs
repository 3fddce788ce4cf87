//! Modules that git does not hold, of which an example is kept: `local.example.py`, `configuration_example.py`.

use crate::python::modules::state::Scope;
use crate::python::run::machine::{Flow, Machine};
use crate::tree::{EntryKind, join, parent};

impl Machine<'_> {
    /// Evaluates the example of a missing module under the module's own name. What it binds may be anything: the
    /// example only shows the names. `false` where there is none.
    pub(crate) fn load_example(&mut self, dotted: &str) -> bool {
        if self.files.len() >= crate::python::modules::load::MAX_MODULES || !self.may_descend() {
            return false;
        }
        let Some(file) = self.example_of(dotted) else {
            return false;
        };
        let Ok(Some(Ok(parsed))) = self.sources.file(&file) else {
            return false;
        };
        self.files.push((file.as_str().into(), false));
        let usual = self.usual.take();
        let open = std::mem::take(&mut self.trail.open);
        let flow = self.execute(dotted, false, &parsed);
        self.trail.open = open;
        self.usual = usual;
        if flow != Flow::Next {
            self.state.modules.remove(dotted);
            return false;
        }
        if let Some(scope) = self.state.modules.get_mut(dotted) {
            for (name, term) in scope.names.iter_mut() {
                if !name.starts_with("__") {
                    *term = term.blurred();
                }
            }
        }
        true
    }

    fn example_of(&self, dotted: &str) -> Option<String> {
        let relative = dotted.replace('.', "/");
        let module = relative.rsplit('/').next().unwrap_or(&relative).to_owned();
        self.on_path().iter().find_map(|(root, _)| {
            let folder = parent(&join(root, &relative)).to_owned();
            let entries = self.tree.list(&folder).ok()?.into_iter();
            let mut names = entries
                .filter(|entry| matches!(entry.kind, EntryKind::File { .. }))
                .map(|entry| entry.name)
                .filter(|name| is_example(name, &module));
            names.next().map(|name| join(&folder, &name))
        })
    }

    /// The names of a missing module's example, for `from … import *`.
    pub(crate) fn example_scope(&mut self, dotted: &str) -> Option<Scope> {
        if !self.load_example(dotted) {
            return None;
        }
        self.state.modules.get(dotted).cloned()
    }
}

/// Whether a file's name says that it is an example of a module.
fn is_example(name: &str, module: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let module = module.to_ascii_lowercase();
    let mut rest: Vec<&str> = lower.split(['.', '_', '-']).collect();
    if !rest.contains(&"py") {
        return false;
    }
    rest.retain(|part| *part != "py" && !module.split('_').any(|own| own == *part));
    let words = [
        "example", "sample", "dist", "template", "default", "tmpl", "tpl",
    ];
    let own = module
        .split('_')
        .all(|part| lower.split(['.', '_', '-']).any(|found| found == part));
    own && rest.len() == 1 && words.contains(&rest[0])
}

#[cfg(test)]
mod tests {
    use super::is_example;

    #[test]
    fn examples_are_told_by_their_name() {
        for name in [
            "local.example.py",
            "local.py.example",
            "local_example.py",
            "example_local.py",
            "local-dist.py",
        ] {
            assert!(is_example(name, "local"), "{name}");
        }
        for name in [
            "local.py",
            "example.py",
            "local_test.py",
            "local.example.txt",
            "a_local_example.py",
        ] {
            assert!(!is_example(name, "local"), "{name}");
        }
        assert!(is_example("local_settings.py.sample", "local_settings"));
        assert!(!is_example("settings.py.sample", "local_settings"));
    }
}
