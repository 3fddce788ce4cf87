//! What services change in a stack, in the files that djdock writes.

use std::collections::{BTreeMap, BTreeSet};

use djdock::catalog::Catalog;
use djdock::lock::Lock;
use similar::TextDiff;

use super::Project;

/// The texts of one branch before and after, by path; absent is empty.
type Pairs = BTreeMap<String, (String, String)>;

/// What differs between two projects on the branches, each file as a diff with a line around; what is the same on both
/// branches is said once.
pub(crate) fn changes(without: &Project, with: &Project) -> String {
    let [dev, prod] = ["dev", "prod"].map(|branch| pairs(without, with, branch));
    let mut shown = String::new();
    for (path, texts) in &dev {
        let both = prod.get(path) == Some(texts);
        let heading = if both {
            path.clone()
        } else {
            format!("dev: {path}")
        };
        shown.push_str(&change(&heading, texts));
    }
    for (path, texts) in &prod {
        if dev.get(path) != Some(texts) {
            shown.push_str(&change(&format!("prod: {path}"), texts));
        }
    }
    shown
}

/// What differs in one file of a branch.
pub(crate) fn change_of(without: &Project, with: &Project, branch: &str, path: &str) -> String {
    let texts = pairs(without, with, branch).remove(path);
    texts.map_or_else(String::new, |texts| change(path, &texts))
}

/// The part of a compose file that services write.
fn compose_services(text: &str) -> String {
    let from = text.find("\nservices:").expect("services");
    let to = text.find("\n  prepare:").expect("prepare");
    text[from..to].to_owned()
}

/// The single layout of a copy of the same source, after the same line, has the same services.
pub(crate) fn is_the_same_side_by_side(branches: &Project, source: &str, line: &str) {
    let single = Project::outside_git(source);
    single.djdock(line).ok();
    for (branch, path) in [
        ("dev", "docker-compose.yml"),
        ("prod", "docker-compose.prod.yml"),
    ] {
        let on_branch = compose_services(&branches.on(branch, "docker-compose.yml"));
        let side_by_side = compose_services(&single.read(path));
        assert_eq!(side_by_side, on_branch, "{branch}");
    }
}

/// The files that differ.
fn pairs(without: &Project, with: &Project, branch: &str) -> Pairs {
    let (before, after) = (written(without, branch), written(with, branch));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let text =
        |files: &BTreeMap<String, String>, path| files.get(path).cloned().unwrap_or_default();
    let pairs = paths
        .into_iter()
        .map(|path| (path.clone(), (text(&before, path), text(&after, path))));
    pairs
        .filter(|(_, (before, after))| before != after)
        .collect()
}

/// What djdock wrote on a branch, by path.
fn written(project: &Project, branch: &str) -> BTreeMap<String, String> {
    let lock = Lock::parse(&project.on(branch, "djdock.lock")).unwrap();
    let patched = lock.patched.into_keys();
    let patched = patched.map(|path| (project.on(branch, &path), path));
    let owned = lock
        .owned
        .into_iter()
        .map(|(path, owned)| (owned.text, path));
    owned
        .chain(patched)
        .map(|(text, path)| (path, text))
        .collect()
}

fn change(heading: &str, (before, after): &(String, String)) -> String {
    let heading = format!("======== {heading}\n");
    if let (true, Some(source)) = (before.is_empty(), verbatim(after)) {
        return format!("{heading}(as templates/{source})\n");
    }
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    heading + &diff.unified_diff().context_radius(1).to_string()
}

/// The pack's file that is taken as it is, by its text.
fn verbatim(text: &str) -> Option<String> {
    let catalog = Catalog::embedded().expect("the embedded pack");
    let mut files = catalog.verbatim.into_iter();
    files.find_map(|(path, known)| (known == text).then_some(path))
}
