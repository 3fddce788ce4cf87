//! What a project's text holds is shown: it neither colours, nor clears, nor turns round what djdock prints.

use crate::harness::Project;

/// A line of Python that a terminal would not show, and its end.
const HIDDEN: &str = "# \u{1b}[2J\u{1b}[31mno\u{1b}[8m\u{202e}\u{9b}K\u{7f}";

/// What is left without djdock's own colours.
fn without_colours(text: &str) -> String {
    let codes = ["0", "1", "22", "31", "32", "33", "36"];
    codes.iter().fold(text.to_owned(), |text, code| {
        text.replace(&format!("\u{1b}[{code}m"), "")
    })
}

#[track_caller]
fn shows_all(text: &str) {
    let odd = |character: char| {
        character.is_control() && !matches!(character, '\n' | '\t') || character == '\u{202e}'
    };
    let found = text.lines().find(|line| line.contains(odd));
    assert_eq!(found, None);
}

#[test]
fn a_terminal_obeys_djdock_alone() {
    let project = Project::polls();
    let path = "mysite/settings.py";
    let text = project.read(path);
    let at = text.find("SECRET_KEY").expect("a key");
    let (above, below) = text.split_at(at);
    let name = "a\u{1b}[2Jb\u{202e}.db";
    let database = format!("\nSTATIC_URL = '/{HIDDEN}/'\nNAMED = BASE_DIR / '{name}'\n");
    project.write(path, &format!("{above}{HIDDEN}\rx = 1\n{below}{database}"));
    project.commit("hidden");
    for line in [
        "inspect",
        "init --yes --dry-run --diff",
        "init --yes -v",
        "status",
        "check",
    ] {
        let plain = project.djdock(&format!("{line} --color never"));
        shows_all(&plain.stdout);
        shows_all(&plain.stderr);
        if line.ends_with("--diff") {
            let shown = "␛[2J␛[31mno␛[8m<U+202E><U+009B>K␡";
            assert!(plain.stdout.contains(shown), "{plain}");
            let coloured = project.djdock(&format!("{line} --color always"));
            assert!(coloured.stdout.contains("\u{1b}[32m+"), "{coloured}");
            // Its colours are around whole lines: that of the project's own is not among them.
            assert!(!coloured.stdout.contains("\u{1b}[31mno"), "{coloured}");
            shows_all(&without_colours(&coloured.stdout));
        }
    }
    // What the user edits is shown by `status` and told in errors.
    project.git("switch --quiet dev");
    let compose = project.read("docker-compose.yml");
    project.write("docker-compose.yml", &format!("{compose}{HIDDEN}\n"));
    for line in [
        "status",
        "check",
        "add redis",
        "add no\u{1b}[2Jthing",
        "update --yes",
    ] {
        let run = project.djdock(&format!("{line} --color never"));
        shows_all(&run.stdout);
        shows_all(&run.stderr);
    }
}
