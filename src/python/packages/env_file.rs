//! Files of the environment. Their values are the work tree's own: only where they are is kept.

use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::path;
use crate::python::values::value::{At, Term, Value};
use crate::tree::{join, parent};

impl Machine<'_> {
    /// Reads a file of variables as `load_dotenv(path)` and `env.read_env(path)` do.
    pub(crate) fn read_env(&mut self, args: &Args, at: &At) -> Value {
        let named = ["dotenv_path", "env_file", "path"]
            .iter()
            .find_map(|keyword| args.keyword(keyword))
            .or(args.at(0));
        let text = named.and_then(Term::usual);
        let text = text.and_then(|term| term.value.text().map(str::to_owned));
        match text {
            Some(text) => self.env_file(&text, at),
            None if named.is_none() => self.env_file(".env", at),
            None => {}
        }
        Value::None
    }

    /// Notes a file of the environment: a bare name is looked for from the code's own folder upwards.
    pub(crate) fn env_file(&mut self, text: &str, at: &At) {
        let mut folder = parent(&self.source.path).to_owned();
        let bare = !text.contains('/') && !path::is_anywhere(text);
        let mut found = None;
        while bare && found.is_none() {
            found = Some(join(&folder, text)).filter(|path| self.is_file(path));
            if folder.is_empty() {
                break;
            }
            folder = parent(&folder).to_owned();
        }
        let found = found.or_else(|| path::in_tree(text, &self.folder));
        if let Some(path) = found
            && !self.env_files.iter().any(|(known, _)| *known == path)
            && self.env_files.len() < 20
        {
            self.env_files.push((path, at.clone()));
        }
    }
}
