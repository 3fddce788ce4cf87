//! Many stacks have the same files: each text is linted once.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::rendered::Rendered;
use crate::harness::run::Run;

/// A file, and the first stack in which its text was met.
pub(super) struct Met<'all> {
    pub(super) stack: &'all Rendered,
    pub(super) file: String,
    pub(super) text: String,
}

impl Met<'_> {
    pub(super) fn path(&self) -> PathBuf {
        self.stack.folder.join(&self.file)
    }
}

/// The files that `kind` names of each stack, each text once; at least one.
pub(super) fn once(stacks: &[Rendered], kind: impl Fn(&Rendered) -> Vec<String>) -> Vec<Met<'_>> {
    let mut seen = BTreeSet::new();
    let mut met = Vec::new();
    for stack in stacks {
        for file in kind(stack) {
            let text = stack.read(&file);
            if seen.insert(text.clone()) {
                met.push(Met { stack, file, text });
            }
        }
    }
    assert!(!met.is_empty(), "there is nothing to check");
    met
}

/// The files whose name, without its folder, is as wanted.
pub(super) fn named(stack: &Rendered, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let files = stack.files.iter();
    let name = |file: &str| file.rsplit('/').next().unwrap_or_default().to_owned();
    files.filter(|file| wanted(&name(file))).cloned().collect()
}

/// Gives all files to one run of a linter; what it finds ends the check.
pub(super) fn accepts(linter: Run, met: &[Met<'_>]) {
    let ran = linter.args(met.iter().map(Met::path)).run();
    if ran.code == Some(0) {
        return;
    }
    let story = ran.story();
    let shown = |met: &&Met<'_>| story.contains(&*met.path().to_string_lossy());
    let legend = met.iter().filter(shown);
    let legend = legend.map(|met| format!("{} is {}\n", met.path().display(), met.stack.name));
    panic!("{}{story}", legend.collect::<String>());
}
