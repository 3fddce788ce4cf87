//! The environment: `os.environ`, and what every library reads it by.

use crate::python::run::call::Args;
use crate::python::run::machine::{Machine, Reading};
use crate::python::values::alternatives::{either, read};
use crate::python::values::value::{At, Term, Text, Value};

pub(crate) use crate::python::packages::cast::Cast;

impl Machine<'_> {
    /// Records that a variable is read.
    pub(crate) fn note(&mut self, name: &Text, default: Option<&Term>, required: bool, at: &At) {
        self.heed(name);
        if self.guarded > 0 {
            self.decided.push(name.clone());
        }
        let reading = self
            .readings
            .entry(name.clone())
            .or_insert_with(|| Reading {
                required: false,
                cast: None,
                default: None,
                at: at.clone(),
            });
        if reading.default.is_none() {
            let default = default.and_then(Term::usual);
            reading.default = default.filter(|term| !matches!(term.value, Value::None));
        }
        if required {
            self.risk.usually = true;
            self.require(name);
        }
    }

    /// Records what the text of the variables that a value comes from is turned into.
    pub(crate) fn note_cast(&mut self, term: &Term, cast: Option<&'static str>) {
        let Some(cast) = cast else {
            return;
        };
        if let [name] = &*term.names()
            && let Some(reading) = self.readings.get_mut(name)
        {
            reading.cast.get_or_insert(cast);
        }
    }

    /// Settings fail without it, unless this code does not usually run, or the failure is caught.
    pub(crate) fn require(&mut self, name: &Text) {
        if self.guarded > 0 {
            self.pending.push(name.clone());
        } else if self.certain
            && self.usual == Some(true)
            && let Some(reading) = self.readings.get_mut(name)
        {
            reading.required = true;
        }
    }

    /// Notes what a variable's default is by `os.environ.get("NAME") or default`.
    pub(crate) fn note_default(&mut self, value: &Term, default: &Term) {
        if let Value::Read(read) = &value.value
            && let [name] = &*read.names
            && let Some(reading) = self.readings.get_mut(name)
            && reading.default.is_none()
        {
            reading.default = default.usual();
        }
    }

    /// Whether a variable surely has a text.
    pub(crate) fn is_set(&self, name: &Term) -> bool {
        let Some(Value::Str(name)) = name.usual().map(|name| name.value) else {
            return false;
        };
        let set = self.state.environ.get(&name);
        set.is_some_and(|term| matches!(term.value, Value::Str(_)))
    }

    /// What `os.environ[name]` gives: a variable without a default is required.
    pub(crate) fn read_required(&mut self, name: &Term, at: &At) -> Value {
        self.read(name, None, &Cast::Text, at)
    }

    /// A variable's value; without a default it is required.
    pub(crate) fn read(
        &mut self,
        name: &Term,
        default: Option<&Term>,
        cast: &Cast,
        at: &At,
    ) -> Value {
        let Some(Value::Str(name)) = name.usual().map(|name| name.value) else {
            self.risk.maybe = true;
            return read(Vec::new(), None, cast.is_url());
        };
        self.trace_read();
        let mut usual = default.cloned();
        if let Some(set) = self.state.environ.get(&name).cloned() {
            match &set.value {
                Value::Str(_) => return self.cast(cast, &set).value,
                _ => {
                    usual = set
                        .usual()
                        .filter(|term| !matches!(term.value, Value::Unbound))
                        .or(usual);
                }
            }
        }
        self.note(&name, usual.as_ref(), usual.is_none(), at);
        if let Some(reading) = self.readings.get_mut(&name) {
            reading.cast = reading.cast.or(cast.name());
        }
        let mut names = vec![name];
        if let Some(default) = default {
            names.extend(default.names());
        }
        let usual = usual
            .filter(|_| !self.state.environ_open)
            .and_then(|term| term.usual())
            .map(|term| self.cast(cast, &term));
        let value = read(names, usual, cast.is_url());
        self.origins.note_whole(&value);
        value
    }

    /// `os.getenv(name, default)` and `os.environ.get(name, default)`.
    pub(crate) fn getenv(&mut self, args: &Args, at: &At) -> Value {
        let Some(name) = args.get(0, "key") else {
            return Value::unknown("…");
        };
        let none = Term::new(Value::None, at.clone());
        let default = args.get(1, "default").unwrap_or(&none);
        self.read(name, Some(default), &Cast::Text, at)
    }

    /// Does what `os.environ.update(…)` does to the variables.
    pub(crate) fn update_environ(&mut self, args: &Args) -> Value {
        self.state.environ_open |= args.open;
        let entries = match args.at(0).map(|term| &term.value) {
            None => Vec::new(),
            Some(Value::Dict(dict)) if !dict.open => dict.entries.to_vec(),
            Some(_) => {
                self.state.environ_open = true;
                Vec::new()
            }
        };
        for (key, term) in entries {
            match &key.value {
                Value::Str(key) => {
                    self.state.environ.insert(key.clone(), term);
                }
                _ => self.state.environ_open = true,
            }
        }
        for (key, term) in &args.keywords {
            self.state.environ.insert(key.clone(), term.clone());
        }
        Value::None
    }

    /// Does what `os.environ.setdefault(name, value)` does to a variable, and gives its value.
    pub(crate) fn set_default(&mut self, args: &Args) -> Value {
        let (Some(name), Some(value)) = (args.at(0), args.at(1)) else {
            return Value::unknown("…");
        };
        let Value::Str(key) = &name.value else {
            return Value::unknown("…");
        };
        let known = self.state.environ.get(key).cloned();
        if let Some(set) = known.filter(|set| matches!(set.value, Value::Str(_))) {
            return set.value;
        }
        let mut term = Term::new(
            read(vec![key.clone()], value.usual(), false),
            value.at.clone(),
        );
        // One of several: it may still matter which.
        if let (Value::Either(_), None) = (&value.value, value.usual()) {
            let mut terms = vec![term];
            terms.extend(value.alternatives());
            term = either(terms, None, &value.at);
        }
        self.state.environ.insert(key.clone(), term.clone());
        term.value
    }
}
