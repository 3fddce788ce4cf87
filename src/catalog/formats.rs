//! The filters by which templates write a text into a file of some format, and the guard for what no filter escaped.
//!
//! A template says `{{ text | yaml }}`, `{{ text | make }}` … where a text of the project's goes. What stands in a
//! template without such a filter must be a plain word, or rendering fails: a template cannot forget. What is no text of
//! the project's — a part that was rendered before, a sentence of the pack's — is marked with `safe`.

use std::error::Error as _;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use tera::{Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::text::escape::{self, EscapeError, Escaped};

/// What the message of a filter's error begins with; Tera keeps nothing else of the error.
const MARK: &str = "djdock format: ";

/// A text that a template would write and that the file's format cannot hold.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, thiserror::Error)]
#[error("{text:?} as {format}: {fault}")]
pub struct FormatError {
    /// The text.
    pub text: String,
    /// The name of the filter, or `text` where there was none.
    pub format: String,
    /// What of it the format cannot hold.
    pub fault: EscapeError,
}

impl FormatError {
    fn new(text: &str, format: &str, fault: EscapeError) -> Self {
        Self {
            text: text.to_owned(),
            format: format.to_owned(),
            fault,
        }
    }

    /// The one that made a rendering fail, if one did.
    #[must_use]
    pub fn of(error: &tera::Error) -> Option<Self> {
        if let ErrorKind::RenderingError(report) = error.kind() {
            let found = report.message().strip_prefix(MARK)?;
            return serde_json::from_str(found).ok();
        }
        let source = error.source()?.downcast_ref::<io::Error>()?;
        source.get_ref()?.downcast_ref::<Self>().cloned()
    }
}

impl From<FormatError> for Error {
    fn from(found: FormatError) -> Self {
        let text = serde_json::to_string(&found).unwrap_or_default();
        Self::chain(format!("{MARK}{text}"), found)
    }
}

/// How a format holds a text.
type Escape = fn(&str) -> Escaped;

/// The name of each format, and how it holds a text.
const TEXTS: [(&str, Escape); 12] = [
    ("compose", |text| Ok(escape::compose(text))),
    ("dockerfile", escape::dockerfile),
    ("ignored", escape::ignored),
    ("line", escape::line),
    ("make", escape::make),
    ("nginx", escape::nginx),
    ("python", escape::python),
    ("quoted", escape::quoted),
    ("regex", escape::regex),
    ("sh", escape::sh),
    ("variable", escape::variable),
    ("yaml", escape::yaml),
];

/// Gives templates the filters, and guards what none of them escaped.
pub(super) fn register(templates: &mut Tera) {
    // Every template: the suffix that all names have.
    templates.autoescape_on([""]);
    templates.set_escape_fn(guard);
    for (format, escape) in TEXTS {
        templates.register_filter(format, move |text: Value, _: Kwargs, _: &State| {
            let text = text.to_string();
            written(&text, format, escape(&text))
        });
    }
    templates.register_filter("copy", |words: &[Value], _: Kwargs, _: &State| {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        written(&words.join(" "), "copy", escape::copy(&words))
    });
    templates.register_filter("exec", |words: &[Value], _: Kwargs, _: &State| {
        let words = words.iter().map(|word| escape::quoted(&word.to_string()));
        let words: Result<Vec<String>, EscapeError> = words.collect();
        written(
            "",
            "exec",
            words.map(|words| format!("[{}]", wrapped(&words))),
        )
    });
    templates.register_filter("words", |words: &[Value], arguments: Kwargs, _: &State| {
        let separator = arguments.must_get::<String>("sep")?;
        let plain = words.iter().map(|word| {
            let word = word.to_string();
            escape::plain(&word).map_err(|fault| FormatError::new(&word, "text", fault).into())
        });
        let plain: TeraResult<Vec<String>> = plain.collect();
        Ok::<_, Error>(Value::safe_string(&plain?.join(&separator)))
    });
}

/// Words of a Dockerfile's list, with commas between them, in lines that fit a screen.
fn wrapped(words: &[String]) -> String {
    const WIDTH: usize = 100;
    let mut text = String::new();
    let mut width = 0;
    for (index, word) in words.iter().enumerate() {
        if index > 0 && width + word.len() > WIDTH {
            text.push_str(", \\\n     ");
            width = 0;
        } else if index > 0 {
            text.push_str(", ");
        }
        text.push_str(word);
        width += word.len() + 2;
    }
    text
}

fn guard(text: &str, output: &mut dyn Write) -> io::Result<()> {
    let plain = escape::plain(text)
        .map_err(|fault| io::Error::other(FormatError::new(text, "text", fault)))?;
    output.write_all(plain.as_bytes())
}

fn written(text: &str, format: &str, escaped: Escaped) -> TeraResult<Value> {
    let escaped = escaped.map_err(|fault| FormatError::new(text, format, fault))?;
    Ok(Value::safe_string(&escaped))
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::{FormatError, TEXTS, register};

    fn rendered(template: &str, text: &str) -> Result<String, tera::Error> {
        let mut templates = Tera::new();
        register(&mut templates);
        templates.add_raw_templates([("a", template)])?;
        let mut context = Context::new();
        context.insert("text", text);
        templates.render("a", &context)
    }

    #[test]
    fn what_no_filter_escaped_is_a_plain_word() {
        assert_eq!(rendered("a {{ text }}", "b/c.d").unwrap(), "a b/c.d");
        let error = rendered("a {{ text }}", "b c").unwrap_err();
        let found = FormatError::of(&error).unwrap();
        assert_eq!(
            (found.text.as_str(), found.format.as_str()),
            ("b c", "text")
        );
    }

    #[test]
    fn what_a_format_cannot_hold_is_told() {
        let error = rendered("a {{ text | make }}", "b\nc").unwrap_err();
        let found = FormatError::of(&error).unwrap();
        assert_eq!(
            (found.text.as_str(), found.format.as_str()),
            ("b\nc", "make")
        );
        assert_eq!(rendered("{{ text | make }}", "b $c").unwrap(), "'b $$c'");
    }

    #[test]
    fn each_filter_stands_on_the_page_of_templates() {
        let page = include_str!("../../docs/templates.md");
        for (name, _) in TEXTS {
            assert!(page.contains(&format!("| `{name}` |")), "{name}");
        }
    }
}
