//! Text in columns.

use console::measure_text_width;

/// A text, and blanks up to a width in the columns of a terminal.
pub(super) fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(measure_text_width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// The width of the widest text.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    let widths = texts.into_iter().map(measure_text_width);
    widths.max().unwrap_or_default()
}

/// The width of the widest text, of those that are not wider than `most`: a long one does not push the others away.
pub(super) fn widest_within<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> usize {
    let widths = texts.into_iter().map(measure_text_width);
    widths
        .filter(|width| *width <= most)
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_a_terminal() {
        let names = ["redis", "café", "数据"];
        assert_eq!(widest(names), 5);
        assert_eq!(widest_within(names, 4), 4);
        let rows = names.map(|name| padded(name, 5));
        assert_eq!(rows, ["redis", "café ", "数据 "]);
    }
}
