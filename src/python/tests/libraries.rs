//! A library is a file and its line in the list: nothing else of the reader of Python knows its name.

use std::fs;
use std::path::{Path, PathBuf};

use crate::python::packages::LIBRARIES;

/// The files of the reader, but for its tests.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

/// Whether a file has a module's name in a text, alone or before a dot; a keyword argument may be called like it.
fn names(path: &Path, module: &str) -> bool {
    let text = fs::read_to_string(path).expect("a file");
    let text = text.replace(&format!("keyword(\"{module}\")"), "");
    text.contains(&format!("\"{module}\"")) || text.contains(&format!("\"{module}."))
}

#[test]
fn each_is_known_in_its_own_file_alone() {
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/python"));
    for module in LIBRARIES.iter().flat_map(|library| library.modules) {
        let known: Vec<_> = files.iter().filter(|path| names(path, module)).collect();
        assert_eq!(known.len(), 1, "{module}: {known:?}");
    }
}

#[test]
fn each_module_belongs_to_one() {
    let mut modules: Vec<_> = LIBRARIES.iter().flat_map(|it| it.modules).collect();
    let all = modules.len();
    modules.sort_unstable();
    modules.dedup();
    assert_eq!(modules.len(), all);
}
