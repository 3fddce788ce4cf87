//! The pages for who works on djdock: what they name exists, and what they tell people to type works.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use djdock::catalog::Catalog;

use crate::harness::source;

/// The pages that this repository's own people read, from its root.
const PAGES: [&str; 7] = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/architecture.md",
    "docs/pack.md",
    "docs/words.md",
    "tests/e2e/README.md",
];

fn page(path: &str) -> String {
    fs::read_to_string(source(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between backticks outside of blocks.
fn quoted(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

/// The lines of a page's blocks of shell, without comments.
fn typed(text: &str) -> Vec<&str> {
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    let commands = lines.map(|line| line.split(" #").next().unwrap_or_default().trim());
    commands.filter(|line| !line.is_empty()).collect()
}

/// The first cells of the tables below a heading, without their backticks.
fn rows<'page>(text: &'page str, heading: &str) -> Vec<&'page str> {
    let section = text.split(&format!("## {heading}\n")).nth(1);
    let section = section.unwrap_or_else(|| panic!("no section «{heading}»"));
    let lines = section.split("\n## ").next().unwrap_or_default().lines();
    let cells = lines.filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.map(|cell| cell.trim_matches('`')).collect()
}

#[test]
fn the_architecture_names_each_module_of_the_library() {
    let modules = fs::read_dir(source("src")).unwrap().map(|entry| {
        let name = entry.unwrap().file_name();
        let name = name.to_string_lossy();
        name.strip_suffix(".rs").unwrap_or(&name).to_owned()
    });
    let modules: BTreeSet<String> = modules.collect();
    let text = page("docs/architecture.md");
    let named = rows(&text, "Where each thing lives").into_iter();
    let named: BTreeSet<String> = named.skip(1).map(ToOwned::to_owned).collect();
    assert_eq!(named, modules);
}

/// The names of each line of the first block below a heading: what they are stands behind three blanks.
fn lines_below(text: &str, heading: &str) -> Vec<String> {
    let block = text
        .split(heading)
        .nth(1)
        .and_then(|rest| rest.split("```").nth(1));
    let lines = block
        .unwrap_or_else(|| panic!("no picture: {heading}"))
        .lines()
        .skip(1);
    let lines = lines.map(|line| line.trim_start_matches("//!").trim());
    let names = lines.map(|line| line.split("   ").next().unwrap_or_default().to_owned());
    names.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_architecture_has_the_layers_of_the_code() {
    let shown = lines_below(&page("docs/architecture.md"), "## The layers");
    assert_eq!(shown, lines_below(&page("src/lib.rs"), "//! # Layers"));
}

#[test]
fn their_links_lead_somewhere() {
    for path in PAGES {
        let text = page(path);
        let folder = source(path).parent().unwrap().to_owned();
        let links = text.split("](").skip(1);
        let targets = links.filter_map(|rest| rest.split(')').next());
        for target in targets.filter(|target| !target.starts_with("https://")) {
            assert!(folder.join(target).exists(), "{path}: {target}");
        }
    }
}

/// Paths from the root: what has a slash in it and begins with a folder or file of the repository's own.
#[test]
fn their_paths_exist() {
    let roots = [
        "src/",
        "tests/",
        "templates/",
        "docs/",
        "benches/",
        "examples/",
        "snapshots/",
        ".ci/",
    ];
    for path in ["CONTRIBUTING.md", "docs/architecture.md", "docs/words.md"] {
        let text = page(path);
        let paths = quoted(&text).into_iter();
        let paths = paths.filter(|quoted| roots.iter().any(|root| quoted.starts_with(root)));
        // A name in capitals stands for what the reader puts there.
        let paths = paths.filter(|path| !path.contains("NAME"));
        for named in paths {
            assert!(source(named).exists(), "{path}: {named}");
        }
    }
}

/// `cargo test --test BINARY WORD` finds tests, and what else is typed begins with a program that there is.
#[test]
fn their_commands_find_what_they_run() {
    let text = page("CONTRIBUTING.md");
    let typed = typed(&text);
    let mut filters = 0;
    for line in &typed {
        let words: Vec<&str> = line
            .split_whitespace()
            .filter(|word| !word.contains('='))
            .collect();
        match words[..] {
            ["cargo", "test", "--test", binary, ref rest @ ..] => {
                let main = source("tests").join(binary).join("main.rs");
                assert!(main.exists(), "{line}");
                if let [word] = rest {
                    filters += 1;
                    assert!(finds_tests(binary, word), "{line} runs no test");
                }
            }
            ["cargo", "build" | "test" | "run" | "clippy" | "bench", ..] | ["git", ..] => {}
            [script] => assert!(source(script).exists(), "{line}"),
            _ => panic!("{line}: nothing says that this works"),
        }
    }
    assert!(filters > 0, "{typed:?}");
}

/// Whether a filter runs tests of this binary.
fn finds_tests(binary: &str, word: &str) -> bool {
    if binary == "cases" {
        // Its tests have the names of what is there.
        return Catalog::embedded().unwrap().service(word).is_some();
    }
    assert_eq!(
        binary,
        env!("CARGO_CRATE_NAME"),
        "only its own tests can be listed"
    );
    let myself = std::env::current_exe().unwrap();
    let listed = Command::new(myself)
        .args([word, "--list"])
        .output()
        .unwrap();
    String::from_utf8_lossy(&listed.stdout).contains(": test\n")
}

/// A word that nobody uses any more is none of the project's.
#[test]
fn the_glossary_has_words_in_use() {
    let text = page("docs/words.md");
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    let mut code = String::new();
    for folder in ["src", "tests"] {
        read_all(&source(folder), &mut code);
    }
    let code = code.to_lowercase();
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric()).collect();
    let used = |word: &str| {
        words
            .range(word..)
            .next()
            .is_some_and(|known| known.starts_with(word))
    };
    for heading in headings {
        let terms = rows(&text, heading);
        assert!(terms.len() > 3, "{heading}");
        let terms = terms.into_iter().skip(1).map(|term| term.trim_matches('*'));
        for term in terms {
            assert!(used(term), "{heading}: {term}");
        }
    }
}

/// All Rust below a folder.
fn read_all(folder: &std::path::Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_changelog_has_the_crate_s_version() {
    let text = page("CHANGELOG.md");
    assert!(text.contains("\n## [Unreleased]\n"));
    let version = format!("\n## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&version), "{version}");
}
