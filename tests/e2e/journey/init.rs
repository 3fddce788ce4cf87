//! What `djdock init` leaves behind before anything runs.

use super::World;
use crate::harness::engine::images_of;
use crate::harness::project::mode;

pub(super) fn steps(world: &World) {
    let project = &world.project;
    let before = project.git("rev-parse HEAD");
    let init = world
        .steps
        .must("init: `djdock init --yes` makes both branches", || {
            let ran = project.init().ok();
            project.git("rev-parse --verify dev");
            project.git("rev-parse --verify prod");
            ran
        });
    world
        .steps
        .figure("init: seconds", format!("{:.2}", init.seconds));
    world.step("init: main and its work tree stay as they are", || {
        assert_eq!(project.git("rev-parse HEAD"), before);
        assert_eq!(project.git("symbolic-ref --short HEAD"), "main");
        assert_eq!(project.git("status --porcelain"), "");
    });
    world.step(
        "init: .env is for its owner alone, and no secret is shown",
        || {
            assert_eq!(mode(&project.folder.join(".env")), "600");
            for secret in super::secrets::of(&project.read(".env")) {
                assert!(!init.all().contains(&secret), "{}", init.story());
            }
        },
    );
    world.step("init: a second time changes nothing", || {
        let state = || (project.git("for-each-ref"), project.read(".env"));
        let first = state();
        project.init().ok();
        assert!(state() == first, "{:?}", state());
    });
    world.steps.must(
        "init: the images that the stacks start from are there",
        || {
            for branch in ["dev", "prod"] {
                let tree = project.path(&format!("images-{branch}"));
                project.git(&format!("worktree add -q {} {branch}", tree.display()));
                images_of(&tree);
                project.git(&format!("worktree remove --force {}", tree.display()));
            }
        },
    );
}
