//! Every rendered file passes the linters of its kind, in every combination of database, layout and environment.

mod configuration;
mod containers;
mod rendered;
mod scripts;

use std::path::PathBuf;

use rendered::Rendered;

use crate::harness::engine;
use crate::harness::run::Run;
use crate::harness::steps::Steps;

/// The programs of `engine/linters`.
struct Linters(PathBuf);

impl Linters {
    fn install() -> Self {
        let ran = Run::new(engine::repository("tests/e2e/engine/linters"))
            .limit(300)
            .ok();
        Self(ran.out.trim().into())
    }

    fn run(&self, name: &str) -> Run {
        Run::new(self.0.join(name))
    }
}

#[test]
#[ignore = "needs a Docker engine"]
fn every_rendered_file_passes_its_linters() {
    engine::start();
    let steps = Steps::new("lint");
    let linters = steps.must("the linters are installed", Linters::install);
    let rendered = steps.must("every combination is rendered", rendered::all);
    steps.figure("combinations", rendered.len());
    let each = |name: &str, check: &dyn Fn(&Rendered)| {
        steps.step(name, || rendered.iter().for_each(check));
    };
    each(
        "no template syntax or stray space is left",
        &scripts::are_clean,
    );
    each("hadolint accepts the Dockerfiles", &|stack| {
        containers::hadolint(&linters, stack);
    });
    each("the compose files fit the schema", &|stack| {
        containers::schema(&linters, stack);
    });
    each("docker compose accepts them", &containers::compose);
    each("yamllint accepts them", &|stack| {
        containers::yamllint(&linters, stack);
    });
    each("shellcheck and dash accept the scripts", &|stack| {
        scripts::shell(&linters, stack);
    });
    each("make knows every target that it lists", &scripts::make);
    each(
        "nginx -t accepts its configuration, offline",
        &configuration::nginx,
    );
    each("gixy finds nothing in it", &|stack| {
        configuration::gixy(&linters, stack);
    });
    steps.finish();
}
