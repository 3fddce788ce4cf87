//! All prose that a person reads stands in `src/ui`: elsewhere there are facts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::source;

/// Every file of Rust below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| {
        if path.is_dir() {
            sources(&path)
        } else {
            vec![path]
        }
    });
    files
        .filter(|path| path.extension().is_some_and(|it| it == "rs"))
        .collect()
}

/// The lines of code outside of the terminal, with their file and number.
fn below_the_terminal() -> Vec<(String, String)> {
    let root = source("src");
    let mut lines = Vec::new();
    for path in sources(&root) {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("ui/")
            || name.contains("/tests/")
            || ["lib.rs", "main.rs", "cli.rs"].contains(&name.as_str())
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let numbered = text.lines().enumerate();
        let code = numbered.filter(|(_, line)| !line.trim_start().starts_with("//"));
        lines.extend(code.map(|(index, line)| (format!("{name}:{}", index + 1), line.to_owned())));
    }
    assert!(lines.len() > 10_000);
    lines
}

#[test]
fn nothing_below_the_terminal_speaks_to_it() {
    let speaks = |line: &str| {
        let ways = [
            "ui::report",
            "ui::Ui",
            "ui::diff",
            "::stdout(",
            "::stderr(",
            "Page",
        ];
        ways.iter().any(|way| line.contains(way))
    };
    let found = below_the_terminal();
    let found: Vec<_> = found.iter().filter(|(_, line)| speaks(line)).collect();
    assert!(found.is_empty(), "{found:#?}");
}
