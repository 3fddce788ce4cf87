//! The single layout: both environments side by side on one branch.

use super::data;
use crate::harness::engine;
use crate::harness::project::Project;
use crate::harness::rows::Rows;
use crate::harness::steps::Steps;

#[test]
#[ignore = "needs a Docker engine"]
fn both_environments_run_side_by_side_in_the_single_layout() {
    let Some(steps) = Steps::new("single") else {
        return;
    };
    let project = Project::new("postgres");
    steps.must("the example project has rows", || project.manage(&["seed"]));
    let source = project.rows();
    let dev = project.dev();
    let prod = project.prod(&project.folder).with_suffix(".prod");
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
    steps.must("dev: `make run`", || dev.make(["run"]).ok());
    steps.must("dev: `make import-data`", || dev.make(["import-data"]).ok());
    steps.must("prod: `make -f Makefile.prod run`", || {
        prod.make(["run"]).ok();
        prod.site().get("/polls/").is(200);
    });
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
    steps.finish();
}
