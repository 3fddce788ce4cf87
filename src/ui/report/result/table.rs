//! Text in columns.

use console::measure_text_width;

/// A text, and blanks up to a width in the columns of a terminal.
pub(in crate::ui) fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(measure_text_width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// The width of the widest text.
pub(in crate::ui) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    let widths = texts.into_iter().map(measure_text_width);
    widths.max().unwrap_or_default()
}

/// The width of the widest text, of those that are not wider than `most`: a long one does not push the others away.
pub(in crate::ui) fn widest_within<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> usize {
    let widths = texts.into_iter().map(measure_text_width);
    widths
        .filter(|width| *width <= most)
        .max()
        .unwrap_or_default()
}
