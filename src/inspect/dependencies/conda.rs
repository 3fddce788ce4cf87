//! `environment.yml`: conda's packages, and pip's below them.

use super::requirement::{self, Requirement};
use super::specifier::normalize;
use super::text::read_lossy;
use super::{Declared, Package};
use crate::environment::Environment;
use crate::inspect::project::{Install, Tool};
use crate::tree::{Tree, TreeError, join};

/// conda's names of what is no package of Python's, or is there already.
const NOT_PYTHON: &str = include_str!("conda.txt");

/// What a folder's environment file declares.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    for name in [
        "environment.yml",
        "environment.yaml",
        "conda.yml",
        "conda.yaml",
    ] {
        let path = join(folder, name);
        if let Some(text) = read_lossy(tree, &path)? {
            let found = declared(&path, &text);
            if found.is_some() {
                return Ok(found);
            }
        }
    }
    Ok(None)
}

fn declared(path: &str, text: &str) -> Option<Declared> {
    let items = items(text)?;
    let mut declared = Declared {
        tool: Tool::Conda,
        files: vec![path.to_owned()],
        ..Declared::default()
    };
    let mut install = Install::default();
    for (number, item, nested) in items {
        let at = format!("{path}:{number}");
        let requirement = if nested {
            item.clone()
        } else {
            of_conda(&item)
        };
        let Some(parsed) = requirement::parse(&requirement) else {
            continue;
        };
        if parsed.name == "python" && !nested {
            declared.python = Some((parsed.specifier, at));
        } else if nested || is_python(&parsed) {
            install.requirements.push(requirement);
            declared.packages.push(Package::new(parsed, at));
        }
    }
    declared.install = Environment::ALL
        .into_iter()
        .map(|one| (one, install.clone()))
        .collect();
    Some(declared)
}

/// The items of `dependencies:`, with their line, and whether they are pip's. These files are plain lists: reading
/// them line by line keeps the lines' numbers, and no alias can make them grow.
fn items(text: &str) -> Option<Vec<(usize, String, bool)>> {
    let mut items = Vec::new();
    let mut open = false;
    let mut found = false;
    let mut pip: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let bare = line.split(" #").next().unwrap_or(line).trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let Some(item) = bare.strip_prefix('-') else {
            open = bare == "dependencies:";
            found |= open;
            continue;
        };
        if !open {
            continue;
        }
        let item = item.trim().trim_matches(['"', '\'']);
        if item == "pip:" {
            pip = Some(indent);
        } else {
            let nested = pip.is_some_and(|outer| indent > outer);
            items.push((index + 1, item.to_owned(), nested));
        }
    }
    found.then_some(items)
}

/// `conda-forge::django=5.2=py312_0` is `django==5.2.*`, as pip says it.
fn of_conda(item: &str) -> String {
    let item = item.rsplit("::").next().unwrap_or(item);
    let Some((name, version)) = item.split_once('=') else {
        return item.to_owned();
    };
    if name.ends_with(['<', '>', '!', '~']) || version.starts_with('=') {
        return item.to_owned();
    }
    let (version, build) = version.split_once('=').unwrap_or((version, ""));
    // With its build named, a version is exact; alone, conda takes it for a beginning.
    let any = if build.is_empty() && !version.ends_with('*') {
        ".*"
    } else {
        ""
    };
    format!("{}=={}{any}", name.trim(), version.trim())
}

fn is_python(requirement: &Requirement) -> bool {
    let name = normalize(&requirement.name);
    let mut others = NOT_PYTHON.split_whitespace();
    others.all(|other| other != name) && !name.starts_with("lib") && !name.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists() {
        let text = "name: site\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - conda-forge::django=5.2 # the site\n  - openssl=3.0=h1\n  - numpy=1.26.4=py311_0\n  - pip:\n    - django-allauth==65.0\n    - -r more.txt\n";
        let found = declared("environment.yml", text).expect("a list");
        let shown: Vec<_> = found
            .packages
            .iter()
            .map(|package| {
                (
                    package.name.as_str(),
                    package.specifier.as_str(),
                    package.at.as_str(),
                )
            })
            .collect();
        let expected = [
            ("django", "==5.2.*", "environment.yml:6"),
            ("numpy", "==1.26.4", "environment.yml:8"),
            ("django-allauth", "==65.0", "environment.yml:10"),
        ];
        assert_eq!(shown, expected);
        assert_eq!(
            found.python,
            Some(("==3.11.*".to_owned(), "environment.yml:5".to_owned()))
        );
        assert_eq!(
            declared("environment.yml", "services:\n  - web\n").map(|found| found.tool),
            None
        );
    }
}
