//! The environment: `os.environ`, decouple, django-environ, environs, dj-database-url.

use super::alternatives::read;
use super::call::Args;
use super::function::Reader;
use super::machine::{Machine, Reading};
use super::value::{At, Term, Text, Value};

pub(crate) use super::cast::Cast;

impl Machine<'_> {
    /// Records that a variable is read.
    pub(super) fn note(&mut self, name: &Text, default: Option<&Term>, required: bool, at: &At) {
        let reading = self
            .readings
            .entry(name.clone())
            .or_insert_with(|| Reading {
                required: false,
                default: None,
                at: at.clone(),
            });
        if reading.default.is_none() {
            reading.default = default.and_then(Term::usual);
        }
        if required {
            self.risk.usually = true;
            self.require(name);
        }
    }

    /// Settings fail without it, unless this code does not usually run, or the failure is caught.
    pub(super) fn require(&mut self, name: &Text) {
        if self.guarded > 0 {
            self.pending.push(name.clone());
        } else if self.certain
            && self.usual == Some(true)
            && let Some(reading) = self.readings.get_mut(name)
        {
            reading.required = true;
        }
    }

    /// `os.environ.get("NAME") or default`.
    pub(super) fn note_default(&mut self, value: &Term, default: &Term) {
        if let Value::Read(read) = &value.value
            && let [name] = &*read.names
            && let Some(reading) = self.readings.get_mut(name)
            && reading.default.is_none()
        {
            reading.default = default.usual();
        }
    }

    /// `os.environ[name]`.
    pub(super) fn read_required(&mut self, name: &Term, at: &At) -> Value {
        self.read(name, None, &Cast::Text, at)
    }

    /// A variable's value; without a default it is required.
    pub(super) fn read(
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
        let mut usual = default.cloned();
        if let Some(set) = self.state.environ.get(&name).cloned() {
            match &set.value {
                Value::Str(_) => return self.cast(cast, &set).value,
                _ => {
                    usual = set
                        .usual()
                        .filter(|term| !matches!(term.value, Value::Unbound))
                        .or(usual)
                }
            }
        }
        self.note(&name, usual.as_ref(), usual.is_none(), at);
        let mut names = vec![name];
        if let Some(default) = default {
            names.extend(default.names());
        }
        let usual = usual
            .and_then(|term| term.usual())
            .map(|term| self.cast(cast, &term));
        read(names, usual, cast.is_url())
    }

    /// `os.getenv(name, default)` and `os.environ.get(name, default)`.
    pub(super) fn getenv(&mut self, args: &Args, at: &At) -> Value {
        let Some(name) = args.get(0, "key") else {
            return Value::unknown("…");
        };
        let none = Term::new(Value::None, at.clone());
        let default = args.get(1, "default").unwrap_or(&none);
        self.read(name, Some(default), &Cast::Text, at)
    }

    /// `os.environ.setdefault(name, value)`.
    pub(super) fn set_default(&mut self, args: &Args, at: &At) -> Value {
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
        let term = Term::new(
            read(vec![key.clone()], value.usual(), false),
            value.at.clone(),
        );
        self.state.environ.insert(key.clone(), term.clone());
        let _ = at;
        term.value
    }

    /// `decouple.config(name, default=…, cast=…)`.
    pub(super) fn decouple(&mut self, args: &Args, at: &At) -> Value {
        let Some(name) = args.get(0, "option") else {
            return Value::unknown("…");
        };
        let cast = args.get(2, "cast").map_or(Cast::Text, Cast::of);
        let default = args.get(1, "default").cloned();
        // decouple casts the default too.
        let default = default.map(|term| match cast {
            Cast::Url => term,
            _ => self.cast(&cast, &term),
        });
        self.read(name, default.as_ref(), &cast, at)
    }

    /// A call of `env(…)`, `env.bool(…)`, `env.db(…)`.
    pub(super) fn call_reader(
        &mut self,
        reader: &Reader,
        method: &str,
        args: &Args,
        at: &At,
    ) -> Value {
        let Reader::Env(schema) = reader else {
            return if method.is_empty() {
                self.decouple(args, at)
            } else {
                Value::unknown("…")
            };
        };
        let Some((cast, variable)) = Cast::of_method(method) else {
            self.risk.maybe = true;
            return Value::None;
        };
        let default_name = variable.map(|name| Term::new(Value::str(name), at.clone()));
        let Some(name) = args
            .get(0, "var")
            .or(args.keyword("name"))
            .or(default_name.as_ref())
        else {
            return Value::unknown("…");
        };
        let declared = schema
            .iter()
            .find(|(key, _, _)| matches!(&name.value, Value::Str(name) if name == key));
        let (cast, declared_default) = match declared {
            Some((_, declared, default)) if method.is_empty() => {
                (declared.clone(), default.clone())
            }
            Some((_, _, default)) => (cast, default.clone()),
            None => (cast, None),
        };
        let cast = args
            .keyword("cast")
            .filter(|_| method.is_empty())
            .map_or(cast, Cast::of);
        let (cast, positional) = positional_default(method, args, cast);
        let default = args
            .keyword("default")
            .or(positional)
            .cloned()
            .or(declared_default);
        self.read(
            name,
            default.as_ref(),
            &cast.for_default(default.as_ref()),
            at,
        )
    }

    /// `dj_database_url.config(default=…, env=…)`.
    pub(super) fn database_url(&mut self, args: &Args, at: &At) -> Value {
        let standard = Term::new(Value::str("DATABASE_URL"), at.clone());
        let name = args.get(0, "env").unwrap_or(&standard).clone();
        let default = match args.get(1, "default") {
            Some(term) if !matches!(term.value, Value::None) => term.clone(),
            // No URL at all gives an empty dict.
            _ => Term::new(self.dict(Vec::new(), false), at.clone()),
        };
        self.read(&name, Some(&default), &Cast::Url, at)
    }
}

/// The second positional argument is a cast for `env(…)` and `env.list(…)`, a default for the others.
fn positional_default<'a>(method: &str, args: &'a Args, cast: Cast) -> (Cast, Option<&'a Term>) {
    match args.at(1) {
        Some(term) if Cast::is_type(term) => {
            let cast = if method.is_empty() {
                Cast::of(term)
            } else {
                cast
            };
            (cast, args.at(2))
        }
        other => (cast, other),
    }
}
