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
    let files = candidates(tree, folder)?;
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
        constraints: Vec::new(),
    };
    reading.file(&first, Role::Requirements)?;
    let mut declared = Declared {
        tool: Tool::Pip,
        files: reading.files,
        packages: reading.packages,
        constraints: reading.constraints,
        python: None,
    };
    for file in files {
        if !declared.files.contains(&file) {
            declared.files.push(file);
        }
    }
    Ok(Some(declared))
}

/// Everything that looks like a requirements file.
fn candidates(tree: &dyn Tree, folder: &str) -> Result<Vec<String>, TreeError> {
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
    Ok(files)
}

fn is_text(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "txt" | "in")))
}

fn is_requirements(name: &str) -> bool {
    is_text(name) && name.contains("requirements")
}

fn preferred(files: &[String]) -> Option<String> {
    let named = PREFERRED.iter().find_map(|name| {
        let of_name = |file: &&String| file.rsplit('/').next() == Some(name);
        files.iter().find(of_name)
    });
    // The only file, unless its name says that it is not what runs the project.
    let only = match files {
        [file]
            if !["dev", "test", "doc", "lint", "ci", "migration"]
                .iter()
                .any(|aside| file.contains(aside)) =>
        {
            Some(file)
        }
        _ => None,
    };
    named.or(only).cloned()
}

/// What a file is included for.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Role {
    /// `-r`: its packages are installed.
    Requirements,
    /// `-c`: its versions hold for what is installed.
    Constraints,
}

struct Reading<'a> {
    tree: &'a dyn Tree,
    files: Vec<String>,
    packages: Vec<Package>,
    constraints: Vec<Package>,
}

impl Reading<'_> {
    fn file(&mut self, path: &str, role: Role) -> Result<(), TreeError> {
        if self.files.len() >= MAX_FILES || self.files.iter().any(|file| file == path) {
            return Ok(());
        }
        let Some(text) = read_lossy(self.tree, path)? else {
            return Ok(());
        };
        self.files.push(path.to_owned());
        for (number, line) in logical_lines(&text) {
            if let Some((included, inner)) = included(&line) {
                let role = if role == Role::Constraints {
                    role
                } else {
                    inner
                };
                if let Some(included) = inside(parent(path), included) {
                    self.file(&included, role)?;
                }
            } else if let Some((name, specifier)) = specifier::split(without_options(&line)) {
                let list = match role {
                    Role::Requirements => &mut self.packages,
                    Role::Constraints => &mut self.constraints,
                };
                list.push(Package {
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
        if let Some(part) = line.trim_end().strip_suffix('\\') {
            joined.push_str(part);
            open = Some((number, joined));
        } else {
            joined.push_str(line);
            lines.push((number, joined.trim().to_owned()));
        }
    }
    lines.extend(open.map(|(number, joined)| (number, joined.trim().to_owned())));
    lines
}

/// The file of `-r FILE` or `-c FILE`, and what it is included for.
fn included(line: &str) -> Option<(&str, Role)> {
    let options = [
        ("--requirement", Role::Requirements),
        ("-r", Role::Requirements),
        ("--constraint", Role::Constraints),
        ("-c", Role::Constraints),
    ];
    let mut options = options.into_iter();
    let (rest, role) =
        options.find_map(|(option, role)| Some((line.strip_prefix(option)?, role)))?;
    let file = rest
        .trim_start_matches(['=', ' ', '\t'])
        .trim_matches(['"', '\'']);
    (!file.is_empty()).then_some((file, role))
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
