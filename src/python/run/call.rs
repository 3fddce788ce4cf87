//! Calls, and the attributes that are called.

use ruff_python_ast::{Arguments, Expr, ExprCall};

use crate::python::packages::host;
use crate::python::run::expression::method;
use crate::python::run::machine::Machine;
use crate::python::run::mutate::root;
use crate::python::values::path;
use crate::python::values::value::{At, Shape, Term, Text, Value};

/// The arguments of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Args {
    pub(crate) positional: Vec<Term>,
    pub(crate) keywords: Vec<(Text, Term)>,
    /// Whether there may be more (`*args`, `**kwargs` that cannot be told).
    pub(crate) open: bool,
}

impl Args {
    /// The argument at a position.
    pub(crate) fn at(&self, index: usize) -> Option<&Term> {
        self.positional.get(index)
    }

    /// The argument of a keyword.
    pub(crate) fn keyword(&self, name: &str) -> Option<&Term> {
        self.keywords
            .iter()
            .find(|(keyword, _)| **keyword == *name)
            .map(|(_, term)| term)
    }

    /// The argument at a position or of a keyword.
    pub(crate) fn get(&self, index: usize, name: &str) -> Option<&Term> {
        self.at(index).or_else(|| self.keyword(name))
    }
}

/// A call of a method: `receiver.name(args)`.
#[derive(Clone, Copy)]
pub(crate) struct MethodCall<'call> {
    pub(crate) receiver: &'call Term,
    pub(crate) name: &'call str,
    pub(crate) args: &'call Args,
    /// The variable that holds the receiver.
    pub(crate) root: Option<&'call str>,
    pub(crate) at: &'call At,
}

