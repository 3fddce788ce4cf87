//! Scalars: what a plain one means, and how a text is written.

use saphyr::{Scalar, parse_core_schema_fp};

/// Whether a plain scalar of that text is null.
pub(crate) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether a plain scalar of that text is a string to every YAML parser, those of YAML 1.1 included.
pub(crate) fn is_string(text: &str) -> bool {
    const WORDS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    let lower = text.to_lowercase();
    let number = parse_core_schema_fp(text).is_some()
        || !matches!(Scalar::parse_from_cow(text.into()), Scalar::String(_))
        || looks_like_a_number(text);
    !is_null(text) && !WORDS.contains(&lower.as_str()) && !number
}

/// Numbers with underscores, dates, times in base 60.
fn looks_like_a_number(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-', '.']).unwrap_or(text);
    rest.starts_with(|letter: char| letter.is_ascii_digit())
        && rest
            .chars()
            .all(|letter| letter.is_ascii_hexdigit() || "xo_.:+-TZ ".contains(letter))
}

/// How the scalars beside a new one are quoted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Quotes {
    /// Only where they must be.
    Needed,
    /// Always, with single quotes.
    Single,
    /// Always, with double quotes.
    Double,
}

/// A string as YAML, in brackets (`flow`) or in a block.
pub(crate) fn write(text: &str, quotes: Quotes, flow: bool) -> String {
    let printable = text.chars().all(is_printable);
    match quotes {
        Quotes::Needed if printable && is_plain(text, flow) => text.to_owned(),
        Quotes::Single if printable => format!("'{}'", text.replace('\'', "''")),
        _ => double_quoted(text),
    }
}

pub(super) fn is_printable(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Whether a string may stand without quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    let starts = text.starts_with(|letter: char| {
        letter.is_alphanumeric() || matches!(letter, '/' | '.' | '_' | '$')
    });
    let breaks = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    let brackets = flow && text.contains(['{', '}', '[', ']', ',', '"', '\'']);
    starts && !breaks && !brackets && is_string(text)
}

fn double_quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            letter if is_printable(letter) => written.push(letter),
            letter => written.extend(format!("\\u{:04x}", u32::from(letter)).chars()),
        }
    }
    written.push('"');
    written
}
