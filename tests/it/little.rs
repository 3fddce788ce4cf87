//! How much is left in a repository: what a reviewer has to read, and what comes for a while.

use crate::harness::Project;

/// The most that a stack without added services leaves beside its lock: files, lines, bytes.
struct Most {
    branch: &'static str,
    files: usize,
    lines: usize,
    bytes: usize,
}

const DEV: Most = Most {
    branch: "dev",
    files: 12,
    lines: 495,
    bytes: 20_600,
};
const PROD: Most = Most {
    branch: "prod",
    files: 16,
    lines: 740,
    bytes: 30_600,
};

/// The most that the lock has, and what carries rows over.
const LOCK_LINES: usize = 250;
const IMPORT_FILES: usize = 6;
const IMPORT_LINES: usize = 1_200;

/// The longest line that is left.
const WIDTH: usize = 120;

/// A project as a tutorial has it.
fn tutorial() -> Project {
    let project = Project::polls();
    project.djdock("init --yes --db mariadb").ok();
    project
}

/// The files that a branch has more, or otherwise, than the commit that it starts from.
fn touched(project: &Project, branch: &str) -> Vec<String> {
    let names = project.git(&format!("diff --name-only main {branch}"));
    let names = names.lines().filter(|path| *path != "djdock.lock");
    names.map(str::to_owned).collect()
}

/// The lines of a file that are new on a branch.
fn added(project: &Project, branch: &str, path: &str) -> Vec<String> {
    let diff = project.git(&format!("diff --text main {branch} -- {path}"));
    let lines = diff.lines().filter(|line| !line.starts_with("+++"));
    let added = lines.filter_map(|line| line.strip_prefix('+'));
    added.map(str::to_owned).collect()
}

#[test]
fn a_stack_leaves_little() {
    let project = tutorial();
    for most in [DEV, PROD] {
        let files = touched(&project, most.branch);
        assert!(files.len() <= most.files, "{}: {files:#?}", most.branch);
        let (mut lines, mut bytes, mut counted) = (0, 0, Vec::new());
        for path in &files {
            let added = added(&project, most.branch, path);
            let long = added.iter().find(|line| line.chars().count() > WIDTH);
            assert_eq!(long, None, "{path} on {}", most.branch);
            let size: usize = added.iter().map(|line| line.len() + 1).sum();
            counted.push(format!("{path}: {} lines, {size} bytes", added.len()));
            lines += added.len();
            bytes += size;
        }
        assert!(
            lines <= most.lines && bytes <= most.bytes,
            "{}: {lines} lines, {bytes} bytes\n{}",
            most.branch,
            counted.join("\n")
        );
    }
}

#[test]
fn the_lock_is_short_and_in_no_diff() {
    let project = tutorial();
    for branch in ["dev", "prod"] {
        let lock = project.on(branch, "djdock.lock");
        assert!(
            lock.lines().count() <= LOCK_LINES,
            "{branch}: {}",
            lock.lines().count()
        );
        project.git(&format!("switch --quiet {branch}"));
        let said = project.git("check-attr diff linguist-generated -- djdock.lock");
        assert!(said.contains("diff: unset"), "{said}");
        assert!(said.contains("linguist-generated: set"), "{said}");
    }
}

#[test]
fn what_carries_rows_is_a_folder_that_comes_and_goes() {
    let project = tutorial();
    let before = [project.id("dev^{tree}"), project.id("prod^{tree}")];
    let run = project.djdock("add import").ok();
    assert!(
        run.stderr.contains("docker/import/ (6 files)"),
        "{}",
        run.stderr
    );
    for branch in ["dev", "prod"] {
        let listed = project.git(&format!("ls-tree -r --name-only {branch} docker/import/"));
        assert!(listed.lines().count() <= IMPORT_FILES, "{listed}");
        let texts = listed.lines().map(|path| project.on(branch, path));
        let lines: usize = texts.map(|text| text.lines().count()).sum();
        assert!(lines > 0 && lines <= IMPORT_LINES, "{lines}");
        let makefile = project.on(branch, "Makefile");
        assert!(makefile.contains("import-data:"), "{makefile}");
    }
    let run = project.djdock("remove import").ok();
    assert!(
        run.stderr.contains("docker/import/ (6 files)"),
        "{}",
        run.stderr
    );
    assert_eq!(
        [project.id("dev^{tree}"), project.id("prod^{tree}")],
        before
    );
}
