//! Lock files: the exact versions.

use super::text::line_of;
use super::{Package, specifier};

/// The `[[package]]` tables of `uv.lock`, `poetry.lock` and `pdm.lock`, whose keys stand on lines of their own.
pub(super) fn toml_packages(path: &str, text: &str) -> Vec<Package> {
    let mut packages = Vec::new();
    let mut name: Option<(&str, usize)> = None;
    for (index, line) in text.lines().enumerate() {
        if line.trim_end() == "[[package]]" {
            name = None;
        } else if let Some(value) = value_of(line, "name") {
            name = Some((value, index + 1));
        } else if let (Some((found, number)), Some(version)) = (name, value_of(line, "version")) {
            packages.push(Package {
                name: specifier::normalize(found),
                specifier: format!("=={version}"),
                at: format!("{path}:{number}"),
                locked: true,
            });
            name = None;
        }
    }
    packages
}

fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
    rest.trim().strip_prefix('"')?.strip_suffix('"')
}

/// The packages of `Pipfile.lock`.
pub(super) fn pipfile_packages(path: &str, text: &str) -> Vec<Package> {
    let Ok(lock) = serde_json::from_str::<serde_json::Value>(text) else {
        return Vec::new();
    };
    let mut packages = Vec::new();
    for section in ["default", "develop"] {
        let entries = lock.get(section).and_then(serde_json::Value::as_object);
        for (name, entry) in entries.into_iter().flatten() {
            let version = entry.get("version").and_then(serde_json::Value::as_str);
            packages.push(Package {
                name: specifier::normalize(name),
                specifier: version.unwrap_or_default().to_owned(),
                at: line_of(path, text, &format!("\"{name}\"")),
                locked: true,
            });
        }
    }
    packages
}
