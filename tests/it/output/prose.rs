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

/// Where prose may stand that is none of a result or an error.
const OTHER_PROSE: [(&str, &str); 13] = [
    ("answers/", "questions, and comments of djdock.toml"),
    ("apply/error.rs", "what libgit2 says"),
    (
        "apply/merge_driver.rs",
        "the driver's name in git's configuration",
    ),
    ("commands/env_entries.rs", "comments of .env"),
    ("commands/replace.rs", "a question"),
    ("commands/settle.rs", "a question"),
    ("commands/undo.rs", "a question"),
    ("inspect/", "why a fact is a guess, which is one itself"),
    ("lock.rs", "the first line of djdock.lock"),
    ("patch/requirements.rs", "a comment of requirements.txt"),
    ("plan/lines.rs", "a line in the place of secrets"),
    ("python/", "a parser's message"),
    ("yaml/", "a parser's message"),
];

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
            || name.contains("/tests")
            || ["lib.rs", "main.rs", "cli.rs"].contains(&name.as_str())
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
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

#[test]
fn results_and_errors_are_facts() {
    let prose = |line: &str| texts(line).any(|text| words_in_a_row(text) > 2);
    let found = below_the_terminal();
    let found = found.iter().filter(|(_, line)| prose(line));
    let is_other = |place: &String| {
        OTHER_PROSE
            .iter()
            .any(|(other, _)| place.starts_with(other))
    };
    let (other, wrong): (Vec<_>, Vec<_>) = found.partition(|(place, _)| is_other(place));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        other.len() > 20,
        "the search finds prose where there is some"
    );
}

#[test]
fn prose_is_told_from_facts() {
    for (line, is_prose) in [
        ("Err(\"a whole number\".to_owned())", true),
        ("#[error(\"{path}: changed since it was read\")]", false),
        ("let found = format!(\"{path} is no file of yours\");", true),
        ("#[expect(clippy::x, reason = \"each is a switch\")]", false),
        ("tree.read().expect(\"a tree in memory\")", false),
        ("x.replace('\"', \"${A:?run make env}\")", false),
    ] {
        let found = texts(line).any(|text| words_in_a_row(text) > 2);
        assert_eq!(found, is_prose, "{line}");
    }
}

/// The texts of a line of code, without those that are for who reads the code.
fn texts(line: &str) -> impl Iterator<Item = &str> {
    let line = line.split(".expect(").next().unwrap();
    let line = line.split("reason = ").next().unwrap();
    let line = line.split("#[error(").next().unwrap();
    line.split('"').skip(1).step_by(2)
}

/// The most words of lower-case letters that follow each other, in a text that is no `${NAME:?…}` of Compose's.
fn words_in_a_row(text: &str) -> usize {
    if text.contains(":?") {
        return 0;
    }
    let is_word = |word: &&str| {
        word.chars()
            .all(|c| c.is_ascii_lowercase() || ".,;?".contains(c))
    };
    let words: Vec<&str> = text.split(' ').collect();
    let rows = words.split(|word| !is_word(word) || word.is_empty());
    rows.map(<[_]>::len).max().unwrap_or_default()
}
