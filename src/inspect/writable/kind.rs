//! Kinds of texts, and what a text of each can be.

use crate::inspect::project::Unfit;
use crate::text::is_hidden;

/// What a text is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// The path of a URL, or the URL of another host.
    Url,
    /// A path in the repository.
    Path,
    /// A module, or something in one.
    Dotted,
    /// The name of an environment variable.
    Variable,
    /// The name of a group, a script, a tool; a version.
    Word,
    /// Any text of one line.
    Line,
    /// Any text.
    Text,
}

impl Kind {
    /// Why a text cannot be of this kind.
    pub(super) fn unfit(self, text: &str) -> Option<Unfit> {
        let shape = match self {
            Self::Text => text.replace(['\n', '\r', '\t'], " "),
            // Tools take a tab for a blank.
            Self::Line => text.replace('\t', " "),
            _ => text.to_owned(),
        };
        if shape.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
            return Some(Unfit::LineBreak);
        }
        if shape.contains(char::is_control) {
            return Some(Unfit::ControlCharacter);
        }
        if shape.contains(is_hidden) {
            return Some(Unfit::HiddenCharacter);
        }
        match self {
            Self::Text | Self::Line => None,
            Self::Url => (is_path(text) && !is_url_path(text)).then_some(Unfit::UrlPath),
            Self::Path => {
                let edge = |name: &str| name.trim() != name;
                text.split('/').any(edge).then_some(Unfit::EdgeBlank)
            }
            Self::Dotted => (!is_dotted(text)).then_some(Unfit::DottedName),
            Self::Variable => (!is_variable(text)).then_some(Unfit::VariableName),
            Self::Word => (!is_word(text)).then_some(Unfit::Word),
        }
    }
}

/// Whether a URL is a path on the site itself.
fn is_path(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//")
}

/// RFC 3986's characters of a path, without those that nginx or Compose read otherwise; and letters beyond ASCII.
fn is_url_path(path: &str) -> bool {
    let mut rest = path;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        if character == '%' {
            let digits = rest.as_bytes().get(..2);
            if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                return false;
            }
        } else if !is_letter(character) && !"-._~!&()*+,=:@/".contains(character) {
            return false;
        }
    }
    true
}

/// A letter, a digit, or an accent that stands by itself.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\u{300}'..='\u{36f}')
}

/// `mysite.wsgi.application`, `mysite.celery:app`. A module that is never imported by statement may have a dash.
fn is_dotted(text: &str) -> bool {
    let name = |name: &str| {
        !name.is_empty()
            && !name.starts_with('-')
            && name.chars().all(|c| is_letter(c) || "_-".contains(c))
    };
    text.matches(':').count() <= 1 && text.split(['.', ':']).all(name)
}

/// What a shell, `.env` and Compose's `${…}` take for a name.
fn is_variable(text: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(first) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What begins with a dash would be an option.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ":._-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_of_their_kind() {
        let words: [(Kind, &[&str]); 7] = [
            (
                Kind::Url,
                &[
                    "/static/",
                    "/a~b/%20/été/",
                    "https://cdn.example/a b/",
                    "//cdn/x",
                ],
            ),
            (
                Kind::Path,
                &[
                    "",
                    "my uploads/a'b\"#!$[x]",
                    "données/日本",
                    "a/../b",
                    ".env",
                ],
            ),
            (
                Kind::Dotted,
                &[
                    "mysite.wsgi.application",
                    "config.celery_app:app",
                    "my-site.settings",
                    "café.x",
                ],
            ),
            (Kind::Variable, &["DEBUG", "_x", "my_var1"]),
            (Kind::Word, &["dev", "build:prod", "22.3.1", "a_b"]),
            (Kind::Line, &["Django >=4 ; python_version < '3.9'", "a\tb"]),
            (Kind::Text, &["-----BEGIN\nx\n", ""]),
        ];
        for (kind, texts) in words {
            for text in texts {
                assert_eq!(kind.unfit(text), None, "{kind:?} {text:?}");
            }
        }
    }

    #[test]
    fn others_are_not() {
        let texts = [
            (Kind::Url, "/m/\n  privileged: true", Unfit::LineBreak),
            (Kind::Url, "/m x/", Unfit::UrlPath),
            (Kind::Url, "/m{/", Unfit::UrlPath),
            (Kind::Url, "/%zz/", Unfit::UrlPath),
            (Kind::Url, "/a;b/", Unfit::UrlPath),
            (Kind::Url, "https://cdn/\u{1b}[2J", Unfit::ControlCharacter),
            (Kind::Path, "a\u{202e}b", Unfit::HiddenCharacter),
            (Kind::Path, "a /b", Unfit::EdgeBlank),
            (Kind::Path, "a\u{2028}b", Unfit::LineBreak),
            (Kind::Dotted, "mysite.celery$(x)\"", Unfit::DottedName),
            (Kind::Dotted, "a..b", Unfit::DottedName),
            (Kind::Dotted, "-x.y", Unfit::DottedName),
            (Kind::Variable, "my var", Unfit::VariableName),
            (Kind::Variable, "1A", Unfit::VariableName),
            (Kind::Variable, "my.var-1", Unfit::VariableName),
            (Kind::Variable, "A: b", Unfit::VariableName),
            (Kind::Word, "prod;touch x", Unfit::Word),
            (Kind::Word, "--index", Unfit::Word),
            (Kind::Line, "Django\r\nx", Unfit::LineBreak),
            (Kind::Text, "a\0b", Unfit::ControlCharacter),
        ];
        for (kind, text, why) in texts {
            assert_eq!(kind.unfit(text), Some(why), "{kind:?} {text:?}");
        }
    }
}
