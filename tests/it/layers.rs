//! The layers of the code, as the picture in `src/lib.rs` shows them: a module imports what stands below it. A cycle
//! between modules would need an import that does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The heading of the picture.
const HEADING: &str = "//! # Layers";

/// For each import, the module at the top of `src` that has it and the one that it names: the first file with it.
type Imports = BTreeMap<(String, String), String>;

#[test]
fn a_module_imports_lower_ones_alone() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let heights = heights(&fs::read_to_string(source.join("lib.rs")).unwrap());
    let mut imports = Imports::new();
    let modules = read(&source, &[], &mut imports);
    let placed: BTreeSet<String> = heights.keys().cloned().collect();
    assert_eq!(modules, placed, "the modules, and those in the picture");
    assert_eq!(against(&heights, &imports), Vec::<String>::new());
}

#[test]
fn an_import_from_above_or_beside_is_found() {
    let picture = format!("{HEADING}\n//! ```text\n//! roof\n//! left  right\n//! ```\n");
    let heights = heights(&picture);
    let mut imports = Imports::new();
    for (path, text) in [
        ("roof.rs", "use crate::left::Door;\nuse crate::right;"),
        ("left.rs", "// crate::roof\nuse super::right::Wall;"),
        ("left/mod.rs", "use super::right;"),
        (
            "right/a.rs",
            "let chimney = crate::roof::chimney();\nuse super::left;",
        ),
        (
            "right/b.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::left;\n}",
        ),
        ("right/c/d.rs", "use super::super::super::cellar;"),
    ] {
        let names: Vec<&str> = path.split('/').collect();
        imported(&names, text, &mut imports);
    }
    let found = [
        "left imports right: left.rs",
        "right imports cellar: right/c/d.rs",
        "right imports roof: right/a.rs",
    ];
    assert_eq!(against(&heights, &imports), found);
}

/// The height of each module of the picture, counted from the roof: the higher the number, the lower it stands.
fn heights(text: &str) -> BTreeMap<String, usize> {
    let picture = text.split(HEADING).nth(1).expect("the picture's heading");
    let picture = picture.split("```").nth(1).expect("the picture");
    let lines = picture.lines().skip(1).enumerate();
    let mut heights = BTreeMap::new();
    for (height, line) in lines {
        for name in line.trim_start_matches("//!").split_whitespace() {
            let before = heights.insert(name.to_owned(), height);
            assert_eq!(before, None, "twice in the picture: {name}");
        }
    }
    heights
}

/// Reads the imports of a folder of source code, without its tests, and tells which modules stand in it.
fn read(folder: &Path, above: &[&str], imports: &mut Imports) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let names = [above, &[name]].concat();
        if ["tests", "tests.rs", "lib.rs", "main.rs"].contains(&name) {
            continue;
        }
        if path.is_dir() {
            read(&path, &names, imports);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            imported(&names, &fs::read_to_string(&path).unwrap(), imports);
        }
        modules.insert(stem(name).to_owned());
    }
    modules
}

/// Notes which other modules at the top the text of a file imports.
fn imported(names: &[&str], text: &str, imports: &mut Imports) {
    let depth = names.iter().filter(|name| **name != "mod.rs").count();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: Vec<&str> = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n").replace(&"super::".repeat(depth), "crate::");
    let from = stem(names[0]);
    for rest in code.split("crate::").skip(1) {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let to = &rest[..length.unwrap_or(rest.len())];
        if to != from {
            let import = (from.to_owned(), to.to_owned());
            imports.entry(import).or_insert_with(|| names.join("/"));
        }
    }
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".rs").unwrap_or(name)
}

/// The imports that do not lead to a lower line.
fn against(heights: &BTreeMap<String, usize>, imports: &Imports) -> Vec<String> {
    let is_lower = |from: &String, to: &String| match (heights.get(from), heights.get(to)) {
        (Some(from), Some(to)) => from < to,
        _ => false,
    };
    imports
        .iter()
        .filter(|((from, to), _)| !is_lower(from, to))
        .map(|((from, to), file)| format!("{from} imports {to}: {file}"))
        .collect()
}

/// Files side by side that import each other: what both need is not yet a file of its own.
const KNOTS: [(&str, &str); 9] = [
    ("apply/index", "operation"),
    ("apply/operation", "reference"),
    ("apply/operation", "reflog"),
    ("apply/operation", "write_file"),
    ("commands/change", "next"),
    ("commands/changed", "next"),
    ("inspect/project", "spelling"),
    ("inspect/spelling/candidate", "trials"),
    ("patch/settings/decide", "setting"),
];

#[test]
fn files_side_by_side_import_one_way() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut imports = BTreeSet::new();
    beside(&source, "", &mut imports);
    let known = KNOTS.map(|(file, other)| (file.to_owned(), other.to_owned()));
    assert_eq!(knots(&imports), known);
}

/// Which files of a folder of source code import which others of the same folder: the path of the one, the name of the
/// other.
fn beside(folder: &Path, above: &str, imports: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = stem(path.file_name().unwrap().to_str().unwrap());
        let full = format!("{above}{name}");
        if path.is_dir() {
            beside(&path, &format!("{full}/"), imports);
            continue;
        }
        let file = match name {
            "mod" => above.trim_end_matches('/'),
            _ => full.as_str(),
        };
        let text = fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .filter_map(|line| line.strip_prefix("use super::"));
        for line in lines {
            let length = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let other = &line[..length.unwrap_or(line.len())];
            imports.insert((file.to_owned(), other.to_owned()));
        }
    }
}

/// The pairs of files that import each other, each once.
fn knots(imports: &BTreeSet<(String, String)>) -> Vec<(String, String)> {
    let back = |(file, other): &&(String, String)| {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let there = format!("{folder}/{other}");
        name < other.as_str() && imports.contains(&(there, name.to_owned()))
    };
    imports.iter().filter(back).cloned().collect()
}
