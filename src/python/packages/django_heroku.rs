//! django-heroku and django-on-heroku: `settings(locals())`.

use crate::python::modules::include::is_globals;
use crate::python::modules::state::Scope;
use crate::python::packages::library::Library;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::value::{At, Term, Text, Value};

/// What it does, in Python.
const SOURCE: &str = include_str!("django_heroku.py");

/// The library.
pub(crate) const LIBRARY: Library = Library {
    modules: &["django_heroku", "django_on_heroku"],
    call: |machine, name, args, at| match name {
        "settings" => Some(settings(machine, args, at)),
        _ => None,
    },
    ..Library::UNKNOWN
};

/// Does what `settings(locals(), …)` does to the module's names.
fn settings(machine: &mut Machine<'_>, args: &Args, at: &At) -> Value {
    if !args.at(0).is_some_and(is_globals) {
        machine.escape(args);
        return Value::None;
    }
    let module: Text = "django_heroku".into();
    if !machine.state.modules.contains_key(&module) {
        machine
            .state
            .modules
            .insert(module.clone(), Scope::default());
        let outer = std::mem::replace(&mut machine.module, module.clone());
        if let Ok(parsed) = machine.sources.parse(&at.file, SOURCE.to_owned()) {
            machine.run_parsed(&parsed);
        }
        machine.module = outer;
    }
    let function = machine.state.modules.get(&module);
    let function = function.and_then(|scope| scope.get("settings")).cloned();
    let Some(Value::Function(function)) = function.map(|term| term.value) else {
        return Value::None;
    };
    let globals = machine.module.clone();
    let mut args = args.clone();
    args.positional[0] = Term::new(Value::Module(globals), at.clone());
    machine.call_function(&function, &args, at)
}
