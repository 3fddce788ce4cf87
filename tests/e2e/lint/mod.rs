//! Every rendered file passes the linters of its kind: of every database and service alone, and of the drawn combinations,
//! in both layouts and environments.

mod configuration;
mod containers;
mod hostile;
mod once;
mod own;
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
        let ran = Run::new(engine::repository("tests/e2e/engine/linters")).ok();
        Self(ran.out.trim().into())
    }

    fn run(&self, name: &str) -> Run {
        Run::new(self.0.join(name))
    }
}

#[test]
#[ignore = "needs a Docker engine"]
fn what_is_hostile_is_read_by_the_tools() {
    let Some(steps) = Steps::new("hostile") else {
        return;
    };
    let linters = steps.must("the linters are installed", Linters::install);
    steps.step(
        "make, sh, Docker, Compose and nginx read it as files of theirs",
        || {
            hostile::is_read(&linters);
        },
    );
    steps.finish();
}

/// Without an engine, but with what `engine/linters` installs.
#[test]
#[ignore = "installs linters"]
fn a_project_that_its_own_linters_pass_stays_so() {
    let Some(steps) = Steps::new("own linters") else {
        return;
    };
    let linters = steps.must("the linters are installed", Linters::install);
    steps.step("what was clean is clean", || own::stays_clean(&linters));
    steps.finish();
}

#[test]
#[ignore = "needs a Docker engine"]
fn every_rendered_file_passes_its_linters() {
    let Some(steps) = Steps::new("lint") else {
        return;
    };
    let linters = steps.must("the linters are installed", Linters::install);
    let rendered = steps.must("every combination is rendered", rendered::all);
    steps.figure("combinations", rendered.len());
    let each = |name: &str, check: &dyn Fn(&[Rendered])| {
        steps.step(name, || check(&rendered));
    };
    each(
        "no template syntax or stray space is left",
        &scripts::are_clean,
    );
    each("hadolint accepts the Dockerfiles", &|stacks| {
        containers::hadolint(&linters, stacks);
    });
    each("the compose files fit the schema", &|stacks| {
        containers::schema(&linters, stacks);
    });
    each("docker compose accepts them", &containers::compose);
    each("yamllint accepts them", &|stacks| {
        containers::yamllint(&linters, stacks);
    });
    each("shellcheck and dash accept the scripts", &|stacks| {
        scripts::shell(&linters, stacks);
    });
    each("make knows every target that it lists", &scripts::make);
    each(
        "nginx -t accepts its configuration, offline",
        &configuration::nginx,
    );
    each("caddy accepts its own, offline", &configuration::caddy);
    each("gixy finds nothing in nginx's", &|stacks| {
        configuration::gixy(&linters, stacks);
    });
    steps.finish();
}
