//! debugpy, on dev: web stops at a line for an editor that attaches, also after the code was changed. Not on prod.

use djdock::environment::Environment;

use super::probe::{Probe, Shown};
use super::trial::Trial;
use crate::harness::engine;
use crate::harness::run::Run;

pub(super) const PROBE: Probe = Probe {
    service: "debug",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: &Environment::ALL,
        used,
    },
    doors: &[],
};

/// Where the view answers.
const LINE: &str = "    return HttpResponse(";

fn used(trial: &Trial<'_>) {
    if trial.is_prod() {
        let import = ["exec", "-T", "web", "python", "-c", "import debugpy"];
        trial.stack.compose(import).fails();
        return;
    }
    let file = trial.stack.folder.join("notes/views.py");
    let code = std::fs::read_to_string(&file).expect("the view");
    let line = code.lines().position(|it| it.starts_with(LINE));
    let line = line.expect("the view's answer") + 1;
    let debugger = trial.published("web", 5678);
    let ran = Run::new("python3")
        .args([engine::repository("tests/e2e/services/debugger.py")])
        .args([debugger.authority(), trial.stack.site().origin()])
        .args(["/app/notes/views.py".to_owned(), line.to_string()])
        .args([file])
        .ok();
    assert_eq!(ran.out, "stopped in count\nreloaded\nstopped in count\n");
}
