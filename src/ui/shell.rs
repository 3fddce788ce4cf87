//! Words of command lines that a person can copy.

use std::borrow::Cow;

/// A text as one word of a shell's line.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "_-./,:=@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("'{}'", text.replace('\'', "'\\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_word_is_quoted_where_it_must_be() {
        assert_eq!(word("feature/été-2"), "feature/été-2");
        assert_eq!(word("/tmp/a b;$(id)"), "'/tmp/a b;$(id)'");
        assert_eq!(word("it's"), "'it'\\''s'");
        assert_eq!(word(""), "''");
    }
}
