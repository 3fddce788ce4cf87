//! The rows of a whole database, the same text on every kind of one.

use serde_json::Value;

/// What `manage.py fingerprint --rows` printed.
#[derive(Clone, PartialEq)]
pub(crate) struct Rows(serde_json::Map<String, Value>);

impl Rows {
    pub(crate) fn parse(printed: &str) -> Self {
        match serde_json::from_str(printed) {
            Ok(Value::Object(tables)) => Self(tables),
            other => panic!("no fingerprint ({other:?}): {printed}"),
        }
    }

    /// The rows of a table, as JSON lines.
    pub(crate) fn of(&self, table: &str) -> Vec<&str> {
        let rows = self.0.get(table).and_then(Value::as_array);
        let rows = rows.unwrap_or_else(|| panic!("there is no table {table}"));
        rows.iter().filter_map(Value::as_str).collect()
    }

    /// How many rows there are in all.
    pub(crate) fn count(&self) -> usize {
        self.0.keys().map(|table| self.of(table).len()).sum()
    }

    /// Ends the test, naming the rows, unless both are the same.
    #[track_caller]
    pub(crate) fn are(&self, expected: &Self) {
        let mut differences = Vec::new();
        for table in expected.0.keys().chain(self.0.keys()) {
            let (here, there) = (self.lines(table), expected.lines(table));
            let missing = there.iter().filter(|row| !here.contains(row));
            differences.extend(missing.map(|row| format!("{table} lacks {row:.300}")));
            let added = here.iter().filter(|row| !there.contains(row));
            differences.extend(added.map(|row| format!("{table} has {row:.300}")));
        }
        differences.sort();
        differences.dedup();
        assert!(differences.is_empty(), "{}", differences.join("\n"));
        assert!(self == expected, "rows appear twice");
    }

    fn lines(&self, table: &str) -> Vec<&str> {
        let rows = self.0.get(table).and_then(Value::as_array);
        rows.map(|rows| rows.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default()
    }
}
