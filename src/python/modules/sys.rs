//! What the code finds in `sys` and may change there: where modules are looked for, and how a script was called.

use crate::python::modules::state::Scope;
use crate::python::run::machine::Machine;
use crate::python::values::path;
use crate::python::values::value::{At, Sequence, Shape, Term, Value};

/// The module, whose names stand among those of the repository's own.
const SYS: &str = "sys";
const PATH: &str = "path";

/// A folder of the repository on `sys.path`, and the place that put it there; nowhere for one that stands there anyway.
pub(crate) type OnPath = (String, At);

impl Machine<'_> {
    /// Puts folders of the repository on `sys.path`, as the process finds them.
    pub(crate) fn begin_path(&mut self, folders: &[String]) {
        let folders = folders.iter().map(|folder| path::absolute(folder));
        self.begin_list(PATH, folders);
    }

    /// Says how the script was called: its own name first.
    pub(crate) fn begin_arguments(&mut self, arguments: &[&str]) {
        let arguments = arguments.iter().map(|text| (*text).to_owned());
        self.begin_list("argv", arguments);
    }

    fn begin_list(&mut self, name: &str, texts: impl Iterator<Item = String>) {
        let items = texts.map(|text| Term::new(Value::str(&text), At::nowhere()));
        let list = self.sequence(Shape::List, items.collect(), false);
        let term = Term::new(list, At::nowhere());
        self.state.scope(SYS.into()).set(name, term);
    }

    /// What a name of another package's module is, where that is `sys` and the name is followed.
    pub(crate) fn of_sys(&mut self, module: &str, name: &str) -> Option<Term> {
        (module == SYS).then(|| self.in_module(SYS, name))?
    }

    /// `sys.path = …`. What cannot be told leaves what stood there.
    pub(crate) fn set_in_sys(&mut self, name: &str, term: &Term) {
        if name != PATH || lists(term).is_some() {
            self.state.scope(SYS.into()).set(name, term.clone());
        }
    }

    /// `site.addsitedir(folder)`: last on `sys.path`.
    pub(crate) fn add_site(&mut self, folder: &Term) {
        let Some(list) = self.of_sys(SYS, PATH) else {
            return;
        };
        let folder = folder.clone();
        self.change(&list, None, &|value| match value {
            Value::Sequence(list) => {
                let mut items = list.items.to_vec();
                items.push(folder.clone());
                Sequence::value(list.shape, list.id, items, list.open)
            }
            _ => Value::unknown("…"),
        });
    }

    /// `sys.path`, to be put back with `keep_path`.
    pub(crate) fn path_term(&self) -> Option<Term> {
        self.state.modules.get(SYS)?.get(PATH).cloned()
    }

    /// Puts `sys.path` back where code that is not followed got it: what was on it is still there.
    pub(crate) fn keep_path(&mut self, before: Option<Term>) {
        let lost = self.path_term().is_some_and(|term| lists(&term).is_none());
        if let Some(before) = before.filter(|_| lost) {
            self.state.scope(SYS.into()).set(PATH, before);
        }
    }

    /// The folders of the repository that are on `sys.path`, each once. Where it cannot be told which of several lists it
    /// is, those of all.
    pub(crate) fn on_path(&self) -> Vec<OnPath> {
        let sys = self.state.modules.get(SYS);
        let term = sys.and_then(|sys: &Scope| sys.get(PATH));
        let mut found: Vec<OnPath> = Vec::new();
        let lists = term.and_then(lists).unwrap_or_default();
        for item in lists.iter().flat_map(|list| list.items.iter()) {
            let usual = item.usual();
            let text = usual.as_ref().and_then(|item| item.value.text());
            // The empty text is the folder that the process runs in.
            let folder = match text {
                Some("") => Some(self.folder.clone()),
                text => text.and_then(|text| path::in_tree(text, &self.folder)),
            };
            if let Some(folder) = folder
                && !found.iter().any(|(known, _)| *known == folder)
            {
                found.push((folder, item.at.clone()));
            }
        }
        found
    }
}

/// The lists of which a term is one: the usual one, or else all; `None` where it may be something else.
fn lists(term: &Term) -> Option<Vec<Sequence>> {
    let terms = match term.usual() {
        Some(usual) => vec![usual],
        None => term.alternatives(),
    };
    let lists = terms.iter().map(|term| match &term.value {
        Value::Sequence(list) => Some(list.clone()),
        _ => None,
    });
    lists.collect()
}
