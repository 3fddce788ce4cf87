//! The project's own linters: what was clean before `djdock init` is clean after it.

use super::Linters;
use crate::harness::are_all;
use crate::harness::project::Project;

/// The widths of lines that projects ask for.
const WIDTHS: [usize; 4] = [79, 88, 100, 120];

/// The checks, as they are typed.
const CHECKS: [&[&str]; 4] = [
    &["ruff", "check", "--no-cache", "."],
    &["ruff", "check", "--no-cache", "--select", "E,F,I,W", "."],
    &["ruff", "format", "--no-cache", "--check", "."],
    &["black", "--check", "."],
];

/// What brings a project's code into the form that its own configuration asks for.
const FORMATTERS: [&[&str]; 2] = [
    &[
        "ruff",
        "check",
        "--no-cache",
        "--fix-only",
        "--select",
        "E,F,I,W",
        ".",
    ],
    &["ruff", "format", "--no-cache", "."],
];

const FIXTURES: [&str; 9] = [
    "environment-names",
    "services",
    "settings-local-example",
    "settings-long-tuple-old-style",
    "settings-split",
    "startproject-2.2",
    "startproject-5.2",
    "startproject-6.1",
    "startproject-tabs-double-quotes-black",
];

/// Which checks pass.
type Passed = [bool; CHECKS.len()];

/// Every fixture as it stands, and written as one of the configurations asks for; as each does with `DJDOCK_E2E_ALL`.
pub(super) fn stays_clean(linters: &Linters) {
    let mut clean = [0; CHECKS.len()];
    let asked: Vec<String> = configurations().collect();
    for (index, fixture) in FIXTURES.iter().enumerate() {
        let asked = asked.iter().enumerate();
        let asked = asked.filter(|(other, _)| are_all() || *other == index % (2 * WIDTHS.len()));
        let asked = asked.map(|(_, configuration)| Some(configuration.clone()));
        for configuration in [None].into_iter().chain(asked) {
            let name = format!("{fixture}, {configuration:?}");
            let project = Project::of(&format!("tests/fixtures/{fixture}"), "own-linters");
            if let Some(configuration) = &configuration {
                let write = project.run("tee").arg("pyproject.toml");
                write.input(configuration.as_str()).ok();
                for formatter in FORMATTERS {
                    let [program, arguments @ ..] = formatter else {
                        continue;
                    };
                    linters
                        .run(program)
                        .args(arguments)
                        .dir(&project.folder)
                        .run();
                }
                project.commit(&project.folder);
            }
            let before = passed(linters, &project);
            project
                .djdock()
                .args(["init", "--yes", "--db", "postgres"])
                .ok();
            for branch in ["dev", "prod"] {
                project.git(&format!("switch --quiet {branch}"));
                let after = passed(linters, &project);
                for (index, check) in CHECKS.iter().enumerate() {
                    let words = check.join(" ");
                    assert!(after[index] || !before[index], "{name}, {branch}: {words}");
                    clean[index] += usize::from(before[index]);
                }
            }
        }
    }
    // A law over nothing would hold as well.
    assert!(clean.iter().all(|count| *count > 4), "{clean:?}");
}

fn passed(linters: &Linters, project: &Project) -> Passed {
    CHECKS.map(|check| {
        let [program, arguments @ ..] = check else {
            return false;
        };
        let ran = linters
            .run(program)
            .args(arguments)
            .dir(&project.folder)
            .run();
        ran.code == Some(0)
    })
}

/// The `pyproject.toml` of each width and quote. black leaves single quotes alone where it is told to.
fn configurations() -> impl Iterator<Item = String> {
    let quotes = [("double", false), ("single", true)];
    let each = WIDTHS.into_iter();
    each.flat_map(move |width| quotes.map(|(quote, skips)| configuration(width, quote, skips)))
}

fn configuration(width: usize, quote: &str, skips: bool) -> String {
    format!(
        "[tool.ruff]\nline-length = {width}\n\n[tool.ruff.format]\nquote-style = \"{quote}\"\n\n\
         [tool.black]\nline-length = {width}\nskip-string-normalization = {skips}\n"
    )
}
