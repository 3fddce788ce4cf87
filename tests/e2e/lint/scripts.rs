//! Scripts, Makefiles, and what holds for every text.

use super::Linters;
use super::rendered::Rendered;

/// What a template leaves behind when it is not filled in, or not with care.
pub(super) fn are_clean(stack: &Rendered) {
    for file in &stack.files {
        let text = stack.read(file);
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

pub(super) fn shell(linters: &Linters, stack: &Rendered) {
    let scripts = stack.files_of("sh");
    assert!(!scripts.is_empty(), "{}", stack.name);
    stack.accepts(linters.run("shellcheck").args(&scripts));
    for script in scripts {
        stack.accepts(stack.run("dash").arg("-n").arg(script));
    }
}

/// Each target that `make` lists is there, and its recipe can be read.
pub(super) fn make(stack: &Rendered) {
    let make = || stack.run("make").args(["--file", &stack.makefile()]);
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

/// `c` and `force` come from the command line.
fn is_optional(warnings: &str) -> bool {
    let undefined = warnings
        .lines()
        .filter(|line| line.contains("undefined variable"));
    let mut names = undefined.filter_map(|line| line.rsplit('\'').nth(1));
    names.all(|name| ["c", "force", "FORCE"].contains(&name))
}
