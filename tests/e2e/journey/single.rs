//! The single layout: both environments side by side on one branch, in a project whose `.env` git tracks.

use std::fs;

use super::data;
use crate::harness::engine::{self, docker};
use crate::harness::project::{Project, mode};
use crate::harness::rows::Rows;
use crate::harness::site::Site;
use crate::harness::stack::Stack;
use crate::harness::steps::Steps;

/// What git tracks, and so what everybody may read.
const PUBLIC: &str =
    "SECRET_KEY=public-key\nDEBUG=public-debug\nPOSTGRES_PASSWORD=public-password\nTOKEN=kept\n";

/// The file of the secrets beside it.
const SECRETS: &str = ".env.djdock";

#[test]
#[ignore = "needs a Docker engine"]
fn both_environments_run_side_by_side_in_the_single_layout() {
    let Some(steps) = Steps::new("single") else {
        return;
    };
    let project = Project::new("postgres");
    steps.must("the example project has rows", || project.manage(&["seed"]));
    let source = project.rows();
    fs::write(project.folder.join(".env"), PUBLIC).expect("it is written");
    project.git("add --force .env");
    project.git("commit -q -m Suite");
    let dev = project.dev().with_env_file(SECRETS);
    let prod = project.prod(&project.folder).with_suffix(".prod");
    let prod = prod.with_env_file(SECRETS);
    for stack in [&dev, &prod] {
        steps.watch(&stack.name);
    }
    steps.must("`djdock init --layout single` stays on the branch", || {
        project.init().args(["--layout", "single"]).ok();
        assert_eq!(project.git("branch --format %(refname:short)"), "main");
        engine::images_of(&project.folder);
    });
    steps.step("a second time changes nothing", || {
        let before = project.git("status --porcelain --untracked-files=all");
        project.init().args(["--layout", "single"]).ok();
        let after = project.git("status --porcelain --untracked-files=all");
        assert_eq!(after, before);
    });
    steps.step(
        "the tracked .env is as it was, and no other is tracked",
        || {
            assert_eq!(project.read(".env"), PUBLIC);
            assert_eq!(mode(&project.folder.join(SECRETS)), "600");
            let ignored = project.git("check-ignore .env.djdock");
            assert_eq!(ignored, SECRETS);
        },
    );
    steps.must("dev: `make run`", || dev.make(["run"]).ok());
    steps.must("dev: `make import-data`", || dev.make(["import-data"]).ok());
    steps.must("prod: `make -f Makefile.prod run`", || {
        prod.make(["run"]).ok();
        prod.site().get("/polls/").is(200);
    });
    steps.step(
        "nothing of the tracked .env reaches a container but what the project had beside",
        || {
            for stack in [&dev, &prod] {
                for service in ["prepare", "web", "db"] {
                    let told = stack.inspect(service, "{{json .Config.Env}}");
                    assert!(!told.contains("=public-"), "{service}: {told}");
                }
                assert!(
                    stack
                        .inspect("web", "{{json .Config.Env}}")
                        .contains("TOKEN=kept")
                );
            }
        },
    );
    steps.step(
        "`docker compose` alone stops, and says what to type",
        || {
            let ran = dev.command("docker").args(["compose", "up", "-d"]).run();
            assert_ne!(ran.code, Some(0));
            assert!(
                ran.all()
                    .contains("type make run or add --env-file .env.djdock")
            );
        },
    );
    steps.step("every row and upload is on both", || {
        for stack in [&dev, &prod] {
            let rows: Rows = stack.rows();
            rows.are(&source);
            data::shows_every_row(stack);
            data::serves_uploads(&project, stack);
        }
    });
    steps.step("prod: a page, and no traceback", || {
        prod.site().get("/static/admin/css/base.css").is(200);
        let page = prod.site().get("/no-such-page/").is(404).text();
        assert!(!page.contains("DEBUG"), "{page}");
    });
    steps.step(
        "prod: its image holds the code and nothing unwanted",
        || {
            super::image::is_clean(&prod.image("web"));
        },
    );
    steps.step(
        "by an address of this machine: said how, and then it answers",
        || by_address(&project, [&dev, &prod]),
    );
    steps.finish();
}

/// What a virtual machine needs: an address of its own, on both.
fn by_address(project: &Project, [dev, prod]: [&Stack; 2]) {
    // The engine's own, which every machine has that runs one.
    let gateway = "{{(index .IPAM.Config 0).Gateway}}";
    let ran = docker(["network", "inspect", "bridge", "--format", gateway]).ok();
    let address = ran.out.trim().to_owned();
    Site::named(&address, prod.port).get("/polls/").is(400);
    let said = prod.make(["run"]).ok().all();
    let opens = format!("http://localhost:{}/", prod.port);
    assert!(said.contains(&opens), "{said}");
    assert!(said.contains("ALLOWED_HOSTS=… in .env.djdock"), "{said}");
    let keys = format!("WEB_ADDRESS={address}\nALLOWED_HOSTS={address}\n");
    let env = project.read(SECRETS) + &keys;
    fs::write(project.folder.join(SECRETS), env).expect("it is written");
    for stack in [dev, prod] {
        let said = stack.make(["run"]).ok().all();
        Site::named(&address, stack.port).get("/polls/").is(200);
        assert!(!said.contains("0.0.0.0"), "{said}");
    }
}
