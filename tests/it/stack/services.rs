//! A service is a folder of data: none is named in `src`.

use std::fs;
use std::path::{Path, PathBuf};

use djdock::catalog::{Catalog, DATABASE, Service};

use crate::harness::source;

/// The sources that are no tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs"
        {
            found.push(path);
        }
    }
}

/// The texts in a file's code, each with its line's number: what is compared, looked up or shown.
fn texts(path: &Path) -> Vec<(usize, String)> {
    let source = fs::read_to_string(path).unwrap();
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let numbered = code.lines().enumerate();
    numbered
        .map(|(index, line)| (index + 1, shown(line, path.ends_with("cli.rs"))))
        .collect()
}

/// What a line has in quotes; of clap's types also the comments, which are the help.
fn shown(line: &str, is_help: bool) -> String {
    match line.trim_start().strip_prefix("//") {
        Some(comment) if is_help => comment.to_owned(),
        Some(_) => String::new(),
        None => line
            .split('"')
            .skip(1)
            .step_by(2)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Whether a text names a service. A sqlite file is a kind of file, whoever serves it, DEBUG is Django's setting, and
/// `import-data` a choice and a target of the Makefile.
fn names(text: &str, service: &str) -> bool {
    let text = text
        .replace("DEBUG", "")
        .to_lowercase()
        .replace("import-data", "")
        .replace("future import", "")
        .replace("sqlite file", "")
        .replace("sqlite format", "");
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_word(c)).any(|word| word == service)
}

/// What reads the project, and what says what was read, names the libraries that it may use, as they are named:
/// `celery` is a Python package there. A database is none.
fn is_about_libraries(path: &Path, service: &Service) -> bool {
    let path = path.strip_prefix(source("src")).unwrap();
    let said = ["ui/report/result/facts.rs", "ui/report/unwritable.rs"];
    let is_about_projects = ["inspect", "python"].iter().any(|it| path.starts_with(it))
        || said.iter().any(|it| path.ends_with(it));
    // What patches settings writes Python's own words.
    let is_python = path.starts_with("patch") && service.name == "import";
    is_python || is_about_projects && !service.provides(DATABASE)
}

#[test]
fn no_service_is_named_in_the_code() {
    let mut files = Vec::new();
    sources(&source("src"), &mut files);
    assert!(files.len() > 50);
    let mut found = Vec::new();
    for service in Catalog::embedded().unwrap().services {
        let read = |path: &&PathBuf| !is_about_libraries(path, &service);
        for path in files.iter().filter(read) {
            for (number, text) in texts(path) {
                if names(&text, &service.name) {
                    let path = path.strip_prefix(source("src")).unwrap().display();
                    found.push(format!("src/{path}:{number}: {}: {text}", service.name));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let found = |line, is_help, name| names(&shown(line, is_help), name);
    assert!(found("    if name == \"MariaDB\" {", false, "mariadb"));
    assert!(found(
        "    /// The database: sqlite, mariadb",
        true,
        "mariadb"
    ));
    assert!(!found(
        "    /// The database: sqlite, mariadb",
        false,
        "mariadb"
    ));
    assert!(!found("    let driver = \"mysqlclient\";", false, "mysql"));
    assert!(!found("    say(\"your sqlite file\");", false, "sqlite"));
    assert!(found("    services.get(\"debug\")", false, "debug"));
    assert!(!found("    settings.get(\"DEBUG\")", false, "debug"));
}
