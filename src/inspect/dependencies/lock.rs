//! Lock files: the exact versions, and the wheels that there are of them.

use std::collections::BTreeMap;

use super::places::Places;
use super::specifier::normalize;
use super::{Declared, Package};

/// What a lock file says.
#[derive(Default)]
pub(super) struct Locked {
    pub(super) packages: Vec<Package>,
    /// File names of wheels, by package.
    pub(super) wheels: BTreeMap<String, Vec<String>>,
    /// The Python versions that it is made for, and where.
    python: Option<(String, String)>,
}

impl Declared {
    /// Takes over a lock; the project's own file says better which Python versions it is for.
    pub(super) fn lock_with(&mut self, path: String, locked: Locked) {
        self.packages.extend(locked.packages);
        self.wheels = locked.wheels;
        self.python = self.python.take().or(locked.python);
        self.files.push(path.clone());
        self.lock = Some(path);
    }
}

/// `uv.lock`, `poetry.lock` and `pdm.lock`: `[[package]]` tables, whose keys stand on lines of their own.
pub(super) fn toml(path: &str, text: &str) -> Locked {
    let mut locked = Locked::default();
    let mut table = "";
    for (index, line) in text.lines().enumerate() {
        let at = || format!("{path}:{}", index + 1);
        if line.starts_with('[') {
            table = line.trim_end();
            if table == "[[package]]" {
                locked.packages.push(Package {
                    locked: true,
                    ..Package::default()
                });
            }
        } else if let Some(wheel) = wheel(line) {
            let name = locked.packages.last().map(|package| package.name.clone());
            let wheels = locked.wheels.entry(name.unwrap_or_default()).or_default();
            wheels.push(wheel.to_owned());
        } else if table == "[[package]]" {
            let Some(package) = locked.packages.last_mut() else {
                continue;
            };
            if let Some(name) = value_of(line, "name") {
                package.name = normalize(name);
                package.at = at();
            } else if let Some(version) = value_of(line, "version") {
                package.specifier = format!("=={version}");
            } else if line.starts_with("source") && line.contains("git =")
                || line.starts_with("git =")
            {
                package.git = true;
            }
        } else if table == "[package.source]" && value_of(line, "type") == Some("git") {
            locked
                .packages
                .iter_mut()
                .next_back()
                .into_iter()
                .for_each(|package| package.git = true);
        } else if locked.packages.is_empty() || table == "[metadata]" {
            let value =
                value_of(line, "requires-python").or_else(|| value_of(line, "python-versions"));
            locked.python = locked.python.or_else(|| Some((value?.to_owned(), at())));
        }
    }
    locked
}

/// The file name of a wheel: at the end of uv's `url = "…"`, the whole of the others' `file = "…"`.
fn wheel(line: &str) -> Option<&str> {
    let end = line.find(".whl")? + ".whl".len();
    let start = line[..end].rfind(['"', '/']).map_or(0, |at| at + 1);
    Some(&line[start..end])
}

fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
    rest.trim().strip_prefix('"')?.strip_suffix('"')
}

/// `Pipfile.lock`. It names no wheels.
pub(super) fn pipfile(path: &str, text: &str) -> Locked {
    let mut locked = Locked::default();
    let Ok(lock) = serde_json::from_str::<serde_json::Value>(text) else {
        return locked;
    };
    let places = Places::of_json(path, text);
    for section in ["default", "develop"] {
        let entries = lock.get(section).and_then(serde_json::Value::as_object);
        for (name, entry) in entries.into_iter().flatten() {
            let text_of = |key: &str| entry.get(key).and_then(serde_json::Value::as_str);
            let extras = entry.get("extras").and_then(serde_json::Value::as_array);
            let extras = extras
                .into_iter()
                .flatten()
                .filter_map(serde_json::Value::as_str);
            locked.packages.push(Package {
                name: normalize(name),
                extras: extras.map(str::to_lowercase).collect(),
                specifier: text_of("version").unwrap_or_default().to_owned(),
                at: places.of(name),
                locked: true,
                git: text_of("git").is_some(),
                development: section == "develop",
                ..Package::default()
            });
        }
    }
    locked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lock_of_toml() {
        let uv = "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"Django\"\nversion = \"5.2.8\"\nsource = { registry = \"https://example.com\" }\nwheels = [\n    { url = \"https://example.com/ab/django-5.2.8-py3-none-any.whl\", hash = \"sha256:0\" },\n]\n\n[package.metadata]\nname = \"x\"\n\n[[package]]\nname = \"lib\"\nversion = \"1\"\nsource = { git = \"https://example.com/lib\" }\n";
        let poetry = "[[package]]\nname = \"Django\"\nversion = \"5.2.8\"\npython-versions = \">=3.10\"\nfiles = [\n    {file = \"django-5.2.8-py3-none-any.whl\", hash = \"sha256:0\"},\n]\n\n[package.dependencies]\nname = \"no\"\n\n[[package]]\nname = \"lib\"\nversion = \"1\"\n\n[package.source]\ntype = \"git\"\n\n[metadata]\npython-versions = \">=3.12\"\n";
        for text in [uv, poetry] {
            let locked = toml("x.lock", text);
            let shown: Vec<_> = locked
                .packages
                .iter()
                .map(|package| {
                    (
                        package.name.as_str(),
                        package.specifier.as_str(),
                        package.git,
                    )
                })
                .collect();
            assert_eq!(shown, [("django", "==5.2.8", false), ("lib", "==1", true)]);
            assert_eq!(locked.wheels["django"], ["django-5.2.8-py3-none-any.whl"]);
            assert_eq!(
                locked.python.map(|(range, _)| range).as_deref(),
                Some(">=3.12")
            );
        }
    }
}
