//! Functions of the standard library, and what settings call beside it.

use crate::python::packages::host;
use crate::python::packages::library::Library;
use crate::python::run::call::{Args, join_texts};
use crate::python::run::machine::Machine;
use crate::python::values::path;
use crate::python::values::value::{At, Term, Value};

impl Machine<'_> {
    /// A call of something that is not in the repository, by its dotted name.
    pub(crate) fn call_named(&mut self, name: &str, args: &Args, at: &At) -> Value {
        self.need_arguments(name, args);
        if let Some(builtin) = name.strip_prefix("builtins.") {
            return self.call_builtin(builtin, args, at);
        }
        if let Some((library, rest)) = Library::of(name)
            && let Some(value) = (library.call)(self, rest, args, at)
        {
            return value;
        }
        let host = host::method(name, at).or_else(|| host::called(name));
        if let Some(host) = host {
            return host;
        }
        match name {
            "os.getenv" | "os.environ.get" => self.getenv(args, at),
            "os.environ.setdefault" => self.set_default(args),
            "os.environ.update" => self.update_environ(args),
            // Changes of a copy are taken for changes of the environment: what reads them is not told apart.
            "os.environ.copy" => Value::Named("os.environ".into()),
            "os.environ.pop" => self.popped(args, at),
            "celery.Celery" | "celery.app.Celery" => Value::Named("celery.Celery()".into()),
            "channels.routing.get_default_application" => Value::Named(format!("{name}()").into()),
            "urllib.parse.urlparse"
            | "urllib.parse.urlsplit"
            | "six.moves.urllib.parse.urlparse" => self.url_parts(args, at),
            "importlib.import_module" => self.import_module(args, at),
            "inspect.getmembers" => match args.at(0) {
                Some(term) => self.members_of(&term.clone(), at),
                None => Value::unknown("…"),
            },
            "io.open" | "codecs.open" => self.open(args, at),
            "distutils.util.strtobool" => self.str_to_bool(args, at),
            "sys.exit" | "os._exit" => Value::Named("sys.exit()".into()),
            "json.loads" | "ast.literal_eval" => self.json(args, at),
            "copy.copy" | "copy.deepcopy" => self.copied(args, at),
            "site.addsitedir" => {
                if let Some(folder) = args.get(0, "sitedir") {
                    self.add_site(&folder.clone());
                }
                Value::None
            }
            "globals().update" => self.update_globals(args),
            "os.getcwd" => Value::str(&path::absolute(&self.folder)),
            "pathlib.Path.cwd" => Value::Path(path::absolute(&self.folder).into()),
            _ if is_translation(name) => args
                .at(0)
                .map_or_else(|| Value::unknown("…"), |term| term.value.clone()),
            _ => self.call_path_function(name, args, at),
        }
    }

    fn call_path_function(&mut self, name: &str, args: &Args, at: &At) -> Value {
        let value = self.lift(&args.positional, at, &mut |machine, terms| {
            machine
                .path_function(name, terms, at)
                .unwrap_or_else(|| Value::unknown("…"))
        });
        if matches!(value, Value::Unknown(_)) && !is_harmless(name) {
            self.escape(args);
        }
        value
    }

    fn path_function(&mut self, name: &str, terms: &[Term], at: &At) -> Option<Value> {
        let first = || terms.first().and_then(|term| term.value.text());
        let value = match name {
            "os.path.join" | "posixpath.join" => Value::str(&join_texts(terms)?),
            "os.path.dirname" | "posixpath.dirname" => Value::str(path::dirname(first()?)),
            "os.path.basename" => Value::str(path::basename(first()?)),
            "os.path.normpath" => Value::str(&path::normalize(first()?)),
            "os.path.abspath" | "os.path.realpath" => {
                let full = path::join(&path::absolute(&self.folder), first()?);
                Value::str(&path::normalize(&full))
            }
            "os.fspath" | "os.path.normcase" => Value::str(first()?),
            "os.path.exists" | "os.path.isfile" | "os.path.isdir" => self.exists(first()?, at),
            "pathlib.Path" | "pathlib.PurePath" | "pathlib.PosixPath" | "unipath.Path" => {
                let path = if terms.is_empty() {
                    ".".to_owned()
                } else {
                    join_texts(terms)?
                };
                Value::Path(path::pure(&path).into())
            }
            _ => return None,
        };
        Some(value)
    }

    fn popped(&mut self, args: &Args, at: &At) -> Value {
        match (args.at(0), args.at(1)) {
            (Some(name), None) => self.read_required(name, at),
            _ => self.getenv(args, at),
        }
    }

    fn update_globals(&mut self, args: &Args) -> Value {
        let known = match args.at(0).map(|term| &term.value) {
            Some(Value::Dict(dict)) if !dict.open => Some(dict.entries.to_vec()),
            None => Some(Vec::new()),
            Some(_) => None,
        };
        match known.filter(|_| !args.open) {
            Some(entries) => {
                for (key, term) in entries {
                    if let Value::Str(key) = &key.value {
                        self.globals().set(key, term);
                    }
                }
                for (key, term) in &args.keywords {
                    self.globals().set(key, term.clone());
                }
            }
            None => self.globals().blur(),
        }
        Value::None
    }
}

/// Functions that neither change their arguments nor raise as settings use them.
fn is_harmless(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let module = name.split('.').next().unwrap_or(name);
    last.to_ascii_lowercase().contains("logger")
        || matches!(
            module,
            "datetime"
                | "logging"
                | "re"
                | "secrets"
                | "random"
                | "time"
                | "platform"
                | "warnings"
                | "string"
                | "typing"
                | "math"
                | "hashlib"
        )
        || matches!(
            name,
            "multiprocessing.cpu_count" | "os.cpu_count" | "os.getpid"
        )
}

fn is_translation(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    name.starts_with("django.utils.translation.")
        && matches!(
            last,
            "gettext" | "gettext_lazy" | "ugettext" | "ugettext_lazy" | "gettext_noop"
        )
}
