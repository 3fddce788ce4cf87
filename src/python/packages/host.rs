//! The name of the machine. A container has one that no code knows: it is none of those that the code asks for.

use crate::python::values::alternatives::read;
use crate::python::values::value::{At, Term, Value};

/// What stands for the machine's name.
const HOST: &str = "socket.gethostname()";

/// What calling a function gives that asks for the machine's name, or for more about it.
pub(crate) fn called(function: &str) -> Option<Value> {
    match function {
        "socket.gethostname" | "socket.getfqdn" | "platform.node" => Some(host()),
        "os.uname" | "platform.uname" => Some(Value::Named("os.uname()".into())),
        _ => None,
    }
}

/// An attribute or an item of it.
pub(crate) fn part(of: &str, name: Option<&str>, index: Option<i64>) -> Option<Value> {
    let is_node = matches!(name, Some("node" | "nodename")) || index == Some(1);
    // `socket.gethostname().split(".")[0]`
    let is_own = of == HOST && index.is_some();
    (is_own || (of == "os.uname()" && is_node)).then(host)
}

fn host() -> Value {
    Value::Named(HOST.into())
}

/// Whether a value is the machine's name, or a part of it.
pub(crate) fn is_hosts(value: &Value) -> bool {
    matches!(value, Value::Named(name) if **name == *HOST)
}

/// What a comparison of the machine's name gives where it runs; elsewhere it may differ.
pub(crate) fn compared(positive: bool, at: &At) -> Value {
    read(
        Vec::new(),
        Some(Term::new(Value::Bool(!positive), at.clone())),
        false,
    )
}

/// What a method of the machine's name gives; `None` where the call is of something else.
pub(crate) fn method(name: &str, at: &At) -> Option<Value> {
    let method = name.strip_prefix(HOST)?.strip_prefix('.')?;
    match method {
        "startswith" | "endswith" => Some(compared(true, at)),
        "lower" | "upper" | "strip" | "casefold" | "split" | "partition" => Some(host()),
        _ => None,
    }
}
