//! A text of somebody else's, as it can be shown: nothing in it moves the cursor, hides, or turns round.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is one that is not seen, or changes how others are: marks of direction, of no width, and
/// separators of lines that are none of the tools'.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a character ends a line, moves the cursor, or is not seen.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control() || is_hidden(character)
}

/// A text in one line, with symbols for what is not seen: `␛` for an escape, `<U+202E>` for a mark.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}

/// Lines with such symbols: their ends and tabs are layout.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |character| matches!(character, '\n' | '\t'))
}

/// A text with symbols for what is not seen and is not layout.
fn shown(text: &str, layout: impl Fn(char) -> bool) -> Cow<'_, str> {
    let odd = |character: char| is_unseen(character) && !layout(character);
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match u32::from(character) {
            _ if !odd(character) => shown.push(character),
            // Unicode has pictures of these, in their order.
            code @ 0..=0x1f => shown.extend(char::from_u32(0x2400 + code)),
            0x7f => shown.push('\u{2421}'),
            code => {
                let _ = write!(shown, "<U+{code:04X}>");
            }
        }
    }
    Cow::Owned(shown)
}

/// The beginning of a text, with a sign that it goes on.
pub(crate) fn cut(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay() {
        for text in ["", "mes fichiers/é#1!.db", "日本語 $x", "👍\u{fe0f}"] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn what_is_not_seen_is_shown() {
        assert_eq!(visible("/\u{1b}[2J\r\n\t\0x"), "/␛[2J␍␊␉␀x");
        assert_eq!(
            visible("\u{7f}\u{9b}a\u{202e}b\u{feff}"),
            "␡<U+009B>a<U+202E>b<U+FEFF>"
        );
    }

    #[test]
    fn lines_keep_their_ends_and_tabs() {
        assert_eq!(visible_lines("a\tb\r\nc\x1b[2K\n"), "a\tb␍\nc␛[2K\n");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut("éé", 2), "éé");
        assert_eq!(cut("ééé", 2), "éé…");
    }
}
