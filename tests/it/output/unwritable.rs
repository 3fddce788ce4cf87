//! What no file can hold is told with its place, and what the stack does without it.

use crate::harness::{Project, accepted};

const SETTINGS: &str = "
MEDIA_URL = '/m/\\n  privileged: true\\n  pid: host\\n  tmpfs: [/x]\\n  x-rest:\\n    a: /'
STATIC_URL = '/s/\\x1b[2J{ }'
MEDIA_ROOT = BASE_DIR / 'up\\n!.env'
KEY = os.environ.get('my var')
";

#[test]
fn what_no_file_can_hold_is_told() {
    let project = Project::polls();
    let path = "mysite/settings.py";
    let text = project.read(path);
    project.write(path, &format!("import os\n{text}{SETTINGS}"));
    project.commit("hostile");
    let init = project.djdock("init --yes --dry-run --diff").ok();
    assert!(!init.stdout.contains("privileged: true\n"), "{init}");
    let warned = init
        .stderr
        .lines()
        .filter(|line| line.starts_with("warning: mysite"));
    let warned: Vec<&str> = warned.collect();
    let inspect = project.djdock("inspect").ok();
    let undecided = inspect.stdout.split_once("Left undecided\n");
    let undecided = undecided.expect("a section").1;
    let all = format!("{}\n\n{undecided}", warned.join("\n"));
    accepted("inspect/unwritable", &all);
}
