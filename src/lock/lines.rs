//! Splices as an array: those of a line take a line.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

use crate::text::lines;

/// A lock's text in which a splice takes as many lines as its texts have.
pub(super) fn in_lines(text: &str) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let patched = document.get_mut("patched").and_then(Item::as_table_mut);
    for (_, file) in patched.into_iter().flat_map(Table::iter_mut) {
        let Some(file) = file.as_table_mut() else {
            continue;
        };
        let splices = file.get("splices").and_then(Item::as_array_of_tables);
        let tables = splices.map(|splices| splices.iter().map(inline).collect());
        if let Some(tables) = tables {
            file.insert("splices", Item::Value(array(tables).into()));
        }
    }
    Ok(document.to_string())
}

fn inline(splice: &Table) -> InlineTable {
    let values = splice.iter().filter_map(|(key, item)| {
        let value = item.as_value()?;
        let line = value
            .as_str()
            .filter(|text| lines(text).count() < 2)
            .and_then(in_a_line);
        Some((key, line.unwrap_or_else(|| value.clone())))
    });
    values.collect()
}

/// A text with its line break written as `\n`.
fn in_a_line(text: &str) -> Option<Value> {
    // JSON's strings are TOML's, but for one character, which TOML refuses.
    serde_json::to_string(text).ok()?.parse().ok()
}

fn array(tables: Vec<InlineTable>) -> Array {
    let mut array = Array::new();
    for table in tables {
        array.push_formatted(Value::from(table).decorated("\n    ", ""));
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}

#[cfg(test)]
mod tests {
    use super::in_lines;

    #[test]
    fn a_splice_of_a_line_takes_a_line() {
        let text = "[patched.a]\ncreated = true\n\n[[patched.a.splices]]\nafter = \"\"\"\none\n\"\"\"\n\n\
            [[patched.a.splices]]\nbefore = \"\\u007F\\n\"\nafter = \"\"\"\n\none\n\"\"\"\n";
        let written = in_lines(text).unwrap();
        let value = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        assert_eq!(value(&written), value(text));
        assert!(
            written.contains("\n    { after = \"one\\n\" },\n"),
            "{written}"
        );
    }
}
