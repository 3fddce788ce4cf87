//! The tables that stand beside the code, as the build script left them: djdock parses no TOML of its own.

/// The value of a table of the build script's, by the path of its TOML file.
macro_rules! table {
    ($path:literal) => {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/", $path, ".json")))
            .expect("the embedded table is valid")
    };
}
pub(crate) use table;

/// One of the tables in such a file, as rows.
macro_rules! rows {
    ($path:literal, $name:literal) => {{
        static ROWS: &[(&str, crate::embedded::Texts)] =
            include!(concat!(env!("OUT_DIR"), "/", $path, ".", $name, ".rs"));
        crate::embedded::Rows::new(ROWS)
    }};
}
pub(crate) use rows;

/// The texts of a row.
pub(crate) type Texts = &'static [&'static str];

/// Names, each with one or several texts. One is found without reading the others.
pub(crate) struct Rows(&'static [(&'static str, Texts)]);

impl Rows {
    /// The rows are in the order of the names.
    pub(crate) const fn new(rows: &'static [(&'static str, Texts)]) -> Self {
        Self(rows)
    }

    /// The texts of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Texts> {
        let found = self.0.binary_search_by(|(other, _)| (*other).cmp(name));
        found.ok().map(|index| self.0[index].1)
    }

    /// Every name and its texts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, Texts)> + use<> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_row_is_found_and_no_other() {
        let modules = rows!("src/inspect/missing/modules.toml", "modules");
        let mut before = "";
        for (name, texts) in modules.iter() {
            assert!(before < name, "{name}");
            assert_eq!(modules.get(name), Some(texts), "{name}");
            before = name;
        }
        let toml = include_str!("inspect/missing/modules.toml");
        let table: toml::Table = toml::from_str(toml).expect("the table is TOML");
        let names = table["modules"].as_table().map(toml::Table::len);
        assert_eq!(Some(modules.iter().count()), names);
        for name in ["", "a", "PIL.", "zzz"] {
            assert!(modules.get(name).is_none(), "{name}");
        }
    }
}