impl Machine<'_> {
    pub(crate) fn call(&mut self, node: &ExprCall, at: &At) -> Value {
        self.prepare();
        let callee = self.term(&node.func);
        let args = self.arguments(&node.arguments);
        match &callee.value {
            Value::Named(name) => self.call_named(&name.clone(), &args, at),
            Value::Method(receiver, name) => {
                let root = match &*node.func {
                    Expr::Attribute(attribute) => root(&attribute.value),
                    _ => None,
                };
                let args = &args;
                self.call_method(MethodCall {
                    receiver,
                    name,
                    args,
                    root,
                    at,
                })
            }
            Value::Function(function) => {
                let function = function.clone();
                self.depth += 1;
                let value = self.call_function(&function, &args, at);
                self.depth -= 1;
                value
            }
            Value::Reader(reader) => self.call_reader(&reader.clone(), "", &args, at),
            Value::Class(class) => self.instantiate(&class.clone(), &args, at),
            // `environ.Path(__file__)("static")`.
            Value::Path(path) => self.joined(path, &args.positional, at),
            _ => {
                self.escape(&args);
                Value::unknown("…")
            }
        }
    }

    fn arguments(&mut self, arguments: &Arguments) -> Args {
        let mut args = Args::default();
        for argument in &arguments.args {
            if let Expr::Starred(node) = argument {
                let spread = self.term(&node.value);
                self.need(&spread);
                match spread.items() {
                    Some(items) => args.positional.extend(items),
                    None => args.open = true,
                }
            } else {
                let term = self.term(argument);
                args.positional.push(term);
            }
        }
        for keyword in &arguments.keywords {
            let term = self.term(&keyword.value);
            if keyword.arg.is_none() {
                self.need(&term);
            }
            match (&keyword.arg, &term.value) {
                (Some(name), _) => args.keywords.push((name.as_str().into(), term)),
                (None, Value::Dict(dict)) if !dict.open => {
                    for (key, value) in dict.entries.iter() {
                        match &key.value {
                            Value::Str(key) => args.keywords.push((key.clone(), value.clone())),
                            _ => args.open = true,
                        }
                    }
                }
                (None, _) => args.open = true,
            }
        }
        args
    }

    /// Code that is not followed gets the arguments: it may change what they refer to, and raise.
    pub(crate) fn escape(&mut self, args: &Args) {
        self.risk.maybe = true;
        for term in args
            .positional
            .iter()
            .chain(args.keywords.iter().map(|(_, term)| term))
        {
            let module = match &term.value {
                Value::Named(name) => &**name == "globals()",
                // `Settings.load(__name__)` finds the module by its name.
                Value::Str(name) => *name == self.module,
                _ => false,
            };
            if let Value::Class(_) | Value::Object(_) = &term.value {
                self.blur_members(&term.value);
            }
            if module {
                self.named |= matches!(term.value, Value::Str(_));
                self.globals().blur();
            }
            self.taint(term);
        }
    }

    pub(crate) fn attribute(&mut self, receiver: &Term, name: &str, node: &Expr, at: At) -> Term {
        if !name.starts_with("__") {
            self.need(receiver);
        }
        let value = match &receiver.value {
            Value::Named(dotted) => {
                let dotted = dotted.clone();
                if let Some(term) = self.of_sys(&dotted, name) {
                    return term;
                }
                named_attribute(&dotted, name)
            }
            Value::Module(module) => return self.module_attribute(&module.clone(), name, node, at),
            Value::Class(_) | Value::Object(_) | Value::Parents(_) => {
                return self.member(receiver, name, node, at);
            }
            Value::Unknown(_) | Value::Function(_) | Value::None | Value::Unbound => {
                self.risk.maybe = true;
                self.unknown(node)
            }
            Value::Read(read)
                if matches!(
                    read.usual.as_ref().map(|term| &term.value),
                    Some(Value::Module(_) | Value::Class(_) | Value::Object(_))
                ) =>
            {
                let (names, usual) = (read.names.clone(), read.usual.clone());
                let usual = usual.map(|usual| self.attribute(&usual, name, node, at.clone()));
                crate::python::values::alternatives::read(names, usual, false)
            }
            _ if is_path_attribute(name) || crate::python::packages::url::is_part(name) => {
                let receiver = std::slice::from_ref(receiver);
                self.lift(receiver, &at, &mut |machine, terms| {
                    machine.path_attribute(&terms[0], name)
                })
            }
            _ => method(receiver, name),
        };
        Term::new(value, at)
    }

    fn module_attribute(&mut self, module: &str, name: &str, node: &Expr, at: At) -> Term {
        if let Some(term) = self.in_module(module, name) {
            self.note_guarded(&term);
            return term;
        }
        let dotted = format!("{module}.{name}");
        if self.state.modules.contains_key(&dotted) {
            return Term::new(Value::Module(dotted.into()), at);
        }
        self.risk.maybe = true;
        Term::new(self.unknown(node), at)
    }

    fn path_attribute(&mut self, term: &Term, name: &str) -> Value {
        let path = match &term.value {
            Value::Path(path) => path,
            Value::Url(url) => return crate::python::packages::url::part(url, name),
            _ => return method(term, name),
        };
        if !is_path_attribute(name) {
            return method(term, name);
        }
        let at = &term.at;
        match name {
            "parent" => Value::Path(path::parent(path).into()),
            "parents" => {
                let mut ancestors = Vec::new();
                let mut current = path.to_string();
                while current != "/" && current != "." && ancestors.len() < 32 {
                    current = path::parent(&current);
                    ancestors.push(Term::new(Value::Path(current.as_str().into()), at.clone()));
                }
                self.sequence(Shape::Tuple, ancestors, false)
            }
            "name" => Value::str(path::basename(path)),
            "stem" => {
                let name = path::basename(path);
                let stem = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
                Value::str(stem.map_or(name, |(stem, _)| stem))
            }
            // environ.Path's own text.
            "root" => Value::Str(path.clone()),
            _ => Value::unknown("…"),
        }
    }

    /// A path with more components, as a string: what calling an `environ.Path` gives.
    pub(crate) fn joined(&mut self, base: &str, parts: &[Term], at: &At) -> Value {
        let base = Term::new(Value::str(base), at.clone());
        let mut terms = vec![base];
        terms.extend(parts.iter().cloned());
        self.lift(&terms, at, &mut |_, terms| {
            join_texts(terms).map_or_else(|| Value::unknown("…"), |path| Value::str(&path))
        })
    }
}

/// What `os.path.join` makes of all of them; `None` where one is not known.
pub(crate) fn join_texts(terms: &[Term]) -> Option<String> {
    let mut texts = terms.iter().map(|term| term.value.text());
    let first = texts.next()??.to_owned();
    texts.try_fold(first, |path, part| Some(path::join(&path, part?)))
}

fn is_path_attribute(name: &str) -> bool {
    matches!(name, "parent" | "parents" | "name" | "stem" | "root")
}

/// What an attribute of another package is: a few constants, else its dotted name.
pub(crate) fn named_attribute(dotted: &str, name: &str) -> Value {
    let full = format!("{dotted}.{name}");
    match full.as_str() {
        "os.sep" | "os.path.sep" => Value::str("/"),
        "os.pardir" | "os.path.pardir" => Value::str(".."),
        "os.curdir" | "os.path.curdir" => Value::str("."),
        _ => host::part(dotted, Some(name), None).unwrap_or_else(|| Value::Named(full.into())),
    }
}
