//! Files of thousands of lines: four times as many lines are about four times the work.

use djdock::tree::MemoryTree;

use super::{facts_of, tree};
use crate::harness::growth::is_linear;

/// One line for each number.
fn lines(many: usize, line: impl Fn(usize) -> String) -> String {
    (0..many).map(line).collect()
}

fn of(what: &str, size: usize, files: impl Fn(usize) -> Vec<(&'static str, String)>) {
    let input = |size: usize| -> MemoryTree {
        let files = files(size);
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        tree(&files)
    };
    is_linear(what, size, input, |tree| {
        facts_of(tree);
    });
}

#[test]
fn requirements() {
    of("names", 2000, |size| {
        let text = lines(size, |i| format!("package-{i}=={i}.0\n"));
        vec![("requirements.txt", text)]
    });
    of("one name", 4000, |size| {
        let text = lines(size, |i| format!("psycopg>={i}.0\n"));
        vec![("requirements.txt", text)]
    });
    of("names of dev", 1000, |size| {
        let base = lines(size, |i| format!("package-{i}=={i}.0\n"));
        let more = lines(size, |i| format!("more-{i}=={i}.0\n"));
        let text = format!("-r requirements.txt\n{more}");
        vec![("requirements.txt", base), ("requirements-dev.txt", text)]
    });
}

#[test]
fn tools() {
    of("project.dependencies", 2000, |size| {
        let text = lines(size, |i| format!("  \"package-{i}=={i}.0\",\n"));
        let text = format!("[project]\nname = \"x\"\ndependencies = [\n{text}]\n");
        vec![("pyproject.toml", text)]
    });
    of("Poetry", 1000, |size| {
        let text = lines(size, |i| format!("package-{i} = \"^{i}.0\"\n"));
        let lock = lines(size, |i| {
            format!("[[package]]\nname = \"package-{i}\"\nversion = \"{i}.0\"\n\n")
        });
        let text = format!("[tool.poetry.dependencies]\npython = \"^3.12\"\n{text}");
        vec![("pyproject.toml", text), ("poetry.lock", lock)]
    });
    of("Pipenv", 1000, |size| {
        let text = lines(size, |i| format!("package-{i} = \"=={i}.0\"\n"));
        let lock = lines(size, |i| {
            format!("\"package-{i}\": {{\"version\": \"=={i}.0\"}},\n")
        });
        let lock = format!("{{\"default\": {{\n{lock}\"x\": {{}}}}}}");
        vec![
            ("Pipfile", format!("[packages]\n{text}")),
            ("Pipfile.lock", lock),
        ]
    });
    of("conda", 2000, |size| {
        let text = lines(size, |i| format!("  - package-{i}={i}.0\n"));
        vec![("environment.yml", format!("dependencies:\n{text}"))]
    });
    of("setup.cfg", 1000, |size| {
        let text = lines(size, |i| format!("extra-{i} = package-{i}\n"));
        let text =
            format!("[options]\ninstall_requires = Django\n[options.extras_require]\n{text}");
        vec![("setup.cfg", text)]
    });
}
