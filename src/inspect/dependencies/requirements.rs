//! requirements files.

use super::text::read_lossy;
use super::{Declared, Package, specifier};
use crate::inspect::project::Tool;
use crate::tree::{EntryKind, Tree, TreeError, join, parent};

/// Files that one requirements file may include, itself included.
const MAX_FILES: usize = 40;
/// The file of `requirements/` that is installed where the folder above has none, best first.
const PREFERRED: [&str; 10] = [
    "requirements.txt",
    "production.txt",
    "prod.txt",
    "deploy.txt",
    "base.txt",
    "common.txt",
    "main.txt",
    "default.txt",
    "pip.txt",
    "local.txt",
];

/// The requirements files of a folder and what they name.
pub(super) fn read(tree: &dyn Tree, folder: &str) -> Result<Option<Declared>, TreeError> {
    let entries = tree.list(folder)?;
    let mut files: Vec<String> = entries
        .iter()
        .filter(|entry| {
            matches!(entry.kind, EntryKind::File { .. }) && is_requirements(&entry.name)
        })
        .map(|entry| join(folder, &entry.name))
        .collect();
    for entry in &entries {
        let directory = entry.kind == EntryKind::Directory;
        if directory && matches!(entry.name.as_str(), "requirements" | "reqs") {
            let inner = join(folder, &entry.name);
            let listed = tree.list(&inner)?;
            let texts = listed.iter().filter(|file| is_text(&file.name));
            files.extend(texts.map(|file| join(&inner, &file.name)));
        }
    }
    let main = join(folder, "requirements.txt");
    let first = if files.contains(&main) {
        Some(main)
    } else {
        preferred(&files)
    };
    let Some(first) = first else {
        return Ok(None);
    };
    let mut reading = Reading {
        tree,
        files: Vec::new(),
        packages: Vec::new(),
    };
    reading.file(&first)?;
    let mut declared = Declared {
        tool: Tool::Pip,
        files: reading.files,
        packages: reading.packages,
        python: None,
    };
    for file in files {
        if !declared.files.contains(&file) {
            declared.files.push(file);
        }
    }
    Ok(Some(declared))
}

fn is_text(name: &str) -> bool {
    name.ends_with(".txt") || name.ends_with(".in")
}

fn is_requirements(name: &str) -> bool {
    is_text(name) && name.contains("requirements")
}

fn preferred(files: &[String]) -> Option<String> {
    let named = PREFERRED.iter().find_map(|name| {
        let of_name = |file: &&String| file.rsplit('/').next() == Some(name);
        files.iter().find(of_name)
    });
    named.or(files.first()).cloned()
}

struct Reading<'a> {
    tree: &'a dyn Tree,
    files: Vec<String>,
    packages: Vec<Package>,
}

impl Reading<'_> {
    fn file(&mut self, path: &str) -> Result<(), TreeError> {
        if self.files.len() >= MAX_FILES || self.files.iter().any(|file| file == path) {
            return Ok(());
        }
        let Some(text) = read_lossy(self.tree, path)? else {
            return Ok(());
        };
        self.files.push(path.to_owned());
        for (number, line) in logical_lines(&text) {
            if let Some(included) = included(&line) {
                let included = inside(parent(path), included);
                if let Some(included) = included {
                    self.file(&included)?;
                }
            } else if let Some((name, specifier)) = specifier::split(without_options(&line)) {
                self.packages.push(Package {
                    name,
                    specifier,
                    at: format!("{path}:{number}"),
                    locked: false,
                });
            }
        }
        Ok(())
    }
}

/// Lines with their number, continued ones joined, comments left out.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        let (number, mut joined) = open.take().unwrap_or((index + 1, String::new()));
        let line = match line.find('#') {
            Some(0) => "",
            Some(at) if line[..at].ends_with(char::is_whitespace) => &line[..at],
            _ => line,
        };
        match line.trim_end().strip_suffix('\\') {
            Some(part) => {
                joined.push_str(part);
                open = Some((number, joined));
            }
            None => {
                joined.push_str(line);
                lines.push((number, joined.trim().to_owned()));
            }
        }
    }
    lines.extend(open.map(|(number, joined)| (number, joined.trim().to_owned())));
    lines
}

/// The file of `-r FILE` and `--requirement FILE`.
fn included(line: &str) -> Option<&str> {
    let rest = ["--requirement", "-r"]
        .iter()
        .find_map(|option| line.strip_prefix(option))?;
    let rest = rest.trim_start_matches(['=', ' ', '\t']);
    (!rest.is_empty()).then(|| rest.trim_matches(['"', '\'']))
}

/// `--hash=…` and other options behind a requirement.
fn without_options(line: &str) -> &str {
    let end = line.find(" --").unwrap_or(line.len());
    line[..end].trim()
}

/// A path beside the file that names it; `None` outside the tree.
fn inside(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!path.starts_with('/')).then(|| parts.join("/"))
}
