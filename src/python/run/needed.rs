//! What fails on `None`: a variable without a default that is used so is one that the settings need.

use ruff_python_ast::Operator;

use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{Sequence, Term, Text, Value};

impl Machine<'_> {
    /// A value is used in a way that fails on `None`: where it is that while a variable is not set, the variable is
    /// required.
    pub(crate) fn need(&mut self, term: &Term) {
        let Some(name) = absent(term) else {
            return;
        };
        if self.certain && self.usual == Some(true) {
            self.risk.usually = true;
        } else {
            self.risk.maybe = true;
        }
        self.require(&name);
    }

    /// The operands of an operator that is not defined for `None`.
    pub(crate) fn need_operands(&mut self, left: &Term, op: Operator, right: &Term) {
        // `str | None` is a type.
        if op == Operator::BitOr && [left, right].into_iter().any(is_type) {
            return;
        }
        self.need(left);
        // `"%s" % None` is a text.
        if op != Operator::Mod || matches!(left.value, Value::Int(_)) {
            self.need(right);
        }
    }

    /// A key or index: `None` is one only of a dict that has it.
    pub(crate) fn need_key(&mut self, receiver: &Term, key: &Term) {
        let is_text = |key: &Term| matches!(key.value, Value::Str(_));
        let fails = match &receiver.value {
            Value::Sequence(_) | Value::Str(_) => true,
            Value::Dict(dict) => !dict.open && dict.entries.iter().all(|(key, _)| is_text(key)),
            _ => false,
        };
        if fails {
            self.need(key);
        }
    }

    /// The arguments that a function of another package takes no `None` for.
    pub(crate) fn need_arguments(&mut self, name: &str, args: &Args) {
        let needed = match needed_by(name) {
            Needed::Nothing => &[],
            Needed::First => args.positional.get(..1).unwrap_or_default(),
            Needed::Rest => args.positional.get(1..).unwrap_or_default(),
            Needed::All => {
                for (_, term) in &args.keywords {
                    self.need(term);
                }
                &args.positional[..]
            }
        };
        for term in needed {
            self.need(term);
        }
    }

    /// The arguments that a method of a text, path, list or dict takes no `None` for.
    pub(crate) fn need_of_method(&mut self, receiver: &Term, name: &str, args: &Args) {
        let known = receiver.usual().is_some_and(|receiver| {
            matches!(
                receiver.value,
                Value::Str(_) | Value::Path(_) | Value::Sequence(_) | Value::Dict(_)
            )
        });
        let refuses = matches!(
            name,
            "child"
                | "endswith"
                | "extend"
                | "join"
                | "joinpath"
                | "removeprefix"
                | "removesuffix"
                | "replace"
                | "startswith"
                | "update"
        );
        if !known || !refuses {
            return;
        }
        for term in &args.positional {
            self.need(term);
            if name == "join"
                && let Value::Sequence(Sequence { items, .. }) = &term.value
            {
                for item in items.iter() {
                    self.need(item);
                }
            }
        }
    }
}

/// The one variable without which a value is `None`.
fn absent(term: &Term) -> Option<Text> {
    if !matches!(term.usual()?.value, Value::None) {
        return None;
    }
    let mut found = None;
    for alternative in term.alternatives() {
        let is_none = alternative
            .usual()
            .is_some_and(|usual| matches!(usual.value, Value::None));
        match &alternative.value {
            _ if !is_none => {}
            // One of several is enough, or it is `None` whatever is set.
            Value::Read(read) if read.names.len() == 1 && found.is_none() => {
                found = read.names.first().cloned();
            }
            _ => return None,
        }
    }
    found
}

fn is_type(term: &Term) -> bool {
    matches!(term.value, Value::Named(_) | Value::Class(_) | Value::None)
}

/// Which arguments of a function must not be `None`.
enum Needed {
    Nothing,
    First,
    /// All but the first.
    Rest,
    /// All, also those with a name.
    All,
}

fn needed_by(name: &str) -> Needed {
    match name {
        "builtins.all"
        | "builtins.any"
        | "builtins.bytes"
        | "builtins.dict"
        | "builtins.enumerate"
        | "builtins.float"
        | "builtins.frozenset"
        | "builtins.int"
        | "builtins.iter"
        | "builtins.len"
        | "builtins.list"
        | "builtins.open"
        | "builtins.reversed"
        | "builtins.set"
        | "builtins.sorted"
        | "builtins.sum"
        | "builtins.tuple"
        | "ast.literal_eval"
        | "base64.b64decode"
        | "base64.b64encode"
        | "base64.urlsafe_b64decode"
        | "base64.urlsafe_b64encode"
        | "decimal.Decimal"
        | "distutils.util.strtobool"
        | "importlib.import_module"
        | "io.open"
        | "ipaddress.ip_address"
        | "ipaddress.ip_network"
        | "json.loads"
        | "os.fspath"
        | "os.makedirs"
        | "os.path.abspath"
        | "os.path.basename"
        | "os.path.dirname"
        | "os.path.exists"
        | "os.path.expanduser"
        | "os.path.isdir"
        | "os.path.isfile"
        | "os.path.normpath"
        | "os.path.realpath"
        | "re.compile"
        | "urllib.parse.quote"
        | "urllib.parse.quote_plus"
        | "urllib.parse.unquote"
        | "yaml.safe_load" => Needed::First,
        "builtins.filter" | "builtins.map" => Needed::Rest,
        "builtins.max" | "builtins.min" | "builtins.range" | "builtins.zip"
        | "datetime.timedelta" | "os.path.join" | "pathlib.Path" | "pathlib.PosixPath"
        | "pathlib.PurePath" | "posixpath.join" => Needed::All,
        _ => Needed::Nothing,
    }
}
