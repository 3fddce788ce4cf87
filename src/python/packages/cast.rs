//! What a reader of the environment makes of a variable's text.

use crate::python::packages::library::Library;
use crate::python::run::call::Args;
use crate::python::run::machine::Machine;
use crate::python::values::text::is_true;
use crate::python::values::value::{At, Shape, Term, Value};

/// A conversion of a variable's text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cast {
    /// The text stays as it is.
    Text,
    Bool,
    Int,
    Float,
    /// JSON, or a literal of Python.
    Json,
    /// A list or tuple, split at commas.
    Items,
    Path,
    /// A database URL, to a dict of what it says.
    Url,
    /// The same, where arguments say more of the database.
    UrlAndMore,
    /// The URL of a cache, of a mail server …
    OtherUrl,
    /// A cast of which nothing is known.
    Other,
}

impl Cast {
    /// The cast that a `cast=` argument names.
    pub(crate) fn of(term: &Term) -> Self {
        match &term.value {
            Value::Named(name) => match &**name {
                "builtins.bool" | "distutils.util.strtobool" => Self::Bool,
                "builtins.int" => Self::Int,
                "builtins.float" => Self::Float,
                "json.loads" | "builtins.dict" | "ast.literal_eval" => Self::Json,
                "builtins.str" => Self::Text,
                "builtins.list" | "builtins.tuple" => Self::Items,
                "pathlib.Path" => Self::Path,
                name => Library::cast(name).unwrap_or(Self::Other),
            },
            _ => Self::Other,
        }
    }

    /// Whether an argument names a cast rather than a default.
    pub(crate) fn is_type(term: &Term) -> bool {
        matches!(&term.value, Value::Named(_))
    }

    /// The cast of a method of `env`, and the variable that it reads when none is named.
    pub(crate) fn of_method(method: &str) -> Option<(Self, Option<&'static str>)> {
        Some(match method {
            "" | "str" | "unicode" | "__call__" => (Self::Text, None),
            "bool" => (Self::Bool, None),
            "int" => (Self::Int, None),
            "list" | "tuple" => (Self::Items, None),
            "path" => (Self::Path, None),
            "db" | "db_url" | "dj_db_url" => (Self::Url, Some("DATABASE_URL")),
            "cache" | "cache_url" | "dj_cache_url" => (Self::OtherUrl, Some("CACHE_URL")),
            "email" | "email_url" | "dj_email_url" => (Self::OtherUrl, Some("EMAIL_URL")),
            "search_url" => (Self::OtherUrl, Some("SEARCH_URL")),
            "channels" | "channels_url" => (Self::OtherUrl, Some("CHANNELS_URL")),
            "float" => (Self::Float, None),
            "json" | "dict" => (Self::Json, None),
            "url" => (Self::OtherUrl, None),
            "bytes" | "date" | "datetime" | "timedelta" | "decimal" | "log_level" | "uuid"
            | "enum" => (Self::Other, None),
            _ => return None,
        })
    }

    /// What a variable's text is turned into, as facts name it; `None` for a string.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Bool => Some("bool"),
            Self::Int => Some("int"),
            Self::Float => Some("float"),
            Self::Json => Some("json"),
            Self::Items => Some("list"),
            Self::Url | Self::UrlAndMore | Self::OtherUrl => Some("url"),
            Self::Text | Self::Path | Self::Other => None,
        }
    }

    pub(crate) fn is_url(&self) -> bool {
        matches!(self, Self::Url | Self::UrlAndMore)
    }

    /// This one for a call whose arguments may say more of a database than its URL does: by their names, or from
    /// `index` on.
    pub(crate) fn with(self, args: &Args, index: usize) -> Self {
        const MORE: [&str; 4] = ["engine", "options", "ssl_require", "test_options"];
        let says_more = MORE.iter().any(|name| args.keyword(name).is_some());
        match self {
            Self::Url if says_more || args.at(index).is_some() => Self::UrlAndMore,
            cast => cast,
        }
    }

    /// django-environ returns a default as it is written, but for URLs.
    pub(crate) fn for_default(self, default: Option<&Term>) -> Self {
        match (&self, default) {
            (Self::Url | Self::UrlAndMore | Self::OtherUrl | Self::Path | Self::Other, _)
            | (_, None) => self,
            _ => Self::Text,
        }
    }
}

impl Machine<'_> {
    /// The value that a plain text or default becomes.
    pub(crate) fn cast(&mut self, cast: &Cast, term: &Term) -> Term {
        let value = match (cast, &term.value) {
            (Cast::Bool, Value::Str(text)) => {
                is_true(text).map_or_else(|| Value::unknown("…"), Value::Bool)
            }
            (Cast::Bool, Value::Int(int)) => Value::Bool(*int != 0),
            (Cast::Int, Value::Str(text)) => text
                .trim()
                .parse()
                .map_or_else(|_| Value::unknown("…"), Value::Int),
            (Cast::Items, Value::Str(text)) => {
                let items = text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                let items = items.map(|item| Term::new(Value::str(item), term.at.clone()));
                let items = items.collect();
                self.sequence(Shape::List, items, false)
            }
            (Cast::Path, Value::Str(text)) => {
                Value::Path(crate::python::values::path::pure(text).into())
            }
            (Cast::Url, Value::Str(text)) => self.parsed_url(text, true, &term.at),
            (Cast::UrlAndMore, Value::Str(text)) => self.parsed_url(text, false, &term.at),
            (Cast::Float | Cast::Json | Cast::OtherUrl | Cast::Other, Value::Str(_)) => {
                Value::unknown("…")
            }
            (_, value) => value.clone(),
        };
        Term::new(value, term.at.clone())
    }

    /// What `dj_database_url` makes of a URL; `is_all` is whether nothing else has a say about its `OPTIONS`.
    fn parsed_url(&mut self, url: &str, is_all: bool, at: &At) -> Value {
        let Some(found) = crate::python::packages::url::parse(url) else {
            return Value::unknown("…");
        };
        let term = |text: &str| Term::new(Value::str(text), at.clone());
        let pair = |(key, text): (&str, &str)| (term(key), term(text));
        let entries = found.entries.iter();
        let mut entries: Vec<_> = entries.map(|(key, text)| pair((key, text))).collect();
        if let Some(options) = found.options.filter(|_| is_all) {
            let options = options.iter().map(|(key, text)| pair((key, text)));
            let options = self.dict(options.collect(), false);
            entries.push((term("OPTIONS"), Term::new(options, at.clone())));
        }
        self.dict(entries, true)
    }

    /// What `distutils.util.strtobool` makes of a text: 1 or 0.
    pub(crate) fn str_to_bool(&mut self, args: &Args, at: &At) -> Value {
        let Some(first) = args.at(0) else {
            return Value::unknown("…");
        };
        self.lift(
            std::slice::from_ref(first),
            at,
            &mut |_, terms| match &terms[0].value {
                Value::Str(text) => is_true(text)
                    .map_or_else(|| Value::unknown("…"), |value| Value::Int(i64::from(value))),
                _ => Value::unknown("…"),
            },
        )
    }
}
