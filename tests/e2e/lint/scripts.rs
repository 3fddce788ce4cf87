//! Scripts, Makefiles, and what holds for every text.

use super::Linters;
use super::once::{Met, accepts, named, once};
use super::rendered::Rendered;
use crate::harness::run::Run;

/// What a template leaves behind when it is not filled in, or not with care.
pub(super) fn are_clean(stacks: &[Rendered]) {
    for Met { stack, file, text } in once(stacks, |stack| stack.files.clone()) {
        let place = format!("{}: {file}", stack.name);
        assert!(
            !text.contains("{%") && !text.contains("{{ "),
            "{place}: template syntax"
        );
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{place}: its end"
        );
        assert!(
            !text.contains("\n\n\n\n") && !text.starts_with('\n'),
            "{place}: empty lines"
        );
        let stray = text.lines().find(|line| line.ends_with([' ', '\t', '\r']));
        assert_eq!(stray, None, "{place}: space at a line's end");
    }
}

pub(super) fn shell(linters: &Linters, stacks: &[Rendered]) {
    let files = once(stacks, |stack| {
        named(stack, |name| name.strip_suffix(".sh").is_some())
    });
    accepts(linters.run("shellcheck"), &files);
    let each = "for script; do dash -n \"$script\" || exit; done";
    accepts(Run::new("sh").args(["-c", each, "sh"]), &files);
}

/// Each target that `make` lists is there, and its recipe can be read.
pub(super) fn make(stacks: &[Rendered]) {
    for met in once(stacks, |stack| vec![stack.makefile()]) {
        knows_its_targets(&met);
    }
}

fn knows_its_targets(met: &Met<'_>) {
    let stack = met.stack;
    let make = || stack.run("make").args(["--file", &met.file]);
    let help = make().ok().out;
    let targets: Vec<_> = help
        .lines()
        .filter_map(|line| line.split_once("make ")?.1.split("  ").next())
        .filter_map(|words| words.split(' ').next_back())
        .collect();
    assert!(
        targets.len() > 8 && targets.contains(&"run"),
        "{}: {help}",
        stack.name
    );
    for target in targets {
        let ran = make()
            .args(["--dry-run", "--warn-undefined-variables", target])
            .ok();
        assert!(
            !ran.err.contains("warning: undefined") || is_optional(&ran.err),
            "{}: {}",
            stack.name,
            ran.err
        );
    }
}

/// These come from the command line.
fn is_optional(warnings: &str) -> bool {
    let undefined = warnings
        .lines()
        .filter(|line| line.contains("undefined variable"));
    let mut names = undefined.filter_map(|line| line.rsplit('\'').nth(1));
    names.all(|name| ["c", "force", "FORCE", "FILE", "YES"].contains(&name))
}
