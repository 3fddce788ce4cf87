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
    ($path:literal, $name:literal) => {
        crate::embedded::Rows::new(include_str!(concat!(
            env!("OUT_DIR"),
            "/",
            $path,
            ".",
            $name
        )))
    };
}
pub(crate) use rows;

/// The texts of a row.
pub(crate) type Texts = std::str::Split<'static, char>;

/// Names, each with one or several texts. One is found without reading the others.
pub(crate) struct Rows(&'static str);

impl Rows {
    /// The rows are lines in the order of the names, with tabs between a name and its texts.
    pub(crate) const fn new(lines: &'static str) -> Self {
        Self(lines)
    }

    /// The texts of a name.
    pub(crate) fn get(&self, name: &str) -> Option<Texts> {
        let mut rest = self.0;
        while !rest.is_empty() {
            let middle = rest.floor_char_boundary(rest.len() / 2);
            let start = rest[..middle].rfind('\n').map_or(0, |before| before + 1);
            let line = rest[start..].split('\n').next().unwrap_or_default();
            let (found, texts) = row(line);
            match found.cmp(name) {
                std::cmp::Ordering::Equal => return Some(texts),
                std::cmp::Ordering::Greater => rest = &rest[..start],
                std::cmp::Ordering::Less => rest = &rest[start + line.len() + 1..],
            }
        }
        None
    }

    /// Every name and its texts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, Texts)> + use<> {
        self.0.lines().map(row)
    }
}

fn row(line: &'static str) -> (&'static str, Texts) {
    let mut texts = line.split('\t');
    (texts.next().unwrap_or_default(), texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_and_no_other() {
        for lines in ["", "b\t1\n", "b\t1\t2\nbé\t3\nd\t\nda\t4\nf\t5\n"] {
            let rows = Rows::new(lines);
            for (name, texts) in rows.iter() {
                let found = rows.get(name).map(Iterator::collect::<Vec<_>>);
                assert_eq!(found, Some(texts.collect()), "{name} of {lines:?}");
            }
            assert_eq!(rows.iter().count(), lines.lines().count());
            for name in ["", "a", "bb", "b\t1", "c", "dé", "g"] {
                assert!(rows.get(name).is_none(), "{name} of {lines:?}");
            }
        }
    }
}
