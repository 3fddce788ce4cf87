//! Every rendered file, as it was accepted.

use djdock::lock::Lock;
use similar::TextDiff;

use super::Rendered;
use crate::harness::{accepted, source};

/// What every project gets as it stands in `templates/`: nothing is rendered there.
fn is_verbatim(path: &str, text: &str) -> bool {
    let template = std::fs::read_to_string(source("templates").join(path));
    template.is_ok_and(|template| template == text)
}

/// The files that djdock owns on a branch, or in a folder, by path.
fn owned(lock: &str) -> Vec<(String, String)> {
    let lock = Lock::parse(lock).unwrap();
    let owned = lock.owned.into_iter();
    owned.map(|(path, owned)| (path, owned.text)).collect()
}

fn heading(path: &str) -> String {
    format!("======== {path}\n")
}

pub(super) fn on_the_branches(rendered: &Rendered) {
    let Rendered {
        database, branches, ..
    } = rendered;
    for branch in ["dev", "prod"] {
        let mut shown = String::new();
        for (path, text) in owned(&branches.on(branch, "djdock.lock")) {
            assert_eq!(text, branches.on(branch, &path), "{path}: pristine");
            shown.push_str(&heading(&path));
            if is_verbatim(&path, &text) {
                shown.push_str("(as in templates/)\n");
            } else {
                shown.push_str(&text);
            }
        }
        accepted(&format!("stack/{database}-{branch}"), &shown);
    }
}

/// The path on the branch of what stands at `path` in the single layout, and the branch.
fn counterpart(path: &str) -> (String, &'static str) {
    let usual = path.replace(".prod.", ".");
    let usual = usual.strip_suffix(".prod").unwrap_or(&usual);
    let branch = if usual == path { "dev" } else { "prod" };
    (usual.to_owned(), branch)
}

/// Of the single layout only what is not as on the branches.
pub(super) fn side_by_side(rendered: &Rendered) {
    let Rendered {
        database,
        branches,
        single,
    } = rendered;
    let mut shown = String::new();
    for (path, text) in owned(&single.read("djdock.lock")) {
        let (usual, mut branch) = counterpart(&path);
        if !branches.tracked(branch).contains(&usual) {
            branch = "prod";
        }
        let on_branch = branches.on(branch, &usual);
        if text == on_branch {
            continue;
        }
        let diff = TextDiff::from_lines(on_branch.as_str(), text.as_str());
        let diff = diff.unified_diff().context_radius(1).to_string();
        shown.push_str(&heading(&format!("{branch}:{usual} -> {path}")));
        shown.push_str(&diff);
    }
    accepted(&format!("stack/{database}-single"), &shown);
}

pub(super) fn no_template_is_left_in_a_file(rendered: &Rendered) {
    for path in rendered.single.listing().files() {
        let Ok(text) = std::fs::read_to_string(rendered.single.path(path)) else {
            continue;
        };
        // Django's own templates have such braces.
        if path.contains("/templates/") {
            continue;
        }
        for left in ["{{ ", "{%", "{#"] {
            assert!(!text.contains(left), "{left} in {path}");
        }
    }
}

pub(super) fn every_text_ends_with_one_line_break_and_no_line_with_a_blank(rendered: &Rendered) {
    for (path, text) in owned(&rendered.single.read("djdock.lock")) {
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
        assert!(!text.contains(" \n") && !text.contains("\t\n"), "{path}");
    }
}

/// By its first line the merge driver tells whose a file is; git must ask it for every file that differs.
pub(super) fn every_file_that_differs_says_whose_it_is(rendered: &Rendered) {
    let project = &rendered.branches;
    let differing = project.git("diff --name-only --diff-filter M dev prod");
    assert!(differing.contains("Dockerfile"));
    // That the lock is kept apart, `merge` shows.
    for path in differing.lines().filter(|path| *path != "djdock.lock") {
        for branch in ["dev", "prod"] {
            let text = project.on(branch, path);
            let first = text.lines().find(|line| !line.starts_with("#!"));
            assert_eq!(first, Some(&*format!("# djdock: {branch}")), "{path}");
        }
        let asked = project.git(&format!("check-attr --source dev merge -- {path}"));
        assert_eq!(asked.trim(), format!("{path}: merge: djdock"));
    }
}
