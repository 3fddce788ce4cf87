//! Where in a template a line of the text stands that was rendered from it: for messages about that text.

/// What stands around the number of a template's line in a text that is rendered to find it.
const MARK: (char, char) = ('\u{e000}', '\u{e001}');

/// A template with the number of each line at its end, but for lines that end within a tag.
pub(super) fn marked(template: &str) -> String {
    let mut text = String::new();
    let mut place = Place::Text;
    let mut line = 1;
    for (at, letter) in template.char_indices() {
        place = place.after(&template[at..]);
        if letter == '\n' {
            if place == Place::Text {
                mark(line, &mut text);
            }
            line += 1;
        }
        text.push(letter);
    }
    mark(line, &mut text);
    text
}

fn mark(line: usize, text: &mut String) {
    text.push(MARK.0);
    text.push_str(&line.to_string());
    text.push(MARK.1);
}

/// Where a letter of a template stands.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Place {
    Text,
    /// In a tag that ends with these letters.
    Tag(&'static str),
    /// In a text of such a tag, in these quotes.
    Quoted(&'static str, char),
}

impl Place {
    /// The place behind the first letter of the rest.
    fn after(self, rest: &str) -> Self {
        let opens = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let first = rest.chars().next().unwrap_or_default();
        match self {
            Self::Text => {
                let tag = opens.into_iter().find(|(open, _)| rest.starts_with(open));
                tag.map_or(self, |(_, close)| Self::Tag(close))
            }
            Self::Tag(close) if rest.starts_with(close) => Self::Text,
            Self::Tag(close) if close != "#}" && "\"'`".contains(first) => {
                Self::Quoted(close, first)
            }
            Self::Quoted(close, quote) if first == quote => Self::Tag(close),
            other => other,
        }
    }
}

/// The template's line of which a line (both from 1) of the rendered text was made. The marked text differs from that one
/// in white space alone; where it does not, nothing can be told.
pub(super) fn line_of(rendered: &str, line: usize, marked: &str) -> Option<usize> {
    let letters = |text: &str| {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .count()
    };
    let above: usize = rendered.lines().take(line - 1).map(letters).sum();
    let mut seen = 0;
    let mut rest = marked.chars();
    while let Some(letter) = rest.next() {
        if letter == MARK.0 {
            let number: String = rest.by_ref().take_while(|it| *it != MARK.1).collect();
            if seen > above {
                return number.parse().ok();
            }
        } else if !letter.is_whitespace() {
            seen += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;

    const TEMPLATE: &str = "a\n{%- if b %}\n{#- one\ntwo #}\nb {{ \"}}\" }}\n{%- endif %}\n{%- for i in [1, 2] %}\n c{{ i }}\n\
                            {%- endfor -%}\n\n d\n{% set e = \"x\" %}\ne\n";

    fn render(text: &str, b: bool) -> String {
        let mut context = Context::new();
        context.insert("b", &b);
        let templates = Tera::new();
        templates.render_str(text, &context, false).unwrap()
    }

    #[test]
    fn every_line_that_is_rendered_is_found() {
        for (b, lines) in [
            (true, "a 1, b }} 5, c1 8, c2d 8, e 13"),
            (false, "a 1, c1 8, c2d 8, e 13"),
        ] {
            let text = render(TEMPLATE, b);
            let marked = render(&marked(TEMPLATE), b);
            let found = text
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.is_empty());
            let found = found.map(|(at, line)| {
                let line_of = line_of(&text, at + 1, &marked);
                format!("{} {}", line.trim(), line_of.unwrap_or_default())
            });
            assert_eq!(found.collect::<Vec<_>>().join(", "), lines);
        }
        assert_eq!(line_of("a", 2, &marked("a")), None);
    }
}
