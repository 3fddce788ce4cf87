//! What the tests share: a pack, and the laws that every patch keeps.

use djdock::patch::{PatchError, Patched, Reads, SettingsPatch, patch_settings, undo};
use djdock::tree::MemoryTree;
use similar::TextDiff;

/// The default pack's patch, shortened.
pub(crate) fn pack() -> SettingsPatch {
    toml::from_str(include_str!("pack.toml")).unwrap()
}

/// That patch with only some settings and no fragments, so that a diff stays short.
pub(crate) fn only(names: &[&str]) -> SettingsPatch {
    let mut patch = pack();
    patch
        .settings
        .retain(|setting| names.contains(&setting.name.as_str()));
    patch.fragments.clear();
    patch
}

/// Patches a module that stands beside other files, as djdock does: what its assignments read is evaluated first.
pub(crate) fn patched_among(
    others: &[(&str, &str)],
    source: &str,
    patch: &SettingsPatch,
) -> Result<Patched, PatchError> {
    let files = others.iter().copied().chain([("settings.py", source)]);
    let tree = MemoryTree::new(files);
    let reads = Reads::evaluate(&tree, "", "settings").unwrap_or_default();
    let reads = reads.file("settings.py").cloned().unwrap_or_default();
    patch_settings(source, patch, &reads)
}

/// Patches a module that stands alone.
pub(crate) fn patched_alone(source: &str, patch: &SettingsPatch) -> Result<Patched, PatchError> {
    patched_among(&[], source, patch)
}

/// Patches a module; undoing gives it back, and patching again changes nothing.
pub(crate) fn patched_with(source: &str, patch: &SettingsPatch) -> Patched {
    patched_twice(&[], source, patch)
}

fn patched_twice(others: &[(&str, &str)], source: &str, patch: &SettingsPatch) -> Patched {
    let patched = patched_among(others, source, patch).unwrap();
    assert_eq!(
        undo(&patched.text, &patched.splices.splices).as_deref(),
        Ok(source)
    );
    let again = patched_among(others, &patched.text, patch).unwrap();
    assert_eq!(again.text, patched.text);
    assert_eq!(again.splices.splices, []);
    patched
}

/// A module's head that has all that the pack needs, so that a diff shows nothing of it.
pub(crate) fn head() -> String {
    let functions: Vec<String> = pack()
        .functions
        .iter()
        .map(|function| format!("\n\n{}\n", function.source.trim()))
        .collect();
    format!("import os\n{}\n\n", functions.concat())
}

/// What patching some settings below that head changes and says.
pub(crate) fn changes(body: &str, names: &[&str]) -> String {
    changes_with(body, &only(names))
}

/// What a patch below that head changes and says.
pub(crate) fn changes_with(body: &str, patch: &SettingsPatch) -> String {
    changes_among(&[], body, patch)
}

/// What a patch changes and says of a module beside which other files stand.
pub(crate) fn changes_among(others: &[(&str, &str)], body: &str, patch: &SettingsPatch) -> String {
    let source = head() + body;
    let first = source.lines().count() - body.lines().count();
    let patched = patched_twice(others, &source, patch);
    let mut said = diff(&source, &patched.text);
    for step in &patched.steps {
        let step = format!("{step:?}\n");
        said.push_str(&relative(&step, first));
    }
    for (name, variables) in &patched.reads {
        said.extend([name, " reads ", &variables.join(", "), "\n"]);
    }
    said
}

/// Line numbers from the body's start.
fn relative(step: &str, first: usize) -> String {
    let Some((before, rest)) = step.split_once("line: ") else {
        return step.to_owned();
    };
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let line: usize = digits.parse().unwrap();
    format!("{before}line: {}{}", line - first, &rest[digits.len()..])
}

/// The changed lines with one line around them.
pub(crate) fn diff(before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(1)
        .missing_newline_hint(false)
        .to_string()
        .lines()
        .filter(|line| !line.starts_with("@@"))
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect()
}
